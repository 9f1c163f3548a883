"""The tabs of a group or room: what features declare, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hub.kit.feature import Tab
from tenants.actor import Actor

MEMBERS = "leden"
_TABS: dict[str, Tab] = {}


@dataclass(frozen=True)
class DrawnTab:
    """A tab as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool
    count: int | None


def register(tabs: Iterable[Tab]) -> None:
    """Let a feature have a tab in every space."""
    _TABS.update({tab.key: tab for tab in tabs})


def of(actor: Actor, space_id: UUID, *, current: str, members: int) -> list[DrawnTab]:
    """The tabs of a space, with their counts; how many members there are the audience bar has asked already."""
    return [
        DrawnTab(
            tab.title(),
            f"/groepen/{space_id}{tab.path}",
            tab.key == current,
            members if tab.key == MEMBERS else tab.count(actor, space_id) if tab.count else None,
        )
        for tab in sorted(_TABS.values(), key=lambda one: (one.order, one.key))
    ]
