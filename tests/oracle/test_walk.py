"""Random histories: the doors and the oracle side by side; after each step everybody's lists, in turn rows and writes.

300 walks of 30 steps, in chunks so that two processes share them. The long form: PLEIN_WALKS=5000 PLEIN_STEPS=50.
"""

import os

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.oracle.steps_externals import ExternalSteps
from tests.oracle.steps_groups import GroupSteps
from tests.oracle.steps_parties import PartySteps
from tests.oracle.steps_people import PeopleSteps
from tests.oracle.steps_waiting import WaitingSteps
from tests.tenants.stage import Stage

WALKS = int(os.environ.get("PLEIN_WALKS", "300"))
STEPS = int(os.environ.get("PLEIN_STEPS", "30"))
CHUNKS = 6


class Walk(GroupSteps, PartySteps, WaitingSteps, ExternalSteps, PeopleSteps):
    """One history, of steps of every kind."""


@pytest.mark.oracle
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_database_walks_as_the_oracle_says(walked: Stage, chunk: int) -> None:
    with psycopg.connect(walked.world.database.app) as app:
        Walk.stage, Walk.app = walked, app
        walk = seed(chunk)(Walk)
        run_state_machine_as_test(
            walk,
            settings=settings(
                max_examples=max(1, WALKS // CHUNKS),
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
