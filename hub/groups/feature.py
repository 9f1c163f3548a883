"""Groups and rooms, as the app knows them."""

from flask_babel import gettext as _

from hub.groups.views import pages
from hub.kit.feature import Entry, Feature, Tab

FEATURE = Feature(
    name="groups",
    pages=pages,
    navigation=(Entry("groepen", lambda: _("Groepen"), "/groepen", "users", shortcut="r", order=20),),
    tabs=(Tab("leden", lambda: _("Leden"), "/leden", order=90),),
)
