"""A small world for walking in: three organisations, a firm, and guests; every row saved, to begin each walk afresh."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from hub.runtime import databases
from tenants import installation
from tenants.db import connect
from tests.conftest import TEMPLATE, Database, Servers
from tests.saving import SAVE
from tests.tenants.stage import Stage
from tests.world import CLOCK, ISSUER, World


@pytest.fixture(scope="session")
def walked(servers: Servers) -> Iterator[Stage]:
    """The people who walk."""
    database = Database(servers.postgres, f"plein_{servers.number}_walk")
    databases.copy(servers.postgres, TEMPLATE, database.name)
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(CLOCK)
    world = World(database, psycopg.connect(database.keeper, autocommit=True))
    for key, name in (("aa", "Aa"), ("bb", "Bee"), ("cc", "Cee")):
        world.organisation(key, name)
    world.organisation("ff", "Firma", firm=True, listed=False)
    world.issuers["gasten"] = installation.bind_issuer(world.keeper, None, ISSUER + "g", client_id="x", guests=True)
    for key, places in (
        ("ada", ["aa:administrator"]),
        ("abe", ["aa"]),
        ("ann", ["aa:administrator", "bb"]),
        ("bob", ["bb:administrator"]),
        ("bea", ["bb"]),
        ("cas", ["cc:administrator"]),
        ("cor", ["cc"]),
        ("fred", ["ff:administrator"]),
        ("gijs", []),
    ):
        world.person(key, key.title(), *places)
    world.person("gast", "Gast", "aa:external", issuer="gasten")
    world.second_login("bea", "bea-elders", "aa")
    parties = {"aa": "owner", "bb": "owner", "cc": "participant:named"}
    world.group("samen", "Samen", "closed", parties, founder="abe")
    world.member("samen", "bea", "steward")
    world.member("samen", "ann", of="aa")
    world.member("samen", "gast", sponsor="abe", until=world.now + timedelta(days=40))
    # Open, of two owners of whom one has no steward in it.
    world.group("wijd", "Wijd", "open", {"aa": "owner", "cc": "owner", "bb": "participant"}, founder="abe")
    world.member("wijd", "cor")
    # Findable, and of one owner, so that two of its administrators must agree to read along.
    world.group("vind", "Vind", "findable", {"aa": "owner", "bb": "participant"}, founder="abe")
    world.room("kamer", "samen", "Kamer", founder="abe")
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(SAVE)
    engine = connect(database.app)
    yield Stage(world, engine)
    engine.dispose()
    world.keeper.close()
    databases.drop(servers.postgres, database.name)
