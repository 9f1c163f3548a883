"""What surrounds items when they are shown: a few queries for many items, never one each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from hub.content.models import Item, ItemText, Pin, Reaction
from hub.content.policy import POLICY, Can
from hub.content.service.attachments import Attached, attached, stands_with
from hub.content.service.links import about
from hub.content.service.news import said_under
from hub.groups.policy import POLICY as GROUPS
from hub.groups.policy import Can as CanInGroup
from hub.kit import text
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Space, SpaceActivity

LONG = 1_200
"""From so many characters on, a list shows the beginning of a text."""


@dataclass(frozen=True)
class Reactions:
    """The words that an item got, and which of them are mine."""

    counts: Mapping[str, int]
    mine: frozenset[str]


@dataclass(frozen=True)
class Piece:
    """An item with what stands around it, as pages and cards show it. `body` is Markdown, `html` safe to show."""

    id: UUID
    space_id: UUID
    kind: str
    author: Byline
    when: datetime
    title: str
    body: str
    edited: bool
    reactions: Reactions
    comments: int
    abilities: frozenset[str]
    files: Sequence[Attached] = ()
    about: text.About = text.NOTHING
    pinned: bool = False
    news: int = 0

    @property
    def html(self) -> Markup:
        """The text as a page shows it."""
        return text.rendered(self.body, self.about)

    @property
    def excerpt(self) -> str:
        """The beginning of the text, without marks."""
        return text.excerpt(self.body, about=self.about)

    @property
    def is_long(self) -> bool:
        """Whether a list shows only the beginning."""
        return len(self.body) > LONG

    @property
    def may_react(self) -> bool:
        """Whether the reader may give a word to it."""
        return Can.REACT in self.abilities


_together: ContextVar[Mapping[UUID, Piece]] = ContextVar("together", default={})  # noqa: B039 - nobody writes in it


@contextmanager
def together(actor: Actor, items: Iterable[Item]) -> Iterator[None]:
    """What surrounds these items is read now; inside, nobody who draws one of them reads it again."""
    token = _together.set(pieces(actor, items))
    try:
        yield
    finally:
        _together.reset(token)


def pieces(actor: Actor, items: Iterable[Item]) -> dict[UUID, Piece]:
    """These items, which the actor may read, with all that stands around them; at most six queries."""
    rows, read = list(items), _together.get()
    left = [item for item in rows if item.id not in read]
    made = {item.id: read[item.id] for item in rows if item.id in read}
    return made | (_pieces(actor, left) if left else {})


def _pieces(actor: Actor, rows: Sequence[Item]) -> dict[UUID, Piece]:
    ids = [item.id for item in rows]
    said, files, on_top, goes = _beside(actor, ids)
    drawn_with = about(actor, {one: found.body for one, found in said.items()})
    who, words_given, counts = (
        bylines(item.author_id for item in rows),
        reactions(actor, ids),
        said_under(actor, ids),
    )
    return {
        item.id: Piece(
            id=item.id,
            space_id=item.space_id,
            kind=item.kind,
            author=who[item.author_id],
            when=item.created_at,
            title=said[item.id].title,
            body=said[item.id].body,
            edited=said[item.id].edited_at is not None,
            reactions=words_given[item.id],
            comments=counts[item.id].all if item.id in counts else 0,
            news=counts[item.id].new if item.id in counts else 0,
            abilities=POLICY.abilities(actor, item) - (frozenset() if item.id in goes else {Can.MOVE}),
            files=files.get(item.id, ()),
            about=drawn_with[item.id],
            pinned=item.id in on_top,
        )
        for item in rows
        if item.id in said
    }


def elsewhere(actor: Actor, space_id: UUID | InstrumentedAttribute[UUID]) -> Select[Space]:
    """The other spaces of the group of a space where the actor writes: where something that lies there may go."""
    here = aliased(Space)
    return (
        select(Space)
        .join(here, here.group_id == Space.group_id)
        .where(here.id == space_id, Space.id != here.id, Space.id.in_(sorted(actor.writes)))
    )


def _beside(
    actor: Actor, ids: Sequence[UUID]
) -> tuple[Mapping[UUID, ItemText], Mapping[UUID, Sequence[Attached]], frozenset[UUID], frozenset[UUID]]:
    """The texts of these items, the files that stand with them, which stand on top, and which have somewhere to go.

    One or two queries.
    """
    is_pinned = exists(select(Pin.item_id).where(Pin.space_id == ItemText.space_id, Pin.item_id == ItemText.item_id))
    goes = exists(elsewhere(actor, ItemText.space_id).correlate(ItemText))
    found = select(ItemText, stands_with(ItemText), is_pinned, goes).where(ItemText.item_id.in_(ids))
    rows = session().execute(found).all()
    return (
        {one.item_id: one for one, *_ in rows},
        attached(one.item_id for one, has_files, *_ in rows if has_files),
        frozenset(one.item_id for one, _, pinned, _ in rows if pinned),
        frozenset(one.item_id for one, *_, may_go in rows if may_go),
    )


def live(ids: Sequence[UUID]) -> list[Item]:
    """Those of these items that the actor may read and that are not deleted, newest first; one query."""
    found = select(Item).where(Item.id.in_(list(ids)), Item.deleted_at.is_(None)).order_by(Item.id.desc())
    return list(session().scalars(found)) if ids else []


def newest(actor: Actor, space_id: UUID, *, kind: str, before: UUID | None, size: int) -> list[Item]:
    """The newest items of one kind in a space, one more than `size` to tell whether there are more; one query."""
    rows = select(Item).where(
        POLICY.readable(actor, Item),
        Item.space_id == space_id,
        Item.kind == kind,
        Item.parent_id.is_(None),
        Item.deleted_at.is_(None),
    )
    if before is not None:
        rows = rows.where(Item.id < before)
    return list(session().scalars(rows.order_by(Item.id.desc()).limit(size + 1)))


def texts(ids: Iterable[UUID]) -> Mapping[UUID, ItemText]:
    """The texts of these items; one query."""
    return {one.item_id: one for one in session().scalars(select(ItemText).where(ItemText.item_id.in_(list(ids))))}


def reactions(actor: Actor, item_ids: Iterable[UUID]) -> Mapping[UUID, Reactions]:
    """Reactions to each of these items; one query."""
    wanted = list(item_ids)
    mine = Reaction.author_id.in_(sorted(actor.affiliations))
    rows = (
        session()
        .execute(
            select(Reaction.item_id, Reaction.word, func.count(), func.bool_or(mine))
            .where(Reaction.item_id.in_(wanted))
            .group_by(Reaction.item_id, Reaction.word)
        )
        .all()
    )
    return {
        one: Reactions(
            {word: count for item, word, count, _ in rows if item == one},
            frozenset(word for item, word, _, own in rows if item == one and own),
        )
        for one in wanted
    }


@dataclass(frozen=True)
class WritablePlace:
    """A space where the actor may write."""

    id: UUID
    title: str
    icon: str
    tint: int
    is_last: bool


def writable_places(actor: Actor) -> list[WritablePlace]:
    """Where the actor may write: the space where it wrote last first, then those with the latest news; two queries."""
    last = session().scalar(
        select(Item.space_id)
        .where(Item.author_id.in_(sorted(actor.affiliations)), POLICY.readable(actor, Item))
        .order_by(Item.id.desc())
        .limit(1)
    )
    rows = session().execute(
        select(Space.id, Space.title, Space.icon, Space.tint)
        .join(SpaceActivity, SpaceActivity.space_id == Space.id)
        .where(GROUPS.where(actor, CanInGroup.WRITE, Space))
        .order_by(SpaceActivity.last_item_id.desc().nulls_last(), Space.title, Space.id)
    )
    found = [WritablePlace(row.id, row.title, row.icon, row.tint, row.id == last) for row in rows]
    return sorted(found, key=lambda place: not place.is_last)
