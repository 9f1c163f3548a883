"""Asking to come into a findable group, and what its stewards answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from hub.groups.policy import POLICY, Can
from hub.groups.service.lists import Findable, findable
from hub.groups.service.places import find_group
from hub.kit.paging import Page, cut
from tenants.actor import Actor
from tenants.db import again, door, door_rows, session
from tenants.errors import Invalid, Missing, words
from tenants.models import Organisation, Space

PAGE = 30
SHOWN_DAYS = 30
"""So long one's own page of groups shows what came of a request."""


@dataclass(frozen=True)
class Asker:
    """An own affiliation through which one may ask."""

    affiliation_id: UUID
    organisation: str


@dataclass(frozen=True)
class OwnRequest:
    """A request of one's own; `group_id` only once one sees the group, `named` as it was called when one asked."""

    id: UUID
    group_id: UUID | None
    named: str
    organisation: str
    word: str
    status: str
    answer: str
    created_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """A request as stewards read it. `by_administrator`: who took this person out, and alone can bring back."""

    id: UUID
    name: str
    function: str
    organisation: str
    word: str
    created_at: datetime
    by_administrator: bool


def askable(actor: Actor, group_id: UUID) -> Findable:
    """A group that the actor may ask at; Missing when it is absent, closed, archived, or seen already."""
    found = findable(actor, group_id=group_id).page.rows
    if not found:
        raise Missing
    return found[0]


def askers(actor: Actor, group_id: UUID) -> list[Asker]:
    """As whom the actor may ask at this group, the acting one first."""
    through = {row.asks_as for row in door_rows("asks_as", the_group=group_id)}
    rows = session().execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(through)))
    names = {row.id: row.name for row in rows}
    acting = actor.acting.id if actor.acting else None
    mine = [
        Asker(one.id, names[one.organisation_id])
        for one in actor.standings
        if one.id in actor.staff_affiliations and one.organisation_id in names
    ]
    return sorted(mine, key=lambda one: (one.affiliation_id != acting, one.organisation))


def ask(actor: Actor, group_id: UUID, *, affiliation_id: UUID | None, word: str) -> Findable:
    """Ask to come in. Conflict when this affiliation asks already."""
    group = askable(actor, group_id)
    allowed = [one.affiliation_id for one in askers(actor, group_id)]
    chosen = affiliation_id or (allowed[0] if len(allowed) == 1 else None)
    if chosen not in allowed:
        raise Invalid({"affiliation": words("Kies namens welke organisatie je toegang vraagt.")})
    door("ask_to_join", the_group=group_id, as_affiliation=chosen, the_word=word)
    return group


def withdraw(_actor: Actor, request_id: UUID) -> None:
    """Take an own request back; the door knows whose it is."""
    door("withdraw_request", the_request=request_id)


def own_requests(actor: Actor) -> list[OwnRequest]:
    """The own requests: those that wait first, then what came of the others lately."""
    if not actor.staff_affiliations:
        return []
    return [OwnRequest(*row) for row in door_rows("own_requests", days=SHOWN_DAYS)]


def answerable(actor: Actor, group_id: UUID) -> Space:
    """A group whose requests the actor answers; else Missing or Forbidden."""
    group = find_group(actor, group_id)
    POLICY.require(actor, Can.ANSWER, group)
    return group


def requests(actor: Actor, group_id: UUID, *, after: UUID | None = None) -> Page[Waiting]:
    """The requests that wait, oldest first."""
    answerable(actor, group_id)
    rows = door_rows("requests", the_group=group_id, the_request=None, after=after, at_most=PAGE + 1)
    return cut([Waiting(*row[:7]) for row in rows], PAGE)


def request(actor: Actor, group_id: UUID, request_id: UUID) -> Waiting:
    """One that waits at this group; else Missing."""
    answerable(actor, group_id)
    rows = door_rows("requests", the_group=group_id, the_request=request_id, after=None, at_most=1)
    if not rows:
        raise Missing
    return Waiting(*rows[0][:7])


def how_many(actor: Actor, space: Space) -> int:
    """How many requests wait for the actor in this space; 0 for who is no steward of it, without asking."""
    if space.kind != "group" or space.square or not POLICY.allows(actor, Can.ANSWER, space):
        return 0
    rows = door_rows("requests", the_group=space.id, the_request=None, after=None, at_most=1)
    return rows[0].how_many if rows else 0


def admit(actor: Actor, group_id: UUID, request_id: UUID, *, role: str) -> bool:
    """Let the asker in. False when the party's administrator confirms first; Conflict when it was answered already."""
    answerable(actor, group_id)
    answer: str = door("answer_request", the_group=group_id, the_request=request_id, the_role=role, the_word="")
    again()
    return answer == "admitted"


def refuse(actor: Actor, group_id: UUID, request_id: UUID, *, word: str) -> None:
    """Refuse, with a word for the asker or without. Conflict when it was answered already."""
    answerable(actor, group_id)
    door("answer_request", the_group=group_id, the_request=request_id, the_role=None, the_word=word)
