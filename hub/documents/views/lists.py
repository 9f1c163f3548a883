"""The documents of a space or of one of its folders, and putting files there."""

from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from hub.content import service as content
from hub.content.views import choose_place, keeps_files, sent_attachments
from hub.documents import service
from hub.documents.models import Folder
from hub.documents.service import NewFile, Order
from hub.documents.views.edge import hub, pages
from hub.groups.views import space_page
from hub.kit.pages import actor, again, seen, toast
from hub.kit.paging import Page, after_id
from hub.kit.uploads import MOST_FILES
from tenants.errors import Invalid, Missing

TAB = "documenten"
DRAFT = "document"
"""With which draft files wait that did not become documents yet."""


@pages.get("/groepen/<uuid:space_id>/documenten")
def in_space(space_id: UUID) -> str:
    """The folders and documents of a space that lie in no folder, a page at a time."""
    return _list(space_id, None)


@pages.get("/mappen/<uuid:folder_id>")
def in_folder(folder_id: UUID) -> str:
    """What lies in a folder, a page at a time."""
    folder = service.find_folder(actor(), folder_id)
    return _list(folder.space_id, folder)


def _list(space_id: UUID, folder: Folder | None) -> str:
    chosen = request.args.get("op", Order.CHANGED.value)
    after, after_folder = after_id(request.args.get("na")), after_id(request.args.get("namap"))
    if chosen not in {order.value for order in Order}:
        raise Missing
    order = Order(chosen)
    inside = folder.item_id if folder else None
    none: Page[service.Listed] = Page([])
    ticked = request.args.get("alles") == "1"
    here = {"op": order.value} | {name: request.args[name] for name in ("na", "namap") if name in request.args}
    return space_page(
        "documents/space.html",
        space_id,
        tab=TAB,
        folders=Page([]) if after else service.folders(actor(), space_id, parent_id=inside, after=after_folder),
        documents=none
        if after_folder
        else service.listed(actor(), space_id, folder_id=inside, order=order, after=after),
        order=order.by.value,
        is_falling=order.is_falling,
        orders={one.by.value: one.by.value for one in Order} | {order.by.value: order.turned.value},
        asked_order=order.value,
        ticked=ticked,
        all_ticked="?" + urlencode(here if ticked else here | {"alles": "1"}),
        most_counted=service.MOST_COUNTED,
        goes=inside is not None or service.goes_somewhere(actor(), service.Chosen(space_id, [], [])),
        folder_goes=folder is not None and service.goes_somewhere(actor(), service.Chosen(space_id, [folder], [])),
        copies=service.copies_somewhere(actor()),
        is_first=after is None and after_folder is None,
        **where(folder, space_id),
        **limits(),
    )


def where(folder: Folder | None, space_id: UUID) -> dict[str, object]:
    """In which folder one is, for a template: itself, the folders around it, what one may do with it, its address."""
    way = service.path_of(folder)
    return {
        "folder": folder,
        "path": [(one.name, f"/mappen/{one.item_id}") for one in way],
        "here": f"/mappen/{folder.item_id}" if folder else f"/groepen/{space_id}/documenten",
        "folder_abilities": service.abilities(actor(), folder) if folder else frozenset[str](),
    }


def limits() -> dict[str, object]:
    """How much may be put in at once."""
    return {"largest": hub().settings.upload_bytes, "most_files": MOST_FILES}


def named_folder(space_id: UUID) -> Folder | None:
    """The folder of this space that the address or the form names as `map`; None where it names none."""
    return service.folder_in(actor(), space_id, after_id(request.values.get("map")))


@pages.get("/groepen/<uuid:space_id>/documenten/nieuw")
def new(space_id: UUID) -> str:
    """The page to put files in a space or in a folder of it."""
    return space_page("documents/new.html", space_id, tab=TAB, **where(named_folder(space_id), space_id), **limits())


@pages.post("/groepen/<uuid:space_id>/documenten")
@keeps_files(DRAFT, most=MOST_FILES)
@again(new)
def add(space_id: UUID) -> Redirect:
    """Put files in a space or in a folder of it, each a document of its own."""
    folder = named_folder(space_id)
    inside = folder.item_id if folder else None
    files = [NewFile(one.name, one.media_type, one.file) for one in sent_attachments(DRAFT, space_id)]
    if not files:
        raise Invalid({"files": _("Kies een bestand.")})
    made = service.add(actor(), space_id, files=files, folder_id=inside)
    content.drop_draft(actor(), place=DRAFT, thing_id=space_id)
    same = service.namesakes(actor(), space_id, [document.name for document in made], folder_id=inside)
    toast(_said_of(len(made)))
    double = {name.lower() for name in same}
    if double:
        asked = ",".join(one.item_id.hex for one in made if one.name.lower() in double)
        return seen(f"/groepen/{space_id}/documenten/dubbel?stuk={asked}")
    if len(made) == 1 and folder is None:
        return seen(f"/documenten/{made[0].item_id}")
    return seen(f"/mappen/{inside}" if inside else f"/groepen/{space_id}/documenten")


def _said_of(made: int) -> str:
    return _("Het document staat erop.") if made == 1 else _("%(count)s documenten staan erop.", count=made)


@pages.get("/nieuw/document")
def choose() -> str | Redirect:
    """In which group; with only one there is nothing to choose."""
    return choose_place(
        "/documenten/nieuw", title=_("Nieuw document"), lead=_("Kies de groep waarin je een document wilt delen.")
    )
