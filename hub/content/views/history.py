"""What a text said before."""

from uuid import UUID

from flask import request

from hub.content import cards, service
from hub.content.views.edge import address, pages
from hub.kit.pages import actor, page
from tenants.errors import Missing


@pages.get("/items/<uuid:item_id>/geschiedenis")
def history(item_id: UUID) -> str:
    """The versions of a text, with what changed, for whoever reads it."""
    shown = service.history(actor(), item_id, before=_number(request.args.get("na")))
    return page(
        "content/history.html",
        item=shown.item,
        author=shown.author,
        versions=shown.versions,
        url=address(shown.item),
        place=cards.places([shown.item.space_id])[shown.item.space_id],
    )


def _number(text: str | None) -> int | None:
    """The number of a version, from the address; None at the first page. What is no small number is Missing."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - what an integer can hold
        raise Missing
    return int(text)
