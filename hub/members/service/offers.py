"""The role of steward, offered to a colleague: made, taken back, answered. Accepting asks everything again."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hub.groups.policy import POLICY, Can
from hub.groups.service import Member, find, membership
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.clock import last_day
from tenants.db import again, door, door_rows
from tenants.errors import Conflict, Forbidden, Missing, words

OFFER_DAYS = 30
"""So long an offer waits for its answer."""


@dataclass(frozen=True)
class Offered:
    """An offer in a space, as its stewards see it."""

    id: UUID
    affiliation_id: UUID
    steps_down: bool
    last_day: date


@dataclass(frozen=True)
class Offer:
    """An offer that waits for the actor's answer."""

    id: UUID
    space_id: UUID
    title: str
    space_kind: str
    square: bool
    offered_by: Byline
    steps_down: bool
    last_day: date


def may_offer(actor: Actor, space_id: UUID, membership_id: UUID) -> Member:
    """Who would be asked; Missing for who is not in, Forbidden for who may not ask or cannot be asked."""
    one = membership(actor, space_id, membership_id)
    space = find(actor, space_id)
    POLICY.require(actor, Can.STEWARD, space)
    if one.person.is_external:
        raise Forbidden(words("Alleen een medewerker van een deelnemende organisatie kan groepsbeheerder worden."))
    if space.archived:
        raise Conflict(words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven."))
    if one.role == "steward":
        raise Conflict(words("Deze persoon is al groepsbeheerder."))
    return one


def offer(actor: Actor, space_id: UUID, membership_id: UUID, *, steps_down: bool) -> Member:
    """Ask somebody to become steward; with `steps_down` one is steward no longer once that is accepted."""
    one = may_offer(actor, space_id, membership_id)
    door("offer_stewardship", the_membership=membership_id, stepping_down=steps_down, days=OFFER_DAYS)
    return one


def in_space(actor: Actor, space_id: UUID) -> list[Offered]:
    """The offers that wait in a space, for its stewards."""
    POLICY.require(actor, Can.STEWARD, find(actor, space_id))
    rows = door_rows("space_offers", the_space=space_id)
    return [Offered(row.id, row.affiliation_id, row.steps_down, last_day(row.until)) for row in rows]


def withdraw_here(actor: Actor, space_id: UUID, offer_id: UUID) -> None:
    """Take an offer back, as a steward. Missing for what does not wait here, and for everybody else."""
    find(actor, space_id)
    if all(row.id != offer_id for row in door_rows("space_offers", the_space=space_id)):
        raise Missing
    door("withdraw_offer", the_offer=offer_id)


def mine(_actor: Actor) -> list[Offer]:
    """The offers that wait for the actor's answer, oldest first."""
    rows = door_rows("own_offers")
    people = bylines(row.offered_by for row in rows)
    return [_offer(row, people[row.offered_by]) for row in rows]


def one_of_mine(actor: Actor, offer_id: UUID) -> Offer:
    """One of them; else Missing."""
    found = next((one for one in mine(actor) if one.id == offer_id), None)
    if found is None:
        raise Missing
    return found


def answer(actor: Actor, offer_id: UUID, *, agrees: bool) -> Offer:
    """Say yes or no. Conflict when it was decided or taken back meanwhile."""
    found = one_of_mine(actor, offer_id)
    door("answer_offer", the_offer=offer_id, agrees=agrees)
    again()
    return found


def _offer(row: Any, maker: Byline) -> Offer:  # noqa: ANN401 - the door's row
    return Offer(
        row.id, row.space_id, row.title, row.space_kind, row.square, maker, row.steps_down, last_day(row.until)
    )
