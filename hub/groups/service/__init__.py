"""What a person does with groups and rooms: find one, found, propose parties, see who is in."""

from hub.groups.service.about import About, about
from hub.groups.service.founding import (
    archive,
    create_room,
    found,
    founders,
    may_create_room,
    rename,
    steered,
)
from hub.groups.service.lists import Findable, ListedSpace, Which, findable, rooms, spaces
from hub.groups.service.members import Filter, Member, members, membership
from hub.groups.service.parties import (
    Wanted,
    find_group,
    parties,
    preview,
    proposable,
    proposals,
    propose,
    withdraw,
)
from hub.groups.service.places import Place, find, group_of, own_place, place
from hub.groups.service.rail import rail
from hub.groups.service.readers import Readers, ReadingOrganisation, audience, audiences

__all__ = [
    "About",
    "Filter",
    "Findable",
    "ListedSpace",
    "Member",
    "Place",
    "Readers",
    "ReadingOrganisation",
    "Wanted",
    "Which",
    "about",
    "archive",
    "audience",
    "audiences",
    "create_room",
    "find",
    "find_group",
    "findable",
    "found",
    "founders",
    "group_of",
    "may_create_room",
    "members",
    "membership",
    "own_place",
    "parties",
    "place",
    "preview",
    "proposable",
    "proposals",
    "propose",
    "rail",
    "rename",
    "rooms",
    "spaces",
    "steered",
    "withdraw",
]
