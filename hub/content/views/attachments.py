"""Files in a text: taken from the form that it is written in, handed out, and shown as pictures."""

from typing import cast
from uuid import UUID

from flask import Response, current_app, request

from hub.content import service
from hub.content.views.edge import pages
from hub.content.views.keeping import said, sent_attachments
from hub.kit import downloads
from hub.kit.edge import Hub
from hub.kit.pages import actor


def change_attachments(item_id: UUID) -> None:
    """Do with the files of an own text what its form says: `remove` names ids, `alt-<id>` what a picture shows."""
    shown = [one.id for one in service.attached([item_id]).get(item_id, ())]
    service.change_attached(
        actor(),
        item_id,
        removed=[one for one in shown if str(one) in request.form.getlist("remove")],
        alts={one: said(f"alt-{one}") for one in shown if f"alt-{one}" in request.form},
        files=sent_attachments("edit", item_id),
    )
    service.drop_draft(actor(), place="edit", thing_id=item_id)


@pages.get("/bijlagen/<uuid:attachment_id>")
def attachment(attachment_id: UUID) -> Response:
    """A file that stands with a text, or the part of it that is asked for."""
    found = service.download_attached(actor(), attachment_id, storage=_hub().storage)
    answer = downloads.send(found)
    if downloads.gives_away(answer):
        service.downloaded_attached(actor(), attachment_id)
    return answer


@pages.get("/bijlagen/<uuid:attachment_id>/beeld")
def attached_picture(attachment_id: UUID) -> Response:
    """The picture of a file that stands with a text."""
    file, digest = service.attached_picture(actor(), attachment_id, storage=_hub().storage)
    return downloads.show(file, digest=digest)


def _hub() -> Hub:
    return cast("Hub", current_app)
