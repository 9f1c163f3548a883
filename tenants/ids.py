"""Makes ids that sort by time."""

import secrets
import time
import uuid
from datetime import datetime


def new_id(at: datetime | None = None) -> uuid.UUID:
    """A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970 (now, or `at`), then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000 if at is None else int(at.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)
