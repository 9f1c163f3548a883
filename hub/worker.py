"""The two processes behind the pages: one does jobs, one hands them out.

`python -m hub.worker worker`, `python -m hub.worker scheduler`. Any number of each may run: a job is done once,
something periodic by one at a time. `python -m hub.worker alive worker` tells a container whether one is at work.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import NoReturn

import redis

from hub.app import create_app
from hub.features import FEATURES
from hub.kit import log, mail
from hub.kit.queue import Periodic, Queue, at_work, serve
from hub.runtime.fences import refuse_unsafe
from hub.runtime.wakeups import wakeups
from hub.settings import Settings, Unusable
from tenants.db import connect

POLL_SECONDS = 2.0
CONNECTIONS = 2

_log = logging.getLogger(__name__)


def main(role: str, of: str = "") -> int | str:
    """Be the worker or the scheduler until told to stop; returns the exit status, or the sentence to exit with."""
    log.configure()
    try:
        settings = Settings.read(os.environ)
        if role == "alive":
            with redis.Redis.from_url(settings.redis, socket_timeout=10) as connection:
                return 0 if at_work(connection).get(of) else f"No {of} is at work."
        refuse_unsafe(settings)
        queue = queue_of(settings)
    except Unusable as unusable:
        return str(unusable)
    if role == "worker":
        serve(queue)
    elif role == "scheduler":
        signal.signal(signal.SIGTERM, _stop)
        schedule(queue, settings.need("database_worker"))
    else:
        return "Say which: python -m hub.worker worker, or python -m hub.worker scheduler."
    return 0


def queue_of(settings: Settings) -> Queue:
    """The queue of this installation, with every feature's jobs; they run in the app, for its words and templates."""
    engine = connect(settings.need("database_worker"), pool_size=CONNECTIONS)
    mail.configure(settings)
    jobs = {kind: job for feature in FEATURES for kind, job in feature.jobs.items()}
    app = create_app(settings)
    return Queue(engine, redis.Redis.from_url(settings.redis), jobs=jobs, around=app.app_context)


def schedule(queue: Queue, url: str) -> None:
    """Hand out what is due, at each announcement and every few seconds; do what is periodic. Ends by a signal."""
    rounds = Rounds([each for feature in FEATURES for each in feature.periodic])
    try:
        for _ in wakeups(url, every=POLL_SECONDS):
            _try("beat", queue.beat)
            _try("hand out", queue.hand_out)
            for periodic in rounds.due(time.monotonic()):
                _try(periodic.name, partial(queue.repeat, periodic))
    except KeyboardInterrupt:
        _log.info("scheduler stopped")


class Rounds:
    """Remembers when something periodic was last begun here."""

    def __init__(self, periodics: Sequence[Periodic]) -> None:
        """All are due at once."""
        self._next = dict.fromkeys(periodics, 0.0)

    def due(self, now: float) -> list[Periodic]:
        """What is due at this second, counted from any fixed moment; it will be again after its own time."""
        due = [periodic for periodic, at in self._next.items() if at <= now]
        self._next |= {periodic: now + periodic.seconds for periodic in due}
        return due


def _try(name: str, step: Callable[[], object]) -> None:
    """Do something that is tried again soon anyway: a database or a Redis that is away ends no scheduler."""
    try:
        step()
    except Exception:  # noqa: BLE001 - as the docstring says
        _log.exception("failed", extra={"step": name})


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or [""]))
