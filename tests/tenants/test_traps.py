"""The traps of PostgreSQL and SQLAlchemy under row-level security that somebody could fall into again."""

import hashlib
import threading
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tenants.db import NOBODY_ENTERS, NoActor, connect, transaction
from tenants.errors import Missing
from tests.tenants.stage import Stage

ITEM = (
    "INSERT INTO plein.item (id, space_id, kind, parent_id, author_id, owner_id, created_at)"
    " VALUES (plein.new_id(), %s, %s, %s, %s, %s, plein.moment())"
)
SEEN = "SELECT count(*) FROM plein.space"
KEPT = {
    "affiliation": ("person_id", "since", "until", "source"),
    "membership": ("until", "since", "sponsor_id", "let_in_by", "ended_by", "confirmed"),
    "invitation": ("proof", "taker_login_id"),
    "proposal": ("organisation_id",),
    "audit": ("person_id",),
    "organisation": ("in_picker", "created_at"),
    "session": ("proof",),
    "login": ("subject",),
}


def _as(stage: Stage, who: str, app: psycopg.Connection[Any]) -> None:
    app.rollback()
    app.execute("SELECT plein.enter(%s)", (stage.world[who].proof if who else None,))


def _count(app: psycopg.Connection[Any], query: str = SEEN) -> int:
    row = app.execute(query.encode()).fetchone()
    assert row is not None
    found: int = row[0]
    return found


def test_a_savepoint_inherits_the_lists_and_a_rollback_to_it_keeps_them(stage: Stage) -> None:
    with transaction(stage.engine, stage.enters("fatima")) as tx:
        before = tx.scalar(text(SEEN))
        nested = tx.begin_nested()
        assert tx.scalar(text(SEEN)) == before
        nested.rollback()
        assert tx.scalar(text(SEEN)) == before
    assert before > 0


def test_lists_made_again_inside_a_savepoint_go_with_it(stage: Stage) -> None:
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "kees", app)
        before = _count(app)
        app.execute("SAVEPOINT one")
        app.execute(
            "SELECT plein.found_group(%s, 'Nieuw', '', 'closed', '9999-12-31Z')", (stage.world["kees"].affiliation,)
        )
        assert _count(app) == before + 1
        app.execute("ROLLBACK TO SAVEPOINT one")
        assert _count(app) == before


@pytest.mark.parametrize("ending", ["commit", "rollback"])
def test_a_pooled_connection_keeps_nobodys_lists(stage: Stage, ending: str) -> None:
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "fatima", app)
        assert _count(app) > 0
        getattr(app, ending)()
        assert _count(app) == 0
        assert _count(app, "SELECT count(*) FROM plein.listed('sees')") == 0


def test_a_session_that_commits_each_statement_reads_nothing_and_ours_refuses_it(stage: Stage) -> None:
    with psycopg.connect(stage.world.database.app, autocommit=True) as app:
        app.execute("SELECT plein.enter(%s)", (stage.world["fatima"].proof,))
        assert _count(app) == 0
    engine = connect(stage.world.database.app)
    with pytest.raises(NoActor), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(SEEN)
    engine.dispose()


def test_a_connection_of_our_engine_forgets_who_entered_when_its_transaction_ends(stage: Stage) -> None:
    engine = connect(stage.world.database.app, pool_size=1)
    with transaction(engine, stage.enters("fatima")) as tx:
        assert tx.scalar(text(SEEN)) > 0
    with engine.connect() as connection, pytest.raises(NoActor):
        connection.exec_driver_sql(SEEN)
    engine.dispose()


