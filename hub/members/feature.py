"""Who is in a space, as the app knows it."""

from flask_babel import gettext as _

from hub.groups.tabs import MEMBERS
from hub.kit.feature import Feature, Tab
from hub.members.views import pages

FEATURE = Feature(name="members", pages=pages, tabs=(Tab(MEMBERS, lambda: _("Leden"), "/leden", order=90),))
