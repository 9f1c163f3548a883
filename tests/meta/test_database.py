"""The migrated database is fenced as the design says for who changes it; each kind of fault is planted and found."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.meta import fences

Connection = psycopg.Connection[tuple[Any, ...]]

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p')"
POSSIBLE = ("SELECT", "INSERT", "UPDATE", "DELETE")

# What plants each fault, in a transaction that is rolled back.
PLANTED = {
    "a policy to see that reads what the app may change": (
        "CREATE POLICY live ON plein.item FOR SELECT TO plein_app USING (deleted_at IS NULL)"
    ),
    "another clock than moment()": "ALTER TABLE plein.item ALTER created_at SET DEFAULT now()",
    "an operator that is not leakproof": "CREATE TYPE plein.mood AS ENUM ('calm')",
}


@pytest.fixture
def superuser(database: Database) -> Iterator[Connection]:
    """A connection that may do anything, and whose changes never happened."""
    with psycopg.connect(database.url("postgres")) as connection:
        yield connection
        connection.rollback()


def _found(connection: Connection, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query.encode())]


def _may(connection: Connection, role: str, table: str) -> set[str]:
    """What a role may do with any column of a table."""
    granted = connection.execute(
        "SELECT p FROM unnest(%s::text[]) p WHERE has_table_privilege(%s, %s, p)"
        " OR p <> 'DELETE' AND has_any_column_privilege(%s, %s, p)",
        (list(POSSIBLE), role, f"plein.{table}", role, f"plein.{table}"),
    )
    return {row[0] for row in granted}


def test_every_table_has_one_class(superuser: Connection) -> None:
    named = [table for tables in fences.CLASSES.values() for table in tables]

    assert sorted(named) == sorted(_found(superuser, TABLES))


@pytest.mark.parametrize("fault", fences.FAULTS)
def test_the_database_has_no_such_fault(superuser: Connection, fault: str) -> None:
    assert _found(superuser, fences.FAULTS[fault]) == []


@pytest.mark.parametrize("fault", fences.FAULTS)
def test_a_planted_fault_is_found(superuser: Connection, fault: str) -> None:
    superuser.execute(PLANTED[fault].encode())

    assert _found(superuser, fences.FAULTS[fault]) != []


def test_content_is_written_only_as_oneself_and_seen_by_space_alone(superuser: Connection) -> None:
    for table in fences.CONTENT:
        policies = superuser.execute(
            "SELECT polname::text, polcmd::text, polpermissive,"
            " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
            " FROM pg_policy WHERE polrelid = %s::regclass AND polroles = ARRAY['plein_app'::regrole::oid]",
            (f"plein.{table}",),
        ).fetchall()
        seeing = [qual for _, command, permissive, qual, _ in policies if command == "r" and permissive]
        less = [name for name, _, permissive, qual, _ in policies if qual and not permissive and "veil" in qual]
        as_oneself = [check for _, command, permissive, _, check in policies if command == "a" and not permissive]

        assert len(seeing) == 1, table
        assert less == (["veil"] if table in fences.VEILED else []), table
        assert " OR " not in seeing[0], table
        assert any("author_id" in check for check in as_oneself), table


@pytest.mark.parametrize("table", sorted(fences.ACCESS | fences.ORGANISATIONS | fences.LISTED))
def test_what_rules_read_is_written_through_doors(superuser: Connection, table: str) -> None:
    assert _may(superuser, "plein_app", table) <= {"SELECT"}


@pytest.mark.parametrize("table", sorted(fences.DOORS_ONLY))
def test_what_only_doors_touch_is_out_of_reach(superuser: Connection, table: str) -> None:
    assert _may(superuser, "plein_app", table) == set()
    assert _may(superuser, "plein_worker", table) == set()


def test_nobody_reads_the_outbox_but_the_worker(superuser: Connection) -> None:
    assert _may(superuser, "plein_app", "outbox") == {"INSERT"}


def test_without_a_person_there_are_no_rows(database: Database, superuser: Connection) -> None:
    readable = [table for table in _found(superuser, TABLES) if "SELECT" in _may(superuser, "plein_app", table)]

    with psycopg.connect(database.app) as app:
        for table in readable:
            assert app.execute(f"SELECT count(*) FROM plein.{table}".encode()).fetchone() == (0,), table  # noqa: S608 - names of our own tables


def test_the_superusers_own_name_is_not_in_the_product(database: Database) -> None:
    with psycopg.connect(database.app) as app:
        assert app.execute("SELECT current_user, session_user").fetchone() == ("plein_app", "plein_app")
