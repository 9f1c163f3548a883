"""The documents of a space or of one of its folders, and putting files there."""

from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Redirect

from hub.content import service as content
from hub.content.views import choose_place, keeps_files, sent_attachments
from hub.documents import service
from hub.documents.models import Document, Folder
from hub.documents.service import Laid, NewFile, Order
from hub.documents.views.edge import hub, pages
from hub.groups.views import space_page
from hub.kit import filenames
from hub.kit.pages import actor, again, seen, toast
from hub.kit.paging import Page, after_id
from hub.kit.uploads import MOST_FILES
from tenants.errors import Invalid, Missing

TAB = "documenten"
DRAFT = "document"
"""With which draft files wait that did not become documents yet."""
MOST_PLACED = 2 * MOST_FILES
"""So many are put there at once: what comes in, and what waited."""
CHOOSE = "stuk"


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
    files, unseen = _sent(space_id)
    laid = service.add(actor(), space_id, files=files, folder_id=inside)
    content.drop_draft(actor(), place=DRAFT, thing_id=space_id)
    _say(space_id, laid, unseen)
    asked = ",".join(one.hex for one in _doubled(space_id, laid))
    if asked:
        return seen(f"/groepen/{space_id}/documenten/dubbel?stuk={asked}")
    if len(laid.documents) == 1 and laid.documents[0].folder_id is None:
        return seen(f"/documenten/{laid.documents[0].item_id}")
    return seen(f"/mappen/{inside}" if inside else f"/groepen/{space_id}/documenten")


def _sent(space_id: UUID) -> tuple[list[NewFile], int]:
    """The files with the folders that they came in, and how many were left out: those that a system put there."""
    files, unseen = list[NewFile](), 0
    sent = sent_attachments(DRAFT, space_id)
    if len(sent) > MOST_PLACED:
        raise Invalid(
            {"files": _("Dat zijn te veel bestanden tegelijk. Kies er minder, of zet ze in één zip-bestand.")}
        )
    for one in sent:
        folders = filenames.folders(one.way)
        if folders is None:
            raise Invalid(
                {
                    "files": _(
                        "Van de map waar “%(name)s” in ligt, kunnen we geen map maken. Geef die map een gewone, korte"
                        " naam, of kies het bestand los.",
                        name=one.name,
                    )
                }
            )
        if folders and any(map(filenames.UNSEEN.match, (*folders, one.name))):
            unseen += 1
        else:
            files.append(NewFile(one.name, one.media_type, one.file, folders))
    if not files:
        wrong = (
            _("In deze map staan alleen verborgen bestanden. Die slaan we over.") if unseen else _("Kies een bestand.")
        )
        raise Invalid({"files": wrong})
    return files, unseen


def _doubled(space_id: UUID, laid: Laid) -> list[UUID]:
    """The documents whose name was there already; a query for each folder that was."""
    new = {folder.item_id for folder in laid.made}
    places: dict[UUID | None, list[Document]] = {}
    for document in laid.documents:
        if document.folder_id not in new:
            places.setdefault(document.folder_id, []).append(document)
    found = list[UUID]()
    for place, inside in places.items():
        same = service.namesakes(actor(), space_id, [one.name for one in inside], folder_id=place)
        double = {name.lower() for name in same}
        found += [one.item_id for one in inside if one.name.lower() in double]
    return found


def _say(space_id: UUID, laid: Laid, unseen: int) -> None:
    """What was put where, and what was left out; several things go back with one click."""
    count = len(laid.documents)
    if laid.folders:
        folders = ngettext("%(num)s map", "%(num)s mappen", laid.folders)
        said = ngettext(
            "%(num)s document staat erop, in %(folders)s.",
            "%(num)s documenten staan erop, in %(folders)s.",
            count,
            folders=folders,
        )
    else:
        said = _("Het document staat erop.") if count == 1 else _("%(count)s documenten staan erop.", count=count)
    there = laid.folders - len(laid.made)
    also = [
        ngettext("%(num)s map was er al.", "%(num)s mappen waren er al.", there) if there else "",
        ngettext("%(num)s verborgen bestand is overgeslagen.", "%(num)s verborgen bestanden zijn overgeslagen.", unseen)
        if unseen
        else "",
    ]
    undo = {CHOOSE: ",".join(one.hex for one in laid.outermost)}
    url = f"/groepen/{space_id}/documenten/verwijderen" if count > 1 or laid.made else ""
    toast(" ".join(filter(None, [said, *also])), undo_url=url, **(undo if url else {}))


@pages.get("/nieuw/document")
def choose() -> str | Redirect:
    """In which group; with only one there is nothing to choose."""
    return choose_place(
        "/documenten/nieuw", title=_("Nieuw document"), lead=_("Kies de groep waarin je een document wilt delen.")
    )
