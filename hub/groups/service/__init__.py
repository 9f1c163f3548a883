"""What a person does with groups and rooms: find one, found, see who is in."""

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
from hub.groups.service.places import Place, find, find_group, group_of, own_place, place
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
    "place",
    "rail",
    "rename",
    "rooms",
    "spaces",
    "steered",
]
