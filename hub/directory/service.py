"""Finds colleagues by the beginning of a name; without one, the own department. There is no list of everybody."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub.kit.paging import PAGE, Page
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Missing
from tenants.names import sort_name

SHORTEST = 2
"""So many letters of a name are needed; the door says the same."""


@dataclass(frozen=True)
class Sought:
    """What is looked for: the beginning of a first or last name, in one organisation or in all that are open."""

    name: str = ""
    organisation_id: UUID | None = None
    after: tuple[str, UUID] | None = None


def directories(actor: Actor) -> list[Any]:
    """The organisations whose staff the actor may find now, the own ones first. Missing for who is nobody's staff."""
    if not actor.staff_affiliations:
        raise Missing
    return door_rows("open_directories")


def department(actor: Actor) -> str:
    """The department of the affiliation that the actor acts as; '' when it has none."""
    return str(door("own_department", the_affiliation=actor.acting.id)) if actor.acting else ""


def colleagues(actor: Actor, sought: Sought, *, size: int = PAGE) -> Page[Any]:
    """Who has a name that begins so; without a name those of the own department; by name."""
    directories(actor)
    name, row_id = sought.after or ("", None)
    prefix = sort_name(sought.name)
    rows = door_rows(
        "find_colleagues",
        prefix=prefix,
        the_organisation=sought.organisation_id,
        the_department="" if prefix else department(actor),
        after_name=name,
        after_id=row_id,
        at_most=size + 1,
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.sort_name}~{last.id}" if last else "")
