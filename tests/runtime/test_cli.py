"""`plein` sets an installation up, and its doctor says in plain words what is wrong."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from click.testing import CliRunner, Result
from psycopg.rows import dict_row

from hub.cli import main
from hub.kit.queue import Queue
from hub.runtime import databases
from hub.runtime.doctor import OLDEST_UNSEALED
from sso.seal import Seal
from tenants.db import connect
from tests.conftest import Database, Servers

SECRET = "a secret of the tests and of nobody else"
Plein = Callable[..., Result]


@pytest.fixture
def environ(fresh_database: Database, valkey: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PLEIN_ENVIRONMENT": "test",
        "PLEIN_ADDRESS": "https://plein.test",
        "PLEIN_SECRET": SECRET,
        "DATABASE_URL": fresh_database.app,
        "DATABASE_URL_WORKER": fresh_database.worker,
        "DATABASE_URL_KEEPER": fresh_database.keeper,
        "REDIS_URL": valkey,
        "PLEIN_STORAGE": str(tmp_path / "storage"),
        "MAIL_URL": f"mailbox:{tmp_path / 'post'}",
        "MAIL_FROM": "Plein <plein@plein.test>",
    }


@pytest.fixture
def plein(environ: dict[str, str]) -> Plein:
    return lambda *words: CliRunner().invoke(main, words, env=environ)


@pytest.fixture
def at_work(fresh_database: Database, valkey: str) -> Iterator[None]:
    """A scheduler that gave its sign, and a worker that registered."""
    engine = connect(fresh_database.worker, pool_size=1)
    with redis.Redis.from_url(valkey) as connection:
        Queue(engine, connection, jobs={}).beat()
        connection.sadd("rq:workers:plein", "rq:worker:test")
        connection.sadd("rq:workers", "rq:worker:test")
        yield
    engine.dispose()


def one(database: Database, query: str) -> dict[str, Any]:
    with psycopg.connect(database.keeper, row_factory=dict_row) as connection:
        found = connection.execute(query.encode()).fetchone()
    assert found is not None
    return found


def test_from_nothing_to_the_link_of_the_first_administrator(
    plein: Plein, fresh_database: Database, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim\n")
    steps = [
        ("organisation", "create", "zandwijk", "Gemeente Zandwijk", "--in-picker"),
        ("organisation", "domain", "zandwijk", "zandwijk.example"),
        (
            "organisation",
            "issuer",
            "zandwijk",
            "https://inloggen.example/zandwijk",
            "--client-id=plein",
            f"--secret-file={secret}",
        ),
    ]
    for step in steps:
        done = plein(*step)
        assert (done.exit_code, "Next: " in done.output) == (0, True), done.output

    link = plein("organisation", "administrator-link", "zandwijk").output.strip()

    assert link.startswith("https://plein.test/uitnodiging/")
    proof = hashlib.sha256(link.rsplit("/", 1)[1].encode()).digest()
    assert one(fresh_database, "SELECT proof FROM plein.invitation")["proof"] == proof
    sealed = one(fresh_database, "SELECT secret FROM plein.issuer")["secret"]
    assert Seal(SECRET).open(sealed, purpose="issuer") == "geheim"


def test_an_issuer_of_guests_is_bound_and_told_which_addresses_to_register(
    plein: Plein, fresh_database: Database
) -> None:
    done = plein("guests", "https://inloggen.example/gasten", "--client-id=plein")

    made = one(fresh_database, "SELECT id, guests, authentication FROM plein.issuer")
    assert (made["guests"], made["authentication"]) == (True, "none")
    for path in (f"/inloggen/terug/{made['id']}", f"/uitloggen/achterdeur/{made['id']}", "/uitgelogd"):
        assert f"https://plein.test{path}\n" in done.output
    second = plein("guests", "https://elders.example/gasten", "--client-id=plein")
    assert (second.exit_code, "guests" in second.output) == (1, True)


def test_an_organisation_is_suspended_and_resumed_and_finds_both_in_its_log(
    plein: Plein, fresh_database: Database
) -> None:
    plein("organisation", "create", "zandwijk", "Gemeente Zandwijk")

    for act, status in (("suspend", "suspended"), ("resume", "active")):
        assert plein("organisation", act, "zandwijk").exit_code == 0
        assert one(fresh_database, "SELECT status FROM plein.organisation")["status"] == status
        assert one(fresh_database, "SELECT verb FROM plein.audit ORDER BY at DESC")["verb"] == f"operator.{status}"


def test_what_cannot_be_is_said_in_a_sentence(plein: Plein) -> None:
    plein("organisation", "create", "zandwijk", "Gemeente Zandwijk")

    twice = plein("organisation", "create", "zandwijk", "Nog eens")
    unknown = plein("organisation", "domain", "nergens", "nergens.example")

    assert (twice.exit_code, unknown.exit_code) == (1, 1)
    assert "zandwijk" in twice.output
    assert "nergens" in unknown.output


def test_migrate_brings_an_empty_database_to_the_newest_migration(
    servers: Servers, environ: dict[str, str], fresh_database: Database
) -> None:
    name = f"{fresh_database.name}_empty"
    databases.copy(servers.postgres, "template0", name)
    here = environ | {"DATABASE_URL_KEEPER": servers.postgres.url("plein_keeper", name)}

    before = CliRunner().invoke(main, ["doctor"], env=here)
    done = CliRunner().invoke(main, ["migrate"], env=here)
    again = CliRunner().invoke(main, ["migrate"], env=here)
    databases.drop(servers.postgres, name)

    assert "The database is empty: run `plein migrate`." in before.output
    assert (done.exit_code, again.exit_code) == (0, 0), done.output


@pytest.mark.usefixtures("at_work")
def test_the_doctor_finds_nothing_wrong_with_a_healthy_installation(plein: Plein) -> None:
    examined = plein("doctor")

    assert "BAD" not in examined.output, examined.output
    assert (examined.exit_code, examined.output.splitlines()[-1]) == (0, "All is well.")


@pytest.mark.usefixtures("at_work")
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PLEIN_SECRET", "kort", "PLEIN_SECRET is shorter than"),
        ("PLEIN_SECRET", "a" * 40, "PLEIN_SECRET can be guessed"),
        ("DATABASE_URL", "postgresql://plein_app@/plein?host=/nowhere", "PostgreSQL does not let us in"),
        ("DATABASE_URL_KEEPER", "", "DATABASE_URL_KEEPER is not set"),
        ("REDIS_URL", "unix:///nowhere/valkey.sock", "Redis does not answer"),
        ("MAIL_URL", "smtp://127.0.0.1:1?tls=no", "The mail server does not take mail from us"),
        ("PLEIN_STORAGE", "/proc/nowhere", "The storage can't be written"),
    ],
)
def test_the_doctor_names_what_is_wrong(environ: dict[str, str], variable: str, value: str, words: str) -> None:
    examined = CliRunner().invoke(main, ["doctor"], env=environ | {variable: value})

    assert examined.exit_code == 1
    assert f"BAD   {words}" in examined.output


def test_the_doctor_does_not_take_the_app_for_the_keeper(environ: dict[str, str]) -> None:
    examined = CliRunner().invoke(main, ["doctor"], env=environ | {"DATABASE_URL": environ["DATABASE_URL_KEEPER"]})

    assert "BAD   The address meant for plein_app comes in as plein_keeper" in examined.output


def test_the_doctor_refuses_embedded_servers_in_production(environ: dict[str, str]) -> None:
    real = {"PLEIN_ENVIRONMENT": "production", "MAIL_URL": "smtp://127.0.0.1:1?tls=no"}

    examined = CliRunner().invoke(main, ["doctor"], env=environ | real)

    assert "BAD   The database is the embedded one" in examined.output
    assert "BAD   Redis is the embedded one" in examined.output


def test_the_doctor_misses_a_worker_and_sees_jobs_that_are_late(plein: Plein, fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.keeper) as connection:
        connection.execute(
            "INSERT INTO plein.outbox (id, kind, payload, created_at, due_at)"
            " VALUES (plein.new_id(), 'mail', '{}', now(), now() - interval '1 hour')"
        )

    examined = plein("doctor")

    assert "BAD   No scheduler is at work" in examined.output
    assert "BAD   1 jobs are late by more than five minutes" in examined.output


@pytest.mark.usefixtures("at_work")
def test_the_doctor_says_when_rows_of_the_audit_log_wait_long_for_their_seal(
    plein: Plein, fresh_database: Database
) -> None:
    lay = (
        "INSERT INTO plein.audit_unsealed (organisation_id, at, audit_id)"
        " VALUES (plein.new_id(), plein.moment() - %s, plein.new_id())"
    )
    with psycopg.connect(fresh_database.keeper, autocommit=True) as connection:
        connection.execute(lay, (OLDEST_UNSEALED - timedelta(minutes=1),))
        fresh = plein("doctor")
        connection.execute(lay, (OLDEST_UNSEALED + timedelta(minutes=1),))
        old = plein("doctor")

    assert fresh.exit_code == 0, fresh.output
    assert "The audit log is sealed in time; 1 rows wait for their turn." in fresh.output
    assert old.exit_code == 1
    assert "BAD   1 rows of the audit log wait for their seal longer than 5 minutes" in old.output
