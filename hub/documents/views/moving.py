"""Moving ticked documents and folders to another folder and back, and taking several along as a zip."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from hub.documents import service
from hub.documents.service import Chosen
from hub.documents.views.edge import hub, pages
from hub.documents.views.lists import CHOOSE, TAB, where
from hub.groups import service as groups
from hub.groups.views import space_page
from hub.kit import filenames
from hub.kit.downloads import POLICY
from hub.kit.edge import proof_of
from hub.kit.pages import actor, again, seen, toast
from hub.kit.paging import after_id
from tenants import db

BACK = "terug"


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
        is_here=set(things.places) == {target.item_id if target else None},
        **where(target, space_id),
    )


@pages.post("/groepen/<uuid:space_id>/verplaatsen")
@again(move_form)
def move(space_id: UUID) -> Redirect:
    """Put the ticked things in the chosen folder."""
    before = service.movable(actor(), space_id, ticked()).places
    target_id = after_id(request.form.get("naar"))
    count = len(service.move(actor(), space_id, ticked(), target_id=target_id).ids)
    toast(
        ngettext("%(num)s ding is verplaatst.", "%(num)s dingen zijn verplaatst.", count),
        undo_url=f"/groepen/{space_id}/terugleggen",
        **{BACK: _told(before)},
    )
    return seen(f"/mappen/{target_id}" if target_id else f"/groepen/{space_id}/documenten")


@pages.post("/groepen/<uuid:space_id>/terugleggen")
def put_back(space_id: UUID) -> Redirect:
    """Put things in the folders where they lay before they were moved."""
    groups.find(actor(), space_id)
    places = _read(request.form.get(BACK, ""))
    if not places:
        return nothing(space_id)
    count = service.put_back(actor(), space_id, places)
    toast(ngettext("%(num)s ding ligt weer waar het lag.", "%(num)s dingen liggen weer waar ze lagen.", count))
    first = next(iter(places))
    return seen(f"/mappen/{first}" if first else f"/groepen/{space_id}/documenten")


def _told(places: Mapping[UUID | None, Sequence[UUID]]) -> str:
    """Where things lay, in one field: `folder:thing,thing;thing`; what has no folder lay in the space itself."""
    ways = ((f"{place.hex}:" if place else "", ids) for place, ids in places.items())
    return ";".join(way + ",".join(one.hex for one in ids) for way, ids in ways)


def _read(told: str) -> dict[UUID | None, list[UUID]]:
    found: dict[UUID | None, list[UUID]] = {}
    for one in told.split(";") if told else ():
        place, _colon, ids = one.rpartition(":")
        found.setdefault(after_id(place), []).extend(thing for thing in map(after_id, ids.split(",")) if thing)
    return {place: things for place, things in found.items() if things}


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
