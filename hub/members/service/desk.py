"""What administrators decide about the own people in groups: who comes in, who comes back, who tends a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.desk.service import find
from hub.kit.paging import PAGE, Page
from tenants.actor import Actor
from tenants.clock import FOREVER
from tenants.db import again, door, door_rows
from tenants.errors import Missing
from tenants.names import sort_name

FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Requests:
    """What waits for an administrator: own people whom stewards want in, asked by name or by address."""

    waiting: Sequence[Any]
    addresses: Sequence[Any]


@dataclass(frozen=True)
class Sent:
    """What the own people asked of others, and may be taken back: roles offered, people asked by address, access."""

    offers: Sequence[Any]
    addresses: Sequence[Any]
    requests: Sequence[Any]


def requests(actor: Actor, organisation_id: UUID) -> Requests:
    """Who waits to be let in, oldest first."""
    find(actor, organisation_id)
    return Requests(
        door_rows("admin_waiting", the_organisation=organisation_id),
        door_rows("admin_addresses", the_organisation=organisation_id),
    )


def sent(actor: Actor, organisation_id: UUID) -> Sent:
    """What own people asked of others and still waits."""
    find(actor, organisation_id)
    return Sent(
        door_rows("admin_offers", the_organisation=organisation_id),
        door_rows("admin_asked_addresses", the_organisation=organisation_id),
        door_rows("admin_requests", the_organisation=organisation_id),
    )


def admit(actor: Actor, organisation_id: UUID, membership_id: UUID, *, agrees: bool) -> Any:  # noqa: ANN401 - the door's row
    """Let one of them in, or not. Missing for anybody else."""
    found = _found(requests(actor, organisation_id).waiting, "membership_id", membership_id)
    door("confirm_member", the_membership=membership_id, agrees=agrees)
    return found


def admit_all(actor: Actor, organisation_id: UUID, membership_ids: Sequence[UUID]) -> int:
    """Let several in at once: all of them or nobody; says how many."""
    waits = requests(actor, organisation_id).waiting
    for one in sorted(set(membership_ids)):
        _found(waits, "membership_id", one)
        door("confirm_member", the_membership=one, agrees=True)
    return len(set(membership_ids))


def answer_address(actor: Actor, organisation_id: UUID, address_id: UUID, *, agrees: bool) -> Any:  # noqa: ANN401 - the door's row
    """Let in whom a steward asked for by address, or not. Missing for anybody else."""
    found = _found(requests(actor, organisation_id).addresses, "id", address_id)
    door("answer_address", the_request=address_id, the_organisation=organisation_id, agrees=agrees)
    return found


def withdraw_request(actor: Actor, organisation_id: UUID, join_id: UUID) -> None:
    """Take back what one of the own people asked a group. Missing for anybody else's."""
    _found(sent(actor, organisation_id).requests, "id", join_id)
    door("withdraw_request", the_request=join_id)


def withdraw_offer(actor: Actor, organisation_id: UUID, offer_id: UUID) -> None:
    """Take back what one of the own people offered."""
    _found(sent(actor, organisation_id).offers, "id", offer_id)
    door("withdraw_offer", the_offer=offer_id)


def withdraw_address(actor: Actor, organisation_id: UUID, address_id: UUID) -> None:
    """Take back what one of the own people asked by address."""
    _found(sent(actor, organisation_id).addresses, "id", address_id)
    door("withdraw_address", the_request=address_id)


# ---------------------------------------------------------------- own people into groups, and back


