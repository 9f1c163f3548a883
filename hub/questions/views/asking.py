"""Asking a question: where, what, about what, for whom; first a look at whether it was asked before."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import service as content
from hub.content.schemas import BODY_MAX, TITLE_MAX
from hub.content.views import choose_place, keep_sent, keeps_files, sent_attachments
from hub.content.views.drafts import draft_for
from hub.groups.views import space_page
from hub.kit import text
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.questions import service
from hub.questions.schemas import NAME_MAX, TAGS_TEXT_MAX, Ask
from hub.questions.views.edge import pages


@pages.get("/groepen/<uuid:space_id>/vragen/nieuw")
def new(space_id: UUID) -> str:
    """The page to ask a question on; what was typed stands in it when one only looked."""
    said = text.line(request.form.get("title", ""))[:TITLE_MAX]
    return space_page(
        "questions/new.html",
        space_id,
        tab="vragen",
        sent=request.form,
        tags=service.in_use(actor(), space_id),
        found=service.alike(actor(), said, here=space_id),
        looked="kijk" in request.form,
        kept_name=service.kept_for(actor(), space_id, draft_for(f"question {space_id}")) or "",
        **_limits(),
    )


@pages.post("/groepen/<uuid:space_id>/vragen")
@keeps_files("question")
@again(new)
def ask(space_id: UUID) -> Response | str:
    """Ask a question, or only look whether it was asked before."""
    sent = form(Ask())
    if "kijk" in request.form:
        keep_sent("question", space_id)
        return new(space_id)
    files = sent_attachments("question", space_id)
    made = service.ask(
        actor(),
        space_id,
        title=sent["title"],
        body=sent["text"],
        labels=sent["labels"],
        behalf=service.meant(actor(), space_id, sent["voor"]),
    )
    content.attach(made, files)
    toast(_("Je vraag staat erop."))
    return seen(f"/vragen/{made.id}")


@pages.get("/groepen/<uuid:space_id>/vragen/labels")
def labels(space_id: UUID) -> str:
    """The tags of a space that begin as what is typed last: a page of its own, and the part of it that a form shows."""
    typed = text.line(request.args.get("labels", ""))[:TAGS_TEXT_MAX]
    taken = [one.lower() for one in request.args.getlist("label")]
    return page(
        "questions/labels.html",
        space_id=space_id,
        taken=taken,
        found=service.in_use(actor(), space_id, begins=typed.rpartition(",")[2].strip(), besides=taken),
        typed_labels=typed,
        part=request.headers.get("HX-Request") == "true",
        **_limits(),
    )


@pages.get("/groepen/<uuid:space_id>/vragen/namen")
def names(space_id: UUID) -> str:
    """Members whose name begins as what is typed: a page of its own, and the part of it that a form shows."""
    said = text.line(request.args.get("voor", ""))[:NAME_MAX]
    return page(
        "questions/names.html",
        space_id=space_id,
        said=said,
        found=service.names(actor(), space_id, said),
        part=request.headers.get("HX-Request") == "true",
        **_limits(),
    )


@pages.get("/nieuw/vraag")
def choose() -> str | Response:
    """In which group; with only one there is nothing to choose."""
    return choose_place(
        "/vragen/nieuw",
        title=_("Nieuwe vraag"),
        lead=_("Kies de groep aan wie je iets wilt vragen."),
        above="questions/_colleagues.html",
        squares=service.squares(actor()),
    )


@pages.get("/nieuw/vraag/collegas")
def ask_colleagues() -> str | Response:
    """On to the own square; who works for several organisations chooses one."""
    squares = service.squares(actor())
    if len(squares) == 1:
        return seen(f"/groepen/{squares[0].id}/vragen/nieuw")
    return page("questions/colleagues.html", squares=squares)


def _limits() -> dict[str, int]:
    return {
        "title_max": TITLE_MAX,
        "body_max": BODY_MAX,
        "tags_text_max": TAGS_TEXT_MAX,
        "name_max": NAME_MAX,
    }
