"""Who is not in yet, and who is not in any more: for stewards."""

from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups.views import space_page
from hub.kit.pages import actor, seen, toast
from hub.members import service
from hub.members.views.edge import pages


@pages.get("/groepen/<uuid:space_id>/leden/wachten")
def waiting(space_id: UUID) -> str:
    """Who is not in yet: each can be let in or turned away, or waits for an administrator."""
    return space_page("members/waiting.html", space_id, tab="leden", found=service.waiting(actor(), space_id))


@pages.post("/groepen/<uuid:space_id>/leden/wachten/<uuid:membership_id>/afwijzen")
def turn_away(space_id: UUID, membership_id: UUID) -> Response:
    """Say no to one of them."""
    name = service.turn_away(actor(), space_id, membership_id)
    toast(_("%(name)s is niet toegelaten.", name=name))
    return seen(f"/groepen/{space_id}/leden/wachten")


@pages.get("/groepen/<uuid:space_id>/leden/niet-meer")
def former(space_id: UUID) -> str:
    """Who is not in any more."""
    found = service.former(actor(), space_id, after=request.args.get("na", "").replace("\0", ""))
    path = f"/groepen/{space_id}/leden/niet-meer"
    more = f"{path}?{urlencode({'na': found.after})}" if found.after else ""
    return space_page("members/former.html", space_id, tab="leden", found=found, more=more)
