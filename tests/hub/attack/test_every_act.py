"""Every form of the application x everybody: who may not send it is refused and changes no row of any table."""

import os
import re
from collections.abc import Iterator
from zlib import crc32

import pytest
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.clauses import build_all
from tests.conftest import Database
from tests.hub.attack.acting import PEOPLE, Act, Theatre, acts, lay
from tests.hub.attack.acts import ELSEWHERE
from tests.hub.matrix.test_matrix import tries
from tests.world import World

REFUSED = {403, 409, 422}
NOT_THERE = {401, 404, 409}  # 401: nobody is signed in; 409: something else comes first (Ivo owes terms)
FEW = 5


@pytest.fixture(scope="module")
def world(database_of_module: Database) -> World:
    """The whole cast."""
    made = build_all(database_of_module)
    made.asked |= lay(made)
    return made


@pytest.fixture(scope="module")
def theatre(app: Hub, world: World) -> Iterator[Theatre]:
    made = Theatre(app, world, world.asked)
    yield made
    made.close()


def _said(answer: TestResponse) -> tuple[int, str]:
    """An answer without the ids that were asked for and the keys of forms."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|/(sent|hire|bestaat-niet)/", "", answer.get_data(as_text=True))
    return answer.status_code, text


def _tried(act: Act, who: str) -> bool:
    """Whoever sees it and may not; of all others a few for each act, alike at every run; all with PLEIN_MATRIX=all."""
    if who in act.may | act.idle:
        return False
    if who in act.sees or not who or os.environ.get("PLEIN_MATRIX") == "all":
        return True
    others = sorted(set(PEOPLE) - act.sees - {""})
    start = crc32(str(act).encode()) % len(others)
    return who in (others[start:] + others[:start])[:FEW]


def test_every_form_has_a_line(app: Hub) -> None:
    forms = {one.rule.endpoint for one in tries(app) if one.method == "POST"}
    known = {act.endpoint for act in acts()} | set(ELSEWHERE)
    assert forms - known == set(), (
        "a new form: write in tests/hub/attack/acts.py how it is filled in, and who may send it"
    )
    assert known - forms - set(ELSEWHERE) == set(), "these are gone"


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_not_is_refused_and_nothing_changes(theatre: Theatre, who: str) -> None:
    """Given every form, when this person sends those that are not for her, then no row changes and none tells more."""
    wrong, tried = list[str](), [act for act in acts() if _tried(act, who)]
    missing = theatre.browser(who).post(f"/items/{theatre.world.organisations['zandwijk']}/terugzetten")
    for act in tried:
        answer = theatre.send(who, act)
        if who in act.sees and answer.status_code not in REFUSED:
            wrong.append(f"{act}: {answer.status_code} {answer.headers.get('Location', '')}")
        elif who not in act.sees and _said(answer) != _said(
            missing
        ):  # it may hold what was typed: ask for an absent one
            absent = theatre.send(who, act, absent=True)
            if _said(absent) != _said(answer) or absent.status_code not in NOT_THERE:
                wrong.append(f"{act}: {answer.status_code}, and for what is absent {absent.status_code}")
    if theatre.changed():
        for act in tried:
            theatre.send(who, act)
            wrong += [f"{act}: changed {table}" for table in theatre.changed()]
    assert not wrong, f"{who or 'nobody'}:\n" + "\n".join(wrong)


def test_who_may_changes_something(theatre: Theatre) -> None:
    wrong = []
    for act in acts():
        for who in sorted(act.may | act.idle):
            answer = theatre.send(who, act)
            changed = theatre.changed()
            if answer.status_code != (200 if act.shows else 303):
                text = re.sub(r"<[^>]*>|\s+", " ", answer.get_data(as_text=True).partition("<main")[2])
                wrong.append(f"{act} as {who}: {answer.status_code} {text[:300]}")
            elif bool(changed - {"once"}) != (who in act.may and not act.shows):
                wrong.append(f"{act} as {who}: changed {changed}")
    assert not wrong, "\n".join(wrong)
