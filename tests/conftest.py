"""Gives the tests real servers: one PostgreSQL and one Valkey per run, and databases that are copied, not built.

Under xdist the controller owns the servers and the template; each worker has a database and a Valkey number of its own.
"""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis

from hub.runtime import databases
from hub.runtime.postgres import Postgres, Server
from hub.runtime.valkey import Valkey
from hub.settings import Settings

TEMPLATE = "plein_template"


@dataclass(frozen=True)
class Database:
    """One migrated database, and how each role reaches it."""

    server: Server
    name: str

    def url(self, role: str) -> str:
        """The address for a role: `plein_app`, or `postgres` for what only a superuser may."""
        return self.server.url(role, self.name)

    @property
    def app(self) -> str:
        """As the web process."""
        return self.url("plein_app")

    @property
    def worker(self) -> str:
        """As the worker and the scheduler."""
        return self.url("plein_worker")

    @property
    def keeper(self) -> str:
        """As who may see everything: migrations and the tests' own set-up."""
        return self.url("plein_keeper")


class Room:
    """The servers of this run, in a folder that goes when the run ends."""

    def __init__(self) -> None:
        """Start both, and migrate the template."""
        self.folder = Path(tempfile.mkdtemp(prefix="plein-tests-"))
        self.postgres = Postgres(self.folder / "postgres", durable=False)
        self.valkey = Valkey(self.folder / "valkey")
        try:
            self.server = self.postgres.start()
            self.valkey.start()
            databases.prepare(self.server, TEMPLATE)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the servers and remove what they wrote."""
        self.postgres.stop()
        self.valkey.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Controller:
    """Owns the servers; hands their addresses to each worker of xdist."""

    def __init__(self) -> None:
        """Start nothing yet: many tests need no server."""
        self._room: Room | None = None

    @property
    def room(self) -> Room:
        """The servers, started when they are asked for first."""
        self._room = self._room or Room()
        return self._room

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:  # noqa: ANN401 - xdist has no types
        """Tell a worker, before it starts, where the servers are."""
        node.workerinput["servers"] = (str(self.room.server.sockets), self.room.valkey.url())

    def pytest_unconfigure(self) -> None:
        """Stop what was started."""
        if self._room is not None:
            self._room.close()


def pytest_configure(config: pytest.Config) -> None:
    """Own the servers, unless this is a worker of xdist, whose controller does."""
    if not hasattr(config, "workerinput"):
        config.stash[CONTROLLER] = Controller()
        config.pluginmanager.register(config.stash[CONTROLLER])


CONTROLLER = pytest.StashKey[Controller]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name aloud what was left out, so that nobody takes a green part for the whole."""
    if config.option.markexpr.startswith("not "):
        terminalreporter.write_line("Not run here: make check, make test-browser, make test-oracle (.ci/run runs all).")


@dataclass(frozen=True)
class Servers:
    """Where this test process finds PostgreSQL and Valkey, and its own number among the processes."""

    postgres: Server
    valkey: str
    number: int


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Servers:
    """The servers of this run."""
    given = getattr(request.config, "workerinput", None)
    if given is None:
        room = request.config.stash[CONTROLLER].room
        return Servers(room.server, room.valkey.url(), 0)
    sockets, valkey = given["servers"]
    return Servers(Server(Path(sockets)), valkey, int(given["workerid"].removeprefix("gw")) + 1)


@pytest.fixture(scope="session")
def database(servers: Servers) -> Iterator[Database]:
    """A migrated database for this test process, the same one until it ends: its rows stay between tests."""
    yield from _copied(servers, f"plein_{servers.number}")


@pytest.fixture
def fresh_database(servers: Servers) -> Iterator[Database]:
    """A migrated, empty database for this test alone (30 ms)."""
    yield from _copied(servers, f"plein_{servers.number}_{uuid.uuid4().hex}")


@pytest.fixture(scope="module")
def database_of_module(servers: Servers) -> Iterator[Database]:
    """A migrated, empty database for the tests of one module (30 ms)."""
    yield from _copied(servers, f"plein_{servers.number}_{uuid.uuid4().hex}")


@pytest.fixture
def valkey(servers: Servers) -> Iterator[str]:
    """The address of an empty Valkey database of this test process's own."""
    url = servers.valkey.replace("db=0", f"db={servers.number}")
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture
def settings(database: Database, valkey: str, tmp_path: Path) -> Settings:
    """An installation on this test's servers, with a storage and a mailbox that go with the test."""
    return Settings.read(
        {
            "PLEIN_ENVIRONMENT": "test",
            "PLEIN_ADDRESS": "http://plein.test",
            "PLEIN_SECRET": "a secret of the tests and of nobody else",
            "DATABASE_URL": database.app,
            "DATABASE_URL_WORKER": database.worker,
            "DATABASE_URL_KEEPER": database.keeper,
            "REDIS_URL": valkey,
            "PLEIN_STORAGE": str(tmp_path / "storage"),
            "MAIL_URL": f"mailbox:{tmp_path / 'post'}",
            "MAIL_FROM": "Plein <plein@plein.test>",
        }
    )


def _copied(servers: Servers, name: str) -> Iterator[Database]:
    databases.copy(servers.postgres, TEMPLATE, name)
    yield Database(servers.postgres, name)
    databases.drop(servers.postgres, name)
