"""No page asks the database more often because there is more to show: every GET route, with 3 of each and with 25."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from flask.testing import FlaskClient

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.matrix.sight import sight
from tests.hub.matrix.test_matrix import Try, ask, ids, plain, tries
from tests.hub.queries import counted
from tests.world import World

FEW, MANY = 3, 25
WHO = ("fatima", "zara", "peter")  # steward, administrator, external
HERE = "visie"

# Statements of the pages that everybody opens most, measured: what would raise them is decided here, aloud.
AT_MOST = {("/", "fatima"): 32, ("/", "zara"): 33, ("/", "peter"): 31, ("/groepen/<uuid:space_id>", "fatima"): 38}

THINGS = Path(__file__).with_name("things.sql")


def lay(world: World, number: int) -> None:
    """So many more of each thing."""
    text = world.rows(
        "SELECT sha256, size FROM plein.document_version WHERE document_id = %s", world.items[f"stuk-{HERE}"]
    )
    values: dict[str, object] = {
        "n": number,
        "here": world.spaces[HERE],
        "spaces": [world.spaces[key] for key in (HERE, "tender", "kamer-a")],
        "issuer": world.issuers["zandwijk"],
        "items": [world.items[f"{kind}-{HERE}"] for kind in ("bericht", "vraag", "stuk")],
        "bulks": list(world.bulks.values()),
        "sha256": text[0][0],
        "size": text[0][1],
        "peter_person": world["peter"].person_id,
        **{key: world[key].affiliation for key in ("fatima", "sanne", "zara", "mehmet", "peter")},
        **world.organisations,
    }
    with psycopg.connect(world.database.url("postgres")) as superuser:  # only that one makes temporary tables
        for statement in THINGS.read_text().rstrip(";\n").split(";\n"):
            superuser.execute(statement.encode(), values)


def fitting(world: World, one: Try, who: str) -> Mapping[str, object] | None:
    """Arguments with which this person may ask, or None; where there is a choice, the place with all the things."""
    values = plain(one)
    for name in ids(one):
        seen = sight(one.rule.rule, name)(world, who)[0]
        liked = [key for key in (world.spaces[HERE], world.spaces["tender"], *_liked(world)) if key in seen]
        if not seen:
            return None
        values[name] = (liked or sorted(seen))[0]
    return values


def _liked(world: World) -> list[UUID]:
    return [*(world.items[f"{kind}-{HERE}"] for kind in ("bericht", "vraag", "stuk")), *world.organisations.values()]


def asked(app: Hub, world: World, client: Client) -> dict[tuple[str, str], list[str]]:
    """The statements of every page that one of them may open, by route and person."""
    found = {}
    for who in WHO:
        browser = client(who)
        for one in tries(app):
            values = fitting(world, one, who) if one.method == "GET" else None
            if values is None:
                continue
            with counted(app.engine) as said:
                answer = ask(browser, one, values)
                answer.get_data()
            if answer.status_code == 200:
                found[one.rule.rule, who] = list(said)
            answer.close()
    return found


@pytest.fixture(scope="module")
def runs(app: Hub, world: World) -> list[dict[tuple[str, str], list[str]]]:
    """Every page with few things, and with many."""

    def made(who: str) -> FlaskClient:
        browser = app.test_client()
        browser.set_cookie("plein", world[who].secret)
        return browser

    runs = []
    asked(app, world, made)  # what is remembered between requests is so by now
    for number in (FEW, MANY):
        lay(world, number)
        runs.append(asked(app, world, made))
    return runs


def test_no_page_asks_more_for_many_than_for_few(runs: list[dict[tuple[str, str], list[str]]]) -> None:
    few, many = runs
    assert len(few) > 120
    assert few.keys() == many.keys()
    grown = {
        key: (len(few[key]), len(many[key]), _besides(few[key], many[key]))
        for key in few
        if len(few[key]) < len(many[key])
    }
    assert not grown


def _besides(few: list[str], many: list[str]) -> list[str]:
    """What was asked more often, to show which query runs for each row."""
    return sorted({one[:90] for one in many if many.count(one) > few.count(one)})


@pytest.mark.parametrize("page", AT_MOST)
def test_the_pages_of_every_day_ask_little(runs: list[dict[tuple[str, str], list[str]]], page: tuple[str, str]) -> None:
    few, many = (len(run[page]) for run in runs)
    assert max(few, many) <= AT_MOST[page]
