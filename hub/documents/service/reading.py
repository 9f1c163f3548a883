"""One document as its page shows it, and what a copy of it takes along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from hub.content import service as content
from hub.content.service import Comment, Leaf, Piece
from hub.documents.models import Document, DocumentVersion
from hub.documents.policy import POLICY, Can
from hub.kit import filenames
from hub.kit.copying import Kept
from hub.kit.paging import Page
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Missing

VERSIONS_SHOWN = 100


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
    comments: int = 0
    sha256: str = ""

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
    now = as_listed(document, rows[0], who)
    return Whole(
        now=now,
        piece=content.pieces(actor, [item])[item.id],
        thread=content.threads(actor, [item.id], upto=upto)[item.id],
        versions=[_as_version(now, one, who, may_set_back=Can.SET_BACK in abilities) for one in rows],
        abilities=abilities,
        leaf=content.leaf((rows[0].owner_id, rows[0].sha256), leaf),
    )


def as_listed(document: Document, version: DocumentVersion, who: Mapping[UUID, Byline], *, comments: int = 0) -> Listed:
    """A document with its newest version, as lists show it."""
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
        comments=comments,
        sha256=version.sha256,
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
