"""Every form of the application x everybody: who may not send it is refused and changes no row of any table."""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle, product
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4
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
FEW = 4


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


def _read(answer: TestResponse) -> str:
    """What stands on a page."""
    return re.sub(r"<[^>]*>|\s+", " ", answer.get_data(as_text=True).partition("<main")[2])[:300]


def test_who_may_changes_something(theatre: Theatre) -> None:
    """Given every form, when each who may send it does, then it is done; or nothing, where that is said."""
    wrong = []
    for act in acts():
        for who in sorted(act.may | act.idle):
            answer, changed = theatre.send(who, act), theatre.changed() - {"once"}
            if answer.status_code != (200 if act.shows else 303):
                wrong.append(f"{act} as {who}: {answer.status_code} {_read(answer)}")
            elif bool(changed) != (who in act.may and not act.shows):
                wrong.append(f"{act} as {who}: changed {changed}")
    assert not wrong, "\n".join(wrong)


def test_a_form_sent_twice_is_done_once_and_its_key_is_nobody_elses(theatre: Theatre) -> None:
    """Given every form, when it comes a second time, then one goes where the first led; who may not gets nothing."""
    wrong = []
    for act in acts():
        if act.shows:
            continue
        who, key = act.first, str(uuid4())
        first = theatre.send(who, act, once=key)
        after = theatre.marks()
        second = theatre.send(who, act, once=key)
        if (second.status_code, second.location) != (303, first.location) or theatre.marks() != after:
            wrong.append(f"{act} as {who}: first to {first.location}, then {second.status_code} {second.location}")
        for other in sorted(set(PEOPLE) - act.may - act.idle - {""})[:2]:
            stolen = theatre.send(other, act, once=key)
            if stolen.status_code not in REFUSED | NOT_THERE or theatre.marks() != after:
                wrong.append(f"{act} with the key of {who}, as {other}: {stolen.status_code} {stolen.location}")
        theatre.changed()
    assert not wrong, "\n".join(wrong)


def test_a_form_clicked_twice_at_once_is_done_once(theatre: Theatre) -> None:
    """Given every form, when two of the same arrive together, then as much comes of it as of one, and both say so."""
    wrong = []
    for act in acts():
        if act.shows:
            continue
        theatre.send(act.first, act)
        single = {table: mark[0] for table, mark in theatre.marks().items()}
        theatre.changed()
        key, together, answers = str(uuid4()), Barrier(2), list[TestResponse]()

        def click(act: Act, key: str, together: Barrier, answers: list[TestResponse]) -> None:
            together.wait()
            answers.append(theatre.send(act.first, act, once=key))

        crowd = [Thread(target=click, args=(act, key, together, answers)) for _ in range(2)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        led = [(answer.status_code, answer.location) for answer in answers]
        double = {table: mark[0] for table, mark in theatre.marks().items()}
        theatre.changed()
        if len(set(led)) != 1 or len(led) != 2 or led[0][0] != 303 or double != single:
            more = {table for table, count in double.items() if count != single[table]}
            wrong.append(f"{act} as {act.first}: {led}, other counts of {more}")
    assert not wrong, "\n".join(wrong)


# Fields that people write in freely; all others choose from what there is.
WRITTEN = {
    "address", "domain", "domains", "employer", "leaving", "name", "note", "purpose", "reason", "retention", "sharing",
    "shown", "tags", "text", "title", "why", "word",
}  # fmt: skip
KEEPS = {"content.keep_draft"}  # what it can, and says on the list of drafts what not: tests/hub/content/test_kept.py
LONG = b"x" * 100_000
ODD = {
    "pieces of characters": b"a\0b\xff\xed\xa0\x80\xc3c",
    "a huge number": b"9" * 40,
    "blanks": b"\xe2\x80\xae\t \r\n\x0b",
}
QUERY = b"&".join(
    name + b"=" + value
    for name in (b"na", b"q", b"kind", b"chosen", b"tot", b"bij", b"back", b"terug", b"stap", b"once", b"toon")
    for value in (b"%00%ed%a0%80", b"9" * 40)
)


def _names(answer: TestResponse, name: str) -> bool:
    """Whether a page says of this field that something is wrong with it."""
    text = answer.get_data(as_text=True)
    fields = re.findall(rf'<(?:input|textarea)[^>]*\sname="{name}"[^>]*>', text)
    return f'id="fout-{name}"' in text or any('aria-invalid="true"' in field for field in fields)


def test_a_text_too_long_is_refused_at_its_field(theatre: Theatre) -> None:
    """Given every form, when a field holds 100 kB, then no fault is made; what one writes is said to be too long."""
    wrong = []
    for act in acts():
        who = act.first
        for name in theatre.fields(act):
            answer = theatre.send_raw(who, act, **{name: LONG})
            if answer.status_code in {200, 303}:
                theatre.changed()
            if answer.status_code >= 500 or (
                name in WRITTEN
                and act.endpoint not in KEEPS
                and (answer.status_code != 422 or not _names(answer, name))
            ):
                wrong.append(f"{act} as {who}, {name}: {answer.status_code} {_read(answer)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("what", sorted(ODD))
def test_nothing_odd_in_a_field_makes_a_fault(theatre: Theatre, what: str) -> None:
    """Given every form, when a field and the query hold octets that are no text, then an answer is for a person."""
    wrong = []
    for act in acts():
        who = act.first
        for name in theatre.fields(act):
            answer = theatre.send_raw(who, act, QUERY, **{name: ODD[what]})
            if answer.status_code in {200, 303}:
                theatre.changed()
            if answer.status_code not in {200, 303} | REFUSED | NOT_THERE:
                wrong.append(f"{act} as {who}, {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


KINDS = ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "")
FILE_NAMES = ("a\0b.txt", "../../etc/passwd", "é" * 300, "\u202egnp.exe", "")


def test_what_is_no_form_makes_no_fault(theatre: Theatre) -> None:
    """Given every form, when its fields come as something else than a form, then an answer is for a person."""
    wrong = []
    for kind, act in zip(cycle(KINDS), (act for act in acts() if theatre.fields(act) and not act.shows), strict=False):
        answer = theatre.browser(act.first).post(theatre.path(act), data=b"title=x&answer=yes", content_type=kind)
        if answer.status_code not in {200, 303, 413} | REFUSED | NOT_THERE:
            wrong.append(f"{act} as {kind}: {answer.status_code}")
    for name, act in product(FILE_NAMES, (act for act in acts() if "file:" in act.words.values())):
        file: dict[str, Any] = {field: (BytesIO(b"x"), name) for field, word in act.words.items() if word == "file:"}
        answer = theatre.send(act.first, act, **file)
        if answer.status_code not in {303, 422}:
            wrong.append(f"{act} called {name!r}: {answer.status_code}")
    theatre.changed()
    assert not wrong, "\n".join(wrong)
