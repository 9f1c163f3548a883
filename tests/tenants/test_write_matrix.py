"""Everybody x every list, every table, every write the application may try: the database does what the oracle says."""

from tests.oracle.compare import READ, TRIED, differences
from tests.oracle.reading import read
from tests.world import World

MAY = """
SELECT c.relname, p FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p
 WHERE c.relnamespace = 'plein'::regnamespace AND c.relkind = 'r'
   AND (has_table_privilege('plein_app', c.oid, p)
     OR p <> 'DELETE' AND has_any_column_privilege('plein_app', c.oid, p))
"""


def test_the_oracle_knows_every_table_that_the_application_reads_and_every_write_that_it_may_try(world: World) -> None:
    may = set(world.rows(MAY))

    assert {table for table, what in may if what == "SELECT"} - READ == set(), "add it to tests/oracle/reading.OTHERS"
    assert {one for one in may if one[1] != "SELECT"} - TRIED == set(), "try it in tests/oracle/compare.py"


def test_the_database_and_the_oracle_agree_on_everybody(world: World) -> None:
    assert list(differences(world, read(world))) == []


def test_they_agree_when_things_were_deleted_and_time_has_passed(world: World) -> None:
    fatima, sanne = world["fatima"].affiliation, world["sanne"].affiliation
    world.keeper.execute(
        "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = CASE WHEN kind = 'post' THEN %s ELSE %s END"
        " WHERE kind IN ('post', 'comment')",
        (fatima, sanne),
    )
    world.later(days=70)

    assert list(differences(world, read(world))) == []

    world.on_time()
