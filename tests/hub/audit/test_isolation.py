"""The page that says whether the fences stand, what the check found last, and that one may ask for it now."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from flask.testing import FlaskClient
from psycopg.types.json import Jsonb

from hub.audit import jobs
from hub.kit.edge import Hub
from tenants.db import NOBODY_ENTERS, connect, transaction
from tests.hub.conftest import Client
from tests.world import World

STRANGERS = ("fatima", "kees", "mehmet", "olga", "peter", "gone")


@pytest.fixture
def home(world: World) -> Iterator[str]:
    world.keeper.execute("DELETE FROM plein.self_check")
    world.keeper.execute("DELETE FROM plein.outbox WHERE kind = 'audit.check'")
    yield f"/beheer/{world.organisations['zandwijk']}"
    world.on_time()


def look(app: Hub, world: World) -> None:
    """Does what the scheduler does."""
    engine = connect(world.database.worker)
    with app.app_context(), transaction(engine, NOBODY_ENTERS):
        jobs.look()
    engine.dispose()


def said(browser: FlaskClient, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_says_that_nobody_looked_yet(client: Client, home: str) -> None:
    assert "nog niet gecontroleerd" in said(client("zara"), f"{home}/isolatie")


def test_it_says_that_all_stands_with_the_numbers_of_this_database(
    app: Hub, world: World, client: Client, home: str
) -> None:
    look(app, world)
    page = said(client("zara"), f"{home}/isolatie")
    tables = world.one("SELECT count(*) FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r'")
    assert "Ja: alles staat" in page
    assert f"{tables} van {tables} tabellen" in page
    assert "afscherming tussen organisaties is niet in orde" not in said(client("zara"), home)


def test_a_fence_that_is_down_is_red_and_comes_first(app: Hub, world: World, client: Client, home: str) -> None:
    with psycopg.connect(world.database.url("postgres"), autocommit=True) as superuser:
        superuser.execute("ALTER TABLE plein.once NO FORCE ROW LEVEL SECURITY")
        try:
            look(app, world)
        finally:
            superuser.execute("ALTER TABLE plein.once FORCE ROW LEVEL SECURITY")
    page = said(client("zara"), f"{home}/isolatie")
    assert "Nee: er is iets niet in orde" in page
    assert "once is not fenced" in page
    assert "plein migrate" in page
    assert "afscherming tussen organisaties is niet in orde" in said(client("zara"), home)

    look(app, world)
    page = said(client("zara"), f"{home}/isolatie")
    assert "Ja: alles staat" in page
    assert "Laatst een fout gevonden" in page


def test_it_says_when_the_check_has_stopped(app: Hub, world: World, client: Client, home: str) -> None:
    look(app, world)
    world.later(hours=2)
    assert "De controle is gestopt" in said(client("zara"), f"{home}/isolatie")


def test_one_asks_for_a_check_once_a_minute(world: World, client: Client, home: str) -> None:
    ask = {"once": str(uuid4())}
    assert client("zara").post(f"{home}/isolatie", data=ask).status_code == 303
    other = f"/beheer/{world.organisations['meerbergen']}/isolatie"
    assert client("mehmet").post(other, data={"once": str(uuid4())}).status_code == 409
    assert world.one("SELECT count(*) FROM plein.outbox WHERE kind = 'audit.check'") == 1
    world.later(minutes=2)
    assert client("mehmet").post(other, data={"once": str(uuid4())}).status_code == 303


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_it_or_asks(world: World, client: Client, home: str, who: str) -> None:
    assert client(who).get(f"{home}/isolatie").status_code == 404
    assert client(who).post(f"{home}/isolatie", data={"once": str(uuid4())}).status_code == 404
    assert world.one("SELECT count(*) FROM plein.outbox WHERE kind = 'audit.check'") == 0


def test_old_checks_go_but_for_the_last_that_found_something(world: World, home: str) -> None:
    assert home
    with psycopg.connect(world.database.worker, autocommit=True) as worker:
        keep = "SELECT plein.work_keep_check(%s, '{}')"
        worker.execute(keep, (Jsonb([{"sentence": "x", "remedy": "y"}]),))
        worker.execute(keep, (Jsonb([]),))
        world.later(days=40)
        worker.execute(keep, (Jsonb([]),))
    assert world.rows("SELECT faults <> '[]' FROM plein.self_check ORDER BY at") == [(True,), (False,)]
