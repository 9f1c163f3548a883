"""The doors of externals, of an organisation's own people and of agreements: who may, who may not."""

import hashlib
import threading
from datetime import timedelta
from typing import Any

import pytest

from tenants.ids import new_id
from tests.tenants.stage import Stage

LINK = hashlib.sha256(b"the secret of a link").digest()
GUEST = "peter@firma.example"


def _invitation(stage: Stage, who: str = "fatima", space: str = "kamer-a", **changes: object) -> dict[str, Any]:
    stage.world.items["uitnodiging"] = new_id()
    values: dict[str, Any] = {
        "the_id": stage.world.items["uitnodiging"],
        "the_space": stage.world.spaces[space],
        "the_sponsor": stage.world[who].affiliation if who else None,
        "the_role": "member",
        "the_shown": "Peter Aalbers",
        "the_employer": "Bureau Landwijs",
        "the_address": GUEST,
        "the_proof": LINK,
        "the_access_until": stage.world.now + timedelta(days=30),
        "days": 14,
    }
    return values | changes


def _accept(stage: Stage, who: str) -> str:
    one = stage.world[who]
    return stage.is_refused(
        who, "accept_invitation", the_proof=LINK, the_session=one.proof, the_shown="Naam", the_sort_name="naam"
    )


def _gets_in(stage: Stage, who: str) -> bool:
    one = stage.world[who]
    values = {"the_session": one.proof, "the_shown": "Naam", "the_sort_name": "naam"}
    return stage.does(who, "accept_invitation", the_proof=LINK, **values) is not None


@pytest.mark.parametrize(
    ("who", "space", "answer"),
    [
        ("fatima", "kamer-a", ""),
        ("fatima", "tender", ""),
        ("sanne", "tender", "Forbidden"),  # a member, no steward
        ("joost", "tender", "Missing"),
        ("peter", "tender", "Forbidden"),
        ("zara", "kamer-a", "Missing"),  # administers, is no member
        ("fatima", "oud", "Conflict"),
        ("fatima", "oud-kamer", "Conflict"),
        ("", "tender", "Missing"),
    ],
)
def test_stewards_invite_where_they_write(stage: Stage, who: str, space: str, answer: str) -> None:
    assert stage.is_refused(who, "invite_external", **_invitation(stage, who, space)) == answer


def test_nobody_is_invited_into_a_square(stage: Stage) -> None:
    stage.world.member("plein-zandwijk", "fatima", "steward")

    assert stage.is_refused("fatima", "invite_external", **_invitation(stage, space="plein-zandwijk")) == "Conflict"


def test_a_sponsor_who_was_not_asked_is_no_sponsor(stage: Stage) -> None:
    for other in (stage.world["sanne"].affiliation, stage.world["zara"].affiliation, None):
        assert stage.is_refused("fatima", "invite_external", **_invitation(stage, the_sponsor=other)) == "Forbidden"


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"the_address": "kees@zandwijk.example"}, "Invalid"),
        ({"the_address": "KEES@Zandwijk.example"}, "Invalid"),
        ({"days": 0, "the_access_until": "gisteren"}, "Invalid"),
        ({"the_access_until": "te laat"}, "Invalid"),
        ({"the_access_until": None}, "Conflict"),
        ({"the_role": "steward"}, "Conflict"),
        ({"the_role": None}, "Conflict"),
    ],
)
def test_an_invitation_of_the_wrong_form_is_refused(stage: Stage, changes: dict[str, Any], answer: str) -> None:
    moments = {"gisteren": stage.world.now - timedelta(days=1), "te laat": stage.world.now + timedelta(days=185)}
    until = changes.get("the_access_until")
    if isinstance(until, str):
        changes = changes | {"the_access_until": moments[until]}

    assert stage.is_refused("fatima", "invite_external", **_invitation(stage, **changes)) == answer


