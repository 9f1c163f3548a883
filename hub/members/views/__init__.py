"""Pages about who is in a group or room."""

from hub.members.views import desk, offers, space, waiting
from hub.members.views.edge import pages

__all__ = ["desk", "offers", "pages", "space", "waiting"]
