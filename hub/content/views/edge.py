"""The edge of content: its pages, and where items of every kind are shown."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from hub.content import kinds, service
from hub.content.models import Item
from hub.groups import audience
from hub.kit.pages import actor, local, page, seen

pages = Blueprint("content", __name__, template_folder="../templates")


def address(item: Item) -> str:
    """Where an item is shown: its own page, its place on the page of what it stands under, or on that of a comment."""
    line = service.line_up(actor(), item)
    top = line[-1]
    own = f"/{kinds.of(top.kind).path}/{top.id}"
    if item is top:
        return own
    level = service.talked_about(line)
    answer = line[level] if line[level] is not top else None
    page_with: dict[str, UUID | None] = {"antwoord": answer.id} if answer and service.has_many_answers(top.id) else {}
    if level == 0:
        return f"{own}{_query(page_with)}#antwoord-{item.id}"
    if level > 1:  # a reply: with its comment when that shows it
        near = level == 2 and service.said_after(item) < service.REPLIES_SHOWN  # noqa: PLR2004 - replies are one level deep
        if not near:
            older = f"?tot={item.id}" if service.said_after(item) >= service.COMMENTS_SHOWN else ""
            return f"/items/{item.parent_id}/gesprek{older}#reactie-{item.id}"
    comment = line[level - 1]
    if service.said_after(comment) >= service.COMMENTS_SHOWN:
        page_with |= {"tot": comment.id, "bij": comment.parent_id}
    return f"{own}{_query(page_with)}#reactie-{item.id}"


def _query(values: Mapping[str, object]) -> str:
    return f"?{urlencode(values)}" if values else ""


def choose_place(path: str, *, title: str, lead: str, above: str = "", **context: object) -> str | Response:
    """The page that asks in which space to write, on to `path` in it; with only one there is nothing to choose.

    `above`: a template of the feature that stands above the spaces, drawn with the rest of what is given.
    """
    places = service.writable_places(actor())
    if len(places) == 1:
        return seen(f"/groepen/{places[0].id}{path}")
    readers = audience.of_each(place.id for place in places)
    return page(
        "content/choose.html",
        title=title,
        lead=lead,
        path=path,
        places=places,
        audiences=readers,
        above=above,
        **context,
    )


def tab_of(item: Item) -> str:
    """The list in which an item that stands alone is found."""
    return f"/groepen/{item.space_id}{kinds.of(item.kind).tab}"


def back_to(item: Item, otherwise: str) -> Response:
    """Go on where one was: the page that `back` names, or the one that the browser came from; else the other address.

    A part of a page that asks only for itself and says no `back` gets the item's own page, which has it.
    """
    if back := local(request.values.get("back"), ""):
        return seen(back)
    if str(item.id) in request.headers.get("HX-Target", ""):
        return seen(otherwise)
    came_from = urlsplit(request.referrer or "")
    here = came_from._replace(scheme="", netloc="").geturl() if came_from.netloc == request.host else ""
    return seen(local(here, otherwise))


def page_of(item_id: UUID) -> Any:  # noqa: ANN401 - whatever the page answers
    """The page that shows an item, drawn here: a form that came back with errors stands on it."""
    item = service.find(actor(), item_id)
    path = f"/items/{item.id}/gesprek" if item.kind == "comment" else urlsplit(address(item)).path
    endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    return current_app.view_functions[endpoint](**values)
