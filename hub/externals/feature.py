"""Externals, as the app knows them."""

from flask_babel import gettext as _

from hub.externals import jobs
from hub.externals.views import pages
from hub.kit.feature import Entry, Feature
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
        ),
    ),
    jobs={
        "externals.invitation": jobs.invitation,
        "externals.accepted": jobs.accepted,
        "externals.waiting": jobs.waiting,
        "externals.warning": jobs.warning,
    },
    periodic=(
        Periodic("externals.warn", HOUR, jobs.warn),
        Periodic("groups.archive", HOUR, jobs.archive),
        Periodic("sweep", HOUR, jobs.sweep),
    ),
)
