"""Gives the tests of the product a running application with the cast in it, clients like browsers, and its worker."""

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from hub.app import create_app
from hub.content.service.previews import SETTLES
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from hub.settings import Settings
from hub.worker import queue_of
from tests.conftest import Database, Servers
from tests.world import World, build

Client = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def world(database_of_module: Database) -> World:
    """The cast, laid down once for the module; tests that change it say so by their own rows."""
    return build(database_of_module)


@pytest.fixture(scope="module")
def app(
    database_of_module: Database, world: World, servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hub]:
    """The application on the module's database, with the cast's files in its storage."""
    folder: Path = tmp_path_factory.mktemp("plein")
    made = create_app(
        Settings.read(
            {
                "PLEIN_ENVIRONMENT": "test",
                "PLEIN_ADDRESS": "http://localhost",
                "PLEIN_SECRET": "a secret of the tests and of nobody else",
                "DATABASE_URL": database_of_module.app,
                "DATABASE_URL_WORKER": database_of_module.worker,
                "DATABASE_URL_KEEPER": database_of_module.keeper,
                "REDIS_URL": servers.valkey,
                "PLEIN_STORAGE": str(folder / "storage"),
                "MAIL_URL": f"mailbox:{folder / 'post'}",
                "MAIL_FROM": "Plein <plein@plein.test>",
            }
        )
    )
    files = (
        "SELECT v.owner_id, t.body FROM plein.document_version v JOIN plein.item_text t ON t.item_id = v.document_id"
    )
    for owner_id, text in world.rows(files):
        with made.storage.receive() as file:
            file.write(text.encode())
            file.keep(owner_id)
    yield made
    made.engine.dispose()


@pytest.fixture
def client(app: Hub, world: World) -> Client:
    """From a person's key ('' for nobody) to a client with that person's cookie."""

    def of(who: str) -> FlaskClient:
        made = app.test_client()
        if who:
            made.set_cookie("plein", world[who].secret)
        return made

    return of


@pytest.fixture
def queue(app: Hub) -> Iterator[Queue]:
    """The outbox of the module's database as the worker has it, with every feature's jobs."""
    made = queue_of(app.settings)
    yield made
    made.engine.dispose()


@pytest.fixture
def work(queue: Queue, world: World) -> Callable[[], None]:
    """Keeps every promise of the outbox that is not kept yet, and lets the time pass after which files are shown."""

    def do_all() -> None:
        waiting = world.rows("SELECT id, kind FROM plein.outbox WHERE done_at IS NULL ORDER BY created_at, id")
        for row_id, _ in waiting:
            queue.do(row_id)
        if "content.read" in {kind for _, kind in waiting}:
            world.later(seconds=SETTLES.total_seconds())
        assert world.rows("SELECT kind, error FROM plein.outbox WHERE done_at IS NULL") == []

    return do_all


@pytest.fixture
def post(app: Hub) -> Callable[[str], list[EmailMessage]]:
    """The mails to an address, oldest first."""

    def to(address: str) -> list[EmailMessage]:
        folder = Path(urlsplit(app.settings.mail).path)
        files = sorted(folder.rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        return [each for each in mails if each["To"] == address]

    return to
