"""Makes databases on a PostgreSQL server that is ours alone: roles, migrations, and copies for the tests.

`python -m hub.runtime.databases "Why"` begins a new migration with the next number.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql

import hub
from hub.runtime.postgres import Server

KEEPER = "plein_keeper"
_MIGRATIONS = Path(hub.__file__).parent.parent / "migrations"


def prepare(server: Server, database: str) -> None:
    """See to it that the roles are there, and this database, and bring it to the newest migration."""
    with _superuser(server) as connection:
        connection.execute((_MIGRATIONS / "sql" / "roles.sql").read_bytes())
        if not _one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    _grant(server, database)
    migrate(server.url(KEEPER, database))


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at this address, reached as the keeper, up to this revision."""
    command.upgrade(alembic(url), revision)


def alembic(url: str) -> Config:
    """Alembic's configuration for our migrations, on the database at this address."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def begin_migration(why: str) -> Path:
    """Write an empty migration with the next number, for someone to fill in."""
    newest = max(int(path.name[:4]) for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
    config = alembic("")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made = command.revision(config, why, rev_id=f"{newest + 1:04}")
    if made is None or isinstance(made, list):
        raise RuntimeError("Alembic made no migration.")
    return Path(made.path)


def copy(server: Server, template: str, database: str) -> None:
    """Make a database like another one that nobody is connected to; one of that name is dropped first."""
    with _superuser(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
    _grant(server, database)


def drop(server: Server, database: str) -> None:
    """Drop a database, whoever is connected to it."""
    with _superuser(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _grant(server: Server, database: str) -> None:
    """Say who may do what with the database itself, which a copy does not inherit."""
    with _superuser(server, database) as connection:
        connection.execute((_MIGRATIONS / "sql" / "database.sql").read_bytes())


@contextmanager
def _superuser(server: Server, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server.url(database=database), autocommit=True) as connection:
        yield connection


def _one(connection: psycopg.Connection[Any], query: LiteralString, *values: str) -> bool:
    return connection.execute(query, values).fetchone() is not None


if __name__ == "__main__":
    print(begin_migration(sys.argv[1]))
