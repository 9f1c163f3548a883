"""Asking for emergency access, answering, ending; who reads along where; and that each reading is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.content.models import Item
from hub.desk.service import find
from tenants.actor import Actor
from tenants.db import door, door_rows, session
from tenants.errors import Missing

PENDING_HOURS = 24
"""A request that nobody answered runs out."""
CHOICES = (1, 2, 4, 8, 24)
SPACE_ARGUMENTS = ("space_id", "group_id")
ITEM_ARGUMENTS = ("item_id", "post_id", "question_id", "answer_id", "document_id", "comment_id")


def hours(most: int) -> list[int]:
    """How many hours one may choose."""
    return [one for one in CHOICES if one < most] + [most]


def terms(actor: Actor, organisation_id: UUID, space_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """What can be asked for here, and whose agreement it takes; Missing when the organisation has no part in it."""
    find(actor, organisation_id)
    rows = door_rows("emergency_terms", the_space=space_id, the_organisation=organisation_id)
    if not rows:
        raise Missing
    return rows[0]


def ask(actor: Actor, organisation_id: UUID, space_id: UUID, *, reason: str, hours: int, most: int) -> UUID:
    """Ask to read along. Forbidden for a participant and a firm, Conflict where it cannot be, Invalid names a field."""
    find(actor, organisation_id)
    made: UUID = door(
        "ask_emergency",
        the_space=space_id,
        the_organisation=organisation_id,
        the_reason=reason,
        the_hours=hours,
        most_hours=most,
        pending_hours=PENDING_HOURS,
    )
    return made


def requests(actor: Actor, organisation_id: UUID) -> list[Any]:
    """The requests of groups that the organisation owns, newest first."""
    find(actor, organisation_id)
    return door_rows("admin_emergencies", the_organisation=organisation_id)


def request(actor: Actor, organisation_id: UUID, emergency_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One of them; else Missing."""
    found = next((one for one in requests(actor, organisation_id) if one.id == emergency_id), None)
    if found is None:
        raise Missing
    return found


def answer(actor: Actor, organisation_id: UUID, emergency_id: UUID, *, agrees: bool) -> str:
    """Agree or refuse; returns what became of it: open, granted, refused or needless."""
    find(actor, organisation_id)
    status: str = door("answer_emergency", the_emergency=emergency_id, the_organisation=organisation_id, agrees=agrees)
    return status


def end(actor: Actor, emergency_id: UUID) -> None:
    """End it now, or take the request back; who reads, who agreed, a steward of the space. Missing for others."""
    if not actor.is_somebody:
        raise Missing
    door("end_emergency", the_emergency=emergency_id)


def readers(actor: Actor, space_id: UUID | None) -> Sequence[Any] | None:
    """Who reads along in a space by an emergency now; None when nobody does."""
    if space_id not in actor.sees:
        return None
    return door_rows("space_emergencies", the_space=space_id) or None


def waiting(actor: Actor, organisation_id: UUID) -> int:
    """How many requests wait for this administrator."""
    return sum(one.may_answer for one in requests(actor, organisation_id))


def opened(actor: Actor, arguments: Mapping[str, object]) -> None:
    """Write that the actor opened something where they read along by an emergency; nothing for everybody else.

    What shows several spaces at once (the start page, a list of questions) is written for each such space. Only an
    administrator can have one: for others this asks nothing.
    """
    if not actor.administers:
        return
    spaces: dict[UUID, datetime] = {row.space_id: row.until for row in door_rows("own_emergencies")}
    if not spaces:
        return
    ids = {name: value for name, value in arguments.items() if isinstance(value, UUID)}
    for name, value in ids.items():
        if name in SPACE_ARGUMENTS and value in spaces:
            door("emergency_read", the_space=value, the_kind="space", the_thing=value)
            return
        if name in ITEM_ARGUMENTS:
            item = session().get(Item, value)
            if item is not None and item.space_id in spaces:
                door("emergency_read", the_space=item.space_id, the_kind=item.kind, the_thing=item.id)
            return
    if not ids:
        for space_id in spaces:
            door("emergency_read", the_space=space_id, the_kind="overview", the_thing=space_id)
