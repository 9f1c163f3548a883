"""The tabs of a group or room, and what stands above its pages: what features declare, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hub.kit.feature import Card, Panel, Tab
from tenants.actor import Actor

MEMBERS = "leden"
_TABS: dict[str, Tab] = {}
_BANNERS: dict[str, Panel] = {}


@dataclass(frozen=True)
class DrawnTab:
    """A tab as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool
    count: int | None
    new: int = 0


def register(tabs: Iterable[Tab], banners: Iterable[Panel] = ()) -> None:
    """Let a feature have a tab in every space, and say something above all of its pages."""
    _TABS.update({tab.key: tab for tab in tabs})
    _BANNERS.update({banner.key: banner for banner in banners})


def banners(actor: Actor, space_id: UUID) -> list[Card]:
    """What stands above every page of a space; what has nothing to say is left out."""
    wanted = sorted(_BANNERS.values(), key=lambda one: (one.order, one.key))
    made = ((banner, banner.find(actor, space_id)) for banner in wanted)
    return [Card(banner.template, thing) for banner, thing in made if thing is not None]


def of(actor: Actor, space_id: UUID, *, current: str, members: int) -> list[DrawnTab]:
    """The tabs of a space, with their counts; how many members there are the audience bar has asked already."""
    return [
        DrawnTab(
            tab.title(),
            f"/groepen/{space_id}{tab.path}",
            tab.key == current,
            members if tab.key == MEMBERS else tab.count(actor, space_id) if tab.count else None,
            tab.new(actor, space_id) if tab.new else 0,
        )
        for tab in sorted(_TABS.values(), key=lambda one: (one.order, one.key))
    ]
