"""The audit log as an organisation's administrators read it; reading it is written there too."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from hub.desk.service import find
from hub.kit.paging import PAGE, Page
from tenants import audit
from tenants.actor import Actor
from tenants.clock import start_of
from tenants.db import session
from tenants.models import Audit

GROUPS = {
    "toegang": ("membership", "invitation", "external", "affiliation", "administrator"),
    "groepen": ("group", "room", "space", "party"),
    "afspraken": ("agreement",),
    "inhoud": ("post", "question", "answer", "comment", "document"),
    "beheer": ("operator", "audit", "export", "bulk", "policy"),
}
"""Groups of verbs to choose from, by the beginnings of their verbs."""


@dataclass(frozen=True)
class Range:
    """From one day until and including another, on the clock on the wall; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted: a group of verbs, a part of who did it, a period."""

    group: str = ""
    who: str = ""
    period: Range = Range()


def log(
    actor: Actor, organisation_id: UUID, asked: Asked, *, after: UUID | None = None, size: int = PAGE
) -> Page[Audit]:
    """Rows of the own organisation, newest first. That it was read is a row too, once for each page."""
    organisation = find(actor, organisation_id)
    wanted = select(Audit).where(Audit.organisation_id == organisation_id)
    if asked.group in GROUPS:
        wanted = wanted.where(or_(*(Audit.verb.startswith(f"{verb}.") for verb in GROUPS[asked.group])))
    if asked.who:
        wanted = wanted.where(Audit.actor_shown.icontains(asked.who, autoescape=True))
    if asked.period.first:
        wanted = wanted.where(Audit.at >= start_of(asked.period.first))
    if asked.period.last:
        wanted = wanted.where(Audit.at < start_of(asked.period.last + timedelta(days=1)))
    if after:
        wanted = wanted.where(Audit.id < after)
    rows = session().scalars(wanted.order_by(Audit.id.desc()).limit(size + 1)).all()
    standing = next(
        one for one in actor.standings if one.active and _administers(one.organisation_id, one.role, organisation_id)
    )
    audit.record(
        actor,
        "audit.read",
        kind="organisation",
        thing_id=organisation_id,
        as_affiliation=standing.id,
        shown=organisation.name,
    )
    return Page(rows[:size], str(rows[size - 1].id) if len(rows) > size else "")


def _administers(its_organisation: UUID, role: str, organisation_id: UUID) -> bool:
    return its_organisation == organisation_id and role == "administrator"
