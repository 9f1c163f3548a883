"""The whole cast, laid down once for a file of tests, in a database of its own."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Engine

from hub.runtime import databases
from tenants.db import connect
from tests.clauses import build_all
from tests.conftest import TEMPLATE, Database, Servers
from tests.saving import RESTORE, SAVE
from tests.tenants.stage import Stage
from tests.world import World


@pytest.fixture(scope="module")
def world(database_of_module: Database) -> Iterator[World]:
    """The whole cast in it."""
    world = build_all(database_of_module)
    yield world
    world.keeper.close()


@pytest.fixture(scope="module")
def engine(world: World) -> Iterator[Engine]:
    engine = connect(world.database.app)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def theatre(servers: Servers) -> Iterator[Stage]:
    """The whole cast, laid down once, with every row saved."""
    database = Database(servers.postgres, f"plein_{servers.number}_theatre")
    databases.copy(servers.postgres, TEMPLATE, database.name)
    world = build_all(database)
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(SAVE)
    engine = connect(database.app)
    yield Stage(world, engine)
    engine.dispose()
    world.keeper.close()
    databases.drop(servers.postgres, database.name)


@pytest.fixture
def stage(theatre: Stage) -> Iterator[Stage]:
    """The cast, for a test that commits: every row is put back when it ends."""
    world = theatre.world
    copied = replace(
        world,
        people=dict(world.people),
        spaces=dict(world.spaces),
        items=dict(world.items),
        memberships=dict(world.memberships),
    )
    yield Stage(copied, theatre.engine)
    with psycopg.connect(world.database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(RESTORE)
