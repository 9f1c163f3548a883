"""Externals, as the app knows them."""

from flask_babel import gettext as _

from hub.externals import jobs
from hub.externals.service import conditions
from hub.externals.views import pages
from hub.kit.feature import Entry, Feature, Panel
from hub.kit.queue import Periodic
from tenants.errors import words

HOUR = 3600

VERBS = {
    "terms.published": words("%(who)s maakte versie %(what)s van de gebruiksvoorwaarden."),
    "terms.accepted": words("%(what)s ging akkoord met versie %(why)s van de gebruiksvoorwaarden."),
}

FEATURE = Feature(
    name="externals",
    pages=pages,
    navigation=(
        Entry(
            "externen",
            lambda: _("Externen"),
            "/externen",
            "id-card",
            shortcut="x",
            order=60,
            shown=lambda actor: bool(actor.staff_affiliations),
        ),
    ),
    panels=(
        Panel("externals.owed", "externals/_owed.html", lambda actor, _space: conditions.owed(actor) or None, order=0),
    ),
    first=(conditions.must_accept,),
    verbs=VERBS,
    jobs={
        "externals.invitation": jobs.invitation,
        "externals.accepted": jobs.accepted,
        "externals.waiting": jobs.waiting,
        "externals.warning": jobs.warning,
    },
    periodic=(
        Periodic("externals.warn", HOUR, jobs.warn),
        Periodic("sweep", HOUR, jobs.sweep),
    ),
)
