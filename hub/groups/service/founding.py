"""Beginning a group, with the organisations that are to take part, or a room."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import FOUNDING, POLICY, Can, CanWith
from hub.groups.service.places import find
from tenants.actor import Actor
from tenants.clock import FOREVER, end_of
from tenants.db import again, door, session
from tenants.errors import Conflict, Forbidden, Invalid, words
from tenants.models import Organisation

PROPOSAL_DAYS = 30
"""So long a proposal waits for everybody's agreement; then it has run out."""


@dataclass(frozen=True)
class Founder:
    """An own affiliation through which one may begin a group."""

    affiliation_id: UUID
    organisation_id: UUID
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
        Founder(one.id, one.organisation_id, names[one.organisation_id])
        for one in actor.standings
        if one.id in actor.staff_affiliations and one.organisation_id in names
    ]
    acting = actor.acting.id if actor.acting else None
    return sorted(mine, key=lambda one: (one.affiliation_id != acting, one.organisation))


@dataclass(frozen=True)
class Wanted:
    """An organisation that is to take part from the start: by organisation or by domain. `row`: which of the form."""

    row: int
    organisation_id: UUID | None
    domain: str
    role: str
    reach: str


@dataclass(frozen=True)
class Beginning:
    """A group that somebody wants to found. `ends_on` is its last day."""

    title: str
    purpose: str
    form: str
    ends_on: date | None
    tags: tuple[str, ...]
    affiliation_id: UUID | None
    parties: tuple[Wanted, ...]


@dataclass(frozen=True)
class Opening:
    """What one proposed organisation would see: its name, as what, and whether all its staff or only who is named."""

    named: str
    role: str
    reach: str


@dataclass(frozen=True)
class Preview:
    """Said before a group is founded with others: through which organisation, and what opens to whom."""

    organisation: str
    openings: tuple[Opening, ...]


def proposable(actor: Actor) -> list[Organisation]:
    """The organisations that may be chosen from a list: public ones, by name, but the only one to found as."""
    own = {one.organisation_id for one in founders(actor)}
    rows = session().scalars(
        select(Organisation)
        .where(Organisation.status == "active", Organisation.listed)
        .order_by(Organisation.name, Organisation.id)
    )
    return [one for one in rows if own != {one.id}]


def preview(actor: Actor, wanted: Beginning) -> Preview:
    """What founding this group would open. The same for a domain that nobody has here as for one that somebody has."""
    founder = _founder(actor, wanted)
    ids = [one.organisation_id for one in wanted.parties if one.organisation_id]
    rows = session().scalars(
        select(Organisation).where(Organisation.id.in_(ids), Organisation.status == "active", Organisation.listed)
    )
    known = {one.id: one for one in rows}
    said: dict[str, int] = {}
    openings = []
    for one in wanted.parties:
        organisation = known.get(one.organisation_id) if one.organisation_id else None
        if one.organisation_id and organisation is None:
            raise Invalid({f"organisation-{one.row}": words("Kies een organisatie uit de lijst.")})
        if organisation is not None and organisation.id == founder.organisation_id:
            raise Invalid({f"organisation-{one.row}": words("Dit is je eigen organisatie. Die doet al mee.")})
        named = organisation.name if organisation else one.domain
        if named in said:
            raise Invalid({f"organisation-{one.row}": words("Deze organisatie staat er al.")})
        said[named] = one.row
        reach = "named" if organisation and organisation.firm else one.reach
        openings.append(Opening(named, one.role, reach))
    return Preview(founder.organisation, tuple(openings))


def found(actor: Actor, wanted: Beginning) -> UUID:
    """Begin a group of one's own organisation, as its steward, and propose the others; returns its id."""
    founder = _founder(actor, wanted)
    preview(actor, wanted)
    made: UUID = door(
        "found_group",
        as_affiliation=founder.affiliation_id,
        the_title=wanted.title,
        the_purpose=wanted.purpose,
        the_form=wanted.form,
        the_end=FOREVER if wanted.ends_on is None else end_of(wanted.ends_on),
    )
    again()
    if wanted.tags:
        door("set_tags", the_space=made, the_tags=list(wanted.tags))
    for one in wanted.parties:
        try:
            door(
                "propose_party",
                the_group=made,
                the_organisation=one.organisation_id,
                the_domain=one.domain or None,
                the_role=one.role,
                the_reach=one.reach,
                days=PROPOSAL_DAYS,
            )
        except Conflict as conflict:  # two rows that turn out to be one organisation, or the own one by its domain
            raise Invalid({f"organisation-{one.row}": conflict.message}) from conflict
    return made


def _founder(actor: Actor, wanted: Beginning) -> Founder:
    allowed = {one.affiliation_id: one for one in founders(actor)}
    if not allowed:
        raise Forbidden(words("In jouw organisatie beginnen alleen beheerders een groep. Vraag het je beheerder."))
    chosen = wanted.affiliation_id or (next(iter(allowed)) if len(allowed) == 1 else None)
    if chosen not in allowed:
        raise Invalid({"affiliation": words("Kies namens welke organisatie je de groep begint.")})
    return allowed[chosen]


def may_create_room(actor: Actor, group_id: UUID) -> None:
    """Go on, or Missing or Forbidden."""
    POLICY.require(actor, Can.CREATE_ROOM, find(actor, group_id))


def create_room(actor: Actor, group_id: UUID, *, title: str, purpose: str) -> UUID:
    """Make a closed room inside a group, as its steward; returns its id."""
    may_create_room(actor, group_id)
    made: UUID = door("create_room", the_group=group_id, the_title=title, the_purpose=purpose)
    again()
    return made
