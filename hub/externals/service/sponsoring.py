"""The sponsor's externals: a list of them, until when, extended, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from hub.kit.paging import PAGE, Page
from tenants import clock
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Invalid, Missing, words
from tenants.names import sort_name

FIRST_ID = UUID(int=0)
SOON_DAYS = 30
MOST_AT_ONCE = 50
"""So many externals are ended in one step, so that the page before it can be read."""


@dataclass(frozen=True)
class Sought:
    """What the list of externals is asked for: the beginning of a name, a space, those that end soon; and its order."""

    name: str = ""
    space_id: UUID | None = None
    soon: bool = False
    sort: str = "until"


def latest_day(latest: datetime) -> date:
    """The latest day that ends, as a whole, before this moment."""
    return latest.astimezone(clock.WALL_CLOCK).date() - timedelta(days=1)


def externals(actor: Actor, sought: Sought, *, after: str = "", size: int = PAGE) -> Page[Any]:
    """The externals whom the actor sponsors, in the order asked for; empty for who is no staff. One query."""
    if not actor.staff_affiliations:
        return Page(())
    key, _, last = after.rpartition("~")
    try:
        after_id = UUID(last) if last else FIRST_ID
    except ValueError as error:
        raise Missing from error
    rows = _own(sought, key, after_id, size + 1)
    last_row = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last_row.key}~{last_row.membership_id}" if last_row else "")


def chosen(_actor: Actor, membership_ids: Sequence[UUID]) -> list[Any]:
    """Of these, the externals whom the actor sponsors. Invalid for none, or for more than one step takes."""
    if len(membership_ids) > MOST_AT_ONCE:
        raise Invalid({"wie": words("Kies hoogstens 50 mensen tegelijk.")})
    rows = _own(Sought(), "", FIRST_ID, MOST_AT_ONCE, list(membership_ids))
    if not rows:
        raise Invalid({"wie": words("Kies eerst van wie je de toegang wilt beëindigen.")})
    return rows


def _own(sought: Sought, key: str, after_id: UUID, size: int, these: list[UUID] | None = None) -> list[Any]:
    return door_rows(
        "own_externals",
        prefix=sort_name(sought.name),
        the_space=sought.space_id,
        before=clock.moment() + timedelta(days=SOON_DAYS) if sought.soon else None,
        sort=sought.sort,
        after_key=key,
        after_id=after_id,
        at_most=size,
        these=these,
    )


def place(_actor: Actor, membership_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One external's place, for its sponsor or administrator, or a steward once the sponsor is gone; else Missing."""
    rows = door_rows("external_place", the_membership=membership_id)
    if not rows:
        raise Missing
    return rows[0]


def term(actor: Actor, membership_id: UUID) -> Any:  # noqa: ANN401 - as place
    """The same for who may change its end: its sponsor or administrator; else Missing."""
    found = place(actor, membership_id)
    if found.as_what == "steward":
        raise Missing
    return found


def extend(actor: Actor, membership_id: UUID, *, last_day: date) -> None:
    """Another last day for an external's access, within the organisation's maximum."""
    found = term(actor, membership_id)
    if last_day > latest_day(found.latest):
        raise Invalid({"access_until": words("Dat is langer dan jouw organisatie toestaat. Kies een eerdere dag.")})
    door("extend_external", the_membership=membership_id, the_until=clock.end_of(last_day))


def end(actor: Actor, membership_id: UUID) -> None:
    """End an external's access now."""
    term(actor, membership_id)
    door("end_membership", the_membership=membership_id)


def end_all(actor: Actor, membership_ids: Sequence[UUID]) -> int:
    """End the access of several own externals, all or none; how many."""
    rows = chosen(actor, membership_ids)
    for row in rows:
        door("end_membership", the_membership=row.membership_id)
    return len(rows)
