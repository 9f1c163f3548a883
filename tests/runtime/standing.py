"""All of Plein in processes of its own, to be killed: PostgreSQL that keeps what it said, web, worker and scheduler."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import requests

from hub.kit.assets import ROOT
from hub.runtime import databases
from hub.runtime.children import Child, start
from hub.runtime.postgres import Postgres
from hub.settings import Settings
from tenants.check import CLOCK
from tests.conftest import Database
from tests.world import World, build

READY_SECONDS = 60
DATABASE = "plein"
WEB = ["granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
PARTS = {"web": [*WEB, "hub.wsgi:app"], "worker": ["hub.worker", "worker"], "scheduler": ["hub.worker", "scheduler"]}
# The cast comes with a clock that moves, with which no process would start.
AS_IN_PRODUCTION = (
    "CREATE OR REPLACE FUNCTION plein.moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE"
    f" SET search_path = pg_catalog AS '{CLOCK}'; DROP SCHEMA testing CASCADE"
)


class Standing:
    """A running Plein with the cast in it, any part of which may be killed and started again."""

    def __init__(self, folder: Path, valkey: str) -> None:
        """Make the database and lay down the cast; nothing else runs yet."""
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.postgres = Postgres(folder / "p")
        server = self.postgres.start()
        databases.prepare(server, DATABASE)
        self.database = Database(server, DATABASE)
        self.surroundings = {
            "PLEIN_ENVIRONMENT": "development",
            "PLEIN_ADDRESS": self.address,
            "PLEIN_SECRET": "a secret of the tests and of nobody else",
            "PLEIN_ATTEMPTS_PER_MINUTE": "100000",
            "DATABASE_URL": self.database.app,
            "DATABASE_URL_WORKER": self.database.worker,
            "DATABASE_URL_KEEPER": self.database.keeper,
            "REDIS_URL": valkey,
            "PLEIN_STORAGE": str(folder / "storage"),
            "MAIL_URL": f"mailbox:{folder / 'post'}",
            "MAIL_FROM": "Plein <plein@plein.test>",
        }
        self.settings = Settings.read(self.surroundings)
        self.children: dict[str, Child] = {}
        self.world: World = build(self.database)
        _lay_contents(self.world, self.settings.storage)
        self.world.keeper.close()
        with psycopg.connect(self.database.url("postgres"), autocommit=True) as superuser:
            superuser.execute(AS_IN_PRODUCTION.encode())

    def start(self, part: str) -> None:
        """Start a part that does not run."""
        if part == "postgres":
            self.postgres.start()
            return
        words = [*PARTS[part], *(["--port", str(self.port)] if part == "web" else [])]
        env = os.environ | {"PYTHONPATH": str(ROOT)} | self.surroundings
        self.children[part] = start(part, [sys.executable, "-m", *words], log=self.folder / f"{part}.log", env=env)

    def kill(self, part: str) -> None:
        """End a part and all that it began, as a power cut does: nothing of it gets to tidy up."""
        child = self.postgres.child if part == "postgres" else self.children[part]
        assert child is not None
        for pid in _family(child.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        child.process.wait()

    def wait(self) -> None:
        """Return when the pages answer. Who ended meanwhile is started again, as whatever runs them does."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            for part, child in list(self.children.items()):
                if not child.running:
                    self.start(part)
            with suppress(requests.RequestException):
                if requests.get(f"{self.address}/readyz", timeout=5).ok:
                    return
            time.sleep(0.05)
        raise AssertionError(self.children["web"].last_words(30))

    def hold_answers(self) -> None:
        """From now on what is committed is done, and nobody is told so: it waits for a copy that never comes."""
        self._set("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()")

    def unanswered(self) -> int:
        """How many of the web's acts are done and not answered now."""
        with psycopg.connect(self.database.url("postgres"), autocommit=True) as superuser:
            row = superuser.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'plein_app'"
            ).fetchone()
        assert row is not None
        found: int = row[0]
        return found

    def forget_to_hold(self) -> None:
        """After a start, who commits is told so again; what is held now stays held."""
        self._set("ALTER SYSTEM RESET synchronous_standby_names")

    def let_go(self) -> None:
        """What is held is held no more."""
        self._set("SELECT pg_reload_conf()")

    def _set(self, *statements: str) -> None:
        with psycopg.connect(self.database.url("postgres"), autocommit=True) as superuser:
            for one in statements:
                superuser.execute(one.encode())

    def keeper(self) -> "psycopg.Connection[Any]":
        """A connection that sees everything."""
        return psycopg.connect(self.database.keeper, autocommit=True)

    def stop(self) -> None:
        """Stop everything."""
        for child in self.children.values():
            child.ask_to_stop()
        for child in self.children.values():
            child.stop()
        self.postgres.stop()


@contextmanager
def standing(folder: Path, valkey: str) -> Iterator[Standing]:
    """A running Plein, stopped at the end."""
    with ExitStack() as parts:
        made = Standing(folder, valkey)
        parts.callback(made.stop)
        for part in PARTS:
            made.start(part)
        made.wait()
        yield made


def _lay_contents(world: World, root: Path) -> None:
    """What the cast's documents hold: their rows name no real hash, so those go."""
    world.keeper.execute("DELETE FROM plein.outbox WHERE kind = 'content.read'")
    for owner, digest, size in world.rows("SELECT DISTINCT owner_id, sha256, size FROM plein.document_version"):
        path = root / str(owner) / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)


def _family(pid: int) -> list[int]:
    """A process and all below it; who it began is listed after it."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(word) for word in (task / "children").read_text().split()]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