def group(actor: Actor, organisation_id: UUID, group_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """A group that the organisation is a party of; else Missing."""
    find(actor, organisation_id)
    return _found(door_rows("admin_groups", the_organisation=organisation_id), "group_id", group_id)


def own_people(
    actor: Actor, organisation_id: UUID, group_id: UUID, *, name: str, after: str = "", size: int = PAGE
) -> Page[Any]:
    """The own staff by name who are not in this group yet."""
    group(actor, organisation_id, group_id)
    last_name, last_id = _after(after)
    rows = door_rows(
        "admin_outside",
        the_organisation=organisation_id,
        the_group=group_id,
        prefix=sort_name(name),
        after_name=last_name,
        after_id=last_id,
        at_most=size + 1,
    )
    return _page(rows, size)


def admit_own(actor: Actor, organisation_id: UUID, group_id: UUID, affiliation_ids: Sequence[UUID]) -> int:
    """Let own staff into a group: all of them or nobody; says how many. Forbidden for whom a steward took out."""
    group(actor, organisation_id, group_id)
    for one in sorted(set(affiliation_ids)):
        if not door_rows("admin_person", the_organisation=organisation_id, the_affiliation=one):
            raise Missing
        door("admit_own", the_group=group_id, the_affiliation=one)
    again()
    return len(set(affiliation_ids))


def ended(actor: Actor, organisation_id: UUID, *, before: str = "", size: int = PAGE) -> Page[Any]:
    """Places of own staff that an administrator ended, newest first: only an administrator brings those back."""
    find(actor, organisation_id)
    until, last_id = _before(before)
    rows = door_rows(
        "admin_ended", the_organisation=organisation_id, before_until=until, before_id=last_id, at_most=size + 1
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.ended_at.isoformat()}~{last.id}" if last else "")


def bring_back(actor: Actor, organisation_id: UUID, membership_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """Bring back whom an administrator ended, into a group or a room. Missing for anybody else."""
    find(actor, organisation_id)
    rows = door_rows("admin_ended_place", the_organisation=organisation_id, the_membership=membership_id)
    if not rows:
        raise Missing
    door("admit_own", the_group=rows[0].space_id, the_affiliation=rows[0].affiliation_id)
    again()
    return rows[0]


def place(actor: Actor, organisation_id: UUID, membership_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One live place of one of the own people; else Missing."""
    find(actor, organisation_id)
    rows = door_rows("admin_place", the_organisation=organisation_id, the_membership=membership_id)
    if not rows:
        raise Missing
    return rows[0]


def end(actor: Actor, organisation_id: UUID, membership_id: UUID) -> Any:  # noqa: ANN401 - as place
    """End one place of one of the own people, and with a group those in its rooms."""
    found = place(actor, organisation_id, membership_id)
    door("end_membership", the_membership=membership_id)
    again()
    return found


# ---------------------------------------------------------------- who tends a group


def unstewarded(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Groups and rooms in use where an administrator names a steward."""
    find(actor, organisation_id)
    return door_rows("admin_unstewarded", the_organisation=organisation_id)


def unstewarded_one(actor: Actor, organisation_id: UUID, space_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One of them; else Missing."""
    return _found(unstewarded(actor, organisation_id), "space_id", space_id)


def candidates(
    actor: Actor, organisation_id: UUID, space_id: UUID, *, name: str = "", after: str = "", size: int = PAGE
) -> Page[Any]:
    """Own staff who are in, by name, without the actor."""
    unstewarded_one(actor, organisation_id, space_id)
    last_name, last_id = _after(after)
    rows = door_rows(
        "admin_candidates",
        the_organisation=organisation_id,
        the_space=space_id,
        prefix=sort_name(name),
        after_name=last_name,
        after_id=last_id,
        at_most=size + 1,
    )
    return _page(rows, size)


def name_steward(actor: Actor, organisation_id: UUID, space_id: UUID, *, affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """Name a steward where the organisation has none; gives the group or room. Conflict when there is one by now."""
    found = unstewarded_one(actor, organisation_id, space_id)
    door("name_steward", the_organisation=organisation_id, the_space=space_id, the_affiliation=affiliation_id)
    again()
    return found


def _found(rows: Sequence[Any], key: str, value: UUID) -> Any:  # noqa: ANN401 - a door's row
    found = next((one for one in rows if getattr(one, key) == value), None)
    if found is None:
        raise Missing
    return found


def _page(rows: Sequence[Any], size: int) -> Page[Any]:
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.sort_name}~{last.id}" if last else "")


def _after(text: str) -> tuple[str, UUID]:
    if not text:
        return "", FIRST_ID
    name, _, row_id = text.rpartition("~")
    try:
        return name, UUID(row_id)
    except ValueError as error:
        raise Missing from error


def _before(text: str) -> tuple[datetime, UUID]:
    if not text:
        return FOREVER, LAST_ID
    moment, _, row_id = text.rpartition("~")
    try:
        return datetime.fromisoformat(moment), UUID(row_id)
    except ValueError as error:
        raise Missing from error
