"""What a person does with copies: asks for one, sees how far it is, takes it along, gives it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from hub.copies.models import Copy
from hub.copies.policy import POLICY, Can
from hub.copies.service.making import FOLDER, TooLarge, make
from hub.groups import service as groups
from hub.kit.storage import Storage
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import door, door_rows, session
from tenants.errors import Conflict, Forbidden, Missing, words

__all__ = ["FOLDER", "Opened", "TooLarge", "ask", "asking_as", "copies", "make", "note", "opened", "remove"]

KEPT_DAYS = 7
"""So long a copy is kept; then it is made anew."""
MOST = 20


def asking_as(actor: Actor, space_id: UUID) -> UUID | None:
    """The affiliation through which the actor may ask here: staff with a live place; None for who only reads along."""
    place = groups.own_place(actor, groups.find(actor, space_id).id)
    if place is None or place.affiliation_id not in actor.staff_affiliations:
        return None
    return place.affiliation_id


def ask(actor: Actor, space_id: UUID) -> UUID:
    """Have a copy made of what the own organisation has in this space, and in a group's rooms that the actor sees."""
    affiliation_id = asking_as(actor, space_id)
    if affiliation_id is None:
        raise Forbidden
    made: UUID = door("ask_copy", the_space=space_id, as_affiliation=affiliation_id, days=KEPT_DAYS)
    return made


def copies(actor: Actor, space_id: UUID) -> list[Copy]:
    """The own copies of this space, newest first."""
    return list(
        session().scalars(
            select(Copy)
            .where(POLICY.readable(actor, Copy), Copy.space_id == space_id, Copy.status != "removed")
            .where(Copy.until > moment())
            .order_by(Copy.id.desc())
            .limit(MOST)
        )
    )


@dataclass(frozen=True)
class Opened:
    """A copy's file, to send."""

    file: BinaryIO
    size: int
    digest: str
    title: str
    modified: datetime


def opened(actor: Actor, copy_id: UUID, *, storage: Storage) -> Opened:
    """The file of an own copy. Conflict when it is not ready, or holds what the actor no longer sees."""
    copy = _find(actor, copy_id)
    if not POLICY.allows(actor, Can.DOWNLOAD, copy):
        raise Conflict(words("Deze kopie is nog niet klaar, of je ziet de groep niet meer."))
    found = next(iter(door_rows("open_copy", the_copy=copy_id)), None)
    if found is None:
        raise Conflict(words("In deze kopie staat iets dat je niet meer mag zien. Maak een nieuwe kopie."))
    return Opened(storage.open(FOLDER, found.sha256), found.size, found.sha256, found.title, found.ready_at)


def note(actor: Actor, copy_id: UUID) -> None:
    """Write in the log that the copy was taken along."""
    door("note_copy", the_copy=_find(actor, copy_id).id)


def remove(actor: Actor, copy_id: UUID) -> UUID:
    """Give a copy up; returns its space. The worker removes the file."""
    copy = _find(actor, copy_id)
    POLICY.require(actor, Can.REMOVE, copy)
    door("remove_copy", the_copy=copy_id)
    return copy.space_id


def _find(actor: Actor, copy_id: UUID) -> Copy:
    copy = POLICY.found(actor, session().get(Copy, copy_id))
    if copy.status == "removed" or copy.until <= moment():
        raise Missing
    return copy
