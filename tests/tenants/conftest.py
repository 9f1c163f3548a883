"""The whole cast, laid down once for a file of tests, in a database of its own."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from hub.runtime import databases
from tenants.db import connect
from tests.clauses import build_all
from tests.conftest import TEMPLATE, Database, Servers
from tests.world import World


@pytest.fixture(scope="module")
def bare(servers: Servers) -> Iterator[Database]:
    """A migrated database of this file's own, with nothing in it."""
    name = f"plein_{servers.number}_{uuid.uuid4().hex}"
    databases.copy(servers.postgres, TEMPLATE, name)
    yield Database(servers.postgres, name)
    databases.drop(servers.postgres, name)


@pytest.fixture(scope="module")
def world(bare: Database) -> Iterator[World]:
    """The whole cast in it."""
    world = build_all(bare)
    yield world
    world.keeper.close()


@pytest.fixture(scope="module")
def engine(world: World) -> Iterator[Engine]:
    engine = connect(world.database.app)
    yield engine
    engine.dispose()
