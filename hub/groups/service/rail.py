"""My groups, as the rail beside every page shows them."""

from sqlalchemy import func, select

from hub.groups.policy import POLICY
from hub.groups.service.lists import archived_for
from hub.kit.rail import GroupLink
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Membership, Party, Space, SpaceActivity

RAIL = 12
"""So many of my groups stand in the rail; the page of groups has them all."""


def rail(actor: Actor) -> list[GroupLink]:
    """My groups and rooms for the rail, latest news first: where I am a member, and my organisations' squares."""
    whose = [actor.viewing.affiliation_id] if actor.viewing else sorted(actor.affiliations)
    own = select(Membership.space_id).where(Membership.affiliation_id.in_(whose))
    parties = select(func.count()).where(Party.group_id == Space.group_id).correlate(Space).scalar_subquery()
    rows = session().execute(
        select(Space.id, Space.title, parties, Space.icon, Space.tint)
        .join(SpaceActivity, SpaceActivity.space_id == Space.id)
        .where(POLICY.readable(actor, Space), ~archived_for(actor), (Space.id.in_(own)) | Space.square)
        .order_by(SpaceActivity.last_item_id.desc().nulls_last(), Space.title, Space.id)
        .limit(RAIL)
    )
    return [GroupLink(row[0], row[1], row[2] > 1, f"/groepen/{row[0]}", row[3], row[4]) for row in rows]
