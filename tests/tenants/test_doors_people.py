"""The doors of an organisation's own people, agreements and lists: who may, who may not."""

import threading
from datetime import timedelta

import pytest

from tenants.ids import new_id
from tests.tenants.stage import Stage


@pytest.mark.parametrize(
    ("who", "whom", "answer"),
    [
        ("zara", "kees", ""),
        ("zara", "peter", ""),
        ("peter", "peter", ""),  # one's own external affiliation
        ("kees", "kees", "Missing"),  # not one's own as staff
        ("mehmet", "kees", "Missing"),
        ("fatima", "peter", "Missing"),
        ("zara", "zara", "Conflict"),  # the last administrator
        ("", "kees", "Missing"),
    ],
)
def test_who_ends_an_affiliation(stage: Stage, who: str, whom: str, answer: str) -> None:
    end = {"the_affiliation": stage.world[whom].affiliation, "the_why": "uit dienst"}

    assert stage.is_refused(who, "end_affiliation", **end) == answer


def test_ending_an_affiliation_ends_its_memberships_and_sight_at_once(stage: Stage) -> None:
    stage.does("zara", "end_affiliation", the_affiliation=stage.world["fatima"].affiliation, the_why="")

    assert not stage.sees("fatima", "tender")
    assert not stage.sees("fatima", "plein-zandwijk")
    assert stage.sees("peter", "tender")  # the sponsor's own end does not cut the external


def test_administrators_appoint_staff_and_never_withdraw_the_last(stage: Stage) -> None:
    kees, zara = stage.world["kees"].affiliation, stage.world["zara"].affiliation

    assert stage.is_refused("zara", "appoint", the_affiliation=zara, the_role="member") == "Conflict"
    assert stage.is_refused("mehmet", "appoint", the_affiliation=kees, the_role="administrator") == "Missing"
    assert stage.is_refused("kees", "appoint", the_affiliation=kees, the_role="administrator") == "Missing"
    peter = stage.world["peter"].affiliation
    assert stage.is_refused("zara", "appoint", the_affiliation=peter, the_role="administrator") == "Missing"
    stage.does("zara", "appoint", the_affiliation=kees, the_role="administrator")
    stage.does("kees", "appoint", the_affiliation=zara, the_role="member")
    assert stage.is_refused("kees", "end_affiliation", the_affiliation=kees, the_why="") == "Conflict"


