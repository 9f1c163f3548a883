"""What an administrator reads of the log and of the fences, and what a person reads of the own acts."""

from hub.audit.service.isolation import Check, ask, last_check, look
from hub.audit.service.logbook import (
    GROUPS,
    Asked,
    Head,
    Range,
    Seal,
    exported,
    head,
    kind_of,
    log,
    own,
    part,
    seals,
    wanted,
)

__all__ = [
    "GROUPS",
    "Asked",
    "Check",
    "Head",
    "Range",
    "Seal",
    "ask",
    "exported",
    "head",
    "kind_of",
    "last_check",
    "log",
    "look",
    "own",
    "part",
    "seals",
    "wanted",
]
