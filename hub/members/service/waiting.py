"""Who is not in yet and who is not in any more, as stewards may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import POLICY, Can
from hub.groups.service import find
from hub.kit.paging import PAGE, Page
from hub.kit.people import Byline
from tenants.actor import Actor
from tenants.db import door_rows, session
from tenants.errors import Missing
from tenants.models import Organisation, Space
from tenants.names import initials

MOST_WAITING = 200
FIRST_ID = UUID(int=0)


@dataclass(frozen=True)
class Waiting:
    """Somebody who is not in yet; `by_administrator`: the administrator of that organisation decides, not a steward."""

    id: UUID
    membership_id: UUID
    person: Byline
    role: str
    came: str
    since: datetime
    by_administrator: bool


@dataclass(frozen=True)
class Former:
    """Somebody who is not in any more, and whom a steward may bring back."""

    id: UUID
    person: Byline
    role: str
    ended_by: str
    ended_at: datetime


def steered(actor: Actor, space_id: UUID) -> Space:
    """The space, for its stewards; else Missing or Forbidden."""
    space = find(actor, space_id)
    POLICY.require(actor, Can.STEWARD, space)
    return space


def waiting(actor: Actor, space_id: UUID) -> list[Waiting]:
    """Who came before the group was closed, or waits for an administrator; by name."""
    steered(actor, space_id)
    return _waiting(space_id)


def waiting_one(actor: Actor, space_id: UUID, membership_id: UUID) -> Waiting:
    """One of them, for a steward. Missing for who does not wait here, and for everybody else."""
    find(actor, space_id)
    found = next((one for one in _waiting(space_id) if one.membership_id == membership_id), None)
    if found is None:
        raise Missing
    return found


def _waiting(space_id: UUID) -> list[Waiting]:
    rows = door_rows("waiting_members", the_space=space_id, at_most=MOST_WAITING)
    people = _bylines(rows)
    return [
        Waiting(
            row.affiliation_id,
            row.membership_id,
            people[row.affiliation_id],
            row.role,
            row.came,
            row.since,
            row.by_administrator,
        )
        for row in rows
    ]


def former(actor: Actor, space_id: UUID, *, after: str = "") -> Page[Former]:
    """A page of who is not in any more, by name; not whom an administrator took out."""
    steered(actor, space_id)
    name, last_id = _after(after)
    rows = door_rows("former_members", the_space=space_id, after_name=name, after_id=last_id, at_most=PAGE + 1)
    people = _bylines(rows)
    shown = [
        Former(row.affiliation_id, people[row.affiliation_id], row.role, row.ended_by, row.ended_at)
        for row in rows[:PAGE]
    ]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(shown, f"{last.sort_name}~{last.affiliation_id}" if last else "")


def _after(text: str) -> tuple[str, UUID]:
    if not text:
        return "", FIRST_ID
    name, _, row_id = text.rpartition("~")
    try:
        return name, UUID(row_id)
    except ValueError as error:
        raise Missing from error


def _bylines(rows: Sequence[Any]) -> dict[UUID, Byline]:
    """The door gives the names; of their organisations those that the actor may know."""
    wanted = {row.organisation_id for row in rows}
    known = {one.id: one for one in session().scalars(select(Organisation).where(Organisation.id.in_(wanted)))}
    found = {}
    for row in rows:
        organisation = known.get(row.organisation_id)
        name, short = (organisation.name, organisation.short_name) if organisation else ("", "")
        found[row.affiliation_id] = Byline(row.affiliation_id, row.shown, initials(row.shown), name, short)
    return found
