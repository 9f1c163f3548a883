"""Pages about parties: in the group for its people, in Beheer for administrators."""

from hub.parties.views import charter, desk, group
from hub.parties.views.edge import pages

__all__ = ["charter", "desk", "group", "pages"]
