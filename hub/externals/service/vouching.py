"""Another sponsor for an external: asked, answered, taken back, or named by an administrator."""

from typing import Any
from uuid import UUID

from hub.externals.service.sponsoring import place
from hub.groups import service as groups
from hub.groups.policy import POLICY as SPACE_POLICY
from hub.groups.policy import Can as SpaceCan
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Invalid, words
from tenants.names import sort_name

ANSWER_DAYS = 14
"""So long somebody has to answer before the question runs out."""
MOST_CANDIDATES = 20


def candidates(actor: Actor, membership_id: UUID, *, name: str = "") -> list[Any]:
    """Who could vouch for this external, by name: colleagues of the sponsor who are members there."""
    place(actor, membership_id)
    return door_rows(
        "sponsor_candidates", the_membership=membership_id, prefix=sort_name(name), at_most=MOST_CANDIDATES
    )


def hand_over(actor: Actor, membership_id: UUID, affiliation_id: UUID | None, *, at_once: bool) -> str:
    """Ask somebody to take over: 'asked', or 'taken' when it is oneself. An administrator may do it `at_once`."""
    place(actor, membership_id)
    if affiliation_id is None:
        raise Invalid({"affiliation": words("Kies een collega uit de lijst.")})
    if at_once:
        door("assign_sponsor", the_membership=membership_id, the_affiliation=affiliation_id)
        return "assigned"
    done: str = door("ask_takeover", the_membership=membership_id, the_affiliation=affiliation_id, days=ANSWER_DAYS)
    return done


def answer(_actor: Actor, offer_id: UUID, *, agrees: bool) -> None:
    """Say yes or no to taking over. Missing to whoever was not asked (the door asks)."""
    door("answer_takeover", the_offer=offer_id, agrees=agrees)


def take_back(_actor: Actor, offer_id: UUID) -> None:
    """Take the question back: who asked, or may ask. Missing to anybody else (the door asks)."""
    door("withdraw_takeover", the_offer=offer_id)


def offers(actor: Actor) -> list[Any]:
    """What the actor is asked to take over; no query for who is no staff."""
    return door_rows("own_takeovers") if actor.staff_affiliations else []


def sponsorless(actor: Actor, space_id: UUID) -> list[Any]:
    """The externals here whose sponsor is gone, for the stewards."""
    SPACE_POLICY.require(actor, SpaceCan.STEWARD, groups.find(actor, space_id))
    return door_rows("space_sponsorless", the_space=space_id)
