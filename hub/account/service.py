"""Own choices: language, light or dark, as whom one works, through which logins; and one's sessions."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import update

from tenants.actor import Actor
from tenants.db import again, door, door_rows, session
from tenants.errors import Invalid, Missing, words
from tenants.models import Person

LANGUAGES = ("nl", "en")
COLOURS = ("system", "light", "dark")


def prefer(actor: Actor, *, language: str = "", colours: str = "") -> None:
    """Keep a choice of language or of light and dark; what is empty stays. Invalid for one that there is not."""
    chosen = {}
    if language:
        chosen["language"] = _one_of(language, LANGUAGES, "language")
    if colours:
        chosen["colours"] = _one_of(colours, COLOURS, "colour_scheme")
    if chosen:
        session().execute(update(Person).where(Person.id == actor.person_id).values(**chosen))


def act_as(actor: Actor, affiliation_id: UUID, *, proof: bytes) -> None:
    """Go on as another own affiliation, in this session. Missing when it is none of the actor's that count now."""
    if affiliation_id not in actor.affiliations:
        raise Missing
    door("act_as", the_proof=proof, the_affiliation=affiliation_id)


def _one_of(value: str, allowed: tuple[str, ...], field: str) -> str:
    if value not in allowed:
        raise Invalid({field: words("Kies een van de mogelijkheden.")})
    return value


# ---------------------------------------------------------------- logins and sessions


def sessions(_actor: Actor, *, proof: bytes) -> list[Any]:
    """The sessions of the login of this one, this one first. Those of another login are seen through that one."""
    return door_rows("own_sessions", the_proof=proof)


def end_other_sessions(_actor: Actor, *, proof: bytes) -> int:
    """End all of them but this one; how many."""
    ended: int = door("end_own_sessions", the_proof=proof)
    return ended


def end_session(_actor: Actor, session_id: UUID, *, proof: bytes) -> None:
    """End one other session of this login; Missing for this very one, another's, and one that is over."""
    door("end_own_session", the_proof=proof, the_session=session_id)


def logins(_actor: Actor) -> list[Any]:
    """The person's logins: where, since when, which one this is."""
    return door_rows("own_logins")


@dataclass(frozen=True)
class Place:
    """An organisation that one is at through this login, and how each login stands there (the door's rows)."""

    affiliation_id: UUID
    organisation: str
    logins: tuple[Any, ...]


def places(_actor: Actor) -> list[Place]:
    """The places that count through this login; one query."""
    grouped = groupby(door_rows("own_login_places"), key=lambda one: (one.affiliation_id, one.organisation))
    return [Place(affiliation_id, organisation, tuple(rows)) for (affiliation_id, organisation), rows in grouped]


def pending_link(_actor: Actor, *, proof: bytes) -> Any:  # noqa: ANN401 - the door's row: issuer, shown, address, stands
    """The second sign-in that waits for one's word in this session; else Missing."""
    rows = door_rows("own_link", the_proof=proof)
    if not rows:
        raise Missing
    return rows[0]


def link(_actor: Actor, *, proof: bytes) -> None:
    """Say that the second sign-in is one's own: both logins are the same person from now on."""
    door("link_login", the_proof=proof)
    again()


def login(_actor: Actor, login_id: UUID) -> Any:  # noqa: ANN401 - the door's row: issuer, created_at, stands, organisations
    """One of one's own logins, and what unlinking it comes to ('free', or why not); else Missing."""
    rows = door_rows("own_login", the_login=login_id)
    if not rows:
        raise Missing
    return rows[0]


def unlink(_actor: Actor, login_id: UUID) -> None:
    """Let another login go: it counts nowhere any more, and whoever is in with it is out.

    Conflict for the one of this session, for one by which one has a place that this session's login is not for, and
    where signing in with it would begin another place at an own organisation.
    """
    door("unlink_login", the_login=login_id)
    again()


def ask(actor: Actor, affiliation_id: UUID, *, login_id: UUID) -> None:
    """Ask an organisation to let another login of one's own count there too."""
    if affiliation_id not in actor.affiliations:
        raise Missing
    door("ask_login", the_affiliation=affiliation_id, the_login=login_id)


def withdraw(_actor: Actor, request_id: UUID) -> None:
    """Take such a request back."""
    door("withdraw_login_request", the_request=request_id)
