"""What the outbox holds is done, once in effect, whatever dies in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import redis
from psycopg.rows import dict_row
from sqlalchemy import Engine

from hub.kit.queue import MOST_ATTEMPTS, Backlog, Periodic, Queue, backlog
from hub.runtime.wakeups import wakeups
from tenants.db import connect, session
from tenants.ids import new_id
from tests.conftest import Database


@pytest.fixture
def engine(fresh_database: Database) -> Iterator[Engine]:
    engine = connect(fresh_database.worker, pool_size=2)
    yield engine
    engine.dispose()


@pytest.fixture
def carrier(valkey: str) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(valkey) as connection:
        yield connection


def put(database: Database, kind: str, *, due: timedelta = timedelta(0), **payload: str) -> UUID:
    row_id = new_id()
    with psycopg.connect(database.keeper) as connection:
        connection.execute(
            "INSERT INTO plein.outbox (id, kind, payload, created_at, due_at) VALUES (%s, %s, %s, now(), now() + %s)",
            (row_id, kind, psycopg.types.json.Jsonb(payload), due),
        )
    return row_id


def rows(database: Database, kind: str) -> list[dict[str, Any]]:
    with psycopg.connect(database.keeper, row_factory=dict_row) as connection:
        return connection.execute("SELECT * FROM plein.outbox WHERE kind = %s ORDER BY id", (kind,)).fetchall()


def effect() -> None:
    """Something that a job writes."""
    session().connection().exec_driver_sql(
        "INSERT INTO plein.outbox (id, kind, payload, created_at, due_at, done_at)"
        " VALUES (%s, 'effect', '{}', now(), now(), now())",
        (new_id(),),
    )


def test_a_job_gets_its_row_and_payload_and_is_done_once(
    fresh_database: Database, engine: Engine, carrier: "redis.Redis"
) -> None:
    done: list[tuple[UUID, str]] = []
    queue = Queue(engine, carrier, jobs={"greet": lambda row_id, *, name: done.append((row_id, name))})
    row_id = put(fresh_database, "greet", name="Fatima")

    assert queue.hand_out() == 1
    assert queue.carrier.get_job_ids() == [str(row_id)]
    queue.do(row_id)
    queue.do(row_id)

    assert done == [(row_id, "Fatima")]
    assert queue.hand_out() == 0
    assert backlog(engine) == Backlog(0, 0, 0)


def test_what_is_not_due_waits(fresh_database: Database, engine: Engine, carrier: "redis.Redis") -> None:
    queue = Queue(engine, carrier, jobs={})
    put(fresh_database, "greet", due=timedelta(hours=1))

    assert queue.hand_out() == 0
    assert backlog(engine) == Backlog(waiting=1, late=0, failed=0)


def test_a_failed_job_leaves_nothing_but_its_kind_of_error_and_is_tried_later(
    fresh_database: Database, engine: Engine, carrier: "redis.Redis"
) -> None:
    def fail(_row_id: UUID) -> None:
        effect()
        raise ValueError("the text of a message")

    queue = Queue(engine, carrier, jobs={"fail": fail})
    row_id = put(fresh_database, "fail")
    queue.hand_out()

    queue.do(row_id)

    (row,) = rows(fresh_database, "fail")
    assert (row["attempts"], row["error"], row["taken_at"], row["done_at"]) == (1, "ValueError", None, None)
    assert timedelta(seconds=25) < row["due_at"] - row["created_at"] < timedelta(seconds=60)
    assert rows(fresh_database, "effect") == []


def test_a_job_that_keeps_failing_stays_visible_and_is_left_alone(
    fresh_database: Database, engine: Engine, carrier: "redis.Redis"
) -> None:
    queue = Queue(engine, carrier, jobs={})  # so the kind is unknown: a KeyError
    row_id = put(fresh_database, "unknown")
    for _ in range(MOST_ATTEMPTS):
        queue.do(row_id)
    with psycopg.connect(fresh_database.keeper) as connection:
        connection.execute("UPDATE plein.outbox SET due_at = now()")

    assert queue.hand_out() == 0
    assert backlog(engine) == Backlog(waiting=0, late=0, failed=1)


def test_two_workers_on_one_row_do_it_once(fresh_database: Database, engine: Engine, carrier: "redis.Redis") -> None:
    inside, leave = threading.Event(), threading.Event()

    def slow(_row_id: UUID) -> None:
        effect()
        inside.set()
        leave.wait(10)

    queue = Queue(engine, carrier, jobs={"slow": slow})
    row_id = put(fresh_database, "slow")
    first = threading.Thread(target=queue.do, args=(row_id,))
    first.start()
    inside.wait(10)

    queue.do(row_id)
    leave.set()
    first.join()

    assert len(rows(fresh_database, "effect")) == 1
    assert rows(fresh_database, "slow")[0]["attempts"] == 1


def test_a_redis_that_is_gone_loses_nothing(fresh_database: Database, engine: Engine, carrier: "redis.Redis") -> None:
    gone = redis.Redis(unix_socket_path="/nowhere/valkey.sock")
    row_id = put(fresh_database, "greet")

    with pytest.raises(redis.ConnectionError):
        Queue(engine, gone, jobs={}).hand_out()

    queue = Queue(engine, carrier, jobs={})
    assert queue.hand_out() == 1
    assert queue.carrier.get_job_ids() == [str(row_id)]


def test_what_waits_in_redis_is_not_handed_out_twice_and_what_got_lost_there_is(
    fresh_database: Database, engine: Engine, carrier: "redis.Redis"
) -> None:
    queue = Queue(engine, carrier, jobs={}, lost_after=timedelta(0))
    put(fresh_database, "greet")
    queue.hand_out()
    queue.hand_out()
    assert len(queue.carrier.get_job_ids()) == 1

    carrier.flushdb()
    queue.hand_out()
    assert len(queue.carrier.get_job_ids()) == 1


def test_kill_9_of_the_worker_in_the_middle_of_a_job_loses_and_doubles_nothing(
    fresh_database: Database, engine: Engine, carrier: "redis.Redis", valkey: str, tmp_path: Path
) -> None:
    queue = Queue(engine, carrier, jobs={}, lost_after=timedelta(0))
    put(fresh_database, "slow", word="once")
    queue.hand_out()
    shift = [sys.executable, "-m", "tests.runtime.shift", fresh_database.worker, valkey, str(tmp_path)]
    worker = subprocess.Popen(shift, start_new_session=True)
    until = time.monotonic() + 20
    while not (tmp_path / "begun").exists():
        assert worker.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)

    for pid in children(worker.pid):
        os.kill(pid, signal.SIGKILL)
    worker.kill()
    worker.wait()
    assert rows(fresh_database, "effect") == []

    (tmp_path / "go").touch()
    until = time.monotonic() + 10
    while not queue.hand_out():  # the server notices that the worker is gone, and lets go of the row
        assert time.monotonic() < until
        time.sleep(0.05)
    subprocess.run([*shift, "burst"], check=True)

    assert [row["payload"] for row in rows(fresh_database, "effect")] == [{"word": "once"}]
    (row,) = rows(fresh_database, "slow")
    assert (row["attempts"], row["done_at"] is not None) == (2, True)


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_something_periodic_is_done_by_one_process_at_a_time(engine: Engine, carrier: "redis.Redis") -> None:
    queue = Queue(engine, carrier, jobs={})
    said: list[bool] = []
    inner = Periodic("sweep", 60, lambda: None)

    def beside() -> None:
        other = threading.Thread(target=lambda: said.append(queue.repeat(inner)))
        other.start()
        other.join()

    assert queue.repeat(Periodic("sweep", 60, beside))
    assert said == [False]
    assert queue.repeat(inner)


def test_an_announcement_wakes_the_scheduler_before_its_time(fresh_database: Database) -> None:
    wakes = wakeups(fresh_database.worker, every=30)
    next(wakes)  # at once
    next(wakes)  # now it listens
    threading.Timer(0.2, announce, args=(fresh_database,)).start()
    began = time.monotonic()

    next(wakes)

    assert time.monotonic() - began < 5
    del wakes


def announce(database: Database) -> None:
    with psycopg.connect(database.keeper, autocommit=True) as connection:
        connection.execute("NOTIFY plein_outbox")
