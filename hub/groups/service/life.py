"""The life of a group or room: what its stewards change about it, its end date, archiving and waking."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hub.groups.policy import POLICY, Can
from hub.groups.service.places import find
from tenants.actor import Actor
from tenants.clock import FOREVER, end_of, last_day_if_any
from tenants.db import again, door
from tenants.errors import Conflict, Forbidden, words
from tenants.models import Space


@dataclass(frozen=True)
class Changes:
    """What a steward gives a space. `ends_on`: its last day; None for one that goes on."""

    title: str
    purpose: str
    tags: tuple[str, ...]
    icon: str
    tint: int
    ends_on: date | None


def steered(actor: Actor, space_id: UUID) -> Space:
    """A space that the actor is a steward of; else Missing or Forbidden."""
    space = find(actor, space_id)
    POLICY.require(actor, Can.STEWARD, space)
    return space


def change(actor: Actor, space_id: UUID, wanted: Changes) -> None:
    """Give a space another title, purpose, labels, picture and end date; what stays as it is leaves no trace."""
    space = steered(actor, space_id)
    if not POLICY.allows(actor, Can.CHANGE, space):
        raise Conflict(words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven."))
    if (space.title, space.purpose) != (wanted.title, wanted.purpose):
        door("rename_space", the_space=space_id, the_title=wanted.title, the_purpose=wanted.purpose)
    door("set_tags", the_space=space_id, the_tags=list(wanted.tags))
    door("set_picture", the_space=space_id, the_icon=wanted.icon, the_tint=wanted.tint)
    if wanted.ends_on != last_day_if_any(space.ends_at):
        door("set_end", the_space=space_id, the_end=FOREVER if wanted.ends_on is None else end_of(wanted.ends_on))
    again()


def archive(actor: Actor, space_id: UUID, *, archived: bool) -> None:
    """Archive a space: it can be read and no longer written, its rooms too. Or wake it up."""
    space = steered(actor, space_id)
    if not POLICY.allows(actor, Can.ARCHIVE, space):
        raise Forbidden
    door("archive_space", the_space=space_id, is_archived=archived)
    again()
