"""Pages of copies: asking for one, seeing how far it is, and taking it along."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Response, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from hub.copies import service
from hub.groups.views import space_page
from hub.kit import downloads
from hub.kit.edge import Hub
from hub.kit.pages import actor, again, seen, toast
from hub.kit.storage import Outgoing

pages = Blueprint("copies", __name__, template_folder="templates")


@pages.get("/groepen/<uuid:space_id>/kopie")
def of_space(space_id: UUID) -> str:
    """What a copy is, and the own copies of this space."""
    return space_page(
        "copies/space.html",
        space_id,
        tab="",
        may_ask=service.asking_as(actor(), space_id) is not None,
        copies=service.copies(actor(), space_id),
        largest=cast("Hub", current_app).settings.copy_bytes,
    )


@pages.post("/groepen/<uuid:space_id>/kopie")
@again(of_space)
def ask(space_id: UUID) -> Redirect:
    """Have a copy made."""
    service.ask(actor(), space_id)
    toast(_("We maken de kopie. Je krijgt een mail als hij klaar is."))
    return seen(f"/groepen/{space_id}/kopie")


@pages.get("/kopieen/<uuid:copy_id>/bestand")
def download(copy_id: UUID) -> Response:
    """Take a copy along, whole or the part that is asked for."""
    found = service.opened(actor(), copy_id, storage=cast("Hub", current_app).storage)
    answer = downloads.send(
        Outgoing(
            file=found.file,
            name=_("Kopie van %(title)s", title=found.title) + ".zip",
            size=found.size,
            digest=found.digest,
            media_type="application/zip",
            modified=found.modified,
        )
    )
    if downloads.gives_away(answer):
        service.note(actor(), copy_id)
    return answer


@pages.post("/kopieen/<uuid:copy_id>/verwijderen")
def remove(copy_id: UUID) -> Redirect:
    """Give a copy up."""
    space_id = service.remove(actor(), copy_id)
    toast(_("De kopie is verwijderd."))
    return seen(f"/groepen/{space_id}/kopie")
