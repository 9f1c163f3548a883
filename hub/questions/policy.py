"""Who may do what with a question, besides what holds for every item."""

from enum import StrEnum

from hub.content.policy import IS_AUTHOR, IS_STEWARD, LIVE_SPACE, SEEN, WRITABLE
from tenants.policy import AllOf, AnyOf, Policy


class Can(StrEnum):
    """What one can do with a question."""

    READ = "read"
    ANSWER = "answer"
    ACCEPT = "accept"
    RETITLE = "retitle"
    ASK_FOR = "ask_for"
    MERGE = "merge"


# The asker, under any own affiliation, or a steward; in an archived space nobody.
ASKER_OR_STEWARD = AllOf(LIVE_SPACE, AnyOf(IS_AUTHOR, IS_STEWARD))

RULES = {
    Can.READ: SEEN,
    Can.ANSWER: WRITABLE,
    Can.ACCEPT: ASKER_OR_STEWARD,
    Can.RETITLE: ASKER_OR_STEWARD,
    # For whom one asks, only the asker says: a steward takes a name away, as part of the title.
    Can.ASK_FOR: AllOf(LIVE_SPACE, IS_AUTHOR),
    Can.MERGE: AllOf(LIVE_SPACE, IS_STEWARD),
}

POLICY = Policy(RULES, reading=Can.READ)
