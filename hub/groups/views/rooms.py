"""The rooms of a group, and making one."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import audience, schemas, service
from hub.groups.views.edge import pages
from hub.groups.views.space import space_page
from hub.kit.pages import actor, again, form, seen, toast
from hub.kit.paging import after_id


@pages.get("/groepen/<uuid:space_id>/kamers")
def rooms(space_id: UUID) -> str:
    """The rooms of a group that I see."""
    found = service.rooms(actor(), space_id, after=after_id(request.args.get("na")))
    return space_page(
        "groups/rooms.html",
        space_id,
        tab="",
        found=found,
        audiences=audience.of_each(one.id for one in found.rows),
    )


@pages.get("/groepen/<uuid:space_id>/kamers/nieuw")
def new_room(space_id: UUID) -> str:
    """The page to make a room on."""
    service.may_create_room(actor(), space_id)
    return space_page("groups/new_room.html", space_id, tab="", limits=schemas)


@pages.post("/groepen/<uuid:space_id>/kamers")
@again(new_room)
def create_room(space_id: UUID) -> Response:
    """Make a room."""
    sent = form(schemas.Described())
    made = service.create_room(actor(), space_id, title=sent["title"], purpose=sent["purpose"])
    toast(_("De kamer is er. Alleen jij ziet haar nog: voeg de anderen toe."))
    return seen(f"/groepen/{made}/leden")
