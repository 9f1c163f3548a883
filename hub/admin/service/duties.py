"""What waits for the administrator of an organisation."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from hub.desk.service import figures
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Invitation


@dataclass(frozen=True)
class Todo:
    """How many of each wait for the administrator."""

    ending: int
    unsponsored: int
    to_confirm: int


def todo(actor: Actor, organisation_id: UUID) -> Todo:
    """What needs doing; as many queries whatever the numbers."""
    counted = figures(actor, organisation_id)
    waiting = select(func.count()).select_from(Invitation)
    return Todo(
        ending=counted.ending14,
        unsponsored=counted.unsponsored,
        to_confirm=session().scalar(
            waiting.where(
                Invitation.organisation_id == organisation_id,
                Invitation.kind == "external",
                Invitation.status == "waiting",
            )
        )
        or 0,
    )
