"""Putting a folder, or ticked documents and folders, in the bin; one step brings all of it back."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from hub.content import service as content
from hub.content.policy import Can
from hub.content.schemas import WHY_MAX, Deletion
from hub.documents import service
from hub.documents.models import Folder
from hub.documents.service import Chosen
from hub.documents.views.edge import pages
from hub.documents.views.lists import CHOOSE, TAB, where
from hub.documents.views.moving import nothing, ticked
from hub.groups import service as groups
from hub.groups.views import space_page
from hub.kit.pages import actor, again, form, seen, toast


@pages.get("/mappen/<uuid:folder_id>/verwijderen")
def delete_folder_form(folder_id: UUID) -> str:
    """The page that says what goes into the bin with a folder, and asks why when something of it is another's."""
    folder = service.find_folder(actor(), folder_id)
    item = content.find(actor(), folder_id)
    content.require(actor(), Can.DELETE, item)
    inside = service.inside(Chosen(folder.space_id, [folder], []), actor())
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


@pages.get("/groepen/<uuid:space_id>/documenten/verwijderen")
def delete_form(space_id: UUID) -> str | Redirect:
    """The page that says what goes into the bin with the ticked things, and asks why when something is another's."""
    if not ticked():
        groups.find(actor(), space_id)
        return nothing(space_id)
    things = service.deletable(actor(), space_id, ticked())
    inside = service.inside(things, actor())
    return space_page(
        "documents/delete_chosen.html",
        space_id,
        tab=TAB,
        things=things,
        inside=inside,
        others=inside.others + service.others_among(actor(), things),
        why_max=WHY_MAX,
        **where(_shared_folder(things), space_id),
    )


@pages.post("/groepen/<uuid:space_id>/documenten/verwijderen")
@again(delete_form)
def delete(space_id: UUID) -> Redirect:
    """Put the ticked things in the bin, folders with what lies in them."""
    things = service.deletable(actor(), space_id, ticked())
    around, count = _shared_folder(things), len(things.ids)
    went = service.bin_chosen(actor(), space_id, things.ids, why=form(Deletion())["why"])
    toast(
        ngettext("%(num)s ding is verwijderd.", "%(num)s dingen zijn verwijderd.", count),
        undo_url=f"/groepen/{space_id}/documenten/terugzetten",
        **{CHOOSE: ",".join(one.hex for one in went)},
    )
    return seen(f"/mappen/{around.item_id}" if around else f"/groepen/{space_id}/documenten")


@pages.post("/groepen/<uuid:space_id>/documenten/terugzetten")
def bring_back(space_id: UUID) -> Redirect:
    """Bring things back from the bin, each where it lay."""
    if not ticked():
        groups.find(actor(), space_id)
        return nothing(space_id)
    count = service.bring_back(actor(), space_id, ticked())
    toast(ngettext("%(num)s ding staat er weer.", "%(num)s dingen staan er weer.", count))
    return seen(f"/groepen/{space_id}/documenten")


def _shared_folder(things: Chosen) -> Folder | None:
    """The folder in which all of these lie; None where it is the space itself, or more than one."""
    place = next(iter(things.places)) if len(things.places) == 1 else None
    return service.find_folder(actor(), place) if place else None
