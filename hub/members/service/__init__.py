"""What a person does about who is in a space, and administrators about their own people there."""

from hub.members.service.acts import Leaving, change_role, end, join, leaving, turn_away
from hub.members.service.adding import (
    Added,
    Asked,
    add,
    addable,
    ask_address,
    asked_addresses,
    may_add,
    of_the_group,
    withdraw_address,
)
from hub.members.service.listing import Listed, listed
from hub.members.service.offers import Offer, answer, may_offer, mine, offer, one_of_mine, withdraw_here
from hub.members.service.waiting import Former, Waiting, former, steered, waiting

__all__ = [
    "Added",
    "Asked",
    "Former",
    "Leaving",
    "Listed",
    "Offer",
    "Waiting",
    "add",
    "addable",
    "answer",
    "ask_address",
    "asked_addresses",
    "change_role",
    "end",
    "former",
    "join",
    "leaving",
    "listed",
    "may_add",
    "may_offer",
    "mine",
    "of_the_group",
    "offer",
    "one_of_mine",
    "steered",
    "turn_away",
    "waiting",
    "withdraw_address",
    "withdraw_here",
]
