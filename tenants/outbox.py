"""What must not be lost is a row first, in the transaction of the change, and a job after it."""

from uuid import UUID

from tenants.clock import moment
from tenants.db import session
from tenants.ids import new_id
from tenants.models import Outbox


def put(kind: str, **payload: str | int | UUID) -> None:
    """Ask for a job of this kind after the commit. The payload holds ids and numbers, never texts."""
    at = moment()
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
    session().add(Outbox(id=new_id(), kind=kind, payload=plain, key=None, created_at=at, due_at=at))
    session().flush()
