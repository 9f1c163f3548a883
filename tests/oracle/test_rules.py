"""Every rule says what the permissions say, to everybody, on every row, with the database's fences open."""

from collections.abc import Iterator

import pytest

from tenants.db import connect
from tests.clauses import build_all
from tests.conftest import Database
from tests.oracle.reading import read
from tests.oracle.rules import EXPECTED, Bench, mutants, policies

POLICIES = policies()
ACTIONS = [(name, can.value) for name, policy in POLICIES.items() for can in policy.rules]


@pytest.fixture(scope="module")
def bench(database_of_module: Database) -> Iterator[Bench]:
    """The whole cast."""
    world = build_all(database_of_module)
    engine = connect(world.database.app)
    yield Bench.of(world, read(world), engine)
    engine.dispose()
    world.keeper.close()


def test_the_oracle_knows_every_action() -> None:
    assert [action for action in ACTIONS if action[1] not in EXPECTED.get(action[0], ((), {}))[1]] == []


@pytest.mark.parametrize(("policy", "can"), ACTIONS, ids=[f"{policy}-{can}" for policy, can in ACTIONS])
def test_a_rule_says_what_the_permissions_say(bench: Bench, policy: str, can: str) -> None:
    rule = next(rule for one, rule in POLICIES[policy].rules.items() if one.value == can)

    assert [row for table in EXPECTED[policy][0] for row in bench.rows[table]]
    assert list(bench.differences(policy, can, rule))[:5] == []


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_no_clause_of_a_rule_goes_unnoticed(bench: Bench, policy: str) -> None:
    unnoticed = [
        said
        for can, rule in POLICIES[policy].rules.items()
        for said, changed in mutants(rule)
        if next(bench.differences(policy, can.value, changed), None) is None
    ]
    assert unnoticed == []
