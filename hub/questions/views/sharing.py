"""Showing a question in another group too: choosing the group, a few words, and what readers there will see."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards
from hub.groups import audience
from hub.kit.pages import actor, again, form, page, seen, settings, toast
from hub.kit.paging import after_id
from hub.questions import service
from hub.questions.schemas import SAID_MAX, Share
from hub.questions.views.edge import pages
from tenants.errors import Missing


@pages.get("/vragen/<uuid:question_id>/ook-tonen")
def choose_elsewhere(question_id: UUID) -> str:
    """The page on which one chooses in which other group the question is shown, then with which words."""
    service.find(actor(), question_id)
    line = service.line(actor(), question_id)
    places = service.elsewhere(actor(), question_id)
    space_id = after_id(request.values.get("groep"))
    if space_id is None:
        readers = audience.of_each(place.id for place in places)
        return page("questions/share_choose.html", line=line, places=places, audiences=readers)
    if space_id not in {place.id for place in places}:
        raise Missing
    return page(
        "questions/share.html",
        line=line,
        place=cards.places([space_id])[space_id],
        address=f"{settings().address}{line.url}",
        said_max=SAID_MAX,
    )


@pages.post("/vragen/<uuid:question_id>/ook-tonen")
@again(choose_elsewhere)
def share(question_id: UUID) -> Response:
    """Show the question in another group too."""
    question = service.find(actor(), question_id)
    sent = form(Share())
    made = service.share(
        actor(),
        question_id,
        space_id=sent["groep"],
        said=sent["text"],
        address=f"{settings().address}/vragen/{question.item_id}",
    )
    toast(_("De vraag is ook daar te vinden."), undo_url=f"/items/{made.id}/verwijderen")
    return seen(f"/berichten/{made.id}")
