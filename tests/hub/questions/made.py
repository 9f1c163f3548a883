"""Questions and answers that tests of questions make, and how they stand."""

from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from tests.world import World


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def asked(world: World, space: str, who: str, title: str) -> UUID:
    """A question with this title."""
    made = world.item(f"v-{uuid4()}", space, who, "question")
    world.keeper.execute("UPDATE plein.question SET title = %s WHERE item_id = %s", (title, made))
    return made


def answered(world: World, question: UUID, space: str, who: str = "fatima") -> UUID:
    """An answer to it."""
    key = f"a-{uuid4()}"
    world.items[key] = question
    return world.item(f"{key}-antwoord", space, who, "answer", parent=key)


def state(world: World, question: UUID) -> tuple[UUID | None, set[UUID]]:
    """The accepted answer, and the good ones."""
    accepted = world.one("SELECT accepted_id FROM plein.question WHERE item_id = %s", question)
    return accepted, {one for (one,) in world.rows(GOOD, question)}


GOOD = "SELECT answer_id FROM plein.good_answer WHERE question_id = %s"
