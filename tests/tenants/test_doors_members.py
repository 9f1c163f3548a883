"""The doors of membership: who joins, adds, confirms and ends, who may not, and what was once found to leak."""

from uuid import UUID

import pytest

from tests.tenants.stage import Stage


def test_a_leaver_can_come_back_and_somebody_put_out_can_not(stage: Stage) -> None:
    visie = stage.world.spaces["visie"]
    for who, answer in (
        ("vertrok", ""),
        ("ontzet", "Missing"),
        ("lezer", "Missing"),
        ("peter", "Missing"),
        ("joost", "Missing"),
    ):
        affiliation = stage.world[who].affiliation
        join = {"the_space": visie, "as_affiliation": affiliation, "the_role": "member"}
        assert stage.is_refused(who, "join_group", **join) == answer, who

    assert stage.may_write("vertrok", "visie")
    assert stage.sees("ontzet", "visie")


def test_nobody_joins_through_an_affiliation_that_was_put_out(stage: Stage) -> None:
    visie, els = stage.world.spaces["visie"], stage.world["els"]

    for organisation, answer in (("zandwijk", "Forbidden"), ("meerbergen", "")):
        join = {"the_space": visie, "as_affiliation": els.affiliations[organisation], "the_role": "member"}
        assert stage.is_refused("els", "join_group", **join) == answer


def test_whom_a_steward_made_a_reader_does_not_become_a_member_by_leaving(stage: Stage) -> None:
    join = {"the_space": stage.world.spaces["visie"], "as_affiliation": stage.world["lezer"].affiliation}

    stage.does("lezer", "end_membership", the_membership=stage.membership("visie", "lezer"))

    for role in ("member", "reader"):
        assert stage.is_refused("lezer", "join_group", **join, the_role=role) == "Missing"
    assert stage.sees("lezer", "visie")
    assert not stage.may_write("lezer", "visie")


def test_nor_through_another_affiliation_that_may_join(stage: Stage) -> None:
    world = stage.world
    world.person("leni", "Leni Lezer", "zandwijk", "meerbergen")
    world.member("visie", "leni", "reader", of="zandwijk", until=world.now, ended_by="self")

    for organisation, answer in (("zandwijk", "Forbidden"), ("meerbergen", "")):
        affiliation = world["leni"].affiliations[organisation]
        join = {"the_space": world.spaces["visie"], "as_affiliation": affiliation, "the_role": "member"}
        assert stage.is_refused("leni", "join_group", **join) == answer


def test_who_reacted_becomes_a_reader_and_then_a_member_by_writing(stage: Stage) -> None:
    join = {"the_space": stage.world.spaces["visie"], "as_affiliation": stage.world["kees"].affiliation}

    stage.does("kees", "join_group", **join, the_role="reader")
    assert not stage.may_write("kees", "visie")
    stage.does("kees", "join_group", **join, the_role="member")
    assert stage.may_write("kees", "visie")


@pytest.mark.parametrize("group", ["tender", "vindbaar", "genoemd", "oud", "kamer-a"])
def test_nobody_joins_what_is_not_open_to_them(stage: Stage, group: str) -> None:
    who = "wachter" if group == "genoemd" else "kees"
    affiliation = stage.world[who].affiliation
    join = {"the_space": stage.world.spaces[group], "as_affiliation": affiliation, "the_role": "member"}

    assert stage.is_refused(who, "join_group", **join) == "Missing"


@pytest.mark.parametrize(
    ("who", "whom", "answer"),
    [
        ("fatima", "kees", ""),
        ("fatima", "zelf", ""),  # came by herself: is confirmed
        ("fatima", "former", ""),  # a steward ended it, a steward brings back
        ("fatima", "sanne", "Conflict"),
        ("fatima", "joost", "Invalid"),  # no party
        ("fatima", "gone", "Invalid"),
        ("fatima", "peter", "Invalid"),  # an external is invited, not added
        ("fatima", "lars", "Invalid"),
        ("fatima", "karel", "Invalid"),
        ("sanne", "kees", "Forbidden"),
        ("kees", "zara", "Missing"),
        ("zara", "kees", "Missing"),
    ],
)
def test_stewards_add_staff_of_parties_whom_they_may_see(stage: Stage, who: str, whom: str, answer: str) -> None:
    stage.world.people["karel"] = stage.world["kaart"]
    add = {"the_space": stage.world.spaces["tender"], "the_affiliation": stage.world[whom].affiliation}

    assert stage.is_refused(who, "add_member", **add, the_role="member") == answer


