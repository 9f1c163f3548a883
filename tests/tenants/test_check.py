"""The start check finds nothing in a migrated database, and each kind of fault that is planted in one."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic.script import ScriptDirectory

from hub.runtime import databases
from tenants import check
from tests.conftest import Database

# What plants a fault, in a transaction that is rolled back, and a word of the sentence that must be said about it.
PLANTED = {
    "is missing": "ALTER ROLE plein_worker RENAME TO plein_nobody",
    "plein_app can go around": "ALTER ROLE plein_app BYPASSRLS",
    "plein_worker can go around": "ALTER ROLE plein_worker CREATEROLE",
    "plein_door can go around": "ALTER ROLE plein_door SUPERUSER",
    "plein_app is a member of plein_door": "GRANT plein_door TO plein_app",
    "plein_worker is a member of plein_schema": "GRANT plein_schema TO plein_worker",
    "once belongs to plein_app": "ALTER TABLE plein.once OWNER TO plein_app",
    "enter belongs to postgres": "ALTER FUNCTION plein.enter(bytea) OWNER TO postgres",
    "the schema belongs to": "ALTER SCHEMA plein OWNER TO postgres",
    "plein_app may create": "GRANT CREATE ON SCHEMA plein TO plein_app",
    "item is not fenced": "ALTER TABLE plein.item NO FORCE ROW LEVEL SECURITY",
    "once is not fenced": "ALTER TABLE plein.once DISABLE ROW LEVEL SECURITY",
    "login (SELECT), but no policy": "GRANT SELECT ON plein.login TO plein_app",
    "space (DELETE), but no policy": "GRANT DELETE ON plein.space TO plein_app",
    "UPDATE membership": "GRANT UPDATE ON plein.membership TO plein_app",
    "TRUNCATE item": "GRANT TRUNCATE ON plein.item TO plein_app",
    "TRIGGER item": "GRANT TRIGGER ON plein.item TO plein_app",
    "REFERENCES item": "GRANT REFERENCES ON plein.item TO plein_app",
    "view everything": "CREATE VIEW plein.everything AS SELECT * FROM plein.item",
    "view kept": "CREATE MATERIALIZED VIEW plein.kept AS SELECT * FROM plein.item",
    "enter has no fixed search path": "ALTER FUNCTION plein.enter(bytea) RESET search_path",
    "Everybody may use enter": "GRANT EXECUTE ON FUNCTION plein.enter(bytea) TO PUBLIC",
    "Everybody may use organisation": "GRANT SELECT (name) ON plein.organisation TO PUBLIC",
    "call enter_as": "GRANT EXECUTE ON FUNCTION plein.enter_as(uuid) TO plein_app",
    "call work_sweep": "GRANT EXECUTE ON FUNCTION plein.work_sweep() TO plein_app",
    "listed is marked IMMUTABLE": "ALTER FUNCTION plein.listed(text) IMMUTABLE",
    "no index that begins": "ALTER TABLE plein.once ADD COLUMN x uuid REFERENCES plein.organisation",
    "leaves out the space": "ALTER TABLE plein.reaction ADD COLUMN x uuid REFERENCES plein.membership",
    "can be moved": (
        "CREATE OR REPLACE FUNCTION plein.moment() RETURNS timestamptz LANGUAGE sql STABLE AS"
        " 'SELECT statement_timestamp() + interval ''1 day'''"
    ),
    "at migration 0000": "UPDATE public.plein_version SET version_num = '0000'",
    "is empty": "DROP TABLE public.plein_version",
}


@pytest.fixture
def superuser(database_of_module: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection that may do anything, and whose changes never happened: roles belong to the whole server."""
    with psycopg.connect(database_of_module.url("postgres")) as connection:
        yield connection
        connection.rollback()


def test_a_migrated_database_has_no_faults_and_the_application_itself_can_tell(database_of_module: Database) -> None:
    for role in ("plein_app", "plein_worker", "plein_keeper"):
        with psycopg.connect(database_of_module.url(role)) as connection:
            assert check.faults(connection) == []


@pytest.mark.parametrize("sentence", PLANTED)
def test_a_planted_fault_is_found_and_says_what_to_do(superuser: psycopg.Connection[Any], sentence: str) -> None:
    superuser.execute(PLANTED[sentence].encode())

    found = check.faults(superuser)

    assert any(sentence in one.sentence and one.remedy for one in found), [str(one) for one in found]


def test_the_check_waits_for_the_newest_migration(database_of_module: Database) -> None:
    script = ScriptDirectory.from_config(databases.alembic(database_of_module.keeper))

    assert script.get_current_head() == check.HEAD
