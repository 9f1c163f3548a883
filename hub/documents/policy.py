"""Who may do what with a document; putting one in is a matter of its space, deleting and commenting of its item."""

from enum import StrEnum

from tenants.policy import AllOf, AnyOf, In, Policy


class Can(StrEnum):
    """What one can do with a document."""

    READ = "read"
    ADD_VERSION = "add-version"
    SET_BACK = "set-back"
    RENAME = "rename"


WRITES = In("space_id", "writes")

RULES = {
    Can.READ: In("space_id", "sees"),
    Can.ADD_VERSION: AnyOf(WRITES, In("space_id", "joins")),
    Can.SET_BACK: WRITES,
    Can.RENAME: AllOf(WRITES, AnyOf(In("author_id", "mine"), In("space_id", "stewards"))),
}

POLICY = Policy(RULES, reading=Can.READ)
