"""What features plug into Beheer: tabs, and what waits for an administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hub.kit.feature import DeskTab, Duties, Duty
from tenants.actor import Actor

_TABS: dict[str, DeskTab] = {}
_DUTIES: dict[Duties, None] = {}


@dataclass(frozen=True)
class DrawnTab:
    """A tab as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool
    count: int | None = None


def register(tabs: Iterable[DeskTab], duties: Iterable[Duties]) -> None:
    """Let a feature have tabs in Beheer, and say what waits there."""
    _TABS.update({tab.path: tab for tab in tabs})
    _DUTIES.update(dict.fromkeys(duties))


def of(organisation_id: UUID, *, current: str) -> list[DrawnTab]:
    """The tabs of an organisation's Beheer; a part of one is its tab's."""
    around = _around(current)
    return [
        DrawnTab(tab.title(), f"/beheer/{organisation_id}{tab.path}", tab.path == around)
        for tab in _ordered()
        if not tab.under
    ]


def parts(organisation_id: UUID, *, current: str) -> list[DrawnTab]:
    """The parts of the tab that this page belongs to, itself first; none when it has no parts."""
    around = _around(current)
    found = [tab for tab in _ordered() if tab.path == around or (tab.under and tab.under == around)]
    return [
        DrawnTab((tab.own or tab.title)(), f"/beheer/{organisation_id}{tab.path}", tab.path == current)
        for tab in sorted(found, key=lambda one: bool(one.under))
        if len(found) > 1
    ]


def title(current: str) -> str:
    """How a page of Beheer is called in the window's title: as its tab, or as the part."""
    return str(_TABS[current].title())


def _around(path: str) -> str:
    return _TABS[path].under or path if path in _TABS else path


def _ordered() -> list[DeskTab]:
    return sorted(_TABS.values(), key=lambda one: (one.order, one.path))


def duties(actor: Actor, organisation_id: UUID) -> list[Duty]:
    """What waits for an administrator of this organisation, the most pressing first."""
    found = [duty for of_feature in _DUTIES for duty in of_feature(actor, organisation_id)]
    return sorted(found, key=lambda one: one.order)
