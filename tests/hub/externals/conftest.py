"""Gives the tests of externals an inviter's steps over HTTP, and the worker that sends the mails."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
import redis

from hub.features import FEATURES
from hub.kit import mail
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from tenants.db import connect
from tests.conftest import Database, Servers
from tests.hub.conftest import Client
from tests.world import World

Invite = Callable[..., UUID]


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


@pytest.fixture
def invite(world: World, client: Client) -> Invite:
    """Invites somebody as a steward would; gives the invitation's id."""

    def send(address: str, *, by: str = "fatima", space: str = "tender", days: int = 60, **also: str) -> UUID:
        form = {
            "shown": "Nova Nieuw",
            "address": address,
            "employer": "Nieuw BV",
            "role": "member",
            "access_until": (world.now.date() + timedelta(days=days)).isoformat(),
            "once": str(uuid4()),
        } | also
        answer = client(by).post(f"/groepen/{world.spaces[space]}/uitnodigen", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        found: UUID = world.one(
            "SELECT id FROM plein.invitation WHERE address = %s ORDER BY created_at DESC LIMIT 1", address
        )
        return found

    return send


def link_in(message: EmailMessage) -> str:
    """The path of the invitation's link in a mail."""
    found = re.search(r"/uitnodiging/[\w-]+", message.get_content())
    assert found is not None
    return found[0]


def in_days(world: World, days: int) -> date:
    """A day from now, by the database's clock."""
    found: date = world.now.date() + timedelta(days=days)
    return found
