"""Duplicates become one: choosing the other question, what follows, and taking them apart again."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import cards
from hub.content.schemas import TITLE_MAX
from hub.kit import text
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id
from hub.questions import service
from hub.questions.schemas import Merge
from hub.questions.views.edge import pages


@pages.get("/vragen/<uuid:question_id>/samenvoegen")
def choose_other(question_id: UUID) -> str:
    """The page on which a steward chooses the question that this one becomes one with, and then says yes."""
    into = after_id(request.values.get("doel"))
    if into is not None:
        merging = service.look(actor(), question_id, into=into)
        return page("questions/merge.html", merging=merging)
    return _choose_again(question_id, said=text.line(request.args.get("zoek", ""))[:TITLE_MAX])


def _choose_again(question_id: UUID, *, said: str = "") -> str:
    line = service.mergeable(actor(), question_id)
    found, is_alike = service.candidates(actor(), question_id, said=said)
    return page(
        "questions/merge_choose.html",
        line=line,
        found=found,
        is_alike=is_alike,
        said=said,
        title_max=TITLE_MAX,
        place=cards.places([line.space_id])[line.space_id],
    )


@pages.post("/vragen/<uuid:question_id>/samenvoegen")
@again(_choose_again)
def merge(question_id: UUID) -> Response:
    """Lead this question to the other one."""
    service.mergeable(actor(), question_id)
    target = service.merge(actor(), question_id, into=form(Merge())["doel"])
    toast(_("De vragen zijn samengevoegd. De vragers krijgen bericht."), undo_url=f"/vragen/{question_id}/losmaken")
    return seen(target.url)


@pages.post("/vragen/<uuid:question_id>/losmaken")
def unmerge(question_id: UUID) -> Response:
    """Let this question stand by itself again."""
    service.unmerge(actor(), question_id)
    toast(_("De vraag staat weer op zichzelf."))
    return seen(f"/vragen/{question_id}")
