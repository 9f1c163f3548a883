"""A folder of a hundred thousand documents: each page of it, in each order, reads what it shows and little more."""

from uuid import UUID, uuid4

import psycopg
import pytest

from hub.documents import service
from hub.documents.service import Order
from hub.kit.edge import Hub
from hub.kit.paging import PAGE
from tenants import db
from tests.hub.conftest import Client
from tests.hub.queries import ROWS_READ
from tests.world import World

MANY = 100_000
MOST_ROWS = 1_000
"""Measured: some 300 for a page of 30 with what stands around it, doubled and some."""
LAID = """
SET session_replication_role = replica;
CREATE TEMP TABLE made AS SELECT uuidv7() AS id, uuidv7() AS version_id, n FROM generate_series(1, {many}) n;
INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)
  SELECT id, %(space)s, 'document', %(author)s, %(owner)s, plein.moment() FROM made
  UNION ALL SELECT %(folder)s, %(space)s, 'folder', %(author)s, %(owner)s, plein.moment();
INSERT INTO plein.folder (item_id, space_id, author_id, name) VALUES (%(folder)s, %(space)s, %(author)s, 'Archief');
INSERT INTO plein.item_text (item_id, space_id, author_id, body)
  SELECT id, %(space)s, %(author)s, '' FROM made UNION ALL SELECT %(folder)s, %(space)s, %(author)s, '';
INSERT INTO plein.document (item_id, space_id, author_id, name, folder_id)
  SELECT id, %(space)s, %(author)s, 'Stuk ' || lpad((n * 7919 %% {many})::text, 6, '0'), nullif(%(folder)s, %(root)s)
    FROM made;
INSERT INTO plein.document_version (id, space_id, document_id, number, author_id, owner_id, sha256, size, media_type,
    file_name, note, created_at)
  SELECT version_id, %(space)s, id, 1, %(author)s, %(owner)s, repeat('0', 64), n %% 1000, 'text/plain', 'stuk.txt', '',
    plein.moment() FROM made;
INSERT INTO plein.document_head (document_id, space_id, folder_id, sort_name, version_id, number, size)
  SELECT m.id, %(space)s, d.folder_id, lower(d.name), m.version_id, 1, n %% 1000 FROM made m
    JOIN plein.document d ON d.item_id = m.id;
DROP TABLE made;
ANALYZE;
"""


@pytest.fixture(scope="module")
def large(world: World) -> dict[str, UUID | None]:
    """So many documents in a folder of one space, and as many in no folder of another."""
    folder, none = uuid4(), uuid4()
    for space, lies_in, root in (("visie", folder, uuid4()), ("tender", none, none)):
        values = {
            "space": world.spaces[space],
            "author": world["sanne"].affiliation,
            "owner": world.organisations["meerbergen"],
            "folder": lies_in,
            "root": root,
        }
        with psycopg.ClientCursor(psycopg.connect(world.database.url("postgres"), autocommit=True)) as superuser:
            superuser.execute(LAID.format(many=MANY).encode(), values)
    return {"visie": folder, "tender": None}


@pytest.mark.parametrize("space", ["visie", "tender"])
@pytest.mark.parametrize("order", list(Order))
def test_every_page_reads_what_it_shows(
    world: World, app: Hub, large: dict[str, UUID | None], order: Order, space: str
) -> None:
    after: UUID | None = None
    seen = set[UUID]()
    for _number in range(4):
        with db.transaction(app.engine, db.by_session(world["fatima"].proof)) as tx:
            before = tx.scalar(ROWS_READ)
            page = service.listed(tx.who, world.spaces[space], folder_id=large[space], order=order, after=after)
            read = tx.scalar(ROWS_READ) - before
        assert read <= MOST_ROWS
        after = UUID(page.after)
        seen |= {one.id for one in page.rows}
    assert len(seen) == 4 * PAGE


def test_the_whole_page_and_its_counts_read_little_too(
    world: World, client: Client, app: Hub, large: dict[str, UUID | None]
) -> None:
    page = client("fatima").get(f"/groepen/{world.spaces['visie']}/documenten")
    assert "meer dan 100 documenten" in page.text
    assert client("fatima").get(f"/mappen/{large['visie']}?op=naam").status_code == 200
    with db.transaction(app.engine, db.by_session(world["fatima"].proof)) as tx:
        before = tx.scalar(ROWS_READ)
        service.folders(tx.who, world.spaces["visie"], parent_id=None)
        service.count(tx.who, world.spaces["visie"])
        service.latest(tx.who, world.spaces["visie"])
        assert tx.scalar(ROWS_READ) - before <= MOST_ROWS
