"""Carries what the outbox holds to the worker, at least once, and does it so that once is what comes of it.

A row of the outbox is the promise; RQ and Redis only carry its id. A feature says which function keeps which kind of
promise: `jobs = {"posts.mail": mail_followers}`, called as `mail_followers(row_id, **payload)` in a transaction of the
worker, as nobody, until it says `become(as_affiliation(...))`. What the function writes and the mark that it is done
are one commit; a mail that it sends carries the row's id, by which a repeat is known.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import redis
import rq
from rq.serializers import JSONSerializer
from sqlalchemy import Engine, Row

from tenants.db import NOBODY_ENTERS, Tx, transaction

QUEUE = "plein"
MOST_ATTEMPTS = 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
JOB_SECONDS = 300
# Longer than a job may take: sooner, a slow one would be handed out twice (and skipped, by its row's lock).
LOST_AFTER = timedelta(seconds=JOB_SECONDS + 60)
AT_ONCE = 500
BEAT_KEY, BEAT_SECONDS = "plein:scheduler", 60

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Periodic:
    """What is done every so many seconds, by one process at a time, in a transaction of the worker as nobody."""

    name: str
    seconds: int
    run: Callable[[], object]


class Queue:
    """The outbox of one database, carried by one Redis."""

    def __init__(
        self,
        engine: Engine,
        connection: redis.Redis,
        *,
        jobs: Mapping[str, Callable[..., object]],
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
        lost_after: timedelta = LOST_AFTER,
    ) -> None:
        """Join an engine of the worker's role, Redis, and the functions by kind; each job runs inside `around()`."""
        self.engine = engine
        self.jobs = jobs
        self.around = around
        self.lost_after = lost_after
        self.carrier = rq.Queue(QUEUE, connection=connection, serializer=JSONSerializer, default_timeout=JOB_SECONDS)

    def hand_out(self) -> int:
        """Give what is due to RQ, and again what was given out and never came back; returns how many."""
        with transaction(self.engine, NOBODY_ENTERS) as tx:
            rows = _rows(tx, _TAKE, most=MOST_ATTEMPTS, lost=self.lost_after, at_once=AT_ONCE)
        # After the commit: a worker that is quicker than we are would find the rows locked, and skip them.
        try:
            waiting = set(self.carrier.get_job_ids()) if any(row.again for row in rows) else set[str]()
            for row in rows:
                if str(row.id) not in waiting:
                    self._enqueue(row.id)
        except BaseException:  # also when told to stop, or they would wait until they count as lost
            with transaction(self.engine, NOBODY_ENTERS) as tx:
                _rows(tx, _TAKE_BACK, ids=[row.id for row in rows])
            raise
        return len(rows)

    def do(self, row_id: UUID) -> None:
        """Keep one promise, unless it is kept or another worker is at it; a failure is written down, never raised."""
        kind = self._begin(row_id)
        if kind is None:
            return
        try:
            with self.around(), transaction(self.engine, NOBODY_ENTERS) as tx:
                for row in _rows(tx, _LOCK, id=row_id):
                    self.jobs[row.kind](row.id, **row.payload)
                    _rows(tx, _DONE, id=row_id)
        except Exception as error:  # noqa: BLE001 - whatever a job raises, the promise stays
            self._fail(row_id, error)
            _log.warning("job failed", extra={"job": str(row_id), "kind": kind, "error": type(error).__name__})
        else:
            _log.info("job done", extra={"job": str(row_id), "kind": kind})

    def repeat(self, periodic: Periodic) -> bool:
        """Do something periodic now, unless another process is at it; says whether it was done here."""
        with self.around(), transaction(self.engine, NOBODY_ENTERS) as tx:
            if not _rows(tx, _ALONE, name=f"plein periodic {periodic.name}")[0].alone:
                return False
            periodic.run()
        return True

    def beat(self) -> None:
        """Leave a sign that a scheduler is at work."""
        self.carrier.connection.set(BEAT_KEY, "1", ex=BEAT_SECONDS)

    def _enqueue(self, row_id: UUID) -> None:
        self.carrier.enqueue_call(
            "hub.kit.queue.run", args=(str(row_id),), job_id=str(row_id), result_ttl=0, failure_ttl=0, description=""
        )

    def _begin(self, row_id: UUID) -> str | None:
        """Count an attempt, in a commit of its own: one that ends the process counts too. None: not ours to do."""
        with transaction(self.engine, NOBODY_ENTERS) as tx:
            return next((row.kind for row in _rows(tx, _BEGIN, id=row_id)), None)

    def _fail(self, row_id: UUID, error: Exception) -> None:
        """Remember the kind of error, never its text, which may quote people; and pause longer each time."""
        with transaction(self.engine, NOBODY_ENTERS) as tx:
            _rows(tx, _FAIL, id=row_id, error=type(error).__name__, first=FIRST_PAUSE, longest=LONGEST_PAUSE)


