"""One question as its page shows it: text, answers with comments, the accepted one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, func, select

from hub.content import service as content
from hub.content.models import Item, Reaction
from hub.content.policy import POLICY as CONTENT
from hub.content.service import Comment, Piece
from hub.kit.paging import Page
from hub.kit.people import Byline, bylines
from hub.questions.models import Question
from hub.questions.policy import POLICY
from hub.questions.service.lists import Line, line
from hub.questions.service.steps import find
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Missing

ANSWERS_SHOWN = 30


class Order(StrEnum):
    """In which order answers stand."""

    USEFUL = "nuttigste"
    NEWEST = "nieuwste"


@dataclass(frozen=True)
class Answer:
    """An answer with a page of its comments."""

    piece: Piece
    thread: Page[Comment]
    is_accepted: bool


@dataclass(frozen=True)
class QuestionPage:
    """What stands on a question's page; `abilities` are those with the question, `piece.abilities` with its text."""

    line: Line
    piece: Piece
    answers: Page[Answer]
    abilities: frozenset[str]
    accepted_by: Byline | None
    accepted_by_me: bool
    asked_by_me: bool
    accepted_at: datetime | None
    first_answer_at: datetime | None


def read(
    actor: Actor,
    question_id: UUID,
    *,
    order: Order = Order.USEFUL,
    after: UUID | None = None,
    under: UUID | None = None,
    upto: UUID | None = None,
) -> QuestionPage:
    """A question's page. `after`: the last answer of the page before; `under`, `upto`: one answer's older comments."""
    question = find(actor, question_id)
    shown = line(actor, question_id)
    accepted_id = question.accepted_id if shown.is_answered else None
    ordered = _ordered(actor, question, order=order, first=accepted_id)
    ids = [one for one, _, _ in ordered]
    begin = _place_of(after, ids) + 1 if after else 0
    rows = {one.id: one for one in content.live(ids[begin : begin + ANSWERS_SHOWN])}
    drawn = content.pieces(actor, [session().get_one(Item, question_id), *rows.values()])
    threads = content.threads(actor, [one for one in rows if one != under])
    if under in rows:
        threads |= content.threads(actor, [under], upto=upto)
    answers = [
        Answer(drawn[one], threads[one], one == accepted_id)
        for one in ids[begin : begin + ANSWERS_SHOWN]
        if one in drawn
    ]
    more = begin + ANSWERS_SHOWN < len(ids)
    by = bylines([question.accepted_by]) if accepted_id and question.accepted_by else {}
    return QuestionPage(
        line=shown,
        piece=drawn[question_id],
        answers=Page(answers, str(answers[-1].piece.id) if more else ""),
        abilities=POLICY.abilities(actor, question),
        accepted_by=next(iter(by.values()), None),
        accepted_by_me=question.accepted_by in actor.mine,
        asked_by_me=question.author_id in actor.mine,
        accepted_at=question.accepted_at if accepted_id else None,
        first_answer_at=min((when for _, when, _ in ordered), default=None),
    )


def _ordered(
    actor: Actor, question: Question, *, order: Order, first: UUID | None
) -> Sequence[tuple[UUID, datetime, int]]:
    """Ids of all answers, when they came, how many found them useful; the accepted one first, then in this order."""
    useful = and_(Reaction.space_id == Item.space_id, Reaction.item_id == Item.id, Reaction.word == "useful")
    rows = session().execute(
        select(Item.id, Item.created_at, func.count(Reaction.author_id))
        .outerjoin(Reaction, useful)
        .where(
            CONTENT.readable(actor, Item),
            Item.space_id == question.space_id,
            Item.parent_id == question.item_id,
            Item.kind == "answer",
            Item.deleted_at.is_(None),
        )
        .group_by(Item.id, Item.created_at)
        .order_by(Item.id)
    )
    found = [(one, when, count) for one, when, count in rows]
    if order is Order.NEWEST:
        found.reverse()
    else:
        found.sort(key=lambda row: -row[2])
    return sorted(found, key=lambda row: row[0] != first)


def _place_of(answer_id: UUID, ids: Sequence[UUID]) -> int:
    if answer_id not in ids:
        raise Missing
    return ids.index(answer_id)
