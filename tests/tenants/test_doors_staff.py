"""The doors of the own people: terms, coming back, other logins, invitations of staff. Who may, who may not."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import pytest

from tenants.db import NOBODY_ENTERS, by_session, door, door_rows, transaction
from tenants.ids import new_id
from tests.tenants.stage import Stage
from tests.world import FOREVER

STRANGERS = ("", "kees", "fatima", "mehmet", "olga", "peter", "sanne-elders")


def signs_in(stage: Stage, issuer: str, subject: str, *, address: str = "", upstream: str = "", at: str = "") -> bytes:
    """Somebody comes in through an organisation's issuer; the proof of the session, b"" when there is none."""
    proof = secrets.token_bytes(32)
    with transaction(stage.engine, NOBODY_ENTERS):
        person = door(
            "door_sign_in",
            the_issuer=stage.world.issuers[issuer],
            the_subject=subject,
            the_sid="",
            the_shown=subject.title(),
            the_sort_name=subject,
            the_address=address,
            is_verified=True,
            proposed=[stage.world.organisations[at or issuer]],
            the_invitation=None,
            the_proof=proof,
            the_tokens=None,
            fresh_seconds=600,
            session_seconds=3600,
            the_idle_seconds=0,
            the_upstream=upstream,
        )
    return proof if person else b""


def ends(stage: Stage, by: str, who: str, of: str = "") -> UUID:
    one = stage.world[who]
    affiliation = one.affiliations[of] if of else one.affiliation
    stage.does(by, "end_affiliation", the_affiliation=affiliation, the_why="")
    return affiliation


def request(stage: Stage, organisation: str = "zandwijk") -> UUID:
    query = "SELECT id FROM plein.login_request WHERE organisation_id = %s AND status = 'open' ORDER BY id DESC LIMIT 1"
    found: UUID = stage.world.one(query, stage.world.organisations[organisation])
    return found


def sessions(stage: Stage, who: str) -> int:
    found: int = stage.world.one("SELECT count(*) FROM plein.session WHERE login_id = %s", stage.world[who].login_id)
    return found


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


# ---------------------------------------------------------------- two logins, one person


def arrives(stage: Stage, who: str, issuer: str, subject: str) -> None:
    """A second sign-in comes back to somebody's session."""
    with transaction(stage.engine, NOBODY_ENTERS):
        door(
            "door_link_arrived",
            the_session=stage.world[who].proof,
            the_issuer=stage.world.issuers[issuer],
            the_subject=subject,
            the_upstream="",
            the_shown=subject,
            the_address="",
            seconds=600,
        )


def test_a_login_is_linked_by_the_session_that_asked_and_by_no_other(stage: Stage) -> None:
    arrives(stage, "kees", "gasten", "kees-thuis")

    for who in ("fatima", "zara", "peter"):
        assert stage.is_refused(who, "link_login", the_proof=stage.world["kees"].proof) == "Missing"
        assert stage.is_refused(who, "link_login", the_proof=stage.world[who].proof) == "Missing"
    stage.does("kees", "link_login", the_proof=stage.world["kees"].proof)
    assert stage.is_refused("kees", "link_login", the_proof=stage.world["kees"].proof) == "Missing"  # used

    owner = "SELECT person_id FROM plein.login WHERE subject = 'kees-thuis'"
    assert stage.world.one(owner) == stage.world["kees"].person_id
    arrives(stage, "kees", "gasten", "kees-thuis")
    assert stage.is_refused("kees", "link_login", the_proof=stage.world["kees"].proof) == "Conflict"


def test_what_waits_to_be_linked_runs_out(stage: Stage) -> None:
    arrives(stage, "kees", "gasten", "kees-thuis")
    stage.world.later(minutes=11)

    assert stage.is_refused("kees", "link_login", the_proof=stage.world["kees"].proof) == "Missing"


def test_linking_leaves_every_affiliation_at_the_login_it_was_made_with(stage: Stage) -> None:
    world = stage.world
    arrives(stage, "kees", "oosterdiep", "joost")

    stage.does("kees", "link_login", the_proof=world["kees"].proof)

    same = "SELECT count(DISTINCT person_id) FROM plein.login WHERE id IN (%s, %s)"
    assert world.one(same, world["kees"].login_id, world["joost"].login_id) == 1
    assert stage.sees("kees", "plein-zandwijk")
    assert not stage.sees("kees", "plein-oosterdiep")
    assert sessions(stage, "joost") == 0  # signs in again
    assert signs_in(stage, "oosterdiep", "joost") != b""
    assert stage.logged("oosterdiep", "login.linked") == 1
    row = "SELECT actor_shown, actor_organisation_id FROM plein.audit WHERE verb = 'login.linked'"
    row += " AND organisation_id = %s"
    assert world.rows(row, world.organisations["oosterdiep"]) == [
        ("Joost van der Meulen", world.organisations["oosterdiep"])
    ]


