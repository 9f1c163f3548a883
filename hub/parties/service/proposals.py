"""Which organisations take part in a group, and the proposals about them: listing, proposing, taking back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hub.groups.service import find_group
from hub.kit.paging import PAGE, Page, cut
from hub.kit.people import Byline, bylines
from hub.parties.policy import POLICY, Can
from hub.parties.service.opening import Opening, opening
from tenants.actor import Actor
from tenants.db import again, door, door_rows, session
from tenants.errors import Invalid, Missing, words
from tenants.models import Organisation, Party, Proposal

PROPOSAL_DAYS = 30
"""So long a proposal waits for everybody's agreement; then it has run out."""
MOST_WAITING = 100
BESIDE = 5
"""So many organisations that were asked stand beside a group's messages."""


@dataclass(frozen=True)
class TakingPart:
    """An organisation in a group: co-owner or participant, and how far it reaches."""

    id: UUID
    name: str
    short: str
    initials: str
    role: str
    reach: str
    since: datetime
    is_firm: bool


@dataclass(frozen=True)
class Shown:
    """A proposal as stewards read it, and who made it; `row` is the door's."""

    row: Any
    by: Byline


@dataclass(frozen=True)
class Wanted:
    """What a steward wants to propose. One of organisation and domain is given."""

    organisation_id: UUID | None
    domain: str
    role: str
    reach: str


@dataclass(frozen=True)
class Preview:
    """What a proposal would open, said before it is sent: the name, what opens to whom, and who has to agree."""

    named: str
    opening: Opening
    needed: tuple[str, ...]


def parties(actor: Actor, group_id: UUID) -> list[TakingPart]:
    """Who takes part, co-owners first; the database shows them to whoever sees the group."""
    find_group(actor, group_id)
    rows = session().execute(
        select(Party, Organisation)
        .join(Organisation, Organisation.id == Party.organisation_id)
        .where(Party.group_id == group_id)
        .order_by(Party.role, Organisation.name, Organisation.id)
    )
    return [
        TakingPart(
            organisation.id,
            organisation.name,
            organisation.short_name,
            organisation.initials,
            party.role,
            party.reach,
            party.since,
            organisation.firm,
        )
        for party, organisation in rows
    ]


def proposals(actor: Actor, group_id: UUID) -> list[Shown]:
    """The proposals that wait, newest first, for stewards; others get none."""
    find_group(actor, group_id)
    return _shown(door_rows("group_proposals", the_group=group_id, waiting=True, before=None, at_most=MOST_WAITING))


def awaited(actor: Actor, space_id: UUID) -> list[Any]:
    """The organisations that were asked to take part in a group and are not in it yet, newest first, for its stewards.

    Rows of the door, one query; others get none without one. At most one more than BESIDE.
    """
    if space_id not in actor.stewards or actor.viewing:
        return []
    rows = door_rows("group_proposals", the_group=space_id, waiting=True, before=None, at_most=MOST_WAITING)
    return [one for one in rows if one.kind == "party"][: BESIDE + 1]


def decided(actor: Actor, group_id: UUID, *, after: UUID | None = None, size: int = PAGE) -> Page[Shown]:
    """The proposals that are decided or ran out, newest first, for stewards."""
    POLICY.require(actor, Can.FOLLOW, find_group(actor, group_id))
    found = cut(door_rows("group_proposals", the_group=group_id, waiting=False, before=after, at_most=size + 1), size)
    return Page(_shown(found.rows), found.after)


def _shown(rows: Any) -> list[Shown]:  # noqa: ANN401 - the door's rows
    people = bylines(one.proposed_by for one in rows)
    return [Shown(one, people[one.proposed_by]) for one in rows]


def proposable(actor: Actor, group_id: UUID) -> list[Organisation]:
    """The organisations that may be chosen from a list: public ones that do not take part yet, by name."""
    POLICY.require(actor, Can.PROPOSE, find_group(actor, group_id))
    there = select(Party.organisation_id).where(Party.group_id == group_id)
    return list(
        session().scalars(
            select(Organisation)
            .where(Organisation.status == "active", Organisation.listed, Organisation.id.not_in(there))
            .order_by(Organisation.name, Organisation.id)
        )
    )


def preview(actor: Actor, group_id: UUID, wanted: Wanted) -> Preview:
    """What this proposal would open. The same for a domain that nobody has here as for one that somebody has."""
    group = find_group(actor, group_id)
    POLICY.require(actor, Can.PROPOSE, group)
    taking_part = parties(actor, group_id)
    named, reach = wanted.domain, wanted.reach
    if wanted.organisation_id:
        organisation = session().get(Organisation, wanted.organisation_id)
        if organisation is None or organisation.status != "active":
            raise Invalid({"organisation": words("Kies een organisatie uit de lijst.")})
        named, reach = organisation.name, "named" if organisation.firm else reach
        if any(one.id == organisation.id for one in taking_part):
            raise Invalid({"organisation": words("Deze organisatie doet al mee.")})
    return Preview(
        named=named,
        opening=opening(group, organisation_id=wanted.organisation_id, reach=reach),
        needed=(*(one.name for one in taking_part if one.role == "owner"), named),
    )


def propose(actor: Actor, group_id: UUID, wanted: Wanted) -> str:
    """Propose an organisation as a party; returns the name under which the proposal waits."""
    named = preview(actor, group_id, wanted).named
    made = door(
        "propose_party",
        the_group=group_id,
        the_organisation=wanted.organisation_id,
        the_domain=wanted.domain or None,
        the_role=wanted.role,
        the_reach=wanted.reach,
        days=PROPOSAL_DAYS,
    )
    return session().scalar(select(Proposal.named).where(Proposal.id == made)) or named


def withdraw(actor: Actor, group_id: UUID, proposal_id: UUID) -> None:
    """Take a proposal back."""
    group = find_group(actor, group_id)
    proposal = session().get(Proposal, proposal_id)  # only stewards read one
    if proposal is None or proposal.group_id != group_id:
        raise Missing
    POLICY.require(actor, Can.FOLLOW, group)
    door("withdraw_proposal", the_proposal=proposal_id)


def standing(proposal_id: UUID) -> str:
    """How a proposal that was just made stands: it may have been taken at once."""
    again()
    found = session().scalar(select(Proposal.status).where(Proposal.id == proposal_id))
    return found or "taken"