def test_two_connections_are_two_persons_at_once(stage: Stage) -> None:
    seen: dict[str, set[Any]] = {}
    both = threading.Barrier(2)

    def looks(who: str) -> None:
        with transaction(stage.engine, stage.enters(who)) as tx:
            both.wait()
            seen[who] = set(tx.scalars(text("SELECT id FROM plein.space")))
            both.wait()
            assert set(tx.scalars(text("SELECT id FROM plein.space"))) == seen[who]

    threads = [threading.Thread(target=looks, args=(who,)) for who in ("karin", "bas")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {"karin": {stage.world.spaces["kamer-a"]}, "bas": {stage.world.spaces["kamer-b"]}}


def test_a_prepared_statement_gives_each_person_its_own_rows(stage: Stage) -> None:
    with psycopg.connect(stage.world.database.app, prepare_threshold=0) as app:
        for _ in range(7):
            for who, expected in (("karin", 1), ("peter", 1), ("", 0)):
                _as(stage, who, app)
                assert _count(app) == expected, who


@pytest.mark.parametrize("secret", [None, b"", b"x" * 32])
def test_an_unknown_proof_is_nobody(stage: Stage, secret: bytes | None) -> None:
    with psycopg.connect(stage.world.database.app) as app:
        app.execute("SELECT plein.enter(%s)", (secret,))
        assert _count(app) == 0
        assert _count(app, "SELECT count(*) FROM plein.organisation") == 0


def test_a_session_that_ran_out_or_was_ended_is_nobody(stage: Stage) -> None:
    stage.gets("kees", "door_session_end", the_proof=stage.world["kees"].proof)
    assert not stage.sees("kees", "visie")
    stage.world.later(days=401)
    assert not stage.sees("fatima", "visie")


def test_a_person_acts_only_through_the_login_that_was_accepted(stage: Stage) -> None:
    assert stage.sees("sanne", "tender")
    assert not stage.sees("sanne-elders", "tender")


def test_a_job_enters_as_one_affiliation_and_the_web_process_cannot(stage: Stage) -> None:
    els = stage.world["els"]
    with psycopg.connect(stage.world.database.worker) as worker:
        worker.execute("SELECT plein.enter_as(%s)", (els.affiliations["meerbergen"],))
        seen = {row[0] for row in worker.execute("SELECT id FROM plein.space")}
    assert stage.world.spaces["tender"] not in seen  # that place is the service's
    assert stage.world.spaces["plein-meerbergen"] in seen
    assert stage.world.spaces["plein-zandwijk"] not in seen
    with psycopg.connect(stage.world.database.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT plein.enter_as(%s)", (els.affiliation,))


@pytest.mark.parametrize(
    ("kind", "parent", "space"), [("comment", "bericht-kamer-b", "kamer-a"), ("answer", "vraag-elders", "tender")]
)
def test_a_foreign_key_does_not_reach_into_another_space(stage: Stage, kind: str, parent: str, space: str) -> None:
    fatima = stage.world["fatima"]
    values = (stage.world.spaces[space], kind, stage.world.items[parent], fatima.affiliation)
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "fatima", app)
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            app.execute(ITEM.encode(), (*values, stage.world.organisations["zandwijk"]))


def test_an_item_is_owned_by_its_authors_organisation_alone(stage: Stage) -> None:
    fatima, tender = stage.world["fatima"].affiliation, stage.world.spaces["tender"]
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "fatima", app)
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            app.execute(ITEM.encode(), (tender, "post", None, fatima, stage.world.organisations["meerbergen"]))


def test_nothing_is_born_deleted_in_another_name(stage: Stage) -> None:
    fatima, sanne = stage.world["fatima"].affiliation, stage.world["sanne"].affiliation
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "fatima", app)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(
                "INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at, deleted_at, deleted_by)"
                " VALUES (plein.new_id(), %s, 'post', %s, %s, plein.moment(), plein.moment(), %s)",
                (stage.world.spaces["tender"], fatima, stage.world.organisations["zandwijk"], sanne),
            )


def test_to_lock_a_row_is_to_be_allowed_to_change_it(stage: Stage) -> None:
    item = (stage.world.items["bericht-tender"],)
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "rik", app)
        assert app.execute("SELECT 1 FROM plein.item WHERE id = %s", item).rowcount == 1
        assert app.execute("SELECT 1 FROM plein.item WHERE id = %s FOR UPDATE", item).rowcount == 0


