"""What a person does with an item whatever its kind: add it to a space, comment, react, edit, delete, bring back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from hub.content.models import Item, ItemPast, ItemText, Reaction
from hub.content.policy import POLICY, Can
from hub.content.service.attachments import NewAttachment, attach
from hub.content.service.drafts import drop_draft
from hub.content.service.mentions import name_people
from hub.content.service.news import opened_thread
from hub.groups import service as groups
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Invalid, Missing, words
from tenants.ids import new_id

WORDS = ("useful", "agree", "thanks", "congratulations", "looking_forward")
ME_TOO = "me_too"
SILENT = ("folder",)
"""Kinds that nobody comments on or reacts to; every other one takes both."""
RESTORE_DAYS = 30
ARCHIVED = words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven.")


def add(
    actor: Actor,
    space_id: UUID,
    *,
    kind: str,
    body: str,
    title: str = "",
    parent_id: UUID | None = None,
    files: Sequence[NewAttachment] = (),
) -> Item:
    """A new item in a space, written as the affiliation that has its place there (or gets it by joining).

    From then on its author hears what others say under it, or under what it stands under, as who opened that.
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
    attach(item, files)
    name_people(item, body)
    drop_draft(session().who, place=kind, thing_id=parent_id or space_id)
    opened_thread(session().who, root(session().who, item).id, space_id=space_id)
    return item


def find(actor: Actor, item_id: UUID, *, kind: str = "") -> Item:
    """An item that the actor may read (of one kind); Missing when it or what it stands under is deleted."""
    item = POLICY.found(actor, session().get(Item, item_id))
    if kind and item.kind != kind:
        raise Missing
    root(actor, item)
    return item


def root(actor: Actor, item: Item) -> Item:
    """What an item stands under in the end, or itself; Missing when anything on the way is deleted."""
    return line_up(actor, item)[-1]


def line_up(actor: Actor, item: Item) -> list[Item]:
    """The item, what it stands under, what that stands under, to the end; Missing when any of them is deleted."""
    found = [item]
    while found[-1].parent_id is not None:
        found.append(POLICY.found(actor, session().get(Item, found[-1].parent_id)))
    if any(one.deleted_at is not None for one in found):
        raise Missing
    return found


def talked_about(line: Sequence[Item]) -> int:
    """Where in a line up (line_up) the item stands whose comments these are: an answer, or what stands alone."""
    is_answer = len(line) > 1 and line[-2].kind == "answer" and line[-1].kind == "question"
    return len(line) - (2 if is_answer else 1)


def require(actor: Actor, can: Can, item: Item) -> None:
    """Go on when the rules allow it; Conflict in an archived space, Forbidden otherwise."""
    if POLICY.allows(actor, can, item):
        return
    if groups.find(actor, item.space_id).archived:
        raise Conflict(ARCHIVED)
    raise Forbidden


def comment(actor: Actor, item_id: UUID, *, body: str, files: Sequence[NewAttachment] = ()) -> Item:
    """A comment on an item, or a reply to a comment; a reply to a reply stands beside it, under the same comment."""
    item = find(actor, item_id)
    require(actor, Can.COMMENT, item)
    if item.kind in SILENT:
        raise Conflict(words("Hier kun je niet op reageren."))
    line = line_up(actor, item)
    item = line[max(0, talked_about(line) - 1)]
    if not body.strip():
        raise Invalid({"text": words("Schrijf eerst je reactie.")})
    drop_draft(actor, place="comment", thing_id=item_id)
    return add(actor, item.space_id, kind="comment", body=body, parent_id=item.id, files=files)


def react(actor: Actor, item_id: UUID, *, word: str) -> bool:
    """Give a word to an item, or take it back; "me too" to a question alone. Returns whether it stands now."""
    item = find(actor, item_id)
    if item.kind in SILENT:
        raise Missing
    require(actor, Can.REACT, item)
    if word not in WORDS and (word != ME_TOO or item.kind != "question"):
        raise Invalid({"kind": words("Kies een van de woorden.")})
    taken_back = session().scalars(
        sql_delete(Reaction)
        .where(Reaction.item_id == item.id, Reaction.word == word, Reaction.author_id.in_(sorted(actor.affiliations)))
        .returning(Reaction.word)
    )
    if taken_back.all():
        return False
    author_id = groups.place(actor, item.space_id, writing=False)
    session().execute(
        insert(Reaction)
        .values(item_id=item.id, author_id=author_id, word=word, space_id=item.space_id, created_at=moment())
        .on_conflict_do_nothing()
    )
    return True


