"""Externals, as the app knows them."""

from flask_babel import gettext as _

from hub.externals import jobs
from hub.externals.service import conditions, own, vouching
from hub.externals.verbs import VERBS
from hub.externals.views import pages
from hub.kit.feature import Entry, Feature, Panel
from hub.kit.queue import Periodic

HOUR = 3600

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
            count=lambda actor: len(vouching.offers(actor)),
        ),
        Entry(
            "mijn-toegang",
            lambda: _("Mijn toegang"),
            "/mijn-toegang",
            "id-card",
            order=61,
            shown=own.is_external,
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
        "externals.takeover": jobs.takeover,
        "externals.takeover-refused": jobs.takeover_refused,
        "externals.sponsor": jobs.sponsor,
        "externals.sponsorless": jobs.sponsorless,
        "externals.left": jobs.left,
    },
    periodic=(
        Periodic("externals.warn", HOUR, jobs.warn),
        Periodic("externals.forget", HOUR, jobs.forget),
        Periodic("sweep", HOUR, jobs.sweep),
    ),
)
