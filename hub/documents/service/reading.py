"""Documents as lists and pages show them: a few queries for many, never one each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Row, Select, func, select, true, tuple_
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.content.service import Comment, Leaf, Piece
from hub.documents.models import Document, DocumentVersion
from hub.documents.policy import POLICY, Can
from hub.groups import service as groups
from hub.kit import filenames
from hub.kit.copying import Kept
from hub.kit.paging import PAGE, Page, cut
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Missing

PANEL = 3
VERSIONS_SHOWN = 100


class Order(StrEnum):
    """In which order a space's documents stand."""

    CHANGED = "gewijzigd"
    NAME = "naam"


@dataclass(frozen=True)
class Listed:
    """A document as lists show it: its newest version under its present name; `size` in bytes."""

    id: UUID
    space_id: UUID
    name: str
    version_id: UUID
    version: int
    author: Byline
    when: datetime
    size: int
    media_type: str
    note: str

    @property
    def url(self) -> str:
        """Its page."""
        return f"/documenten/{self.id}"

    @property
    def download_url(self) -> str:
        """Where its newest version comes from."""
        return f"{self.url}/versies/{self.version}"


@dataclass(frozen=True)
class Version:
    """One version as the page of its document shows it; `restore_url` is empty where there is nothing to set back."""

    number: int
    author: Byline
    when: datetime
    size: int
    note: str
    url: str
    is_current: bool
    restore_url: str


@dataclass(frozen=True)
class Whole:
    """A document with all that its page shows; `versions` newest first, at most so many."""

    now: Listed
    piece: Piece
    thread: Page[Comment]
    versions: Sequence[Version]
    abilities: frozenset[str]
    leaf: Leaf


def find(actor: Actor, document_id: UUID) -> Document:
    """A document that the actor may read and that is not deleted; else Missing."""
    content.find(actor, document_id, kind="document")
    return POLICY.found(actor, session().get(Document, document_id))


def version_of(document: Document, number: int) -> DocumentVersion:
    """One version of a document that was found; else Missing."""
    found = session().scalar(
        select(DocumentVersion).where(
            DocumentVersion.space_id == document.space_id,
            DocumentVersion.document_id == document.item_id,
            DocumentVersion.number == number,
        )
    )
    if found is None:
        raise Missing
    return found


def newest_number(document: Document) -> int:
    """The number of the newest version."""
    newest = select(func.max(DocumentVersion.number)).where(
        DocumentVersion.space_id == document.space_id, DocumentVersion.document_id == document.item_id
    )
    return session().scalar(newest) or 0


def listed(actor: Actor, space_id: UUID, *, order: Order = Order.CHANGED, after: UUID | None = None) -> Page[Listed]:
    """The documents of a space: changed last first, or by name. `after`: where the page before ended; four queries."""
    groups.find(actor, space_id)
    newest = _newest_version()
    rows = _live(actor, newest).where(Document.space_id == space_id)
    if order is Order.NAME:
        before = aliased(Document)
        key = select(func.lower(before.name)).where(before.item_id == after).scalar_subquery()
        if after is not None:
            rows = rows.where(tuple_(func.lower(Document.name), Document.item_id) > tuple_(key, after))
        rows = rows.order_by(func.lower(Document.name), Document.item_id)
    else:
        if after is not None:
            rows = rows.where(newest.id < after)
        rows = rows.order_by(newest.id.desc())
    found = _drawn(session().execute(rows.limit(PAGE + 1)).all())
    return cut(found, PAGE, "id" if order is Order.NAME else "version_id")


def latest(actor: Actor, space_id: UUID) -> list[Listed]:
    """The few documents of a space that changed last; two queries."""
    newest = _newest_version()
    rows = _live(actor, newest).where(Document.space_id == space_id).order_by(newest.id.desc()).limit(PANEL)
    return _drawn(session().execute(rows).all())


def several(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Listed, Piece]]:
    """These documents, as streams show them."""
    pieces = content.pieces(actor, content.live(ids))
    newest = _newest_version()
    rows = session().execute(_live(actor, newest).where(Document.item_id.in_(list(pieces)))).all() if pieces else []
    return {one.id: (one, pieces[one.id]) for one in _drawn(rows) if one.id in pieces}


def count(actor: Actor, space_id: UUID) -> int:
    """How many documents lie in a space; one query."""
    documents = select(func.count()).where(
        POLICY.readable(actor, Item),
        Item.space_id == space_id,
        Item.kind == "document",
        Item.parent_id.is_(None),
        Item.deleted_at.is_(None),
    )
    return session().scalar(documents) or 0


