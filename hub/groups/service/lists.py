"""Which groups and rooms there are for a person: the own ones, those to join or ask at, and the rooms of a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from hub.groups.policy import POLICY, Can
from hub.groups.service.places import find, is_archived
from hub.kit.paging import Page, cut
from tenants.actor import Actor
from tenants.db import door_rows, session
from tenants.models import Membership, Organisation, Party, Space, SpaceActivity, SpaceTag

PAGE = 30
MOST_CHOICES = 200
"""So many organisations and labels can be chosen from in the filter."""
_NO_NEWS = UUID(int=0)


class Which(StrEnum):
    """The lists of the page of groups."""

    MINE = "mijn"
    OPEN = "open"
    FINDABLE = "vindbaar"
    ARCHIVED = "archief"


class Order(StrEnum):
    """In which order they stand."""

    NEWS = "nieuws"
    NAME = "naam"


@dataclass(frozen=True)
class Search:
    """What one looks for: words of title, purpose or labels; an organisation that takes part; a label; a form."""

    query: str = ""
    organisation_id: UUID | None = None
    tag: str = ""
    form: str = ""
    order: Order = Order.NEWS

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.query or self.organisation_id or self.tag or self.form)


ALL = Search()


@dataclass(frozen=True)
class ListedSpace:
    """A group or room in a list; `group`: the title of a room's group, for who sees it; `role`: the own one, or ''."""

    id: UUID
    space: Space
    group: str
    role: str
    may_join: bool
    archived: bool = False
    tags: tuple[str, ...] = ()


def spaces(actor: Actor, which: Which, search: Search = ALL, *, after: UUID | None = None) -> Page[ListedSpace]:
    """A page of one of the lists; four queries."""
    return _page(actor, _wanted(actor, which, search), after, search.order)


def count(actor: Actor, which: Which, search: Search = ALL) -> int:
    """How many there are in such a list; of those that the actor sees, so the number tells nothing else."""
    wanted = _wanted(actor, which, search).with_only_columns(Space.id).subquery()
    return session().scalar(select(func.count()).select_from(wanted)) or 0


def _wanted(actor: Actor, which: Which, search: Search) -> Select[Space]:
    whose = [actor.viewing.affiliation_id] if actor.viewing else sorted(actor.affiliations)
    own = select(Membership.space_id).where(Membership.affiliation_id.in_(whose))
    mine = or_(Space.id.in_(own), Space.square)
    archived = archived_for(actor)
    conditions: dict[Which, tuple[ColumnElement[bool], ...]] = {
        Which.MINE: (mine, ~archived),
        Which.OPEN: (POLICY.where(actor, Can.JOIN, Space), ~mine),
        Which.ARCHIVED: (archived,),
        Which.FINDABLE: (literal(value=False),),  # those that one sees are not asked at: see findable()
    }
    wanted = select(Space).where(POLICY.readable(actor, Space), *conditions[which])
    for word in search.query.lower().split():
        tagged = select(SpaceTag.space_id).where(func.strpos(SpaceTag.name, word) > 0)
        wanted = wanted.where(
            or_(
                func.strpos(func.lower(Space.title), word) > 0,
                func.strpos(func.lower(Space.purpose), word) > 0,
                Space.id.in_(tagged),
            )
        )
    if search.organisation_id:
        parties = select(Party.group_id).where(Party.organisation_id == search.organisation_id)
        wanted = wanted.where(Space.group_id.in_(parties))
    if search.tag:
        wanted = wanted.where(Space.id.in_(select(SpaceTag.space_id).where(SpaceTag.name == search.tag)))
    if search.form:
        wanted = wanted.where(Space.form == search.form)
    return wanted


def archived_for(actor: Actor) -> ColumnElement[bool]:
    """What is_archived() says of one space, for a query."""
    if actor.viewing:
        return or_(Space.archived)
    return or_(Space.archived, and_(Space.kind == "room", ~POLICY.where(actor, Can.REACT, Space)))


@dataclass(frozen=True)
class Choices:
    """What the filter offers: the organisations that take part in groups that one sees, and the labels of those."""

    organisations: tuple[tuple[UUID, str], ...]
    tags: tuple[str, ...]


def choices() -> Choices:
    """By name; two queries. What is offered lies in spaces that the actor sees anyway."""
    taking_part = select(Party.organisation_id)
    organisations = session().execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(taking_part))
        .order_by(Organisation.name, Organisation.id)
        .limit(MOST_CHOICES)
    )
    return Choices(tuple((row.id, row.name) for row in organisations), tags_in_use(MOST_CHOICES))


