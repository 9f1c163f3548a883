"""Files in a text: taken from the form that it is written in, handed out, and shown as pictures."""

from typing import cast
from uuid import UUID

from flask import Response, current_app, request

from hub.content import service
from hub.content.models import Item
from hub.content.schemas import AltText
from hub.content.service import NewAttachment
from hub.content.views.edge import pages
from hub.kit import downloads
from hub.kit.edge import Hub
from hub.kit.pages import actor, read
from hub.kit.uploads import sent_files


def sent_attachments() -> list[NewAttachment]:
    """The files that were sent with a text, none is fine too; `alt-0` says what the first of them shows, and so on."""
    return [
        NewAttachment(one.name, one.media_type, one.file, _alt(f"alt-{place}"))
        for place, one in enumerate(sent_files("files", required=False))
    ]


def attach_sent(item: Item) -> None:
    """Put the files that were sent with a text in it."""
    service.attach(item, sent_attachments())


def change_attachments(item_id: UUID) -> None:
    """Do with the files of an own text what its form says: `remove` names ids, `alt-<id>` what a picture shows."""
    shown = [one.id for one in service.attached([item_id]).get(item_id, ())]
    service.change_attached(
        actor(),
        item_id,
        removed=[one for one in shown if str(one) in request.form.getlist("remove")],
        alts={one: _alt(f"alt-{one}") for one in shown if f"alt-{one}" in request.form},
        files=sent_attachments(),
    )


def _alt(field: str) -> str:
    found: str = read(AltText(), {"alt": request.form.get(field, "")})["alt"]
    return found


@pages.get("/bijlagen/<uuid:attachment_id>")
def attachment(attachment_id: UUID) -> Response:
    """A file that stands with a text, or the part of it that is asked for."""
    found = service.download_attached(actor(), attachment_id, storage=_hub().storage)
    answer = downloads.send(
        found.file,
        size=found.size,
        digest=found.digest,
        name=found.name,
        media_type=found.media_type,
        modified=found.modified,
    )
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
