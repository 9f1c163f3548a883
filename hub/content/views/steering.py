"""What somebody makes of an item where it stands: on top, a question, a message; and all of a space read."""

from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards, service
from hub.content.schemas import TITLE_MAX, Title
from hub.content.views.edge import address, back_to, pages
from hub.kit.pages import actor, again, form, page, seen, toast


@pages.post("/items/<uuid:item_id>/vastzetten")
def pin(item_id: UUID) -> Response:
    """Put something on top of its space."""
    item = service.pin(actor(), item_id)
    toast(_("Dit staat nu bovenaan in de groep."), undo_url=f"/items/{item_id}/losmaken")
    return back_to(item, f"/groepen/{item.space_id}")


@pages.post("/items/<uuid:item_id>/losmaken")
def unpin(item_id: UUID) -> Response:
    """Take something off the top of its space."""
    item = service.unpin(actor(), item_id)
    toast(_("Dit staat niet meer bovenaan."), undo_url=f"/items/{item_id}/vastzetten")
    return back_to(item, f"/groepen/{item.space_id}")


@pages.post("/groepen/<uuid:space_id>/gelezen")
def all_read(space_id: UUID) -> Response:
    """Let nothing in a space be new any more."""
    service.all_read(actor(), space_id)
    toast(_("Alles in deze groep staat nu als gelezen."))
    return seen(f"/groepen/{space_id}")


@pages.get("/items/<uuid:item_id>/wordt-vraag")
def turn_form(item_id: UUID) -> str | Response:
    """The page that asks for the title under which a message becomes a question."""
    item = service.turnable(actor(), item_id)
    if item.kind == "question":
        return seen(address(item))
    piece = service.pieces(actor(), [item])[item.id]
    return page(
        "content/turn.html",
        piece=piece,
        place=cards.places([item.space_id])[item.space_id],
        cancel_url=address(item),
        title_max=TITLE_MAX,
    )


@pages.post("/items/<uuid:item_id>/wordt-vraag")
@again(turn_form)
def into_question(item_id: UUID) -> Response:
    """Make a question of a message."""
    service.turnable(actor(), item_id)
    item = service.turn(actor(), item_id, into="question", title=form(Title())["title"])
    toast(_("Het bericht is nu een vraag."), undo_url=f"/items/{item_id}/wordt-bericht")
    return seen(address(item))


@pages.post("/items/<uuid:item_id>/wordt-bericht")
def into_post(item_id: UUID) -> Response:
    """Make a message of a question; its answers stand under it as replies."""
    asked = cards.names(actor(), [service.turnable(actor(), item_id)])[item_id]  # a steward may have said it better
    item = service.turn(actor(), item_id, into="post")
    toast(
        _("De vraag is nu een bericht. De antwoorden staan eronder."),
        undo_url=f"/items/{item_id}/wordt-vraag",
        title=asked,
    )
    return seen(address(item))
