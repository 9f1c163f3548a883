"""Which answers helped: one is accepted, others were good too, and all of that can be taken back."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import and_, delete, select
from sqlalchemy.dialects.postgresql import insert

from hub.content import service as content
from hub.content.models import Item
from hub.questions.models import GoodAnswer, Question
from hub.questions.policy import Can
from hub.questions.service.steps import as_whom, find, locked, require
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Missing, words


def accept(actor: Actor, answer_id: UUID, *, good: Iterable[UUID] = ()) -> tuple[Question, UUID | None]:
    """Say that this answer helped: the asker, or a steward (who is shown). Returns also the answer accepted before.

    A good answer that becomes the accepted one changes places with it. `good`: answers that were good too, which an
    undo brings back.
    """
    item, question, by = _judged(actor, answer_id)
    before = question.accepted_id
    if before != item.id:
        if item.id in _forget(question, [item.id]) and before is not None:
            _mark(question, before, by)
        question.accepted_id, question.accepted_at, question.accepted_by = item.id, moment(), by
        question.reopened_at, question.reopened_by = None, None
        session().flush()
        audit.record(
            actor, "answer.accepted", kind="answer", thing_id=item.id, as_affiliation=by, affected=item.author_id
        )
    for one in good:
        if one != item.id and content.find(actor, one, kind="answer").parent_id == question.item_id:
            _mark(question, one, by)
    return question, before if before != item.id else None


def unaccept(actor: Actor, question_id: UUID) -> tuple[UUID | None, UUID | None]:
    """Take the acceptance back: the good answer that was marked first takes its place, else the question is open again.

    Returns the answer that it was, and the one that took its place.
    """
    question, by = _own(actor, question_id)
    if question.accepted_id is None:
        return None, None
    rest = good_answers([question.item_id])[question.item_id]
    accepted = session().get(Item, question.accepted_id)
    is_live = accepted is not None and accepted.deleted_at is None
    before = question.accepted_id if is_live or not rest else rest.pop(0)
    promoted = next(iter(rest), None)
    _forget(question, [before, *([promoted] if promoted else [])])
    now = (promoted, moment(), by) if promoted else (None, None, None)
    question.accepted_id, question.accepted_at, question.accepted_by = now
    session().flush()
    audit.record(actor, "answer.unaccepted", kind="answer", thing_id=before, as_affiliation=by)
    return before, promoted


def mark_good(actor: Actor, answer_id: UUID) -> Question:
    """Say that this answer helped too, besides the accepted one."""
    item, question, by = _judged(actor, answer_id)
    if question.accepted_id is None:
        raise Conflict(words("Accepteer eerst een antwoord. Daarna kun je er meer als goed aanwijzen."))
    if question.accepted_id != item.id and _mark(question, item.id, by):
        audit.record(actor, "answer.good", kind="answer", thing_id=item.id, as_affiliation=by, affected=item.author_id)
    return question


def unmark_good(actor: Actor, answer_id: UUID) -> Question:
    """Take back that this answer helped too."""
    item, question, by = _judged(actor, answer_id)
    if _forget(question, [item.id]):
        audit.record(actor, "answer.not_good", kind="answer", thing_id=item.id, as_affiliation=by)
    return question


def reopen(actor: Actor, question_id: UUID) -> Sequence[UUID]:
    """Say that the question is open after all: no answer is accepted or good any more, and who did it is shown.

    Returns the answers that were, the accepted one first.
    """
    question, by = _own(actor, question_id)
    if question.accepted_id is None:
        raise Conflict(words("Deze vraag staat al open."))
    were = [question.accepted_id, *good_answers([question_id])[question_id]]
    session().execute(delete(GoodAnswer).where(GoodAnswer.question_id == question_id))
    question.accepted_id, question.accepted_at, question.accepted_by = None, None, None
    question.reopened_at, question.reopened_by = moment(), by
    session().flush()
    audit.record(actor, "question.reopened", kind="question", thing_id=question_id, as_affiliation=by)
    return were


def good_answers(question_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The answers to each of these questions that were good too and not in the bin, first marked first; one query."""
    rows = session().execute(
        select(GoodAnswer.question_id, GoodAnswer.answer_id)
        .join(Item, and_(Item.space_id == GoodAnswer.space_id, Item.id == GoodAnswer.answer_id))
        .where(GoodAnswer.question_id.in_(list(question_ids)), Item.deleted_at.is_(None))
        .order_by(GoodAnswer.marked_at, GoodAnswer.answer_id)
    )
    found: dict[UUID, list[UUID]] = {one: [] for one in question_ids}
    for question_id, answer_id in rows:
        found[question_id].append(answer_id)
    return found


def _judged(actor: Actor, answer_id: UUID) -> tuple[Item, Question, UUID]:
    """The answer, its question until this transaction ends, and as whom the actor judges it."""
    item = content.find(actor, answer_id, kind="answer")
    if item.parent_id is None:
        raise Missing
    question, by = _own(actor, item.parent_id)
    return item, question, by


def _own(actor: Actor, question_id: UUID) -> tuple[Question, UUID]:
    question = find(actor, question_id)
    require(actor, Can.ACCEPT, question)
    question = locked(question)
    return question, as_whom(actor, question)


def _mark(question: Question, answer_id: UUID, by: UUID) -> bool:
    marked = insert(GoodAnswer).values(
        answer_id=answer_id,
        space_id=question.space_id,
        question_id=question.item_id,
        marked_by=by,
        marked_at=moment(),
    )
    return bool(session().execute(marked.on_conflict_do_nothing().returning(GoodAnswer.answer_id)).all())


def _forget(question: Question, answer_ids: Sequence[UUID]) -> set[UUID]:
    """Let these be no good answers any more; returns those that were."""
    gone = delete(GoodAnswer).where(
        GoodAnswer.question_id == question.item_id, GoodAnswer.answer_id.in_(list(answer_ids))
    )
    return set(session().scalars(gone.returning(GoodAnswer.answer_id)))
