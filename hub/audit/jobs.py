"""Seals the log, publishes the heads of the chains outside of the database, and looks whether the fences stand."""

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid5

from psycopg.types.json import Jsonb

from hub.kit import heads, mail
from hub.kit.pages import settings
from tenants import check
from tenants.chain import Head
from tenants.clock import today
from tenants.db import door, door_rows, session

AT_ONCE = 5000
MOST_BATCHES = 20
"""So many batches in one transaction: what waited longer is done at the next turn."""
FACTS = """
SELECT json_build_object(
  'tables', (SELECT count(*) FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p')),
  'fenced', (SELECT count(*) FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p')
    AND relrowsecurity AND relforcerowsecurity),
  'policies', (SELECT count(*) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    AND c.relnamespace = 'plein'::regnamespace),
  'keys', (SELECT count(*) FROM pg_constraint WHERE connamespace = 'plein'::regnamespace AND contype = 'f'),
  'doors', (SELECT count(*) FROM pg_proc WHERE pronamespace = 'plein'::regnamespace AND prosecdef
    AND has_function_privilege('plein_app', oid, 'EXECUTE')),
  'roles', (SELECT count(*) FROM pg_roles WHERE rolname LIKE 'plein\\_%'))"""

_log = logging.getLogger(__name__)


def seal() -> None:
    """Seal what was written since the last turn (periodic)."""
    for _ in range(MOST_BATCHES):
        if door("work_seal", at_most=AT_ONCE) < AT_ONCE:
            return


def publish() -> None:
    """Add the heads that moved to the file outside of the database (periodic); without that setting nothing."""
    if not settings().audit_heads:
        return
    rows = door_rows("work_heads", is_all=False)
    if not rows:
        return
    heads.append(Path(settings().audit_heads), [heads.line(_head(row), row.handle) for row in rows])
    for row in rows:  # a repeat after a failure here adds the same line again, which harms nothing
        door("work_published", the_organisation=row.organisation_id, the_position=row.position)


def mail_daily() -> None:
    """Ask for the mail of today with all heads (periodic); without that setting nothing."""
    if settings().audit_heads_mail:
        door("work_mail_heads", the_day=today())


def mail_heads(row_id: UUID, *, day: str) -> None:
    """Mail all heads to the address outside of the installation: who keeps that mail can prove what was cut off."""
    address = settings().audit_heads_mail
    if not address:
        return
    lines = "\n".join(heads.line(_head(row), row.handle) for row in door_rows("work_heads", is_all=True))
    subject = f"Plein: heads of the audit logs, {date.fromisoformat(day)}"
    text = (
        f"Keep this mail. It proves later that nothing was removed from the audit logs of {settings().address}:\n"
        "save the lines below in a file and run `plein audit verify --heads <file>`.\n\n"
    )
    mail.send(address, subject, text + lines, uuid5(row_id, address))


def look() -> None:
    """Look whether every fence of the database stands, and keep what was found (periodic)."""
    _keep(_looked())


def look_now(row_id: UUID) -> None:  # noqa: ARG001 - a job's own
    """As `look`, because an administrator asked."""
    _keep(_looked())


def _looked() -> list[check.Fault]:
    connection = session().connection()
    clock = check.CLOCK if settings().environment == "production" else ""
    driver = connection.connection.driver_connection
    return check.faults(cast("check.Connection", driver), clock=clock)


def _keep(found: list[check.Fault]) -> None:
    for fault in found:
        _log.error("fence down", extra={"fault": str(fault)})
    facts: Any = session().connection().exec_driver_sql(FACTS).scalar()
    facts = json.loads(facts) if isinstance(facts, str) else facts
    faults = [{"sentence": one.sentence, "remedy": one.remedy} for one in found]
    door("work_keep_check", the_faults=Jsonb(faults), the_facts=Jsonb(facts))


def _head(row: Any) -> Head:  # noqa: ANN401 - the door's row
    return Head(row.organisation_id, row.position, row.hash, row.at.isoformat(timespec="seconds"))
