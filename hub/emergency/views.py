"""Pages of emergency access: asking, deciding, ending."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hub.desk.views import draw
from hub.emergency import service
from hub.emergency.schemas import Asked
from hub.kit.feature import Duty
from hub.kit.pages import actor, again, form, local, seen, settings, toast
from tenants.actor import Actor

pages = Blueprint("emergency", __name__, template_folder="templates")

TAB = "/noodtoegang"


@pages.get("/beheer/<uuid:organisation_id>/noodtoegang")
def overview(organisation_id: UUID) -> str:
    """What waits, what runs, and what has been."""
    found = service.requests(actor(), organisation_id)
    return draw("emergency/overview.html", organisation_id, tab=TAB, requests=found)


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:space_id>/noodtoegang")
def ask_page(organisation_id: UUID, space_id: UUID) -> str:
    """Ask why and for how long; say who must agree and who will know."""
    return draw(
        "emergency/ask.html",
        organisation_id,
        tab="/groepen",
        terms=service.terms(actor(), organisation_id, space_id),
        space_id=space_id,
        hours=service.hours(settings().emergency_hours),
    )


@pages.post("/beheer/<uuid:organisation_id>/groepen/<uuid:space_id>/noodtoegang")
@again(ask_page)
def ask(organisation_id: UUID, space_id: UUID) -> Response:
    """Ask."""
    service.terms(actor(), organisation_id, space_id)
    said = form(Asked())
    service.ask(actor(), organisation_id, space_id, most=settings().emergency_hours, **said)
    toast(_("Je verzoek wacht op een andere beheerder. Die krijgt een mail."))
    return seen(f"/beheer/{organisation_id}{TAB}")


@pages.get("/beheer/<uuid:organisation_id>/noodtoegang/<uuid:emergency_id>")
def decide_page(organisation_id: UUID, emergency_id: UUID) -> str:
    """The reason, who asked, and what follows from a yes."""
    found = service.request(actor(), organisation_id, emergency_id)
    return draw("emergency/decide.html", organisation_id, tab=TAB, one=found)


@pages.post("/beheer/<uuid:organisation_id>/noodtoegang/<uuid:emergency_id>")
@again(decide_page)
def decide(organisation_id: UUID, emergency_id: UUID) -> Response:
    """Agree or refuse."""
    agrees = request.form.get("answer") == "yes"
    status = service.answer(actor(), organisation_id, emergency_id, agrees=agrees)
    toast(
        {
            "open": _("Akkoord. Er moeten nog anderen akkoord gaan."),
            "granted": _("Je ging akkoord. De noodtoegang geldt vanaf nu."),
            "refused": _("Geweigerd. Er verandert niets."),
            "needless": _("De noodtoegang is niet meer nodig: wie het vroeg, is al lid."),
        }[status]
    )
    return seen(f"/beheer/{organisation_id}{TAB}")


@pages.post("/noodtoegang/<uuid:emergency_id>/beeindigen")
def end(emergency_id: UUID) -> Response:
    """End it now, or take the request back."""
    service.end(actor(), emergency_id)
    toast(_("Het verzoek of de noodtoegang is beëindigd."))
    return seen(local(request.form.get("back")))


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """Somebody waits for a yes or a no, and not for long."""
    waiting = service.waiting(actor, organisation_id)
    if waiting:
        yield Duty(
            "triangle-alert",
            ngettext(
                "%(num)s verzoek om noodtoegang wacht op jou",
                "%(num)s verzoeken om noodtoegang wachten op jou",
                waiting,
            ),
            _("Lees de reden en beslis. Een verzoek verloopt na een dag."),
            TAB,
            _("Beslis"),
            order=5,
        )


def opened(actor: Actor, path: str, arguments: Mapping[str, object]) -> None:
    """After a page was shown: write it down where it was read by an emergency."""
    if not path.startswith(("/beheer", "/account")):
        service.opened(actor, arguments)
