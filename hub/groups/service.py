"""What a person does with groups and rooms: find one, join, found, propose parties, add and end members."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select, text

from hub.groups.policy import POLICY, Can
from hub.kit.rail import GroupLink
from tenants.actor import Actor
from tenants.db import again, door, session
from tenants.errors import Conflict, Forbidden, Missing, words
from tenants.models import Affiliation, Membership, Party, Space, SpaceActivity
from tenants.names import initials


def find(actor: Actor, space_id: UUID) -> Space:
    """A group or room that the actor sees; else Missing."""
    return POLICY.found(actor, session().get(Space, space_id))


def place(actor: Actor, space_id: UUID, *, writing: bool = True, acting_id: UUID | None = None) -> UUID:
    """The own affiliation through which the actor writes (or reacts) here; whoever may, joins by it (becomes member, or reader).

    With two of them the one that the session acts as counts, or the one named; Conflict asks when that does not decide. Missing when
    the space is not seen, Forbidden when it may not be written. Joining changes the actor's lists: what follows in this transaction
    asks `session().who`.
    """
    space = find(actor, space_id)
    can = Can.WRITE if writing else Can.REACT
    if not POLICY.allows(actor, can, space):
        if space.archived:
            raise Conflict(words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven."))
        raise Forbidden
    wanted = acting_id or (actor.acting.id if actor.acting else None)
    members = _places(actor, space_id, writing=writing)
    if wanted in members:
        return wanted
    if len(members) == 1:
        return members[0]
    if members:
        raise Conflict(words("Je bent hier lid namens meer organisaties. Kies rechtsboven namens welke je schrijft."))
    joiner = wanted if wanted in actor.staff_affiliations else next(iter(sorted(actor.staff_affiliations)))
    for candidate in dict.fromkeys((joiner, *sorted(actor.staff_affiliations))):
        if _may_join(candidate, space_id):
            door("join_group", the_space=space_id, as_affiliation=candidate, the_role="member" if writing else "reader")
            again()
            return candidate
    raise Forbidden


def _places(actor: Actor, space_id: UUID, *, writing: bool) -> list[UUID]:
    """Own affiliations with a live place in the space."""
    rows = session().scalars(
        select(Membership.affiliation_id)
        .where(Membership.space_id == space_id, Membership.affiliation_id.in_(actor.affiliations))
        .order_by(Membership.affiliation_id)
    )
    return [one for one in rows if door("has_place", the_space=space_id, the_affiliation=one, writing=writing)]


def _may_join(affiliation_id: UUID, space_id: UUID) -> bool:
    """Whether this affiliation's organisation is a party here that reaches all its staff."""
    return bool(
        session().scalar(
            select(
                exists().where(
                    Party.group_id == space_id,
                    Party.reach == "all",
                    Affiliation.organisation_id == Party.organisation_id,
                    Affiliation.id == affiliation_id,
                )
            )
        )
    )


@dataclass(frozen=True)
class ReadingOrganisation:
    """One organisation that reads along: how many members, how many of them external, or all of its staff."""

    id: UUID
    name: str
    short: str
    initials: str
    members: int
    externals: int
    everyone: bool


@dataclass(frozen=True)
class Readers:
    """Who can read a space, in numbers; hub/groups/views.py makes the words of it."""

    space: Space
    organisations: tuple[ReadingOrganisation, ...]

    @property
    def people(self) -> int:
        """How many members, externals among them (in an open group: besides all staff)."""
        return sum(one.members for one in self.organisations)

    @property
    def externals(self) -> int:
        """How many of them are external."""
        return sum(one.externals for one in self.organisations)

    @property
    def is_shared(self) -> bool:
        """Whether more than one organisation reads along."""
        return len(self.organisations) > 1


_AUDIENCES = text(
    "SELECT s.id AS space_id, a.organisation_id, o.name, o.short_name, o.initials, a.members, a.externals, a.everyone"
    " FROM unnest(cast(:ids AS uuid[])) s (id) CROSS JOIN LATERAL plein.audience(s.id) a"
    " JOIN plein.organisation o ON o.id = a.organisation_id ORDER BY s.id, a.members DESC, o.name, o.id"
)


def audiences(space_ids: Iterable[UUID]) -> dict[UUID, Readers]:
    """Who can read each of these spaces, of those that the actor sees, counted by organisation; one query."""
    wanted = sorted(set(space_ids))
    if not wanted:
        return {}
    rows = session().execute(_AUDIENCES, {"ids": wanted}).all()
    spaces = {one.id: one for one in session().scalars(select(Space).where(Space.id.in_(wanted)))}
    return {
        space_id: Readers(
            space=space,
            organisations=tuple(
                ReadingOrganisation(
                    row.organisation_id,
                    row.name,
                    row.short_name,
                    row.initials,
                    row.members,
                    row.externals,
                    row.everyone,
                )
                for row in rows
                if row.space_id == space_id
            ),
        )
        for space_id, space in spaces.items()
    }


def audience(space_id: UUID) -> Readers:
    """Who can read this space; Missing when the actor does not see it."""
    found = audiences([space_id]).get(space_id)
    if found is None:
        raise Missing
    return found


RAIL = 12
"""So many of my groups stand in the rail; the page of groups has them all."""


def rail(actor: Actor) -> list[GroupLink]:
    """My groups and rooms for the rail: where I am a member, and my organisations' squares, those with the latest news first."""
    own = select(Membership.space_id).where(Membership.affiliation_id.in_(sorted(actor.affiliations)))
    parties = select(func.count()).where(Party.group_id == Space.group_id).correlate(Space).scalar_subquery()
    rows = session().execute(
        select(Space.id, Space.title, parties)
        .join(SpaceActivity, SpaceActivity.space_id == Space.id)
        .where(POLICY.readable(actor, Space), Space.archived.is_(False), (Space.id.in_(own)) | Space.square)
        .order_by(SpaceActivity.last_item_id.desc().nulls_last(), Space.title, Space.id)
        .limit(RAIL)
    )
    return [GroupLink(one, title, initials(title), shared > 1, f"/groepen/{one}") for one, title, shared in rows]
