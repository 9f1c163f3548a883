"""Moving ticked documents and folders to another folder, deleting a folder, and taking several along as a zip."""

from functools import partial
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from hub.content import service as content
from hub.content.policy import Can
from hub.content.schemas import WHY_MAX, Deletion
from hub.documents import service
from hub.documents.service import Chosen
from hub.documents.views.edge import hub, pages
from hub.documents.views.lists import TAB, where
from hub.groups import service as groups
from hub.groups.views import space_page
from hub.kit import filenames
from hub.kit.downloads import POLICY
from hub.kit.edge import proof_of
from hub.kit.pages import actor, again, form, seen, toast
from hub.kit.paging import after_id
from tenants import db

CHOOSE = "stuk"


def ticked() -> list[UUID]:
    """The ids that were ticked, or that an undo names with commas between."""
    named = [one for value in request.values.getlist(CHOOSE) for one in value.split(",")]
    return [found for found in map(after_id, named) if found]


def nothing(space_id: UUID) -> Redirect:
    """Nothing was ticked: back to the list, which says so."""
    toast(_("Vink eerst aan wat je bedoelt."))
    return seen(f"/groepen/{space_id}/documenten")


@pages.get("/groepen/<uuid:space_id>/verplaatsen")
def move_form(space_id: UUID) -> str | Redirect:
    """The page to choose where the ticked things go: one opens folders until it is the right one."""
    if not ticked():
        groups.find(actor(), space_id)
        return nothing(space_id)
    things = service.movable(actor(), space_id, ticked())
    target = service.folder_in(actor(), space_id, after_id(request.values.get("naar")))
    inside = service.folders(
        actor(),
        space_id,
        parent_id=target.item_id if target else None,
        after=after_id(request.args.get("namap")),
    )
    return space_page(
        "documents/move.html",
        space_id,
        tab=TAB,
        things=things,
        targets=[one for one in inside.rows if one.id not in things.ids],
        more_targets=inside.after,
        is_here=things.places == {target.item_id if target else None},
        **where(target, space_id),
    )


@pages.post("/groepen/<uuid:space_id>/verplaatsen")
@again(move_form)
def move(space_id: UUID) -> Redirect:
    """Put the ticked things in the chosen folder."""
    things = service.movable(actor(), space_id, ticked())
    before = things.places
    target_id = after_id(request.form.get("naar"))
    service.move(actor(), space_id, things.ids, target_id=target_id)
    back = ",".join(one.hex for one in things.ids)
    said = ngettext("%(num)s ding is verplaatst.", "%(num)s dingen zijn verplaatst.", len(things.ids))
    if len(before) == 1:
        came_from = next(iter(before))
        fields = {CHOOSE: back, "naar": str(came_from) if came_from else ""}
        toast(said, undo_url=f"/groepen/{space_id}/verplaatsen", **fields)
    else:
        toast(said)
    return seen(f"/mappen/{target_id}" if target_id else f"/groepen/{space_id}/documenten")


@pages.get("/mappen/<uuid:folder_id>/verwijderen")
def delete_folder_form(folder_id: UUID) -> str:
    """The page that says what goes into the bin with a folder, and asks why when something of it is another's."""
    folder = service.find_folder(actor(), folder_id)
    item = content.find(actor(), folder_id)
    content.require(actor(), Can.DELETE, item)
    inside = service.inside(folder, actor())
    return space_page(
        "documents/delete_folder.html",
        folder.space_id,
        tab=TAB,
        inside=inside,
        asks_why=bool(inside.others) or not content.is_author(actor(), item),
        why_max=WHY_MAX,
        **where(folder, folder.space_id),
    )


@pages.post("/mappen/<uuid:folder_id>/verwijderen")
@again(delete_folder_form)
def delete_folder(folder_id: UUID) -> Redirect:
    """Put a folder in the bin with what lies in it; one step brings all of it back."""
    folder = service.find_folder(actor(), folder_id)
    around, space_id = folder.parent_id, folder.space_id
    service.bin_folder(actor(), folder_id, why=form(Deletion())["why"])
    toast(_("De map is verwijderd, met wat erin lag."), undo_url=f"/items/{folder_id}/terugzetten")
    return seen(f"/mappen/{around}" if around else f"/groepen/{space_id}/documenten")


@pages.get("/groepen/<uuid:space_id>/documenten.zip")
def zip_chosen(space_id: UUID) -> Response | Redirect:
    """The ticked documents and folders as one zip."""
    if not ticked():
        groups.find(actor(), space_id)
        return nothing(space_id)
    return _zip(service.chosen(actor(), space_id, ticked()), groups.find(actor(), space_id).title)


@pages.get("/mappen/<uuid:folder_id>/zip")
def zip_folder(folder_id: UUID) -> Response:
    """A folder as one zip."""
    folder = service.find_folder(actor(), folder_id)
    return _zip(Chosen(folder.space_id, [folder], []), folder.name)


def _zip(things: Chosen, name: str) -> Response:
    entries = service.gather(actor(), things, largest=hub().settings.zip_bytes)
    entrance = db.by_session(proof_of(request, secure=hub().settings.secure), origin=request.remote_addr or "")
    entering = partial(db.transaction, hub().engine, entrance)
    headers = {"Content-Disposition": filenames.attachment(f"{name}.zip"), "Content-Security-Policy": POLICY}
    return Response(service.stream(entries, hub().storage, entering), mimetype="application/zip", headers=headers)
