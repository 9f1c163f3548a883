"""The one clock: the database's. Tests move it there."""

from datetime import UTC, datetime

from tenants.db import door

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def moment() -> datetime:
    """The moment by which this statement counts, aware, in UTC."""
    found: datetime = door("moment")
    return found
