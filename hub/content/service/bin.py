"""What was deleted and can still be brought back: one's own, and for stewards everything in their space."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from hub.content.models import Item
from hub.content.policy import IS_STEWARD, POLICY, Can
from hub.content.service.steps import RESTORE_DAYS
from hub.groups import service as groups
from hub.kit.paging import PAGE, Page, cut
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session

_Above, _Top = aliased(Item, name="above"), aliased(Item, name="top")


@dataclass(frozen=True)
class Binned:
    """Something in the bin: whose it was, who deleted it and when, until when it comes back, whether I may do that."""

    item: Item
    author: Byline
    by: Byline
    by_me: bool
    when: datetime
    until: datetime
    may_restore: bool
    with_its_parent: bool

    @property
    def id(self) -> UUID:
        """The item's id."""
        return self.item.id


def binned(actor: Actor, *, space_id: UUID | None = None, after: UUID | None = None) -> Page[Binned]:
    """What lies in the bin, deleted last first: of a space, or of all of them what I deleted. Four queries.

    Of a space a steward sees everything but what came in the bin with a thread that moved here; who is none only
    what that person deleted.
    """
    # What it stands under is not there for whom it is veiled from.
    is_gone = or_(
        func.coalesce(_Above.deleted_at, _Top.deleted_at).is_not(None),
        and_(Item.parent_id.is_not(None), _Above.id.is_(None)),
        and_(_Above.parent_id.is_not(None), _Top.id.is_(None)),
    )
    rows = (
        select(Item, is_gone)
        .outerjoin(_Above, (_Above.space_id == Item.space_id) & (_Above.id == Item.parent_id))
        .outerjoin(_Top, (_Top.space_id == _Above.space_id) & (_Top.id == _Above.parent_id))
        .where(
            POLICY.readable(actor, Item),
            Item.deleted_at.is_not(None),
            Item.deleted_at >= moment() - timedelta(days=RESTORE_DAYS),
        )
    )
    is_steward = False
    if space_id is not None:
        is_steward = IS_STEWARD.holds(actor, _Place(groups.find(actor, space_id).id))
        rows = rows.where(Item.space_id == space_id)
    if not is_steward:
        rows = rows.where(Item.deleted_by.in_(sorted(actor.mine)))
    if after is not None:
        last = select(Item.deleted_at, Item.id).where(Item.id == after, POLICY.readable(actor, Item))
        rows = rows.where(tuple_(Item.deleted_at, Item.id) < last.scalar_subquery())
    found = session().execute(rows.order_by(Item.deleted_at.desc(), Item.id.desc()).limit(PAGE + 1)).all()
    who = bylines(one for item, _ in found for one in (item.author_id, item.deleted_by) if one)
    drawn = [_drawn(actor, item, who, with_its_parent=bool(gone)) for item, gone in found]
    return cut(drawn, PAGE)


@dataclass(frozen=True)
class _Place:
    """A space as rules about items read it."""

    space_id: UUID


def _drawn(actor: Actor, item: Item, who: Mapping[UUID, Byline], *, with_its_parent: bool) -> Binned:
    assert item.deleted_at is not None  # noqa: S101 - what was asked for
    assert item.deleted_by is not None  # noqa: S101 - goes with it
    return Binned(
        item=item,
        author=who[item.author_id],
        by=who[item.deleted_by],
        by_me=item.deleted_by in actor.mine,
        when=item.deleted_at,
        until=item.deleted_at + timedelta(days=RESTORE_DAYS),
        may_restore=not with_its_parent and POLICY.allows(actor, Can.RESTORE, item),
        with_its_parent=with_its_parent,
    )
