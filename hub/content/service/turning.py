"""A message becomes a question, and a question a message: text, author, reactions and answers stay."""

from collections.abc import Callable, Mapping
from uuid import UUID

from hub.content.models import Item
from hub.content.policy import Can
from hub.content.service.steps import acting_as, find, require, texts_title
from tenants import audit
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, Invalid, words

Becoming = Callable[[Actor, UUID, str], object]
"""What a kind does with an item that became one of it: the actor, its id, its title."""

_BECOMING: dict[str, Becoming] = {}
TURNS = {"post": "question", "question": "post"}


def register(becoming: Mapping[str, Becoming]) -> None:
    """Let a feature take in items of another kind."""
    _BECOMING.update(becoming)


def turnable(actor: Actor, item_id: UUID) -> Item:
    """A message or question that the actor may turn; Forbidden or Conflict otherwise."""
    item = find(actor, item_id)
    if item.kind not in TURNS:
        raise Conflict(words("Alleen een bericht wordt een vraag, en een vraag een bericht."))
    require(actor, Can.TURN, item)
    return item


def turn(actor: Actor, item_id: UUID, *, into: str, title: str = "") -> Item:
    """Make a question of a message, under this title or its own, or a message of a question; twice is once."""
    item = turnable(actor, item_id)
    if item.kind == into:
        return item
    wanted = title or texts_title(item.id)
    if into == "question" and not wanted:
        raise Invalid({"title": words("Vat de vraag samen in één zin.")})
    before, by = item.kind, acting_as(actor, item)
    item.kind = into
    session().flush()
    becomes(actor, item, wanted)
    audit.record(
        actor,
        f"{before}.turned",
        kind=into,
        thing_id=item.id,
        as_affiliation=by,
        affected=item.author_id,
    )
    return item


def becomes(actor: Actor, item: Item, title: str) -> None:
    """Let the feature of an item's kind take it in, under this title."""
    if item.kind in _BECOMING:
        _BECOMING[item.kind](actor, item.id, title)
