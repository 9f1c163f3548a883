"""A worker of its own, for the tests to kill: `python -m tests.runtime.shift <database> <redis> <folder> [burst]`.

Its one kind of job writes an effect in the database, says so, and waits for a sign before it ends.
"""

import sys
import time
from pathlib import Path
from uuid import UUID

import redis

from hub.kit.queue import Queue, serve
from tenants.db import connect, session
from tenants.ids import new_id


def main(database: str, carrier: str, folder: str, *burst: str) -> None:
    """Work until killed."""
    room = Path(folder)

    def slow(row_id: UUID, *, word: str) -> None:
        session().connection().exec_driver_sql(
            "INSERT INTO plein.outbox (id, kind, payload, created_at, due_at, done_at)"
            " VALUES (%s, 'effect', jsonb_build_object('word', %s::text), now(), now(), now())",
            (new_id(), word),
        )
        (room / "begun").write_text(str(row_id))
        while not (room / "go").exists():
            time.sleep(0.02)

    serve(Queue(connect(database), redis.Redis.from_url(carrier), jobs={"slow": slow}), burst=bool(burst))


if __name__ == "__main__":
    main(*sys.argv[1:])
