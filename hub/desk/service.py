"""The organisation that is administered."""

from uuid import UUID

from sqlalchemy import select

from hub.desk.policy import POLICY
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Organisation


def find(actor: Actor, organisation_id: UUID) -> Organisation:
    """The organisation, for its administrators; else Missing."""
    return POLICY.found(actor, session().get(Organisation, organisation_id))


def administered(actor: Actor) -> list[Organisation]:
    """The organisations that the actor administers, by name."""
    rows = session().scalars(select(Organisation).where(POLICY.readable(actor, Organisation)))
    return sorted(rows, key=lambda one: (one.name, one.id))
