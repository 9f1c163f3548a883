"""How fast eight writers write through real doors, without a sealer and with one, and what is left: figures of one run.

`python -m benchmarks.audit` on a machine of one's own; the figures say something only beside each other.
"""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from uuid import UUID

import psycopg

from tenants import chain
from tests.conftest import Controller, Database
from tests.world import World, build

WRITERS, EACH, VERIFIED = 8, 150, 100_000
FOUND = "SELECT plein.found_group(%s, 'Groep', '', 'closed', '9999-12-31Z')"
NAME = "SELECT plein.rename_space(%s, 'Andere naam', 'x')"
PEOPLE = ("fatima", "kees", "sanne", "mehmet", "daan", "joost", "olga", "rik")


@dataclass(frozen=True)
class Found:
    """What one run gave. `written`: rows of the log; `backlog`: rows without a seal when all had ended."""

    seconds: float
    written: int
    sealed: int
    backlog: int
    deadlocks: int
    failures: int
    broken: list[str]

    @property
    def rate(self) -> float:
        """Rows a second, all writers together."""
        return self.written / self.seconds


def _write(url: str, proof: bytes, affiliation: UUID, each: int, failures: "multiprocessing.Queue[str]") -> None:
    """Found a group, give it another name, and again: each in a transaction of its own, as the web process does."""
    group = None
    with psycopg.connect(url) as connection:
        for number in range(each):
            try:
                connection.execute("SELECT plein.enter(%s)", (proof,))
                query, value = (FOUND, affiliation) if number % 2 == 0 else (NAME, group)
                row = connection.execute(query, (value,)).fetchone()
                connection.commit()
                group = row[0] if row and number % 2 == 0 else group
            except psycopg.Error as error:
                connection.rollback()
                failures.put(type(error).__name__)


def _seal(url: str, stop: Event, failures: "multiprocessing.Queue[str]") -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            last = stop.is_set()
            try:
                row = connection.execute("SELECT plein.work_seal(1000)").fetchone()
            except psycopg.Error as error:
                failures.put(type(error).__name__)
                continue
            if last and row == (0,):
                return
            time.sleep(0.05)


def run(world: World, *, writers: int, each: int, sealers: int) -> Found:
    """One run of so many writers with so many changes each; the sealers stop when nothing waits any more."""
    start = multiprocessing.get_context("spawn")
    failures, stop = start.Queue(), start.Event()
    database = world.database
    before = _count(world, "audit")
    who = [world[PEOPLE[number % len(PEOPLE)]] for number in range(writers)]
    busy = [
        start.Process(target=_write, args=(database.app, one.proof, one.affiliation, each, failures)) for one in who
    ]
    seals = [start.Process(target=_seal, args=(database.worker, stop, failures)) for _ in range(sealers)]
    began = time.monotonic()
    for process in [*seals, *busy]:
        process.start()
    for process in busy:
        process.join()
    seconds = time.monotonic() - began
    stop.set()
    for process in seals:
        process.join()
    said = []
    while not failures.empty():
        said.append(failures.get())
    return Found(
        seconds=seconds,
        written=_count(world, "audit") - before,
        sealed=_count(world, "audit_seal"),
        backlog=_count(world, "audit_unsealed"),
        deadlocks=said.count("DeadlockDetected"),
        failures=len(said),
        broken=_broken(world),
    )


def _count(world: World, table: str) -> int:
    found: int = world.one(f"SELECT count(*) FROM plein.{table}")  # noqa: S608 - our own names
    return found


def _broken(world: World) -> list[str]:
    with psycopg.connect(world.database.keeper) as keeper:
        keeper.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        found = [chain.verify(keeper, one) for one in world.organisations.values()]
    return [one.broken.kind for one in found if one.broken is not None and one.broken.kind != "unsealed"]


def _verified(world: World, rows: int) -> float:
    """Seconds to verify a chain of so many rows."""
    organisation = world.organisations["landwijs"]
    world.keeper.execute(
        "SELECT plein.note(ARRAY[%s]::uuid[], NULL, 'group.founded', 'space', plein.new_id(), 'Groep ' || n)"
        " FROM generate_series(1, %s) n",
        (organisation, rows),
    )
    with psycopg.connect(world.database.worker, autocommit=True) as worker:
        while worker.execute("SELECT plein.work_seal(5000)").fetchone() != (0,):
            pass
    began = time.monotonic()
    with psycopg.connect(world.database.keeper) as keeper:
        chain.verify(keeper, organisation)
    return time.monotonic() - began


def main(database: Database) -> Sequence[str]:
    """Both runs on one database, and a long chain; returns what to print."""
    world = build(database)
    run(world, writers=2, each=20, sealers=1)  # warms the caches
    bare = run(world, writers=WRITERS, each=EACH, sealers=0)
    sealing = run(world, writers=WRITERS, each=EACH, sealers=1)
    ratio, broken = sealing.rate / bare.rate, sealing.broken or "none"
    left = f"{sealing.deadlocks} deadlocks, {sealing.failures} failures, {sealing.backlog} rows left"
    return (
        f"without a sealer: {bare.rate:.0f} rows a second by {WRITERS} writers",
        f"with a sealer:    {sealing.rate:.0f} a second ({ratio:.0%}), {left}, broken links: {broken}",
        f"verifying {VERIFIED} rows: {_verified(world, VERIFIED):.1f} s",
    )


if __name__ == "__main__":
    controller = Controller()
    try:
        print("\n".join(main(Database(controller.room.server, "plein_template"))))
    finally:
        controller.pytest_unconfigure()
