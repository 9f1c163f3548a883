"""Waits for what the outbox announces, and looks every few seconds all the same."""

import logging
import time
from collections.abc import Iterator

import psycopg

_log = logging.getLogger(__name__)


def wakeups(url: str, *, every: float) -> Iterator[None]:
    """Yield now, at each announcement, and at least every so many seconds; a lost connection is made again."""
    while True:
        yield
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("LISTEN plein_outbox")
                while True:
                    yield
                    for _ in connection.notifies(timeout=every, stop_after=1):
                        pass
        except psycopg.OperationalError as error:
            _log.warning("no database to listen to", extra={"error": type(error).__name__})
            time.sleep(every)
