"""What a person does with groups and rooms: find one, join, found, propose parties, add and end members."""

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
from hub.groups.service.members import (
    Filter,
    Member,
    add,
    addable,
    change_role,
    end,
    join,
    may_add,
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
    "Findable",
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
    "create_room",
    "end",
    "find",
    "find_group",
    "findable",
    "found",
    "founders",
    "group_of",
    "join",
    "may_add",
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