@dataclass(frozen=True)
class Backlog:
    """How the outbox stands: `late` should have been done five minutes ago, `failed` will not be tried again."""

    waiting: int
    late: int
    failed: int


def at_work(connection: redis.Redis) -> dict[str, int]:
    """How many workers gave a sign lately, and whether a scheduler did (0 or 1)."""
    workers = rq.Worker.count(connection=connection, queue=rq.Queue(QUEUE, connection=connection))
    return {"worker": workers, "scheduler": int(bool(connection.exists(BEAT_KEY)))}


def backlog(engine: Engine) -> Backlog:
    """Count what is not done yet, for `plein doctor` and whoever watches."""
    with transaction(engine, NOBODY_ENTERS) as tx:
        row = _rows(tx, _BACKLOG, most=MOST_ATTEMPTS)[0]
        return Backlog(row.waiting, row.late, row.failed)


# The columns below are the worker's alone, so the application's model of the outbox does not have them.
_TAKE = """
    WITH due AS (
      SELECT id, taken_at IS NOT NULL AS again FROM plein.outbox
       WHERE done_at IS NULL AND due_at <= plein.moment() AND attempts < %(most)s
         AND (taken_at IS NULL OR taken_at < plein.moment() - %(lost)s)
       ORDER BY due_at, id LIMIT %(at_once)s FOR UPDATE SKIP LOCKED)
    UPDATE plein.outbox o SET taken_at = plein.moment() FROM due WHERE o.id = due.id RETURNING o.id, due.again"""
_TAKE_BACK = "UPDATE plein.outbox SET taken_at = NULL WHERE id = ANY (%(ids)s) AND done_at IS NULL"
_LOCK = "SELECT id, kind, payload FROM plein.outbox WHERE id = %(id)s AND done_at IS NULL FOR UPDATE SKIP LOCKED"
_BEGIN = """
    UPDATE plein.outbox SET attempts = attempts + 1
     WHERE id = (SELECT id FROM plein.outbox WHERE id = %(id)s AND done_at IS NULL FOR UPDATE SKIP LOCKED)
    RETURNING kind"""
_DONE = "UPDATE plein.outbox SET done_at = plein.moment(), error = '' WHERE id = %(id)s"
_FAIL = """
    UPDATE plein.outbox SET error = %(error)s, taken_at = NULL,
           due_at = plein.moment() + least(%(first)s * power(4, least(attempts, 20) - 1), %(longest)s)
     WHERE id = %(id)s AND done_at IS NULL"""
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended(%(name)s, 0)) AS alone"
_BACKLOG = """
    SELECT count(*) FILTER (WHERE attempts < %(most)s) AS waiting,
           count(*) FILTER (WHERE attempts < %(most)s AND due_at < plein.moment() - interval '5 minutes') AS late,
           count(*) FILTER (WHERE attempts >= %(most)s) AS failed
      FROM plein.outbox WHERE done_at IS NULL"""


def _rows(tx: Tx, statement: str, **values: object) -> Sequence[Row[Any]]:
    result = tx.connection().exec_driver_sql(statement, values)
    return result.all() if result.returns_rows else ()


_serving: list[Queue] = []


def serve(queue: Queue, *, burst: bool = False) -> None:
    """Work as RQ's worker on this queue until told to stop, or with `burst` until it is empty."""
    _serving[:] = [queue]
    connection = queue.carrier.connection
    worker = rq.Worker([queue.carrier], connection=connection, serializer=JSONSerializer, log_job_description=False)
    worker.work(logging_level="WARNING", burst=burst)


def run(row_id: str) -> None:
    """What RQ calls, by name, in a process of its own for each job."""
    _serving[0].do(UUID(row_id))
