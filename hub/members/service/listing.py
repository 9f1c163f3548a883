"""The members of a space with what stewards know besides: how they came, since when, and whom the role is offered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.groups.service import Filter, Member, members
from hub.groups.service.members import EVERYBODY
from hub.kit.paging import Page
from hub.kit.people import bylines
from hub.members.service.offers import Offered, in_space
from tenants.actor import Actor
from tenants.db import door_rows


@dataclass(frozen=True)
class Origin:
    """How somebody came in: founded, self, added or invited; by whom ('' for oneself, or who cannot be seen), when."""

    came: str
    by: str
    since: datetime


@dataclass(frozen=True)
class Listed:
    """A member in the list; `origin` and `offer` for stewards alone."""

    member: Member
    origin: Origin | None
    offer: Offered | None


def listed(actor: Actor, space_id: UUID, *, only: Filter = EVERYBODY, after: UUID | None = None) -> Page[Listed]:
    """A page of the members by name; as many queries whatever their number."""
    found = members(actor, space_id, only=only, after=after)
    origins = _origins(space_id, [one.membership_id for one in found.rows]) if space_id in actor.stewards else {}
    offers = {one.affiliation_id: one for one in in_space(actor, space_id)} if space_id in actor.stewards else {}
    rows = [Listed(one, origins.get(one.membership_id), offers.get(one.id)) for one in found.rows]
    return Page(rows, found.after)


def _origins(space_id: UUID, membership_ids: list[UUID]) -> dict[UUID, Origin]:
    rows = door_rows("member_origins", the_space=space_id, the_memberships=membership_ids)
    people = bylines(row.let_in_by for row in rows if row.let_in_by)
    return {
        row.membership_id: Origin(
            row.came, people[row.let_in_by].name if row.let_in_by and people[row.let_in_by].id else "", row.since
        )
        for row in rows
    }
