"""Pages of Beheer: one for each thing to look after."""

from hub.admin.views import log, people, requests
from hub.admin.views.edge import pages

__all__ = ["log", "pages", "people", "requests"]
