"""What the self-check of the fences found last, and asking for one now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from psycopg.types.json import Jsonb

from hub.desk.service import find
from tenants import check
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import door, door_rows, session

OVERDUE = timedelta(hours=1)
"""The scheduler looks every ten minutes: past this the check itself has stopped."""


@dataclass(frozen=True)
class Check:
    """What was found. at None: it never ran; faults: sentences and remedies for whoever runs the installation."""

    at: datetime | None
    faults: Sequence[Mapping[str, str]]
    facts: Mapping[str, int]
    fault_at: datetime | None
    asked: bool
    overdue: bool

    @property
    def stands(self) -> bool:
        """Whether every fence stands, and somebody looked lately."""
        return not self.faults and not self.overdue


def last_check(actor: Actor, organisation_id: UUID) -> Check:
    """The last look at the fences, for an administrator; one query."""
    find(actor, organisation_id)
    rows = door_rows("last_check", the_organisation=organisation_id)
    if not rows:
        return Check(None, (), {}, None, asked=False, overdue=True)
    row = rows[0]
    return Check(row.at, row.faults, row.facts, row.fault_at, asked=row.asked, overdue=row.at < moment() - OVERDUE)


def ask(actor: Actor, organisation_id: UUID) -> None:
    """Have the fences looked at now; Conflict within a minute of the last time."""
    find(actor, organisation_id)
    door("ask_check", the_organisation=organisation_id)


def look(*, clock: str) -> list[check.Fault]:
    """Look whether every fence stands, and keep what was found; for the worker. clock: as check.faults has it."""
    driver = cast("check.Connection", session().connection().connection.driver_connection)
    found = check.faults(driver, clock=clock)
    faults = [{"sentence": one.sentence, "remedy": one.remedy} for one in found]
    door("work_keep_check", the_faults=Jsonb(faults), the_facts=Jsonb(check.facts(driver)))
    return found
