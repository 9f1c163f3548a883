"""What is done with documents when nobody asks."""

import logging
from typing import cast
from uuid import UUID

from flask import current_app

from hub.kit.edge import Hub
from tenants.clock import moment
from tenants.db import door_rows

FOLDERS, HOURS = 256, 24

_log = logging.getLogger(__name__)


def sweep() -> None:
    """Remove files that processes which are gone left half received, and contents that no row came to know.

    Each hour looks at its share of the folders, a day at all of them.
    """
    storage = cast("Hub", current_app).storage
    share = [f"{number:02x}" for number in range(FOLDERS) if number % HOURS == moment().hour]
    swept, cleared = storage.sweep(), storage.clear(known, share)
    if swept or cleared:
        _log.warning("swept", extra={"files": swept, "contents": cleared})


def known(owner_id: UUID, hashes: list[str]) -> set[str]:
    """Which of these contents of an owner some row needs; for the worker."""
    return {row.work_known for row in door_rows("work_known", the_owner=owner_id, hashes=hashes)}
