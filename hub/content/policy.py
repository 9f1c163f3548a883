"""Who may do what with an item, whatever its kind. Features add their own rules for their own tables."""

from enum import StrEnum

from tenants.policy import AllOf, AnyOf, Eq, In, Policy


class Can(StrEnum):
    """What one can do with an item."""

    READ = "read"
    COMMENT = "comment"
    REACT = "react"
    EDIT = "edit"
    DELETE = "delete"
    RESTORE = "restore"
    PIN = "pin"
    TURN = "turn"
    MOVE = "move"


SEEN = In("space_id", "sees")
IS_AUTHOR = In("author_id", "mine")
IS_STEWARD = In("space_id", "stewards")
LIVE_SPACE = In("space_id", "reacts")
WRITABLE = AnyOf(In("space_id", "writes"), In("space_id", "joins"))

# What was in the bin when its thread moved: nobody's of the new space but whose it is, and who deleted it.
IN_SIGHT = AnyOf(Eq("veiled", value=False), IS_AUTHOR, In("deleted_by", "mine"))

RULES = {
    Can.READ: AllOf(SEEN, IN_SIGHT),
    Can.COMMENT: WRITABLE,
    Can.REACT: LIVE_SPACE,
    # The author while a member: the affiliation that wrote it must count now, and the space be writable.
    Can.EDIT: AllOf(In("author_id", "affiliations"), In("space_id", "writes")),
    Can.DELETE: AllOf(LIVE_SPACE, AnyOf(IS_AUTHOR, IS_STEWARD)),
    # Who deleted it: of another's text only while a steward, for the database changes it for nobody else.
    Can.RESTORE: AllOf(LIVE_SPACE, IN_SIGHT, AnyOf(AllOf(In("deleted_by", "mine"), IS_AUTHOR), IS_STEWARD)),
    Can.PIN: AllOf(IS_STEWARD, In("space_id", "writes")),
    # Into a question and back, while a member; what is of another kind becomes nothing.
    Can.TURN: AllOf(
        In("space_id", "writes"), AnyOf(IS_AUTHOR, IS_STEWARD), AnyOf(Eq("kind", "post"), Eq("kind", "question"))
    ),
    # To another space of the group where the actor writes too: which those are is service/moving.py's to say.
    Can.MOVE: AllOf(
        In("space_id", "writes"),
        AnyOf(IS_AUTHOR, IS_STEWARD),
        AnyOf(Eq("kind", "post"), Eq("kind", "question"), Eq("kind", "document")),
    ),
}

POLICY = Policy(RULES, reading=Can.READ)