def test_no_steward_revives_what_an_administrator_ended(stage: Stage) -> None:
    stage.does("mehmet", "end_membership", the_membership=stage.membership("tender", "sanne"))
    tender, sanne = stage.world.spaces["tender"], stage.world["sanne"].affiliation

    assert (
        stage.is_refused("fatima", "add_member", the_space=tender, the_affiliation=sanne, the_role="member")
        == "Forbidden"
    )
    assert stage.is_refused("zara", "admit_own", the_group=tender, the_affiliation=sanne) == "Missing"
    stage.does("mehmet", "admit_own", the_group=tender, the_affiliation=sanne)
    assert stage.sees("sanne", "tender")


def test_no_administrator_revives_what_a_steward_ended(stage: Stage) -> None:
    stage.does("fatima", "end_membership", the_membership=stage.membership("tender", "sanne"))
    admit = {"the_group": stage.world.spaces["tender"], "the_affiliation": stage.world["sanne"].affiliation}

    assert stage.is_refused("mehmet", "admit_own", **admit) == "Forbidden"


def test_where_only_named_people_are_in_their_administrator_confirms(stage: Stage) -> None:
    assert (
        stage.does("fatima", "add_member", the_space=stage.world.spaces["genoemd"], **_whom(stage, "dirk")) == "waiting"
    )
    assert not stage.sees("dirk", "genoemd")
    waiting = stage.gets("daan", "admin_waiting", the_organisation=stage.world.organisations["dienst"])
    assert ("Dirk Dienst", "Fatima El Idrissi") in [(one.shown, one.asked_by) for one in waiting]

    place = stage.membership("genoemd", "dirk")
    stage.does("fatima", "change_role", the_membership=place, the_role="reader")
    assert not stage.sees("dirk", "genoemd")  # a steward cannot confirm by another door
    assert stage.is_refused("zara", "confirm_member", the_membership=place, agrees=True) == "Missing"
    assert stage.is_refused("fatima", "confirm_member", the_membership=place, agrees=True) == "Missing"
    stage.does("daan", "confirm_member", the_membership=place, agrees=True)
    assert stage.sees("dirk", "genoemd")


def _whom(stage: Stage, who: str) -> dict[str, object]:
    return {"the_affiliation": stage.world[who].affiliation, "the_role": "member"}


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("sanne", "Conflict"),  # oneself, who is the only steward of a room inside
        ("mehmet", ""),  # her administrator
        ("fatima", ""),  # a steward
        ("zara", "Missing"),  # an administrator of another organisation
        ("olga", "Missing"),
        ("rik", "Forbidden"),  # a reader of the same group
        ("peter", "Forbidden"),
        ("joost", "Missing"),
        ("", "Missing"),
    ],
)
def test_who_ends_a_membership(stage: Stage, who: str, answer: str) -> None:
    assert stage.is_refused(who, "end_membership", the_membership=stage.membership("tender", "sanne")) == answer
    assert stage.sees("sanne", "tender") == (answer != "")


def test_a_steward_of_another_organisation_is_not_put_out_and_the_last_one_stays(stage: Stage) -> None:
    stef, dirk = stage.membership("visie", "stef"), stage.membership("visie", "dirk")

    assert stage.is_refused("fatima", "end_membership", the_membership=stef) == "Forbidden"
    assert stage.is_refused("fatima", "change_role", the_membership=stef, the_role="reader") == "Forbidden"
    stage.does("stef", "end_membership", the_membership=stef)
    stage.does("dirk", "change_role", the_membership=dirk, the_role="member")
    fatima = stage.membership("visie", "fatima")
    assert stage.is_refused("fatima", "end_membership", the_membership=fatima) == "Conflict"
    assert stage.is_refused("fatima", "change_role", the_membership=fatima, the_role="member") == "Conflict"


