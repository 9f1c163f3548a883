"""`plein audit verify` says whether the logs are whole, by the heads that were put outside of the database."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from benchmarks import audit
from hub.app import create_app
from hub.audit import jobs
from hub.cli import main
from hub.kit import heads, mail
from hub.settings import Settings
from tenants import chain
from tenants.db import NOBODY_ENTERS, connect, transaction
from tenants.ids import new_id
from tests.conftest import Database
from tests.world import build

Plein = Callable[..., Result]


@pytest.fixture
def environ(fresh_database: Database, valkey: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PLEIN_ENVIRONMENT": "test",
        "PLEIN_ADDRESS": "https://plein.test",
        "PLEIN_SECRET": "a secret of the tests and of nobody else",
        "DATABASE_URL": fresh_database.app,
        "DATABASE_URL_WORKER": fresh_database.worker,
        "DATABASE_URL_KEEPER": fresh_database.keeper,
        "REDIS_URL": valkey,
        "PLEIN_STORAGE": str(tmp_path / "storage"),
        "MAIL_URL": f"mailbox:{tmp_path / 'post'}",
        "MAIL_FROM": "Plein <plein@plein.test>",
        "PLEIN_AUDIT_HEADS": str(tmp_path / "heads.jsonl"),
        "PLEIN_AUDIT_HEADS_MAIL": "archief@elders.example",
    }


@pytest.fixture
def plein(environ: dict[str, str]) -> Plein:
    return lambda *words: CliRunner().invoke(main, words, env=environ)


@pytest.fixture
def turn(environ: dict[str, str]) -> Iterator[Callable[..., None]]:
    """A turn of the scheduler: each of these in a transaction of its own."""
    settings = Settings.read(environ)
    app, engine = create_app(settings), connect(settings.database_worker)
    mail.configure(settings)

    def take(*steps: Callable[[], object]) -> None:
        for step in steps:
            with app.app_context(), transaction(engine, NOBODY_ENTERS):
                step()

    yield take
    engine.dispose()
    app.engine.dispose()


def write(database: Database, many: int) -> None:
    with psycopg.connect(database.keeper) as keeper:
        for _ in range(many):
            keeper.execute(
                "SELECT plein.note(ARRAY[id], NULL, 'group.founded', 'space', plein.new_id(), 'Één groep')"
                " FROM plein.organisation"
            )


def test_a_whole_log_is_whole_and_its_heads_agree(
    plein: Plein, turn: Callable[..., None], fresh_database: Database, tmp_path: Path
) -> None:
    plein("organisation", "create", "zandwijk", "Gemeente Zandwijk")
    plein("organisation", "create", "meerbergen", "Gemeente Meerbergen")
    for _ in range(3):
        write(fresh_database, 2)
        turn(jobs.seal, jobs.publish, jobs.publish)

    published = list(heads.read(tmp_path / "heads.jsonl"))
    assert [one.position for one in published] == [3, 3, 5, 5, 7, 7]  # a head that did not move is not repeated
    said = plein("audit", "verify")
    assert said.exit_code == 0, said.output
    assert "ok    zandwijk: 7 links hold, 3 published heads agree." in said.output
    assert "ok    meerbergen" in said.output
    assert "meerbergen" not in plein("audit", "verify", "--organisation", "zandwijk").output
    now = plein("audit", "heads").output.splitlines()
    assert {json.loads(line)["hash"] for line in now} == {one.hash for one in published[-2:]}


def test_a_cut_end_is_found_by_the_file_and_by_the_mail(
    plein: Plein, turn: Callable[..., None], fresh_database: Database, tmp_path: Path
) -> None:
    plein("organisation", "create", "zandwijk", "Gemeente Zandwijk")
    write(fresh_database, 5)
    turn(jobs.seal, jobs.publish, jobs.mail_daily, jobs.mail_daily)
    with psycopg.connect(fresh_database.keeper) as keeper:
        asked = keeper.execute("SELECT id, payload FROM plein.outbox WHERE kind = 'audit.heads'").fetchall()
    assert len(asked) == 1
    turn(lambda: jobs.mail_heads(asked[0][0], **asked[0][1]))
    with psycopg.connect(fresh_database.url("postgres")) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM plein.audit WHERE id IN (SELECT audit_id FROM plein.audit_seal WHERE position > 4)")
        owner.execute("DELETE FROM plein.audit_seal WHERE position > 4")

    said = plein("audit", "verify")
    assert said.exit_code == 1
    assert "BAD   zandwijk: The end was cut off after 4: a head was published at 6. [cut]" in said.output

    (tmp_path / "heads.jsonl").unlink()
    said = plein("audit", "verify")
    assert (said.exit_code, "No heads were published or given" in said.output) == (0, True)
    (letter,) = (tmp_path / "post").glob("*.eml")
    lines = [line for line in letter.read_text().replace("=\n", "").replace("=3D", "=").splitlines() if "{" in line]
    kept = tmp_path / "kept.jsonl"
    kept.write_text("\n".join(lines) + "\n")
    assert plein("audit", "verify", "--heads", str(kept)).exit_code == 1


def test_a_broken_link_and_a_vanished_organisation_end_with_one(
    plein: Plein, turn: Callable[..., None], fresh_database: Database, tmp_path: Path
) -> None:
    plein("organisation", "create", "zandwijk", "Gemeente Zandwijk")
    write(fresh_database, 5)
    turn(jobs.seal)
    with psycopg.connect(fresh_database.url("postgres")) as owner:
        owner.execute(
            "UPDATE plein.audit SET actor_shown = 'Een ander' WHERE id ="
            " (SELECT audit_id FROM plein.audit_seal WHERE position = 3)"
        )
    said = plein("audit", "verify")
    assert (said.exit_code, "The row at 3" in said.output, "[altered]" in said.output) == (1, True, True)
    strange = tmp_path / "vreemd.jsonl"
    strange.write_text(json.dumps({"organisation": str(new_id()), "position": 4, "hash": "00"}) + "\n")
    said = plein("audit", "verify", "--heads", str(strange))
    assert "there is no such organisation any more" in said.output


def test_a_file_that_holds_no_heads_is_named(plein: Plein, tmp_path: Path) -> None:
    wrong = tmp_path / "fout.jsonl"
    wrong.write_text("geen kop\n")
    said = plein("audit", "verify", "--heads", str(wrong))
    assert (said.exit_code, "line 1" in said.output) == (1, True)


def test_heads_are_added_whole_and_a_torn_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "heads.jsonl"
    one = chain.Head(new_id(), 1, "ab")
    heads.append(path, [heads.line(one, "zandwijk")])
    heads.append(path, [heads.line(one, "zandwijk")])
    with path.open("a") as file:
        file.write('{"organisation": "01')
    assert list(heads.read(path)) == [one, one]
    assert path.stat().st_mode & 0o077 == 0o040


def test_without_the_settings_nothing_is_published(environ: dict[str, str], fresh_database: Database) -> None:
    bare = {name: value for name, value in environ.items() if not name.startswith("PLEIN_AUDIT")}
    settings = Settings.read(bare)
    app, engine = create_app(settings), connect(settings.database_worker)
    CliRunner().invoke(main, ["organisation", "create", "zandwijk", "Gemeente Zandwijk"], env=bare)
    with app.app_context(), transaction(engine, NOBODY_ENTERS):
        jobs.seal()
        jobs.publish()
        jobs.mail_daily()
    with psycopg.connect(fresh_database.keeper) as keeper:
        counts = keeper.execute(
            "SELECT (SELECT count(*) FROM plein.audit_published), (SELECT count(*) FROM plein.outbox)"
        ).fetchone()
    assert counts == (0, 0)
    engine.dispose()
    app.engine.dispose()


def test_writers_and_sealers_never_collide_and_nothing_is_left(fresh_database: Database) -> None:
    """The benchmark without its clock: real doors, four processes, two sealers, and the backlog returns to zero."""
    found = audit.run(build(fresh_database), writers=4, each=6, sealers=2)

    assert (found.deadlocks, found.failures, found.backlog, found.broken) == (0, 0, 0, [])
    assert found.written >= 4 * 6
