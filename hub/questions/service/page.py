"""One question as its page shows it: text, answers, the accepted one first, and what became one with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, func, select

from hub.content import service as content
from hub.content.models import Item, Reaction
from hub.content.policy import POLICY as CONTENT
from hub.content.service import ANSWERS_SHOWN, Comment, Piece
from hub.kit.paging import Page
from hub.kit.people import Byline, bylines
from hub.questions.models import Question
from hub.questions.policy import POLICY
from hub.questions.service.answers import good_answers
from hub.questions.service.lists import Line, line, lines
from hub.questions.service.merging import me_too, merged_with
from hub.questions.service.steps import find
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Missing

MERGED_SHOWN = 30
"""So many answers of merged questions stand on the page of the one that they became."""


class Order(StrEnum):
    """In which order answers stand."""

    USEFUL = "nuttigste"
    NEWEST = "nieuwste"
    OLDEST = "oudste"


@dataclass(frozen=True)
class Answer:
    """An answer with a page of its comments. is_good: it helped too, besides the accepted one."""

    piece: Piece
    thread: Page[Comment]
    is_accepted: bool
    is_good: bool = False


@dataclass(frozen=True)
class Merged:
    """A question that became one with the one of the page, and its answers."""

    line: Line
    piece: Piece
    answers: Sequence[Answer]


@dataclass(frozen=True)
class QuestionPage:
    """What stands on a question's page; `abilities` are those with the question, `piece.abilities` with its text.

    `count`: answers, those of merged questions too. `into`: the question that it became one with, while that is there.
    """

    line: Line
    piece: Piece
    thread: Page[Comment]
    begins_later: bool
    answers: Page[Answer]
    merged: Sequence[Merged]
    count: int
    me_too: int
    abilities: frozenset[str]
    accepted_by: Byline | None
    accepted_by_me: bool
    asked_by_me: bool
    accepted_at: datetime | None
    reopened_by: Byline | None
    reopened_at: datetime | None
    first_answer_at: datetime | None
    into: Line | None


@dataclass(frozen=True)
class _Answers:
    """Ids of answers in the order of the page, when the first came, which one is accepted and which were good."""

    ids: Sequence[UUID]
    first_at: datetime | None
    accepted: UUID | None
    good: Sequence[UUID]


def read(
    actor: Actor,
    question_id: UUID,
    *,
    order: Order = Order.USEFUL,
    after: UUID | None = None,
    holding: UUID | None = None,
    under: UUID | None = None,
    upto: UUID | None = None,
) -> QuestionPage:
    """A question's page. `after`: the last answer of the page before, or `holding`: an answer that stands on the page.

    `under`, `upto`: one thread's older comments.
    """
    question = find(actor, question_id)
    shown = line(actor, question_id)
    found = _answers(actor, question, order)
    begin = _place_of(after, found.ids) + 1 if after else 0
    if holding in found.ids:
        begin = found.ids.index(holding) // ANSWERS_SHOWN * ANSWERS_SHOWN
    on_page = found.ids[begin : begin + ANSWERS_SHOWN]
    others = merged_with(actor, [question_id]).get(question_id, [])
    said = _under(actor, others)
    items = {one.id: one for one in content.live([*on_page, *(id_ for ids in said.values() for id_ in ids), *others])}
    drawn = content.pieces(actor, [session().get_one(Item, question_id), *items.values()])
    shows = [question_id, *(one for one in items if one not in others)]
    threads = content.threads(actor, [one for one in shows if one != under])
    if under in shows:
        threads |= content.threads(actor, [under], upto=upto)

    def answer(one: UUID) -> Answer:
        return Answer(drawn[one], threads[one], one == found.accepted, one in found.good)

    answers = [answer(one) for one in on_page if one in drawn]
    titles = lines(actor, [*others, *([question.merged_into] if question.merged_into else [])], merged=True)
    who = bylines(one for one in (question.accepted_by, question.reopened_by) if one)
    more = begin + ANSWERS_SHOWN < len(found.ids)
    return QuestionPage(
        line=shown,
        piece=drawn[question_id],
        thread=threads[question_id],
        begins_later=begin > 0,
        answers=Page(answers, str(answers[-1].piece.id) if more else ""),
        merged=[
            Merged(titles[one], drawn[one], [answer(id_) for id_ in said.get(one, ()) if id_ in drawn])
            for one in others
            if one in titles and one in drawn
        ],
        count=len(found.ids) + sum(titles[one].answers for one in others if one in titles),
        me_too=me_too(question.space_id, [question_id, *others])
        if others
        else drawn[question_id].reactions.counts.get("me_too", 0),
        abilities=POLICY.abilities(actor, question),
        accepted_by=who.get(question.accepted_by) if question.accepted_by and found.accepted else None,
        accepted_by_me=question.accepted_by in actor.mine,
        asked_by_me=question.author_id in actor.mine,
        accepted_at=question.accepted_at if found.accepted else None,
        reopened_by=who.get(question.reopened_by) if question.reopened_by else None,
        reopened_at=question.reopened_at,
        first_answer_at=found.first_at,
        into=titles.get(question.merged_into) if question.merged_into else None,
    )


def _answers(actor: Actor, question: Question, order: Order) -> _Answers:
    """The accepted one first, then the good ones, then the rest in this order."""
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
    good = good_answers([question.item_id])[question.item_id]
    there = {one for one, _, _ in found}
    first = question.accepted_id if question.accepted_id in there else next(iter(good), None)
    if order is Order.NEWEST:
        found.reverse()
    elif order is Order.USEFUL:
        found.sort(key=lambda row: -row[2])
    found.sort(key=lambda row: (row[0] != first, row[0] not in good))
    first_at = min((when for _, when, _ in found), default=None)
    return _Answers([one for one, _, _ in found], first_at, first, [one for one in good if one != first])


def _under(actor: Actor, question_ids: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
    """The first answers to these questions, oldest first; one query, none when there are no questions."""
    found: dict[UUID, list[UUID]] = {}
    if question_ids:
        rows = session().execute(
            select(Item.parent_id, Item.id)
            .where(
                CONTENT.readable(actor, Item),
                Item.parent_id.in_(question_ids),
                Item.kind == "answer",
                Item.deleted_at.is_(None),
            )
            .order_by(Item.id)
            .limit(MERGED_SHOWN)
        )
        for question_id, answer_id in rows:
            if question_id is not None:
                found.setdefault(question_id, []).append(answer_id)
    return found


def _place_of(answer_id: UUID, ids: Sequence[UUID]) -> int:
    if answer_id not in ids:
        raise Missing
    return ids.index(answer_id)
