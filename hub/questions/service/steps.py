"""What a person does with a question: ask, answer, accept an answer or take that back, change the title."""

from uuid import UUID

from sqlalchemy import select

from hub.content import service as content
from hub.content.models import Item
from hub.content.policy import POLICY as CONTENT
from hub.content.policy import Can as CanWithItem
from hub.groups import service as groups
from hub.questions.models import Question
from hub.questions.policy import POLICY, Can
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Missing


def ask(actor: Actor, space_id: UUID, *, title: str, body: str) -> Item:
    """A new question in a space."""
    item = content.add(actor, space_id, kind="question", body=body)
    session().add(
        Question(
            item_id=item.id,
            space_id=item.space_id,
            author_id=item.author_id,
            title=title,
            accepted_id=None,
            accepted_at=None,
            accepted_by=None,
        )
    )
    session().flush()
    return item


def find(actor: Actor, question_id: UUID) -> Question:
    """A question that the actor may read and that is not deleted; else Missing."""
    content.find(actor, question_id, kind="question")
    return POLICY.found(actor, session().get(Question, question_id))


def answer(actor: Actor, question_id: UUID, *, body: str) -> Item:
    """An answer to a question, answered already or not."""
    question = find(actor, question_id)
    _require(actor, Can.ANSWER, question)
    return content.add(actor, question.space_id, kind="answer", body=body, parent_id=question.item_id)


def accept(actor: Actor, answer_id: UUID) -> tuple[Question, UUID | None]:
    """Say that this answer helped: the asker, or a steward (who is shown). Returns also the answer accepted before."""
    item = content.find(actor, answer_id, kind="answer")
    if item.parent_id is None:
        raise Missing
    question = find(actor, item.parent_id)
    _require(actor, Can.ACCEPT, question)
    question = _locked(question)
    before = question.accepted_id
    if before != item.id:
        by = _as_whom(actor, question)
        question.accepted_id, question.accepted_at, question.accepted_by = item.id, moment(), by
        session().flush()
        audit.record(
            actor, "answer.accepted", kind="answer", thing_id=item.id, as_affiliation=by, affected=item.author_id
        )
    return question, before if before != item.id else None


def unaccept(actor: Actor, question_id: UUID) -> UUID | None:
    """Take the acceptance back; the question is open again. Returns the answer that it was."""
    question = find(actor, question_id)
    _require(actor, Can.ACCEPT, question)
    question = _locked(question)
    before = question.accepted_id
    if before is not None:
        by = _as_whom(actor, question)
        question.accepted_id, question.accepted_at, question.accepted_by = None, None, None
        session().flush()
        audit.record(actor, "answer.unaccepted", kind="answer", thing_id=before, as_affiliation=by)
    return before


def changeable(actor: Actor, question_id: UUID) -> Question:
    """A question whose title the actor may change; Forbidden or Conflict otherwise."""
    question = find(actor, question_id)
    _require(actor, Can.RETITLE, question)
    return question


def change(actor: Actor, question_id: UUID, *, title: str, body: str) -> Question:
    """Change the title (the asker or a steward) and the text (its author alone; of others it is left)."""
    question = changeable(actor, question_id)
    item = session().get_one(Item, question_id)
    question = _locked(question)
    if question.title != title:
        question.title = title
        session().flush()
        audit.record(
            actor,
            "question.retitled",
            kind="question",
            thing_id=question_id,
            as_affiliation=_as_whom(actor, question),
            affected=question.author_id,
        )
    if CONTENT.allows(actor, CanWithItem.EDIT, item) and content.texts([question_id])[question_id].body != body:
        content.edit(actor, question_id, body=body)
    return question


def _require(actor: Actor, can: Can, question: Question) -> None:
    """Go on when the rules allow it; Conflict in an archived space, Forbidden otherwise."""
    if POLICY.allows(actor, can, question):
        return
    if groups.find(actor, question.space_id).archived:
        raise Conflict(content.ARCHIVED)
    raise Forbidden


def _locked(question: Question) -> Question:
    """The question's row as it is now, until this transaction ends; Missing when the database lets nobody change it."""
    again = select(Question).where(Question.item_id == question.item_id)
    found = session().scalar(again.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise Missing
    return found


def _as_whom(actor: Actor, question: Question) -> UUID:
    """As which affiliation one accepts: the asker's own, else one with a place there, else the acting one."""
    if question.author_id in actor.affiliations:
        return question.author_id
    try:
        return groups.place(actor, question.space_id, writing=False)
    except Conflict:
        if actor.acting is None:
            raise
        return actor.acting.id
