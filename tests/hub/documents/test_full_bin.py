"""A bin in which much lies: each page of it reads what it shows and little more."""

from uuid import UUID

import psycopg
import pytest

from hub.content import service as content
from hub.kit.edge import Hub
from hub.kit.paging import PAGE
from tenants import db
from tests.hub.queries import ROWS_READ
from tests.world import World

MANY, MOST_ROWS = 20_000, 1_000
LAID = """
SET session_replication_role = replica;
CREATE TEMP TABLE made AS SELECT uuidv7() AS id, n FROM generate_series(1, %(many)s) n;
INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at, deleted_at, deleted_by)
  SELECT id, %(space)s, 'document', %(who)s, %(owner)s, plein.moment(),
    plein.moment() - n * interval '1 second', %(who)s FROM made;
INSERT INTO plein.item_text (item_id, space_id, author_id, body) SELECT id, %(space)s, %(who)s, '' FROM made;
DROP TABLE made;
ANALYZE plein.item, plein.item_text;
"""


@pytest.fixture(scope="module")
def full(world: World) -> UUID:
    """The space whose bin is full of what Sanne deleted."""
    values = {
        "many": MANY,
        "space": world.spaces["tender"],
        "who": world["sanne"].affiliation,
        "owner": world.organisations["meerbergen"],
    }
    with psycopg.ClientCursor(psycopg.connect(world.database.url("postgres"), autocommit=True)) as superuser:
        superuser.execute(LAID.encode(), values)
    return world.spaces["tender"]


@pytest.mark.parametrize(
    ("who", "own", "found"),
    [("fatima", False, PAGE), ("sanne", False, PAGE), ("sanne", True, PAGE), ("els", False, 0), ("els", True, 0)],
)
def test_each_page_of_a_full_bin_reads_what_it_shows(
    app: Hub, world: World, full: UUID, who: str, *, own: bool, found: int
) -> None:
    after: UUID | None = None
    for _number in range(3):
        with db.transaction(app.engine, db.by_session(world[who].proof)) as tx:
            before = tx.scalar(ROWS_READ)
            page = content.binned(tx.who, space_id=None if own else full, after=after)
            read = tx.scalar(ROWS_READ) - before
        assert len(page.rows) == found
        assert read <= MOST_ROWS
        if not page.after:
            break
        after = UUID(page.after)
