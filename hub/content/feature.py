"""The spine, as the app knows it: the addresses that every kind of item shares."""

from flask_babel import gettext as _

from hub.content import jobs
from hub.content.verbs import VERBS
from hub.content.views import pages
from hub.kit.feature import Entry, Feature, Kind

FEATURE = Feature(
    name="content",
    pages=pages,
    kinds=(Kind("comment", lambda: _("De reactie is verwijderd."), edit=lambda: _("Bewerk je reactie")),),
    verbs=VERBS,
    menu=(Entry("concepten", lambda: _("Concepten"), "/concepten", "pencil", order=60),),
    jobs={"content.read": jobs.read},
)
