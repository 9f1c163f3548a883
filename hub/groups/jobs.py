"""Mails about groups: that somebody was let in. No content."""

from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from hub.groups import service
from hub.kit import mail
from hub.kit.pages import settings
from tenants.db import as_affiliation, become, door_rows
from tenants.errors import Missing


def added(row_id: UUID, *, space: str, affiliation: str) -> None:
    """Tell somebody that a group or room has opened; only who sees it now learns its name."""
    receiver = _address(UUID(affiliation))
    if receiver is None:
        return
    try:
        found = service.find(become(as_affiliation(UUID(affiliation))), UUID(space))
    except Missing:
        return
    with force_locale(receiver.language):
        subject = _("Je bent toegevoegd aan “%(title)s”", title=found.title)
        text = _(
            "Beste %(name)s,\n\nJe kunt nu meelezen en meedoen in “%(title)s”:\n%(link)s",
            name=receiver.shown,
            title=found.title,
            link=f"{settings().address}/groepen/{found.id}",
        )
    mail.send(receiver.address, subject, text, row_id)


def _address(affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    return next(iter(door_rows("work_address", the_affiliation=affiliation_id)), None)
