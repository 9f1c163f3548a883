"""Names that are offered while one writes."""

from uuid import UUID

from flask import request

from hub.content import service
from hub.content.views.edge import pages
from hub.kit.pages import actor, page


@pages.get("/groepen/<uuid:space_id>/noemen")
def mentionable(space_id: UUID) -> str:
    """Who might be meant by what was typed after @; a part of a page."""
    found = service.mentionable(actor(), space_id, request.args.get("q", ""))
    return page("content/_mentionable.html", people=found)