def text_of(actor: Actor, item_id: UUID) -> ItemText:
    """The text of an own item, to be changed; Forbidden where it is another's."""
    item = find(actor, item_id)
    require(actor, Can.EDIT, item)
    return session().get_one(ItemText, item.id)


CHANGED_MEANWHILE = words(
    "Deze tekst is intussen veranderd. Er is niets bewaard en niets kwijt:"
    " hieronder staat wat er nu staat, en jouw tekst."
)


def edit(actor: Actor, item_id: UUID, *, body: str, title: str = "", based_on: int | None = None) -> Item:
    """Change the text of an own item.

    `based_on`: how often it had been changed when this was begun; Conflict when it was changed since, unless into this.
    """
    item = find(actor, item_id)
    require(actor, Can.EDIT, item)
    text = session().scalar(
        select(ItemText).where(ItemText.item_id == item.id).with_for_update().execution_options(populate_existing=True)
    )
    if text is None:
        raise Missing
    drop_draft(actor, place="edit", thing_id=item.id)
    if (text.title, text.body) == (title, body):
        return item
    if based_on is not None and based_on != version_number(item.id):
        raise Conflict(CHANGED_MEANWHILE)
    text.title, text.body, text.edited_at = title, body, moment()
    session().flush()
    name_people(item, body)
    audit.record(actor, f"{item.kind}.edited", kind=item.kind, thing_id=item.id, as_affiliation=item.author_id)
    return item


def version_number(item_id: UUID) -> int:
    """How often a text was changed: what a form that changes it was begun on."""
    return session().scalar(select(func.max(ItemPast.number)).where(ItemPast.item_id == item_id)) or 0


def texts_title(item_id: UUID) -> str:
    """The title that stands over a text, or ''."""
    return session().scalar(select(ItemText.title).where(ItemText.item_id == item_id)) or ""


def is_author(actor: Actor, item: Item) -> bool:
    """Whether the actor wrote it, under any own affiliation."""
    return item.author_id in actor.mine


def delete(actor: Actor, item_id: UUID, *, why: str = "") -> Item:
    """Put an item in the bin, from which it can be brought back; a steward says why when somebody else wrote it.

    What stands under it goes out of sight with it. An accepted answer counts as accepted only outside the bin.
    """
    item = find(actor, item_id)
    require(actor, Can.DELETE, item)
    if not why and not is_author(actor, item):
        raise Invalid({"why": words("Zeg kort waarom je dit verwijdert.")})
    by = acting_as(actor, item)
    binned = session().scalars(
        update(Item)
        .where(Item.id == item.id, Item.deleted_at.is_(None))
        .values(deleted_at=moment(), deleted_by=by)
        .returning(Item.id)
    )
    if not binned.all():  # somebody else was quicker
        raise Missing
    audit.record(
        actor,
        f"{item.kind}.deleted",
        kind=item.kind,
        thing_id=item.id,
        as_affiliation=by,
        affected=item.author_id,
        why=why,
    )
    return item


def restore(actor: Actor, item_id: UUID) -> Item:
    """Bring an item back from the bin, within 30 days: whoever deleted it, or a steward."""
    item = POLICY.found(actor, session().get(Item, item_id))
    if item.deleted_at is None:
        return item
    if item.parent_id is not None:
        root(actor, POLICY.found(actor, session().get(Item, item.parent_id)))
    require(actor, Can.RESTORE, item)
    if item.deleted_at < moment() - timedelta(days=RESTORE_DAYS):
        raise Conflict(words("Dit is langer dan 30 dagen geleden verwijderd. Het is niet meer terug te zetten."))
    by = acting_as(actor, item)
    item.deleted_at, item.deleted_by = None, None
    session().flush()
    audit.record(
        actor, f"{item.kind}.restored", kind=item.kind, thing_id=item.id, as_affiliation=by, affected=item.author_id
    )
    return item


def acting_as(actor: Actor, item: Item) -> UUID:
    """As which affiliation one deletes, restores or turns: the author's own, else one with a place, else the acting."""
    if item.author_id in actor.affiliations:
        return item.author_id
    try:
        return groups.place(actor, item.space_id, writing=False)
    except Conflict:
        if actor.acting is None:
            raise
        return actor.acting.id
