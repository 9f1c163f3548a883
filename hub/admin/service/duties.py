"""What waits for the administrator of an organisation."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from hub.desk.service import figures
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.models import Agreement, AgreementParty, Invitation


@dataclass(frozen=True)
class Todo:
    """How many of each wait for the administrator."""

    agreements: int
    ending: int
    unsponsored: int
    to_confirm: int


def todo(actor: Actor, organisation_id: UUID) -> Todo:
    """What needs doing; as many queries whatever the numbers."""
    now, counted = moment(), figures(actor, organisation_id)
    unsigned = (
        select(func.count()).select_from(AgreementParty).join(Agreement, Agreement.id == AgreementParty.agreement_id)
    )
    waiting = select(func.count()).select_from(Invitation)
    return Todo(
        agreements=session().scalar(
            unsigned.where(
                AgreementParty.organisation_id == organisation_id,
                AgreementParty.signed_at.is_(None),
                Agreement.status == "proposed",
                Agreement.until > now,
            )
        )
        or 0,
        ending=counted.ending14,
        unsponsored=counted.unsponsored,
        to_confirm=session().scalar(
            waiting.where(Invitation.organisation_id == organisation_id, Invitation.status == "waiting")
        )
        or 0,
    )
