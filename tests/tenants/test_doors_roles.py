"""The doors through which the role of steward changes hands: offered, handed over, named; and who may not."""

from uuid import UUID

import pytest

from tests.tenants.stage import Stage

ROLE = "SELECT role FROM plein.membership WHERE id = %s"


def offer(stage: Stage, space: str, whom: str, *, by: str = "fatima", steps_down: bool = False, days: int = 30) -> UUID:
    made: UUID = stage.does(
        by,
        "offer_stewardship",
        the_membership=stage.membership(space, whom),
        stepping_down=steps_down,
        days=days,
    )
    return made


@pytest.mark.parametrize(
    ("who", "whom", "answer"),
    [
        ("fatima", "rik", ""),  # a reader too
        ("fatima", "peter", "Forbidden"),  # an external is never steward
        ("fatima", "fatima", "Conflict"),
        ("fatima", "former", "Missing"),
        ("fatima", "gone", "Missing"),
        ("fatima", "zelf", "Missing"),  # came before the group was closed, nobody confirmed her
        ("sanne", "rik", "Forbidden"),
        ("peter", "rik", "Forbidden"),
        ("zara", "rik", "Missing"),  # an administrator of a co-owner
        ("kees", "rik", "Missing"),
        ("", "rik", "Missing"),
    ],
)
def test_a_steward_offers_her_role_to_live_staff_of_the_space(stage: Stage, who: str, whom: str, answer: str) -> None:
    place = stage.membership("tender", whom)
    values = {"the_membership": place, "stepping_down": False, "days": 30}

    assert stage.is_refused(who, "offer_stewardship", **values) == answer
    if not answer:
        assert stage.is_refused(who, "offer_stewardship", **values) == "Conflict"  # one question at a time


def test_nothing_changes_before_the_yes_of_who_was_asked_and_the_yes_counts_once(stage: Stage) -> None:
    made = offer(stage, "tender", "sanne")
    place = stage.membership("tender", "sanne")
    assert stage.world.one(ROLE, place) == "member"
    for who in ("fatima", "rik", "mehmet", "zara", "peter", "kees", "sanne-elders", ""):
        assert stage.is_refused(who, "answer_offer", the_offer=made, agrees=True) == "Missing", who

    stage.does("sanne", "answer_offer", the_offer=made, agrees=True)
    assert stage.world.one(ROLE, place) == "steward"
    assert stage.world.one(ROLE, stage.membership("tender", "fatima")) == "steward"
    assert stage.is_refused("sanne", "answer_offer", the_offer=made, agrees=True) == "Conflict"
    assert stage.is_refused("fatima", "withdraw_offer", the_offer=made) == "Conflict"
    assert stage.logged("zandwijk", "offer.accepted") == stage.logged("meerbergen", "offer.accepted") == 1


def test_handing_over_is_one_act(stage: Stage) -> None:
    made = offer(stage, "tender", "sanne", steps_down=True)
    stage.does("sanne", "answer_offer", the_offer=made, agrees=True)

    assert stage.world.one(ROLE, stage.membership("tender", "sanne")) == "steward"
    assert stage.world.one(ROLE, stage.membership("tender", "fatima")) == "member"
    assert stage.logged("zandwijk", "offer.handed-over") == 1


def test_a_no_changes_nothing_and_is_told(stage: Stage) -> None:
    made = offer(stage, "tender", "sanne", steps_down=True)
    stage.does("sanne", "answer_offer", the_offer=made, agrees=False)

    assert stage.world.one(ROLE, stage.membership("tender", "sanne")) == "member"
    assert stage.is_refused("sanne", "answer_offer", the_offer=made, agrees=True) == "Conflict"
    assert stage.logged("zandwijk", "offer.refused") == 1


