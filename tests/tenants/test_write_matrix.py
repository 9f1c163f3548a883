"""Everybody x every list, every table, every write the application may try: the database does what the oracle says."""

from tests.oracle.compare import differences
from tests.oracle.reading import read
from tests.world import World


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
