"""The one clock: the database's. Tests move it there. And the days on the wall that ends are told in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tenants.db import door

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)

WALL_CLOCK = ZoneInfo("Europe/Amsterdam")
"""The clock on the wall of whoever reads this."""


def moment() -> datetime:
    """The moment by which this statement counts, aware, in UTC."""
    found: datetime = door("moment")
    return found


def today() -> date:
    """Today, on the wall."""
    return moment().astimezone(WALL_CLOCK).date()


def end_of(day: date) -> datetime:
    """The moment at which this day is over, on the wall: what "until and including" ends at."""
    return start_of(day + timedelta(days=1))


def start_of(day: date) -> datetime:
    """The moment at which this day begins, on the wall."""
    return datetime.combine(day, time(), WALL_CLOCK)


def last_day(until: datetime) -> date:
    """The last day on which what ends at this moment still holds, as a whole."""
    return (until - timedelta(seconds=1)).astimezone(WALL_CLOCK).date()


def last_day_if_any(until: datetime) -> date | None:
    """The same; None for what goes on."""
    return None if until >= FOREVER else last_day(until)
