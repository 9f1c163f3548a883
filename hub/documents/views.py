"""Pages of documents: the list of a space, one document with its versions, putting files in, and handing them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from hub.content import cards
from hub.content.cards import Place
from hub.content.service import Piece
from hub.content.views import choose_place
from hub.documents import service
from hub.documents.schemas import NOTE_MAX, Name, NewVersion
from hub.documents.service import Listed, NewFile, Order
from hub.groups.views import space_page
from hub.kit import downloads
from hub.kit.edge import Hub
from hub.kit.feature import Card
from hub.kit.filenames import LONGEST
from hub.kit.pages import actor, again, form, page, seen, takes_files, toast
from hub.kit.paging import after_id
from hub.kit.uploads import MOST_FILES, sent_files
from tenants.actor import Actor
from tenants.errors import Invalid, Missing

MOST_DIGITS = 6
pages = Blueprint("documents", __name__, template_folder="templates")


def _hub() -> Hub:
    return cast("Hub", current_app)


# ---------------------------------------------------------------- a space's documents


@pages.get("/groepen/<uuid:space_id>/documenten")
def in_space(space_id: UUID) -> str:
    """The documents of a space, a page at a time."""
    chosen, after = request.args.get("op", Order.CHANGED.value), after_id(request.args.get("na"))
    if chosen not in {order.value for order in Order}:
        raise Missing
    order = Order(chosen)
    return space_page(
        "documents/space.html",
        space_id,
        tab="documenten",
        documents=service.listed(actor(), space_id, order=order, after=after),
        order=order.value,
        is_first=after is None,
        largest=_hub().settings.upload_bytes,
        most_files=MOST_FILES,
    )


@pages.get("/groepen/<uuid:space_id>/documenten/nieuw")
def new(space_id: UUID) -> str:
    """The page to put files in a space."""
    return space_page(
        "documents/new.html",
        space_id,
        tab="documenten",
        largest=_hub().settings.upload_bytes,
        most_files=MOST_FILES,
    )


@pages.post("/groepen/<uuid:space_id>/documenten")
@takes_files
@again(new)
def add(space_id: UUID) -> Redirect:
    """Put files in a space, each a document of its own."""
    files = [NewFile(one.name, one.media_type, one.file) for one in sent_files("files")]
    made = service.add(actor(), space_id, files=files)
    same = service.namesakes(actor(), space_id, [document.name for document in made])
    toast(_said_of(len(made), same))
    return seen(f"/documenten/{made[0].item_id}" if len(made) == 1 else f"/groepen/{space_id}/documenten")


def _said_of(made: int, same: Sequence[str]) -> str:
    said = _("Het document staat erop.") if made == 1 else _("%(count)s documenten staan erop.", count=made)
    if not same:
        return said
    hint = _("Er was al een document dat “%(name)s” heet. Een nieuwe versie voeg je daar toe.", name=same[0])
    return f"{said} {hint}"


@pages.get("/nieuw/document")
def choose() -> str | Redirect:
    """In which group; with only one there is nothing to choose."""
    return choose_place(
        "/documenten/nieuw", title=_("Nieuw document"), lead=_("Kies de groep waarin je een document wilt delen.")
    )


# ---------------------------------------------------------------- one document


@pages.get("/documenten/<uuid:document_id>")
def read(document_id: UUID) -> str:
    """One document: its file, its versions, and what people say to it."""
    return _document_page("documents/document.html", document_id)


@pages.get("/documenten/<uuid:document_id>/versies")
def new_version(document_id: UUID) -> str:
    """The page to add a version."""
    return _document_page(
        "documents/new_version.html", document_id, largest=_hub().settings.upload_bytes, note_max=NOTE_MAX
    )


@pages.post("/documenten/<uuid:document_id>/versies")
@takes_files
@again(new_version)
def add_version(document_id: UUID) -> Redirect:
    """Add a version."""
    files = sent_files("file")
    if len(files) > 1:
        raise Invalid({"file": _("Kies één bestand: dit wordt de nieuwe versie van dit document.")})
    file = NewFile(files[0].name, files[0].media_type, files[0].file)
    made = service.add_version(actor(), document_id, new=file, note=form(NewVersion())["note"])
    toast(_("Versie %(number)s staat erop.", number=made.number))
    return seen(f"/documenten/{document_id}")


@pages.get("/documenten/<uuid:document_id>/naam")
def rename_form(document_id: UUID) -> str:
    """The page to give another name."""
    return _document_page("documents/rename.html", document_id, name_max=LONGEST)


@pages.post("/documenten/<uuid:document_id>/naam")
@again(rename_form)
def rename(document_id: UUID) -> Redirect:
    """Give another name."""
    document = service.rename(actor(), document_id, name=form(Name())["name"])
    toast(_("Het document heet nu “%(name)s”.", name=document.name))
    return seen(f"/documenten/{document_id}")


@pages.post("/documenten/<uuid:document_id>/versies/<int:number>/terugzetten")
def set_back(document_id: UUID, number: int) -> Redirect:
    """Make an older version the newest one again."""
    made = service.set_back(actor(), document_id, number=number, storage=_hub().storage)
    toast(_("Versie %(old)s is teruggezet, als versie %(new)s.", old=number, new=made.number))
    return seen(f"/documenten/{document_id}")


@pages.get("/documenten/<uuid:document_id>/versies/<int:number>")
def download(document_id: UUID, number: int) -> Response:
    """A version's file, or the part of it that is asked for."""
    found = service.download(actor(), document_id, number=number, storage=_hub().storage)
    answer = downloads.send(
        found.file,
        size=found.size,
        digest=found.digest,
        name=found.name,
        media_type=found.media_type,
        modified=found.modified,
    )
    if downloads.gives_away(answer):
        service.downloaded(actor(), document_id)
    return answer


