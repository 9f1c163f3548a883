"""What a person does about who is in a space: joining, adding a colleague, another role, ending."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import POLICY, Can
from hub.groups.service import Member, audience, find, membership, place
from hub.groups.service.members import begins, live_in
from hub.kit.people import Byline, byline
from tenants.actor import Actor
from tenants.db import again, door, session
from tenants.errors import Forbidden, Invalid, words
from tenants.models import Affiliation, Organisation, Party, Space
from tenants.names import sort_name

MOST_FOUND = 20
SHORTEST_PREFIX = 2


def join(actor: Actor, space_id: UUID) -> None:
    """Become a member of an open group by oneself. Forbidden for whom somebody else ended, and where it is not open."""
    place(actor, space_id, writing=True)


def may_add(actor: Actor, space_id: UUID) -> Space:
    """The space, when the actor may let people in; else Missing or Forbidden."""
    space = find(actor, space_id)
    POLICY.require(actor, Can.ADD_MEMBER, space)
    return space


def addable(actor: Actor, space_id: UUID, *, name: str) -> list[Byline]:
    """Colleagues of the parties whom the actor may see and who are not in yet, by the beginning of a name."""
    space = may_add(actor, space_id)
    if len(sort_name(name)) < SHORTEST_PREFIX:
        raise Invalid({"q": words("Typ minstens twee letters van de naam.")})
    live = live_in(space_id)
    rows = session().execute(
        select(Affiliation, Organisation.name, Organisation.short_name)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(
            Affiliation.kind == "staff",
            Affiliation.organisation_id.in_(_organisations(space)),
            Affiliation.id.not_in(select(live.c.affiliation_id)),
            begins(name),
        )
        .order_by(Affiliation.sort_name, Affiliation.id)
        .limit(MOST_FOUND)
    )
    return [byline(*row) for row in rows]


def _organisations(space: Space) -> Sequence[UUID]:
    """Whose people can come in: the parties, or for who sees only the room those with people in it."""
    parties = session().scalars(select(Party.organisation_id).where(Party.group_id == space.group_id)).all()
    return parties or [one.id for one in audience(space.id).organisations]


def add(actor: Actor, space_id: UUID, *, affiliation_id: UUID, role: str) -> bool:
    """Let a colleague in, or back in whom a steward took out. False when the party's administrator confirms first."""
    may_add(actor, space_id)
    added: str = door("add_member", the_space=space_id, the_affiliation=affiliation_id, the_role=role)
    return added == "added"


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
