"""Lays down the questions of the demo, with labels, on behalf of whom, and two that became one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hub.runtime import demotexts, story
from tenants import installation

ASKED_FOR = "Piet Jansen, dorpsraad Oosterdiep"

# As hub/runtime/story.py has them: one that asks what was asked before.
QUESTIONS = (
    (
        "herindeling",
        "ruben",
        90,
        "Hoe lang bewaren wij concepten van nota’s?",
        "Bij ons staan er nog van drie jaar geleden. Mag dat weg?",
        (("mehmet", 88, "Ik laat het bij ons opschonen zodra de termijn vaststaat.", False, ()),),
        ("ruben", "noor"),
    ),
)
TAGS = {
    "Hoe leggen jullie": ("zaaksysteem", "zienswijzen"),
    "Voorbeeld van een participatieplan": ("participatie", "omgevingswet"),
    "Welke bewaartermijn": ("archief",),
    "Hoe lang bewaren wij": ("archief",),
    "Moet een bewoner": ("balie", "zienswijzen"),
    "Welk zaaksysteem": ("zaaksysteem", "ict"),
}
# Answers that helped too, by how they begin, marked by who asked; and what was said to one: who, hours ago, text.
GOOD = ("Je kunt ook een geluidsopname", "Wij sturen het verslag")
REMARKS = (("Wij maken direct", "kees", 25, "Wie bewaart bij jullie het getekende verslag, de balie of het archief?"),)
_ANSWER = "SELECT item_id FROM plein.item_text WHERE starts_with(body, %s)"
_GOOD = (
    "INSERT INTO plein.good_answer (answer_id, space_id, question_id, marked_by, marked_at)"
    " SELECT i.id, i.space_id, i.parent_id, q.author_id, %s FROM plein.item_text t"
    " JOIN plein.item i ON i.id = t.item_id JOIN plein.question q ON q.item_id = i.parent_id"
    " WHERE starts_with(t.body, %s)"
)
_FOUND = "SELECT item_id, space_id FROM plein.question WHERE starts_with(title, %s)"


def lay(
    connection: installation.Keeper,
    item: Callable[..., UUID],
    beside: Callable[..., None],
    words: Callable[..., None],
    now: datetime,
) -> None:
    """The questions of the story with their answers, then the rest of what a question can have."""
    for space, asker, hours, title, body, answers, also in sorted(
        (*story.QUESTIONS, *QUESTIONS, *demotexts.QUESTIONS), key=lambda q: -q[2]
    ):
        question = item(space, asker, hours, "question", body=body)
        beside("question", question, space, asker, title=title)
        words(space, question, [(who, "me_too") for who in also])
        for who, ago, text, accepted, useful in answers:
            answer = item(space, who, ago, "answer", body=text, parent=question)
            words(space, answer, [(one, "useful") for one in useful])
            if accepted:
                connection.execute(
                    "UPDATE plein.question SET accepted_id = %s, accepted_at = %s, accepted_by = author_id"
                    " WHERE item_id = %s",
                    (answer, now - timedelta(hours=ago / 2), question),
                )
    _enrich(connection, now)
    for begins, who, ago, text in REMARKS:
        said: Any = connection.execute(_ANSWER, (begins,)).fetchone()
        item("visie", who, ago, "comment", body=text, parent=said[0])


def _enrich(connection: installation.Keeper, now: datetime) -> None:
    for begins in GOOD:
        connection.execute(_GOOD, (now - timedelta(hours=12), begins))

    def one(begins: str) -> Any:  # noqa: ANN401 - a row
        return connection.execute(_FOUND, (begins,)).fetchone()

    for begins, tags in TAGS.items():
        item, space = one(begins)
        for tag in tags:
            connection.execute("INSERT INTO plein.item_tag VALUES (%s, %s, %s)", (item, tag, space))
    connection.execute(
        "UPDATE plein.question SET asked_for = %s WHERE item_id = %s",
        (ASKED_FOR, one("Voorbeeld van een participatieplan")[0]),
    )
    connection.execute(
        "UPDATE plein.question q SET merged_into = %s, merged_at = %s, merged_by = s.founder_id"
        " FROM plein.space s WHERE s.id = q.space_id AND q.item_id = %s",
        (one("Welke bewaartermijn")[0], now - timedelta(hours=70), one("Hoe lang bewaren wij")[0]),
    )
