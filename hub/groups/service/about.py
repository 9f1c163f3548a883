"""What stands beside a space's messages: what it is for, who owns and tends it, until when, and its rooms."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from hub.groups.policy import POLICY
from hub.groups.service.lists import tags_of
from hub.groups.service.members import stewards
from hub.kit.people import Byline
from tenants.actor import Actor
from tenants.clock import last_day_if_any
from tenants.db import session
from tenants.models import Organisation, Party, Space

MOST_ROOMS = 6


@dataclass(frozen=True)
class About:
    """The card "Over deze groep". A room has no owners of its own, and shows none of its group."""

    space: Space
    owners: tuple[str, ...]
    stewards: tuple[Byline, ...]
    last_day: date | None
    rooms: tuple[Space, ...]
    tags: tuple[str, ...]


def about(actor: Actor, space: Space) -> About:
    """The card of a space that the actor sees; four queries for a group, two for a room."""
    is_group = space.kind == "group"
    return About(
        space,
        _owners(space) if is_group else (),
        tuple(stewards(space.id)),
        last_day_if_any(space.ends_at),
        _rooms(actor, space) if is_group else (),
        tags_of(space.id),
    )


def _owners(space: Space) -> tuple[str, ...]:
    return tuple(
        session().scalars(
            select(Organisation.name)
            .join(Party, Party.organisation_id == Organisation.id)
            .where(Party.group_id == space.id, Party.role == "owner")
            .order_by(Organisation.name, Organisation.id)
        )
    )


def _rooms(actor: Actor, space: Space) -> tuple[Space, ...]:
    return tuple(
        session().scalars(
            select(Space)
            .where(POLICY.readable(actor, Space), Space.group_id == space.id, Space.kind == "room")
            .order_by(Space.archived, Space.title, Space.id)
            .limit(MOST_ROOMS)
        )
    )
