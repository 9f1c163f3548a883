"""Pages of Beheer: an overview, and one page for each thing to look after."""

from hub.admin.views import log, people, requests
from hub.admin.views.desk import pages

__all__ = ["log", "pages", "people", "requests"]
