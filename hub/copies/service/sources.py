"""What features take along in a copy: each registers what it keeps of its kinds of item."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from hub.content.models import Item
from hub.kit.copying import Copied, Copies
from tenants.actor import Actor

_COPIES: dict[str, Copies] = {}


def register(copies: Mapping[str, Copies]) -> None:
    """Let a feature say what a copy takes along of its kinds of item."""
    _COPIES.update(copies)


def kinds() -> Sequence[str]:
    """The kinds of item that hold more than a text: pieces of one organisation may lie in another's item."""
    return sorted(_COPIES)


def of(actor: Actor, items: Iterable[Item], *, owner_id: UUID) -> dict[UUID, Copied]:
    """What is taken along of these items; a few queries per kind."""
    rows = list(items)
    found: dict[UUID, Copied] = {}
    for kind, copies in _COPIES.items():
        ids = [item.id for item in rows if item.kind == kind]
        if ids:
            found.update(copies(actor, ids, owner_id))
    return found
