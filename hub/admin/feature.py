"""What administrators look after, as the app knows it."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.admin import service
from hub.admin.verbs import VERBS
from hub.admin.views import pages
from hub.admin.views.acts import ACTS
from hub.kit.feature import DeskTab, Duty, Feature
from tenants.actor import Actor


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """What waits: invitations, then sponsors who left, then what ends soon."""
    todo = service.todo(actor, organisation_id)
    if todo.to_confirm:
        yield Duty(
            "mail",
            ngettext(
                "%(num)s uitnodiging wacht op bevestiging",
                "%(num)s uitnodigingen wachten op bevestiging",
                todo.to_confirm,
            ),
            _("Aangenomen met een ander mailadres. De contactpersoon bevestigt wie het is."),
            "/uitnodigingen?stand=waiting",
            _("Bekijk"),
            order=40,
        )
    if todo.ending:
        yield Duty(
            "clock",
            ngettext(
                "%(num)s externe verliest binnen 14 dagen toegang",
                "%(num)s externen verliezen binnen 14 dagen toegang",
                todo.ending,
            ),
            _("Zonder verlenging stopt de toegang vanzelf."),
            "/externen?eindigt=14",
            _("Bekijk"),
            order=60,
        )
    if todo.unsponsored:
        yield Duty(
            "user-round-x",
            ngettext(
                "%(num)s externe zonder contactpersoon", "%(num)s externen zonder contactpersoon", todo.unsponsored
            ),
            _("De contactpersoon doet hier niet meer mee. Vraag een collega, of wijs er een aan."),
            "/externen?contact=zonder",
            _("Bekijk"),
            order=50,
        )


FEATURE = Feature(
    name="admin",
    pages=pages,
    desk=(
        DeskTab("/externen", lambda: _("Externen"), order=30, own=lambda: _("Wie toegang heeft")),
        DeskTab("/uitnodigingen", lambda: _("Uitnodigingen"), order=40, under="/externen"),
        DeskTab("/groepen", lambda: _("Groepen"), order=50),
        DeskTab("/beleid", lambda: _("Beleid"), order=70, own=lambda: _("Regels")),
        DeskTab("/beleid/voorwaarden", lambda: _("Voorwaarden"), order=71, under="/beleid"),
    ),
    duties=(duties,),
    verbs=VERBS,
    bulk=ACTS,
)
