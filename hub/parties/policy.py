"""Who may do what with the organisations of a group. The doors ask the same again in SQL, and whose steward one is."""

from enum import StrEnum

from hub.groups.policy import LIVE, STEWARD
from tenants.policy import AllOf, Eq, In, Policy


class Can(StrEnum):
    """What one can do with the organisations of a group."""

    SEE = "see"
    PROPOSE = "propose"
    FOLLOW = "follow"
    WRITE_CHARTER = "write-charter"


GROUP = AllOf(Eq("kind", "group"), Eq("square", value=False))

POLICY = Policy(
    {
        Can.SEE: AllOf(In("id", "sees"), Eq("kind", "group")),
        Can.PROPOSE: AllOf(STEWARD, LIVE, GROUP),
        Can.FOLLOW: AllOf(STEWARD, GROUP),  # the proposals, decided ones too; and taking one back
        Can.WRITE_CHARTER: AllOf(STEWARD, LIVE, GROUP),
    },
    reading=Can.SEE,
)
