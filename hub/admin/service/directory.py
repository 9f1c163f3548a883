"""The own people of an organisation: staff, one person, and whoever waits to be let in."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from hub.desk.service import find
from hub.kit.paging import PAGE, Page
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import door, door_rows
from tenants.errors import Missing
from tenants.names import sort_name

FIRST_ID = UUID(int=0)
MOST_PLACES = 200


def people(actor: Actor, organisation_id: UUID, *, name: str = "", after: str = "", size: int = PAGE) -> Page[Any]:
    """The staff, ended ones too, by name; `name` is the beginning of a first or last name."""
    find(actor, organisation_id)
    after_name, after_id = _after(after, str) or ("", FIRST_ID)
    rows = door_rows(
        "admin_people",
        the_organisation=organisation_id,
        the_kind="staff",
        prefix=sort_name(name),
        after_name=after_name,
        after_id=after_id,
        at_most=size + 1,
    )
    return _page(rows, size, lambda row: row.sort_name)


def person(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One of the own people; else Missing."""
    find(actor, organisation_id)
    rows = door_rows("admin_person", the_organisation=organisation_id, the_affiliation=affiliation_id)
    if not rows:
        raise Missing
    return rows[0]


def places(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> list[Any]:
    """Where one of the own people is live now: titles and roles, no content."""
    find(actor, organisation_id)
    return door_rows(
        "admin_memberships",
        the_organisation=organisation_id,
        the_affiliation=affiliation_id,
        only_externals=False,
        after_until=moment(),
        after_id=FIRST_ID,
        at_most=MOST_PLACES,
    )


def appoint(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, role: str) -> Any:  # noqa: ANN401 - as person
    """Make somebody administrator or no longer; Conflict for the last one."""
    found = person(actor, organisation_id, affiliation_id)
    door("appoint", the_affiliation=affiliation_id, the_role=role)
    return found


def end_affiliation(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, why: str) -> Any:  # noqa: ANN401 - as person
    """End somebody's place in the organisation and in all its groups; what they wrote stays."""
    found = person(actor, organisation_id, affiliation_id)
    door("end_affiliation", the_affiliation=affiliation_id, the_why=why)
    return found


def _page(rows: Sequence[Any], size: int, key: Callable[[Any], str]) -> Page[Any]:
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{key(last)}~{last.id}" if last else "")


def _after(text: str, read: Callable[[str], Any]) -> tuple[Any, UUID] | None:
    if not text:
        return None
    key, _, row_id = text.rpartition("~")
    try:
        return read(key), UUID(row_id)
    except ValueError as error:
        raise Missing from error