def test_who_has_a_place_with_both_in_one_organisation_is_not_linked(stage: Stage) -> None:
    arrives(stage, "kees", "zandwijk", "fatima")

    assert stage.is_refused("kees", "link_login", the_proof=stage.world["kees"].proof) == "Conflict"
    assert stage.sees("fatima", "tender")


def test_another_login_counts_once_the_administrator_says_so(stage: Stage) -> None:
    world = stage.world
    sanne, login = world["sanne"].affiliation, world["sanne-elders"].login_id
    ask = {"the_affiliation": sanne, "the_login": login}
    for who in ("", "rik", "mehmet", "sanne-elders"):  # through the other login she is not here, so cannot even ask
        assert stage.is_refused(who, "ask_login", **ask) == "Missing"
    assert stage.is_refused("sanne", "ask_login", the_affiliation=sanne, the_login=world["rik"].login_id) == "Missing"
    stage.does("sanne", "ask_login", **ask)
    stage.does("sanne", "ask_login", **ask)
    found = request(stage, "meerbergen")
    for who in ("", "sanne", "zara", "olga"):
        assert stage.is_refused(who, "answer_login", the_request=found, agrees=True) == "Missing"
    assert not stage.sees("sanne-elders", "tender")

    stage.does("mehmet", "answer_login", the_request=found, agrees=True)

    assert stage.sees("sanne-elders", "tender")
    assert stage.is_refused("mehmet", "answer_login", the_request=found, agrees=True) == "Conflict"
    for who in ("sanne", "zara", "olga", ""):
        assert stage.is_refused(who, "take_login", **ask) == "Missing"
    stage.does("mehmet", "take_login", **ask)
    assert not stage.sees("sanne-elders", "tender")
    only = {"the_affiliation": sanne, "the_login": world["sanne"].login_id}
    assert stage.is_refused("mehmet", "take_login", **only) == "Conflict"


def test_a_refused_or_withdrawn_login_gives_nothing(stage: Stage) -> None:
    ask = {"the_affiliation": stage.world["sanne"].affiliation, "the_login": stage.world["sanne-elders"].login_id}
    stage.does("sanne", "ask_login", **ask)
    assert stage.is_refused("rik", "withdraw_login_request", the_request=request(stage, "meerbergen")) == "Missing"
    stage.does("sanne", "withdraw_login_request", the_request=request(stage, "meerbergen"))
    stage.does("sanne", "ask_login", **ask)
    stage.does("mehmet", "answer_login", the_request=request(stage, "meerbergen"), agrees=False)

    assert not stage.sees("sanne-elders", "tender")


def test_sessions_of_ones_own_login_end_but_this_one(stage: Stage) -> None:
    world = stage.world
    kees = world["kees"]
    world.session(kees.person_id, kees.login_id, world.issuers["zandwijk"], "kees")
    other = sessions(stage, "sanne-elders")

    assert len(stage.gets("kees", "own_sessions", the_proof=kees.proof)) == 2
    assert stage.does("kees", "end_own_sessions", the_proof=kees.proof) == 1
    assert sessions(stage, "kees") == 1
    assert stage.does("sanne", "end_own_sessions", the_proof=world["sanne"].proof) == 0
    assert sessions(stage, "sanne-elders") == other


# ---------------------------------------------------------------- staff by invitation


def invites(stage: Stage, who: str = "zara", *, address: str = "joost@firma.example", days: int = 30) -> str:
    """Invite somebody to work at Zandwijk too; the kind of refusal."""
    return stage.is_refused(
        who,
        "invite_staff",
        the_id=new_id(),
        the_organisation=stage.world.organisations["zandwijk"],
        the_shown="Joost",
        the_title="Adviseur",
        the_address=address,
        the_proof=hashlib.sha256(address.encode()).digest(),
        the_access_until=stage.world.now + timedelta(days=days),
        days=14,
    )


def takes(stage: Stage, who: str, address: str = "joost@firma.example") -> str:
    one = stage.world[who]
    proof = hashlib.sha256(address.encode()).digest()
    return stage.is_refused(
        who,
        "accept_staff_invitation",
        the_proof=proof,
        the_session=one.proof,
        the_shown="Joost",
        the_sort_name="joost",
    )


