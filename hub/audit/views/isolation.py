"""Which fences stand between organisations, when that was looked at last, and what was found."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.audit import service
from hub.audit.views.edge import pages
from hub.desk.views import draw
from hub.kit.feature import Duty
from hub.kit.pages import actor, again, seen, toast
from tenants.actor import Actor


@pages.get("/beheer/<uuid:organisation_id>/isolatie")
def isolation(organisation_id: UUID) -> str:
    """The fences in words, and the last look at them."""
    found = service.last_check(actor(), organisation_id)
    return draw("audit/isolation.html", organisation_id, tab="/isolatie", check=found)


@pages.post("/beheer/<uuid:organisation_id>/isolatie")
@again(isolation)
def look(organisation_id: UUID) -> Response:
    """Have them looked at now."""
    service.ask(actor(), organisation_id)
    toast(_("De controle loopt. Ververs de pagina over een paar tellen."))
    return seen(f"/beheer/{organisation_id}/isolatie")


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """A fence that is down comes before everything else."""
    found = service.last_check(actor, organisation_id)
    if found.faults:
        yield Duty(
            "triangle-alert",
            _("De afscherming tussen organisaties is niet in orde"),
            _("Wie Plein voor jullie draait moet dit nu herstellen. Hier staat wat er te doen is."),
            "/isolatie",
            _("Bekijk"),
            order=1,
        )
