"""What a person does with a question: ask, answer, change its title and tags."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from hub.content import service as content
from hub.content.models import Item
from hub.content.policy import POLICY as CONTENT
from hub.content.policy import Can as CanWithItem
from hub.groups import service as groups
from hub.questions.models import Question
from hub.questions.policy import POLICY, Can
from hub.questions.service import tags
from hub.questions.service.behalf import NOBODY, Behalf, meant, said_for
from hub.questions.service.lists import tags_of
from tenants import audit
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Missing, words


def ask(
    actor: Actor, space_id: UUID, *, title: str, body: str, labels: Sequence[str] = (), behalf: Behalf = NOBODY
) -> Item:
    """A new question in a space, on behalf of somebody or not."""
    item = content.add(actor, space_id, kind="question", title=title, body=body)
    question = Question(
        item_id=item.id,
        space_id=item.space_id,
        author_id=item.author_id,
        title=title,
        accepted_id=None,
        accepted_at=None,
        accepted_by=None,
        asked_for=behalf.name,
        asked_for_id=behalf.affiliation_id,
    )
    session().add(question)
    session().flush()
    tags.put(question, labels)
    return item


def find(actor: Actor, question_id: UUID) -> Question:
    """A question that the actor may read and that is not deleted; else Missing."""
    content.find(actor, question_id, kind="question")
    return POLICY.found(actor, session().get(Question, question_id))


def answer(actor: Actor, question_id: UUID, *, body: str) -> Item:
    """An answer to a question, answered already or not."""
    question = find(actor, question_id)
    require(actor, Can.ANSWER, question)
    into = content.live([question.merged_into] if question.merged_into else [])
    if any(one.kind == "question" for one in into):
        raise Conflict(words("Deze vraag is samengevoegd met een andere. Geef daar je antwoord."))
    return content.add(actor, question.space_id, kind="answer", body=body, parent_id=question.item_id)


def changeable(actor: Actor, question_id: UUID) -> Question:
    """A question whose title the actor may change; Forbidden or Conflict otherwise."""
    question = find(actor, question_id)
    require(actor, Can.RETITLE, question)
    return question


def change(
    actor: Actor,
    question_id: UUID,
    *,
    title: str,
    body: str,
    labels: Sequence[str] | None = None,
    was: str = "",
    based_on: int | None = None,
) -> Question:
    """Change the title and tags (the asker or a steward) and the text (its author alone; of others it is left).

    What its author asks anew stands in the history, as every text that changes. Conflict when the title is no longer
    what it `was` when this was begun, or the text was changed since `based_on`.
    """
    question = changeable(actor, question_id)
    item = session().get_one(Item, question_id)
    question = locked(question)
    is_retitled = question.title != title
    if is_retitled:
        if was and was != question.title:
            raise Conflict(content.CHANGED_MEANWHILE)
        question.title = title
        session().flush()
        _record(actor, "question.retitled", question)
    if labels is not None and set(labels) != set(tags_of([question_id]).get(question_id, ())):
        tags.put(question, labels)
        _record(actor, "question.tagged", question)
    if CONTENT.allows(actor, CanWithItem.EDIT, item) and (
        is_retitled or content.texts([question_id])[question_id].body != body
    ):
        content.edit(actor, question_id, title=title, body=body, based_on=based_on)
    content.drop_draft(actor, place="edit", thing_id=question_id)
    return question


def ask_for(actor: Actor, question_id: UUID, *, said: str, was: str) -> None:
    """Say for whom a question is asked after all: the asker, who is meant as when it was asked; '' for nobody.

    A steward takes a name away and puts none there: Forbidden. Conflict when it is no longer what it `was`.
    """
    question = changeable(actor, question_id)
    if said:
        require(actor, Can.ASK_FOR, question)
    question = locked(question)
    behalf = meant(actor, question.space_id, said)
    if behalf == Behalf(question.asked_for, question.asked_for_id):
        return
    if was != said_for(question):
        raise Conflict(content.CHANGED_MEANWHILE)
    question.asked_for, question.asked_for_id = behalf.name, behalf.affiliation_id
    session().flush()
    _record(actor, "question.asked_for", question)


def _record(actor: Actor, verb: str, question: Question) -> None:
    by = as_whom(actor, question)
    audit.record(
        actor, verb, kind="question", thing_id=question.item_id, as_affiliation=by, affected=question.author_id
    )


def require(actor: Actor, can: Can, question: Question) -> None:
    """Go on when the rules allow it; Conflict in an archived space, Forbidden otherwise."""
    if POLICY.allows(actor, can, question):
        return
    if groups.find(actor, question.space_id).archived:
        raise Conflict(content.ARCHIVED)
    raise Forbidden


def locked(question: Question) -> Question:
    """The question's row as it is now, until this transaction ends; Missing when the database lets nobody change it."""
    again = select(Question).where(Question.item_id == question.item_id)
    found = session().scalar(again.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise Missing
    return found


def as_whom(actor: Actor, question: Question) -> UUID:
    """As which affiliation one accepts: the asker's own, else one with a place there, else the acting one."""
    if question.author_id in actor.affiliations:
        return question.author_id
    try:
        return groups.place(actor, question.space_id, writing=False)
    except Conflict:
        if actor.acting is None:
            raise
        return actor.acting.id
