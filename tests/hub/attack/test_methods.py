"""Other methods than a form's: they change nothing, and say of what is hidden no more than of what is absent."""

from uuid import UUID

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.matrix.sight import sight
from tests.hub.matrix.test_matrix import BY_THE_SPACE, ask, choices, ids, plain, tries
from tests.hub.queries import counted
from tests.world import World

ABSENT = UUID("01930000-0000-7000-8000-000000000000")


def _told(headers: object) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name not in {"Set-Cookie", "Date"}]  # type: ignore[attr-defined]


def test_asking_for_the_options_of_a_form_sends_it_not(world: World, client: Client) -> None:
    members = "SELECT count(*) FROM plein.membership WHERE space_id = %s"
    before = world.one(members, world.spaces["visie"])
    answer = client("kees").open(f"/groepen/{world.spaces['visie']}/leden/ik", method="OPTIONS")
    assert answer.status_code == 200
    assert "POST" in answer.headers["Allow"]
    assert world.one(members, world.spaces["visie"]) == before


def test_no_form_of_another_site_is_taken(app: Hub, world: World, client: Client) -> None:
    stolen = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    wrong = []
    for one in tries(app):
        names = {name: plain(one).get(name, world.spaces["tender"]) for name in one.rule.arguments}
        path = one.rule.build(names, append_unknown=False)
        assert path is not None
        if one.method == "POST" and client("fatima").post(path[1], headers=stolen).status_code != 403:
            wrong.append(str(one))
    assert not wrong


@pytest.mark.parametrize("who", ["fatima", "karin", "olga"])
def test_head_and_options_say_the_same_of_hidden_and_absent(app: Hub, world: World, client: Client, who: str) -> None:
    browser, wrong, tried = client(who), [], 0
    for one in tries(app):
        if not ids(one):
            continue
        beside = BY_THE_SPACE.get(one.rule.endpoint)
        for values in choices(world, one, who):
            gone = {beside: ABSENT} if beside else dict.fromkeys(ids(one), ABSENT)
            absent = one.rule.build({**plain(one), **values, **gone}, append_unknown=False)
            hidden = one.rule.build({**plain(one), **values}, append_unknown=False)
            assert absent
            assert hidden
            for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"):
                tried += 1
                here, there = (browser.open(path[1], method=method) for path in (hidden, absent))
                if (here.status_code, _told(here.headers)) != (there.status_code, _told(there.headers)):
                    wrong.append(f"{method} {one.rule} as {who}: {here.status_code}, absent {there.status_code}")
            break
    assert not wrong, "\n".join(wrong)
    print(f"{who}: {tried} tried")


@pytest.mark.parametrize("who", ["karin", "olga"])
def test_a_slash_or_a_point_too_many_tells_nothing(world: World, client: Client, who: str) -> None:
    browser = client(who)
    for space in (world.spaces["kamer-b"], ABSENT):
        for path in (
            f"/groepen/{space}/",
            f"/groepen/{space}/.",
            f"//groepen/{space}",
            f"/groepen/{str(space).upper()}",
        ):
            answer = browser.get(path)
            assert answer.status_code in {308, 404}, path
            assert answer.status_code == browser.get(path.replace(str(space), str(ABSENT))).status_code


def test_an_absent_and_a_hidden_thing_cost_as_many_questions(app: Hub, world: World, client: Client) -> None:
    wrong = []
    for who in ("karin", "olga", "kees"):
        browser = client(who)
        browser.get("/")
        for one in tries(app):
            if one.method != "GET":
                continue
            for name in ids(one):
                _seen, hidden = sight(one.rule.rule, name)(world, who)
                if not hidden:
                    continue
                others = {other: min(sight(one.rule.rule, other)(world, who)[0], default=ABSENT) for other in ids(one)}
                costs = []
                for value in (min(hidden), ABSENT):
                    with counted(app.engine) as asked:
                        ask(browser, one, {**plain(one), **others, name: value})
                    costs.append(len(asked))
                if costs[0] != costs[1]:
                    wrong.append(
                        f"{one} as {who}: {costs[0]} statements for what is hidden, {costs[1]} for what is absent"
                    )
    assert not wrong, "\n".join(wrong)
