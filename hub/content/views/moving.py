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

FOLDER = "map"


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
    folders, more_folders = service.folders(actor(), planned)
    both = cards.places([item.space_id, chosen])
    return page(
        "content/move_to.html",
        move=planned,
        name=name,
        now=both[item.space_id],
        then=both[chosen],
        folders=folders,
        more_folders=more_folders,
        may_copy=bool(errors()) and item.kind in service.COPIED,
        cancel_url=address(item),
    )


@pages.post("/items/<uuid:item_id>/verplaatsen")
@again(move_form)
def move(item_id: UUID) -> Response:
    """Let it go there; an undo names the folder it came from too, and what it says is judged as any other move."""
    sent = form(Moving())
    moved = service.move(
        actor(),
        item_id,
        target_id=sent["naar"],
        shown=sent["lezers"],
        folder_id=after_id(request.form.get(FOLDER)),
        is_back=sent["terug"],
    )
    back = service.may_move_back(actor(), item_id, target_id=moved.left_id)
    if back is None:
        toast(_said(moved))
    else:
        was_in = {FOLDER: str(moved.left_folder_id), "terug": "1"} if moved.left_folder_id else {}
        undo_url = f"/items/{item_id}/verplaatsen"
        toast(_said(moved), undo_url=undo_url, naar=str(moved.left_id), lezers=str(back), **was_in)
    return seen(address(service.find(actor(), item_id)))


def _said(moved: service.Moved) -> str:
    place = moved.target.title
    if moved.is_loose:
        return _("Verplaatst naar %(place)s. Het kon niet terug in de map, en ligt nu in geen map.", place=place)
    if moved.folder:
        return _("Verplaatst naar %(place)s, in de map “%(folder)s”.", place=place, folder=moved.folder)
    return _("Verplaatst naar %(place)s.", place=place)


@pages.post("/items/<uuid:item_id>/kopie")
def copy(item_id: UUID) -> Response:
    """A copy of the text in another space, without names."""
    item = service.movable(actor(), item_id)
    title = cards.names(actor(), [item])[item.id] if item.kind == "question" else ""
    made = service.copy_text(actor(), item_id, target_id=form(Target())["naar"], title=title)
    toast(_("De kopie staat erop, op jouw naam."))
    return seen(address(made))
