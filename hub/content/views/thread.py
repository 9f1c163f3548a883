"""One comment with all replies to it."""

from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from hub.content import cards, service
from hub.content.views.edge import address, pages
from hub.kit.pages import actor, page, seen
from hub.kit.paging import after_id


@pages.get("/items/<uuid:item_id>/gesprek")
def thread(item_id: UUID) -> str | Response:
    """A comment with the replies to it, a page at a time; of anything else the page that shows it."""
    item = service.find(actor(), item_id)
    line = service.line_up(actor(), item)
    level = service.talked_about(line)
    if level == 0:
        return seen(address(item))
    if level > 1 and item.kind == "comment" and not service.said_under(actor(), [item.id]):
        item = line[1]  # a reply without replies of its own: the comment that it answers
    return page(
        "content/thread.html",
        piece=service.pieces(actor(), [item])[item.id],
        thread=service.threads(actor(), [item.id], upto=after_id(request.args.get("tot")))[item.id],
        url=address(item),
        place=cards.places([item.space_id])[item.space_id],
    )
