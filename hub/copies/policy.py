"""Who may do what with a copy: whoever asked for it, as the affiliation that it was made for. The doors ask again."""

from enum import StrEnum

from tenants.policy import AllOf, Eq, In, Policy


class Can(StrEnum):
    """What one can do with a copy."""

    READ = "read"
    DOWNLOAD = "download"
    REMOVE = "remove"


OWN = In("affiliation_id", "staff_affiliations")

RULES = {
    Can.READ: In("affiliation_id", "affiliations"),
    # That every space in it is still seen is asked by the door, at each download.
    Can.DOWNLOAD: AllOf(OWN, In("space_id", "sees"), Eq("status", "ready")),
    Can.REMOVE: In("affiliation_id", "affiliations"),
}

POLICY = Policy(RULES, reading=Can.READ)
