"""One question: its page, changing it, answers, and which of them helped."""

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards
from hub.content import service as content
from hub.content.schemas import BODY_MAX, TITLE_MAX
from hub.content.views import address, change_attachments, keeps_files, sent_attachments
from hub.content.views.drafts import draft_for
from hub.content.views.items import meanwhile
from hub.kit import moments
from hub.kit.difference import between
from hub.kit.pages import actor, again, form, page, seen, toast, typed
from hub.kit.paging import after_id
from hub.questions import service
from hub.questions.schemas import NAME_MAX, TAGS_TEXT_MAX, Accept, Answer, Changed
from hub.questions.service import Order
from hub.questions.views.edge import Pill, chosen, pages


@pages.get("/vragen/<uuid:question_id>")
def read(question_id: UUID) -> str:
    """One question with its answers."""
    order = chosen("volgorde", Order.USEFUL, tuple(Order))
    shown = service.read(
        actor(),
        question_id,
        order=order,
        after=after_id(request.args.get("na")),
        holding=after_id(request.args.get("antwoord")),
        under=after_id(request.args.get("bij")),
        upto=after_id(request.args.get("tot")),
    )
    first = shown.first_answer_at
    titles = {Order.USEFUL: _("Nuttigste"), Order.NEWEST: _("Nieuwste"), Order.OLDEST: _("Oudste")}
    return page(
        "questions/question.html",
        shown=shown,
        order=order,
        first_answer=_("na %(time)s", time=moments.open_for(shown.line.when, first)) if first else "",
        place=cards.places([shown.line.space_id])[shown.line.space_id],
        pills=[
            Pill(title, f"/vragen/{question_id}?volgorde={one}#antwoorden", one == order)
            for one, title in titles.items()
        ],
    )


@pages.get("/vragen/<uuid:question_id>/bewerken")
def edit_form(question_id: UUID) -> str:
    """The page on which the asker changes a question, or a steward its title and tags."""
    question = service.changeable(actor(), question_id)
    own = service.tags_of([question_id]).get(question_id, ())
    shown = service.read(actor(), question_id)
    asked_for = service.said_for(question)
    return page(
        "questions/edit.html",
        question=question,
        piece=shown.piece,
        says_for="ask_for" in shown.abilities,
        asked_for=asked_for,
        their_name=bool(typed("based_on")) and typed("voor_was") != asked_for,
        kept_name=service.kept_for(actor(), question.space_id, draft_for(f"edit {question_id}")),
        name_max=NAME_MAX,
        place=cards.places([question.space_id])[question.space_id],
        own=own,
        tags=service.in_use(actor(), question.space_id, besides=own),
        title_max=TITLE_MAX,
        body_max=BODY_MAX,
        tags_text_max=TAGS_TEXT_MAX,
        **_meanwhile(question_id, question.title),
    )


def _meanwhile(question_id: UUID, title: str) -> dict[str, object]:
    """What this form was begun on, and what others made of the question since: runs, else none."""
    was, mine = typed("was"), typed("title")
    found = meanwhile(question_id, title, content.texts([question_id])[question_id].body)
    if mine and not typed("based_on"):  # of who changes the title alone, no text was sent
        found["theirs"] = None
    return found | {"was": title, "their_title": between(mine, title) if was and title not in {was, mine} else None}


def _named(sent: dict[str, Any]) -> dict[str, Any]:
    return {"body": sent.pop("text"), **sent}


@pages.post("/vragen/<uuid:question_id>/bewerken")
@keeps_files("edit")
@again(edit_form)
def edit(question_id: UUID) -> Response:
    """Change a question."""
    service.changeable(actor(), question_id)
    sent = _named(form(Changed()))
    said, was, nobody = (sent.pop(name) for name in ("voor", "voor_was", "niemand"))
    service.change(actor(), question_id, **sent)
    if nobody or said != was:
        service.ask_for(actor(), question_id, said="" if nobody else said, was=was)
    change_attachments(question_id)
    toast(_("Je wijziging is bewaard."))
    return seen(f"/vragen/{question_id}")


@pages.post("/vragen/<uuid:question_id>/antwoorden")
@keeps_files("answer")
@again(read)
def answer(question_id: UUID) -> Response:
    """Answer a question; of one that became a message meanwhile the answer stands under it, as those before it do."""
    is_post = content.find(actor(), question_id).kind == "post"
    if not is_post:
        service.find(actor(), question_id)
    sent = form(Answer())
    files = sent_attachments("answer", question_id)
    if is_post:
        made = content.comment(actor(), question_id, body=sent["text"], files=files)
        content.drop_draft(actor(), place="answer", thing_id=question_id)
        toast(_("De vraag is intussen een bericht. Je antwoord staat eronder, als reactie."))
        return seen(address(made))
    made = service.answer(actor(), question_id, body=sent["text"])
    content.attach(made, files)
    toast(_("Dank je wel. Je antwoord staat erop."))
    return seen(address(made))


@pages.post("/antwoorden/<uuid:answer_id>/accepteren")
def accept(answer_id: UUID) -> Response:
    """Say that this answer helped."""
    question, before = service.accept(actor(), answer_id, good=form(Accept())["goed"])
    undo = f"/antwoorden/{before}/accepteren" if before else f"/vragen/{question.item_id}/terugdraaien"
    toast(_("Antwoord geaccepteerd."), undo_url=undo)
    return seen(f"/vragen/{question.item_id}#antwoord-{answer_id}")


@pages.post("/antwoorden/<uuid:answer_id>/goed")
def mark_good(answer_id: UUID) -> Response:
    """Say that this answer helped too."""
    question = service.mark_good(actor(), answer_id)
    toast(_("Ook dit is een goed antwoord."), undo_url=f"/antwoorden/{answer_id}/niet-goed")
    return seen(f"/vragen/{question.item_id}#antwoord-{answer_id}")


@pages.post("/antwoorden/<uuid:answer_id>/niet-goed")
def unmark_good(answer_id: UUID) -> Response:
    """Take back that this answer helped too."""
    question = service.unmark_good(actor(), answer_id)
    toast(_("Dit is geen goed antwoord meer."), undo_url=f"/antwoorden/{answer_id}/goed")
    return seen(f"/vragen/{question.item_id}#antwoord-{answer_id}")


@pages.post("/vragen/<uuid:question_id>/terugdraaien")
def unaccept(question_id: UUID) -> Response:
    """Take the acceptance back; a good answer takes its place."""
    before, promoted = service.unaccept(actor(), question_id)
    said = _("Een ander goed antwoord is nu het geaccepteerde.") if promoted else _("De vraag staat weer open.")
    toast(
        said,
        undo_url=f"/antwoorden/{before}/accepteren" if before else "",
        **({"goed": str(promoted)} if promoted else {}),
    )
    return seen(f"/vragen/{question_id}")


@pages.post("/vragen/<uuid:question_id>/heropenen")
def reopen(question_id: UUID) -> Response:
    """Say that the question is open after all."""
    accepted, *good = service.reopen(actor(), question_id)
    toast(
        _("De vraag staat weer open."),
        undo_url=f"/antwoorden/{accepted}/accepteren",
        **({"goed": ",".join(str(one) for one in good)} if good else {}),
    )
    return seen(f"/vragen/{question_id}")
