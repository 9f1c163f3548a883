"""The sponsor's externals: until when, extended, ended."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tenants import clock
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Invalid, Missing, words


def latest_day(latest: datetime) -> date:
    """The latest day that ends, as a whole, before this moment."""
    return latest.astimezone(clock.WALL_CLOCK).date() - timedelta(days=1)


def externals(actor: Actor) -> list[Any]:
    """The externals whom the actor sponsors, those whose access ends first on top; empty for who is no staff."""
    return door_rows("own_externals") if actor.staff_affiliations else []


def place(_actor: Actor, membership_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One external's place, for its sponsor or administrator; else Missing."""
    rows = door_rows("external_place", the_membership=membership_id)
    if not rows:
        raise Missing
    return rows[0]


def extend(actor: Actor, membership_id: UUID, *, last_day: date) -> None:
    """Another last day for an external's access, within the organisation's maximum."""
    found = place(actor, membership_id)
    if last_day > latest_day(found.latest):
        raise Invalid({"access_until": words("Dat is langer dan jouw organisatie toestaat. Kies een eerdere dag.")})
    door("extend_external", the_membership=membership_id, the_until=clock.end_of(last_day))


def end(actor: Actor, membership_id: UUID) -> None:
    """End an external's access now."""
    place(actor, membership_id)
    door("end_membership", the_membership=membership_id)
