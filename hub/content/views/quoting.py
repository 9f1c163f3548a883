"""A reply that quotes what it answers: the whole text here, and what one selected where the script is on."""

from uuid import UUID

from flask_babel import gettext as _

from hub.content import cards, service
from hub.content.views.drafts import draft_for
from hub.content.views.edge import address, pages
from hub.kit.pages import actor, page
from hub.kit.text import quoted


@pages.get("/items/<uuid:item_id>/citeren")
def quote(item_id: UUID) -> str:
    """The field to reply in, with what is answered in it, after what one had begun to write there."""
    item, said = service.quotable(actor(), item_id)
    piece = service.pieces(actor(), [item])[item.id]
    lead = quoted(_("%(name)s schreef:", name=_(piece.author.name)), is_plain=True)
    quote = f"{lead}\n>\n{quoted(said)}" if said else ""
    mine = draft_for(f"comment {item_id}")
    begun = mine.body if mine else ""
    return page(
        "content/quote.html",
        piece=piece,
        place=cards.places([item.space_id])[item.space_id],
        url=address(item),
        lead=lead,
        quote=quote,
        value=begun if quote in begun else f"{begun}\n\n{quote}".strip() + "\n\n",
        most=service.QUOTED,
    )
