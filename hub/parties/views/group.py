"""Which organisations take part in a group, and proposing one."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups.service import find_group
from hub.groups.views import space_page
from hub.kit.pages import actor, again, form, seen, toast
from hub.parties import schemas, service
from hub.parties.policy import POLICY
from hub.parties.views.edge import pages


@pages.get("/groepen/<uuid:space_id>/organisaties")
def parties(space_id: UUID) -> str:
    """Which organisations take part, and which are proposed."""
    return space_page(
        "parties/index.html",
        space_id,
        tab="",
        parties=service.parties(actor(), space_id),
        proposals=service.proposals(actor(), space_id),
        may=POLICY.abilities(actor(), find_group(actor(), space_id)),
    )


@pages.get("/groepen/<uuid:space_id>/organisaties/voorstel")
def new_party(space_id: UUID) -> str:
    """The page to propose an organisation on."""
    return space_page(
        "parties/propose.html", space_id, tab="", organisations=service.proposable(actor(), space_id), preview=None
    )


@pages.post("/groepen/<uuid:space_id>/organisaties")
@again(new_party)
def propose(space_id: UUID) -> str | Response:
    """Say what the proposal would open; and send it, once that was agreed to."""
    sent = form(schemas.NewParty())
    wanted = service.Wanted(sent["organisation"], sent["domain"], sent["role"], sent["reach"])
    if "sure" not in request.form:
        found = service.preview(actor(), space_id, wanted)
        return space_page("parties/propose.html", space_id, tab="", organisations=(), preview=found, wanted=wanted)
    named = service.propose(actor(), space_id, wanted)
    toast(_("Het voorstel is verstuurd. %(name)s doet mee zodra iedereen akkoord is.", name=named))
    return seen(f"/groepen/{space_id}/organisaties")


@pages.post("/groepen/<uuid:space_id>/organisaties/<uuid:proposal_id>/intrekken")
def withdraw(space_id: UUID, proposal_id: UUID) -> Response:
    """Take a proposal back."""
    service.withdraw(actor(), space_id, proposal_id)
    toast(_("Het voorstel is ingetrokken."))
    return seen(f"/groepen/{space_id}/organisaties")
