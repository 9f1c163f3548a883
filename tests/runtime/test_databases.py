"""Databases are migrated once and copied; each role reaches them as itself, and a backup brings one back whole."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from hub.runtime import databases
from hub.runtime.postgres import programs
from tenants.check import faults
from tests.conftest import Database


def test_each_role_comes_in_as_itself(database: Database) -> None:
    for url, role in (
        (database.app, "plein_app"),
        (database.worker, "plein_worker"),
        (database.keeper, "plein_keeper"),
    ):
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)


def test_a_copy_is_closed_to_what_only_the_keeper_may(fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TEMPORARY TABLE kept (word text)")


def test_a_copy_is_at_the_newest_migration(fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.keeper) as connection:
        assert connection.execute("SELECT to_regclass('plein.outbox') IS NOT NULL").fetchone() == (True,)


def test_a_backup_by_the_keeper_comes_back_with_every_fence(fresh_database: Database, tmp_path: Path) -> None:
    # given a database with a row in it, and a dump of it made as the keeper
    with psycopg.connect(fresh_database.keeper) as keeper:
        keeper.execute("INSERT INTO plein.person (id, created_at) SELECT plein.new_id(), plein.moment()")
    dump, back = tmp_path / "plein.dump", Database(fresh_database.server, f"{fresh_database.name}_back")
    subprocess.run([programs() / "pg_dump", "-Fc", "-f", dump, fresh_database.keeper], check=True)
    # when a superuser restores it into a prepared, empty database
    databases.copy(back.server, "template0", back.name)
    try:
        subprocess.run([programs() / "pg_restore", "-d", back.url("postgres"), dump], check=True)
        # then the row is there, and the application may start on it
        with psycopg.connect(back.keeper) as keeper:
            assert keeper.execute("SELECT count(*) FROM plein.person").fetchone() == (1,)
        with psycopg.connect(back.app) as app:
            assert faults(app) == []
    finally:
        databases.drop(back.server, back.name)
