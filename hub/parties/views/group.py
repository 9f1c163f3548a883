"""Which organisations take part in a group, and what stewards propose and change about them."""

from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups.service import find_group
from hub.groups.views import space_page
from hub.kit.pages import actor, again, form, seen, toast
from hub.kit.paging import after_id
from hub.parties import schemas, service
from hub.parties.policy import POLICY
from hub.parties.views.edge import pages

KINDS = {"owner": "role", "participant": "role", "all": "reach", "named": "reach", "out": "out"}


@pages.get("/groepen/<uuid:space_id>/organisaties")
def parties(space_id: UUID) -> str:
    """Which organisations take part, and which proposals wait."""
    group = find_group(actor(), space_id)
    return space_page(
        "parties/index.html",
        space_id,
        tab="",
        parties=service.parties(actor(), space_id),
        proposals=service.proposals(actor(), space_id),
        may=POLICY.abilities(actor(), group),
    )


@pages.get("/groepen/<uuid:space_id>/organisaties/beslist")
def decided(space_id: UUID) -> str:
    """What was proposed before, and how it ended."""
    found = service.decided(actor(), space_id, after=after_id(request.args.get("na")))
    more = f"/groepen/{space_id}/organisaties/beslist?" + urlencode({"na": found.after}) if found.after else ""
    return space_page("parties/decided.html", space_id, tab="", found=found, more=more)


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


# ---------------------------------------------------------------- another role, reach, form


@pages.get("/groepen/<uuid:space_id>/organisaties/<uuid:party_id>")
def party(space_id: UUID, party_id: UUID) -> str:
    """What can be changed about an organisation that takes part."""
    found = service.party(actor(), space_id, party_id)
    return space_page("parties/party.html", space_id, tab="", party=found, may=_may(space_id), found=None)


@pages.post("/groepen/<uuid:space_id>/organisaties/<uuid:party_id>")
@again(party)
def change_party(space_id: UUID, party_id: UUID) -> str | Response:
    """Say what the change does; make or propose it, once that was agreed to."""
    one = service.party(actor(), space_id, party_id)
    value = form(schemas.NewChange())["change"]
    change = service.Change(KINDS[value], value, party_id)
    if "sure" not in request.form:
        found = service.consequences(actor(), space_id, change)
        return space_page("parties/party.html", space_id, tab="", party=one, may=_may(space_id), found=found)
    return _made(space_id, service.make(actor(), space_id, change, keeps=False))


@pages.get("/groepen/<uuid:space_id>/organisaties/lezers")
def readers(space_id: UUID) -> str:
    """Who can read the group, to change it."""
    service.writable(actor(), space_id)
    return space_page("parties/form.html", space_id, tab="", may=_may(space_id), found=None)


@pages.post("/groepen/<uuid:space_id>/organisaties/lezers")
@again(readers)
def change_form(space_id: UUID) -> str | Response:
    """Say what the form opens or closes; make or propose it, once that was agreed to."""
    service.writable(actor(), space_id)
    sent = form(schemas.NewForm())
    change = service.Change("form", sent["form"])
    if "sure" not in request.form:
        found = service.consequences(actor(), space_id, change)
        return space_page("parties/form.html", space_id, tab="", may=_may(space_id), found=found)
    return _made(space_id, service.make(actor(), space_id, change, keeps=sent["keeps"]))


def _made(space_id: UUID, status: str) -> Response:
    toast(
        {
            "open": _("Het voorstel is verstuurd. Het gaat in zodra iedereen akkoord is."),
            "taken": _("Het is meteen ingegaan."),
            "done": _("Het is meteen ingegaan."),
        }[status]
    )
    return seen(f"/groepen/{space_id}/organisaties" if space_id in actor().sees else "/groepen")


def _may(space_id: UUID) -> frozenset[str]:
    return POLICY.abilities(actor(), find_group(actor(), space_id))
