"""Puts documents in spaces the way people do: through the form."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from uuid import uuid4

import pytest
import redis
from werkzeug.test import TestResponse

from hub.features import FEATURES
from hub.kit import mail
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from tenants.db import connect
from tests.conftest import Database, Servers
from tests.hub.conftest import Client
from tests.world import World

Put = Callable[..., TestResponse]
Placed = Callable[..., str]
Work = Callable[[], None]


@pytest.fixture
def put(world: World, client: Client) -> Put:
    """Upload files to a space as somebody: `put("sanne", "visie", ("a.txt", b"..."))`."""

    def upload(who: str, space: str, *files: tuple[str, bytes], once: str = "") -> TestResponse:
        data = {"once": once or str(uuid4()), "files": [(BytesIO(octets), name) for name, octets in files]}
        return client(who).post(f"/groepen/{world.spaces[space]}/documenten", data=data)

    return upload


@pytest.fixture
def placed(put: Put) -> Callable[..., str]:
    """One document that was put in; gives its address."""

    def place(who: str = "sanne", space: str = "visie", name: str = "a.txt", octets: bytes = b"hallo") -> str:
        answer = put(who, space, (name, octets))
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    return place


@pytest.fixture
def follow(client: Client) -> Put:
    """Add a version to a document as somebody."""

    def add(who: str, url: str, octets: bytes, *, name: str = "b.txt", note: str = "", once: str = "") -> TestResponse:
        data = {"once": once or str(uuid4()), "note": note, "file": (BytesIO(octets), name)}
        return client(who).post(f"{url}/versies", data=data)

    return add


def shown(page: TestResponse) -> str:
    """The text of a page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


@pytest.fixture
def work(app: Hub, database_of_module: Database, servers: Servers, world: World) -> Iterator[Work]:
    """Keeps every promise of the outbox, in the worker's role."""
    engine = connect(database_of_module.worker, pool_size=2)
    mail.configure(app.settings)
    jobs = {kind: job for feature in FEATURES for kind, job in feature.jobs.items()}
    with redis.Redis.from_url(servers.valkey) as carrier:
        queue = Queue(engine, carrier, jobs=jobs, around=app.app_context)

        def do_all() -> None:
            for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE done_at IS NULL ORDER BY created_at, id"):
                queue.do(row_id)
            assert world.rows("SELECT kind, error FROM plein.outbox WHERE done_at IS NULL") == []

        yield do_all
    engine.dispose()
