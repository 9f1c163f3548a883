"""What an administrator decides about the own organisation in groups: proposals, and leaving."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.desk.views import draw
from hub.kit.pages import actor, again, seen, toast
from hub.parties import service
from hub.parties.views.edge import pages


@pages.get("/beheer/<uuid:organisation_id>/voorstellen")
def proposals(organisation_id: UUID) -> str:
    """Proposals that wait for a yes or a no."""
    found = service.waiting(actor(), organisation_id)
    return draw("parties/proposals.html", organisation_id, tab="/voorstellen", proposals=found)


@pages.post("/beheer/<uuid:organisation_id>/voorstellen/<uuid:proposal_id>")
@again(lambda organisation_id, proposal_id: proposals(organisation_id))  # noqa: ARG005 - the page of them all
def answer_proposal(organisation_id: UUID, proposal_id: UUID) -> Response:
    """Agree or refuse."""
    status = service.answer_proposal(actor(), organisation_id, proposal_id, agrees=request.form.get("answer") == "yes")
    toast(
        {
            "taken": _("Akkoord. Het is meteen ingegaan."),
            "open": _("Akkoord. Er moeten nog anderen akkoord gaan."),
            "refused": _("Geweigerd. Er verandert niets."),
        }[status]
    )
    return seen(f"/beheer/{organisation_id}/voorstellen")


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/verlaten")
def leave_page(organisation_id: UUID, group_id: UUID) -> str:
    """Ask, and say what ends and what stays."""
    found = service.group(actor(), organisation_id, group_id)
    return draw("parties/leave.html", organisation_id, tab="/groepen", group=found)


@pages.post("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/verlaten")
@again(leave_page)
def leave(organisation_id: UUID, group_id: UUID) -> Response:
    """Take the organisation out of the group."""
    found = service.leave(actor(), organisation_id, group_id)
    toast(_("Jouw organisatie doet niet meer mee aan “%(title)s”.", title=found.title))
    return seen(f"/beheer/{organisation_id}/groepen")
