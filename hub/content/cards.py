"""How streams show items: each feature registers, for its kinds, what makes cards of ids."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from hub.content.models import Item
from hub.kit.feature import Card, Cards
from tenants.actor import Actor

_CARDS: dict[str, Cards] = {}


def register(cards: Mapping[str, Cards]) -> None:
    """Let a feature show its kinds of item."""
    _CARDS.update(cards)


def of(actor: Actor, items: Iterable[Item]) -> list[Card]:
    """The cards of these items, in their order; a few queries per kind, not per item."""
    rows = list(items)
    found: dict[UUID, Card] = {}
    for kind, make in _CARDS.items():
        ids = [item.id for item in rows if item.kind == kind]
        if ids:
            found.update(make(actor, ids))
    return [found[item.id] for item in rows if item.id in found]
