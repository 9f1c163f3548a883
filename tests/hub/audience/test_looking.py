"""Looking as an external: what both see on every page, nothing to write, and over when it should be."""

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.hub.attack import forbidden
from tests.hub.conftest import Client
from tests.hub.matrix.sight import ARGUMENTS
from tests.hub.matrix.test_matrix import Try, ask, ids, plain, tries
from tests.world import World

STRIP = "Je kijkt mee als"
ASIDE = {
    "content.mentionable",
    "externals.waiting",
    "externals.refused",
    "staff.waiting",
    "staff.refused",
}  # plain pages that hold nothing of anybody, and parts of pages
PAIRS = [("fatima", "peter", "tender"), ("fatima", "karin", "kamer-a"), ("sanne", "bas", "kamer-b")]


def _begin(browser: FlaskClient, world: World, external: str, space: str) -> TestResponse:
    membership = world.memberships[space, world[external].affiliation]
    return browser.post(f"/bekijk-als/{membership}", data={"once": str(uuid4()), "back": "/externen"})


def _values(world: World, one: Try) -> list[dict[str, object]]:
    """Every id of the cast that fits the route, seen by somebody."""
    names = ids(one)
    if not names:
        return [plain(one)]
    everything = {
        name: sorted({made for who in world.people for made in ARGUMENTS[name](world, who)[0]}) for name in names
    }
    if any(not found for found in everything.values()):
        return []
    first, *rest = names
    return [{**plain(one), first: made, **{name: everything[name][0] for name in rest}} for made in everything[first]]


@pytest.mark.parametrize(("who", "external", "space"), PAIRS)
def test_no_page_says_more_than_both_may_read(
    app: Hub, world: World, client: Client, who: str, external: str, space: str
) -> None:
    """Given somebody who looks, when every page is asked for with every id, then no word that either may not read."""
    browser, shown, wrong = client(who), 0, []
    assert _begin(browser, world, external, space).location == f"/groepen/{world.spaces[space]}"
    words = forbidden.words(world, who) | forbidden.words(world, external)
    for one in tries(app):
        if one.method != "GET":
            continue
        for values in _values(world, one):
            answer = ask(browser, one, values)
            if answer.status_code >= 500:
                wrong.append(f"{one}: {answer.status_code}")
            text = re.sub(r"<title>.*</title>", "", answer.get_data(as_text=True))
            wrong += [f"{one} says {what} ({word})" for word, what in words.items() if word in text]
            if answer.status_code == 200 and "text/html" in answer.content_type:
                shown += 1
                if STRIP not in text and one.rule.endpoint not in ASIDE:
                    wrong.append(f"{one}: does not say that one looks as somebody")
    assert not wrong, "\n".join(wrong[:20])
    assert shown > 10


def test_nothing_is_changed_while_one_looks(app: Hub, world: World, client: Client) -> None:
    """Given a steward who looks, when every form of the product is sent, then it is refused and nothing is written."""
    browser = client("fatima")
    _begin(browser, world, "peter", "tender")
    forms = [
        (one, values)
        for one in tries(app)
        if one.method != "GET"
        and one.rule.endpoint != "audience.stop"
        and not getattr(app.view_functions[one.rule.endpoint], "is_public", False)
        for values in _values(world, one)[:2]  # asking for ids may lay down what has them
    ]
    before, tried = _all(world), 0
    for one, values in forms:
        answer = ask(browser, one, values)
        assert answer.status_code == 409, one
        assert "Je kijkt mee als een externe" in answer.get_data(as_text=True)
        tried += 1
    assert tried > 30
    assert _all(world) == before


def _all(world: World) -> list[list[tuple[object, ...]]]:
    tables = (
        "item",
        "item_text",
        "space",
        "party",
        "membership",
        "affiliation",
        "invitation",
        "person",
        "once",
        "audit",
    )
    return [world.rows(f"SELECT * FROM plein.{table} ORDER BY 1, 2") for table in tables]  # noqa: S608 - the tests' own


def test_one_looks_and_stops(world: World, client: Client) -> None:
    """Given a steward who looks as Peter, then she has his groups and not her own until she stops; it is logged."""
    browser = client("fatima")
    tender, intern = world.spaces["tender"], world.spaces["intern"]
    logged = "SELECT count(*) FROM plein.audit WHERE verb = 'external.viewed'"
    before = world.one(logged)
    assert _begin(browser, world, "peter", "tender").status_code == 303
    page = browser.get(f"/groepen/{tender}").get_data(as_text=True)
    assert "Je kijkt mee als Peter Aalbers (extern). Je kunt niets wijzigen." in page
    assert "Bekijk als" not in page
    assert f'action="/groepen/{tender}/berichten"' not in page
    groups = browser.get("/groepen").get_data(as_text=True)
    assert "Aanbesteding dijk" in groups
    assert "Team Ruimte" not in groups
    assert browser.get(f"/groepen/{intern}").status_code == 404
    assert browser.post("/bekijk-als/stoppen", data={"once": str(uuid4())}).location == "/externen"
    assert browser.get(f"/groepen/{intern}").status_code == 200
    assert STRIP not in browser.get("/").get_data(as_text=True)
    assert world.one(logged) == before + 1


def test_looking_ends_by_itself(world: World, client: Client) -> None:
    """Given somebody who looks, when the time is over or the right has gone, then one is oneself again."""
    browser = client("sanne")
    _begin(browser, world, "bas", "kamer-b")
    assert STRIP in browser.get("/").get_data(as_text=True)
    world.later(minutes=16)
    page = browser.get("/", follow_redirects=True).get_data(as_text=True)
    assert STRIP not in page
    assert "Het meekijken is afgelopen." in page
    _begin(browser, world, "bas", "kamer-b")
    bas = world.memberships["kamer-b", world["bas"].affiliation]
    until = world.one("SELECT until FROM plein.membership WHERE id = %s", bas)
    world.keeper.execute("UPDATE plein.membership SET until = plein.moment() WHERE id = %s", (bas,))
    assert "Het meekijken is afgelopen." in browser.get("/", follow_redirects=True).get_data(as_text=True)
    assert browser.post("/voorkeuren", data={"once": str(uuid4()), "language": "nl"}).status_code == 303
    world.keeper.execute("UPDATE plein.membership SET until = %s WHERE id = %s", (until, bas))
    world.on_time()


def test_another_who_signs_in_at_the_same_browser_is_oneself(world: World, client: Client) -> None:
    browser = client("fatima")
    _begin(browser, world, "peter", "tender")
    browser.set_cookie("plein", world["kees"].secret)
    assert STRIP not in browser.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "who", ["sanne", "rik", "els", "kees", "zara", "mehmet", "peter", "karin", "bas", "olga", "lars"]
)
def test_who_may_not_look_finds_no_such_thing(world: World, client: Client, who: str) -> None:
    for external, space in (("peter", "tender"), ("karin", "kamer-a"), ("ivo", "tender")):
        assert _begin(client(who), world, external, space).status_code == 404
    staff = world.memberships["tender", world["sanne"].affiliation]
    assert client("fatima").post(f"/bekijk-als/{staff}", data={"once": str(uuid4())}).status_code == 404
