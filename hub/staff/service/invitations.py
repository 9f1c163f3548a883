"""Staff by invitation: a person of another organisation who also works here, until a day."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from hub.desk.service import find
from hub.kit import links
from hub.kit.paging import PAGE, Page
from hub.staff.policy import POLICY, Can
from hub.staff.service.people import until
from tenants.actor import Actor
from tenants.db import again, door, door_rows, session
from tenants.errors import Invalid, Missing, words
from tenants.ids import new_id
from tenants.models import Invitation
from tenants.names import sort_name

LONGEST_NAME = 120


def link_secret(key: str, invitation_id: UUID, generation: int) -> str:
    """What the link in the mail carries."""
    return links.secret(key, "staff invitation", invitation_id, generation)


def link_proof(secret: str) -> bytes:
    """What the database keeps of it."""
    return links.proof(secret)


def link_path(secret: str) -> str:
    """The address of the invitation's page."""
    return f"/meewerken/{secret}"


def invitations(
    actor: Actor, organisation_id: UUID, *, after: UUID | None = None, size: int = PAGE
) -> Page[Invitation]:
    """The invitations of staff, newest first."""
    find(actor, organisation_id)
    wanted = select(Invitation).where(POLICY.readable(actor, Invitation), Invitation.organisation_id == organisation_id)
    if after:
        wanted = wanted.where(Invitation.id < after)
    rows = session().scalars(wanted.order_by(Invitation.id.desc()).limit(size + 1)).all()
    return Page(rows[:size], str(rows[size - 1].id) if len(rows) > size else "")


def waiting(actor: Actor, organisation_id: UUID) -> int:
    """How many invitations wait for an administrator's word about their taker."""
    find(actor, organisation_id)
    count = select(func.count()).select_from(Invitation).where(POLICY.readable(actor, Invitation))
    return (
        session().scalar(count.where(Invitation.organisation_id == organisation_id, Invitation.status == "waiting"))
        or 0
    )


def invite(
    actor: Actor, organisation_id: UUID, *, shown: str, address: str, title: str, last_day: date, key: str, days: int
) -> UUID:
    """Send an invitation by mail; its id. `days`: how long its link works. Invalid names the wrong field."""
    find(actor, organisation_id)
    ends, made = until(last_day), new_id()
    door(
        "invite_staff",
        the_id=made,
        the_organisation=organisation_id,
        the_shown=shown,
        the_title=title,
        the_address=address,
        the_proof=link_proof(link_secret(key, made, 1)),
        the_access_until=ends,
        days=days,
    )
    return made


def resend(actor: Actor, organisation_id: UUID, invitation_id: UUID, *, key: str, days: int) -> Invitation:
    """A new link for the same invitation; the old link ends."""
    invitation = _find(actor, organisation_id, invitation_id)
    POLICY.require(actor, Can.RESEND, invitation)
    secret = link_secret(key, invitation_id, invitation.generation + 1)
    door("resend_staff_invitation", the_invitation=invitation_id, the_proof=link_proof(secret), days=days)
    return invitation


def withdraw(actor: Actor, organisation_id: UUID, invitation_id: UUID) -> Invitation:
    """Take an invitation back."""
    invitation = _find(actor, organisation_id, invitation_id)
    POLICY.require(actor, Can.WITHDRAW, invitation)
    door("withdraw_staff_invitation", the_invitation=invitation_id)
    return invitation


def confirm(actor: Actor, organisation_id: UUID, invitation_id: UUID, *, right: bool) -> Invitation:
    """Say whether the taker with another address is who was meant, and so let in or refuse."""
    invitation = _find(actor, organisation_id, invitation_id)
    POLICY.require(actor, Can.CONFIRM, invitation)
    door("confirm_staff", the_invitation=invitation_id, is_right=right, the_sort_name=sort_name(invitation.taker_shown))
    return invitation


def _find(actor: Actor, organisation_id: UUID, invitation_id: UUID) -> Invitation:
    find(actor, organisation_id)
    found = POLICY.found(actor, session().get(Invitation, invitation_id))
    if found.organisation_id != organisation_id:
        raise Missing
    return found


# ---------------------------------------------------------------- the invited person


def greeting(proof: bytes) -> Any:  # noqa: ANN401 - the door's row: organisation, initials, inviter, guests_issuer
    """Who invites, before sign-in. Missing for a link that is absent, used, withdrawn or run out: all the same."""
    rows = door_rows("door_staff_invitation", the_proof=proof)
    if not rows:
        raise Missing
    return rows[0]


def terms(_actor: Actor, proof: bytes, *, session_proof: bytes) -> Any:  # noqa: ANN401 - the door's row
    """As what and until when, after sign-in; Missing as `greeting`."""
    rows = door_rows("staff_terms", the_proof=proof, the_session=session_proof)
    if not rows:
        raise Missing
    return rows[0]


def accept(actor: Actor, proof: bytes, *, session_proof: bytes, shown: str) -> UUID | None:
    """Take it; the affiliation, or None when an administrator must confirm first. Invalid without a good name."""
    name = " ".join(shown.split()) or actor.shown
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid({"shown": words("Vul je naam in zoals anderen die zien, hoogstens 120 tekens.")})
    made: UUID | None = door(
        "accept_staff_invitation",
        the_proof=proof,
        the_session=session_proof,
        the_shown=name,
        the_sort_name=sort_name(name),
    )
    again()
    return made


def refuse(_actor: Actor, proof: bytes) -> None:
    """Say no; the link ends."""
    door("refuse_staff_invitation", the_proof=proof)
