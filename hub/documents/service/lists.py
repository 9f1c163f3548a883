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
    """In which order the documents of a folder stand; with a dash before it, the other way round."""

    CHANGED = "gewijzigd"
    OLDEST = "-gewijzigd"
    NAME = "naam"
    LAST_NAME = "-naam"
    SIZE = "grootte"
    SMALLEST = "-grootte"

    @property
    def by(self) -> "Order":
        """The same, not turned round."""
        return Order(self.lstrip("-"))

    @property
    def is_turned(self) -> bool:
        """Whether it is turned round."""
        return self.startswith("-")

    @property
    def turned(self) -> "Order":
        """The other way round."""
        return self.by if self.is_turned else Order(f"-{self}")

    @property
    def is_falling(self) -> bool:
        """Whether what counts most, or comes last, stands first."""
        return self.is_turned if self.by is Order.NAME else not self.is_turned


def listed(
    actor: Actor,
    space_id: UUID,
    *,
    folder_id: UUID | None = None,
    order: Order = Order.CHANGED,
    after: UUID | None = None,
) -> Page[Listed]:
    """The documents that lie in a folder of a space, or in none, in an order.

    `after`: where the page before ended. Four queries.
    """
    groups.find(actor, space_id)
    inside = DocumentHead.folder_id == folder_id if folder_id else DocumentHead.folder_id.is_(None)
    heads = _heads(actor, space_id).where(inside)
    if after is not None:
        heads = heads.where(_after(order, after))
    found = _drawn(_page(heads, order, PAGE + 1), with_comments=True)
    return cut(found, PAGE, "version_id" if order.by is Order.CHANGED else "id")


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
    if order is None:
        return (head.version_id.desc(),)
    keys = _keys(head, order)
    folder = head.folder_id.desc() if order.is_turned else head.folder_id.asc()  # an index is read one way or the other
    return folder, *((key.desc() if order.is_falling else key.asc()) for key in keys)


def _keys(head: type[DocumentHead], order: Order) -> tuple[InstrumentedAttribute[Any], ...]:
    if order.by is Order.CHANGED:
        return (head.version_id,)
    return (head.sort_name if order.by is Order.NAME else head.size), head.document_id


def _after(order: Order, after: UUID) -> ColumnElement[bool]:
    """What comes after a document, or (by change) after a version."""
    there = aliased(DocumentHead)
    *known, last = _keys(DocumentHead, order)
    begin = [select(one).where(there.document_id == after).scalar_subquery() for one in _keys(there, order)[:-1]]
    key, start = tuple_(*known, last), tuple_(*begin, after)
    return key < start if order.is_falling else key > start


def _drawn(rows: Sequence[Row[Document, DocumentVersion]], *, with_comments: bool = False) -> list[Listed]:
    who = bylines(version.author_id for _, version in rows)
    said = content.said_under(session().who, [document.item_id for document, _ in rows]) if with_comments else {}
    none = content.Said()
    return [
        as_listed(document, version, who, comments=said.get(document.item_id, none).all) for document, version in rows
    ]
