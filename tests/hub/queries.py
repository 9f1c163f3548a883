"""Counts the statements that a request sends, and the rows that it reads: neither grows with what a page leaves out."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, text

ROWS_READ = text(
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    " WHERE schemaname = 'plein'"
)
"""How many rows the transaction read so far, of all tables of ours."""


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements of what runs inside."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
