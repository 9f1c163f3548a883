"""Addresses that every kind of item shares: react, comment, edit, delete, bring back; each leads back."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards, service
from hub.content.models import Item
from hub.content.policy import Can
from hub.content.schemas import BODY_MAX, TITLE_MAX, WHY_MAX, Comment, Deletion, Edit
from hub.groups import audience
from hub.kit.pages import actor, again, form, local, page, seen, toast
from tenants.errors import Missing

pages = Blueprint("content", __name__, template_folder="templates")

# Kind of item to the folder of its page, and to the tab of its space.
PAGES = {"post": ("berichten", ""), "question": ("vragen", "/vragen"), "document": ("documenten", "/documenten")}


def address(item: Item) -> str:
    """Where an item is shown: its own page, or its place on the page of what it stands under."""
    top = service.root(actor(), item)
    own = f"/{PAGES[top.kind][0]}/{top.id}"
    if item is top:
        return own
    if item.kind == "answer":
        return f"{own}#antwoord-{item.id}"
    older = f"?tot={item.id}&bij={item.parent_id}" if service.has_page_after(item) else ""
    return f"{own}{older}#reactie-{item.id}"


def choose_place(path: str, *, title: str, lead: str) -> str | Response:
    """The page that asks in which space to write, on to `path` in it; with only one there is nothing to choose."""
    places = service.writable_places(actor())
    if len(places) == 1:
        return seen(f"/groepen/{places[0].id}{path}")
    readers = audience.of_each(place.id for place in places)
    return page("content/choose.html", title=title, lead=lead, path=path, places=places, audiences=readers)


def tab_of(item: Item) -> str:
    """The list in which an item that stands alone is found."""
    return f"/groepen/{item.space_id}{PAGES[item.kind][1]}"


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


@pages.get("/items/<uuid:item_id>")
def permanent(item_id: UUID) -> Response:
    """The address of an item that lasts, whatever page shows it."""
    return seen(address(service.find(actor(), item_id)))


def page_of(item_id: UUID) -> Any:  # noqa: ANN401 - whatever the page answers
    """The page that shows an item, drawn here: a form that came back with errors stands on it."""
    path = urlsplit(address(service.find(actor(), item_id))).path
    endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    return current_app.view_functions[endpoint](**values)


@pages.post("/reacties/<uuid:item_id>")
def react(item_id: UUID) -> Response:
    """Give a word to an item, or take it back."""
    item = service.find(actor(), item_id)
    service.react(actor(), item_id, word=request.values.get("kind", ""))
    return back_to(item, address(item))


@pages.post("/items/<uuid:item_id>/reactie")
@again(page_of)
def comment(item_id: UUID) -> Response:
    """Comment on an item."""
    sent = form(Comment())
    made = service.comment(actor(), item_id, body=sent["text"])
    return seen(address(made))


@pages.get("/items/<uuid:item_id>/bewerken")
def edit_form(item_id: UUID) -> str:
    """The page on which one changes an own text."""
    item = service.find(actor(), item_id)
    if item.kind not in TITLES:
        raise Missing
    return page(
        "content/edit.html",
        item=item,
        text=service.text_of(actor(), item_id),
        title=TITLES[item.kind](),
        has_title=item.kind == "post",
        place=cards.places([item.space_id])[item.space_id],
        cancel_url=address(item),
        title_max=TITLE_MAX,
        body_max=BODY_MAX,
    )


@pages.post("/items/<uuid:item_id>/bewerken")
@again(edit_form)
def edit(item_id: UUID) -> Response:
    """Change an own text."""
    item = service.find(actor(), item_id)
    if item.kind not in TITLES:
        raise Missing
    sent = form(Edit())
    service.edit(actor(), item_id, body=sent["text"], title=sent["title"] if item.kind == "post" else "")
    toast(_("Je wijziging is bewaard."))
    return seen(address(item))


@pages.get("/items/<uuid:item_id>/verwijderen")
def delete_form(item_id: UUID) -> str:
    """The page on which a steward says why something goes that somebody else wrote."""
    item = service.find(actor(), item_id)
    service.require(actor(), Can.DELETE, item)
    piece = service.pieces(actor(), [item])[item.id]
    return page("content/delete.html", item=item, piece=piece, cancel_url=address(item), why_max=WHY_MAX)


@pages.post("/items/<uuid:item_id>/verwijderen")
@again(delete_form)
def delete(item_id: UUID) -> Response | str:
    """Put an item in the bin; of an own one no questions are asked, for it can be brought back."""
    item = service.find(actor(), item_id)
    if not service.is_author(actor(), item) and "why" not in request.form:
        return delete_form(item_id)
    own = address(item)
    service.delete(actor(), item_id, why=form(Deletion())["why"])
    toast(DELETED[item.kind](), undo_url=f"/items/{item_id}/terugzetten")
    if item.parent_id is None:
        gone, came_from = own, urlsplit(request.referrer or "").path
        return seen(tab_of(item)) if came_from.startswith(("/items/", gone)) else back_to(item, tab_of(item))
    return seen(own.split("#")[0].split("?")[0])


@pages.post("/items/<uuid:item_id>/terugzetten")
def restore(item_id: UUID) -> Response:
    """Bring an item back from the bin."""
    item = service.restore(actor(), item_id)
    toast(_("Het staat er weer."))
    return seen(address(item))


TITLES = {
    "post": lambda: _("Bewerk je bericht"),
    "answer": lambda: _("Bewerk je antwoord"),
    "comment": lambda: _("Bewerk je reactie"),
}
DELETED = {
    "post": lambda: _("Het bericht is verwijderd."),
    "question": lambda: _("De vraag is verwijderd."),
    "document": lambda: _("Het document is verwijderd."),
    "answer": lambda: _("Het antwoord is verwijderd."),
    "comment": lambda: _("De reactie is verwijderd."),
}
