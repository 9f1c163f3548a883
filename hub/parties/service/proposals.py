"""Which organisations take part in a group: listing, proposing one, taking a proposal back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from hub.groups.service import find_group
from hub.kit.people import Byline, bylines
from hub.parties.policy import POLICY, Can
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import door, session
from tenants.errors import Invalid, Missing, words
from tenants.models import Organisation, Party, Proposal, SpaceActivity

PROPOSAL_DAYS = 30
"""So long a proposal waits for everybody's agreement; then it has run out."""


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


@dataclass(frozen=True)
class OpenProposal:
    """A proposal that waits: by the name that was given, whether there is such an organisation or not."""

    id: UUID
    named: str
    role: str
    reach: str
    by: Byline
    until: datetime
    may_withdraw: bool


@dataclass(frozen=True)
class Wanted:
    """What a steward wants to propose. One of organisation and domain is given."""

    organisation_id: UUID | None
    domain: str
    role: str
    reach: str


@dataclass(frozen=True)
class Preview:
    """What a proposal would open, said before it is sent: the name, what is there already, and who has to agree."""

    named: str
    items: int
    owners: tuple[str, ...]


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
        )
        for party, organisation in rows
    ]


def proposals(actor: Actor, group_id: UUID) -> list[OpenProposal]:
    """The proposals that wait, for stewards; others get none."""
    group = find_group(actor, group_id)
    rows = session().scalars(
        select(Proposal)
        .where(Proposal.group_id == group_id, Proposal.status == "open", Proposal.until > moment())
        .order_by(Proposal.created_at, Proposal.id)
    )
    found = list(rows)
    people = bylines(one.proposed_by for one in found)
    return [
        OpenProposal(
            one.id,
            one.named,
            one.role,
            one.reach,
            people[one.proposed_by],
            one.until,
            POLICY.allows(actor, Can.FOLLOW, group),
        )
        for one in found
    ]


def proposable(actor: Actor, group_id: UUID) -> list[Organisation]:
    """The organisations that may be chosen from a list: public ones that do not own the group yet, by name."""
    POLICY.require(actor, Can.PROPOSE, find_group(actor, group_id))
    owners = select(Party.organisation_id).where(Party.group_id == group_id, Party.role == "owner")
    return list(
        session().scalars(
            select(Organisation)
            .where(Organisation.status == "active", Organisation.listed, Organisation.id.not_in(owners))
            .order_by(Organisation.name, Organisation.id)
        )
    )


def preview(actor: Actor, group_id: UUID, wanted: Wanted) -> Preview:
    """What this proposal would open. The same for a domain that nobody has here as for one that somebody has."""
    group = find_group(actor, group_id)
    POLICY.require(actor, Can.PROPOSE, group)
    taking_part = parties(actor, group_id)
    named = wanted.domain
    if wanted.organisation_id:
        organisation = session().get(Organisation, wanted.organisation_id)
        if organisation is None or organisation.status != "active":
            raise Invalid({"organisation": words("Kies een organisatie uit de lijst.")})
        named = organisation.name
        if any(one.id == organisation.id and one.role in {wanted.role, "owner"} for one in taking_part):
            raise Invalid({"organisation": words("Deze organisatie doet al mee.")})
    return Preview(
        named=named,
        items=session().scalar(select(SpaceActivity.sequence).where(SpaceActivity.space_id == group_id)) or 0,
        owners=tuple(one.name for one in taking_part if one.role == "owner"),
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
    POLICY.require(actor, Can.FOLLOW, find_group(actor, group_id))
    proposal = session().get(Proposal, proposal_id)
    if proposal is None or proposal.group_id != group_id:
        raise Missing
    door("withdraw_proposal", the_proposal=proposal_id)
