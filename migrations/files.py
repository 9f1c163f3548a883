"""Reads the SQL files that a migration is made of."""

from pathlib import Path

from alembic import op

FOLDER = Path(__file__).parent / "sql"


def run_files(folder: str, *names: str) -> None:
    """Runs SQL files in their order, each whole and without parameters, so that a percent stays what it is."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("There is no database connection to run SQL on.")
    for name in names:
        sql = (FOLDER / folder / f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(sql.encode(), prepare=False)
