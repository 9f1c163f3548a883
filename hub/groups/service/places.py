"""Finding a space, and the own place in it through which one writes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from hub.groups.policy import POLICY, Can
from tenants.actor import Actor
from tenants.db import again, door, session
from tenants.errors import Conflict, Forbidden, Missing, words
from tenants.models import Affiliation, Membership, Party, Space


def find(actor: Actor, space_id: UUID) -> Space:
    """A group or room that the actor sees; else Missing."""
    return POLICY.found(actor, session().get(Space, space_id))


def find_group(actor: Actor, group_id: UUID) -> Space:
    """A group that the actor sees; a room is Missing, its pages show no parties."""
    space = find(actor, group_id)
    if space.kind != "group":
        raise Missing
    return space


def is_archived(actor: Actor, space: Space) -> bool:
    """Whether nothing is written here any more: archived or past its end, or a room of such a group.

    Of its group a member of a room may see nothing, but that nobody reacts there tells.
    """
    if space.kind == "group" or actor.viewing:  # who looks as somebody else reacts nowhere
        return space.archived
    return space.archived or not POLICY.allows(actor, Can.REACT, space)


def abilities(actor: Actor, space: Space) -> frozenset[str]:
    """What the actor may do here: by the rules, and inviting somebody from outside where the charter lets members."""
    found = POLICY.abilities(actor, space)
    if Can.INVITE_EXTERNAL in found or space.square or space.id not in actor.writes or not actor.staff_affiliations:
        return found
    return found | {Can.INVITE_EXTERNAL} if door("may_invite", the_space=space.id) else found


def place(actor: Actor, space_id: UUID, *, writing: bool = True, acting_id: UUID | None = None) -> UUID:
    """The own affiliation through which the actor writes (or reacts) here; whoever may, joins by it (member or reader).

    With two of them the one that the session acts as counts, or the one named; Conflict asks when that does not
    decide. Missing when the space is not seen, Forbidden when it may not be written. Joining changes the actor's
    lists: what follows in this transaction asks `session().who`.
    """
    space = find(actor, space_id)
    can = Can.WRITE if writing else Can.REACT
    if not POLICY.allows(actor, can, space):
        if is_archived(actor, space) and space.kind == "room":
            raise Conflict(words("Deze kamer is gearchiveerd. Je kunt er nog lezen, niet meer schrijven."))
        if is_archived(actor, space):
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
    for candidate in sorted(actor.staff_affiliations, key=lambda one: (one != wanted, one)):
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
                exists(
                    select(Party.group_id).where(  # not SELECT *: columns are granted one by one
                        Party.group_id == space_id,
                        Party.reach == "all",
                        Affiliation.organisation_id == Party.organisation_id,
                        Affiliation.id == affiliation_id,
                    )
                )
            )
        )
    )


@dataclass(frozen=True)
class Place:
    """An own live place in a space: the membership, as whom, and the role."""

    membership_id: UUID
    affiliation_id: UUID
    role: str


def own_place(actor: Actor, space_id: UUID) -> Place | None:
    """The own live place in a space, that of the acting affiliation first; None for who only reads it as staff."""
    rows = session().execute(
        select(Membership.id, Membership.affiliation_id, Membership.role)
        .where(
            Membership.space_id == space_id,
            Membership.affiliation_id.in_(actor.affiliations),
            func.plein.has_place(Membership.space_id, Membership.affiliation_id, False),  # noqa: FBT003 - SQL has no names here
        )
        .order_by(Membership.affiliation_id)
    )
    places = [Place(*row) for row in rows]
    acting = actor.acting.id if actor.acting else None
    return next(iter(sorted(places, key=lambda one: one.affiliation_id != acting)), None)


def group_of(space: Space) -> Space | None:
    """The group of a room, for who sees it; None for a group, and for who sees nothing but the room."""
    return session().get(Space, space.group_id) if space.kind == "room" else None
