"""Addresses that every kind of item shares."""

from hub.content.views import attachments, drafts, history, items, mentions, moving, quoting, steering, thread
from hub.content.views import bin as bin_pages
from hub.content.views.attachments import change_attachments
from hub.content.views.edge import address, choose_place, pages
from hub.content.views.keeping import keep_sent, keeps_files, sent_attachments

__all__ = [
    "address",
    "attachments",
    "bin_pages",
    "change_attachments",
    "choose_place",
    "drafts",
    "history",
    "items",
    "keep_sent",
    "keeps_files",
    "mentions",
    "moving",
    "pages",
    "quoting",
    "sent_attachments",
    "steering",
    "thread",
]
