"""Databases for the tests are migrated once and copied; each role reaches them as itself."""

import psycopg
import pytest

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
