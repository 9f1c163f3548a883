"""The life of an external: invited by a sponsor, let in, extended, ended. Each step is a door."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from hub.content.models import Item
from hub.externals.policy import POLICY, Can
from hub.externals.service import links
from hub.groups import service as groups
from hub.groups.policy import POLICY as SPACE_POLICY
from hub.groups.policy import Can as SpaceCan
from tenants import clock
from tenants.actor import Actor, Standing
from tenants.db import again, door, door_rows, session
from tenants.errors import Conflict, Forbidden, Invalid, Missing, words
from tenants.ids import new_id
from tenants.models import Invitation, Organisation, Space
from tenants.names import sort_name

DEFAULT_DAYS = 91
"""What the form proposes: three months, or the organisation's maximum if that is shorter."""

LONGEST_NAME = 120
OPEN = ("sent", "opened", "waiting")


@dataclass(frozen=True)
class Sponsorship:
    """What the inviter's organisation allows, before the form is filled in."""

    space: Space
    sponsor: Standing
    organisation: Organisation
    first_day: date
    default_day: date
    last_day: date


def latest_day(latest: datetime) -> date:
    """The latest day that ends, as a whole, before this moment."""
    return latest.astimezone(clock.WALL_CLOCK).date() - timedelta(days=1)


def sponsorship(actor: Actor, space_id: UUID) -> Sponsorship:
    """Whether and as whom the actor may invite an external here. Missing, Forbidden or Conflict otherwise."""
    space = groups.find(actor, space_id)
    if space.archived and SPACE_POLICY.allows(actor, SpaceCan.STEWARD, space):
        raise Conflict(words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven."))
    SPACE_POLICY.require(actor, SpaceCan.INVITE_EXTERNAL, space)
    sponsor = actor.standing(groups.place(actor, space_id))
    if sponsor is None or sponsor.kind != "staff":
        raise Forbidden
    organisation = session().get_one(Organisation, sponsor.organisation_id)
    today = clock.today()
    last = today + timedelta(days=organisation.guest_days)
    return Sponsorship(space, sponsor, organisation, today, min(today + timedelta(days=DEFAULT_DAYS), last), last)


def invite(
    actor: Actor,
    space_id: UUID,
    *,
    shown: str,
    address: str,
    employer: str,
    role: str,
    last_day: date,
    link_key: str,
    days: int,
) -> UUID:
    """Send an invitation by mail; returns its id. `days`: how long its link works. Invalid names the wrong field."""
    allowed = sponsorship(actor, space_id)
    if not allowed.first_day <= last_day:
        raise Invalid({"access_until": words("Deze datum is al voorbij. Kies een dag na vandaag.")})
    if last_day > allowed.last_day:
        raise Invalid({"access_until": words("Dat is langer dan jouw organisatie toestaat. Kies een eerdere dag.")})
    invitation_id = new_id()
    door(
        "invite_external",
        the_id=invitation_id,
        the_space=space_id,
        the_sponsor=allowed.sponsor.id,
        the_role=role,
        the_shown=shown,
        the_employer=employer,
        the_address=address,
        the_proof=links.proof(links.secret(link_key, invitation_id, 1)),
        the_access_until=clock.end_of(last_day),
        days=days,
    )
    return invitation_id


@dataclass(frozen=True)
class Opens:
    """What a newcomer will be able to read: so many items, and the names of so many people."""

    items: int
    people: int


def opens(actor: Actor, space_id: UUID) -> Opens:
    """What an invitation into this space opens; the actor is a steward there."""
    space = groups.find(actor, space_id)
    count = select(func.count()).where(Item.space_id == space.id, Item.parent_id.is_(None), Item.deleted_at.is_(None))
    return Opens(session().scalar(count) or 0, groups.audience(space.id).people)


def find(actor: Actor, invitation_id: UUID) -> Invitation:
    """An invitation that the actor sponsors or administers; else Missing."""
    return POLICY.found(actor, session().get(Invitation, invitation_id))


def resend(actor: Actor, invitation_id: UUID, *, link_key: str, days: int) -> Invitation:
    """A new link for the same invitation; the old link ends."""
    invitation = find(actor, invitation_id)
    POLICY.require(actor, Can.RESEND, invitation)
    door(
        "resend_invitation",
        the_invitation=invitation_id,
        the_proof=links.proof(links.secret(link_key, invitation_id, invitation.generation + 1)),
        days=days,
    )
    return invitation


def withdraw(_actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back: its sponsor, a steward, an administrator. Missing to anybody else (the door asks)."""
    door("withdraw_invitation", the_invitation=invitation_id)


def confirm(actor: Actor, invitation_id: UUID, *, right: bool) -> Invitation:
    """The sponsor says whether the taker with another address is who was meant, and so lets in or refuses."""
    invitation = find(actor, invitation_id)
    POLICY.require(actor, Can.CONFIRM, invitation)
    door("confirm_taker", the_invitation=invitation_id, is_right=right, the_sort_name=sort_name(invitation.taker_shown))
    return invitation


# ---------------------------------------------------------------- the invited person


def greeting(proof: bytes) -> Any:  # noqa: ANN401 - the door's row: kind, organisation, initials, brand, sponsor, the two issuers
    """Who invites, before sign-in. Missing for a link that is absent, used, withdrawn or run out: all the same."""
    rows = door_rows("door_invitation", the_proof=proof)
    if not rows:
        raise Missing
    return rows[0]


def terms(_actor: Actor, proof: bytes) -> Any:  # noqa: ANN401 - the door's row: organisation, sponsor, title, role, access_until ...
    """What for and until when, after sign-in; Missing as `greeting`."""
    rows = door_rows("invitation_terms", the_proof=proof)
    if not rows:
        raise Missing
    return rows[0]


def accept(actor: Actor, proof: bytes, *, session_proof: bytes, shown: str) -> UUID | None:
    """Accept an invitation; the space, or None when the sponsor must confirm first. Invalid without a good name."""
    name = " ".join(shown.split()) or actor.shown
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid({"shown": words("Vul je naam in zoals anderen die zien, hoogstens 120 tekens.")})
    space_id: UUID | None = door(
        "accept_invitation",
        the_proof=proof,
        the_session=session_proof,
        the_shown=name,
        the_sort_name=sort_name(name),
    )
    again()
    return space_id


def refuse(_actor: Actor, proof: bytes) -> None:
    """Say no to an invitation; its link ends."""
    door("refuse_invitation", the_proof=proof)


# ---------------------------------------------------------------- the sponsor's externals


def externals(actor: Actor) -> list[Any]:
    """The externals whom the actor sponsors, those whose access ends first on top; empty for who is no staff."""
    return door_rows("own_externals") if actor.staff_affiliations else []


@dataclass(frozen=True)
class Pending:
    """An invitation that waits: for its addressee, or (status waiting) for the sponsor's word about the taker."""

    invitation: Invitation
    title: str


def pending(actor: Actor) -> list[Pending]:
    """The actor's own invitations that still wait, oldest first."""
    rows = session().execute(
        select(Invitation, Space.title)
        .join(Space, Space.id == Invitation.space_id, isouter=True)
        .where(
            Invitation.sponsor_id.in_(sorted(actor.staff_affiliations)),
            Invitation.status.in_(OPEN),
            Invitation.access_until > clock.moment(),
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return [Pending(one, title or "") for one, title in rows]


def waiting_in(actor: Actor, space_id: UUID) -> list[Any]:
    """Invitations into a space that still wait, for its stewards: those of another organisation without the name."""
    SPACE_POLICY.require(actor, SpaceCan.STEWARD, groups.find(actor, space_id))
    return door_rows("space_invitations", the_space=space_id)


def place(_actor: Actor, membership_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One external's place, for its sponsor or administrator; else Missing."""
    rows = door_rows("external_place", the_membership=membership_id)
    if not rows:
        raise Missing
    return rows[0]


def extend(actor: Actor, membership_id: UUID, *, last_day: date) -> None:
    """Another last day for an external's access, within the organisation's maximum."""
    found = place(actor, membership_id)
    if last_day > latest_day(found.latest):
        raise Invalid({"access_until": words("Dat is langer dan jouw organisatie toestaat. Kies een eerdere dag.")})
    door("extend_external", the_membership=membership_id, the_until=clock.end_of(last_day))


def end(actor: Actor, membership_id: UUID) -> None:
    """End an external's access now."""
    place(actor, membership_id)
    door("end_membership", the_membership=membership_id)