def tags_in_use(most: int) -> tuple[str, ...]:
    """The labels of the spaces that the actor sees, those used most first when there are more."""
    rows = session().execute(
        select(SpaceTag.name).group_by(SpaceTag.name).order_by(func.count().desc(), SpaceTag.name).limit(most)
    )
    return tuple(sorted(row.name for row in rows))


def tags_of(space_id: UUID) -> tuple[str, ...]:
    """The labels of one space that the actor sees."""
    return _tags([space_id]).get(space_id, ())


@dataclass(frozen=True)
class Findable:
    """A group that is by invitation, as staff of a party may find it: no more than this. `asked`: the own request."""

    id: UUID
    title: str
    purpose: str
    stewards: tuple[str, ...]
    asked: UUID | None


@dataclass(frozen=True)
class FindablePage:
    """A page of them, and how many there are."""

    page: Page[Findable]
    count: int


def findable(
    actor: Actor, search: Search = ALL, *, after: UUID | None = None, group_id: UUID | None = None, most: int = PAGE
) -> FindablePage:
    """Findable groups by title, of the parties where the actor is staff, that the actor does not see; or the one.

    Labels and other organisations are not told about them, so a search by those finds none.
    """
    other = search.organisation_id is not None and search.organisation_id not in actor.staff_of
    if not actor.staff_of or other or search.tag or search.form not in {"", "findable"}:
        return FindablePage(Page(()), 0)
    rows = door_rows(
        "findable_groups",
        the_words=search.query.lower().split(),
        through=search.organisation_id,
        after=after,
        the_group=group_id,
        at_most=most + 1,
    )
    found = [Findable(row.id, row.title, row.purpose, tuple(row.stewards), row.asked) for row in rows]
    return FindablePage(cut(found, most), rows[0].how_many if rows else 0)


def rooms(actor: Actor, group_id: UUID, *, after: UUID | None = None) -> Page[ListedSpace]:
    """The rooms of a group that the actor sees: no other one, nor how many there are."""
    group = find(actor, group_id)
    wanted = select(Space).where(
        POLICY.readable(actor, Space), Space.group_id == group.id, Space.kind == "room", Space.id != group.id
    )
    return _page(actor, wanted, after, Order.NAME)


def _page(actor: Actor, wanted: Select[Space], after: UUID | None, order: Order) -> Page[ListedSpace]:
    wanted = (_by_news if order is Order.NEWS else _by_name)(wanted, after)
    found = session().scalars(wanted.limit(PAGE + 1)).all()
    ids = [one.id for one in found]
    roles, tags = _own_roles(actor, ids), _tags(ids)
    titles = _titles(one.group_id for one in found if one.kind == "room")
    rows = [
        ListedSpace(
            one.id,
            one,
            titles.get(one.group_id, "") if one.kind == "room" else "",
            roles.get(one.id, ""),
            POLICY.allows(actor, Can.JOIN, one) and one.id not in roles,
            is_archived(actor, one),
            tags.get(one.id, ()),
        )
        for one in found
    ]
    return cut(rows, PAGE)


def _by_name(wanted: Select[Space], after: UUID | None) -> Select[Space]:
    if after is not None:
        last = aliased(Space)
        here = select(func.lower(last.title), last.id).where(last.id == after).scalar_subquery()
        wanted = wanted.where(tuple_(func.lower(Space.title), Space.id) > here)
    return wanted.order_by(func.lower(Space.title), Space.id)


def _by_news(wanted: Select[Space], after: UUID | None) -> Select[Space]:
    """Ids of items grow with time, so the newest item's tells when there was news."""
    wanted = wanted.join(SpaceActivity, SpaceActivity.space_id == Space.id)
    news = func.coalesce(SpaceActivity.last_item_id, _NO_NEWS)
    if after is not None:
        last = aliased(SpaceActivity)
        here = (
            select(func.coalesce(last.last_item_id, _NO_NEWS), last.space_id)
            .where(last.space_id == after)
            .scalar_subquery()
        )
        wanted = wanted.where(tuple_(news, Space.id) < here)
    return wanted.order_by(news.desc(), Space.id.desc())


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


def _tags(ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    rows = session().execute(
        select(SpaceTag.space_id, func.array_agg(SpaceTag.name))
        .where(SpaceTag.space_id.in_(list(ids)))
        .group_by(SpaceTag.space_id)
    )
    return {space_id: tuple(sorted(names)) for space_id, names in rows}


def _titles(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session().execute(select(Space.id, Space.title).where(Space.id.in_(wanted)))
    return {row.id: row.title for row in rows}
