"""Making copies, saying that one is ready, and removing those whose time is over."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from hub.copies import service
from hub.copies.service.making import Head
from hub.kit import letters
from hub.kit.edge import Hub
from tenants.db import NOBODY_ENTERS, as_affiliation, aside, become, door, door_rows

AT_ONCE = 100


def make(row_id: UUID, *, copy: str) -> None:
    """Make a copy as the affiliation that asked for it; begun again from the start when it was broken off."""
    copy_id, hub = UUID(copy), cast("Hub", current_app)
    found = letters.one("work_copy", the_copy=copy_id)
    if found is None:
        return
    receiver = letters.receiver(found.affiliation_id)

    def progress(done: int, total: int) -> None:
        aside(lambda: door("work_copy_progress", the_copy=copy_id, so_far=done, of_all=total))

    status, made = "removed", None
    try:
        with force_locale(receiver.language if receiver else "nl"):
            made = service.make(
                become(as_affiliation(found.affiliation_id)),
                found.space_id,
                organisation_id=found.organisation_id,
                organisation=found.organisation,
                storage=hub.storage,
                largest=hub.settings.copy_bytes,
                progress=progress,
                index=_index,
            )
        status = "ready" if made else "removed"
    except service.TooLarge:
        status = "too-large"
    become(NOBODY_ENTERS)
    door(
        "work_copy_end",
        the_copy=copy_id,
        the_status=status,
        the_spaces=list(made.spaces) if made else [],
        the_sha256=made.digest if made else "",
        the_size=made.size if made else 0,
    )
    if made:
        letters.write(
            found.affiliation_id,
            row_id,
            lambda name: (
                _("De kopie van jullie stukken is klaar"),
                _(
                    "Beste %(name)s,\n\nDe kopie die je vroeg is klaar. Je vindt hem hier, een week lang:\n%(link)s",
                    name=name,
                    link=f"{hub.settings.address}/groepen/{found.space_id}/kopie",
                ),
            ),
        )


def sweep() -> None:
    """Remove copies whose time is over: first the file, then the row."""
    storage = cast("Hub", current_app).storage
    for row in door_rows("work_copies_over", at_most=AT_ONCE):
        if row.sha256 and not row.elsewhere:
            storage.path(service.FOLDER, row.sha256).unlink(missing_ok=True)
        door("work_copy_gone", the_copy=row.id)


def _index(head: Head, items: Iterator[dict[str, Any]]) -> Iterator[str]:
    template = current_app.jinja_env.get_template("copies/index.html")
    return template.generate(head=head, items=items, address=cast("Hub", current_app).settings.address)
