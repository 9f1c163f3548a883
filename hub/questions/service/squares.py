"""The squares of the organisations where the actor works: there one asks all colleagues."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import POLICY as GROUPS
from hub.groups.policy import Can
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Organisation, Party, Space


@dataclass(frozen=True)
class Square:
    """A square, and whose it is."""

    id: UUID
    organisation: str


def squares(actor: Actor) -> list[Square]:
    """Where the actor may ask all colleagues, the organisation that one acts for first; one query."""
    acting = actor.acting.organisation_id if actor.acting else None
    rows = session().execute(
        select(Space.id, Organisation.name, Party.organisation_id)
        .join(Party, Party.group_id == Space.id)
        .join(Organisation, Organisation.id == Party.organisation_id)
        .where(Space.square, GROUPS.where(actor, Can.WRITE, Space), Party.organisation_id.in_(sorted(actor.staff_of)))
        .order_by(Organisation.name)
    )
    return [Square(one, name) for one, name, _ in sorted(rows, key=lambda row: row[2] != acting)]
