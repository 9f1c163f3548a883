"""Runs migrations as the keeper, one transaction each, with lock and statement timeouts."""

import os

from alembic import context
from sqlalchemy import create_engine, pool

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "15min"


def run() -> None:
    """Connects as the keeper (DATABASE_URL_KEEPER, or the url handed over by the caller) and runs what is asked."""
    url = context.config.get_main_option("sqlalchemy.url") or os.environ["DATABASE_URL_KEEPER"]
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT set_config('lock_timeout', %s, false)", (LOCK_TIMEOUT,))
        connection.exec_driver_sql("SELECT set_config('statement_timeout', %s, false)", (STATEMENT_TIMEOUT,))
        connection.commit()
        context.configure(
            connection=connection,
            transaction_per_migration=True,
            version_table="plein_version",
            version_table_schema="public",
        )
        with context.begin_transaction():
            context.run_migrations()


run()
