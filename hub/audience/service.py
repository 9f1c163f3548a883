"""Who reads a space and why, counted to the last person; and beginning to look as an external."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from hub.groups import service as groups
from tenants.actor import Actor
from tenants.db import door, door_rows, session
from tenants.models import Membership, Party, Space


@dataclass(frozen=True)
class Reading:
    """An organisation that reads: how many people, and through what; `others`: staff who are no member."""

    organisation: groups.ReadingOrganisation
    others: int
    role: str
    reach: str

    @property
    def people(self) -> int:
        """Everybody of it who reads."""
        return self.organisation.members + self.others

    @property
    def staff(self) -> int:
        """Members who work there."""
        return self.organisation.members - self.organisation.externals


@dataclass(frozen=True)
class Everybody:
    """All who read a space, by organisation."""

    space: Space
    organisations: tuple[Reading, ...]

    @property
    def people(self) -> int:
        """How many people in all: each place in an organisation counts."""
        return sum(one.people for one in self.organisations)

    @property
    def externals(self) -> int:
        """How many of them are external."""
        return sum(one.organisation.externals for one in self.organisations)


def everybody(actor: Actor, space_id: UUID) -> Everybody:
    """Who reads a space that the actor sees, by organisation and why; five queries. A room knows no parties."""
    space = groups.find(actor, space_id)
    others = {row.organisation_id: row.people for row in door_rows("readers_by_openness", the_space=space_id)}
    parties: Mapping[UUID, Party] = {}
    if space.kind == "group":
        found = session().scalars(select(Party).where(Party.group_id == space_id))
        parties = {one.organisation_id: one for one in found}
    readers = groups.audience(space_id).organisations
    return Everybody(
        space,
        tuple(
            Reading(
                one,
                others.get(one.id, 0),
                parties[one.id].role if one.id in parties else "",
                parties[one.id].reach if one.id in parties else "",
            )
            for one in readers
        ),
    )


def came(space_id: UUID, membership_ids: list[UUID]) -> dict[UUID, str]:
    """How each of these members came in, for why they read."""
    rows = session().execute(
        select(Membership.id, Membership.came).where(Membership.space_id == space_id, Membership.id.in_(membership_ids))
    )
    return {row.id: row.came for row in rows}


def start_looking(actor: Actor, membership_id: UUID) -> str:
    """Begin to look as this external, for its sponsor and the stewards of that space; where to look first."""
    door("start_view", the_membership=membership_id)
    space_id = session().scalar(select(Membership.space_id).where(Membership.id == membership_id))
    return f"/groepen/{space_id}" if space_id in actor.sees else "/"
