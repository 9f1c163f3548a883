"""Pages of groups and rooms; the first tab of a space is the messages' own."""

from hub.groups.views import directory, founding, requests, rooms, steward
from hub.groups.views.edge import pages
from hub.groups.views.space import space_page

__all__ = ["directory", "founding", "pages", "requests", "rooms", "space_page", "steward"]
