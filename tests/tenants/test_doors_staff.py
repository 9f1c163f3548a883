"""The doors of the own people: terms, coming back, other logins, invitations of staff. Who may, who may not."""

from datetime import timedelta
from uuid import UUID

import pytest

from tenants.db import by_session, door_rows, transaction
from tests.tenants.staff import STRANGERS, ends, request, sessions, signs_in
from tests.tenants.stage import Stage
from tests.world import FOREVER

# ---------------------------------------------------------------- leaving and coming back


def test_who_leaves_loses_the_session_unless_it_serves_another_organisation(stage: Stage) -> None:
    ends(stage, "zara", "fatima")
    ends(stage, "zara", "els", of="zandwijk")

    assert sessions(stage, "fatima") == 0
    assert sessions(stage, "els") == 1
    assert stage.sees("els", "plein-meerbergen")
    assert not stage.sees("els", "plein-zandwijk")


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_sets_terms_reopens_or_ends_sessions(stage: Stage, who: str) -> None:
    kees = stage.world["kees"].affiliation
    soon = stage.world.now + timedelta(days=9)
    gone = stage.world["gone"].affiliation

    assert stage.is_refused(who, "set_term", the_affiliation=kees, the_until=soon, the_why="") == "Missing"
    assert stage.is_refused(who, "reopen_affiliation", the_affiliation=gone, the_until=FOREVER) == "Missing"
    assert stage.is_refused(who, "end_sessions", the_affiliation=kees) == "Missing"


def test_a_term_ends_access_on_its_day_and_the_worker_tidies_up(stage: Stage) -> None:
    fatima = stage.world["fatima"].affiliation
    term = {"the_affiliation": fatima, "the_why": "pensioen"}
    assert stage.is_refused("zara", "set_term", the_until=stage.world.now, **term) == "Invalid"
    stage.does("zara", "set_term", the_until=stage.world.now + timedelta(days=9), **term)
    assert stage.sees("fatima", "tender")

    stage.world.later(days=10)

    assert not stage.sees("fatima", "tender")
    assert stage.is_refused("zara", "set_term", the_until=FOREVER, **term) == "Conflict"
    assert stage.world.one("SELECT plein.work_terms()") >= 1
    live = "SELECT count(*) FROM plein.membership WHERE affiliation_id = %s AND until > plein.moment()"
    assert stage.world.one(live, fatima) == 0
    assert sessions(stage, "fatima") == 0
    assert stage.logged("zandwijk", "affiliation.ran-out") >= 1
    before = stage.logged("zandwijk", "affiliation.ran-out")
    stage.world.one("SELECT plein.work_terms()")
    assert stage.logged("zandwijk", "affiliation.ran-out") == before


def test_reopening_revives_no_membership_not_even_one_that_ran_out_unnoticed(stage: Stage) -> None:
    fatima = stage.world["fatima"].affiliation
    stage.does("zara", "set_term", the_affiliation=fatima, the_until=stage.world.now + timedelta(days=1), the_why="")
    stage.world.later(days=2)  # the worker was not there

    stage.does("zara", "reopen_affiliation", the_affiliation=fatima, the_until=FOREVER)

    assert stage.sees("fatima", "plein-zandwijk")
    assert not stage.sees("fatima", "tender")


def test_reopening_tells_the_administrators_who_trust_the_same_login(stage: Stage) -> None:
    affiliation = ends(stage, "zara", "els", of="zandwijk")
    stage.does("zara", "reopen_affiliation", the_affiliation=affiliation, the_until=FOREVER)

    assert stage.logged("meerbergen", "affiliation.reopened-elsewhere") == 1
    assert stage.logged("dienst", "affiliation.reopened-elsewhere") == 1
    assert stage.logged("oosterdiep", "affiliation.reopened-elsewhere") == 0
    told = {row[0] for row in stage.world.rows("SELECT affiliation_id FROM plein.work_reopened(%s)", affiliation)}
    assert {stage.world["mehmet"].affiliation, stage.world["daan"].affiliation} <= told
    assert stage.world["zara"].affiliation not in told


def test_an_organisation_always_keeps_an_administrator_who_lasts_as_long(stage: Stage) -> None:
    world = stage.world
    olga, joost = world["olga"].affiliation, world["joost"].affiliation
    soon = world.now + timedelta(days=9)
    term = {"the_affiliation": olga, "the_until": soon, "the_why": ""}
    assert stage.is_refused("olga", "set_term", **term) == "Conflict"
    stage.does("olga", "appoint", the_affiliation=joost, the_role="administrator")
    stage.does("olga", "set_term", **term)

    assert stage.is_refused("olga", "appoint", the_affiliation=joost, the_role="member") == "Conflict"
    assert stage.is_refused("olga", "end_affiliation", the_affiliation=joost, the_why="") == "Conflict"
    assert stage.is_refused("olga", "set_term", **(term | {"the_affiliation": joost})) == "Conflict"


# ---------------------------------------------------------------- a first sign-in after the end


