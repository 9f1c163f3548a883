"""The doors of groups, rooms and parties: who may, who may not, and what was once found to leak."""

from datetime import timedelta

import pytest

from tests.tenants.stage import Stage
from tests.world import FOREVER


def _found(stage: Stage, who: str = "fatima", form: str = "closed") -> None:
    stage.world.spaces["nieuw"] = stage.does(
        who,
        "found_group",
        as_affiliation=stage.world[who].affiliation,
        the_title="Nieuw",
        the_purpose="",
        the_form=form,
        the_end=FOREVER,
    )


def _propose(
    stage: Stage, organisation: str, *, role: str = "participant", reach: str = "all", who: str = "fatima"
) -> None:
    stage.world.items["voorstel"] = stage.does(
        who,
        "propose_party",
        the_group=stage.world.spaces["nieuw"],
        the_organisation=stage.world.organisations[organisation],
        the_domain=None,
        the_role=role,
        the_reach=reach,
        days=30,
    )


def _answer(stage: Stage, who: str, organisation: str, *, agrees: bool | None = True) -> str:
    answer: str = stage.does(
        who,
        "answer_proposal",
        the_proposal=stage.world.items["voorstel"],
        the_organisation=stage.world.organisations[organisation],
        agrees=agrees,
    )
    return answer


def _party(stage: Stage, organisation: str, *admins: str, role: str = "participant", reach: str = "all") -> None:
    _propose(stage, organisation, role=role, reach=reach)
    for who in admins:
        _answer(stage, who, next(iter(stage.world[who].affiliations)))


@pytest.mark.parametrize(
    ("who", "answer"),
    [("fatima", ""), ("kees", ""), ("peter", "Forbidden"), ("gone", "Forbidden"), ("sara", "Forbidden")],
)
def test_staff_found_a_group_and_externals_do_not(stage: Stage, who: str, answer: str) -> None:
    stage.world.people["sara"] = stage.world["slaap"]
    affiliation = stage.world[who].affiliation
    form = {"the_title": "Nieuw", "the_purpose": "", "the_form": "closed", "the_end": FOREVER}

    assert stage.is_refused(who, "found_group", as_affiliation=affiliation, **form) == answer


def test_a_group_is_founded_only_as_oneself(stage: Stage) -> None:
    form = {"the_title": "Nieuw", "the_purpose": "", "the_form": "closed", "the_end": FOREVER}
    sanne = stage.world["sanne"].affiliation

    assert stage.is_refused("fatima", "found_group", as_affiliation=sanne, **form) == "Forbidden"
    assert stage.is_refused("", "found_group", as_affiliation=sanne, **form) == "Forbidden"


def test_the_organisations_policy_lets_only_administrators_found(stage: Stage) -> None:
    stage.world.keeper.execute("UPDATE plein.organisation SET founders = 'administrators'")
    form = {"the_title": "Nieuw", "the_purpose": "", "the_form": "closed", "the_end": FOREVER}

    for who, answer in (("fatima", "Forbidden"), ("zara", "")):
        affiliation = stage.world[who].affiliation
        assert stage.is_refused(who, "found_group", as_affiliation=affiliation, **form) == answer


def test_a_party_comes_in_when_its_administrator_and_every_owners_agree(stage: Stage) -> None:
    _found(stage, form="open")
    _propose(stage, "meerbergen")

    assert _answer(stage, "mehmet", "meerbergen") == "open"
    assert not stage.sees("sanne", "nieuw")
    assert _answer(stage, "zara", "zandwijk") == "taken"
    assert stage.sees("sanne", "nieuw")
    assert not stage.sees("joost", "nieuw")
    assert stage.logged("meerbergen", "party.began") == 1
    assert stage.logged("oosterdiep", "party.began") == 0


def test_no_answer_is_a_refusal_not_consent(stage: Stage) -> None:
    _found(stage)
    _propose(stage, "meerbergen")

    assert _answer(stage, "mehmet", "meerbergen", agrees=None) == "refused"


@pytest.mark.parametrize(
    ("who", "organisation"), [("sanne", "meerbergen"), ("olga", "oosterdiep"), ("zara", "meerbergen"), ("", "zandwijk")]
)
def test_only_administrators_concerned_answer_a_proposal(stage: Stage, who: str, organisation: str) -> None:
    _found(stage)
    _propose(stage, "meerbergen")

    assert (
        stage.is_refused(
            who,
            "answer_proposal",
            the_proposal=stage.world.items["voorstel"],
            the_organisation=stage.world.organisations[organisation],
            agrees=True,
        )
        == "Missing"
    )


