"""What a person does with an item whatever its kind: add it to a space, comment, react, edit, delete, bring back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from hub.content.models import Item, ItemText, Reaction
from hub.content.policy import POLICY, Can
from hub.groups import service as groups
from hub.kit.people import Byline, bylines
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Invalid, Missing, words
from tenants.ids import new_id

WORDS = ("useful", "agree", "thanks", "congratulations", "looking_forward", "me_too")
COMMENTS_SHOWN = 50


def add(actor: Actor, space_id: UUID, *, kind: str, body: str, title: str = "", parent_id: UUID | None = None) -> Item:
    """A new item in a space, written as the affiliation that has its place there (or gets it by joining).

    The caller has checked `body` and `title`. Missing, Forbidden and Conflict as `groups.service.place`.
    """
    author_id = groups.place(actor, space_id)
    standing = actor.standing(author_id)
    assert standing is not None  # noqa: S101 - place() gives an own affiliation
    item = Item(
        id=new_id(),
        space_id=space_id,
        kind=kind,
        parent_id=parent_id,
        author_id=author_id,
        owner_id=standing.organisation_id,
        created_at=moment(),
        deleted_at=None,
        deleted_by=None,
    )
    session().add(item)
    session().flush()
    session().add(
        ItemText(item_id=item.id, space_id=space_id, author_id=author_id, title=title, body=body, edited_at=None)
    )
    session().flush()
    audit.record(session().who, f"{kind}.added", kind=kind, thing_id=item.id, as_affiliation=author_id)
    return item


def find(actor: Actor, item_id: UUID, *, kind: str = "") -> Item:
    """An item that the actor may read and that is not deleted, of this kind if one is named; else Missing."""
    item = POLICY.found(actor, session().get(Item, item_id))
    if item.deleted_at is not None or (kind and item.kind != kind):
        raise Missing
    return item


def comment(actor: Actor, item_id: UUID, *, body: str) -> Item:
    """A comment on an item."""
    item = find(actor, item_id)
    POLICY.require(actor, Can.COMMENT, item)
    if not body.strip():
        raise Invalid({"text": words("Schrijf eerst je reactie.")})
    return add(actor, item.space_id, kind="comment", body=body, parent_id=item.id)


def react(actor: Actor, item_id: UUID, *, word: str) -> bool:
    """Give a word to an item, or take it back when it was given. Returns whether it stands now."""
    item = find(actor, item_id)
    POLICY.require(actor, Can.REACT, item)
    if word not in WORDS:
        raise Invalid({"kind": words("Kies een van de woorden.")})
    author_id = groups.place(actor, item.space_id, writing=False)
    taken_back = session().scalars(
        sql_delete(Reaction)
        .where(Reaction.item_id == item.id, Reaction.word == word, Reaction.author_id.in_(actor.affiliations))
        .returning(Reaction.word)
    )
    if taken_back.all():
        return False
    session().execute(
        insert(Reaction)
        .values(item_id=item.id, author_id=author_id, word=word, space_id=item.space_id, created_at=moment())
        .on_conflict_do_nothing()
    )
    return True


def edit(actor: Actor, item_id: UUID, *, body: str, title: str = "") -> Item:
    """Change the text of an own item."""
    item = find(actor, item_id)
    POLICY.require(actor, Can.EDIT, item)
    changed = session().scalars(
        update(ItemText)
        .where(ItemText.item_id == item.id)
        .values(body=body, title=title, edited_at=moment())
        .returning(ItemText.item_id)
    )
    if not changed.all():
        raise Missing
    audit.record(actor, f"{item.kind}.edited", kind=item.kind, thing_id=item.id, as_affiliation=item.author_id)
    return item


def delete(actor: Actor, item_id: UUID) -> Item:
    """Put an item in the bin, from which it can be brought back."""
    item = find(actor, item_id)
    POLICY.require(actor, Can.DELETE, item)
    by = _as_whom(actor, item)
    item.deleted_at, item.deleted_by = moment(), by
    session().flush()
    audit.record(
        actor, f"{item.kind}.deleted", kind=item.kind, thing_id=item.id, as_affiliation=by, affected=item.author_id
    )
    return item


def restore(actor: Actor, item_id: UUID) -> Item:
    """Bring an item back from the bin: whoever deleted it, or a steward."""
    item = POLICY.found(actor, session().get(Item, item_id))
    if item.deleted_at is None:
        return item
    POLICY.require(actor, Can.RESTORE, item)
    item.deleted_at, item.deleted_by = None, None
    session().flush()
    audit.record(actor, f"{item.kind}.restored", kind=item.kind, thing_id=item.id, as_affiliation=_as_whom(actor, item))
    return item


def _as_whom(actor: Actor, item: Item) -> UUID:
    """The own affiliation under which somebody deletes or restores: the author's own, else the one with a place there, else the acting one."""
    if item.author_id in actor.affiliations:
        return item.author_id
    try:
        return groups.place(actor, item.space_id, writing=False)
    except Conflict:
        if actor.acting is None:
            raise
        return actor.acting.id


# ---------------------------------------------------------------- reading around items


@dataclass(frozen=True)
class Comment:
    """A comment as a page shows it; `body` is Markdown."""

    id: UUID
    author: Byline
    when: object
    body: str
    may_delete: bool


def texts(ids: Iterable[UUID]) -> Mapping[UUID, ItemText]:
    """The texts of these items; one query."""
    return {one.item_id: one for one in session().scalars(select(ItemText).where(ItemText.item_id.in_(list(ids))))}


def comments(actor: Actor, item_ids: Iterable[UUID], *, last: int = COMMENTS_SHOWN) -> Mapping[UUID, list[Comment]]:
    """The last comments on each of these items, oldest first; two queries."""
    wanted = list(item_ids)
    if not wanted:
        return {}
    rank = func.row_number().over(partition_by=Item.parent_id, order_by=Item.id.desc()).label("rank")
    newest = (
        select(Item.id, rank)
        .where(
            Item.parent_id.in_(wanted), Item.kind == "comment", Item.deleted_at.is_(None), POLICY.readable(actor, Item)
        )
        .subquery()
    )
    rows = (
        session()
        .execute(
            select(Item, ItemText.body)
            .join(newest, newest.c.id == Item.id)
            .join(ItemText, ItemText.item_id == Item.id)
            .where(newest.c.rank <= last)
            .order_by(Item.id)
        )
        .all()
    )
    who = bylines(item.author_id for item, _ in rows)
    found: dict[UUID, list[Comment]] = {one: [] for one in wanted}
    for item, body in rows:
        found[item.parent_id].append(
            Comment(item.id, who[item.author_id], item.created_at, body, POLICY.allows(actor, Can.DELETE, item))
        )
    return found


def comment_counts(item_ids: Iterable[UUID], *, kind: str = "comment") -> Mapping[UUID, int]:
    """How many comments (or answers) lie under each of these items; one query."""
    rows = session().execute(
        select(Item.parent_id, func.count())
        .where(Item.parent_id.in_(list(item_ids)), Item.kind == kind, Item.deleted_at.is_(None))
        .group_by(Item.parent_id)
    )
    return {parent: count for parent, count in rows if parent is not None}


@dataclass(frozen=True)
class Reactions:
    """The words that an item got, and which of them are mine."""

    counts: Mapping[str, int]
    mine: frozenset[str]


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
