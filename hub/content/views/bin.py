"""The bin: of a space, and my own."""

from uuid import UUID

from flask import request

from hub.content import cards, service
from hub.content.views.edge import pages
from hub.groups.views import space_page
from hub.kit.pages import actor, page
from hub.kit.paging import after_id


@pages.get("/groepen/<uuid:space_id>/prullenbak")
def space_bin(space_id: UUID) -> str:
    """What was deleted in a space: for stewards everything, for others what they deleted."""
    found = service.binned(actor(), space_id=space_id, after=after_id(request.args.get("na")))
    return space_page(
        "content/space_bin.html",
        space_id,
        tab="",
        binned=found,
        names=cards.names(actor(), [one.item for one in found.rows]),
    )


@pages.get("/prullenbak")
def own_bin() -> str:
    """What I deleted, wherever it was."""
    found = service.binned(actor(), after=after_id(request.args.get("na")))
    items = [one.item for one in found.rows]
    return page(
        "content/bin.html",
        binned=found,
        names=cards.names(actor(), items),
        places=cards.places(item.space_id for item in items),
    )
