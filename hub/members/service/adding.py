"""Letting colleagues in: those whom one sees, by name and several at once, and others by exact work address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import POLICY, Can
from hub.groups.service import audience, find
from hub.groups.service.members import begins, live_in
from hub.kit.people import Byline, byline, bylines
from tenants.actor import Actor
from tenants.db import again, door, door_rows, session
from tenants.errors import Conflict, Invalid, Missing, words
from tenants.models import Affiliation, Organisation, Party, Space
from tenants.names import sort_name

MOST_FOUND = 50
SHORTEST_PREFIX = 2
ADDRESS_DAYS = 30
"""So long a question by work address waits."""


@dataclass(frozen=True)
class Added:
    """How many came in, and for how many the administrator of their organisation decides first."""

    added: int
    waiting: int


@dataclass(frozen=True)
class Asked:
    """Somebody asked for by work address who is not in yet; `address` is empty when another organisation asked."""

    id: UUID
    address: str
    role: str
    asked_by: Byline
    created_at: datetime
    until: datetime


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


def of_the_group(actor: Actor, space_id: UUID) -> list[Byline]:
    """Staff among the members of a room's group, as far as the actor sees it, who are not in the room yet; by name."""
    space = may_add(actor, space_id)
    if space.kind != "room" or space.group_id not in actor.sees:
        return []
    inside, around = live_in(space_id), live_in(space.group_id).alias("around")
    rows = session().execute(
        select(Affiliation, Organisation.name, Organisation.short_name)
        .join(around, around.c.affiliation_id == Affiliation.id)
        .join(Organisation, Organisation.id == Affiliation.organisation_id, isouter=True)
        .where(around.c.kind == "staff", Affiliation.id.not_in(select(inside.c.affiliation_id)))
        .order_by(Affiliation.sort_name, Affiliation.id)
        .limit(MOST_FOUND)
    )
    return [byline(one, name or "", short or "") for one, name, short in rows]


def _organisations(space: Space) -> Sequence[UUID]:
    """Whose people can come in: the parties, or for who sees only the room those with people in it."""
    parties = session().scalars(select(Party.organisation_id).where(Party.group_id == space.group_id)).all()
    return parties or [one.id for one in audience(space.id).organisations]


def add(actor: Actor, space_id: UUID, *, affiliation_ids: Sequence[UUID], role: str) -> Added:
    """Let colleagues in, confirm who came by oneself, or bring back whom a steward took out: all of them or nobody.

    Conflict when all of them are in already.
    """
    may_add(actor, space_id)
    row = door_rows("add_members", the_space=space_id, the_affiliations=list(affiliation_ids), the_role=role)[0]
    if not row.added and not row.waiting:
        raise Conflict(words("Deze persoon is al lid."))
    again()
    return Added(row.added, row.waiting)


def ask_address(actor: Actor, space_id: UUID, *, address: str, role: str, a_day: int) -> None:
    """Ask for whoever works under this address; the answer is the same whether somebody does. At most `a_day` a day."""
    may_add(actor, space_id)
    door("add_by_address", the_space=space_id, the_address=address, the_role=role, days=ADDRESS_DAYS, a_day=a_day)


def asked_addresses(actor: Actor, space_id: UUID) -> list[Asked]:
    """What was asked for by address here and still waits, oldest first."""
    may_add(actor, space_id)
    rows = door_rows("space_addresses", the_space=space_id)
    people = bylines(row.asked_by for row in rows)
    return [Asked(row.id, row.address, row.role, people[row.asked_by], row.created_at, row.until) for row in rows]


def withdraw_address(actor: Actor, space_id: UUID, address_id: UUID) -> None:
    """Take a question by address back, as a steward. Missing for what does not wait here, and for everybody else."""
    find(actor, space_id)
    if all(row.id != address_id for row in door_rows("space_addresses", the_space=space_id)):
        raise Missing
    door("withdraw_address", the_request=address_id)