@pytest.mark.parametrize(
    ("who", "answer"),
    [("dirk", "Forbidden"), ("sanne", "Forbidden"), ("kees", "Forbidden"), ("joost", "Missing"), ("zara", "Forbidden")],
)
def test_only_stewards_of_a_co_owner_propose(stage: Stage, who: str, answer: str) -> None:
    proposal = {"the_domain": None, "the_role": "participant", "the_reach": "all", "days": 30}
    group, organisation = stage.world.spaces["visie"], stage.world.organisations["oosterdiep"]

    assert stage.is_refused(who, "propose_party", the_group=group, the_organisation=organisation, **proposal) == answer


def test_a_square_has_one_party_for_ever(stage: Stage) -> None:
    square = stage.world.squares["zandwijk"]
    stage.world.member("plein-zandwijk", "fatima", "steward")
    proposal = {"the_domain": None, "the_role": "participant", "the_reach": "all", "days": 30}
    organisation = stage.world.organisations["meerbergen"]

    assert (
        stage.is_refused("fatima", "propose_party", the_group=square, the_organisation=organisation, **proposal)
        == "Conflict"
    )
    assert stage.is_refused("fatima", "archive_space", the_space=square, is_archived=True) == "Conflict"
    assert stage.is_refused("fatima", "create_room", the_group=square, the_title="x", the_purpose="") == "Conflict"
    zandwijk = stage.world.organisations["zandwijk"]
    assert stage.is_refused("zara", "leave_party", the_group=square, the_organisation=zandwijk) == "Conflict"


def test_an_unlisted_organisation_is_proposed_by_domain_with_the_same_answer_whether_it_exists(stage: Stage) -> None:
    _found(stage)
    stage.world.organisation("geheim", "Geheim BV", firm=True, listed=False)
    form = {"the_organisation": None, "the_role": "participant", "the_reach": "all", "days": 30}
    for domain in ("geheim.example", "bestaat-niet.example"):
        stage.does("fatima", "propose_party", the_group=stage.world.spaces["nieuw"], the_domain=domain, **form)
    with stage.engine.connect() as connection:
        connection.info["entered"] = True
        connection.exec_driver_sql("SELECT plein.enter(%s)", (stage.world["fatima"].proof,))
        seen = connection.exec_driver_sql(
            "SELECT role, reach, status FROM plein.proposal WHERE group_id = %s", (stage.world.spaces["nieuw"],)
        ).all()
    assert [tuple(one) for one in seen] == [("participant", "all", "open")] * 2

    # An administrator of the co-owner reads and answers both alike.
    zandwijk = stage.world.organisations["zandwijk"]
    rows = [
        one
        for one in stage.gets("zara", "admin_proposals", the_organisation=zandwijk)
        if one.group_id == stage.world.spaces["nieuw"]
    ]
    assert {(one.named, one.reach, tuple(one.waits_for)) for one in rows} == {
        ("geheim.example", "all", ("Gemeente Zandwijk", "geheim.example")),
        ("bestaat-niet.example", "all", ("Gemeente Zandwijk", "bestaat-niet.example")),
    }
    for one in rows:
        assert (
            stage.does("zara", "answer_proposal", the_proposal=one.id, the_organisation=zandwijk, agrees=True) == "open"
        )
    mails = stage.world.rows("SELECT count(*) FROM plein.outbox WHERE kind = 'parties.proposal'")
    assert mails == [(2,)]


def test_a_firm_that_is_not_alone_reaches_only_those_named(stage: Stage) -> None:
    _found(stage, form="open")
    stage.world.person("lies", "Lies Landwijs", "landwijs:administrator")
    form = {"the_organisation": None, "the_role": "participant", "the_reach": "all", "days": 30}
    nieuw = stage.world.spaces["nieuw"]
    stage.world.items["voorstel"] = stage.does(
        "fatima", "propose_party", the_group=nieuw, the_domain="landwijs.example", **form
    )
    _answer(stage, "zara", "zandwijk")
    _answer(stage, "lies", "landwijs")

    assert stage.world.one("SELECT reach FROM plein.party WHERE group_id = %s AND reach = 'named'", nieuw) == "named"
    assert not stage.sees("lars", "nieuw")


def test_a_live_agreement_that_excludes_joint_groups_refuses_a_party(stage: Stage) -> None:
    stage.world.keeper.execute("UPDATE plein.agreement SET joint_groups = false WHERE title = 'gids'")
    _found(stage)
    _propose(stage, "kaart")
    _answer(stage, "kaart", "kaart")

    with pytest.raises(Exception, match="sluit gezamenlijke groepen uit"):
        _answer(stage, "zara", "zandwijk")


