"""Groups and rooms, as the app knows them."""

from flask_babel import gettext as _

from hub.groups import jobs, service
from hub.groups.verbs import VERBS
from hub.groups.views import pages
from hub.kit.feature import Entry, Feature
from hub.kit.queue import Periodic

HOUR, OFTEN = 3600, 300

FEATURE = Feature(
    name="groups",
    pages=pages,
    verbs=VERBS,
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
    jobs={
        "groups.added": jobs.added,
        "groups.request": jobs.request,
        "groups.answered": jobs.answered,
        "groups.ends": jobs.ends,
        "groups.ended": jobs.ended,
        "groups.archived": jobs.archived,
        "groups.woken": jobs.woken,
        "groups.woken-admin": jobs.woken_admin,
    },
    periodic=(Periodic("groups.archive", OFTEN, jobs.archive), Periodic("groups.warn", HOUR, jobs.warn)),
)
