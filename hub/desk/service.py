"""Finds the organisation that is administered, pages of its lists, and how acts on many rows at once stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select

from hub.desk.policy import POLICY
from hub.kit.paging import Page
from tenants import audit
from tenants.actor import Actor
from tenants.db import door, door_rows, session
from tenants.errors import Missing
from tenants.ids import new_id
from tenants.models import Organisation

MOST_CHOSEN = 500
"""On so many rows at once an act may be begun; the door says the same."""


def find(actor: Actor, organisation_id: UUID) -> Organisation:
    """The organisation, for its administrators; else Missing.

    Whoever asks again in the same request is answered without a query.
    """
    tx = session()
    found = POLICY.found(actor, tx.get(Organisation, organisation_id))
    tx.info["administered", organisation_id] = found  # a session itself keeps no row alive
    return found


def administered(actor: Actor) -> list[Organisation]:
    """The organisations that the actor administers, by name."""
    rows = session().scalars(select(Organisation).where(POLICY.readable(actor, Organisation)))
    return sorted(rows, key=lambda one: (one.name, one.id))


def as_administrator(actor: Actor, organisation_id: UUID) -> UUID:
    """The own affiliation by which the actor administers the organisation; else Missing."""
    for one in actor.standings:
        if one.active and one.organisation_id == organisation_id and one.role == "administrator":
            return one.id
    raise Missing


def figures(actor: Actor, organisation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """How many people, externals, groups and agreements there are now; one query."""
    find(actor, organisation_id)
    return door_rows("admin_figures", the_organisation=organisation_id)[0]


# ---------------------------------------------------------------- lists


@dataclass(frozen=True)
class Asked:
    """What is asked of a list: words to look for, choices by name, the order, and the row that the page follows."""

    q: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    descending: bool = False
    after: tuple[str, UUID] | None = None


def cursor(text: str) -> tuple[str, UUID] | None:
    """The row that a page follows, as the address has it; None at the first page. Missing for what is no such thing."""
    if not text:
        return None
    key, _, row_id = text.rpartition("~")
    try:
        return key, UUID(row_id)
    except ValueError as error:
        raise Missing from error


def page_of(name: str, asked: Asked, size: int, *, id_name: str = "id", **values: object) -> Page[Any]:
    """A page out of a door that orders by a column: it gives its rows' `key`, and begins after one."""
    key, row_id = asked.after or (None, None)
    rows = door_rows(
        name,
        the_order=asked.by,
        descending=asked.descending,
        after_key=key,
        after_id=row_id,
        at_most=size + 1,
        **values,
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.key}~{getattr(last, id_name)}" if last else "")


def exported(actor: Actor, organisation_id: UUID, *, title: str, asked: str) -> None:
    """Write in the log that a list was taken as a file; `asked`: which rows."""
    audit.record(
        actor,
        "export.made",
        kind="organisation",
        thing_id=organisation_id,
        as_affiliation=as_administrator(actor, organisation_id),
        shown=title,
        why=asked[:1000],
    )


# ---------------------------------------------------------------- many rows at once


def start_bulk(
    actor: Actor, organisation_id: UUID, kind: str, *, detail: Mapping[str, str], rows: Sequence[tuple[UUID, str]]
) -> UUID:
    """Begin an act on these rows (id and name); the worker does it in the actor's name. Returns its id."""
    find(actor, organisation_id)
    made = new_id()
    door(
        "start_bulk",
        the_id=made,
        the_organisation=organisation_id,
        the_kind=kind,
        the_detail=Jsonb(dict(detail)),
        things=[thing for thing, _ in rows],
        names=[name for _, name in rows],
    )
    return made


def bulk(actor: Actor, organisation_id: UUID, bulk_id: UUID) -> tuple[Any, list[Any]]:
    """How an act on many rows stands, and its rows; else Missing."""
    find(actor, organisation_id)
    found = door_rows("admin_bulk", the_organisation=organisation_id, the_bulk=bulk_id)
    if not found:
        raise Missing
    return found[0], door_rows("admin_bulk_rows", the_organisation=organisation_id, the_bulk=bulk_id)
