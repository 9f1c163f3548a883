"""What stewards and administrators do with the organisations of a group: propose, answer, leave."""

from hub.parties.service.desk import answer_proposal, group, leave, waiting
from hub.parties.service.proposals import (
    Wanted,
    parties,
    preview,
    proposable,
    proposals,
    propose,
    withdraw,
)

__all__ = [
    "Wanted",
    "answer_proposal",
    "group",
    "leave",
    "parties",
    "preview",
    "proposable",
    "proposals",
    "propose",
    "waiting",
    "withdraw",
]
