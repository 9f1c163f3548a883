"""What every kind of item shares: react, comment, edit, delete, bring back; each leads back."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards, kinds, service
from hub.content.models import Item
from hub.content.policy import Can
from hub.content.schemas import BODY_MAX, TITLE_MAX, WHY_MAX, Comment, Deletion, Edit
from hub.content.views.attachments import change_attachments
from hub.content.views.drafts import draft_for
from hub.content.views.edge import address, back_to, page_of, pages, tab_of
from hub.content.views.keeping import keeps_files, sent_attachments
from hub.kit.difference import between
from hub.kit.feature import Kind
from hub.kit.pages import actor, again, form, page, seen, toast, typed
from tenants.errors import Missing


@pages.get("/items/<uuid:item_id>")
def permanent(item_id: UUID) -> Response:
    """The address of an item that lasts, whatever page shows it."""
    return seen(address(service.find(actor(), item_id)))


@pages.post("/reacties/<uuid:item_id>")
def react(item_id: UUID) -> Response:
    """Give a word to an item, or take it back."""
    item = service.find(actor(), item_id)
    service.react(actor(), item_id, word=request.values.get("kind", ""))
    return back_to(item, address(item))


@pages.post("/items/<uuid:item_id>/reactie")
@keeps_files("comment")
@again(page_of)
def comment(item_id: UUID) -> Response:
    """Comment on an item."""
    sent = form(Comment())
    made = service.comment(actor(), item_id, body=sent["text"], files=sent_attachments("comment", item_id))
    if service.find(actor(), item_id).kind == "comment":  # written on the comment's own page: stay there
        return seen(f"/items/{made.parent_id}/gesprek#reactie-{made.id}")
    return seen(address(made))


@pages.get("/items/<uuid:item_id>/bewerken")
def edit_form(item_id: UUID) -> str | Response:
    """The page on which one changes an own text; after somebody else did meanwhile, with what stands there now.

    Of what its feature changes on a page of its own: on to that page.
    """
    item = service.find(actor(), item_id)
    if where := kinds.of(item.kind).changed_at:
        return seen(f"{address(item)}/{where}")
    kind = _changed_here(item)
    text = service.text_of(actor(), item_id)
    return page(
        "content/edit.html",
        item=item,
        text=text,
        title=kind.edit(),
        has_title=kind.has_title,
        files=service.attached([item_id]).get(item_id, ()),
        place=cards.places([item.space_id])[item.space_id],
        cancel_url=address(item),
        title_max=TITLE_MAX,
        body_max=BODY_MAX,
        **meanwhile(item.id, text.title, text.body),
    )


def meanwhile(item_id: UUID, title: str, body: str) -> dict[str, object]:
    """What a form that changes a text says it was begun on, and what became of the text since: runs, else none.

    A draft that is older than the text is shown beside it too.
    """
    based_on, sent = service.version_number(item_id), typed("based_on", None)
    found: dict[str, object] = {"based_on": based_on, "theirs": None, "their_title": None}
    if sent is not None and sent != str(based_on):
        found["theirs"] = between(typed("text"), body)
        found["their_title"] = between(typed("title"), title) if typed("title", title) != title else None
    elif sent is None and (draft := draft_for(f"edit {item_id}")):
        edited_at = service.texts([item_id])[item_id].edited_at
        found["theirs"] = between(draft.body, body) if edited_at and draft.body and draft.saved_at < edited_at else None
    return found


@pages.post("/items/<uuid:item_id>/bewerken")
@keeps_files("edit")
@again(edit_form)
def edit(item_id: UUID) -> Response:
    """Change an own text."""
    item = service.find(actor(), item_id)
    kind = _changed_here(item)
    sent = form(Edit())
    title = sent["title"] if kind.has_title else ""
    service.edit(actor(), item_id, body=sent["text"], title=title, based_on=sent["based_on"])
    change_attachments(item_id)
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
    toast(kinds.of(item.kind).deleted(), undo_url=f"/items/{item_id}/terugzetten")
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


def _changed_here(item: Item) -> Kind:
    """What is said of an item whose text is changed on the spine's own page; else Missing."""
    kind = kinds.of(item.kind)
    if not kind.edit():
        raise Missing
    return kind
