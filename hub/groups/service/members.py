"""Who is in a space, by name, as far as one may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Row,
    Select,
    TableValuedAlias,
    Text,
    Uuid,
    column,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from hub.groups.policy import POLICY, Can
from hub.groups.service.places import find
from hub.kit.paging import Page, cut
from hub.kit.people import Byline, byline, bylines
from tenants.actor import Actor
from tenants.clock import last_day
from tenants.db import door_rows, session
from tenants.errors import Missing
from tenants.models import Affiliation, Organisation, Space
from tenants.names import sort_name

PAGE = 50


@dataclass(frozen=True)
class Member:
    """Somebody who is in a space now. `last_day`, `sponsor` and `ends` are empty where the actor may not know them.

    in_emergency: reads along for some hours, as everybody here may know; `ends` tells stewards and oneself until when.
    """

    id: UUID
    membership_id: UUID
    organisation_id: UUID
    person: Byline
    role: str
    last_day: date | None
    sponsor: str
    is_me: bool
    may_change_role: bool
    may_end: bool
    may_look_as: bool
    in_emergency: bool = False
    ends: datetime | None = None


@dataclass(frozen=True)
class Filter:
    """Which members are asked for: the beginning of a name, an organisation, a role, staff or externals."""

    name: str = ""
    organisation_id: UUID | None = None
    role: str = ""
    kind: str = ""


EVERYBODY = Filter()


def members(actor: Actor, space_id: UUID, *, only: Filter = EVERYBODY, after: UUID | None = None) -> Page[Member]:
    """A page of the members by name, as far as the actor may see them; two queries, one more for sponsors.

    Where staff only reads, one more: it may be an emergency.
    """
    space = find(actor, space_id)
    live = live_in(space_id)
    wanted = _named(live)
    if only.name:
        wanted = wanted.where(begins(only.name))
    if only.organisation_id:
        wanted = wanted.where(live.c.organisation_id == only.organisation_id)
    if only.role:
        wanted = wanted.where(live.c.role == only.role)
    if only.kind:
        wanted = wanted.where(live.c.kind == only.kind)
    if after is not None:
        last = aliased(Affiliation)
        here = select(last.sort_name, last.id).where(last.id == after).scalar_subquery()
        wanted = wanted.where(tuple_(Affiliation.sort_name, Affiliation.id) > here)
    rows = session().execute(wanted.limit(PAGE + 1)).all()
    sponsors = bylines(row.sponsor_id for row in rows if row.sponsor_id)
    ends = _emergencies(space_id, rows)
    shown = [_member(actor, space, row, sponsors, ends) for row in rows]
    return cut(shown, PAGE)


def full_name(person: Byline) -> str:
    """Somebody by name, and by the organisation that tells apart who have the same."""
    return f"{person.name} ({person.organisation})" if person.organisation else person.name


def called(actor: Actor, space_id: UUID, said: str) -> list[Member]:
    """The members of a space who have exactly this name, with or without the organisation behind it."""
    bare, _, rest = said.partition(" (")
    found = members(actor, space_id, only=Filter(name=bare)).rows
    exact = [one for one in found if sort_name(one.person.name) == sort_name(bare)]
    return [one for one in exact if not rest or sort_name(full_name(one.person)) == sort_name(said)]


def _emergencies(space_id: UUID, rows: Sequence[Row[Any]]) -> dict[UUID, datetime]:
    """Until when who of these reads along by an emergency; such a person is staff that only reads."""
    if not any(row.kind == "staff" and row.role == "reader" for row in rows):
        return {}
    return {one.affiliation_id: one.until for one in door_rows("space_emergencies", the_space=space_id)}


def stewards(space_id: UUID, *, most: int = 5) -> list[Byline]:
    """The first stewards of a space by name."""
    live = live_in(space_id)
    rows = session().execute(_named(live).where(live.c.role == "steward").limit(most))
    return [byline(row.Affiliation, row.organisation or "", row.short_name or "") for row in rows]


def live_in(space_id: UUID) -> TableValuedAlias:
    """The door that lists who is in a space, as a table to join."""
    columns = (
        column("membership_id", Uuid),
        column("affiliation_id", Uuid),
        column("organisation_id", Uuid),
        column("kind", Text),
        column("role", Text),
        column("until", DateTime(timezone=True)),
        column("sponsor_id", Uuid),
    )
    return func.plein.members(space_id).table_valued(*columns).alias("live")


def _named(live: TableValuedAlias) -> Select[Any]:
    return (
        select(
            Affiliation,
            Organisation.name.label("organisation"),
            Organisation.short_name,
            live.c.membership_id,
            live.c.kind,
            live.c.role,
            live.c.until,
            live.c.sponsor_id,
        )
        .join(live, live.c.affiliation_id == Affiliation.id)
        .join(Organisation, Organisation.id == Affiliation.organisation_id, isouter=True)
        .order_by(Affiliation.sort_name, Affiliation.id)
    )


def begins(name: str) -> ColumnElement[bool]:
    """Whether a word of the name begins so."""
    wanted = sort_name(name)
    return or_(Affiliation.sort_name.op("^@")(wanted), func.strpos(Affiliation.sort_name, f" {wanted}") > 0)


def _member(
    actor: Actor, space: Space, row: Row[Any], sponsors: dict[UUID, Byline], emergencies: dict[UUID, datetime]
) -> Member:
    is_me = row.Affiliation.id in actor.affiliations
    steers = POLICY.allows(actor, Can.STEWARD, space)
    in_emergency = row.Affiliation.id in emergencies
    of_another = row.role == "steward" and row.Affiliation.organisation_id not in actor.staff_of
    return Member(
        id=row.Affiliation.id,
        membership_id=row.membership_id,
        organisation_id=row.Affiliation.organisation_id,
        person=byline(row.Affiliation, row.organisation or "", row.short_name or ""),
        role=row.role,
        last_day=last_day(row.until) if row.until else None,
        sponsor=sponsors[row.sponsor_id].name if row.sponsor_id else "",
        is_me=is_me,
        may_change_role=steers and not space.archived and not in_emergency and (row.role != "steward" or is_me),
        may_end=is_me
        or row.Affiliation.organisation_id in actor.administers
        or row.sponsor_id in actor.staff_affiliations
        or (steers and not of_another),
        may_look_as=row.kind == "external" and (steers or row.sponsor_id in actor.staff_affiliations),
        in_emergency=in_emergency,
        ends=emergencies[row.Affiliation.id] if in_emergency and (steers or is_me) else None,
    )


def membership(actor: Actor, space_id: UUID, membership_id: UUID) -> Member:
    """One live member of a space that the actor sees; else Missing."""
    space = find(actor, space_id)
    live = live_in(space_id)
    row = session().execute(_named(live).where(live.c.membership_id == membership_id)).one_or_none()
    if row is None:
        raise Missing
    return _member(
        actor, space, row, bylines([row.sponsor_id] if row.sponsor_id else []), _emergencies(space_id, [row])
    )
