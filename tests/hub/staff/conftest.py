"""Gives the tests of the own people the worker that sends the mails, and the mails."""

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from hub.features import FEATURES
from hub.kit import mail
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from tenants.db import connect
from tests.conftest import Database, Servers
from tests.world import World


@pytest.fixture
def queue(app: Hub, database_of_module: Database, servers: Servers) -> Iterator[Queue]:
    """The outbox of the module's database, with every feature's jobs, in the worker's role."""
    engine = connect(database_of_module.worker, pool_size=2)
    mail.configure(app.settings)
    jobs = {kind: job for feature in FEATURES for kind, job in feature.jobs.items()}
    with redis.Redis.from_url(servers.valkey) as carrier:
        yield Queue(engine, carrier, jobs=jobs, around=app.app_context)
    engine.dispose()


@pytest.fixture
def work(queue: Queue, world: World) -> Callable[[], None]:
    """Keeps every promise of the outbox that is not kept yet."""

    def do_all() -> None:
        for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE done_at IS NULL ORDER BY created_at, id"):
            queue.do(row_id)
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
