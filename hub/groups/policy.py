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
    ARCHIVE = "archive"
    INVITE_EXTERNAL = "invite-external"
    CREATE_ROOM = "create-room"
    ADD_MEMBER = "add-member"
    CHANGE = "change"
    SET_END = "set-end"
    ANSWER = "answer"


class CanWith(StrEnum):
    """What one can do with an organisation here."""

    FOUND = "found"


LIVE = In("id", "reacts")  # for who stewards it: neither itself nor its group is archived or past its end
STEWARD = In("id", "stewards")

RULES = {
    Can.READ: In("id", "sees"),
    # A staff member who sees an open group becomes a member by writing, a reader by reacting. The lists leave out
    # archived spaces and rooms of an archived group.
    Can.WRITE: AnyOf(In("id", "writes"), In("id", "joins")),
    Can.REACT: In("id", "reacts"),
    Can.JOIN: AllOf(In("id", "joins"), Not(In("id", "writes"))),
    Can.STEWARD: STEWARD,
    Can.ARCHIVE: AllOf(STEWARD, Eq("square", value=False)),
    # Members too where the charter in force says so: that is its door's to say (service.abilities).
    Can.INVITE_EXTERNAL: AllOf(STEWARD, In("id", "writes"), Eq("square", value=False)),
    Can.ADD_MEMBER: AllOf(STEWARD, LIVE),
    # Title, purpose, labels and picture; a square has no end date.
    Can.CHANGE: AllOf(STEWARD, LIVE),
    Can.SET_END: AllOf(STEWARD, LIVE, Eq("square", value=False)),
    # Whoever asks to come in waits for a steward of the group.
    Can.ANSWER: AllOf(STEWARD, Eq("kind", "group")),
    Can.CREATE_ROOM: AllOf(STEWARD, LIVE, Eq("kind", "group"), Eq("square", value=False)),
}

POLICY = Policy(RULES, reading=Can.READ)

# A group is founded by staff, or by administrators alone where the organisation says so.
FOUNDING = Policy(
    {CanWith.FOUND: AnyOf(In("id", "administers"), AllOf(In("id", "staff_of"), Eq("founders", "staff")))},
    reading=CanWith.FOUND,
)
