"""Looking changes nothing: every page that somebody sees, fetched and fetched ahead, leaves every row as it was."""

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.matrix.sight import sight
from tests.hub.matrix.test_matrix import ask, ids, plain, tries
from tests.world import World

# What a look may leave: when a session was seen, how far one has read oneself, and rows of the log that say what was.
MARKS = {"session", "affiliation", "audit", "audit_unsealed", "space_read", "thread_read"}
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r' ORDER BY 1"


def _marks(world: World) -> dict[str, object]:
    """Every table to a mark of all its rows."""
    names = [name for (name,) in world.rows(TABLES) if name not in MARKS]
    one = "SELECT '{0}', count(*), sum(hashtextextended(x::text, 0)) FROM plein.{0} x"
    rows = world.rows(" UNION ALL ".join(one.format(name) for name in names))
    return {name: (count, mark) for name, count, mark in rows}


@pytest.mark.parametrize("who", ["fatima", "zara", "kees", "rik", "peter"])
def test_looking_changes_nothing(app: Hub, world: World, client: Client, who: str) -> None:
    browser, looked = client(who), 0
    values = [
        (one, {name: sorted(sight(one.rule.rule, name)(world, who)[0])[:1] for name in ids(one)})
        for one in tries(app)
        if one.method == "GET"
    ]
    before = _marks(world)  # after sight: some of it is laid down when it is first asked for
    for one, seen in values:
        if all(seen.values()):
            ask(browser, one, {**plain(one), **{name: found[0] for name, found in seen.items()}})
            looked += 1
    after = _marks(world)
    assert looked > 10
    assert {table for table, mark in after.items() if mark != before[table]} == set()
