"""What an administrator decides about the own organisation in groups: proposals that wait, and leaving."""

from typing import Any
from uuid import UUID

from hub.desk.service import find
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Missing


def group(actor: Actor, organisation_id: UUID, group_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """A group that the organisation is a party of, with its own people there; else Missing."""
    find(actor, organisation_id)
    rows = door_rows("admin_groups", the_organisation=organisation_id)
    found = next((one for one in rows if one.group_id == group_id), None)
    if found is None:
        raise Missing
    return found


def leave(actor: Actor, organisation_id: UUID, group_id: UUID) -> Any:  # noqa: ANN401 - as group
    """Take the own organisation out, at once. Conflict for the last owner and for a square."""
    found = group(actor, organisation_id, group_id)
    door("leave_party", the_group=group_id, the_organisation=organisation_id)
    return found


def waiting(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Open proposals that concern the organisation, oldest first: as the one proposed, or as a co-owner."""
    find(actor, organisation_id)
    return door_rows("admin_proposals", the_organisation=organisation_id)


def answer_proposal(actor: Actor, organisation_id: UUID, proposal_id: UUID, *, agrees: bool) -> str:
    """Agree or refuse; returns how the proposal stands: "open" while others must agree, "taken" or "refused"."""
    find(actor, organisation_id)
    status: str = door("answer_proposal", the_proposal=proposal_id, the_organisation=organisation_id, agrees=agrees)
    return status
