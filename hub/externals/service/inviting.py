"""Inviting somebody from outside, and the life of the invitation. Each step is a door."""

from dataclasses import dataclass
from datetime import date, timedelta
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
from tenants.db import door, door_rows, session
from tenants.errors import Conflict, Forbidden, Invalid, Missing, words
from tenants.ids import new_id
from tenants.models import Invitation, Organisation, Space
from tenants.names import sort_name

DEFAULT_DAYS = 91
"""What the form proposes: three months, or the organisation's maximum if that is shorter."""

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


def sponsorship(actor: Actor, space_id: UUID) -> Sponsorship:
    """Whether and as whom the actor may invite an external here. Missing, Forbidden or Conflict otherwise."""
    space = groups.find(actor, space_id)
    if space.archived and SPACE_POLICY.allows(actor, SpaceCan.STEWARD, space):
        raise Conflict(words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven."))
    if space.square or not door("may_invite", the_space=space_id):
        raise Forbidden
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


def known(actor: Actor, space_id: UUID, *, address: str) -> Any:  # noqa: ANN401 - the door's row: kind, shown, is_here
    """The colleague, or the guest whom the actor may see, who has this address; None for anybody else's."""
    sponsor = sponsorship(actor, space_id).sponsor
    rows = door_rows("known_address", the_space=space_id, the_sponsor=sponsor.id, the_address=address.strip())
    return rows[0] if rows else None


@dataclass(frozen=True)
class Opens:
    """What a newcomer will be able to read: so many of each kind, and the names of so many people."""

    posts: int
    questions: int
    documents: int
    people: int


def opens(actor: Actor, space_id: UUID) -> Opens:
    """What an invitation into this space opens, for somebody who is in it."""
    space = groups.find(actor, space_id)
    wanted = select(Item.kind, func.count()).where(
        Item.space_id == space.id, Item.parent_id.is_(None), Item.deleted_at.is_(None), Item.kind != "folder"
    )
    counts = {row[0]: row[1] for row in session().execute(wanted.group_by(Item.kind))}
    people = groups.audience(space.id).people
    return Opens(counts.get("post", 0), counts.get("question", 0), counts.get("document", 0), people)


def find(actor: Actor, invitation_id: UUID) -> Invitation:
    """An invitation that the actor sponsors or administers; else Missing."""
    return POLICY.found(actor, session().get(Invitation, invitation_id))


def resend(_actor: Actor, invitation_id: UUID, *, link_key: str, days: int) -> str:
    """A new link for the same invitation, and the old one ends: its sponsor, a steward, an administrator.

    Returns the invited person's name, '' where the actor may not know it. Missing to anybody else.
    """
    rows = door_rows("invitation_at", the_invitation=invitation_id)
    if not rows:
        raise Missing
    generation = rows[0].generation + 1
    door(
        "resend_invitation",
        the_invitation=invitation_id,
        the_proof=links.proof(links.secret(link_key, invitation_id, generation)),
        the_generation=generation,
        days=days,
    )
    name: str = rows[0].shown
    return name


def withdraw(_actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back: its sponsor, a steward, an administrator. Missing to anybody else (the door asks)."""
    door("withdraw_invitation", the_invitation=invitation_id)


def confirm(actor: Actor, invitation_id: UUID, *, right: bool) -> Invitation:
    """Say whether the taker is who was meant, and so let in or refuse: the sponsor where the address is another.

    An administrator where one of them took that person out.
    """
    invitation = find(actor, invitation_id)
    POLICY.require(actor, Can.CONFIRM, invitation)
    door("confirm_taker", the_invitation=invitation_id, is_right=right, the_sort_name=sort_name(invitation.taker_shown))
    return invitation


@dataclass(frozen=True)
class Pending:
    """An invitation that waits: for its addressee, or (status waiting) for the sponsor's word about the taker."""

    invitation: Invitation
    title: str
    run_out: bool = False


def pending(actor: Actor) -> list[Pending]:
    """The actor's own invitations that still wait, oldest first."""
    rows = session().execute(
        select(Invitation, Space.title)
        .join(Space, Space.id == Invitation.space_id, isouter=True)
        .where(
            Invitation.sponsor_id.in_(sorted(actor.staff_affiliations)),
            Invitation.kind == "external",
            Invitation.status.in_(OPEN),
            Invitation.access_until > clock.moment(),
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    now = clock.moment()
    return [Pending(one, title or "", one.expires_at <= now and one.status != "waiting") for one, title in rows]


def waiting_in(actor: Actor, space_id: UUID) -> list[Any]:
    """Invitations into a space that still wait, for its stewards: those of another organisation without the name."""
    SPACE_POLICY.require(actor, SpaceCan.STEWARD, groups.find(actor, space_id))
    return door_rows("space_invitations", the_space=space_id)
