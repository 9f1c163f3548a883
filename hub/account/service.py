"""Own choices: language, light or dark, and as whom one works."""

from uuid import UUID

from sqlalchemy import update

from tenants.actor import Actor
from tenants.db import door, session
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
