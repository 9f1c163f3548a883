"""Pages about agreements in Beheer: the list, one side by side, a proposal, and the end with what stops."""

from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.agreements import service
from hub.agreements.schemas import Proposed, Step
from hub.desk.service import find
from hub.desk.views import draw
from hub.kit.pages import actor, again, form, seen, toast
from tenants.errors import Missing

pages = Blueprint("agreements", __name__, template_folder="templates")

TAB = "/afspraken"


def step_words(step: str) -> str:
    """What a side did, in words that follow its name."""
    return {
        "propose": _("stelde deze afspraak voor en tekende"),
        "sign": _("tekende"),
        "refuse": _("weigerde"),
        "withdraw": _("trok het voorstel in"),
        "suspend": _("schortte de afspraak op"),
        "ask": _("wil de afspraak hervatten"),
        "resume": _("hervatte de afspraak, als laatste"),
        "end": _("beëindigde de afspraak"),
    }[step]


@pages.get("/beheer/<uuid:organisation_id>/afspraken")
def agreements(organisation_id: UUID) -> str:
    """The agreements with other organisations."""
    found = service.agreements(actor(), organisation_id)
    return draw("agreements/index.html", organisation_id, tab=TAB, agreements=found)


@pages.get("/beheer/<uuid:organisation_id>/afspraken/nieuw")
def propose_page(organisation_id: UUID) -> str:
    """Ask what is to be agreed, and with whom."""
    return draw(
        "agreements/propose.html",
        organisation_id,
        tab=TAB,
        partners=[(str(one.id), one.name, "") for one in service.partners(actor(), organisation_id)],
        chosen=request.form.getlist("organisations"),
    )


@pages.post("/beheer/<uuid:organisation_id>/afspraken/nieuw")
@again(propose_page)
def propose(organisation_id: UUID) -> Response:
    """Propose it, signed by the own organisation."""
    find(actor(), organisation_id)
    said = form(Proposed())
    made = service.propose(
        actor(),
        organisation_id,
        title=said["title"],
        others=said["organisations"],
        domains=said["domains"],
        allowed=service.Allowed(said["directory"], said["joint_groups"], said["questions"]),
        last_day=said["last_day"],
    )
    toast(_("Het voorstel staat klaar voor de andere organisaties. Jouw organisatie heeft al getekend."))
    return seen(f"/beheer/{organisation_id}/afspraken/{made}")


@pages.get("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>")
def agreement(organisation_id: UUID, agreement_id: UUID) -> str:
    """Read one side by side, and decide."""
    found = service.agreement(actor(), organisation_id, agreement_id)
    history = service.history(actor(), organisation_id, agreement_id)
    return draw(
        "agreements/agreement.html", organisation_id, tab=TAB, one=found, history=history, step_words=step_words
    )


@pages.get("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>/beeindigen")
def end_page(organisation_id: UUID, agreement_id: UUID) -> str:
    """Ask before it ends for everybody: what stops for whom, and which groups to leave in the same step."""
    found = service.agreement(actor(), organisation_id, agreement_id)
    if "end" not in found.steps:
        raise Missing
    return draw(
        "agreements/end.html",
        organisation_id,
        tab=TAB,
        one=found,
        stops=service.stops(actor(), organisation_id, agreement_id),
        leaving=request.form.getlist("leaving"),
    )


@pages.get("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>/opschorten")
def suspend_page(organisation_id: UUID, agreement_id: UUID) -> str:
    """Ask before it pauses for everybody: it goes on only when every side wants that."""
    found = service.agreement(actor(), organisation_id, agreement_id)
    if found.status != "signed":
        raise Missing
    stops = service.stops(actor(), organisation_id, agreement_id)
    return draw("agreements/suspend.html", organisation_id, tab=TAB, one=found, stops=stops)


def _once_more(organisation_id: UUID, agreement_id: UUID) -> str:
    ends = "end" in service.agreement(actor(), organisation_id, agreement_id).steps
    if ends and request.form.get("step") == "end":
        return end_page(organisation_id, agreement_id)
    return agreement(organisation_id, agreement_id)


@pages.post("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>")
@again(_once_more)
def step(organisation_id: UUID, agreement_id: UUID) -> Response:
    """Sign, refuse, withdraw, suspend, resume or end it."""
    service.agreement(actor(), organisation_id, agreement_id)
    said = form(Step())
    status = service.step(actor(), organisation_id, agreement_id, step=said["step"], leaving=said["leaving"])
    toast(_said(said["step"], status))
    gone = said["step"] == "refuse" and _is_out_of_sight(organisation_id, agreement_id)
    return seen(f"/beheer/{organisation_id}/afspraken" + ("" if gone else f"/{agreement_id}"))


def _is_out_of_sight(organisation_id: UUID, agreement_id: UUID) -> bool:
    """Who was asked by its domain and refused, has nothing to do with it any more."""
    try:
        service.agreement(actor(), organisation_id, agreement_id)
    except Missing:
        return True
    return False


def _said(step: str, status: str) -> str:
    sentences = {
        ("sign", "proposed"): _("Getekend. Anderen moeten nog tekenen."),
        ("sign", "signed"): _("Getekend. De afspraak geldt vanaf nu."),
        ("suspend", "suspended"): _("De afspraak is opgeschort. Zij geldt pas weer als alle organisaties dat willen."),
        ("resume", "suspended"): _("Jouw organisatie wil hervatten. De andere moeten dat nog zeggen."),
        ("resume", "signed"): _("De afspraak geldt weer."),
        ("refuse", "refused"): _("Het voorstel is geweigerd."),
        ("withdraw", "withdrawn"): _("Het voorstel is ingetrokken."),
        ("end", "ended"): _("De afspraak is beëindigd."),
    }
    return sentences[step, status]
