"""An external's own page: who invited me, until when, what is kept, what was logged, and my own way out."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.externals.service import own
from hub.externals.views.edge import pages
from hub.kit.pages import actor, comes_first, page, seen, toast
from hub.kit.paging import after_id
from hub.kit.verbs import sentence


@pages.get("/mijn-toegang")
@comes_first
def access() -> str:
    """Where I may be and through whom, what is kept of me, and what I did."""
    log = own.log(actor(), after=after_id(request.args.get("na")))
    return page(
        "externals/own.html",
        access=own.access(actor()),
        log=[(row, sentence(row)) for row in log.rows],
        more=f"/mijn-toegang?na={log.after}" if log.after else "",
    )


@pages.get("/mijn-toegang/<uuid:affiliation_id>/beeindigen")
@comes_first
def end_access_page(affiliation_id: UUID) -> str:
    """Ask once: it cannot be undone by oneself."""
    return page("externals/leave.html", one=own.one_of(actor(), affiliation_id))


@pages.post("/mijn-toegang/<uuid:affiliation_id>/beeindigen")
@comes_first
def end_access(affiliation_id: UUID) -> Response:
    """End my access."""
    own.end(actor(), affiliation_id)
    toast(_("Je toegang is beëindigd."))
    return seen("/")
