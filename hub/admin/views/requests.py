"""What others ask of the organisation and it of them: groups, agreements."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.admin import service
from hub.admin.schemas import Proposed
from hub.admin.views.edge import pages
from hub.desk.service import find
from hub.desk.views import draw
from hub.kit.pages import actor, again, form, seen, toast
from tenants.errors import Missing

# ---------------------------------------------------------------- agreements


@pages.get("/beheer/<uuid:organisation_id>/afspraken")
def agreements(organisation_id: UUID) -> str:
    """The agreements with other organisations."""
    found = service.agreements(actor(), organisation_id)
    return draw("admin/agreements.html", organisation_id, tab="/afspraken", agreements=found)


@pages.get("/beheer/<uuid:organisation_id>/afspraken/nieuw")
def propose_page(organisation_id: UUID) -> str:
    """Ask what is to be agreed, and with whom."""
    return draw(
        "admin/propose.html",
        organisation_id,
        tab="/afspraken",
        partners=[(str(one.id), one.name, "") for one in service.partners(actor(), organisation_id)],
        chosen=request.form.getlist("organisations"),
    )


@pages.post("/beheer/<uuid:organisation_id>/afspraken/nieuw")
@again(propose_page)
def propose(organisation_id: UUID) -> Response:
    """Propose it, signed by the own organisation."""
    find(actor(), organisation_id)
    said = form(Proposed())
    made = service.propose_agreement(
        actor(),
        organisation_id,
        title=said["title"],
        others=said["organisations"],
        allowed=service.Allowed(said["directory"], said["joint_groups"], said["questions"]),
        last_day=said["last_day"],
    )
    toast(_("Het voorstel staat klaar voor de andere organisaties. Jouw organisatie heeft al getekend."))
    return seen(f"/beheer/{organisation_id}/afspraken/{made}")


@pages.get("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>")
def agreement(organisation_id: UUID, agreement_id: UUID) -> str:
    """Read one side by side, and decide."""
    found = service.agreement(actor(), organisation_id, agreement_id)
    return draw("admin/agreement.html", organisation_id, tab="/afspraken", one=found)


@pages.get("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>/beeindigen")
def end_agreement(organisation_id: UUID, agreement_id: UUID) -> str:
    """Ask before it ends for everybody."""
    found = service.agreement(actor(), organisation_id, agreement_id)
    if "end" not in found.steps:
        raise Missing
    return draw("admin/end_agreement.html", organisation_id, tab="/afspraken", one=found)


@pages.post("/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>")
@again(agreement)
def step_agreement(organisation_id: UUID, agreement_id: UUID) -> Response:
    """Sign, refuse, withdraw or end it."""
    step = request.form.get("step", "")
    status = service.step_agreement(actor(), organisation_id, agreement_id, step=step)
    toast(
        {
            "proposed": _("Getekend. Anderen moeten nog tekenen."),
            "signed": _("Getekend. De afspraak geldt vanaf nu."),
            "refused": _("Het voorstel is geweigerd."),
            "withdrawn": _("Het voorstel is ingetrokken."),
            "ended": _("De afspraak is beëindigd."),
        }[status]
    )
    return seen(f"/beheer/{organisation_id}/afspraken/{agreement_id}")