def test_two_last_administrators_do_not_withdraw_one_another(stage: Stage) -> None:
    kees, zara = stage.world["kees"].affiliation, stage.world["zara"].affiliation
    stage.does("zara", "appoint", the_affiliation=kees, the_role="administrator")

    both = [
        threading.Thread(target=lambda: stage.is_refused("zara", "appoint", the_affiliation=kees, the_role="member")),
        threading.Thread(target=lambda: stage.is_refused("kees", "appoint", the_affiliation=zara, the_role="member")),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    zandwijk = stage.world.organisations["zandwijk"]
    query = "SELECT count(*) FROM plein.affiliation WHERE organisation_id = %s AND role = 'administrator'"
    query += " AND since <= plein.moment() AND until > plein.moment()"
    assert stage.world.one(query, zandwijk) == 1


def test_two_last_stewards_do_not_leave_at_once(stage: Stage) -> None:
    stage.world.member("tender", "stef", "steward")
    both = [
        threading.Thread(
            target=stage.is_refused,
            args=(who, "end_membership"),
            kwargs={"the_membership": stage.membership("tender", who)},
        )
        for who in ("fatima", "stef")
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [stage.sees(who, "tender") for who in ("fatima", "stef")].count(True) == 1


def test_an_agreement_is_signed_by_every_side_and_shows_the_staff(stage: Stage) -> None:
    world = stage.world
    mine, theirs = world.organisations["meerbergen"], world.organisations["dienst"]
    form = {
        "the_title": "Samen",
        "is_directory": True,
        "is_joint_groups": True,
        "is_questions": False,
        "the_until": world.now + timedelta(days=300),
    }
    assert stage.is_refused("sanne", "propose_agreement", the_organisation=mine, others=[theirs], **form) == "Missing"
    for others in ([], None, [mine], [world.organisations["landwijs"]], [None]):
        assert (
            stage.is_refused("mehmet", "propose_agreement", the_organisation=mine, others=others, **form) == "Invalid"
        )
    agreement = stage.does("mehmet", "propose_agreement", the_organisation=mine, others=[theirs], **form)

    for who, organisation, answer in (("olga", "oosterdiep", "Missing"), ("daan", "meerbergen", "Missing")):
        step = {"the_agreement": agreement, "the_organisation": world.organisations[organisation], "step": "sign"}
        assert stage.is_refused(who, "step_agreement", **step) == answer
    step = {"the_agreement": agreement, "step": "sign"}
    assert stage.does("mehmet", "step_agreement", the_organisation=mine, **step) == "proposed"
    assert stage.does("daan", "step_agreement", the_organisation=theirs, **step) == "signed"
    assert stage.does("daan", "step_agreement", the_agreement=agreement, the_organisation=theirs, step="end") == "ended"


@pytest.mark.parametrize("door", ["admin_groups", "admin_proposals", "admin_waiting"])
def test_lists_of_administrators_open_to_the_own_alone(stage: Stage, door: str) -> None:
    zandwijk = stage.world.organisations["zandwijk"]

    for who in ("", "kees", "fatima", "mehmet", "peter"):
        assert stage.gets(who, door, the_organisation=zandwijk) == []


def test_people_and_places_are_read_by_the_own_administrator_alone(stage: Stage) -> None:
    zandwijk = stage.world.organisations["zandwijk"]
    people = {
        "the_kind": "staff",
        "prefix": "",
        "the_role": "",
        "the_source": "",
        "the_state": "",
        "soon_days": 30,
        "the_order": "name",
        "descending": False,
        "after_key": "",
        "after_id": None,
        "at_most": 50,
    }
    places = {
        "the_affiliation": None,
        "only_externals": True,
        "after_until": stage.world.now - timedelta(days=1),
        "after_id": new_id(),
        "at_most": 50,
    }

    assert len(stage.gets("zara", "admin_people", the_organisation=zandwijk, **people)) > 5
    found = stage.gets("zara", "admin_memberships", the_organisation=zandwijk, **places)
    assert {"Peter Aalbers", "Karin Kade"} <= {one.shown for one in found}
    assert "Bas Bouw" not in {one.shown for one in found}
    for who in ("", "kees", "mehmet", "peter"):
        assert stage.gets(who, "admin_people", the_organisation=zandwijk, **people) == []
        assert stage.gets(who, "admin_memberships", the_organisation=zandwijk, **places) == []


# The first words of verbs that only doors write; also of those that no door writes yet.
OF_DOORS = (
    "group", "room", "space", "party", "membership", "invitation", "external", "affiliation", "administrator",
    "agreement", "operator", "charter", "offer", "request", "emergency", "copy", "policy", "login", "session", "staff",
    "proposal", "sponsorship", "terms", "seal", "bulk",
)  # fmt: skip


def test_nobody_writes_noise_in_another_organisations_log(stage: Stage) -> None:
    world = stage.world
    row = {"the_kind": "item", "the_thing": world.items["bericht-tender"], "the_shown": "x", "the_why": ""}

    def writes(who: str, affiliation: object, verb: str, affected: object) -> str:
        return stage.is_refused(who, "audit", as_affiliation=affiliation, the_verb=verb, affected=affected, **row)

    rik, joost, sanne = (world[one].affiliation for one in ("rik", "joost", "sanne"))
    assert writes("joost", joost, "item.deleted", sanne) == ""  # shares nothing with her: only in the own log
    assert stage.logged("meerbergen", "item.deleted") == 0
    assert writes("joost", sanne, "item.deleted", sanne) == "Missing"
    assert writes("rik", None, "item.deleted", sanne) == "Missing"
    assert writes("", None, "item.deleted", sanne) == "Missing"
    for verb in OF_DOORS:
        assert writes("rik", rik, f"{verb}.done", sanne) == "Forbidden", verb
    for verb in ("", "item", "Item.done", ".done", "item.done.twice", "x y.done", "item.done\n"):
        assert writes("rik", rik, verb, sanne) == "Forbidden", verb
    note = {"organisations": [world.organisations["zandwijk"]], "as_affiliation": rik, "the_verb": "x"}
    assert stage.is_refused("rik", "note", **note, the_kind="x", the_thing=rik) == "Fenced"
