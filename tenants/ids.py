"""Makes ids that sort by time."""

import secrets
import threading
import time
import uuid
from datetime import datetime

RANDOM = 74
"""So many bits of an id are random."""
SET_BACK = 1000
"""A clock that is set back by more milliseconds than this is believed; ids do not rise then."""

_lock = threading.Lock()
_last = (0, 0)


def new_id(at: datetime | None = None) -> uuid.UUID:
    """A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970 (now, or `at`), then 74 random bits.

    Those of now rise within a process, also within a millisecond (section 6.2, method 2): what is made in one request
    stands in the order in which it was made.
    """
    drawn = secrets.randbits(RANDOM)
    if at is None:
        milliseconds, drawn = _later(time.time_ns() // 1_000_000, drawn)
    else:
        milliseconds = int(at.timestamp() * 1000)
    high, low = drawn >> 62, drawn & (1 << 62) - 1
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _later(milliseconds: int, drawn: int) -> tuple[int, int]:
    """These, or what comes after the last ones by a step that nobody guesses."""
    global _last  # noqa: PLW0603 - one row of ids for the process
    with _lock:
        if (milliseconds, drawn) <= _last and _last[0] - milliseconds < SET_BACK:
            milliseconds, drawn = _last[0], _last[1] + 1 + secrets.randbits(32)
            if drawn >> RANDOM:
                milliseconds, drawn = milliseconds + 1, secrets.randbits(RANDOM - 1)
        _last = milliseconds, drawn
        return _last
