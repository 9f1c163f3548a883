"""The doors of logins and of invitations of staff: two logins of one person, and who works here too."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from tenants.db import NOBODY_ENTERS, door, transaction
from tenants.ids import new_id
from tests.tenants.staff import STRANGERS, ends, request, sessions, signs_in
from tests.tenants.stage import Stage
from tests.world import FOREVER

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


def test_who_linked_two_logins_still_reads_the_own_rows_of_the_log(stage: Stage) -> None:
    world = stage.world
    stage.does("joost", "rename_space", the_space=world.spaces["elders"], the_title="Anders", the_purpose="")
    stage.does("fatima", "rename_space", the_space=world.spaces["intern"], the_title="Van Fatima", the_purpose="")

    def told(who: str) -> list[set[str]]:
        doors = {"own_log": {"after": None, "at_most": 50}, "own_audit": {"after_id": None, "at_most": 50}}
        return [{row.thing_shown for row in stage.gets(who, name, **values)} for name, values in doors.items()]

    assert [rows >= {"Anders"} for rows in told("joost")] == [True, True]
    arrives(stage, "kees", "oosterdiep", "joost")
    stage.does("kees", "link_login", the_proof=world["kees"].proof)
    world.people["joost-weer"] = replace(
        world["joost"],
        secret=world.session(world["kees"].person_id, world["joost"].login_id, world.issuers["oosterdiep"], "joost"),
    )

    assert [rows >= {"Anders"} for rows in told("joost-weer")] == [True, True]
    for who in ("kees", "joost-weer"):
        assert not any("Van Fatima" in rows for rows in told(who))
    assert not any("Anders" in rows for rows in told("kees"))  # through the other login


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


def test_one_other_session_of_this_login_ends_and_no_session_of_anybody_else(stage: Stage) -> None:
    world = stage.world
    kees = world["kees"]
    for _ in range(2):
        world.session(kees.person_id, kees.login_id, world.issuers["zandwijk"], "kees")
    rows = stage.gets("kees", "own_sessions", the_proof=kees.proof)
    this = next(row.id for row in rows if row.is_this)
    other, kept = [row.id for row in rows if not row.is_this]

    assert stage.is_refused("fatima", "end_own_session", the_proof=world["fatima"].proof, the_session=other)
    for wrong in (this, new_id(), None):
        assert stage.is_refused("kees", "end_own_session", the_proof=kees.proof, the_session=wrong) == "Missing"
    stage.does("kees", "end_own_session", the_proof=kees.proof, the_session=other)

    assert {row.id for row in stage.gets("kees", "own_sessions", the_proof=kees.proof)} == {this, kept}
    assert stage.logged("zandwijk", "session.ended") == 1
    elsewhere = stage.gets("sanne-elders", "own_sessions", the_proof=world["sanne-elders"].proof)[0].id
    mine = {"the_proof": world["sanne"].proof, "the_session": elsewhere}
    assert stage.is_refused("sanne", "end_own_session", **mine) == "Missing"  # through another login


# ---------------------------------------------------------------- one login less


def test_a_login_that_gives_nothing_of_its_own_goes_off_alone(stage: Stage) -> None:
    world = stage.world
    sanne, other = world["sanne"], world["sanne-elders"].login_id
    stage.does("sanne", "ask_login", the_affiliation=sanne.affiliation, the_login=other)
    for who in ("", "rik", "mehmet", "fatima"):
        assert stage.is_refused(who, "unlink_login", the_login=other) == "Missing"
    assert stage.is_refused("sanne", "unlink_login", the_login=world["rik"].login_id) == "Missing"
    assert stage.gets("sanne", "own_login", the_login=other)[0].stands == "free"

    stage.does("sanne", "unlink_login", the_login=other)

    assert sessions(stage, "sanne-elders") == 0
    assert sessions(stage, "sanne") == 1
    assert world.one("SELECT person_id FROM plein.login WHERE id = %s", other) != sanne.person_id
    assert (
        world.one("SELECT status FROM plein.login_request WHERE login_id = %s AND kind = 'other'", other) == "withdrawn"
    )
    assert stage.sees("sanne", "tender")
    assert stage.logged("meerbergen", "login.unlinked") == 1
    assert len(stage.gets("sanne", "own_logins")) == 1
    assert stage.is_refused("sanne", "unlink_login", the_login=other) == "Missing"


def test_the_login_in_use_stays_and_so_the_last_one(stage: Stage) -> None:
    for who in ("kees", "sanne", "sanne-elders"):
        assert stage.is_refused(who, "unlink_login", the_login=stage.world[who].login_id) == "Conflict"


def test_no_login_goes_that_a_place_needs_which_this_login_is_not_for(stage: Stage) -> None:
    world = stage.world
    first = {"the_login": world["sanne"].login_id}
    assert stage.gets("sanne-elders", "own_login", **first)[0].stands == "needed"
    assert stage.is_refused("sanne-elders", "unlink_login", **first) == "Conflict"
    ended = "UPDATE plein.affiliation SET until = %s WHERE id = %s"
    world.keeper.execute(ended, (world.now, world["sanne"].affiliation))
    assert stage.is_refused("sanne-elders", "unlink_login", **first) == "Conflict"  # nor one that could be reopened


def test_a_login_that_counts_beside_this_one_goes_and_the_place_stays(stage: Stage) -> None:
    world = stage.world
    sanne, other = world["sanne"], world["sanne-elders"].login_id
    stage.does("sanne", "ask_login", the_affiliation=sanne.affiliation, the_login=other)
    stage.does("mehmet", "answer_login", the_request=request(stage, "meerbergen"), agrees=True)
    assert stage.sees("sanne-elders", "tender")
    assert stage.gets("sanne", "own_login", the_login=other)[0].organisations == ["Gemeente Meerbergen"]

    stage.does("sanne", "unlink_login", the_login=other)

    bound = "SELECT login_id FROM plein.affiliation_login WHERE affiliation_id = %s"
    assert world.rows(bound, sanne.affiliation) == [(sanne.login_id,)]
    assert stage.sees("sanne", "tender")
    assert stage.logged("meerbergen", "login.unlinked") == 1


@pytest.mark.parametrize("is_over", [False, True])
def test_no_login_goes_that_would_begin_a_second_place_where_one_was_staff(stage: Stage, is_over: bool) -> None:  # noqa: FBT001
    world = stage.world
    kees = world["kees"]
    second = world.second_login("kees", "kees-beheer", "zandwijk")
    if is_over:  # else who was ended comes back by letting a login go
        world.keeper.execute("UPDATE plein.affiliation SET until = %s WHERE id = %s", (world.now, kees.affiliation))

    assert stage.gets("kees", "own_login", the_login=second.login_id)[0].stands == "same"
    assert stage.is_refused("kees", "unlink_login", the_login=second.login_id) == "Conflict"
    assert world.one("SELECT person_id FROM plein.login WHERE id = %s", second.login_id) == kees.person_id


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
    invites(stage, address="heel-iemand@anders.example")
    assert takes(stage, "joost", "heel-iemand@anders.example") == ""
    assert not stage.sees("joost", "plein-zandwijk")
    found = stage.world.one("SELECT id FROM plein.invitation WHERE address = 'heel-iemand@anders.example'")
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
    found = world.one("SELECT id FROM plein.invitation WHERE address = 'joost@firma.example'")
    again = {"the_invitation": found, "the_proof": b"x" * 32, "days": 14}
    assert stage.is_refused("kees", "resend_staff_invitation", **again) == "Missing"
    assert stage.is_refused("mehmet", "withdraw_staff_invitation", the_invitation=found) == "Missing"
    stage.does(
        "zara", "resend_staff_invitation", **(again | {"the_proof": hashlib.sha256(b"joost@firma.example").digest()})
    )

    assert takes(stage, "joost") == ""
    assert stage.is_refused("zara", "withdraw_staff_invitation", the_invitation=found) == "Conflict"
