"""Every route, as every person, with ids that the person may not see: the same 404 as for an id that there is not."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from hub.app import create_app
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.matrix.sight import ARGUMENTS, PEOPLE, PLAIN, sight
from tests.world import World

# Reached by anybody; what they show holds no id of ours. Each is named, so that a new one is a decision.
PUBLIC = {
    "static", "healthz", "readyz", "colours", "toegankelijkheid", "privacy", "onderdelen",
    "externals.invitation", "externals.sign_in", "staff.invitation", "staff.sign_in", "account.begin_link",
}  # fmt: skip
PUBLIC_PREFIXES = ("sso.", "mailbox.")
FEW = 3
ABSENT = UUID("01930000-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class Try:
    """One route with one method."""

    rule: Rule
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def tries(app: Hub) -> list[Try]:
    """Every route of the application that a person signs in for."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or rule.endpoint.startswith(PUBLIC_PREFIXES) or rule.endpoint.endswith(".static"):
            continue
        found += [
            Try(rule, method) for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"})
        ]
    return found


def ask(browser: FlaskClient, one: Try, values: Mapping[str, object]) -> TestResponse:
    """Ask for a route with these arguments; a change is sent without any field but the form's key."""
    path = one.rule.build({name: values[name] for name in one.rule.arguments}, append_unknown=False)
    assert path is not None
    if one.method == "GET":
        return browser.get(path[1])
    return browser.open(path[1], method=one.method, data={"once": str(uuid4())})


def plain(one: Try) -> dict[str, object]:
    """Its arguments that are no ids."""
    return {name: PLAIN[name] for name in one.rule.arguments if name in PLAIN}


def ids(one: Try) -> list[str]:
    """Its arguments that are somebody's ids."""
    return sorted(name for name in one.rule.arguments if name not in PLAIN)


def choices(world: World, one: Try, who: str) -> Iterator[dict[str, object]]:
    """Ids to try: one hidden id among seen ones is enough to be refused."""
    names = ids(one)
    sights = {name: sight(one.rule.rule, name)(world, who) for name in names}
    for name in names:
        others = {other: next(iter(sorted(sights[other][0])), ABSENT) for other in names if other != name}
        for hidden in some(sorted(sights[name][1]), of=f"{one} {name} {who}"):
            yield {**others, name: hidden}


def some(hidden: list[UUID], *, of: str) -> list[UUID]:
    """A few of the hidden ids, others for each route and person, alike at every run; all with PLEIN_MATRIX=all."""
    if not hidden or os.environ.get("PLEIN_MATRIX") == "all":
        return hidden
    start = crc32(of.encode()) % len(hidden)
    return (hidden[start:] + hidden[:start])[:FEW]


def _asked_to_sign_in(one: Try) -> int:
    """Nobody is sent to sign in; a form comes back with what was typed."""
    return 303 if one.method == "GET" else 401


def body(answer: TestResponse) -> str:
    """The page without what differs by chance: keys of forms, and the ids asked for."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", answer.get_data(as_text=True))


def test_every_argument_of_a_route_is_known_to_the_oracle(app: Hub) -> None:
    unknown = {
        f"{one}: {name}"
        for one in tries(app)
        for name in one.rule.arguments
        if name not in ARGUMENTS and name not in PLAIN
    }
    assert not unknown, "say in tests/hub/matrix/sight.py who may see these ids"


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_what_one_may_not_see_is_not_there(app: Hub, world: World, client: Client, who: str) -> None:
    browser, tried, wrong = client(who), 0, []
    for one in tries(app):
        if not ids(one):
            continue
        absent = ask(browser, one, {**plain(one), **dict.fromkeys(ids(one), ABSENT)})
        wanted = 404 if who else _asked_to_sign_in(one)
        if absent.status_code != wanted:
            wrong.append(f"{one}: an absent id gives {absent.status_code}")
        for values in choices(world, one, who):
            answer = ask(browser, one, {**plain(one), **values})
            tried += 1
            if who and one.rule.endpoint in BY_THE_SPACE and values["space_id"] != ABSENT:
                beside = ask(browser, one, {**plain(one), **values, BY_THE_SPACE[one.rule.endpoint]: ABSENT})
                if answer.status_code not in {403, 404} or answer.status_code != beside.status_code:
                    wrong.append(
                        f"{one} as {who}: {answer.status_code}, {beside.status_code} for an absent id beside it"
                    )
                elif body(answer) != body(beside):
                    wrong.append(f"{one} as {who}: says something else than for an absent id beside it")
            elif answer.status_code != wanted:
                wrong.append(f"{one} as {who or 'nobody'} ({PEOPLE[who]}): {answer.status_code} for {values}")
            elif who and body(answer) != body(absent):
                wrong.append(f"{one} as {who}: says something else than for an absent id")
    assert not wrong, "\n".join(wrong[:40])
    print(f"{PEOPLE[who]}: {tried} ids tried on {len(tries(app))} routes")


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {""}))
def test_what_one_may_see_is_there_and_nothing_breaks(app: Hub, world: World, client: Client, who: str) -> None:
    browser, wrong = client(who), []
    for one in tries(app):
        seen = {name: sorted(sight(one.rule.rule, name)(world, who)[0]) for name in ids(one)}
        if any(not found for found in seen.values()):
            continue
        if one.method != "GET" and one.rule.endpoint not in HARMLESS:
            continue
        answer = ask(browser, one, {**plain(one), **{name: found[0] for name, found in seen.items()}})
        if answer.status_code >= 500 or (
            len(seen) == 1 and answer.status_code == 404 and one.rule.endpoint not in PARTLY
        ):
            wrong.append(f"{one} as {who} ({PEOPLE[who]}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)


# Changes that nobody misses when they happen to the cast.
HARMLESS: set[str] = set()
# Pages that answer 404 to some who see the thing: a room has no parties and no rooms of its own; a question and a
# document are changed on pages of their own; a file that was not looked into has no pictures of its pages.
PARTLY = {
    "documents.picture",
    "content.attached_picture",
    "content.edit_form",
    "groups.rooms",
    "groups.new_room",
    "groups.requests",
    "parties.parties",
    "parties.new_party",
    "admin.terms_version",
    "parties.decided",
    "parties.readers",
    "parties.charter",
    "parties.edit_charter",
}
# Where who sees the space and is no steward of it is told so, whatever the other id is: the id is not looked for.
BY_THE_SPACE = {"groups.admit": "request_id", "groups.refuse_page": "request_id", "groups.refuse": "request_id"}


def test_nobody_gets_a_page_without_signing_in(app: Hub, world: World, client: Client) -> None:
    browser, wrong = client(""), []
    for one in tries(app):
        values = {name: next(iter(sorted(sight(one.rule.rule, name)(world, "zara")[0])), ABSENT) for name in ids(one)}
        answer = ask(browser, one, {**plain(one), **values})
        if answer.status_code != _asked_to_sign_in(one) or "/inloggen" not in answer.headers.get(
            "Location", "/inloggen"
        ):
            wrong.append(f"{one}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_matrix_is_made_of_the_applications_own_map(app: Hub) -> None:
    assert len(tries(app)) == len(tries(create_app(app.settings)))
    assert len(tries(app)) > 1
