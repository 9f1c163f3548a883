"""Terms of use by version: in force, owed, accepted, and who accepted which."""

from typing import Any
from uuid import UUID

from hub.desk.service import find
from hub.kit import text
from hub.kit.paging import PAGE, Page
from tenants import clock
from tenants.actor import Actor
from tenants.db import again, door, door_rows
from tenants.errors import Missing

LONGEST_TERMS = 20_000
FIRST_ID = UUID(int=0)


def owed(actor: Actor) -> list[Any]:
    """The terms that the actor has to accept first, one row for each organisation; no query for who can owe none."""
    now = clock.moment()
    if all(one.active or one.kind != "external" or one.until <= now for one in actor.standings):
        return []
    return door_rows("owed_terms")


def must_accept(actor: Actor) -> str:
    """Where somebody goes who cannot be anything here before accepting terms; '' for everybody else.

    Who also works here as something else goes on as that, and finds on the start page what waits.
    """
    return "/voorwaarden" if actor.acting is None and owed(actor) else ""


def accept(actor: Actor, affiliation_id: UUID, *, number: int) -> None:
    """Accept the version that was shown. Conflict when another came meanwhile."""
    if affiliation_id not in actor.mine:
        raise Missing
    door("accept_terms", the_affiliation=affiliation_id, the_number=number)
    again()


def publish(actor: Actor, organisation_id: UUID, *, terms: str) -> int:
    """Put a new version in force; the number of the version in force. The same text makes none."""
    find(actor, organisation_id)
    number: int = door("publish_terms", the_organisation=organisation_id, the_text=text.written(terms))
    return number


def versions(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Every version, the newest first, with how many of the externals accepted it last."""
    find(actor, organisation_id)
    return door_rows("terms_of", the_organisation=organisation_id)


def takers(actor: Actor, organisation_id: UUID, *, after: str = "", size: int = PAGE) -> Page[Any]:
    """The externals by name, with the version that each accepted last."""
    find(actor, organisation_id)
    name, _, last = after.rpartition("~")
    try:
        after_id = UUID(last) if last else FIRST_ID
    except ValueError as error:
        raise Missing from error
    rows = door_rows(
        "terms_takers", the_organisation=organisation_id, after_name=name, after_id=after_id, at_most=size + 1
    )
    last_row = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last_row.sort_name}~{last_row.id}" if last_row else "")
