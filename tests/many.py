"""A large hub: as many items as are asked for, over many groups, of which one person is in fifty; and a large town."""

from collections.abc import Mapping
from pathlib import Path

import psycopg

from tests.conftest import Database
from tests.world import Someone, World, build

SPACES = 200
OWN = 50

# Loaded past triggers and keys, as only a superuser may; what was loaded is whole.
LOAD = """
SET session_replication_role = replica;
CREATE TEMP TABLE made AS SELECT uuidv7() AS id, n FROM generate_series(1, {spaces}) n;
INSERT INTO plein.space (id, group_id, kind, form, title, founder_id, created_at)
  SELECT id, id, 'group', 'closed', 'Groep ' || n, %(author)s, plein.moment() FROM made;
INSERT INTO plein.party (group_id, organisation_id, role, reach, since)
  SELECT id, %(organisation)s, 'owner', 'all', plein.moment() FROM made;
INSERT INTO plein.space_activity (space_id) SELECT id FROM made;
INSERT INTO plein.membership
  (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, since)
  SELECT uuidv7(), made.id, made.id, a.id, a.organisation_id, 'staff', 'member', 'added', true, plein.moment()
    FROM made JOIN plein.affiliation a ON a.id = %(author)s OR a.id = %(reader)s AND n <= {own};
CREATE TEMP TABLE written AS SELECT uuidv7() AS id, made.id AS space_id, n
  FROM generate_series(1, {each}) CROSS JOIN made;
INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)
  SELECT id, space_id, (ARRAY['post', 'post', 'question', 'document'])[1 + floor(random() * 4)::int], %(author)s,
    %(organisation)s, plein.moment() FROM written;
INSERT INTO plein.item_text (item_id, space_id, author_id, body) SELECT id, space_id, %(author)s, 'Tekst' FROM written
   WHERE n <= {own};
INSERT INTO plein.question (item_id, space_id, author_id, title, accepted_id, accepted_at, accepted_by)
  SELECT i.id, i.space_id, i.author_id, 'Vraag ' || w.n,
    CASE WHEN w.n %% 3 = 0 THEN uuidv7() END, CASE WHEN w.n %% 3 = 0 THEN plein.moment() END,
    CASE WHEN w.n %% 3 = 0 THEN i.author_id END
    FROM plein.item i JOIN written w ON w.id = i.id WHERE i.kind = 'question';
INSERT INTO plein.question_word (item_id, word, space_id) SELECT id, 'woord' || n %% 100, space_id FROM written;
ANALYZE;
"""

STAFF, EXTERNALS, GROUPS = 20_000, 3_000, 2_000
OTHERS = ("zandwijk", "dienst", "oosterdiep", "landwijs")

TOWN = Path(__file__).with_name("town.sql")


def fill(database: Database, items: int) -> tuple[World, Someone]:
    """The cast of the story, and so many items more; returns the person who is in fifty groups."""
    world = build(database)
    return world, groups(world, items)


def groups(world: World, items: int, spaces: int = SPACES) -> Someone:
    """So many items in so many groups; returns the person who is in fifty of them."""
    author, reader = (
        world.person("schrijver", "Sanna Schrijver", "zandwijk"),
        world.person("lid", "Lida Lid", "zandwijk"),
    )
    values = {
        "author": author.affiliation,
        "reader": reader.affiliation,
        "organisation": world.organisations["zandwijk"],
    }
    _load(world.database, LOAD.format(spaces=spaces, own=OWN, each=items // spaces), values)
    return reader


def people(world: World) -> None:
    """A town of its full size: staff, externals, groups of one to eight parties, what waits, and a log of years."""
    values: dict[str, object] = {
        "organisation": world.organisations["meerbergen"],
        "others": [world.organisations[key] for key in OTHERS],
        "issuer": world.issuers["meerbergen"],
        "author": world["fatima"].affiliation,
    }
    _load(world.database, TOWN.read_text().format(staff=STAFF, externals=EXTERNALS, groups=GROUPS), values)


def _load(database: Database, load: str, values: Mapping[str, object]) -> None:
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        for statement in load.split(";\n"):
            if statement.strip():
                superuser.execute(statement.encode(), values)
