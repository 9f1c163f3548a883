"""Copying ticked documents and folders: first to which group, then in which folder of it."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from hub.content.views import choose_place
from hub.documents import service
from hub.documents.service import Chosen
from hub.documents.views.edge import hub, pages
from hub.documents.views.lists import CHOOSE, TAB, where
from hub.documents.views.moving import nothing, ticked
from hub.groups import service as groups
from hub.groups.policy import Can
from hub.groups.views import space_page
from hub.kit.pages import actor, again, seen, toast
from hub.kit.paging import after_id
from tenants.errors import Forbidden


@pages.get("/groepen/<uuid:space_id>/kopieren")
def copy_from(space_id: UUID) -> str | Redirect:
    """The page to choose to which group the ticked things are copied, each with who reads there."""
    groups.find(actor(), space_id)
    if not ticked():
        return nothing(space_id)
    things = service.copyable(actor(), ticked())
    service.load(actor(), things, **_limits())
    path = f"/kopie-hier?{CHOOSE}=" + ",".join(one.hex for one in things.ids)
    return choose_place(
        path, title=_title(things), lead=_("Kies de groep waar de kopie komt. Je ziet erbij wie daar meeleest.")
    )


@pages.get("/groepen/<uuid:space_id>/kopie-hier")
def copy_form(space_id: UUID) -> str | Redirect:
    """The page to choose the folder of this group where the copies come."""
    space = groups.find(actor(), space_id)
    if not ticked():
        return nothing(space_id)
    things = service.copyable(actor(), ticked())
    if Can.WRITE not in groups.abilities(actor(), space):
        raise Forbidden
    target = service.folder_in(actor(), space_id, after_id(request.values.get("naar")))
    inside = service.folders(
        actor(), space_id, parent_id=target.item_id if target else None, after=after_id(request.args.get("namap"))
    )
    return space_page(
        "documents/copy.html",
        space_id,
        tab=TAB,
        things=things,
        load=service.load(actor(), things, **_limits()),
        title=_title(things),
        targets=inside.rows,
        more_targets=inside.after,
        back=f"/groepen/{things.space_id}/documenten",
        **where(target, space_id),
    )


@pages.post("/groepen/<uuid:space_id>/kopie-hier")
@again(copy_form)
def copy_here(space_id: UUID) -> Redirect:
    """Copy the ticked things to this group, or to a folder of it; an undo puts the copies in the bin."""
    groups.find(actor(), space_id)
    if not ticked():
        return nothing(space_id)
    target = service.folder_in(actor(), space_id, after_id(request.form.get("naar")))
    made = service.copy(
        actor(),
        ticked(),
        space_id=space_id,
        folder_id=target.item_id if target else None,
        storage=hub().storage,
        **_limits(),
    )
    toast(
        ngettext("%(num)s kopie staat klaar.", "%(num)s kopieën staan klaar.", len(made)),
        undo_url=f"/groepen/{space_id}/documenten/verwijderen",
        **{CHOOSE: ",".join(one.hex for one in made)},
    )
    return seen(f"/mappen/{target.item_id}" if target else f"/groepen/{space_id}/documenten")


def _limits() -> dict[str, int]:
    """How many things and bytes are copied with folders at once."""
    return {"most": hub().settings.folder_copy_things, "largest": hub().settings.folder_copy_bytes}


def _title(things: Chosen) -> str:
    if len(things.ids) == len(things.folders) == 1:
        return _("Kopieer de map “%(name)s”", name=things.folders[0].name)
    if things.folders:
        return _("Kopieer %(count)s dingen", count=len(things.ids))
    return ngettext("Kopieer %(num)s document", "Kopieer %(num)s documenten", len(things.ids))
