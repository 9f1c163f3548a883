"""A question shown in another space too: a message there with a link, which lets nobody in."""

from uuid import UUID

from hub.content import service as content
from hub.content.models import Item
from hub.content.service import WritablePlace
from hub.questions.service.steps import find
from tenants.actor import Actor
from tenants.errors import Conflict, words


def elsewhere(actor: Actor, question_id: UUID) -> list[WritablePlace]:
    """The spaces where the actor may show this question too: where one may write, but its own."""
    question = find(actor, question_id)
    return [one for one in content.writable_places(actor) if one.id != question.space_id]


def share(actor: Actor, question_id: UUID, *, space_id: UUID, said: str, address: str) -> Item:
    """A message in another space with these words and the question's address; who reads it there gains nothing by it.

    Missing, Forbidden and Conflict as for any message.
    """
    question = find(actor, question_id)
    if question.space_id == space_id:
        raise Conflict(words("In deze groep staat de vraag al. Kies een andere groep."))
    return content.add(actor, space_id, kind="post", body=f"{said}\n\n{address}".strip())
