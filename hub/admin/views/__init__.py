"""Pages of Beheer: one for each thing to look after."""

from hub.admin.views import lists, policies
from hub.admin.views.edge import pages

__all__ = ["lists", "pages", "policies"]