def test_the_addressee_comes_in_and_sees_that_one_space_until_the_end(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage))

    assert _gets_in(stage, "peter")
    assert stage.sees("peter", "kamer-a")
    assert not stage.sees("peter", "kamer-b")
    assert _accept(stage, "peter") == "Missing"  # a link works once
    stage.world.later(days=31)
    assert not stage.sees("peter", "kamer-a")


def test_who_has_another_address_waits_for_the_sponsor_alone(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage, the_address="iemand@anders.example"))
    confirm = {"the_invitation": stage.world.items["uitnodiging"], "the_sort_name": "naam"}

    assert not _gets_in(stage, "karin")
    for who, answer in (("kees", "Missing"), ("sanne", "Missing"), ("zara", "Forbidden"), ("olga", "Missing")):
        assert stage.is_refused(who, "confirm_taker", is_right=True, **confirm) == answer
    stage.does("fatima", "confirm_taker", is_right=True, **confirm)
    assert stage.sees("karin", "kamer-a")
    assert stage.is_refused("fatima", "confirm_taker", is_right=True, **confirm) == "Conflict"


def test_no_answer_about_a_taker_is_a_refusal(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage, space="tender", the_address="iemand@anders.example"))
    _gets_in(stage, "karin")
    stage.does(
        "fatima", "confirm_taker", the_invitation=stage.world.items["uitnodiging"], is_right=None, the_sort_name="x"
    )

    assert not stage.sees("karin", "tender")


def test_staff_of_the_organisation_are_never_let_in_as_externals(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage, space="tender"))
    stage.world.keeper.execute("UPDATE plein.session SET address = %s", (GUEST,))

    assert _accept(stage, "kees") == "Conflict"


def test_a_taker_who_became_staff_meanwhile_is_not_let_in(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage, the_address="iemand@anders.example"))
    _gets_in(stage, "karin")
    karin = stage.world["karin"]
    stage.world.keeper.execute(
        "UPDATE plein.affiliation SET person_id = person_id, kind = kind WHERE id = %s", (karin.affiliation,)
    )
    stage.world.lay(
        "affiliation",
        id=new_id(),
        person_id=karin.person_id,
        organisation_id=stage.world.organisations["zandwijk"],
        kind="staff",
        shown="Karin",
        sort_name="karin",
        source="sign-in",
        since=stage.world.now,
    )
    confirm = {"the_invitation": stage.world.items["uitnodiging"], "is_right": True, "the_sort_name": "naam"}

    assert stage.is_refused("fatima", "confirm_taker", **confirm) == "Conflict"


def test_an_invitation_does_not_open_after_its_sponsor_lost_the_room(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage))
    stage.world.member("kamer-a", "kees", "steward")
    stage.does("fatima", "end_membership", the_membership=stage.membership("kamer-a", "fatima"))

    assert stage.gets("", "door_invitation", the_proof=LINK) == []
    assert stage.gets("peter", "invitation_terms", the_proof=LINK) == []
    assert _accept(stage, "peter") == "Missing"


@pytest.mark.parametrize("how", ["archived", "suspended", "party", "run out", "withdrawn", "refused"])
def test_an_invitation_asks_everything_again(stage: Stage, how: str) -> None:
    world = stage.world
    stage.does("fatima", "invite_external", **_invitation(stage))
    zandwijk, tender = world.organisations["zandwijk"], world.spaces["tender"]
    match how:
        case "archived":
            stage.does("fatima", "archive_space", the_space=tender, is_archived=True)
        case "suspended":
            world.keeper.execute("UPDATE plein.organisation SET status = 'suspended' WHERE id = %s", (zandwijk,))
        case "party":
            stage.does("zara", "leave_party", the_group=tender, the_organisation=zandwijk)
        case "run out":
            world.later(days=15)
        case "withdrawn":
            stage.does("zara", "withdraw_invitation", the_invitation=world.items["uitnodiging"])
        case "refused":
            stage.does("peter", "refuse_invitation", the_proof=LINK)

    assert stage.gets("", "door_invitation", the_proof=LINK) == []
    assert _accept(stage, "peter") == "Missing"


