"""Pages about parties: in the group for its people, in Beheer for administrators."""

from hub.parties.views import desk, group
from hub.parties.views.edge import pages

__all__ = ["desk", "group", "pages"]
