"""What an external knows of its own access: through whom, what is kept and logged; and the end by its own hand."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub.kit.paging import Page, cut
from tenants.actor import Actor
from tenants.db import again, door, door_rows
from tenants.errors import Missing

LOG_PAGE = 20


@dataclass(frozen=True)
class Access:
    """One own affiliation as an external: what is kept of it, where it leads, the accounts that it is bound to."""

    kept: Any
    places: list[Any]
    accounts: list[Any]


def is_external(actor: Actor) -> bool:
    """Whether the actor is or was here as somebody from outside."""
    return any(one.kind == "external" for one in actor.standings)


def access(actor: Actor) -> list[Access]:
    """The actor's own external affiliations, live ones first; Missing for who never was external. Three queries."""
    if not is_external(actor):
        raise Missing
    places, accounts = door_rows("own_places"), door_rows("own_accounts")
    return [
        Access(
            kept,
            [one for one in places if one.affiliation_id == kept.affiliation_id],
            [one for one in accounts if one.affiliation_id == kept.affiliation_id],
        )
        for kept in door_rows("own_kept")
    ]


def one_of(actor: Actor, affiliation_id: UUID) -> Access:
    """A live one of them; else Missing."""
    found = [one for one in access(actor) if one.kept.affiliation_id == affiliation_id and one.kept.live]
    if not found:
        raise Missing
    return found[0]


def end(actor: Actor, affiliation_id: UUID) -> None:
    """End the own access with all its places."""
    one_of(actor, affiliation_id)
    door("end_own_access", the_affiliation=affiliation_id)
    again()


def log(actor: Actor, *, after: UUID | None = None) -> Page[Any]:
    """What the audit log has of the actor's own doing, the newest first."""
    if not is_external(actor):
        raise Missing
    return cut(door_rows("own_log", after=after, at_most=LOG_PAGE + 1), LOG_PAGE)
