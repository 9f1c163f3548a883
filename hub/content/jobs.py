"""Looking into files that came in: pictures of their pages and their text, made once for each content of an owner."""

import logging
from datetime import timedelta
from typing import cast
from uuid import UUID

from flask import current_app

from hub.content import service
from hub.kit.edge import Hub
from hub.kit.media import media_type
from hub.kit.pages import settings
from hub.kit.reading import Limits, look_into
from tenants.clock import moment

_log = logging.getLogger(__name__)


def let_go() -> None:
    """Let go of files of drafts that nobody goes on with, and of what was made of files that nothing has any more.

    Their contents go with a later sweep of the storage, once this is written down.
    """
    files, previews = service.let_go(moment() - timedelta(days=settings().draft_days))
    if files or previews:
        _log.info("let go", extra={"files": files, "previews": previews})


def read(_row_id: UUID, *, owner: str, sha256: str) -> None:
    """Look into a content. A file that harms who reads it ends a process of its own, and is noted as failed."""
    hub, owner_id = cast("Hub", current_app), UUID(owner)
    if not service.waits((owner_id, sha256)):
        return
    limits = Limits(hub.settings.reader_bytes, hub.settings.reader_seconds, hub.settings.preview_pages)

    def keep(octets: bytes) -> str:
        with hub.storage.receive() as incoming:
            incoming.write(octets)
            return incoming.keep(owner_id)

    with hub.storage.open(owner_id, sha256) as file:
        size = file.seek(0, 2)
        found = look_into(file, media_type(file, size), limits, keep)
    if found.status == "failed":
        _log.warning("file could not be read", extra={"owner": owner, "sha256": sha256})
    service.looked_into((owner_id, sha256), found)
