"""My groups in the rail: what the frame draws, and groups know. Without HTTP, so that a service may make them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.actor import Actor


@dataclass(frozen=True)
class GroupLink:
    """One of my groups, in the rail; `new`: how much of others I have not been shown there."""

    id: UUID
    title: str
    shared: bool
    url: str
    icon: str = ""
    tint: int = -1
    new: int = 0


RailGroups = Callable[[Actor], Sequence[GroupLink]]
