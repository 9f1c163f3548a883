"""Who may read an invitation and confirm its taker; sending again and taking back are asked of doors alone."""

from enum import StrEnum

from tenants.policy import AnyOf, In, Policy


class Can(StrEnum):
    """What one can do with an invitation."""

    READ = "read"
    CONFIRM = "confirm"


IS_SPONSOR = In("sponsor_id", "staff_affiliations")
IS_ADMINISTRATOR = In("organisation_id", "administers")

RULES = {
    Can.READ: AnyOf(IS_SPONSOR, IS_ADMINISTRATOR),
    # The door says which of the two: an administrator where one of them took that person out, else the sponsor.
    Can.CONFIRM: AnyOf(IS_SPONSOR, IS_ADMINISTRATOR),
}

POLICY = Policy(RULES, reading=Can.READ)
