"""All of Plein on free ports in a folder of its own, with the demo's story in it: `make demo` for tests."""

import os
import re
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import Page

from hub.kit.assets import ROOT
from hub.runtime import demodata, story
from hub.runtime.children import Child, start
from hub.settings import Settings
from tests.conftest import Database
from tests.world import CLOCK

READY_SECONDS = 60
WEB_SERVER = ["granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
STAFF = {human.key: human for human in story.HUMANS}
GUESTS = {key: name for key, name, *_ in story.GUESTS}


@dataclass
class Stack:
    """A running Plein."""

    database: Database
    address: str
    provider: str
    settings: Settings
    keeper: psycopg.Connection[Any]

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a value of whatever type
        """The first value that a query gives to the keeper."""
        row = self.keeper.execute(query.encode(), values or None).fetchone()
        return row[0] if row else None

    def space(self, title: str) -> str:
        """The id of a group or room by its title."""
        return str(self.one("SELECT id FROM plein.space WHERE title = %s", title))

    def last_words(self) -> str:
        """What the web process wrote last."""
        log = self.settings.storage.parent / "web.log"
        return log.read_text(encoding="utf-8")[-3000:]

    def be_at(self, moment: datetime) -> None:
        """Move the clock, which only now becomes one that moves: no process starts on a database with such a clock."""
        with psycopg.connect(self.database.url("postgres"), autocommit=True) as superuser:
            superuser.execute(CLOCK)
        self.keeper.execute("UPDATE testing.clock SET ahead = %s - statement_timestamp()", (moment,))

    def be_now(self) -> None:
        """Put the clock right again."""
        self.keeper.execute("UPDATE testing.clock SET ahead = '0'")

    # -- people
    def sign_in(self, page: Page, who: str) -> None:
        """Sign somebody of the story in, as that person does it: at the organisation's own sign-in."""
        page.goto(f"{self.address}/inloggen")
        if who in GUESTS:
            page.get_by_role("link", name="gastaccount").click()
        else:
            page.get_by_label("Je werkadres").fill(f"{who}@{STAFF[who].places[0].partition(':')[0]}.example")
            page.get_by_role("button", name="Ga verder").click()
        page.get_by_role("button", name=GUESTS.get(who) or STAFF[who].name).click()
        page.wait_for_url(re.compile(f"{re.escape(self.address)}/(voorwaarden.*)?$"))  # who owes terms meets them


@contextmanager
def running(database: Database, valkey: str, folder: Path) -> Iterator[Stack]:
    """Start everything on this database; stop it all at the end."""
    port, provider_port = _free_ports(2)
    address, provider = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{provider_port}"
    surroundings = {
        "PLEIN_ENVIRONMENT": "development",
        "PLEIN_ADDRESS": address,
        "PLEIN_SECRET": "a secret of the tests and of nobody else",
        "PLEIN_DEVIDP_FILE": str(folder / "realms.json"),
        "PLEIN_ATTEMPTS_PER_MINUTE": "10000",
        "DATABASE_URL": database.app,
        "DATABASE_URL_WORKER": database.worker,
        "DATABASE_URL_KEEPER": database.keeper,
        "REDIS_URL": valkey,
        "PLEIN_STORAGE": str(folder / "storage"),
        "MAIL_URL": f"mailbox:{folder / 'post'}",
        "MAIL_FROM": "Plein <plein@plein.example>",
    }
    (folder / "storage").mkdir()
    (folder / "post").mkdir()
    settings = Settings.read(surroundings)
    demodata.generate(settings, provider=provider, realms=folder / "realms.json")
    commands = {
        "sign-in": ["sso.devidp", "--port", str(provider_port)],
        "worker": ["hub.worker", "worker"],
        "scheduler": ["hub.worker", "scheduler"],
        "web": [*WEB_SERVER, "--port", str(port), "hub.wsgi:app"],
    }
    env = os.environ | {"PYTHONPATH": str(ROOT)} | surroundings
    with ExitStack() as parts:
        children = []
        for name, words in commands.items():
            child = start(name, [sys.executable, "-m", *words], log=folder / f"{name}.log", env=env)
            parts.callback(child.stop)
            children.append(child)
        parts.callback(_ask_to_stop, children)
        for url in (f"{address}/readyz", provider):
            _wait_for(url, children)
        keeper = parts.enter_context(psycopg.connect(database.keeper, autocommit=True))
        yield Stack(database, address, provider, settings, keeper)


def _ask_to_stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _wait_for(url: str, children: list[Child]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        for child in children:
            assert child.running, f"{child.name} stopped:\n{child.last_words(30)}"
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} did not answer:\n" + "\n".join(child.last_words() for child in children))
