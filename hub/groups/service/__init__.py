"""What a person does with groups and rooms: find one, join, found, propose parties, add and end members."""

from hub.groups.service.about import About, about
from hub.groups.service.founding import archive, create_room, found, founders, last_day, rename
from hub.groups.service.lists import ListedSpace, Which, rooms, spaces
from hub.groups.service.members import (
    Filter,
    Member,
    add,
    addable,
    change_role,
    count,
    end,
    join,
    members,
    membership,
)
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
    "ListedSpace",
    "Member",
    "Place",
    "Readers",
    "ReadingOrganisation",
    "Wanted",
    "Which",
    "about",
    "add",
    "addable",
    "archive",
    "audience",
    "audiences",
    "change_role",
    "count",
    "create_room",
    "end",
    "find",
    "find_group",
    "found",
    "founders",
    "group_of",
    "join",
    "last_day",
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
    "withdraw",
]
