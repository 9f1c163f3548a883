"""The doors of terms of use: who writes them, who accepts them, and that nobody counts who has not."""

import pytest

from tests.tenants.stage import Stage

TEXT = "Houd je aan de afspraken."


def _publish(stage: Stage, who: str = "zara", organisation: str = "zandwijk", text: str = TEXT) -> int:
    found: int = stage.does(
        who, "publish_terms", the_organisation=stage.world.organisations[organisation], the_text=text
    )
    return found


def _accept(stage: Stage, who: str, number: int, of: str = "peter") -> str:
    values = {"the_affiliation": stage.world[of].affiliation, "the_number": number}
    return stage.is_refused(who, "accept_terms", **values)


@pytest.mark.parametrize("who", ["fatima", "mehmet", "olga", "peter", "kees", "gone", "eerder", "later", ""])
def test_only_an_administrator_of_that_organisation_writes_terms(stage: Stage, who: str) -> None:
    values = {"the_organisation": stage.world.organisations["zandwijk"], "the_text": TEXT}

    assert stage.is_refused(who, "publish_terms", **values) == "Missing"
    assert stage.gets(who, "terms_of", the_organisation=values["the_organisation"]) == []


def test_a_version_is_numbered_and_the_same_text_makes_none(stage: Stage) -> None:
    assert [_publish(stage), _publish(stage), _publish(stage, text="Anders."), _publish(stage)] == [1, 1, 2, 3]
    assert _publish(stage, "mehmet", "meerbergen") == 1
    assert stage.logged("zandwijk", "terms.published") == 3
    found = stage.gets("zara", "terms_of", the_organisation=stage.world.organisations["zandwijk"])
    assert [(one.number, one.text, one.made_by) for one in found] == [
        (3, TEXT, "Zara Vos"),
        (2, "Anders.", "Zara Vos"),
        (1, TEXT, "Zara Vos"),
    ]


@pytest.mark.parametrize("text", ["", "  ", None, "x" * 20_001])
def test_terms_say_something_and_not_too_much(stage: Stage, text: str | None) -> None:
    values = {"the_organisation": stage.world.organisations["zandwijk"], "the_text": text}

    assert stage.is_refused("zara", "publish_terms", **values) == "Invalid"


def test_an_external_sees_nothing_until_the_version_in_force_is_accepted(stage: Stage) -> None:
    assert stage.sees("peter", "tender")
    _publish(stage)

    assert not stage.sees("peter", "tender")
    assert not stage.may_write("peter", "tender")
    assert stage.gets("peter", "members", the_space=stage.world.spaces["tender"]) == []
    assert stage.sees("fatima", "tender")  # staff accept nothing
    assert stage.sees("bas", "kamer-b")  # the terms of another organisation

    assert _accept(stage, "peter", 1) == ""
    assert stage.sees("peter", "tender")
    _publish(stage, text="Nieuw.")
    assert not stage.sees("peter", "tender")
    assert _accept(stage, "peter", 1) == "Conflict"
    assert _accept(stage, "peter", 2) == ""
    assert stage.sees("peter", "tender")
    assert stage.logged("zandwijk", "terms.accepted") == 2


@pytest.mark.parametrize("who", ["karin", "zara", "fatima", "bas", "joost", ""])
def test_nobody_accepts_in_the_name_of_another(stage: Stage, who: str) -> None:
    _publish(stage)

    assert _accept(stage, who, 1) == "Missing"
    assert not stage.sees("peter", "tender")


def test_accepting_twice_is_accepting_once_and_a_version_that_is_not_there_is_none(stage: Stage) -> None:
    assert _accept(stage, "peter", 0) == "Conflict"
    _publish(stage)
    assert _accept(stage, "peter", 2) == "Conflict"
    assert [_accept(stage, "peter", 1), _accept(stage, "peter", 1)] == ["", ""]
    assert stage.logged("zandwijk", "terms.accepted") == 1


def test_staff_and_who_has_ended_accept_nothing(stage: Stage) -> None:
    _publish(stage)

    assert _accept(stage, "fatima", 1, of="fatima") == "Missing"
    assert _accept(stage, "uit", 1, of="uit") == "Missing"
    assert stage.gets("uit", "owed_terms") == []


def test_the_administrator_sees_who_accepted_which_version_and_no_other_organisations(stage: Stage) -> None:
    _publish(stage)
    _accept(stage, "peter", 1)
    asked = {"after_name": "", "after_id": "00000000-0000-0000-0000-000000000000", "at_most": 100}

    ours = stage.gets("zara", "terms_takers", the_organisation=stage.world.organisations["zandwijk"], **asked)

    assert {one.shown: one.number for one in ours}["Peter Aalbers"] == 1
    assert {one.shown: one.number for one in ours}["Karin Kade"] == 0
    assert "Bas Bouw" not in {one.shown for one in ours}
    for who in ("mehmet", "fatima", "peter", ""):
        assert stage.gets(who, "terms_takers", the_organisation=stage.world.organisations["zandwijk"], **asked) == []


def test_who_belongs_to_the_organisation_reads_the_terms_in_force(stage: Stage) -> None:
    _publish(stage)
    for who, numbers in {"peter": [1], "kees": [1], "sanne": [], "bas": [], "gone": [], "": []}.items():
        found = stage.gets(who, "current_terms", the_organisation=stage.world.organisations["zandwijk"])
        assert [one.number for one in found] == numbers, who
