"""What stewards and administrators do with the organisations of a group: propose, answer, agree on, leave."""

from hub.parties.service.changes import Change, Consequences, consequences, make, party
from hub.parties.service.charter import charter, lay_before, of_ours, read, unread, writable, write
from hub.parties.service.desk import answer_proposal, asked, leave, narrow, own_party, waiting
from hub.parties.service.proposals import (
    BESIDE,
    Wanted,
    awaited,
    decided,
    parties,
    preview,
    proposable,
    proposals,
    propose,
    withdraw,
)

__all__ = [
    "BESIDE",
    "Change",
    "Consequences",
    "Wanted",
    "answer_proposal",
    "asked",
    "awaited",
    "charter",
    "consequences",
    "decided",
    "lay_before",
    "leave",
    "make",
    "narrow",
    "of_ours",
    "own_party",
    "parties",
    "party",
    "preview",
    "proposable",
    "proposals",
    "propose",
    "read",
    "unread",
    "waiting",
    "withdraw",
    "writable",
    "write",
]