def namesakes(actor: Actor, space_id: UUID, names: Iterable[str]) -> list[str]:
    """Which of these names a document of the space has already, besides those just added; one query."""
    wanted = [name.lower() for name in names]
    rows = session().scalars(
        select(func.min(Document.name))
        .join(Item, Item.id == Document.item_id)
        .where(
            POLICY.readable(actor, Document),
            Document.space_id == space_id,
            Item.deleted_at.is_(None),
            func.lower(Document.name).in_(wanted),
        )
        .group_by(func.lower(Document.name))
        .having(func.count() > 1)
        .order_by(func.min(Document.name))
    )
    return [name for name in rows if name]


def read(actor: Actor, document_id: UUID, *, upto: UUID | None = None, leaf: int = 1) -> Whole:
    """One document: its versions, a page of comments (the newest, or those up to one), a leaf of its file."""
    item = content.find(actor, document_id, kind="document")
    document = find(actor, document_id)
    abilities = POLICY.abilities(actor, document)
    rows = list(
        session().scalars(
            select(DocumentVersion)
            .where(DocumentVersion.space_id == document.space_id, DocumentVersion.document_id == document_id)
            .order_by(DocumentVersion.number.desc())
            .limit(VERSIONS_SHOWN)
        )
    )
    who = bylines(one.author_id for one in rows)
    now = _as_listed(document, rows[0], who)
    return Whole(
        now=now,
        piece=content.pieces(actor, [item])[item.id],
        thread=content.threads(actor, [item.id], upto=upto)[item.id],
        versions=[_as_version(now, one, who, may_set_back=Can.SET_BACK in abilities) for one in rows],
        abilities=abilities,
        leaf=content.leaf((rows[0].owner_id, rows[0].sha256), leaf),
    )


def _newest_version() -> type[DocumentVersion]:
    """The newest version of each document, to join with."""
    newest = (
        select(DocumentVersion)
        .where(DocumentVersion.document_id == Document.item_id, DocumentVersion.space_id == Document.space_id)
        .order_by(DocumentVersion.number.desc())
        .limit(1)
        .correlate(Document)
        .lateral("newest")
    )
    return aliased(DocumentVersion, newest)


def _live(actor: Actor, newest: type[DocumentVersion]) -> Select[Document, DocumentVersion]:
    return (
        select(Document, newest)
        .join(Item, Item.id == Document.item_id)
        .join(newest, true())
        .where(POLICY.readable(actor, Document), Item.deleted_at.is_(None))
    )


def _drawn(rows: Sequence[Row[Document, DocumentVersion]]) -> list[Listed]:
    who = bylines(version.author_id for _, version in rows)
    return [_as_listed(document, version, who) for document, version in rows]


def _as_listed(document: Document, version: DocumentVersion, who: Mapping[UUID, Byline]) -> Listed:
    return Listed(
        id=document.item_id,
        space_id=document.space_id,
        name=filenames.with_suffix_of(document.name, version.file_name),
        version_id=version.id,
        version=version.number,
        author=who[version.author_id],
        when=version.created_at,
        size=version.size,
        media_type=version.media_type,
        note=version.note,
    )


def _as_version(now: Listed, one: DocumentVersion, who: Mapping[UUID, Byline], *, may_set_back: bool) -> Version:
    url = f"{now.url}/versies/{one.number}"
    is_current = one.number == now.version
    return Version(
        number=one.number,
        author=who[one.author_id],
        when=one.created_at,
        size=one.size,
        note=one.note,
        url=url,
        is_current=is_current,
        restore_url=f"{url}/terugzetten" if may_set_back and not is_current else "",
    )


def owned(actor: Actor, ids: Sequence[UUID], *, owner_id: UUID) -> dict[UUID, tuple[str, tuple[Kept, ...]]]:
    """The name of each document, and those of its versions that this organisation owns; two queries."""
    names = session().execute(
        select(Document.item_id, Document.name).where(POLICY.readable(actor, Document), Document.item_id.in_(ids))
    )
    versions = session().scalars(
        select(DocumentVersion)
        .where(DocumentVersion.document_id.in_(ids), DocumentVersion.owner_id == owner_id)
        .order_by(DocumentVersion.document_id, DocumentVersion.number)
    )
    files: dict[UUID, list[Kept]] = {}
    for one in versions:
        files.setdefault(one.document_id, []).append(
            Kept(one.number, one.file_name, one.owner_id, one.sha256, one.size, one.note, one.author_id, one.created_at)
        )
    return {one: (name, tuple(files.get(one, ()))) for one, name in names}
