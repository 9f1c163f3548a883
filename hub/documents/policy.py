"""Who may do what with a document or a folder; putting one in is its space's matter, deleting its item's."""

from enum import StrEnum

from tenants.policy import AllOf, AnyOf, In, Policy


class Can(StrEnum):
    """What one can do with a document or a folder."""

    READ = "read"
    ADD_VERSION = "add-version"
    SET_BACK = "set-back"
    RENAME = "rename"
    MOVE = "move"


WRITES = In("space_id", "writes")
OWN = AllOf(WRITES, AnyOf(In("author_id", "mine"), In("space_id", "stewards")))

RULES = {
    Can.READ: In("space_id", "sees"),
    Can.ADD_VERSION: AnyOf(WRITES, In("space_id", "joins")),
    Can.SET_BACK: WRITES,
    Can.RENAME: OWN,
    Can.MOVE: OWN,
}

POLICY = Policy(RULES, reading=Can.READ)
