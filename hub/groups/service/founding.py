"""Beginning a group or a room, and what its stewards change about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import FOUNDING, POLICY, Can, CanWith
from hub.groups.service.places import find
from tenants.actor import Actor
from tenants.clock import FOREVER, end_of
from tenants.db import again, door, session
from tenants.errors import Forbidden, Invalid, words
from tenants.models import Organisation, Space


@dataclass(frozen=True)
class Founder:
    """An own affiliation through which one may begin a group."""

    affiliation_id: UUID
    organisation: str


def founders(actor: Actor) -> list[Founder]:
    """As whom the actor may found a group, the acting one first; none for externals, or where administrators do it."""
    if not actor.staff_affiliations:
        return []
    rows = session().execute(
        select(Organisation.id, Organisation.name).where(FOUNDING.where(actor, CanWith.FOUND, Organisation))
    )
    names = {row.id: row.name for row in rows}
    mine = [
        Founder(one.id, names[one.organisation_id])
        for one in actor.standings
        if one.id in actor.staff_affiliations and one.organisation_id in names
    ]
    acting = actor.acting.id if actor.acting else None
    return sorted(mine, key=lambda one: (one.affiliation_id != acting, one.organisation))


def found(
    actor: Actor, *, title: str, purpose: str, form: str, ends_on: date | None, affiliation_id: UUID | None
) -> UUID:
    """Begin a group of one's own organisation, as its steward; returns its id. `ends_on` is its last day."""
    allowed = {one.affiliation_id for one in founders(actor)}
    if not allowed:
        raise Forbidden(words("In jouw organisatie beginnen alleen beheerders een groep. Vraag het je beheerder."))
    chosen = affiliation_id or (next(iter(allowed)) if len(allowed) == 1 else None)
    if chosen not in allowed:
        raise Invalid({"affiliation": words("Kies namens welke organisatie je de groep begint.")})
    made: UUID = door(
        "found_group",
        as_affiliation=chosen,
        the_title=title,
        the_purpose=purpose,
        the_form=form,
        the_end=FOREVER if ends_on is None else end_of(ends_on),
    )
    again()
    return made


def may_create_room(actor: Actor, group_id: UUID) -> None:
    """Go on, or Missing or Forbidden."""
    POLICY.require(actor, Can.CREATE_ROOM, find(actor, group_id))


def create_room(actor: Actor, group_id: UUID, *, title: str, purpose: str) -> UUID:
    """Make a closed room inside a group, as its steward; returns its id."""
    may_create_room(actor, group_id)
    made: UUID = door("create_room", the_group=group_id, the_title=title, the_purpose=purpose)
    again()
    return made


def steered(actor: Actor, space_id: UUID) -> Space:
    """A space that the actor is a steward of; else Missing or Forbidden."""
    space = find(actor, space_id)
    POLICY.require(actor, Can.STEWARD, space)
    return space


def rename(actor: Actor, space_id: UUID, *, title: str, purpose: str) -> None:
    """Give a space another title and purpose."""
    steered(actor, space_id)
    door("rename_space", the_space=space_id, the_title=title, the_purpose=purpose)


def archive(actor: Actor, space_id: UUID, *, archived: bool) -> None:
    """Archive a space: it can be read and no longer written, its rooms too. Or wake it up."""
    POLICY.require(actor, Can.ARCHIVE, find(actor, space_id))
    door("archive_space", the_space=space_id, is_archived=archived)
    again()
