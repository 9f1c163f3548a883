"""Asking for somebody by exact work address: the same answer whether it is anybody's, and who decides."""

from typing import Any
from uuid import UUID

import pytest

from tests.tenants.stage import Stage

NOBODY = "niemand@meerbergen.example"
MEHMET = "mehmet@meerbergen.example"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """Without the question that the cast has asked already."""
    stage.world.keeper.execute("DELETE FROM plein.address_request")
    return stage


def asks(stage: Stage, address: str, *, space: str = "tender", role: str = "member", a_day: int = 20) -> dict[str, Any]:
    return {
        "the_space": stage.world.spaces[space],
        "the_address": address,
        "the_role": role,
        "days": 30,
        "a_day": a_day,
    }


def ask(stage: Stage, address: str = MEHMET, **how: Any) -> UUID:  # noqa: ANN401 - as asks takes them
    made: UUID = stage.does("fatima", "add_by_address", **asks(stage, address, **how))
    return made


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("fatima", ""),
        ("sanne", "Forbidden"),
        ("rik", "Forbidden"),
        ("peter", "Forbidden"),
        ("zara", "Missing"),
        ("kees", "Missing"),
        ("joost", "Missing"),
        ("", "Missing"),
    ],
)
def test_only_a_steward_asks(stage: Stage, who: str, answer: str) -> None:
    for address in (MEHMET, NOBODY):
        assert stage.is_refused(who, "add_by_address", **asks(stage, address)) == answer


ADDRESSES = {
    MEHMET: True,  # staff of a party
    NOBODY: False,
    "joost@oosterdiep.example": False,  # of an organisation that is no party
    "sanne@meerbergen.example": False,  # is in already
    "gone@zandwijk.example": False,  # has left
    "peter@firma.example": False,  # an external
    "MEHMET@Meerbergen.example": True,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_asks_sees_no_difference(stage: Stage, address: str) -> None:
    """Given any address, when a steward asks, asks again and looks, then she is told the same."""
    ask(stage, address)
    again = stage.is_refused("fatima", "add_by_address", **asks(stage, address))
    seen = stage.gets("fatima", "space_addresses", the_space=stage.world.spaces["tender"])

    assert again == "Conflict"
    assert [one.address for one in seen] == [address.lower()]
    assert stage.logged("zandwijk", "membership.asked-by-address") == 1
    assert len(stage.world.rows("SELECT 1 FROM plein.outbox WHERE kind = 'members.address'")) == 1
    found = stage.gets("mehmet", "admin_addresses", the_organisation=stage.world.organisations["meerbergen"])
    assert bool(found) == ADDRESSES[address]


def test_a_refusal_is_told_to_nobody_and_is_not_asked_twice(stage: Stage) -> None:
    made, home, tender = ask(stage), stage.world.organisations["meerbergen"], stage.world.spaces["tender"]
    looks = stage.gets("fatima", "space_addresses", the_space=tender)
    stage.does("mehmet", "answer_address", the_request=made, the_organisation=home, agrees=False)

    assert stage.gets("fatima", "space_addresses", the_space=tender) == looks
    assert stage.is_refused("fatima", "add_by_address", **asks(stage, MEHMET)) == "Conflict"
    assert stage.logged("zandwijk", "membership.refused") == 0
    stage.does("fatima", "withdraw_address", the_request=made)
    ask(stage)
    assert stage.gets("mehmet", "admin_addresses", the_organisation=home) == []
    assert not stage.sees("mehmet", "tender")


def test_only_the_administrator_of_whose_address_it_is_decides(stage: Stage) -> None:
    made, home = ask(stage), stage.world.organisations["meerbergen"]
    yes = {"the_request": made, "agrees": True}
    for who, organisation in (
        ("zara", "meerbergen"),
        ("zara", "zandwijk"),
        ("sanne", "meerbergen"),
        ("fatima", "meerbergen"),
        ("olga", "oosterdiep"),
        ("daan", "dienst"),
        ("peter", "meerbergen"),
        ("", "meerbergen"),
    ):
        refused = stage.is_refused(
            who, "answer_address", **yes, the_organisation=stage.world.organisations[organisation]
        )
        assert refused == "Missing", (who, organisation)
        assert stage.gets(who, "admin_addresses", the_organisation=home) == []
    stage.does("mehmet", "answer_address", **yes, the_organisation=home)
    assert stage.sees("mehmet", "tender")
    assert stage.is_refused("mehmet", "answer_address", **yes, the_organisation=home) == "Conflict"
    assert stage.gets("fatima", "space_addresses", the_space=stage.world.spaces["tender"]) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plein.membership SET role = 'member' WHERE role = 'steward'",
        "UPDATE plein.party SET until = plein.moment() WHERE role = 'owner'",
        "UPDATE plein.space SET archived = true WHERE title = 'Aanbesteding dijk'",
    ],
)
def test_letting_in_asks_everything_again(stage: Stage, change: str) -> None:
    made, home = ask(stage), stage.world.organisations["meerbergen"]
    stage.world.keeper.execute(change.encode())

    refused = stage.is_refused("mehmet", "answer_address", the_request=made, the_organisation=home, agrees=True)
    assert refused == "Conflict"
    assert not stage.sees("mehmet", "tender")


def test_a_question_runs_out_and_is_forgotten(stage: Stage) -> None:
    made, home = ask(stage), stage.world.organisations["meerbergen"]
    stage.world.later(days=31)
    try:
        refused = stage.is_refused("mehmet", "answer_address", the_request=made, the_organisation=home, agrees=True)
        assert refused == "Missing"
        ask(stage)  # may be asked again
    finally:
        stage.world.on_time()


def test_there_are_so_many_questions_in_a_day(stage: Stage) -> None:
    for number in range(3):
        ask(stage, f"iemand-{number}@meerbergen.example", a_day=3)

    for address in (MEHMET, NOBODY):
        for space in ("tender", "visie"):  # counted over all spaces
            refused = stage.is_refused("fatima", "add_by_address", **asks(stage, address, space=space, a_day=3))
            assert refused == "Conflict"


@pytest.mark.parametrize(
    ("who", "answer"),
    [("fatima", ""), ("zara", ""), ("mehmet", "Missing"), ("sanne", "Missing"), ("olga", "Missing"), ("", "Missing")],
)
@pytest.mark.parametrize("address", [MEHMET, NOBODY])
def test_who_takes_a_question_back(stage: Stage, who: str, answer: str, address: str) -> None:
    assert stage.is_refused(who, "withdraw_address", the_request=ask(stage, address)) == answer


def test_the_address_is_read_by_nobody_else(stage: Stage) -> None:
    ask(stage)
    tender, zandwijk = stage.world.spaces["tender"], stage.world.organisations["zandwijk"]
    for who in ("sanne", "rik", "peter", "kees", "zara", "joost", ""):
        assert stage.gets(who, "space_addresses", the_space=tender) == [], who
    asked = stage.gets("zara", "admin_asked_addresses", the_organisation=zandwijk)
    assert [one.asked_by for one in asked] == ["Fatima El Idrissi"]
    assert "address" not in asked[0]._fields
    for who in ("fatima", "mehmet", "olga", ""):
        assert stage.gets(who, "admin_asked_addresses", the_organisation=zandwijk) == [], who