def test_before_signing_in_a_link_tells_who_invites_and_not_where_to(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage))

    told = stage.gets("", "door_invitation", the_proof=LINK)

    assert [(one.organisation, one.sponsor) for one in told] == [("Gemeente Zandwijk", "Fatima El Idrissi")]
    assert "Kamer Kade" not in str(told)


def test_two_clicks_at_once_let_one_person_in_once(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage))
    answers: list[str] = []

    clicks = [threading.Thread(target=lambda: answers.append(_accept(stage, "peter"))) for _ in range(4)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()

    assert sorted(answers) == ["", "Missing", "Missing", "Missing"]
    assert stage.logged("zandwijk", "invitation.accepted") == 1


def test_a_place_bound_to_another_login_does_not_open_to_this_one(stage: Stage) -> None:
    other = stage.world.second_login("karin", "karin-elders", "oosterdiep")
    stage.does(
        "fatima", "invite_external", **_invitation(stage, space="tender", the_address="karin-elders@firma.example")
    )

    assert _accept(stage, "karin-elders") == "Conflict"
    assert not stage.sees("karin-elders", "kamer-a")
    assert other.affiliations == {}


def test_an_external_whom_an_administrator_took_out_comes_back_through_an_administrator(stage: Stage) -> None:
    stage.does("zara", "end_membership", the_membership=stage.membership("kamer-a", "karin"))
    stage.does("fatima", "invite_external", **_invitation(stage, the_address="karin@firma.example"))

    assert not _gets_in(stage, "karin")
    confirm = {"the_invitation": stage.world.items["uitnodiging"], "is_right": True, "the_sort_name": "naam"}
    assert stage.is_refused("fatima", "confirm_taker", **confirm) == "Forbidden"
    stage.does("zara", "confirm_taker", **confirm)
    assert stage.sees("karin", "kamer-a")


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("fatima", ""),
        ("zara", ""),
        ("sanne", "Missing"),
        ("mehmet", "Missing"),
        ("peter", "Missing"),
        ("kees", "Missing"),
    ],
)
def test_the_sponsor_or_an_administrator_extends_an_external(stage: Stage, who: str, answer: str) -> None:
    peter, until = stage.membership("tender", "peter"), stage.world.now + timedelta(days=100)

    assert stage.is_refused(who, "extend_external", the_membership=peter, the_until=until) == answer
    stage.world.later(days=80)
    assert stage.sees("peter", "tender") == (answer == "")


def test_an_extension_keeps_to_the_term_and_to_a_live_sponsor_and_revives_nobody(stage: Stage) -> None:
    peter, now = stage.membership("tender", "peter"), stage.world.now

    for until in (now - timedelta(days=1), now + timedelta(days=185)):
        assert stage.is_refused("fatima", "extend_external", the_membership=peter, the_until=until) == "Invalid"
    ivo = stage.membership("tender", "ivo")
    later = now + timedelta(days=100)
    assert stage.is_refused("fatima", "extend_external", the_membership=ivo, the_until=later) == "Conflict"
    stage.world.keeper.execute(
        "UPDATE plein.membership SET role = 'reader' WHERE id = %s", (stage.membership("tender", "fatima"),)
    )
    assert stage.is_refused("fatima", "extend_external", the_membership=peter, the_until=later) == "Conflict"


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
    people = {"the_kind": "staff", "prefix": "", "after_name": "", "after_id": new_id(), "at_most": 50}
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
    assert writes("rik", rik, "administrator.appointed", sanne) == "Forbidden"
    note = {"organisations": [world.organisations["zandwijk"]], "as_affiliation": rik, "the_verb": "x"}
    assert stage.is_refused("rik", "note", **note, the_kind="x", the_thing=rik) == "Fenced"
