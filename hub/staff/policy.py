"""Who looks after invitations of staff: the administrators of that organisation. The doors ask again."""

from enum import StrEnum

from tenants.policy import AllOf, Eq, In, Policy

_OURS = AllOf(Eq("kind", "staff"), In("organisation_id", "administers"))


class Can(StrEnum):
    """What one can do with an invitation of staff."""

    READ = "read"
    RESEND = "resend"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"


POLICY = Policy({Can.READ: _OURS, Can.RESEND: _OURS, Can.WITHDRAW: _OURS, Can.CONFIRM: _OURS}, reading=Can.READ)
"""An invitation of somebody who will also work here."""
