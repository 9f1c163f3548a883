"""Which groups and rooms there are for a person: the own ones, those to join, and the rooms of a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from hub.groups.policy import POLICY, Can
from hub.groups.service.places import find
from hub.kit.paging import Page, cut
from tenants.actor import Actor
from tenants.db import door_rows, session
from tenants.models import Membership, Space

PAGE = 30
MOST_FINDABLE = 50


class Which(StrEnum):
    """The lists of the page of groups."""

    MINE = "mijn"
    OPEN = "open"
    ARCHIVED = "archief"


@dataclass(frozen=True)
class ListedSpace:
    """A group or room in a list; `group`: the title of a room's group, for who sees it; `role`: the own one, or ''."""

    id: UUID
    space: Space
    group: str
    role: str
    may_join: bool


def spaces(actor: Actor, which: Which, *, query: str = "", after: UUID | None = None) -> Page[ListedSpace]:
    """A page of one of the lists, by title; `query` is a part of the title. Three queries."""
    whose = [actor.viewing.affiliation_id] if actor.viewing else sorted(actor.affiliations)
    own = select(Membership.space_id).where(Membership.affiliation_id.in_(whose))
    mine = or_(Space.id.in_(own), Space.square)
    conditions: dict[Which, tuple[ColumnElement[bool], ...]] = {
        Which.MINE: (mine, Space.archived.is_(False)),
        Which.OPEN: (POLICY.where(actor, Can.JOIN, Space), ~mine),
        Which.ARCHIVED: (Space.archived.is_(True),),
    }
    wanted = select(Space).where(POLICY.readable(actor, Space), *conditions[which])
    for word in query.split():
        wanted = wanted.where(func.strpos(func.lower(Space.title), word.lower()) > 0)
    return _page(actor, wanted, after)


@dataclass(frozen=True)
class Findable:
    """A group that is by invitation, as staff of a party may find it: no more than this."""

    id: UUID
    title: str
    purpose: str
    stewards: tuple[str, ...]


def findable(actor: Actor, *, query: str = "") -> list[Findable]:
    """The first findable groups by title of the parties where the actor is staff, that the actor does not see."""
    if not actor.staff_of:
        return []
    rows = door_rows("findable_groups", the_words=query.lower().split(), at_most=MOST_FINDABLE)
    return [Findable(row.id, row.title, row.purpose, tuple(row.stewards)) for row in rows]


def rooms(actor: Actor, group_id: UUID, *, after: UUID | None = None) -> Page[ListedSpace]:
    """The rooms of a group that the actor sees: no other one, nor how many there are."""
    group = find(actor, group_id)
    wanted = select(Space).where(
        POLICY.readable(actor, Space), Space.group_id == group.id, Space.kind == "room", Space.id != group.id
    )
    return _page(actor, wanted, after)


def _page(actor: Actor, wanted: Select[Space], after: UUID | None) -> Page[ListedSpace]:
    if after is not None:
        last = aliased(Space)
        here = select(func.lower(last.title), last.id).where(last.id == after).scalar_subquery()
        wanted = wanted.where(tuple_(func.lower(Space.title), Space.id) > here)
    found = session().scalars(wanted.order_by(func.lower(Space.title), Space.id).limit(PAGE + 1)).all()
    roles = _own_roles(actor, [one.id for one in found])
    titles = _titles(one.group_id for one in found if one.kind == "room")
    rows = [
        ListedSpace(
            one.id,
            one,
            titles.get(one.group_id, "") if one.kind == "room" else "",
            roles.get(one.id, ""),
            POLICY.allows(actor, Can.JOIN, one) and one.id not in roles,
        )
        for one in found
    ]
    return cut(rows, PAGE)


def _own_roles(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The own live role in each of these spaces; the weightiest where one has two places."""
    rows = session().execute(
        select(Membership.space_id, Membership.role)
        .where(
            Membership.space_id.in_(list(ids)),
            Membership.affiliation_id.in_(sorted(actor.affiliations)),
            func.plein.has_place(Membership.space_id, Membership.affiliation_id, False),  # noqa: FBT003 - SQL's
        )
        .order_by(func.array_position(["steward", "member", "reader"], Membership.role).desc())
    )
    return {row.space_id: row.role for row in rows}


def _titles(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session().execute(select(Space.id, Space.title).where(Space.id.in_(wanted)))
    return {row.id: row.title for row in rows}
