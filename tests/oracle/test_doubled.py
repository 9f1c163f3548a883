"""Where two fences say the same, no mutant of one is noticed: without both, somebody gets what is not theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import psycopg
import pytest

from tests.clauses import build_all
from tests.conftest import Database
from tests.oracle.model import Hub
from tests.oracle.mutants import Mutant, of_functions, of_policies, survives
from tests.oracle.reading import read
from tests.world import World

OWN = "the_affiliation IN (SELECT plein.listed('affiliations'))"
AS_ME = "ALTER POLICY as_me ON plein.{} WITH CHECK (true)"
# By the fences that are broken: what breaks them besides has_place(), which is broken where a writer's place is asked.
DOUBLED = {
    ("item.as_me", "plein.has_place"): AS_ME.format("item"),
    ("document_version.as_me", "plein.has_place"): AS_ME.format("document_version"),
    ("reaction.as_me", "plein.has_place"): AS_ME.format("reaction"),
    ("item.change",): "ALTER POLICY change ON plein.item USING (true)"
    " WITH CHECK (deleted_by IS NULL OR deleted_by IN (SELECT plein.listed('affiliations')))",
}


@dataclass(frozen=True)
class Stands:
    """Everybody, what the oracle knows of them, who may break a fence, and how each fence stands."""

    world: World
    hub: Hub
    superuser: psycopg.Connection[tuple[object, ...]]
    as_it_is: list[Mutant]

    def breaks(self, fences: tuple[str, ...], change: str) -> Mutant:
        """All of these fences at once."""
        undo = [next(one.undo for one in self.as_it_is if one.name.startswith(fence)) for fence in fences]
        if "plein.has_place" in fences:
            assert OWN in undo[-1]
            change = f"{change}; {undo[-1].replace(OWN, 'true')}"
        return Mutant(" and ".join(fences), change, "; ".join(undo))


@pytest.fixture(scope="module")
def stands(database_of_module: Database) -> Iterator[Stands]:
    """The whole cast, once."""
    world = build_all(database_of_module)
    with psycopg.connect(world.database.url("postgres"), autocommit=True) as superuser:
        as_it_is = list(chain(of_functions(superuser), of_policies(superuser)))
        yield Stands(world, read(world), superuser, as_it_is)
    world.keeper.close()


@pytest.mark.parametrize("fences", sorted(DOUBLED), ids=" and ".join)
def test_without_both_somebody_gets_too_much(stands: Stands, fences: tuple[str, ...]) -> None:
    """Given two fences that say the same, when neither stands, then the oracle sees it."""
    broken = stands.breaks(fences, DOUBLED[fences])
    assert survives(stands.superuser, stands.world, stands.hub, broken) is False


def test_as_it_is_nobody_gets_too_much(stands: Stands) -> None:
    """Given every fence as it was, then the oracle sees nothing: the breaking above was undone."""
    assert survives(stands.superuser, stands.world, stands.hub, Mutant("nothing", "SELECT", "SELECT")) is True