def test_a_conflict_with_a_hidden_row_tells_nothing(stage: Stage) -> None:
    """The key of a handled form begins with the person, so nobody meets another's."""
    key = "01900000-0000-7000-8000-000000000000"
    query = b"INSERT INTO plein.once (person_id, key, created_at) VALUES (plein.me(), %s, plein.moment())"
    for who in ("fatima", "joost"):
        with psycopg.connect(stage.world.database.app) as app:
            _as(stage, who, app)
            assert app.execute(query + b" ON CONFLICT DO NOTHING", (key,)).rowcount == 1
            app.commit()


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in KEPT.items() for column in columns]
)
def test_the_application_cannot_read_what_pages_never_show(stage: Stage, table: str, column: str) -> None:
    with psycopg.connect(stage.world.database.app) as app:
        _as(stage, "fatima", app)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"SELECT {column} FROM plein.{table}".encode())  # noqa: S608 - from the list above


def test_nobodys_address_but_ones_own_is_read(stage: Stage) -> None:
    with transaction(stage.engine, stage.enters("fatima")) as tx:
        assert tx.scalars(text("SELECT address FROM plein.affiliation_address")).all() == ["fatima@zandwijk.example"]
    with transaction(stage.engine, NOBODY_ENTERS) as tx:
        assert tx.scalars(text("SELECT address FROM plein.affiliation_address")).all() == []


@pytest.mark.parametrize("writes", ["TRUNCATE plein.item", "COPY plein.item FROM STDIN", "LOCK plein.item"])
def test_what_goes_around_policies_is_refused(stage: Stage, writes: str) -> None:
    with psycopg.connect(stage.world.database.app) as app, pytest.raises(psycopg.Error):
        app.execute(writes.encode())


def test_a_foreign_key_that_rows_break_is_refused_when_the_keeper_adds_it(stage: Stage) -> None:
    """The forced owner would be told VALID, because it sees no rows: so migrations run as the keeper."""
    with psycopg.connect(stage.world.database.url("postgres")) as superuser:
        superuser.execute("CREATE TABLE plein.child (space_id uuid)")
        superuser.execute("ALTER TABLE plein.child OWNER TO plein_schema")
        superuser.execute("ALTER TABLE plein.child ENABLE ROW LEVEL SECURITY")
        superuser.execute("ALTER TABLE plein.child FORCE ROW LEVEL SECURITY")
        superuser.execute("INSERT INTO plein.child VALUES (gen_random_uuid())")
        superuser.execute("GRANT ALL ON plein.child TO plein_keeper")
        add = "ALTER TABLE plein.child ADD FOREIGN KEY (space_id) REFERENCES plein.space"
        superuser.execute("SAVEPOINT owner")
        superuser.execute("SET ROLE plein_schema")
        superuser.execute(add)  # the trap itself
        superuser.execute("ROLLBACK TO SAVEPOINT owner")
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            superuser.execute(add)
        superuser.rollback()


def test_what_hides_a_row_is_not_told_by_the_driver(stage: Stage) -> None:
    values = (stage.world.spaces["elders"], "post", None, stage.world["peter"].affiliation)
    with transaction(stage.engine, stage.enters("peter")) as tx, pytest.raises(Missing) as refused:
        tx.connection().exec_driver_sql(ITEM, (*values, stage.world.organisations["zandwijk"]))
    assert "plein" not in str(refused.value)
    assert str(stage.world.spaces["elders"]) not in str(refused.value)


