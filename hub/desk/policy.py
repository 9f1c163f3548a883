"""Who may open Beheer: the administrators of that very organisation. The doors ask again."""

from enum import StrEnum

from tenants.policy import In, Policy


class Can(StrEnum):
    """What one can do with an organisation here."""

    ADMINISTER = "administer"


POLICY = Policy({Can.ADMINISTER: In("id", "administers")}, reading=Can.ADMINISTER)
