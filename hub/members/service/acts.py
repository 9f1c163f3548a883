"""What happens to one membership: joining, another role, leaving, ending."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from hub.groups.policy import POLICY, Can
from hub.groups.service import Member, find, membership, place
from hub.groups.service.members import stewards
from hub.members.service.waiting import waiting_one
from tenants.actor import Actor
from tenants.db import again, door, session
from tenants.errors import Forbidden
from tenants.models import Membership, Party, Space

MOST_ROOMS = 50


def join(actor: Actor, space_id: UUID) -> None:
    """Become a member of an open group by oneself. Forbidden for whom somebody else ended, and where it is not open."""
    place(actor, space_id, writing=True)


def change_role(actor: Actor, space_id: UUID, membership_id: UUID, *, role: str) -> Member:
    """Make a reader a member or a member a reader; a steward only oneself, and not the last one."""
    one = membership(actor, space_id, membership_id)
    POLICY.require(actor, Can.STEWARD, find(actor, space_id))
    door("change_role", the_membership=membership_id, the_role=role)
    again()
    return one


def end(actor: Actor, space_id: UUID, membership_id: UUID) -> Member:
    """End a membership: the own one, or as steward, sponsor, administrator; with it those in the group's rooms."""
    one = membership(actor, space_id, membership_id)
    if not one.may_end:
        raise Forbidden
    door("end_membership", the_membership=membership_id)
    again()
    return one


def turn_away(actor: Actor, space_id: UUID, membership_id: UUID) -> str:
    """Say no to somebody who is not in yet; gives the name. Missing for who does not wait here."""
    found = waiting_one(actor, space_id, membership_id)
    door("end_membership", the_membership=membership_id)
    return found.person.name


@dataclass(frozen=True)
class Leaving:
    """What follows when somebody leaves: own rooms that end with it, whether one reads on, and what forbids it."""

    rooms: tuple[Space, ...]
    reads_on: bool
    only_steward: bool
    only_steward_of: tuple[Space, ...]


def leaving(one: Member, space: Space) -> Leaving:
    """What follows when the actor ends this own membership of a space that she sees."""
    rooms = _own_rooms(one, space)
    return Leaving(
        rooms=rooms,
        reads_on=not one.person.is_external and _is_open_to(one, space),
        only_steward=_is_only_steward(one, space.id),
        only_steward_of=tuple(room for room in rooms if _is_only_steward(one, room.id)),
    )


def _own_rooms(one: Member, space: Space) -> tuple[Space, ...]:
    if space.kind != "group":
        return ()
    wanted = (
        select(Space)
        .join(Membership, Membership.space_id == Space.id)
        .where(
            Space.group_id == space.id,
            Space.kind == "room",
            Membership.affiliation_id == one.id,
            func.plein.has_place(Space.id, one.id, False),  # noqa: FBT003 - SQL has no names here
        )
        .order_by(Space.title, Space.id)
        .limit(MOST_ROOMS)
    )
    return tuple(session().scalars(wanted))


def _is_open_to(one: Member, space: Space) -> bool:
    """Whether whoever works there reads on without being a member."""
    party = session().get(Party, (space.group_id, one.organisation_id)) if space.kind == "group" else None
    return space.form == "open" and party is not None and party.reach == "all"


def _is_only_steward(one: Member, space_id: UUID) -> bool:
    return [found.id for found in stewards(space_id, most=2)] == [one.id]
