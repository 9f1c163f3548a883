"""Migrations form one line that can be walked up, down and up again, and the models say what they made."""

import importlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

from hub.runtime import databases
from tenants.db import Base
from tests.conftest import Database
from tests.meta import fences
from tests.meta.code import FLOORS, ROOT, files

SHAPE = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, pg_get_expr(d.adbin, d.adrelid)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = to_regnamespace('plein')
UNION ALL
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '' FROM pg_constraint
 WHERE connamespace = to_regnamespace('plein')
UNION ALL
SELECT polrelid::regclass::text, polname, polcmd::text, pg_get_expr(polqual, polrelid),
       pg_get_expr(polwithcheck, polrelid)
  FROM pg_policy
UNION ALL
SELECT oid::regprocedure::text, pg_get_userbyid(proowner), md5(prosrc), proacl::text, proconfig::text
  FROM pg_proc WHERE pronamespace = to_regnamespace('plein')
UNION ALL
SELECT relname, pg_get_userbyid(relowner), relacl::text, relrowsecurity::text, relforcerowsecurity::text
  FROM pg_class WHERE relnamespace = to_regnamespace('plein')
"""
READABLE = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relnamespace = 'plein'::regnamespace AND c.relkind = 'r'
   AND has_column_privilege('plein_app', c.oid, a.attnum, 'SELECT')
 ORDER BY 1, 2
"""


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """The database as the keeper sees it."""
    url = database.keeper.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, poolclass=NullPool)
    yield engine
    engine.dispose()


def _shape(database: Database) -> set[tuple[object, ...]]:
    with psycopg.connect(database.url("postgres")) as connection:
        return set(connection.execute(SHAPE.encode()).fetchall())


def _mapped() -> dict[str, dict[str, Column[object]]]:
    """Every table that a model maps, with its columns; importing every module that may hold a model."""
    for path in files(".py", folders=FLOORS):
        if "models" in path.relative_to(ROOT).parts or path.stem == "models":
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return {table.name: dict(table.columns.items()) for table in Base.metadata.tables.values()}


def test_there_is_one_newest_migration(database: Database) -> None:
    script = ScriptDirectory.from_config(databases.alembic(database.keeper))

    assert len(script.get_heads()) == 1


def test_every_migration_opens_with_why_and_is_numbered(database: Database) -> None:
    script = ScriptDirectory.from_config(databases.alembic(database.keeper))
    for number, revision in enumerate(reversed(list(script.walk_revisions())), 1):
        assert Path(revision.path).name.startswith(f"{number:04}_"), revision.path
        assert "Why:" in (revision.module.__doc__ or ""), revision.path


def test_up_down_up_ends_where_it_began(fresh_database: Database) -> None:
    before = _shape(fresh_database)
    config = databases.alembic(fresh_database.keeper)

    command.downgrade(config, "base")
    empty = _shape(fresh_database)
    command.upgrade(config, "head")

    assert empty == set()
    assert _shape(fresh_database) == before


def test_each_step_down_undoes_its_step_up(fresh_database: Database) -> None:
    config = databases.alembic(fresh_database.keeper)
    steps = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]  # the newest first
    command.downgrade(config, "base")
    shapes = {}
    for step in reversed(steps):
        command.upgrade(config, step)
        shapes[step] = _shape(fresh_database)

    for later, earlier in pairwise(steps):
        command.downgrade(config, earlier)
        assert _shape(fresh_database) ^ shapes[earlier] == set(), f"{later} does not take back all that it made"


def test_a_migrated_database_needs_no_further_step(database: Database) -> None:
    before = _shape(database)

    databases.migrate(database.keeper)

    assert _shape(database) == before


def test_models_and_tables_say_the_same(engine: Engine) -> None:
    there = inspect(engine)
    for table, mapped in _mapped().items():
        columns = {column["name"]: column for column in there.get_columns(table, schema="plein")}
        assert mapped.keys() <= columns.keys(), f"{table}: the model has columns that the table lacks"
        for name, column in mapped.items():
            real = columns[name]
            assert column.type.compile(engine.dialect) == real["type"].compile(engine.dialect), (
                f"{table}.{name}: another type"
            )
            assert column.nullable == real["nullable"], f"{table}.{name}: another nullability"


def test_what_the_application_may_touch_has_a_model(database: Database) -> None:
    with psycopg.connect(database.keeper) as connection:
        granted = connection.execute(READABLE.encode()).fetchall()
    mapped = _mapped()

    assert [f"{table}.{column}" for table, column in granted if column not in mapped.get(table, {})] == []
    assert not fences.DOORS_ONLY & mapped.keys()
