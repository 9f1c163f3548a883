"""Documents as streams show them, and what changed last beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.content import cards
from hub.content.cards import Place
from hub.content.service import Piece
from hub.documents import service
from hub.documents.service import Listed
from hub.kit.feature import Card
from tenants.actor import Actor


@dataclass(frozen=True)
class Shown:
    """A document in a stream: its newest version, the item and where it lies."""

    document: Listed
    piece: Piece
    place: Place


@dataclass(frozen=True)
class Latest:
    """What changed last in a space."""

    documents: Sequence[Listed]
    url: str
    total: int


def as_cards(who: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Documents as streams show them."""
    found = service.several(who, ids)
    where = cards.places(piece.space_id for _document, piece in found.values())
    return {
        one: Card("documents/_card.html", Shown(document, piece, where[piece.space_id]))
        for one, (document, piece) in found.items()
    }


def latest_panel(who: Actor, space_id: UUID | None) -> Latest | None:
    """The few documents of a space that changed last; None when it has none."""
    assert space_id is not None  # noqa: S101 - the panel stands in spaces only
    documents = service.latest(who, space_id)
    if not documents:
        return None
    return Latest(documents, f"/groepen/{space_id}/documenten", service.count(who, space_id))
