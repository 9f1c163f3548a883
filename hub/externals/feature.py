"""Externals, as the app knows them."""

from flask_babel import gettext as _

from hub.externals import jobs
from hub.externals.service import conditions, own, vouching
from hub.externals.views import pages
from hub.kit.feature import Entry, Feature, Panel
from hub.kit.queue import Periodic
from tenants.errors import words

HOUR = 3600

VERBS = {
    "terms.published": words("%(who)s maakte versie %(what)s van de gebruiksvoorwaarden."),
    "external.left": words("%(what)s beëindigde de eigen toegang."),
    "external.forgotten": words("Van %(what)s is alleen de naam bewaard: de bewaartermijn was voorbij."),
    "sponsorship.asked": words("%(who)s vroeg %(why)s om contactpersoon van %(what)s te worden."),
    "sponsorship.taken": words("%(who)s werd contactpersoon van %(what)s."),
    "sponsorship.refused": words("%(who)s wilde geen contactpersoon van %(what)s worden."),
    "sponsorship.withdrawn": words("%(who)s trok de vraag om contactpersoon van %(what)s te worden in."),
    "sponsorship.assigned": words("%(who)s maakte %(why)s contactpersoon van %(what)s."),
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
