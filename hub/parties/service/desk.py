"""What an administrator decides about the own organisation in groups: proposals that wait, its reach, and leaving."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub.desk.service import find
from hub.parties.service.charter import OfOurs, of_ours
from hub.parties.service.opening import Opening, opened
from tenants.actor import Actor
from tenants.db import again, door, door_rows
from tenants.errors import Missing


@dataclass(frozen=True)
class Asked:
    """A proposal as an administrator reads it before she decides: what opens to whom, and what was agreed on."""

    row: Any
    opening: Opening
    charter: OfOurs


def waiting(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Open proposals that concern the organisation, oldest first: it is proposed, it gains, or it is a co-owner."""
    find(actor, organisation_id)
    return door_rows("admin_proposals", the_organisation=organisation_id)


def asked(actor: Actor, organisation_id: UUID, proposal_id: UUID) -> Asked:
    """One of them with all that it means; else Missing."""
    row = next((one for one in waiting(actor, organisation_id) if one.id == proposal_id), None)
    if row is None:
        raise Missing
    if row.kind == "form":
        gains = opened(row.group_id, form=row.wider, organisation_id=None, reach=None)
    elif row.kind in {"party", "reach"} and row.about_id:
        gains = opened(row.group_id, form=None, organisation_id=row.about_id, reach=row.reach)
    else:
        gains = Opening()
    return Asked(row, gains, of_ours(actor, organisation_id, row.group_id))


def answer_proposal(
    actor: Actor, organisation_id: UUID, proposal_id: UUID, *, agrees: bool, meaning: str | None
) -> str:
    """Agree or refuse; returns how the proposal stands: "open" while others must agree, "taken" or "refused".

    meaning: what the page showed; Conflict when the proposal means something else by now.
    """
    find(actor, organisation_id)
    status: str = door(
        "answer_proposal",
        the_proposal=proposal_id,
        the_organisation=organisation_id,
        agrees=agrees,
        the_meaning=meaning,
    )
    again()
    return status


def own_party(actor: Actor, organisation_id: UUID, group_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """A group that the organisation is a party of: what it is there, and what ends when it leaves; else Missing."""
    find(actor, organisation_id)
    rows = door_rows("own_party", the_group=group_id, the_organisation=organisation_id)
    if not rows:
        raise Missing
    return rows[0]


def leave(actor: Actor, organisation_id: UUID, group_id: UUID) -> Any:  # noqa: ANN401 - as own_party
    """Take the own organisation out, at once. Conflict for the last owner and for a square."""
    found = own_party(actor, organisation_id, group_id)
    door("leave_party", the_group=group_id, the_organisation=organisation_id)
    again()
    return found


def narrow(actor: Actor, organisation_id: UUID, group_id: UUID, *, keeps: bool) -> Any:  # noqa: ANN401 - as own_party
    """From all of the own staff to those named, at once; `keeps`: who came by themselves stays."""
    found = own_party(actor, organisation_id, group_id)
    door("narrow_reach", the_group=group_id, the_organisation=organisation_id, keeps=keeps)
    again()
    return found