def test_an_administrators_link_makes_one_administrator_however_many_use_it_at_once(stage: Stage) -> None:
    world = stage.world
    link = hashlib.sha256(b"link").digest()
    at = world.now
    zandwijk, issuer = world.organisations["zandwijk"], world.issuers["zandwijk"]
    until = world.one("SELECT plein.moment() + interval '7 days'")
    world.lay(
        "invitation",
        id=world.one("SELECT plein.new_id()"),
        kind="administrator",
        organisation_id=zandwijk,
        proof=link,
        access_until=until,
        expires_at=until,
        created_at=at,
    )

    def signs_in(subject: str) -> None:
        stage.does(
            "",
            "door_sign_in",
            the_issuer=issuer,
            the_subject=subject,
            the_sid="",
            the_shown=subject,
            the_sort_name=subject,
            the_address=f"{subject}@zandwijk.example",
            is_verified=True,
            proposed=[zandwijk],
            the_invitation=link,
            the_proof=hashlib.sha256(subject.encode()).digest(),
            the_tokens=None,
            fresh_seconds=300,
            session_seconds=3600,
            the_idle_seconds=1800,
        )

    threads = [threading.Thread(target=signs_in, args=(f"nieuw-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    query = "SELECT count(*) FROM plein.affiliation WHERE shown LIKE 'nieuw-%%' AND role = %s"
    assert world.one(query, "administrator") == 1
    assert world.one(query, "member") == 3


def test_a_new_subject_that_signs_in_twice_at_once_is_one_person(stage: Stage) -> None:
    world = stage.world
    issuer, zandwijk = world.issuers["zandwijk"], world.organisations["zandwijk"]
    found: list[Any] = []

    def signs_in(number: int) -> None:
        values = {
            "the_sid": "",
            "the_shown": "Nieuw",
            "the_sort_name": "nieuw",
            "the_address": "",
            "is_verified": False,
        }
        found.append(
            stage.does(
                "",
                "door_sign_in",
                the_issuer=issuer,
                the_subject="nieuw",
                proposed=[zandwijk],
                the_invitation=None,
                the_proof=bytes([number]) * 32,
                the_tokens=None,
                fresh_seconds=300,
                session_seconds=3600,
                the_idle_seconds=1800,
                **values,
            )
        )

    threads = [threading.Thread(target=signs_in, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert world.one("SELECT count(*) FROM plein.affiliation WHERE shown = 'Nieuw'") == 1


def test_claims_propose_only_for_organisations_that_the_issuer_is_bound_to(stage: Stage) -> None:
    world = stage.world
    values = {
        "the_sid": "",
        "the_shown": "Nieuw",
        "the_sort_name": "nieuw",
        "the_address": "gerda@zandwijk.example",
        "is_verified": True,
        "the_invitation": None,
        "the_tokens": None,
        "fresh_seconds": 300,
        "session_seconds": 3600,
        "the_idle_seconds": 1800,
    }
    zandwijk = [world.organisations["zandwijk"]]

    def signs_in(issuer: str, subject: str) -> Any:  # noqa: ANN401 - an id or nothing
        proof = hashlib.sha256(subject.encode()).digest()
        issuer_id = world.issuers[issuer]
        return stage.does(
            "", "door_sign_in", the_issuer=issuer_id, the_subject=subject, proposed=zandwijk, the_proof=proof, **values
        )

    assert signs_in("oosterdiep", "indringer") is None
    assert signs_in("zandwijk", "gone") is None  # no session: signing in never reopens, it waits for an administrator
    world.keeper.execute(
        "UPDATE plein.affiliation_address SET address = 'gerda@zandwijk.example' WHERE affiliation_id = %s",
        (world["gone"].affiliation,),
    )
    assert signs_in("zandwijk", "gerda-opnieuw") is None  # the address of somebody who left: waits for an administrator


def test_the_engine_refuses_what_is_not_ours(stage: Stage) -> None:
    foreign = create_engine(stage.world.database.app.replace("postgresql://", "postgresql+psycopg://", 1))
    with foreign.connect() as connection:
        assert connection.exec_driver_sql(SEEN).scalar() == 0
    foreign.dispose()
