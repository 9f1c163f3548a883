"""What looks alike: by which words, out of what one may see, and no more read than is bounded."""

import re
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from hub.questions.service import alike
from hub.questions.service.alike import _ALIKE, CONSIDERED, EACH, MOST, SPACES, WORDS
from hub.questions.service.lists import _OPEN, COUNTED, NIL, PAGE
from tenants.db import connect, session, transaction
from tests.conftest import Database
from tests.many import fill
from tests.world import Someone, World

ITEMS = 40_000
# Every item as a question with some six words, of which some are rare; measured with a million too.
LOAD = """
SET session_replication_role = replica;
INSERT INTO plein.question (item_id, space_id, author_id, title)
  SELECT i.id, i.space_id, i.author_id, 'Vraag' FROM plein.item i
   WHERE i.parent_id IS NULL AND NOT EXISTS (SELECT FROM plein.question q WHERE q.item_id = i.id);
UPDATE plein.item i SET kind = 'question' FROM plein.question_word w WHERE w.item_id = i.id;
INSERT INTO plein.question_word (item_id, word, space_id)
  SELECT w.item_id, 'term' || (random() * power(10, 1 + n % 4))::int, w.space_id
    FROM plein.question_word w, generate_series(1, 5) n
  ON CONFLICT DO NOTHING;
"""
SAID = "woord1 woord2 woord3 term1 term2 term3 term4 term5 term17 term18 term300 term4000"


@pytest.fixture(scope="module")
def large(database_of_module: Database) -> Iterator[tuple[World, Someone]]:
    """A hub with a quarter of a million words of questions, and somebody who sees fifty of its two hundred groups."""
    world, reader = fill(database_of_module, ITEMS)
    with psycopg.connect(database_of_module.url("postgres"), autocommit=True) as superuser:
        for statement in LOAD.split(";\n"):
            if statement.strip():
                superuser.execute(statement.encode())
        superuser.execute("VACUUM ANALYZE")
    assert world.one("SELECT count(*) FROM plein.question_word") > 200_000
    yield world, reader
    world.keeper.close()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Hoe vraag ik een vergunning aan voor de schutting?", {"vrag", "vergunn", "schut"}),
        ("Vergunningen voor schuttingen", {"vergunn", "schut"}),
        ("How do we handle the permits for these fences?", {"handl", "permit", "fenc"}),
        ("Handling a permit, and its fence", {"handl", "permit", "fenc"}),
        ("Cafés in de wijk: wie kent hun régels?", {"cafe", "wijk", "kent", "regel"}),
        ("the a an de het een is was", set()),
    ],
)
def test_words_are_stems_without_what_says_nothing(large: tuple[World, Someone], said: str, words: set[str]) -> None:
    found = {one for (one,) in large[0].rows("SELECT plein.stems(%s)", said)}
    assert found == words


def _plan(world: World, who: Someone, query: str, **values: object) -> tuple[str, list[float]]:
    """How it is read by this person, and how many rows each step that reads a table gave in all."""
    engine = connect(world.database.app)
    with transaction(engine, who.enters):
        lines = list(session().scalars(text(f"EXPLAIN (ANALYZE, TIMING off) {query}"), values))
    engine.dispose()
    read = [
        float(rows) * float(loops)
        for line in lines
        if re.search(r"(Scan|Only Scan).* on (question|item|question_word)\b", line)
        for rows, loops in re.findall(r"actual rows=([0-9.]+) loops=([0-9]+)", line)
    ]
    return "\n".join(lines), read


def test_the_words_of_all_questions_are_not_read_through(large: tuple[World, Someone]) -> None:
    world, reader = large
    engine = connect(world.database.app)
    with transaction(engine, reader.enters):
        who = session().who
        assert len(alike(who, SAID)) == MOST
        assert {one.space_id for one in alike(who, SAID)} <= who.sees
        sees = sorted(who.sees)
    engine.dispose()
    values: dict[str, object] = {
        "said": SAID,
        "words": WORDS,
        "spaces": sees,
        "here": NIL,
        "most_spaces": SPACES,
        "each": EACH,
    }
    values |= {"considered": CONSIDERED, "besides": NIL, "least": 2, "most": MOST}
    plan, read = _plan(world, reader, _ALIKE.text, **values)
    assert not re.search(r"Seq Scan on (question|item|question_word)\b", plan), plan
    assert read
    assert max(read) <= len(sees) * WORDS * EACH, plan


def test_the_waiting_list_reads_no_more_than_it_shows(large: tuple[World, Someone]) -> None:
    world, reader = large
    sees = [one for (one,) in world.rows(
        "SELECT space_id FROM plein.membership WHERE affiliation_id = %s", reader.affiliation)]  # fmt: skip
    for after, of in ((NIL, None), (_middle(world), None), (NIL, world.organisations["zandwijk"])):
        values = {"spaces": sees, "after": after, "size": PAGE + 1, "not_by": [], "of": of}
        plan, read = _plan(world, reader, _OPEN.text, **values)
        assert not re.search(r"Seq Scan on (question|item)\b", plan), plan
        assert max(read) <= len(sees) * (PAGE + 1), plan
    values = {"spaces": sees, "after": NIL, "size": COUNTED, "not_by": [], "of": None}
    plan, read = _plan(world, reader, _OPEN.text, **values)
    assert max(read) <= len(sees) * COUNTED, plan


def _middle(world: World) -> UUID:
    found: UUID = world.one("SELECT item_id FROM plein.question ORDER BY item_id OFFSET 20000 LIMIT 1")
    return found
