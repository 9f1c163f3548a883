"""Addresses that every kind of item shares."""

from hub.content.views import attachments, drafts, history, items, mentions, moving, steering, thread
from hub.content.views import bin as bin_pages
from hub.content.views.attachments import attach_sent, change_attachments, sent_attachments
from hub.content.views.edge import choose_place, pages

__all__ = [
    "attach_sent",
    "attachments",
    "bin_pages",
    "change_attachments",
    "choose_place",
    "drafts",
    "history",
    "items",
    "mentions",
    "moving",
    "pages",
    "sent_attachments",
    "steering",
    "thread",
]
