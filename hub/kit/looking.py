"""Looking as an external: what the browser keeps of it, for a quarter of an hour and for one session alone.

The cookie says only as whom one wants to look; whether one may, the database says at every request (`db.by_session`).
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import session as cookie

from tenants.clock import moment
from tenants.db import Look

LONGEST = timedelta(minutes=15)
_KEY = "kijkt"
_BOUND = 16


def begin(proof: bytes, membership_id: UUID, *, back: str) -> None:
    """From the next request on, look as the external with this membership; `back`: where stopping leads."""
    cookie[_KEY] = [membership_id.hex, proof.hex()[:_BOUND], (moment() + LONGEST).isoformat(), back]


def chosen(proof: bytes | None) -> Look | None:
    """As whom this session looks, and until when, over or not; None when it looks as itself."""
    try:
        membership, bound, until, _back = cookie[_KEY]
        fits = proof is not None and bound == proof.hex()[:_BOUND]
        return Look(UUID(membership), datetime.fromisoformat(until)) if fits else None
    except (KeyError, TypeError, ValueError):
        return None


def stop() -> str:
    """Look as oneself again; where one came from."""
    try:
        back = cookie.pop(_KEY)[3]
    except (KeyError, TypeError, IndexError):
        return "/"
    return str(back)
