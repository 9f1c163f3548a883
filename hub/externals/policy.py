"""Who may do what with invitations, which only the sponsor and the administrators see. The doors ask again."""

from enum import StrEnum

from tenants.policy import AnyOf, In, Policy


class Can(StrEnum):
    """What one can do with an invitation."""

    READ = "read"
    CONFIRM = "confirm"
    RESEND = "resend"
    WITHDRAW = "withdraw"


IS_SPONSOR = In("sponsor_id", "staff_affiliations")
IS_ADMINISTRATOR = In("organisation_id", "administers")

RULES = {
    Can.READ: AnyOf(IS_SPONSOR, IS_ADMINISTRATOR),
    Can.CONFIRM: IS_SPONSOR,
    Can.RESEND: AnyOf(IS_SPONSOR, IS_ADMINISTRATOR),
    Can.WITHDRAW: AnyOf(IS_SPONSOR, IS_ADMINISTRATOR),
}

POLICY = Policy(RULES, reading=Can.READ)
