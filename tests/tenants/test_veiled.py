"""What is in the bin when its thread moves: whatever a page asks, the database keeps it from who did not see it."""

from uuid import UUID

import psycopg
import pytest

from tests.oracle.compare import As
from tests.world import World

MOVE = "UPDATE plein.item SET space_id = %s WHERE id = %s"
BIN = "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = author_id WHERE id = %s"
RESTORE = "UPDATE plein.item SET deleted_at = NULL, deleted_by = NULL WHERE id = %s"
STANDS = "SELECT space_id, veiled FROM plein.item WHERE id = %s"


def done(world: World, who: str, query: str, *values: object) -> int:
    """How many rows that changed, for good."""
    with psycopg.connect(world.database.app) as app:
        As(app, world[who])
        return app.execute(query.encode(), values).rowcount


def shown(world: World, who: str, item: UUID) -> dict[str, int]:
    """How many rows of it somebody sees in each table that says what it said."""
    with psycopg.connect(world.database.app) as app:
        asked = As(app, world[who]).app
        found = {}
        for table, column in (("item", "id"), *((one, "item_id") for one in ("item_text", "item_past", "attachment"))):
            query = f"SELECT count(*) FROM plein.{table} WHERE {column} = %s"  # noqa: S608 - ours
            row = asked.execute(query.encode(), (item,)).fetchone()
            assert row is not None
            found[table] = int(row[0])
        return found


ALL = {"item": 1, "item_text": 1, "item_past": 1, "attachment": 1}
NONE = dict.fromkeys(ALL, 0)


@pytest.fixture
def thread(world: World) -> tuple[UUID, UUID]:
    """A message of Sanne's with a comment of hers in the bin, and a room that Kees runs, where she writes too."""
    world.group("duin", "Duinherstel", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    world.member("duin", "sanne")
    world.member("duin", "kees")
    world.room("kamer-d", "duin", "Kamer Duin", founder="kees")
    world.member("kamer-d", "sanne")
    item = world.item("bericht-duin", "duin", "sanne")
    comment = world.item("reactie-duin", "duin", "sanne", "comment", parent="bericht-duin")
    world.keeper.execute("UPDATE plein.item_text SET body = 'anders' WHERE item_id = %s", (comment,))
    world.lay(
        "attachment",
        id=world.one("SELECT plein.new_id()"),
        space_id=world.spaces["duin"],
        item_id=comment,
        author_id=world["sanne"].affiliation,
        owner_id=world.organisations["meerbergen"],
        sha256="a" * 64,
        size=1,
        media_type="text/plain",
        file_name="x.txt",
        created_at=world.now,
    )
    world.keeper.execute(BIN.encode(), (comment,))
    return item, comment


def test_in_the_bin_a_space_reads_it_and_where_it_moves_nobody_but_its_author(
    world: World, thread: tuple[UUID, UUID]
) -> None:
    item, comment = thread
    assert shown(world, "kees", comment) == ALL  # a reader of the group: what pages show of a bin is theirs to say
    assert done(world, "sanne", MOVE, world.spaces["kamer-d"], item) == 1
    assert world.rows(STANDS, comment) == [(world.spaces["kamer-d"], True)]
    assert world.rows(STANDS, item) == [(world.spaces["kamer-d"], False)]
    assert (shown(world, "kees", comment), shown(world, "sanne", comment)) == (NONE, ALL)
    assert shown(world, "kees", item)["item"] == 1
    assert done(world, "sanne", MOVE, world.spaces["duin"], item) == 1
    assert (shown(world, "fatima", comment), shown(world, "sanne", comment)) == (NONE, ALL)


def test_a_steward_brings_it_back_by_no_query(world: World, thread: tuple[UUID, UUID]) -> None:
    item, comment = thread
    other = world.item("weg-duin", "kamer-d", "kees")
    world.keeper.execute(BIN.encode(), (other,))
    assert done(world, "sanne", MOVE, world.spaces["kamer-d"], item) == 1
    assert done(world, "kees", RESTORE, comment) == 0
    done(world, "kees", "UPDATE plein.item SET deleted_at = NULL, deleted_by = NULL")  # reads no row, writes all it may
    assert world.one("SELECT deleted_at FROM plein.item WHERE id = %s", other) is None
    assert world.rows(STANDS, comment) == [(world.spaces["kamer-d"], True)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        done(world, "sanne", "UPDATE plein.item SET veiled = false WHERE id = %s", comment)


def test_brought_back_it_is_everybodys_and_in_the_bin_again_its_spaces(world: World, thread: tuple[UUID, UUID]) -> None:
    item, comment = thread
    done(world, "sanne", MOVE, world.spaces["kamer-d"], item)
    assert done(world, "sanne", RESTORE, comment) == 1
    assert world.rows(STANDS, comment) == [(world.spaces["kamer-d"], False)]
    assert shown(world, "kees", comment) == ALL
    assert done(world, "sanne", BIN, comment) == 1
    assert shown(world, "kees", comment) == ALL


def test_what_is_in_the_bin_itself_goes_nowhere(world: World, thread: tuple[UUID, UUID]) -> None:
    item, _comment = thread
    world.keeper.execute(BIN.encode(), (item,))
    with pytest.raises(psycopg.Error, match="move-binned"):
        done(world, "sanne", MOVE, world.spaces["kamer-d"], item)
    with pytest.raises(psycopg.Error, match="move-binned"):
        world.keeper.execute(MOVE.encode(), (world.spaces["kamer-d"], item))
