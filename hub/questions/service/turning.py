"""A message that becomes a question: it gets the row that a question has, or its old one again."""

from uuid import UUID

from hub.content import service as content
from hub.questions.models import Question
from hub.questions.policy import POLICY
from tenants.actor import Actor
from tenants.db import session


def become(actor: Actor, item_id: UUID, title: str) -> None:
    """Let an item that is a question now have this title."""
    item = content.find(actor, item_id, kind="question")
    question = session().get(Question, item.id)
    if question is None:
        session().add(Question(item_id=item.id, space_id=item.space_id, author_id=item.author_id, title=title))
    elif POLICY.found(actor, question).title != title:
        question.title = title
    session().flush()
