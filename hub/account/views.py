"""Pages of one's own choices."""

from uuid import UUID

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.account import service
from hub.kit.pages import actor, as_whoever, comes_first, local, seen, toast
from tenants.errors import Missing

pages = Blueprint("account", __name__, template_folder="templates")


@pages.post("/voorkeuren")
@as_whoever
@comes_first
def prefer() -> Response:
    """Keep the language or the colours, and go back to where one was."""
    service.prefer(actor(), language=request.form.get("language", ""), colours=request.form.get("colour_scheme", ""))
    return seen(local(request.form.get("back")))


@pages.post("/organisatie")
@as_whoever
@comes_first
def act_as() -> Response:
    """Go on as another own affiliation."""
    try:
        affiliation_id = UUID(request.form.get("affiliation", ""))
    except ValueError as error:
        raise Missing from error
    service.act_as(actor(), affiliation_id, proof=g.proof)
    toast(_("Je werkt nu namens een andere organisatie."))
    return seen("/")
