"""My groups in the rail: what the frame draws, and groups know. Without HTTP, so that a service may make them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.actor import Actor


@dataclass(frozen=True)
class GroupLink:
    """One of my groups, in the rail."""

    id: UUID
    title: str
    shared: bool
    url: str
    icon: str = ""
    tint: int = -1


RailGroups = Callable[[Actor], Sequence[GroupLink]]