@pages.get("/documenten/<uuid:document_id>/versies/<int:number>/bladen/<int:leaf>")
def picture(document_id: UUID, number: int, leaf: int) -> Response:
    """The picture of one page of a version."""
    file, digest = service.picture(actor(), document_id, number=number, leaf=leaf, storage=_hub().storage)
    return downloads.show(file, digest=digest)


def _leaf() -> int:
    """Which page of the file is asked for."""
    asked = request.args.get("blad", "1")
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:MOST_DIGITS]) == int(asked):
        raise Missing
    return int(asked)


def _document_page(template: str, document_id: UUID, **context: object) -> str:
    whole = service.read(actor(), document_id, upto=after_id(request.args.get("tot")), leaf=_leaf())
    place = cards.places([whole.piece.space_id])[whole.piece.space_id]
    return page(template, whole=whole, document=whole.now, place=place, abilities=whole.abilities, **context)


# ---------------------------------------------------------------- in streams and beside them


@dataclass(frozen=True)
class Shown:
    """A document in a stream: its newest version, the item and where it lies."""

    document: Listed
    piece: Piece
    place: Place


@dataclass(frozen=True)
class Latest:
    """What changed last in a space."""

    documents: Sequence[Listed]
    url: str
    total: int


def as_cards(who: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Documents as streams show them."""
    found = service.several(who, ids)
    where = cards.places(piece.space_id for _document, piece in found.values())
    return {
        one: Card("documents/_card.html", Shown(document, piece, where[piece.space_id]))
        for one, (document, piece) in found.items()
    }


def latest_panel(who: Actor, space_id: UUID | None) -> Latest | None:
    """The few documents of a space that changed last; None when it has none."""
    assert space_id is not None  # noqa: S101 - the panel stands in spaces only
    documents = service.latest(who, space_id)
    if not documents:
        return None
    return Latest(documents, f"/groepen/{space_id}/documenten", service.count(who, space_id))