def test_accepting_asks_everything_again(stage: Stage) -> None:
    world = stage.world
    late = offer(stage, "tender", "rik", days=1)
    world.later(days=2)
    assert stage.is_refused("rik", "answer_offer", the_offer=late, agrees=True) == "Conflict"  # run out
    world.on_time()
    made, tender, fatima = offer(stage, "tender", "sanne"), world.spaces["tender"], world["fatima"].affiliation
    lapses = {
        "its maker is no steward any more": (
            "UPDATE plein.membership SET role = %s WHERE id = %s",
            ("member", "steward"),
            stage.membership("tender", "fatima"),
        ),
        "the group was archived": ("UPDATE plein.space SET archived = %s WHERE id = %s", (True, False), tender),
        "its maker left": (
            "UPDATE plein.affiliation SET until = %s WHERE id = %s",
            (world.now, "9999-12-31Z"),
            fatima,
        ),
    }
    for why, (change, (wrong, right), key) in lapses.items():
        world.keeper.execute(change.encode(), (wrong, key))
        assert stage.is_refused("sanne", "answer_offer", the_offer=made, agrees=True) == "Conflict", why
        assert made not in [one.id for one in stage.gets("sanne", "own_offers")], why
        world.keeper.execute(change.encode(), (right, key))
    stage.does("sanne", "answer_offer", the_offer=made, agrees=True)


def test_who_left_meanwhile_has_no_offer_to_accept(stage: Stage) -> None:
    made = offer(stage, "tender", "rik")
    stage.does("fatima", "end_membership", the_membership=stage.membership("tender", "rik"))

    assert stage.is_refused("rik", "answer_offer", the_offer=made, agrees=True) == "Missing"
    assert stage.world.one(ROLE, stage.membership("tender", "rik")) == "reader"


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("fatima", ""),  # who made it
        ("zara", ""),  # her administrator
        ("sanne", "Missing"),  # whoever was asked answers instead
        ("mehmet", "Missing"),
        ("rik", "Missing"),
        ("olga", "Missing"),
        ("peter", "Missing"),
        ("", "Missing"),
    ],
)
def test_who_takes_an_offer_back(stage: Stage, who: str, answer: str) -> None:
    made = offer(stage, "tender", "sanne")

    assert stage.is_refused(who, "withdraw_offer", the_offer=made) == answer
    answered = stage.is_refused("sanne", "answer_offer", the_offer=made, agrees=True)
    assert answered == ("" if answer else "Conflict")


def test_an_offer_is_seen_by_whom_it_concerns(stage: Stage) -> None:
    made, world = offer(stage, "tender", "sanne"), stage.world
    tender, zandwijk = world.spaces["tender"], world.organisations["zandwijk"]

    def ids(who: str, door: str, **values: object) -> list[UUID]:
        return [one.id for one in stage.gets(who, door, **values)]

    assert made in ids("sanne", "own_offers")
    assert made in ids("fatima", "space_offers", the_space=tender)
    assert made in ids("zara", "admin_offers", the_organisation=zandwijk)
    for who in ("rik", "peter", "zara", "mehmet", "kees", ""):
        assert made not in ids(who, "own_offers"), who
        assert ids(who, "space_offers", the_space=tender) == [], who
    for who in ("fatima", "mehmet", "sanne", "olga", ""):
        assert ids(who, "admin_offers", the_organisation=zandwijk) == [], who


# ---------------------------------------------------------------- named by an administrator


def named(stage: Stage, whom: str, space: str, *, of: str = "meerbergen") -> dict[str, object]:
    return {
        "the_organisation": stage.world.organisations[of],
        "the_space": stage.world.spaces[space],
        "the_affiliation": stage.world[whom].affiliations.get(of, stage.world[whom].affiliation),
    }


