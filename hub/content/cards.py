"""How streams show items, and what features put beside pages: each registers what it offers."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from hub.content.models import Item
from hub.content.service.reading import texts, together
from hub.content.service.titles import called
from hub.groups.audience import Audience, in_words
from hub.groups.service import audiences
from hub.kit.copying import Copies
from hub.kit.feature import Card, Cards, Panel
from tenants.actor import Actor

_CARDS: dict[str, Cards] = {}
_PANELS: dict[str, Panel] = {}
_TITLES: dict[str, Copies] = {}
_NONE: Mapping[str, Copies] = {}
_NOBODY = UUID(int=0)


def register(cards: Mapping[str, Cards], panels: Iterable[Panel] = (), titles: Mapping[str, Copies] = _NONE) -> None:
    """Let a feature show its kinds of item, and panels of its own; and say what each is called."""
    _CARDS.update(cards)
    _TITLES.update(titles)
    _PANELS.update({panel.key: panel for panel in panels})


def of(actor: Actor, items: Iterable[Item]) -> list[Card]:
    """The cards of these items, in their order; a few queries per kind, not per item, and what all have once."""
    rows = list(items)
    found: dict[UUID, Card] = {}
    where = _where.set(places(item.space_id for item in rows))
    try:
        with together(actor, rows):
            for kind, make in _CARDS.items():
                ids = [item.id for item in rows if item.kind == kind]
                if ids:
                    found.update(make(actor, ids))
    finally:
        _where.reset(where)
    return [found[item.id] for item in rows if item.id in found]


def names(actor: Actor, items: Iterable[Item]) -> dict[UUID, str]:
    """What each of these items is called: its title, or how its text begins; one query, and one or two per kind."""
    rows = list(items)
    found = {one: called(said.title, said.body) for one, said in texts(item.id for item in rows).items()}
    for kind, titles in _TITLES.items():
        ids = [item.id for item in rows if item.kind == kind]
        if ids:
            found.update({one: made.title for one, made in titles(actor, ids, _NOBODY).items()})
    return found


def panels(actor: Actor, *, space_id: UUID | None = None) -> list[Card]:
    """What stands beside a space's messages, or beside the start page; what has nothing to show is left out."""
    wanted = sorted(
        (one for one in _PANELS.values() if one.in_space == (space_id is not None)),
        key=lambda one: (one.order, one.key),
    )
    made = ((panel, panel.find(actor, space_id)) for panel in wanted)
    return [Card(panel.template, thing) for panel, thing in made if thing is not None]


@dataclass(frozen=True)
class Place:
    """The space that something lies in, as a card names it."""

    id: UUID
    title: str
    audience: Audience

    @property
    def url(self) -> str:
        """Its page."""
        return f"/groepen/{self.id}"


_where: ContextVar[Mapping[UUID, Place]] = ContextVar("where", default={})  # noqa: B039 - nobody writes in it


def places(space_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """The spaces, which the actor sees, with who reads along; two queries, none where `of` read them already."""
    wanted, read = set(space_ids), _where.get()
    if wanted and wanted <= read.keys():
        return {one: read[one] for one in wanted}
    return {one: Place(one, readers.space.title, in_words(readers)) for one, readers in audiences(wanted).items()}
