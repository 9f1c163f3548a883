"""The end of an external's access: by its own hand, its sessions, and a name where all else was kept long enough."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.tenants.stage import Stage
from tests.world import World


def _worked(world: World, name: str) -> int:
    with psycopg.connect(world.database.worker, autocommit=True) as worker:
        row = worker.execute(f"SELECT plein.{name}()".encode()).fetchone()
        assert row is not None
        found: int = row[0]
        return found


def _end(stage: Stage, who: str, days: int) -> None:
    """Somebody whose last place ended so many days ago."""
    stage.world.keeper.execute(
        "UPDATE plein.membership SET since = plein.moment() - interval '900 days', until = plein.moment() - %s"
        " WHERE affiliation_id = %s",
        (timedelta(days=days), stage.world[who].affiliation),
    )


def _kept(stage: Stage, who: str) -> tuple[object, ...]:
    one = stage.world[who]
    return (
        stage.world.one("SELECT shown FROM plein.affiliation WHERE id = %s", one.affiliation),
        stage.world.one("SELECT employer FROM plein.affiliation WHERE id = %s", one.affiliation),
        stage.world.one("SELECT count(*) FROM plein.affiliation_address WHERE affiliation_id = %s", one.affiliation),
        stage.world.one("SELECT count(*) FROM plein.affiliation_login WHERE affiliation_id = %s", one.affiliation),
        stage.world.one("SELECT count(*) FROM plein.login WHERE id = %s", one.login_id),
        stage.world.one("SELECT count(*) FROM plein.session WHERE login_id = %s", one.login_id),
    )


@pytest.mark.parametrize("who", ["karin", "zara", "fatima", "olga", ""])
def test_nobody_ends_the_access_of_another_by_this_door(stage: Stage, who: str) -> None:
    affiliation = stage.world["peter"].affiliation

    assert stage.is_refused(who, "end_own_access", the_affiliation=affiliation) == "Missing"
    assert stage.sees("peter", "tender")


def test_an_external_ends_the_own_access_also_before_new_terms(stage: Stage) -> None:
    stage.does("zara", "publish_terms", the_organisation=stage.world.organisations["zandwijk"], the_text="Nieuw.")
    one = stage.world["peter"].affiliation

    assert [stage.is_refused("peter", "end_own_access", the_affiliation=one) for _ in range(2)] == ["", ""]

    assert not stage.sees("peter", "tender")
    assert stage.logged("zandwijk", "external.left") == 1
    assert stage.world.one("SELECT ended_by FROM plein.membership WHERE affiliation_id = %s", one) == "self"
    assert stage.is_refused("fatima", "end_own_access", the_affiliation=stage.world["fatima"].affiliation) == "Missing"


def test_the_session_of_who_has_no_place_ends_a_day_after_the_last(stage: Stage) -> None:
    def sessions(who: str) -> int:
        found: int = stage.world.one(
            "SELECT count(*) FROM plein.session WHERE login_id = %s", stage.world[who].login_id
        )
        return found

    stage.world.keeper.execute("UPDATE plein.session SET created_at = created_at - interval '9 days'")
    before = [sessions(who) for who in ("bas", "joost", "kees")]
    _end(stage, "peter", 0)
    _end(stage, "karin", 2)
    _worked(stage.world, "work_sweep")

    assert (sessions("peter"), sessions("karin")) == (1, 0)  # the first is told on the start page for a day
    assert [sessions(who) for who in ("bas", "joost", "kees")] == before


def test_after_the_term_only_the_name_is_left_and_the_account_opens_nothing(stage: Stage) -> None:
    author = stage.world.one("SELECT count(*) FROM plein.item WHERE author_id = %s", stage.world["karin"].affiliation)
    _end(stage, "karin", 364)
    assert _kept(stage, "karin")[:4] == ("Karin Kade", "Kade Advies", 1, 1)
    _worked(stage.world, "work_forget")
    assert _kept(stage, "karin")[:4] == ("Karin Kade", "Kade Advies", 1, 1)
    _end(stage, "karin", 366)
    _worked(stage.world, "work_forget")

    assert _kept(stage, "karin") == ("Karin Kade", "", 0, 0, 0, 0)
    assert author == stage.world.one(
        "SELECT count(*) FROM plein.item WHERE author_id = %s", stage.world["karin"].affiliation
    )
    assert stage.logged("zandwijk", "external.forgotten") >= 1
    assert _kept(stage, "bas")[:4] == ("Bas Bouw", "Bouwgroep Noord", 1, 1)
    before = stage.logged("zandwijk", "external.forgotten")
    _worked(stage.world, "work_forget")
    assert stage.logged("zandwijk", "external.forgotten") == before


def test_another_affiliation_of_the_same_account_is_left_alone(stage: Stage) -> None:
    stage.world.person("twee", "Tamar Twee", "oosterdiep", "zandwijk:external")
    stage.world.member("tender", "twee", of="zandwijk", sponsor="fatima")
    one = stage.world["twee"]
    stage.world.keeper.execute(
        "UPDATE plein.membership SET since = plein.moment() - interval '900 days',"
        " until = plein.moment() - interval '400 days' WHERE affiliation_id = %s",
        (one.affiliations["zandwijk"],),
    )

    _worked(stage.world, "work_forget")

    bound: list[tuple[UUID]] = stage.world.rows(
        "SELECT affiliation_id FROM plein.affiliation_login WHERE login_id = %s", one.login_id
    )
    assert bound == [(one.affiliations["oosterdiep"],)]
    assert stage.sees("twee", "plein-oosterdiep")


def test_one_reads_what_is_kept_of_oneself_and_nobody_else_does(stage: Stage) -> None:
    found = stage.gets("peter", "own_kept")

    assert [(one.shown, one.employer, one.address, one.keep_days) for one in found] == [
        ("Peter Aalbers", "Bureau Landwijs", "peter@firma.example", 365)
    ]
    assert len(stage.gets("peter", "own_accounts")) == 1
    assert stage.gets("fatima", "own_kept") == []
    assert stage.gets("", "own_kept") == []


def test_the_own_log_has_the_own_rows_alone(stage: Stage) -> None:
    stage.does("zara", "publish_terms", the_organisation=stage.world.organisations["zandwijk"], the_text="Nieuw.")
    stage.does("peter", "accept_terms", the_affiliation=stage.world["peter"].affiliation, the_number=1)

    assert [one.verb for one in stage.gets("peter", "own_log", after=None, at_most=9)] == ["terms.accepted"]
    assert stage.gets("karin", "own_log", after=None, at_most=9) == []
    assert [one.verb for one in stage.gets("zara", "own_log", after=None, at_most=9)] == ["terms.published"]
    assert stage.gets("", "own_log", after=None, at_most=9) == []
