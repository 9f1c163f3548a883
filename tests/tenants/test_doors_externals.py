"""The doors of externals, from the invitation to the end: who may, who may not."""

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


def _ends_all(stage: Stage, who: str = "peter") -> None:
    stage.does("zara", "end_affiliation", the_affiliation=stage.world[who].affiliation, the_why="opdracht klaar")


def test_whom_an_administrator_put_out_of_the_organisation_comes_back_by_her_word_alone(stage: Stage) -> None:
    _ends_all(stage)
    stage.does("fatima", "invite_external", **_invitation(stage))
    assert not _gets_in(stage, "peter")
    invitation = stage.world.items["uitnodiging"]
    values = {"the_invitation": invitation, "is_right": True, "the_sort_name": "naam"}

    ours = stage.gets("zara", "admin_confirmations", the_organisation=stage.world.organisations["zandwijk"])
    assert [one.invitation_id for one in ours] == [invitation]
    for who in ("fatima", "mehmet", "sanne", "peter", "olga"):
        theirs = stage.gets(who, "admin_confirmations", the_organisation=stage.world.organisations["zandwijk"])
        assert theirs == []
        assert stage.is_refused(who, "confirm_taker", **values) in {"Missing", "Forbidden"}
    assert not stage.sees("peter", "kamer-a")
    assert stage.is_refused("zara", "confirm_taker", **values) == ""
    assert stage.sees("peter", "kamer-a")


def test_who_ended_the_own_access_comes_back_by_a_new_invitation(stage: Stage) -> None:
    stage.does("peter", "end_own_access", the_affiliation=stage.world["peter"].affiliation)
    stage.does("fatima", "invite_external", **_invitation(stage))

    assert _gets_in(stage, "peter")


def test_a_new_account_with_the_address_of_whom_an_administrator_put_out_waits_for_her(stage: Stage) -> None:
    _ends_all(stage)
    stage.world.person("nieuw", "Nova Nieuw", issuer="gasten")
    stage.world.keeper.execute(
        "UPDATE plein.session SET address = %s WHERE login_id = %s", (GUEST, stage.world["nieuw"].login_id)
    )
    stage.does("fatima", "invite_external", **_invitation(stage))

    assert not _gets_in(stage, "nieuw")


def test_members_invite_where_the_charter_says_so_and_readers_never(stage: Stage) -> None:
    tender, everyone = stage.world.spaces["tender"], ("sanne", "fatima", "rik", "peter", "kees", "zara", "")

    def who_may() -> list[str]:
        return [who for who in everyone if stage.does(who, "may_invite", the_space=tender)]

    assert who_may() == ["fatima"]
    stage.world.lay(
        "charter",
        id=new_id(),
        group_id=tender,
        number=1,
        status="live",
        inviters="members",
        classification="internal",
        written_by=stage.world["fatima"].affiliation,
        writer_id=stage.world.organisations["zandwijk"],
        written_at=stage.world.now,
    )
    assert who_may() == ["sanne", "fatima"]
    assert stage.is_refused("sanne", "invite_external", **_invitation(stage, "sanne", "tender")) == ""
    for who, answer in {"rik": "Forbidden", "peter": "Forbidden", "kees": "Missing", "zara": "Missing"}.items():
        assert stage.is_refused(who, "invite_external", **_invitation(stage, who, "tender")) == answer


def test_whom_a_steward_put_out_a_member_does_not_bring_back(stage: Stage) -> None:
    stage.world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment(), ended_by = 'steward' WHERE id = %s",
        (stage.membership("tender", "peter"),),
    )
    stage.does("fatima", "invite_external", **_invitation(stage, space="tender"))
    stage.world.keeper.execute(
        "UPDATE plein.membership SET role = 'member' WHERE id = %s", (stage.membership("tender", "fatima"),)
    )
    assert _accept(stage, "peter") == "Conflict"
    stage.world.keeper.execute(
        "UPDATE plein.membership SET role = 'steward' WHERE id = %s", (stage.membership("tender", "fatima"),)
    )
    assert _gets_in(stage, "peter")


def test_the_terms_that_were_shown_are_accepted_with_the_invitation(stage: Stage) -> None:
    stage.does("zara", "publish_terms", the_organisation=stage.world.organisations["zandwijk"], the_text="Nieuw.")
    stage.world.person("nieuw", "Nova Nieuw", issuer="gasten")
    stage.does("fatima", "invite_external", **_invitation(stage, the_address="nieuw@firma.example"))
    values = {"the_proof": LINK, "the_session": stage.world["nieuw"].proof, "the_shown": "Nova", "the_sort_name": "n"}

    assert stage.is_refused("nieuw", "accept_invitation", **values) == "Conflict"
    assert stage.is_refused("nieuw", "accept_invitation", **values, the_terms=2) == "Conflict"
    assert stage.is_refused("nieuw", "accept_invitation", **values, the_terms=1) == ""
    assert stage.sees("nieuw", "kamer-a")
    assert stage.logged("zandwijk", "terms.accepted") == 1


def test_an_address_is_known_to_who_may_see_its_person_and_to_nobody_else(stage: Stage) -> None:
    def known(who: str, address: str, space: str = "kamer-a") -> list[tuple[str, str]]:
        values = {
            "the_space": stage.world.spaces[space],
            "the_sponsor": stage.world[who].affiliation,
            "the_address": address,
        }
        return [(one.kind, one.shown) for one in stage.gets(who, "known_address", **values)]

    assert known("fatima", "Peter@firma.example") == [("external", "Peter Aalbers")]
    assert known("fatima", "kees@zandwijk.example") == [("staff", "Kees Prins")]
    assert known("fatima", "bas@firma.example") == []  # of another organisation
    assert known("fatima", "ivo@firma.example") == []  # sees no space of hers now, wrote nowhere
    assert known("kees", "peter@firma.example") == []
    assert known("peter", "karin@firma.example") == []


def test_two_who_send_again_at_once_do_not_mail_a_dead_link(stage: Stage) -> None:
    stage.does("fatima", "invite_external", **_invitation(stage))
    values = {"the_invitation": stage.world.items["uitnodiging"], "days": 14}

    one = hashlib.sha256(b"second").digest()
    assert stage.is_refused("fatima", "resend_invitation", **values, the_proof=one, the_generation=2) == ""
    assert stage.is_refused("zara", "resend_invitation", **values, the_proof=one, the_generation=2) == "Conflict"
