"""Addresses that every kind of item shares."""

from hub.content.views import history, items, thread
from hub.content.views.edge import choose_place, pages

__all__ = ["choose_place", "history", "items", "pages", "thread"]
