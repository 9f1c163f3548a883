"""An item goes to another space of its group: choose, see who will read it, confirm."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards, service
from hub.content.schemas import Moving, Target
from hub.content.views.edge import address, pages
from hub.groups import audience
from hub.kit.pages import actor, again, errors, form, page, seen, toast
from hub.kit.paging import after_id
from tenants.errors import Conflict


@pages.get("/items/<uuid:item_id>/verplaatsen")
def move_form(item_id: UUID) -> str:
    """Where it could go; once chosen, who reads it now and who will."""
    item = service.movable(actor(), item_id)
    chosen = after_id(request.values.get("naar"))
    name = cards.names(actor(), [item]).get(item.id, "")
    if chosen is None:
        places = service.targets(actor(), item)
        if not places:
            raise Conflict(service.NOWHERE)
        readers = audience.of_each(place.id for place in places)
        return page(
            "content/move.html", item=item, name=name, places=places, audiences=readers, cancel_url=address(item),
            place=cards.places([item.space_id])[item.space_id],
        )  # fmt: skip
    planned = service.move_to(actor(), item_id, target_id=chosen)
    both = cards.places([item.space_id, chosen])
    return page(
        "content/move_to.html",
        move=planned,
        name=name,
        now=both[item.space_id],
        then=both[chosen],
        may_copy=bool(errors()) and item.kind in service.COPIED,
        cancel_url=address(item),
    )


@pages.post("/items/<uuid:item_id>/verplaatsen")
@again(move_form)
def move(item_id: UUID) -> Response:
    """Let it go there."""
    sent = form(Moving())
    came_from = service.movable(actor(), item_id).space_id
    planned = service.move(actor(), item_id, target_id=sent["naar"], shown=sent["lezers"])
    back = service.may_move_back(actor(), item_id, target_id=came_from)
    said = _("Verplaatst naar %(place)s.", place=planned.target.title)
    if back is None:
        toast(said)
    else:
        toast(said, undo_url=f"/items/{item_id}/verplaatsen", naar=str(came_from), lezers=str(back))
    return seen(address(service.find(actor(), item_id)))


@pages.post("/items/<uuid:item_id>/kopie")
def copy(item_id: UUID) -> Response:
    """A copy of the text in another space, without names."""
    item = service.movable(actor(), item_id)
    title = cards.names(actor(), [item])[item.id] if item.kind == "question" else ""
    made = service.copy_text(actor(), item_id, target_id=form(Target())["naar"], title=title)
    toast(_("De kopie staat erop, op jouw naam."))
    return seen(address(made))
