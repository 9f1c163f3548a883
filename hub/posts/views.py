"""Pages of messages: the first tab of a space, one message with its conversation, and writing one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards
from hub.content import service as content
from hub.content.cards import Place
from hub.content.schemas import BODY_MAX, TITLE_MAX
from hub.content.service import Piece
from hub.content.views import choose_place, keeps_files, sent_attachments
from hub.groups.views import space_page
from hub.kit.feature import Card
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id
from hub.posts import service
from hub.posts.schemas import NewPost
from tenants.actor import Actor

pages = Blueprint("posts", __name__, template_folder="templates")


@pages.get("/groepen/<uuid:space_id>")
def space(space_id: UUID) -> str:
    """The messages of a space."""
    before = after_id(request.args.get("na"))
    pinned = content.pinned(actor(), space_id) if before is None else []
    posts = service.stream(actor(), space_id, before=before)
    # A later page is drawn as the first was: opening that one has moved the mark.
    upto = content.read_upto(actor(), space_id) if before is None else after_id(request.args.get("gelezen"))
    of_others = upto is not None and any(
        one.id > upto and one.piece.author.id not in actor().mine for one in posts.rows
    )
    return space_page(
        "posts/space.html",
        space_id,
        tab="berichten",
        posts=posts,
        is_first=before is None,
        pinned=pinned,
        upto=upto if of_others else None,
        has_news=of_others or any(one.piece.news for one in posts.rows),
        answered=content.answered(actor(), pinned),
        names=cards.names(actor(), pinned) if pinned else {},
        panels=cards.panels(actor(), space_id=space_id),
        title_max=TITLE_MAX,
    )


@pages.get("/groepen/<uuid:space_id>/berichten/nieuw")
def new(space_id: UUID) -> str:
    """The page to write a message on."""
    return space_page("posts/new.html", space_id, tab="berichten", title_max=TITLE_MAX, body_max=BODY_MAX)


@pages.post("/groepen/<uuid:space_id>/berichten")
@keeps_files("post")
@again(new)
def write(space_id: UUID) -> Response:
    """Post a message."""
    sent = form(NewPost())
    files = sent_attachments("post", space_id)
    service.write(actor(), space_id, title=sent["title"], body=sent["text"], files=files)
    toast(_("Je bericht staat erop."))
    return seen(f"/groepen/{space_id}")


@pages.get("/nieuw/bericht")
def choose() -> str | Response:
    """In which group; with only one there is nothing to choose."""
    return choose_place(
        "/berichten/nieuw", title=_("Nieuw bericht"), lead=_("Kies de groep waarin je iets wilt delen.")
    )


@pages.get("/berichten/<uuid:post_id>")
def read(post_id: UUID) -> str:
    """One message, with what people say to it."""
    piece, thread = service.read(actor(), post_id, upto=after_id(request.args.get("tot")))
    place = cards.places([piece.space_id])[piece.space_id]
    return page("posts/post.html", piece=piece, thread=thread, place=place)


@dataclass(frozen=True)
class Shown:
    """A message and where it lies."""

    piece: Piece
    place: Place


def as_cards(who: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Messages as streams show them."""
    found = service.several(who, ids)
    where = cards.places(piece.space_id for piece in found.values())
    return {one: Card("posts/_card.html", Shown(piece, where[piece.space_id])) for one, piece in found.items()}
