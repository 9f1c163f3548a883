"""What a person does with groups and rooms: find one, join, found, propose parties, add and end members."""

from hub.groups.service.places import Place, find, group_of, own_place, place
from hub.groups.service.rail import rail
from hub.groups.service.readers import Readers, ReadingOrganisation, audience, audiences

__all__ = [
    "Place",
    "Readers",
    "ReadingOrganisation",
    "audience",
    "audiences",
    "find",
    "group_of",
    "own_place",
    "place",
    "rail",
]