def test_signing_in_never_reopens_and_asks_once(stage: Stage) -> None:
    affiliation = ends(stage, "zara", "kees")

    for _ in range(3):
        assert signs_in(stage, "zandwijk", "kees") == b""

    asked = "SELECT matched, affiliation_id FROM plein.login_request WHERE status = 'open' AND kind = 'return'"
    assert stage.world.rows(asked) == [("login", affiliation)]
    assert stage.logged("zandwijk", "login.returned") == 1
    assert not stage.sees("kees", "plein-zandwijk")


@pytest.mark.parametrize("matched", ["address", "upstream"])
def test_a_new_login_that_looks_like_an_old_one_waits(stage: Stage, matched: str) -> None:
    if matched == "upstream":
        signs_in(stage, "zandwijk", "kees", upstream="entra-7")
    affiliation = ends(stage, "zara", "kees")
    how = {"address": "KEES@zandwijk.example"} if matched == "address" else {"upstream": "entra-7"}

    assert signs_in(stage, "zandwijk", "kees-nieuw", **how) == b""

    row = stage.world.rows("SELECT matched, affiliation_id FROM plein.login_request WHERE status = 'open'")
    assert row == [(matched, affiliation)]


def test_an_upstream_of_another_issuer_is_nobodys(stage: Stage) -> None:
    signs_in(stage, "zandwijk", "kees", upstream="entra-7")
    ends(stage, "zara", "kees")

    assert signs_in(stage, "meerbergen", "vreemd", upstream="entra-7") != b""
    assert request(stage) is None


def answer(stage: Stage, who: str, what: str, found: UUID | None = None) -> str:
    return stage.is_refused(
        who,
        "answer_return",
        the_request=found or request(stage),
        the_answer=what,
        the_until=FOREVER,
        the_sort_name="kees",
    )


def test_the_same_person_gets_the_old_place_back_through_the_new_login_alone(stage: Stage) -> None:
    affiliation = ends(stage, "zara", "kees")
    signs_in(stage, "zandwijk", "kees-nieuw", address="kees@zandwijk.example")
    found = request(stage)
    for who in STRANGERS:
        assert answer(stage, who, "same", found) == "Missing"
    assert answer(stage, "zara", "onzin", found) == "Invalid"

    assert answer(stage, "zara", "same", found) == ""

    assert answer(stage, "zara", "same", found) == "Conflict"
    assert signs_in(stage, "zandwijk", "kees-nieuw") != b""
    logins = stage.world.rows(
        "SELECT l.subject FROM plein.affiliation_login b JOIN plein.login l ON l.id = b.login_id"
        " WHERE b.affiliation_id = %s",
        affiliation,
    )
    assert logins == [("kees-nieuw",)]
    assert not stage.sees("kees", "plein-zandwijk")


def test_who_rules_an_identity_provider_gets_nothing_of_another_organisation(stage: Stage) -> None:
    world = stage.world
    ends(stage, "zara", "els", of="zandwijk")
    # the administrator of Zandwijk makes an account that says to be Els, and says that it is she
    signs_in(stage, "zandwijk", "els-van-zara", address="els@zandwijk.example")
    assert answer(stage, "zara", "same") == ""
    proof = signs_in(stage, "zandwijk", "els-van-zara")

    with transaction(stage.engine, by_session(proof)) as tx:
        assert world.spaces["plein-zandwijk"] in tx.who.sees
        assert world.spaces["plein-meerbergen"] not in tx.who.sees
        assert world.spaces["plein-dienst"] not in tx.who.sees
        assert {one.organisation_id for one in tx.who.standings} == {world.organisations["zandwijk"]}
        assert [row.organisation for row in door_rows("own_login_places")] == ["Gemeente Zandwijk"]
        assert len(door_rows("own_logins")) == 1
    assert stage.sees("els", "plein-meerbergen")  # and the real one keeps what others gave


def test_somebody_else_begins_anew_and_gets_nothing_of_the_old_place(stage: Stage) -> None:
    affiliation = ends(stage, "zara", "kees")
    signs_in(stage, "zandwijk", "kees-nieuw", address="kees@zandwijk.example")

    assert answer(stage, "zara", "other") == ""

    assert signs_in(stage, "zandwijk", "kees-nieuw") != b""
    assert stage.world.one("SELECT until <= plein.moment() FROM plein.affiliation WHERE id = %s", affiliation)
    found = (
        "SELECT f.id FROM plein.affiliation f JOIN plein.affiliation_login b ON b.affiliation_id = f.id"
        " JOIN plein.login l ON l.id = b.login_id WHERE l.subject = 'kees-nieuw'"
    )
    assert [row[0] != affiliation for row in stage.world.rows(found)] == [True]


def test_the_very_same_login_cannot_be_somebody_else(stage: Stage) -> None:
    ends(stage, "zara", "kees")
    signs_in(stage, "zandwijk", "kees")

    assert answer(stage, "zara", "other") == "Invalid"
    assert answer(stage, "zara", "no") == ""
    signs_in(stage, "zandwijk", "kees")
    assert request(stage) is None  # not again within a month
    stage.world.later(days=31)
    signs_in(stage, "zandwijk", "kees")
    assert request(stage) is not None
