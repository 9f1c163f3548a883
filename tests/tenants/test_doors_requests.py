"""The doors of asking to come in, labels, pictures and ends: called past the rules of the product, they say no too."""

import pytest

from tests.tenants.stage import Stage
from tests.world import FOREVER

ASK = {"the_word": "Ik wil meedoen"}


def _ask(stage: Stage, who: str = "kees") -> object:
    return stage.does(
        who,
        "ask_to_join",
        the_group=stage.world.spaces["vindbaar"],
        as_affiliation=stage.world[who].affiliation,
        **ASK,
    )


@pytest.mark.parametrize("space", ["tender", "visie", "oud", "voorbij", "elders", "kamer-a", "plein-zandwijk"])
def test_one_asks_only_at_a_findable_group_in_use(stage: Stage, space: str) -> None:
    group, mine = stage.world.spaces[space], stage.world["kees"].affiliation

    assert stage.is_refused("kees", "ask_to_join", the_group=group, as_affiliation=mine, **ASK) == "Missing"


@pytest.mark.parametrize("who", ["joost", "daan", "peter", "gone", "later", "eerder", "sara", "lars", ""])
def test_only_staff_of_a_party_with_reach_to_all_ask_and_only_as_themselves(stage: Stage, who: str) -> None:
    stage.world.people["sara"] = stage.world["slaap"]
    group = stage.world.spaces["vindbaar"]
    mine = stage.world[who or "kees"].affiliation

    assert stage.is_refused(who, "ask_to_join", the_group=group, as_affiliation=mine, **ASK) == "Missing"
    kees = stage.world["kees"].affiliation
    assert stage.is_refused(who, "ask_to_join", the_group=group, as_affiliation=kees, **ASK) == "Missing"


def test_where_only_named_people_are_in_nobody_asks(stage: Stage) -> None:
    world, group = stage.world, stage.world.spaces["vindbaar"]
    values = (group, world.organisations["meerbergen"])
    world.keeper.execute("UPDATE plein.party SET reach = 'named' WHERE group_id = %s AND organisation_id = %s", values)
    mine = world["rik"].affiliation

    assert stage.is_refused("rik", "ask_to_join", the_group=group, as_affiliation=mine, **ASK) == "Missing"
    assert stage.gets("rik", "asks_as", the_group=group) == []


@pytest.mark.parametrize("who", ["kees", "sanne", "zara", "mehmet", "joost", "peter", "dirk", "stef", ""])
def test_nobody_but_a_steward_of_that_group_answers(stage: Stage, who: str) -> None:
    made, vindbaar = _ask(stage), stage.world.spaces["vindbaar"]
    answer = {"the_request": made, "the_role": "member", "the_word": ""}

    assert stage.is_refused(who, "answer_request", the_group=vindbaar, **answer) == "Missing"
    visie = stage.world.spaces["visie"]  # of which some of them are stewards
    assert stage.is_refused("fatima", "answer_request", the_group=visie, **answer) == "Missing"
    assert stage.gets(who, "requests", the_group=vindbaar, the_request=None, after=None, at_most=9) == []
    assert not stage.sees("kees", "vindbaar")
    assert stage.does("fatima", "answer_request", the_group=vindbaar, **answer) == "admitted"
    assert stage.sees("kees", "vindbaar")


def test_a_request_is_its_askers_own(stage: Stage) -> None:
    made = _ask(stage)

    assert [row.id for row in stage.gets("kees", "own_requests", days=30)] == [made]
    for who in ("sanne", "zara", "fatima", "joost", ""):
        assert stage.gets(who, "own_requests", days=30) == [], who
    for who in ("sanne", "mehmet", "joost", "fatima", ""):
        assert stage.is_refused(who, "withdraw_request", the_request=made) == "Missing", who
    assert stage.is_refused("zara", "withdraw_request", the_request=made) == ""


def test_what_comes_in_by_a_request_is_checked_again(stage: Stage) -> None:
    made, group = _ask(stage), stage.world.spaces["vindbaar"]
    one = {"the_group": group, "the_request": made, "the_word": ""}

    assert stage.is_refused("fatima", "answer_request", **one, the_role="steward") == "Invalid"
    long = {"the_group": group, "the_request": made, "the_role": None, "the_word": "x" * 501}
    assert stage.is_refused("fatima", "answer_request", **long) == "Invalid"
    stage.world.keeper.execute("UPDATE plein.space SET ends_at = plein.moment() WHERE id = %s", (group,))
    assert stage.is_refused("fatima", "answer_request", **one, the_role="member") == "Conflict"
    assert stage.is_refused("fatima", "answer_request", **one, the_role=None) == ""  # refusing is ending: that goes on
    assert stage.is_refused("fatima", "answer_request", **one, the_role=None) == "Conflict"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("set_end", {"the_end": FOREVER}),
        ("set_tags", {"the_tags": ["water"]}),
        ("set_picture", {"the_icon": "waves", "the_tint": 1}),
    ],
)
def test_only_a_steward_changes_a_space_that_is_in_use(stage: Stage, name: str, values: dict[str, object]) -> None:
    spaces = stage.world.spaces
    for who, answer in (("sanne", "Forbidden"), ("zara", "Forbidden"), ("joost", "Missing"), ("peter", "Missing")):
        assert stage.is_refused(who, name, the_space=spaces["visie"], **values) == answer, who
    for space in ("oud", "oud-kamer", "voorbij", "voorbij-kamer", "einde-kamer"):
        assert stage.is_refused("fatima", name, the_space=spaces[space], **values) == "Conflict", space
    assert stage.is_refused("fatima", name, the_space=spaces["visie"], **values) == ""


@pytest.mark.parametrize("tags", [["x"], [""], [" water"], ["x" * 41], [f"label {n}" for n in range(9)], [None]])
def test_labels_are_few_short_and_clean(stage: Stage, tags: list[str]) -> None:
    visie = stage.world.spaces["visie"]

    assert stage.is_refused("fatima", "set_tags", the_space=visie, the_tags=tags) in {"Invalid", "Conflict"}


def test_an_end_that_has_passed_or_none_is_refused_and_a_square_has_none(stage: Stage) -> None:
    world = stage.world
    for end in (world.now, None):
        assert stage.is_refused("fatima", "set_end", the_space=world.spaces["visie"], the_end=end) == "Invalid"
    world.member("plein-zandwijk", "fatima", "steward")
    assert stage.is_refused("fatima", "set_end", the_space=world.squares["zandwijk"], the_end=FOREVER) == "Conflict"


def test_past_its_end_a_space_is_read_and_not_written_before_any_job(stage: Stage) -> None:
    for space in ("voorbij", "voorbij-kamer", "einde-kamer"):
        assert stage.sees("fatima", space)
        assert not stage.may_write("fatima", space)
    kees = stage.world["kees"].affiliation
    join = {"the_space": stage.world.spaces["voorbij"], "as_affiliation": kees, "the_role": "member"}
    assert stage.is_refused("kees", "join_group", **join) == "Missing"
    room = {"the_group": stage.world.spaces["voorbij"], "the_title": "x", "the_purpose": ""}
    assert stage.is_refused("fatima", "create_room", **room) == "Conflict"
    stage.does("fatima", "archive_space", the_space=stage.world.spaces["voorbij"], is_archived=False)
    assert stage.may_write("fatima", "voorbij")
    assert stage.may_write("fatima", "voorbij-kamer")
