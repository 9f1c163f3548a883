"""What the start page reads: the newest items over all spaces, the own squares, an external's own places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from hub.content import service as content
from hub.content.models import Item
from hub.groups.policy import POLICY as GROUPS
from hub.kit.paging import Page, cut
from tenants.actor import Actor
from tenants.db import door_rows, session
from tenants.errors import Missing
from tenants.models import Membership, Organisation, Party, Space

PAGE = 20
LAST = UUID(int=2**128 - 1)
"""Sorts after every id: where the first page begins."""
ENDED_DAYS = 30
"""So long staff are told that others ended their access to a group."""

# The newest ids of each space from its own index, then the newest of those (measured: docs/adr/0004-data.md).
_NEWEST = text("""
SELECT found.id FROM unnest(cast(:spaces AS uuid[])) s (id) CROSS JOIN LATERAL (
  SELECT i.id FROM plein.item i
   WHERE i.space_id = s.id AND i.parent_id IS NULL AND i.deleted_at IS NULL AND i.kind <> 'folder' AND i.id < :before
   ORDER BY i.id DESC LIMIT :size) found
ORDER BY found.id DESC LIMIT :size
""")


def timeline(actor: Actor, space_ids: Sequence[UUID], *, before: UUID | None = None) -> Page[Item]:
    """The newest items of these spaces, of those that the actor sees; two queries however many there are."""
    wanted = {"spaces": sorted(actor.sees.intersection(space_ids)), "before": before or LAST, "size": PAGE + 1}
    ids = session().scalars(_NEWEST, wanted).all()
    return cut(content.live(ids), PAGE)


@dataclass(frozen=True)
class Square:
    """The square of an own organisation."""

    id: UUID
    organisation: str


def squares(actor: Actor) -> list[Square]:
    """The squares of the organisations where the actor is staff; one query."""
    rows = session().execute(
        select(Space.id, Organisation.name)
        .join(Party, Party.group_id == Space.id)
        .join(Organisation, Organisation.id == Party.organisation_id)
        .where(GROUPS.readable(actor, Space), Space.square, Party.organisation_id.in_(sorted(actor.staff_of)))
        .order_by(Organisation.name, Space.id)
    )
    return [Square(one, name) for one, name in rows]


def my_groups(actor: Actor) -> list[UUID]:
    """The spaces where the actor is a member; one query."""
    own = select(Membership.space_id).where(
        Membership.affiliation_id.in_([actor.viewing.affiliation_id] if actor.viewing else sorted(actor.affiliations)),
        Membership.space_id.in_(sorted(actor.sees)),
    )
    return list(session().scalars(own))


def one_of(actor: Actor, space_id: UUID) -> UUID:
    """A space that the actor sees; else Missing."""
    if space_id not in actor.sees:
        raise Missing
    return space_id


@dataclass(frozen=True)
class OwnPlace:
    """Where an external may be, through whom, and until when."""

    title: str
    url: str
    organisation: str
    sponsor: str
    until: datetime


@dataclass(frozen=True)
class EndedAccess:
    """An organisation through which the actor had access, as staff or as an external, and when that ended last.

    `places`: to how many groups and rooms.
    """

    organisation: str
    is_staff: bool
    when: datetime
    places: int


def own_places(actor: Actor) -> list[OwnPlace]:
    """Where the actor is external, soonest end first; nothing to ask for who is staff only."""
    if all(one.kind == "staff" for one in actor.standings):
        return []
    return [
        OwnPlace(row.title, f"/groepen/{row.space_id}", row.organisation, row.sponsor, row.until)
        for row in door_rows("own_places")
    ]


def own_ended(actor: Actor) -> list[EndedAccess]:
    """Access that has ended, latest first: as an external, and as staff what others ended in the last days."""
    if not actor.standings:
        return []
    return [
        EndedAccess(row.organisation, row.kind == "staff", row.ended_at, row.places)
        for row in door_rows("own_ended", days=ENDED_DAYS)
    ]
