"""Seals the log, publishes the heads of the chains outside of the database, and looks whether the fences stand."""

import logging
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from hub.audit import service
from hub.kit import heads, mail
from hub.kit.pages import settings
from tenants import check
from tenants.chain import Head
from tenants.clock import today
from tenants.db import door, door_rows

AT_ONCE = 5000
MOST_BATCHES = 20
"""So many batches in one transaction: what waited longer is done at the next turn."""

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
    for fault in service.look(clock=check.CLOCK if settings().environment == "production" else ""):
        _log.error("fence down", extra={"fault": str(fault)})


def look_now(row_id: UUID) -> None:  # noqa: ARG001 - a job's own
    """As `look`, because an administrator asked."""
    look()


def _head(row: Any) -> Head:  # noqa: ANN401 - the door's row
    return Head(row.organisation_id, row.position, row.hash, row.at.isoformat(timespec="seconds"))
