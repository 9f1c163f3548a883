"""Random histories: the doors and the oracle side by side; after each step everybody's lists, in turn rows and writes.

180 walks of 30 steps, in chunks so that two processes share them. The long form: PLEIN_WALKS=5000 PLEIN_STEPS=50.
A walk that fails is walked again with fewer steps, as long as it fails.
"""

import os
from collections.abc import Sequence
from random import Random
from typing import Any

import psycopg
import pytest

from tests.oracle.steps_externals import ExternalSteps
from tests.oracle.steps_groups import GroupSteps
from tests.oracle.steps_logins import LoginSteps
from tests.oracle.steps_parties import PartySteps
from tests.oracle.steps_people import PeopleSteps
from tests.oracle.steps_quiet import QuietSteps
from tests.oracle.steps_waiting import WaitingSteps
from tests.tenants.stage import Stage

WALKS = int(os.environ.get("PLEIN_WALKS", "180"))
STEPS = int(os.environ.get("PLEIN_STEPS", "30"))
CHUNKS = 6
ENOUGH = 30  # walks in which each of these is surely taken
OPENED = {
    *("accept_terms", "ask_takeover", "name_steward", "narrow_form", "offer_stewardship", "propose_charter"),
    *("add_members", "ask_login", "door_sign_in", "end_affiliation", "invite_external", "invite_staff"),
    *("reopen_affiliation", "set_policies", "set_term", "start_bulk"),
}


class Walk(GroupSteps, PartySteps, WaitingSteps, ExternalSteps, PeopleSteps, LoginSteps, QuietSteps):
    """One history, of steps of every kind."""


def _fails(stage: Stage, app: psycopg.Connection[Any], walk: int, numbers: Sequence[int]) -> str:
    """What was wrong and what went before, or ''."""
    one = Walk(stage, app)
    try:
        for number in numbers:
            one.turn(Random(f"{walk} {number}"))
    except AssertionError as error:
        return "\n".join([f"{error}", *one.story])
    except Exception as error:
        error.add_note("\n".join([f"walk {walk}", *one.story]))
        raise
    return ""


@pytest.mark.oracle
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_database_walks_as_the_oracle_says(walked: Stage, chunk: int) -> None:
    with psycopg.connect(walked.world.database.app) as app:
        for walk in range(chunk, WALKS, CHUNKS):
            numbers, said = list(range(STEPS)), ""
            wrong = _fails(walked, app, walk, numbers)
            if wrong:
                print(f"walk {walk} fails, and is walked again with fewer steps: {wrong}", flush=True)
            while wrong and wrong != said:
                said = wrong
                for number in list(numbers):
                    fewer = [one for one in numbers if one != number]
                    if shorter := _fails(walked, app, walk, fewer):
                        numbers, wrong = fewer, shorter
            assert not wrong, f"walk {walk}, steps {numbers}: {wrong}"
    print(", ".join(f"{name} {times}" for name, times in sorted(Walk.opened.items(), key=lambda one: one[1])))
    assert WALKS < ENOUGH * CHUNKS or Walk.opened.keys() >= OPENED, "the walks no longer come to some kinds of step"
