"""The audit log as an organisation's administrators read and export it, which is written there too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select

from hub.desk.service import find
from hub.kit.paging import PAGE, Page, cut
from tenants import audit
from tenants.actor import Actor
from tenants.clock import start_of
from tenants.db import door_rows, session
from tenants.models import Audit

GROUPS = {
    "toegang": (
        "membership", "invitation", "external", "affiliation", "administrator", "offer", "request", "sponsorship",
        "login", "session", "staff", "terms",
    ),
    "groepen": ("group", "room", "space", "party", "proposal", "charter", "copy"),
    "afspraken": ("agreement", "policy"),
    "inhoud": ("post", "question", "answer", "comment", "document", "folder", "attachment", "item"),
    "nood": ("emergency",),
    "beheer": ("operator", "audit", "seal", "export", "bulk"),
}  # fmt: skip
"""Groups of verbs to choose from, by the beginnings of their verbs."""


@dataclass(frozen=True)
class Range:
    """From one day until and including another, on the clock on the wall; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted. text: a part of who did it or of the thing's name; verbs: those whose sentence says it.

    affiliation_id: whoever did it; thing_id: to what or to whom.
    """

    group: str = ""
    text: str = ""
    verbs: tuple[str, ...] = ()
    period: Range = Range()
    affiliation_id: UUID | None = None
    thing_id: UUID | None = None


@dataclass(frozen=True)
class Seal:
    """Where a row stands in the chain; position None: not sealed yet. person: what stands for the person outside."""

    position: int | None
    hash: str
    person: str | None


@dataclass(frozen=True)
class Head:
    """How far the chain of the organisation has come, and how many rows wait for their seal."""

    position: int
    hash: str
    waiting: int


def kind_of(verb: str) -> str:
    """The group of a verb; '' when it is in none."""
    first = verb.partition(".")[0]
    return next((name for name, beginnings in GROUPS.items() if first in beginnings), "")


def log(
    actor: Actor, organisation_id: UUID, asked: Asked, *, said: str = "", after: UUID | None = None, size: int = PAGE
) -> Page[Audit]:
    """Rows of the own organisation, newest first. Who read it stands in it too: once for what was asked, not each page.

    said: what was asked for, as the row about it keeps it.
    """
    organisation = find(actor, organisation_id)
    query = wanted(organisation_id, asked)
    if after:
        query = query.where(Audit.id < after)
    rows = session().scalars(query.order_by(Audit.id.desc()).limit(size + 1)).all()
    if after is None:
        _record(actor, "audit.read", organisation_id, organisation.name, said)
    return cut(rows, size)


def exported(actor: Actor, organisation_id: UUID, *, said: str) -> str:
    """Write that the log goes out, before it does; returns the organisation's handle."""
    organisation = find(actor, organisation_id)
    _record(actor, "audit.exported", organisation_id, organisation.name, said)
    return organisation.handle


def part(
    actor: Actor, organisation_id: UUID, asked: Asked, *, until: datetime, after: UUID | None, size: int
) -> list[tuple[Audit, Seal]]:
    """A part of an export, the oldest first: rows written until a moment, after a row, with their seals."""
    find(actor, organisation_id)
    query = wanted(organisation_id, asked).where(Audit.at <= until)
    if after:
        query = query.where(Audit.id > after)
    rows = session().scalars(query.order_by(Audit.id).limit(size)).all()
    found = seals(organisation_id, rows)
    return [(row, found[row.id]) for row in rows]


def wanted(organisation_id: UUID, asked: Asked) -> Select[Audit]:
    """The rows that are asked for, in no order."""
    query = select(Audit).where(Audit.organisation_id == organisation_id)
    if asked.group in GROUPS:
        query = query.where(or_(*(Audit.verb.startswith(f"{verb}.") for verb in GROUPS[asked.group])))
    if asked.text:
        names = [column.icontains(asked.text, autoescape=True) for column in (Audit.actor_shown, Audit.thing_shown)]
        query = query.where(or_(*names, Audit.verb.in_(asked.verbs)))
    if asked.period.first:
        query = query.where(Audit.at >= start_of(asked.period.first))
    if asked.period.last:
        query = query.where(Audit.at < start_of(asked.period.last + timedelta(days=1)))
    if asked.affiliation_id:
        query = query.where(Audit.affiliation_id == asked.affiliation_id)
    if asked.thing_id:
        query = query.where(Audit.thing_id == asked.thing_id)
    return query


def seals(organisation_id: UUID, rows: Sequence[Audit]) -> dict[UUID, Seal]:
    """Where each of these rows stands in the chain; one query."""
    found = door_rows("audit_seals", the_organisation=organisation_id, the_rows=[row.id for row in rows])
    return {one.audit_id: Seal(one.position, one.hash or "", one.person) for one in found}


def head(actor: Actor, organisation_id: UUID) -> Head:
    """How far the chain has come."""
    find(actor, organisation_id)
    row = door_rows("audit_head", the_organisation=organisation_id)[0]
    return Head(row.position, row.hash, row.waiting)


def own(actor: Actor, *, after: UUID | None = None, size: int = PAGE) -> Page[Any]:
    """What the actor did, newest first, through the affiliations that this login opens."""
    if not actor.is_somebody:
        return Page(())
    return cut(door_rows("own_audit", after_id=after, at_most=size + 1), size)


def _record(actor: Actor, verb: str, organisation_id: UUID, name: str, said: str) -> None:
    standing = next(
        one
        for one in actor.standings
        if one.active and one.organisation_id == organisation_id and one.role == "administrator"
    )
    audit.record(
        actor,
        verb,
        kind="organisation",
        thing_id=organisation_id,
        as_affiliation=standing.id,
        shown=name,
        why=said[:1000],
    )
