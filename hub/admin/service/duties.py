"""What waits for the administrator of an organisation."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from hub.desk.service import find
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import door_rows, session
from tenants.models import Agreement, AgreementParty, Invitation

SOON = timedelta(days=14)
FIRST_ID = UUID(int=0)
COUNTED = 1000
"""So many externals are looked at for the numbers on the desk; past that they say "at least"."""


@dataclass(frozen=True)
class Todo:
    """How many of each wait for the administrator."""

    newcomers: int
    agreements: int
    ending: int
    unsponsored: int
    to_confirm: int


def todo(actor: Actor, organisation_id: UUID) -> Todo:
    """What needs doing; as many queries whatever the numbers."""
    find(actor, organisation_id)
    now = moment()
    externals = door_rows(
        "admin_memberships",
        the_organisation=organisation_id,
        the_affiliation=None,
        only_externals=True,
        after_until=now,
        after_id=FIRST_ID,
        at_most=COUNTED,
    )
    unsigned = (
        select(func.count()).select_from(AgreementParty).join(Agreement, Agreement.id == AgreementParty.agreement_id)
    )
    waiting = select(func.count()).select_from(Invitation)
    return Todo(
        newcomers=len(door_rows("admin_waiting", the_organisation=organisation_id)),
        agreements=session().scalar(
            unsigned.where(
                AgreementParty.organisation_id == organisation_id,
                AgreementParty.signed_at.is_(None),
                Agreement.status == "proposed",
                Agreement.until > now,
            )
        )
        or 0,
        ending=sum(one.until <= now + SOON for one in externals),
        unsponsored=sum(not one.sponsor_live for one in externals),
        to_confirm=session().scalar(
            waiting.where(Invitation.organisation_id == organisation_id, Invitation.status == "waiting")
        )
        or 0,
    )