@pytest.mark.parametrize("who", STRANGERS)
def test_only_the_own_administrator_invites_staff(stage: Stage, who: str) -> None:
    assert invites(stage, who) == "Missing"


@pytest.mark.parametrize(
    ("address", "days", "answer"),
    [("x@zandwijk.example", 30, "Invalid"), ("els@dienst.example", 30, ""), ("joost@firma.example", -1, "Invalid")],
)
def test_what_an_invitation_of_staff_asks(stage: Stage, address: str, days: int, answer: str) -> None:
    assert invites(stage, address=address, days=days) == answer
    assert answer or invites(stage, address=address, days=days) == "Conflict"


def test_the_addressee_works_here_too_until_the_day(stage: Stage) -> None:
    invites(stage)
    assert takes(stage, "joost") == ""
    assert takes(stage, "joost") == "Missing"  # used

    assert stage.sees("joost", "plein-zandwijk")
    assert stage.sees("joost", "plein-oosterdiep")
    row = "SELECT source, title FROM plein.affiliation WHERE organisation_id = %s AND person_id = %s"
    zandwijk = stage.world.organisations["zandwijk"]
    assert stage.world.rows(row, zandwijk, stage.world["joost"].person_id) == [("invitation", "Adviseur")]
    made = stage.world.one(
        "SELECT id FROM plein.affiliation WHERE organisation_id = %s AND person_id = %s",
        zandwijk,
        stage.world["joost"].person_id,
    )
    term = {"the_affiliation": made, "the_why": ""}
    assert stage.is_refused("zara", "set_term", the_until=FOREVER, **term) == "Invalid"
    stage.does("zara", "set_term", the_until=stage.world.now + timedelta(days=99), **term)
    stage.world.later(days=40)
    assert stage.sees("joost", "plein-zandwijk")
    stage.world.later(days=60)
    assert not stage.sees("joost", "plein-zandwijk")
    assert stage.sees("joost", "plein-oosterdiep")


def test_whoever_takes_it_with_another_address_waits(stage: Stage) -> None:
    invites(stage, address="iemand@elders.example")
    assert takes(stage, "joost", "iemand@elders.example") == ""
    assert not stage.sees("joost", "plein-zandwijk")
    found = stage.world.one("SELECT id FROM plein.invitation WHERE status = 'waiting' AND kind = 'staff'")
    confirm = {"the_invitation": found, "is_right": True, "the_sort_name": "joost"}
    for who in (*STRANGERS, "joost"):
        assert stage.is_refused(who, "confirm_staff", **confirm) == "Missing"

    stage.does("zara", "confirm_staff", **confirm)

    assert stage.sees("joost", "plein-zandwijk")
    assert stage.is_refused("zara", "confirm_staff", **confirm) == "Conflict"


def test_who_works_here_already_does_not_begin_twice(stage: Stage) -> None:
    invites(stage, address="kees@firma.example")

    assert takes(stage, "kees", "kees@firma.example") == "Conflict"


def test_who_was_ended_here_comes_back_by_an_administrators_word_alone(stage: Stage) -> None:
    ends(stage, "zara", "els", of="zandwijk")
    invites(stage, address="els@firma.example")

    assert takes(stage, "els", "els@firma.example") == ""

    assert not stage.sees("els", "plein-zandwijk")
    assert stage.world.one("SELECT status FROM plein.invitation WHERE address = 'els@firma.example'") == "waiting"


def test_an_invitation_counts_while_its_sender_administers(stage: Stage) -> None:
    world = stage.world
    stage.does("zara", "appoint", the_affiliation=world["kees"].affiliation, the_role="administrator")
    invites(stage, "kees")
    stage.does("zara", "appoint", the_affiliation=world["kees"].affiliation, the_role="member")
    assert takes(stage, "joost") == "Missing"
    found = world.one("SELECT id FROM plein.invitation WHERE kind = 'staff'")
    again = {"the_invitation": found, "the_proof": b"x" * 32, "days": 14}
    assert stage.is_refused("kees", "resend_staff_invitation", **again) == "Missing"
    assert stage.is_refused("mehmet", "withdraw_staff_invitation", the_invitation=found) == "Missing"
    stage.does(
        "zara", "resend_staff_invitation", **(again | {"the_proof": hashlib.sha256(b"joost@firma.example").digest()})
    )

    assert takes(stage, "joost") == ""
    assert stage.is_refused("zara", "withdraw_staff_invitation", the_invitation=found) == "Conflict"
