"""Changing what a party is in a group, and who can read the group: wider by consent, narrower at once."""

from dataclasses import dataclass
from uuid import UUID

from hub.groups.service import find_group
from hub.parties.policy import POLICY, Can
from hub.parties.service.opening import Opening, opening
from hub.parties.service.proposals import PROPOSAL_DAYS, TakingPart, parties, standing
from tenants.actor import Actor
from tenants.db import again, door
from tenants.errors import Missing
from tenants.models import Space

WIDTH = {"closed": 0, "findable": 1, "open": 2}
NARROWER = {"named", "closed"}


@dataclass(frozen=True)
class Change:
    """A change that a steward wants: of a party (role, reach, out), or of who can read (form, no party)."""

    kind: str
    value: str
    party_id: UUID | None = None


@dataclass(frozen=True)
class Consequences:
    """What a change does, said before it is made: what opens to whom and who must agree, or who reads no more."""

    change: Change
    party: TakingPart | None
    narrows: bool
    opening: Opening
    needed: tuple[str, ...]
    finders: tuple[str, ...]
    by_themselves: int


def party(actor: Actor, group_id: UUID, party_id: UUID) -> TakingPart:
    """An organisation that takes part, for stewards of the group; else Missing."""
    found = next((one for one in parties(actor, group_id) if one.id == party_id), None)
    if found is None:
        raise Missing
    POLICY.require(actor, Can.FOLLOW, find_group(actor, group_id))
    return found


def consequences(actor: Actor, group_id: UUID, change: Change) -> Consequences:
    """What this change would do."""
    group = find_group(actor, group_id)
    about = party(actor, group_id, change.party_id) if change.party_id else None
    narrows = _narrows(group, change)
    POLICY.require(actor, Can.FOLLOW if narrows else Can.PROPOSE, group)
    everybody = parties(actor, group_id)
    owners = [one for one in everybody if one.role == "owner"]
    reaching = [one for one in everybody if one.reach == "all"]
    needed, opens = {one.name for one in owners}, Opening()
    match change.kind, change.value:
        case ("form", _) if not narrows:
            needed |= {one.name for one in reaching}
            opens = opening(group, form=change.value)
        case ("reach", "all") if about:
            needed.add(about.name)
            opens = opening(group, organisation_id=about.id, reach="all")
        case ("role", "owner") if about:
            needed.add(about.name)
        case ("out", _) if about:
            needed.discard(about.name)
    counted = door("came_by_themselves", the_group=group_id, the_organisation=about.id if about else None)
    return Consequences(
        change,
        about,
        narrows,
        opens,
        tuple(sorted(needed)),
        tuple(one.name for one in reaching) if change.value == "findable" else (),
        counted if narrows else 0,
    )


def make(actor: Actor, group_id: UUID, change: Change, *, keeps: bool) -> str:
    """Make a narrower change at once ("done"), or propose another one ("open"; "taken" when nobody else must agree)."""
    found = consequences(actor, group_id, change)
    if found.narrows and change.kind == "form":
        door("narrow_form", the_group=group_id, the_form=change.value, keeps=keeps)
    elif found.narrows:
        door("narrow_reach", the_group=group_id, the_organisation=change.party_id, keeps=False)
    else:
        made = door(
            "propose_change",
            the_group=group_id,
            the_kind=change.kind,
            the_organisation=change.party_id,
            the_value=change.value,
            days=PROPOSAL_DAYS,
        )
        return standing(made)
    again()
    return "done"


def _narrows(group: Space, change: Change) -> bool:
    if change.kind == "form":
        return WIDTH[change.value] < WIDTH[group.form]
    return change.kind == "reach" and change.value == "named"
