"""Doors to which a walk seldom comes, for something must wait first: histories that make it wait, drawn as walks."""

from collections import Counter
from random import Random

import psycopg
import pytest

from tests.oracle.test_walk import Walk
from tests.oracle.walking import STEPS
from tests.tenants.stage import Stage

# A door to the kinds of step that lead to it, each taken so often.
WAYS = {
    "confirm_taker": (("invite", 3), ("accept", 4), ("confirm_taker", 3)),
    "read_charter": (("propose_charter", 2), ("answer", 5), ("read_charter", 3)),
    "answer_emergency": (("ask_emergency", 2), ("answer_emergency", 3)),
    "answer_return": (("end_affiliation", 6), ("answer_return", 4)),
}
OFTEN, MOST = 5, 60
"""So often each opens, in at most so many histories."""


@pytest.mark.oracle
@pytest.mark.parametrize("door", WAYS)
def test_doors_seldom_walked_to_open_as_the_oracle_says(walked: Stage, door: str) -> None:
    """Given what must wait, when it is answered, then it is by whom the oracle says; and everybody's lists after it."""
    before, tried = Walk.opened[door], Counter[str]()
    with psycopg.connect(walked.world.database.app) as app:
        for number in range(MOST):
            one, chance = Walk(walked, app), Random(f"{door} {number}")
            try:
                for name, times in WAYS[door]:
                    for _ in range(times):
                        drawn = {what: draw(chance) for what, draw in STEPS[name].items()}
                        one.story.append(f"{name}({drawn})")
                        steps = one.steps
                        getattr(one, name)(**drawn)
                        tried[name] += one.steps > steps
            except Exception as error:
                error.add_note("\n".join([f"history {number}", *one.story]))
                raise
            if Walk.opened[door] - before >= OFTEN and tried[door] > Walk.opened[door] - before:
                break
    opened = Walk.opened[door] - before
    print(f"{door}: {opened} of {tried[door]} opened, in {number + 1} histories")
    assert OFTEN <= opened < tried[door], "it opens for some, and for others not"