def test_ending_a_place_in_a_group_ends_those_in_its_rooms(stage: Stage) -> None:
    stage.world.member("kamer-a", "sanne")
    stage.does("fatima", "end_membership", the_membership=stage.membership("tender", "sanne"))

    assert not stage.sees("sanne", "kamer-a")


def test_members_tell_end_and_sponsor_only_to_whom_it_concerns(stage: Stage) -> None:
    tender = stage.world.spaces["tender"]
    peter = stage.world["peter"].affiliation

    def told(who: str) -> list[bool]:
        rows = stage.gets(who, "members", the_space=tender)
        return [one.until is not None for one in rows if one.affiliation_id == peter]

    assert [told(who) for who in ("fatima", "sanne", "peter", "rik", "joost", "")] == [
        [True],
        [False],
        [True],
        [False],
        [],
        [],
    ]


# ---------------------------------------------------------------- whom a steward ended, and who brings back
@pytest.mark.parametrize(
    ("ends", "whom", "brings", "answer"),
    [
        ("fatima", "sanne", "dirk", "Forbidden"),  # a participant's steward, another's person, ended by another
        ("fatima", "sanne", "stef", ""),  # the own person
        ("fatima", "sanne", "fatima", ""),
        ("fatima", "dora", "dirk", ""),  # the own person of the participant
        ("dirk", "sanne", "dirk", ""),  # what one ended oneself
        ("dirk", "sanne", "fatima", ""),  # a steward of a co-owner
        ("dirk", "dora", "stef", ""),
    ],
)
def test_whom_a_steward_ended_comes_back_by_who_may_decide_that(
    stage: Stage, ends: str, whom: str, brings: str, answer: str
) -> None:
    stage.world.person("dora", "Dora Dienst", "dienst")
    stage.world.member("visie", "dora")
    stage.does(ends, "end_membership", the_membership=stage.membership("visie", whom))
    add = {"the_space": stage.world.spaces["visie"], **_whom(stage, whom)}
    listed = {"the_space": stage.world.spaces["visie"], "after_name": "", "after_id": UUID(int=0), "at_most": 50}

    shown = [one.affiliation_id for one in stage.gets(brings, "former_members", **listed)]
    assert (stage.world[whom].affiliation in shown) == (answer == "")
    assert stage.is_refused(brings, "add_member", **add) == answer
    assert stage.may_write(whom, "visie") == (answer == "")


def test_nor_by_a_request_or_a_work_address(stage: Stage) -> None:
    """Whom another organisation's steward ended, a participant's steward brings back by no other door."""
    world = stage.world
    world.keeper.execute("UPDATE plein.space SET form = 'findable' WHERE id = %s", (world.spaces["visie"],))
    stage.does("fatima", "end_membership", the_membership=stage.membership("visie", "sanne"))
    sanne, visie = world["sanne"].affiliation, world.spaces["visie"]
    stage.does("sanne", "ask_to_join", the_group=visie, as_affiliation=sanne, the_word="")
    asked = world.one("SELECT id FROM plein.request WHERE affiliation_id = %s", sanne)
    admits = {"the_group": visie, "the_request": asked, "the_role": "member", "the_word": ""}
    by_address = {"the_space": visie, "the_address": "sanne@meerbergen.example", "the_role": "member", "days": 9}
    made = stage.does("dirk", "add_by_address", **by_address, a_day=9)
    confirms = {"the_request": made, "the_organisation": world.organisations["meerbergen"], "agrees": True}

    assert stage.is_refused("dirk", "answer_request", **admits) == "Forbidden"
    assert stage.is_refused("mehmet", "answer_address", **confirms) == "Forbidden"
    assert not stage.sees("sanne", "visie")
    assert stage.is_refused("stef", "answer_request", **admits) == ""
    assert stage.may_write("sanne", "visie")
