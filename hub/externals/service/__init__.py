"""The life of an external: invited by a sponsor, let in, on terms, extended, ended. Each step is a door."""

from hub.externals.service.invited import accept, greeting, refuse, terms
from hub.externals.service.inviting import (
    DEFAULT_DAYS,
    Opens,
    Pending,
    Sponsorship,
    confirm,
    find,
    invite,
    opens,
    pending,
    resend,
    sponsorship,
    waiting_in,
    withdraw,
)
from hub.externals.service.sponsoring import end, extend, externals, latest_day, place

__all__ = [
    "DEFAULT_DAYS",
    "Opens",
    "Pending",
    "Sponsorship",
    "accept",
    "confirm",
    "end",
    "extend",
    "externals",
    "find",
    "greeting",
    "invite",
    "latest_day",
    "opens",
    "pending",
    "place",
    "refuse",
    "resend",
    "sponsorship",
    "terms",
    "waiting_in",
    "withdraw",
]
