"""Pages of documents and folders, and how streams show documents."""

from hub.documents.views import binning, copying, document, doubles, folders, lists, moving
from hub.documents.views.edge import pages
from hub.documents.views.shown import as_cards, latest_panel

__all__ = [
    "as_cards",
    "binning",
    "copying",
    "document",
    "doubles",
    "folders",
    "latest_panel",
    "lists",
    "moving",
    "pages",
]
