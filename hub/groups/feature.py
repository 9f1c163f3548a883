"""Groups and rooms, as the app knows them."""

from flask_babel import gettext as _

from hub.groups import jobs, service
from hub.groups.tabs import MEMBERS
from hub.groups.views import pages
from hub.kit.feature import Entry, Feature, Tab

FEATURE = Feature(
    name="groups",
    pages=pages,
    navigation=(Entry("groepen", lambda: _("Groepen"), "/groepen", "users", shortcut="r", order=20),),
    new=(
        Entry(
            "groep",
            lambda: _("Groep"),
            "/groepen/nieuw",
            "users",
            order=90,
            shown=lambda actor: bool(service.founders(actor)),
        ),
    ),
    tabs=(Tab(MEMBERS, lambda: _("Leden"), "/leden", order=90),),
    jobs={"groups.proposal": jobs.proposal, "groups.added": jobs.added},
)
