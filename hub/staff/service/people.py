"""The own people: found, looked at, ended, opened again; administrators; sessions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hub.desk.service import Asked, find, page_of
from hub.kit.paging import PAGE, Page
from tenants.actor import Actor
from tenants.clock import FOREVER, end_of, moment
from tenants.db import door, door_rows
from tenants.errors import Invalid, Missing, words
from tenants.names import sort_name

FIRST_ID = UUID(int=0)
MOST_PLACES = 200
MOST_ADMINISTRATORS = 200
SOON_DAYS = 30
SOURCES = ("sign-in", "invitation", "scim", "merger")


def people(actor: Actor, organisation_id: UUID, asked: Asked, size: int = PAGE) -> Page[Any]:
    """The staff, ended ones too; `asked.q` is the beginning of a first or last name."""
    find(actor, organisation_id)
    chosen = asked.chosen
    return page_of(
        "admin_people",
        asked,
        size,
        the_organisation=organisation_id,
        the_kind="staff",
        prefix=sort_name(asked.q),
        the_role=chosen.get("rol", ""),
        the_source=chosen.get("bron", ""),
        the_state=chosen.get("staat", ""),
        soon_days=SOON_DAYS,
    )


def chosen(actor: Actor, organisation_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    """Those of these people that are the organisation's staff, and what follows when they leave; one query."""
    find(actor, organisation_id)
    return door_rows("admin_chosen_people", the_organisation=organisation_id, the_ids=list(ids))


def administrators(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Who administers the organisation now, by name."""
    asked = Asked(chosen={"rol": "administrator", "staat": "active"}, by="name")
    return list(people(actor, organisation_id, asked, MOST_ADMINISTRATORS).rows)


def person(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One of the own people, staff or external; else Missing."""
    find(actor, organisation_id)
    rows = door_rows("admin_person", the_organisation=organisation_id, the_affiliation=affiliation_id)
    if not rows:
        raise Missing
    return rows[0]


def places(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> list[Any]:
    """Where one of the own people is live now: titles and roles, no content."""
    find(actor, organisation_id)
    return door_rows(
        "admin_memberships",
        the_organisation=organisation_id,
        the_affiliation=affiliation_id,
        only_externals=False,
        after_until=moment(),
        after_id=FIRST_ID,
        at_most=MOST_PLACES,
    )


def leaving(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> list[Any]:
    """What follows when one of them leaves: spaces without a steward then (`steward`), externals without a sponsor."""
    find(actor, organisation_id)
    return door_rows("admin_leaving", the_organisation=organisation_id, the_affiliation=affiliation_id)


def appoint(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, role: str) -> Any:  # noqa: ANN401 - as person
    """Make somebody administrator or no longer; Conflict for the last one."""
    found = person(actor, organisation_id, affiliation_id)
    door("appoint", the_affiliation=affiliation_id, the_role=role)
    return found


def end_affiliation(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, why: str) -> Any:  # noqa: ANN401 - as person
    """End somebody's place in the organisation and in all its groups; what they wrote stays."""
    found = person(actor, organisation_id, affiliation_id)
    door("end_affiliation", the_affiliation=affiliation_id, the_why=why)
    return found


def set_term(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, last_day: date | None, why: str) -> Any:  # noqa: ANN401 - as person
    """Let somebody's place end after another last day, or (None) not by itself."""
    found = _staff(actor, organisation_id, affiliation_id)
    door("set_term", the_affiliation=affiliation_id, the_until=until(last_day), the_why=why)
    return found


def reopen(actor: Actor, organisation_id: UUID, affiliation_id: UUID, *, last_day: date | None) -> Any:  # noqa: ANN401 - as person
    """Open a place that has ended, through the logins that it had. Memberships do not come back."""
    found = _staff(actor, organisation_id, affiliation_id)
    door("reopen_affiliation", the_affiliation=affiliation_id, the_until=until(last_day))
    return found


def end_sessions(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> int:
    """End the sessions of all logins of one of the own people; how many there were."""
    person(actor, organisation_id, affiliation_id)
    ended: int = door("end_sessions", the_affiliation=affiliation_id)
    return ended


def _staff(actor: Actor, organisation_id: UUID, affiliation_id: UUID) -> Any:  # noqa: ANN401 - as person
    found = person(actor, organisation_id, affiliation_id)
    if found.kind != "staff":
        raise Missing
    return found


def until(last_day: date | None) -> datetime:
    """The moment at which a place ends after this last day; never for None. Invalid for a day that has passed."""
    if last_day is None:
        return FOREVER
    found = end_of(last_day)
    if found <= moment():
        raise Invalid({"last_day": words("Deze dag is al voorbij. Kies een dag na vandaag.")})
    return found
