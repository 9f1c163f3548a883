"""What an administrator decides about the own organisation in groups: proposals, its reach, the charter, leaving."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.desk.service import find
from hub.desk.views import draw
from hub.kit.pages import actor, again, seen, toast
from hub.kit.paging import after_id
from hub.parties import service
from hub.parties.views.edge import pages
from tenants.clock import last_day_if_any
from tenants.errors import Missing


@pages.get("/beheer/<uuid:organisation_id>/voorstellen")
def proposals(organisation_id: UUID) -> str:
    """Proposals that wait for a yes or a no."""
    return draw(
        "parties/proposals.html",
        organisation_id,
        tab="/voorstellen",
        proposals=service.waiting(actor(), organisation_id),
        unread=service.unread(actor(), organisation_id),
    )


@pages.get("/beheer/<uuid:organisation_id>/voorstellen/<uuid:proposal_id>")
def proposal(organisation_id: UUID, proposal_id: UUID) -> str:
    """One proposal: what opens to whom, who agreed, and what was agreed on."""
    found = service.asked(actor(), organisation_id, proposal_id)
    return draw("parties/proposal.html", organisation_id, tab="/voorstellen", found=found)


def _again(organisation_id: UUID, proposal_id: UUID) -> str:
    try:
        return proposal(organisation_id, proposal_id)
    except Missing:  # decided meanwhile
        return proposals(organisation_id)


@pages.post("/beheer/<uuid:organisation_id>/voorstellen/<uuid:proposal_id>")
@again(_again)
def answer_proposal(organisation_id: UUID, proposal_id: UUID) -> Response:
    """Agree or refuse."""
    agrees, meaning = request.form.get("answer") == "yes", request.form.get("meaning")
    status = service.answer_proposal(actor(), organisation_id, proposal_id, agrees=agrees, meaning=meaning)
    toast(
        {
            "taken": _("Akkoord. Het is meteen ingegaan."),
            "open": _("Akkoord. Er moeten nog anderen akkoord gaan."),
            "refused": _("Geweigerd. Er verandert niets."),
        }[status]
    )
    return seen(f"/beheer/{organisation_id}/voorstellen")


# ---------------------------------------------------------------- the own organisation in a group


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/deelname")
def own_party(organisation_id: UUID, group_id: UUID) -> str:
    """What the organisation is in a group, and what was agreed on there."""
    found = service.own_party(actor(), organisation_id, group_id)
    return draw(
        "parties/own.html",
        organisation_id,
        tab="/groepen",
        group=found,
        charter=service.of_ours(actor(), organisation_id, group_id),
        last_day=last_day_if_any(found.ends_at),
    )


@pages.post("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/afspraken")
@again(own_party)
def read_charter(organisation_id: UUID, group_id: UUID) -> Response:
    """Say that the charter in force was read."""
    find(actor(), organisation_id)
    charter_id = after_id(request.form.get("charter"))
    if charter_id is None:
        raise Missing
    service.read(actor(), organisation_id, group_id, charter_id=charter_id)
    toast(_("Genoteerd dat jouw organisatie de groepsafspraken kent."))
    return seen(f"/beheer/{organisation_id}/groepen/{group_id}/deelname")


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/genoemd")
def narrow_page(organisation_id: UUID, group_id: UUID) -> str:
    """Ask before only named people of the organisation take part."""
    found = service.own_party(actor(), organisation_id, group_id)
    return draw("parties/narrow.html", organisation_id, tab="/groepen", group=found)


@pages.post("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/genoemd")
@again(narrow_page)
def narrow(organisation_id: UUID, group_id: UUID) -> Response:
    """Only named people of the organisation take part from now on."""
    found = service.narrow(actor(), organisation_id, group_id, keeps=request.form.get("keeps") == "1")
    toast(_("Alleen genoemde mensen van jouw organisatie doen nog mee aan “%(title)s”.", title=found.title))
    return seen(f"/beheer/{organisation_id}/groepen/{group_id}/deelname")


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/verlaten")
def leave_page(organisation_id: UUID, group_id: UUID) -> str:
    """Ask, and say what ends and what stays."""
    found = service.own_party(actor(), organisation_id, group_id)
    return draw("parties/leave.html", organisation_id, tab="/groepen", group=found)


@pages.post("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/verlaten")
@again(leave_page)
def leave(organisation_id: UUID, group_id: UUID) -> Response:
    """Take the organisation out of the group."""
    found = service.leave(actor(), organisation_id, group_id)
    toast(_("Jouw organisatie doet niet meer mee aan “%(title)s”.", title=found.title))
    return seen(f"/beheer/{organisation_id}/groepen")
