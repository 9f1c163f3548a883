"""Lists of documents: of a folder, of a space, in streams; a page reads what it shows, however much lies there."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from hub.content import service as content
from hub.content.models import Item
from hub.content.service import Piece
from hub.documents.models import Document, DocumentHead, DocumentVersion
from hub.documents.policy import POLICY
from hub.documents.service.reading import Listed, as_listed
from hub.groups import service as groups
from hub.kit.paging import PAGE, Page, cut
from hub.kit.people import bylines
from tenants.actor import Actor
from tenants.db import session
from tenants.models import SpaceActivity

PANEL = 3


class Order(StrEnum):
    """In which order the documents of a folder stand."""

    CHANGED = "gewijzigd"
    NAME = "naam"
    SIZE = "grootte"


def listed(
    actor: Actor,
    space_id: UUID,
    *,
    folder_id: UUID | None = None,
    order: Order = Order.CHANGED,
    after: UUID | None = None,
) -> Page[Listed]:
    """The documents that lie in a folder of a space, or in none: changed last first, by name, or largest first.

    `after`: where the page before ended. Four queries.
    """
    groups.find(actor, space_id)
    inside = DocumentHead.folder_id == folder_id if folder_id else DocumentHead.folder_id.is_(None)
    heads = _heads(actor, space_id).where(inside)
    if after is not None:
        heads = heads.where(_after(order, after))
    found = _drawn(_page(heads, order, PAGE + 1), with_comments=True)
    return cut(found, PAGE, "version_id" if order is Order.CHANGED else "id")


def latest(actor: Actor, space_id: UUID) -> list[Listed]:
    """The few documents of a space that changed last; two queries."""
    return _drawn(_page(_heads(actor, space_id), None, PANEL))


def several(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Listed, Piece]]:
    """These documents, as streams show them."""
    pieces = content.pieces(actor, content.live(ids))
    rows = (
        session()
        .execute(
            select(Document, DocumentVersion)
            .join(DocumentHead, DocumentHead.document_id == Document.item_id)
            .join(DocumentVersion, DocumentVersion.id == DocumentHead.version_id)
            .where(POLICY.readable(actor, Document), Document.item_id.in_(list(pieces)))
        )
        .all()
        if pieces
        else []
    )
    return {one.id: (one, pieces[one.id]) for one in _drawn(rows) if one.id in pieces}


def count(actor: Actor, space_id: UUID) -> int:
    """How many documents lie in a space, in whichever folder, as it is kept with each write; one query."""
    groups.find(actor, space_id)
    kept = session().get(SpaceActivity, space_id)
    return kept.documents if kept else 0


def namesakes(actor: Actor, space_id: UUID, names: Iterable[str], *, folder_id: UUID | None = None) -> list[str]:
    """Which of these names a document of the folder has already, besides those just added; one query."""
    wanted = [name.lower() for name in names]
    inside = DocumentHead.folder_id == folder_id if folder_id else DocumentHead.folder_id.is_(None)
    rows = session().scalars(
        select(func.min(Document.name))
        .join(DocumentHead, DocumentHead.document_id == Document.item_id)
        .join(Item, Item.id == Document.item_id)
        .where(
            POLICY.readable(actor, Document),
            DocumentHead.space_id == space_id,
            inside,
            DocumentHead.sort_name.in_(wanted),
            Item.deleted_at.is_(None),
        )
        .group_by(DocumentHead.sort_name)
        .having(func.count() > 1)
        .order_by(func.min(Document.name))
    )
    return [name for name in rows if name]


def _heads(actor: Actor, space_id: UUID) -> Select[DocumentHead]:
    return (
        select(DocumentHead)
        .join(Item, Item.id == DocumentHead.document_id)
        .where(POLICY.readable(actor, DocumentHead), DocumentHead.space_id == space_id, Item.deleted_at.is_(None))
    )


def _page(heads: Select[DocumentHead], order: Order | None, size: int) -> Sequence[Row[Document, DocumentVersion]]:
    """The first of these, with their newest versions; without an order: changed last first, in whichever folder.

    The limit stands inside, so that the indexes of the heads lead and no other: ids of versions sort alike.
    """
    first = heads.order_by(*_order(DocumentHead, order)).limit(size).subquery()
    head = aliased(DocumentHead, first)
    rows = (
        select(Document, DocumentVersion)
        .select_from(head)
        .join(Document, Document.item_id == head.document_id)
        .join(DocumentVersion, DocumentVersion.id == head.version_id)
        .order_by(*_order(head, order))
    )
    return session().execute(rows).all()


def _order(
    head: type[DocumentHead], order: Order | None
) -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    """By what it is ordered; the folder stands first, for PostgreSQL does not take IS NULL for "all alike"."""
    if order is Order.NAME:
        return head.folder_id, head.sort_name, head.document_id
    if order is Order.SIZE:
        return head.folder_id, head.size.desc(), head.document_id.desc()
    if order is Order.CHANGED:
        return head.folder_id, head.version_id.desc()
    return (head.version_id.desc(),)


def _after(order: Order, after: UUID) -> ColumnElement[bool]:
    """What comes after a document, or (changed last first) after a version."""
    if order is Order.CHANGED:
        return DocumentHead.version_id < after
    column = DocumentHead.sort_name if order is Order.NAME else DocumentHead.size
    there = aliased(DocumentHead)
    of_it = there.sort_name if order is Order.NAME else there.size
    start = tuple_(select(of_it).where(there.document_id == after).scalar_subquery(), after)
    key = tuple_(column, DocumentHead.document_id)
    return key > start if order is Order.NAME else key < start


def _drawn(rows: Sequence[Row[Document, DocumentVersion]], *, with_comments: bool = False) -> list[Listed]:
    who = bylines(version.author_id for _, version in rows)
    said = content.said_under(session().who, [document.item_id for document, _ in rows]) if with_comments else {}
    none = content.Said()
    return [
        as_listed(document, version, who, comments=said.get(document.item_id, none).all) for document, version in rows
    ]
