"""Who may do what with a space. The doors ask the same again in SQL."""

from enum import StrEnum

from tenants.policy import AllOf, AnyOf, Eq, In, Not, Policy


class Can(StrEnum):
    """What one can do with a group or a room."""

    READ = "read"
    WRITE = "write"
    REACT = "react"
    JOIN = "join"
    STEWARD = "steward"
    PROPOSE_PARTY = "propose-party"
    INVITE_EXTERNAL = "invite-external"
    CREATE_ROOM = "create-room"


LIVE = Eq("archived", value=False)
STEWARD = In("id", "stewards")

RULES = {
    Can.READ: In("id", "sees"),
    # A staff member who sees an open group becomes a member by writing, a reader by reacting. The lists leave out
    # archived spaces and rooms of an archived group.
    Can.WRITE: AnyOf(In("id", "writes"), In("id", "joins")),
    Can.REACT: In("id", "reacts"),
    Can.JOIN: AllOf(In("id", "joins"), Not(In("id", "writes"))),
    Can.STEWARD: STEWARD,
    Can.PROPOSE_PARTY: AllOf(STEWARD, LIVE, Eq("kind", "group"), Eq("square", value=False)),
    Can.INVITE_EXTERNAL: AllOf(STEWARD, In("id", "writes"), Eq("square", value=False)),
    Can.CREATE_ROOM: AllOf(STEWARD, LIVE, Eq("kind", "group"), Eq("square", value=False)),
}

POLICY = Policy(RULES, reading=Can.READ)