@pytest.mark.parametrize(
    ("who", "whom", "answer"),
    [
        ("mehmet", "sanne", ""),
        ("mehmet", "former", "Invalid"),  # no member any more
        ("mehmet", "mehmet", "Invalid"),  # no member
        ("mehmet", "fatima", "Invalid"),  # of another organisation
        ("sanne", "rik", "Missing"),
        ("fatima", "rik", "Missing"),
        ("zara", "rik", "Missing"),  # an administrator of another co-owner
        ("olga", "rik", "Missing"),
        ("", "rik", "Missing"),
    ],
)
def test_an_administrator_names_where_her_organisation_has_no_steward(
    stage: Stage, who: str, whom: str, answer: str
) -> None:
    assert stage.is_refused(who, "name_steward", **named(stage, whom, "tender")) == answer
    if not answer:
        assert stage.world.one(ROLE, stage.membership("tender", whom)) == "steward"
        assert stage.is_refused(who, "name_steward", **named(stage, "rik", "tender")) == "Conflict"
        assert stage.logged("zandwijk", "membership.named") == 1


def test_an_administrator_never_names_herself(stage: Stage) -> None:
    stage.world.member("tender", "mehmet")

    assert stage.is_refused("mehmet", "name_steward", **named(stage, "mehmet", "tender")) == "Forbidden"


def test_a_participant_names_nobody_and_a_steward_of_ours_is_enough(stage: Stage) -> None:
    assert stage.is_refused("daan", "name_steward", **named(stage, "els", "tender", of="dienst")) == "Missing"
    assert stage.is_refused("zara", "name_steward", **named(stage, "kees", "tender", of="zandwijk")) == "Conflict"


def test_a_room_is_tended_by_whom_an_administrator_with_people_in_it_names(stage: Stage) -> None:
    world = stage.world
    world.member("kamer-a", "rik")
    assert stage.is_refused("mehmet", "name_steward", **named(stage, "rik", "kamer-a")) == "Conflict"  # there is one
    world.keeper.execute(
        "UPDATE plein.affiliation SET until = plein.moment() WHERE id = %s", (world["fatima"].affiliation,)
    )
    rooms = [
        one.space_id for one in stage.gets("mehmet", "admin_unstewarded", the_organisation=_of(stage, "meerbergen"))
    ]
    assert world.spaces["kamer-a"] in rooms
    assert stage.is_refused("mehmet", "name_steward", **named(stage, "sanne", "kamer-a")) == "Invalid"
    stage.does("mehmet", "name_steward", **named(stage, "rik", "kamer-a"))
    assert world.one(ROLE, stage.membership("kamer-a", "rik")) == "steward"


def test_a_room_without_own_people_is_not_there_for_an_administrator(stage: Stage) -> None:
    world = stage.world
    world.keeper.execute(
        "UPDATE plein.affiliation SET until = plein.moment() WHERE id = %s", (world["sanne"].affiliation,)
    )
    rooms = [one.space_id for one in stage.gets("zara", "admin_unstewarded", the_organisation=_of(stage, "zandwijk"))]

    assert world.spaces["kamer-b"] not in rooms
    assert stage.is_refused("zara", "name_steward", **named(stage, "fatima", "kamer-b", of="zandwijk")) == "Missing"


def test_a_square_gets_its_first_steward_so(stage: Stage) -> None:
    stage.world.member("plein-zandwijk", "kees")
    square = named(stage, "kees", "plein-zandwijk", of="zandwijk")

    stage.does("zara", "name_steward", **square)
    assert stage.world.one(ROLE, stage.membership("plein-zandwijk", "kees")) == "steward"


def test_who_may_see_where_a_steward_lacks_and_whom_to_name(stage: Stage) -> None:
    ours = {"the_organisation": _of(stage, "meerbergen")}
    tender = ours | {"the_space": stage.world.spaces["tender"]}
    page = {"prefix": "", "after_name": "", "after_id": UUID(int=0), "at_most": 50}

    assert {one.shown for one in stage.gets("mehmet", "admin_candidates", **tender, **page)} >= {"Sanne Bakker"}
    for who in ("sanne", "zara", "daan", "olga", "fatima", ""):
        assert stage.gets(who, "admin_unstewarded", **ours) == [], who
        assert stage.gets(who, "admin_candidates", **tender, **page) == [], who


def _of(stage: Stage, key: str) -> UUID:
    return stage.world.organisations[key]
