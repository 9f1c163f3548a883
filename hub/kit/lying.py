"""What features say of how their items lie in folders. Without HTTP, so that a service may move one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.actor import Actor


@dataclass(frozen=True)
class Lying:
    """How items of a kind lie in folders, for who moves one to another space (hub/content/service/moving.py).

    `place` gives the folder in which an item lies. `choices`: the folders of a space where the actor may put it, each
    with its name and those around it, and whether there are more. `hold` gives the name of a folder of a space, which
    then stays where it is until the end of the transaction; Missing where there is none, Forbidden where the actor may
    not put the item. `put` puts it there.
    """

    place: Callable[[Actor, UUID], UUID | None]
    choices: Callable[[Actor, UUID, UUID], tuple[Sequence[tuple[UUID, str]], bool]]
    hold: Callable[[Actor, UUID, UUID, UUID], str]
    put: Callable[[Actor, UUID, UUID], object]
