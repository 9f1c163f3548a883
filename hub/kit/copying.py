"""What features say of their items to whoever makes a copy of them. Without HTTP, so that a service may make it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.actor import Actor


@dataclass(frozen=True)
class Kept:
    """A file of an item, as a copy takes it along: its number among the item's files, and where its content is."""

    number: int
    name: str
    owner_id: UUID
    sha256: str
    size: int
    note: str
    author_id: UUID
    created_at: datetime


@dataclass(frozen=True)
class Copied:
    """What a feature keeps of an item besides its text: a title, and files."""

    title: str
    files: Sequence[Kept] = ()


Copies = Callable[[Actor, Sequence[UUID], UUID], Mapping[UUID, Copied]]
"""From ids of items to what a copy for this owner takes along of them: titles, and the files that are that owner's."""
