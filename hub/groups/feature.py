"""Groups and rooms, as the app knows them."""

from flask_babel import gettext as _

from hub.groups import jobs, service
from hub.groups.views import pages
from hub.kit.feature import Entry, Feature

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
    jobs={"groups.added": jobs.added},
)
