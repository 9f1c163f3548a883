"""Who can read a space, and why: the list behind the audience bar."""

from uuid import UUID

from flask import request

from hub.groups import service
from hub.groups.views.edge import pages
from hub.groups.views.space import space_page
from hub.kit.pages import actor
from hub.kit.paging import after_id


@pages.get("/groepen/<uuid:space_id>/wie")
def readers(space_id: UUID) -> str:
    """Who can read this, and why: the list behind the audience bar."""
    found = service.members(actor(), space_id, after=after_id(request.args.get("na")))
    return space_page(
        "groups/readers.html",
        space_id,
        tab="",
        found=found,
        more=f"/groepen/{space_id}/wie?na={found.after}" if found.after else "",
    )
