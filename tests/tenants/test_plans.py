"""On 300,000 items the hot queries use the indexes made for them, under row-level security, and entering is quick."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.many import OWN, fill

ITEMS = 300_000
ENTER_MS = 10  # measured: under 2 on an idle machine
HOT = {
    "the timeline over all spaces": (
        """SELECT found.id FROM unnest(%(spaces)s::uuid[]) s (id) CROSS JOIN LATERAL (
             SELECT i.id FROM plein.item i WHERE i.space_id = s.id AND i.parent_id IS NULL AND i.deleted_at IS NULL
                AND i.id < 'ffffffff-ffff-ffff-ffff-ffffffffffff' ORDER BY i.id DESC LIMIT 30) found
            ORDER BY 1 DESC LIMIT 30""",
        "item_timeline",
    ),
    "the newest of one space": (
        """SELECT id FROM plein.item WHERE space_id = %(space)s AND parent_id IS NULL AND deleted_at IS NULL
            ORDER BY id DESC LIMIT 30""",
        "item_timeline",
    ),
    "the questions of one space": (
        """SELECT id FROM plein.item WHERE space_id = %(space)s AND kind = 'question' AND parent_id IS NULL
              AND deleted_at IS NULL ORDER BY id DESC LIMIT 30""",
        "item_kind",
    ),
    "the texts of a page": (
        "SELECT body FROM plein.item_text WHERE space_id = %(space)s AND item_id = ANY (%(items)s)",
        "item_text",
    ),
    "one thread": (
        "SELECT id FROM plein.item WHERE space_id = %(space)s AND parent_id = %(item)s ORDER BY id",
        "item_thread",
    ),
    "the members of one space": (
        "SELECT affiliation_id FROM plein.membership WHERE space_id = %(space)s",
        "membership",
    ),
}


@pytest.fixture(scope="module")
def large(database_of_module: Database) -> Iterator[tuple[psycopg.Connection[Any], dict[str, object]]]:
    """A connection on which the person of fifty groups has entered, and what queries ask for."""
    world, reader = fill(database_of_module, ITEMS)
    with psycopg.connect(database_of_module.app) as app:
        app.execute("SELECT plein.enter(%s)", (reader.proof,))
        own = "SELECT space_id FROM plein.membership WHERE affiliation_id = %s"
        spaces = [row[0] for row in app.execute(own, (reader.affiliation,))]
        items = [row[0] for row in app.execute("SELECT id FROM plein.item WHERE space_id = %s LIMIT 30", spaces[:1])]
        yield app, {"spaces": spaces, "space": spaces[0], "items": items, "item": items[0], "proof": reader.proof}
        app.rollback()
    world.keeper.close()


@pytest.mark.parametrize("what", HOT)
def test_a_hot_query_uses_its_index(large: tuple[psycopg.Connection[Any], dict[str, object]], what: str) -> None:
    app, values = large
    query, index = HOT[what]

    plan = "\n".join(row[0] for row in app.execute(f"EXPLAIN {query}".encode(), values))

    assert index in plan, plan
    assert "Seq Scan on item" not in plan, plan
    assert "item_pkey" not in plan, plan


def test_entering_with_fifty_groups_is_quick(large: tuple[psycopg.Connection[Any], dict[str, object]]) -> None:
    app, values = large
    took = []
    for _ in range(40):
        began = time.perf_counter()
        app.execute("SELECT plein.enter(%s)", (values["proof"],))
        took.append(1000 * (time.perf_counter() - began))

    print(f"enter() with {OWN} groups: median {statistics.median(took):.2f} ms")
    assert statistics.median(took) < ENTER_MS
