"""Addresses that every kind of item shares."""

from hub.content.views import attachments, drafts, history, items, mentions, thread
from hub.content.views.attachments import attach_sent, change_attachments, sent_attachments
from hub.content.views.edge import choose_place, pages

__all__ = [
    "attach_sent",
    "attachments",
    "change_attachments",
    "choose_place",
    "drafts",
    "history",
    "items",
    "mentions",
    "pages",
    "sent_attachments",
    "thread",
]