def test_a_party_that_left_returns_without_its_people(stage: Stage) -> None:
    meerbergen = stage.world.organisations["meerbergen"]
    stage.does("mehmet", "leave_party", the_group=stage.world.spaces["tender"], the_organisation=meerbergen)
    assert not stage.sees("sanne", "tender")
    assert not stage.sees("bas", "kamer-b")

    stage.world.spaces["nieuw"] = stage.world.spaces["tender"]
    _party(stage, "meerbergen", "zara", "mehmet")

    assert not stage.sees("sanne", "tender")
    assert not stage.sees("bas", "kamer-b")
    assert not stage.sees("rik", "tender")


def test_the_last_owner_leaves_only_an_archived_group(stage: Stage) -> None:
    _found(stage)
    zandwijk, nieuw = stage.world.organisations["zandwijk"], stage.world.spaces["nieuw"]

    assert stage.is_refused("zara", "leave_party", the_group=nieuw, the_organisation=zandwijk) == "Conflict"
    assert stage.is_refused("fatima", "leave_party", the_group=nieuw, the_organisation=zandwijk) == "Missing"
    stage.does("fatima", "archive_space", the_space=nieuw, is_archived=True)
    assert stage.is_refused("zara", "leave_party", the_group=nieuw, the_organisation=zandwijk) == ""


def test_a_room_of_an_archived_group_is_read_and_not_written(stage: Stage) -> None:
    room = stage.world.spaces["oud-kamer"]
    add = {"the_space": room, "the_affiliation": stage.world["kees"].affiliation, "the_role": "member"}

    assert stage.sees("sanne", "oud-kamer")
    assert not stage.may_write("sanne", "oud-kamer")
    assert stage.is_refused("fatima", "add_member", **add) == "Conflict"
    assert stage.is_refused("fatima", "rename_space", the_space=room, the_title="x", the_purpose="") == "Conflict"
    assert (
        stage.is_refused("fatima", "create_room", the_group=stage.world.spaces["oud"], the_title="x", the_purpose="")
        == "Conflict"
    )
    assert stage.is_refused("sanne", "end_membership", the_membership=stage.membership("oud-kamer", "sanne")) == ""


def test_a_steward_of_a_group_sees_nothing_of_a_room_that_another_made(stage: Stage) -> None:
    visie = stage.world.spaces["visie"]
    stage.world.spaces["nieuw"] = stage.does("stef", "create_room", the_group=visie, the_title="Kamer", the_purpose="")

    assert stage.sees("stef", "nieuw")
    assert not stage.sees("fatima", "nieuw")
    for who, answer in (("sanne", "Forbidden"), ("joost", "Missing")):
        assert stage.is_refused(who, "create_room", the_group=visie, the_title="x", the_purpose="") == answer
    assert (
        stage.is_refused("fatima", "rename_space", the_space=stage.world.spaces["nieuw"], the_title="x", the_purpose="")
        == "Missing"
    )
    assert (
        stage.is_refused("fatima", "archive_space", the_space=stage.world.spaces["nieuw"], is_archived=True)
        == "Missing"
    )


def test_a_proposal_that_ran_out_is_not_answered(stage: Stage) -> None:
    _found(stage)
    _propose(stage, "meerbergen")
    stage.world.later(days=31)
    answer = {
        "the_proposal": stage.world.items["voorstel"],
        "the_organisation": stage.world.organisations["meerbergen"],
    }

    assert stage.is_refused("mehmet", "answer_proposal", **answer, agrees=True) == "Conflict"
    _propose(stage, "meerbergen")  # and the name is free again


@pytest.mark.parametrize(
    ("who", "answer"), [("fatima", ""), ("zara", ""), ("mehmet", "Missing"), ("sanne", "Missing"), ("", "Missing")]
)
def test_who_takes_a_proposal_back(stage: Stage, who: str, answer: str) -> None:
    _found(stage)
    _propose(stage, "meerbergen")

    assert stage.is_refused(who, "withdraw_proposal", the_proposal=stage.world.items["voorstel"]) == answer


def test_an_end_that_has_passed_is_refused(stage: Stage) -> None:
    form = {
        "the_title": "Nieuw",
        "the_purpose": "",
        "the_form": "closed",
        "the_end": stage.world.now - timedelta(days=1),
    }

    assert (
        stage.is_refused("fatima", "found_group", as_affiliation=stage.world["fatima"].affiliation, **form) == "Invalid"
    )
