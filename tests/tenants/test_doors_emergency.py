"""The doors of emergency access: whose agreement it takes, who may not give it, and that it ends."""

from uuid import UUID

import pytest

from tenants.ids import new_id
from tests.tenants.stage import Stage

WHY = "De groepsbeheerder is ziek en er loopt een termijn."


@pytest.fixture
def scene(stage: Stage) -> Stage:
    """A group of one owner that its administrators do not see, and a second administrator."""
    world = stage.world
    world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    world.person("piet", "Piet Tweewerk", "zandwijk:administrator", "meerbergen:administrator")
    world.group("dicht", "Personeelszaken", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.room("dicht-kamer", "dicht", "Klachten", founder="fatima")
    world.item("bericht-dicht", "dicht", "fatima")
    return stage


def ask(stage: Stage, who: str = "zara", space: str = "dicht", *, of: str = "zandwijk", hours: int = 2) -> UUID:
    made: UUID = stage.does(who, "ask_emergency", **asked(stage, space, of=of, hours=hours))
    return made


def asked(
    stage: Stage, space: str = "dicht", *, of: str = "zandwijk", hours: int = 2, why: str = WHY
) -> dict[str, object]:
    return {
        "the_space": stage.world.spaces[space],
        "the_organisation": stage.world.organisations[of],
        "the_reason": why,
        "the_hours": hours,
        "most_hours": 8,
        "pending_hours": 24,
    }


def answer(stage: Stage, who: str, made: UUID, *, of: str = "zandwijk", agrees: bool | None = True) -> str:
    found: str = stage.does(
        who, "answer_emergency", the_emergency=made, the_organisation=stage.world.organisations[of], agrees=agrees
    )
    return found


def refused(stage: Stage, who: str, made: UUID, *, of: str = "zandwijk", agrees: bool | None = True) -> str:
    organisation = stage.world.organisations[of]
    return stage.is_refused(who, "answer_emergency", the_emergency=made, the_organisation=organisation, agrees=agrees)


def test_of_the_only_owner_two_administrators(scene: Stage) -> None:
    assert not scene.sees("zara", "dicht")
    made = ask(scene)
    assert not scene.sees("zara", "dicht")
    assert answer(scene, "zoe", made) == "granted"
    assert scene.sees("zara", "dicht")
    assert not scene.may_write("zara", "dicht")
    assert not scene.sees("zoe", "dicht")
    assert not scene.sees("zara", "dicht-kamer")
    for verb in ("emergency.asked", "emergency.confirmed", "emergency.began"):
        assert scene.logged("zandwijk", verb) == 1


def test_with_co_owners_one_of_each(scene: Stage) -> None:
    made = ask(scene, space="tender")
    assert refused(scene, "zoe", made) == "Conflict"  # the own organisation agreed by asking
    assert not scene.sees("zara", "tender")
    assert answer(scene, "mehmet", made, of="meerbergen") == "granted"
    assert scene.sees("zara", "tender")
    assert (scene.logged("meerbergen", "emergency.began"), scene.logged("dienst", "emergency.began")) == (1, 0)


def test_it_ends_by_itself(scene: Stage) -> None:
    answer(scene, "zoe", ask(scene, hours=2))
    scene.world.later(hours=1, minutes=59)
    assert scene.sees("zara", "dicht")
    scene.world.later(minutes=1)
    assert not scene.sees("zara", "dicht")


@pytest.mark.parametrize("who", ["zara", "zoe", "fatima"])
def test_who_reads_who_agreed_and_a_steward_end_it_early(scene: Stage, who: str) -> None:
    made = ask(scene)
    answer(scene, "zoe", made)
    scene.does(who, "end_emergency", the_emergency=made)
    assert not scene.sees("zara", "dicht")
    assert scene.is_refused(who, "end_emergency", the_emergency=made) == "Conflict"
    assert scene.logged("zandwijk", "emergency.ended") == 1


@pytest.mark.parametrize("who", ["kees", "mehmet", "olga", "sanne", "peter", "gone", ""])
def test_nobody_else_ends_it(scene: Stage, who: str) -> None:
    made = ask(scene)
    answer(scene, "zoe", made)
    assert scene.is_refused(who, "end_emergency", the_emergency=made) == "Missing"
    assert scene.sees("zara", "dicht")


@pytest.mark.parametrize("who", ["zoe", "fatima"])
def test_what_waits_is_taken_back_by_who_asked_alone(scene: Stage, who: str) -> None:
    made = ask(scene)
    assert scene.is_refused(who, "end_emergency", the_emergency=made) in {"Missing", "Conflict"}
    scene.does("zara", "end_emergency", the_emergency=made)
    assert refused(scene, "zoe", made) == "Conflict"


def test_nobody_agrees_to_the_own_request(scene: Stage) -> None:
    made = ask(scene)
    assert refused(scene, "zara", made) == "Forbidden"
    assert not scene.sees("zara", "dicht")


def test_one_person_never_agrees_for_two_organisations(scene: Stage) -> None:
    """Piet administers both owners: asking for the one is not agreeing for the other."""
    made = ask(scene, "piet", "tender")
    assert refused(scene, "piet", made, of="meerbergen") == "Forbidden"
    assert answer(scene, "mehmet", made, of="meerbergen") == "granted"


def test_one_person_never_agrees_twice(scene: Stage) -> None:
    world = scene.world
    world.group(
        "drie", "Met drieën", "closed", dict.fromkeys(("zandwijk", "meerbergen", "dienst"), "owner"), founder="els"
    )
    made = ask(scene, "daan", "drie", of="dienst")
    assert answer(scene, "piet", made, of="zandwijk") == "open"
    assert refused(scene, "piet", made, of="meerbergen") == "Forbidden"
    assert not scene.sees("daan", "drie")
    assert answer(scene, "mehmet", made, of="meerbergen") == "granted"
    assert scene.sees("daan", "drie")


@pytest.mark.parametrize("who", ["fatima", "kees", "olga", "daan", "sanne", "peter", "gone", "later", "eerder", ""])
def test_nobody_else_asks_or_answers(scene: Stage, who: str) -> None:
    assert scene.is_refused(who, "ask_emergency", **asked(scene)) == "Missing"
    made = ask(scene)
    for organisation in ("zandwijk", "dienst", "oosterdiep"):
        assert refused(scene, who, made, of=organisation) == "Missing"
    assert refused(scene, "mehmet", new_id(), of="meerbergen") == "Missing"


def test_never_of_a_participant(scene: Stage) -> None:
    assert scene.is_refused("daan", "ask_emergency", **asked(scene, "tender", of="dienst")) == "Forbidden"
    made = ask(scene, space="tender")
    assert refused(scene, "daan", made, of="dienst") == "Missing"


def test_never_of_a_firm(scene: Stage) -> None:
    world = scene.world
    world.person("lea", "Lea Landwijs", "landwijs:administrator")
    world.group("firma", "Van een bureau", "closed", {"landwijs": "owner"}, founder="lars")
    assert scene.is_refused("lea", "ask_emergency", **asked(scene, "firma", of="landwijs")) == "Forbidden"


def test_a_room_only_where_own_people_are_and_the_group_has_one_owner(scene: Stage) -> None:
    world = scene.world
    assert answer(scene, "zoe", ask(scene, space="dicht-kamer")) == "granted"
    assert scene.sees("zara", "dicht-kamer")
    assert not scene.sees("zara", "dicht")
    assert scene.is_refused("zara", "ask_emergency", **asked(scene, "kamer-b")) == "Missing"  # nobody of ours is in it
    assert scene.is_refused("zara", "ask_emergency", **asked(scene, "kamer-a")) == "Conflict"  # two owners
    world.room("leeg", "dicht", "Zonder ons", founder="fatima")
    world.keeper.execute("DELETE FROM plein.membership WHERE space_id = %s", (world.spaces["leeg"],))
    assert scene.is_refused("zara", "ask_emergency", **asked(scene, "leeg")) == "Missing"


def test_not_where_one_reads_already(scene: Stage) -> None:
    assert scene.is_refused("zara", "ask_emergency", **asked(scene, "visie")) == "Conflict"
    world = scene.world
    world.spaces["plein"] = world.squares["zandwijk"]
    assert scene.is_refused("zara", "ask_emergency", **asked(scene, "plein")) == "Conflict"


def test_who_became_a_member_meanwhile_is_granted_nothing(scene: Stage) -> None:
    made = ask(scene)
    scene.world.member("dicht", "zara")
    assert answer(scene, "zoe", made) == "needless"
    came = "SELECT came FROM plein.membership WHERE id = %s"
    assert scene.world.one(came, scene.membership("dicht", "zara")) == "added"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"the_reason": "kort"}, "Invalid"),
        ({"the_reason": " " * 50}, "Invalid"),
        ({"the_reason": None}, "Invalid"),
        ({"the_reason": "x" * 1001}, "Invalid"),
        ({"the_hours": 0}, "Invalid"),
        ({"the_hours": 9}, "Invalid"),
        ({"the_hours": None}, "Invalid"),
        ({"the_hours": 48, "most_hours": 1000}, "Invalid"),
    ],
)
def test_a_reason_and_a_number_of_hours(scene: Stage, change: dict[str, object], kind: str) -> None:
    assert scene.is_refused("zara", "ask_emergency", **(asked(scene) | change)) == kind


def test_it_is_asked_once_at_a_time_and_runs_out_after_a_day(scene: Stage) -> None:
    made = ask(scene)
    assert scene.is_refused("zara", "ask_emergency", **asked(scene)) == "Conflict"
    scene.world.later(hours=24)
    assert refused(scene, "zoe", made) == "Conflict"
    again = ask(scene)
    assert answer(scene, "zoe", again) == "granted"


def test_a_refusal_is_enough(scene: Stage) -> None:
    made = ask(scene)
    assert answer(scene, "zoe", made, agrees=None) == "refused"
    assert refused(scene, "zoe", made) == "Conflict"
    assert not scene.sees("zara", "dicht")


def test_who_is_administrator_no_more_reads_no_more_and_agrees_no_more(scene: Stage) -> None:
    made = ask(scene, space="tender")
    scene.does("zoe", "appoint", the_affiliation=scene.world["zara"].affiliation, the_role="member")
    assert refused(scene, "mehmet", made, of="meerbergen") == "Conflict"
    scene.does("zoe", "appoint", the_affiliation=scene.world["zara"].affiliation, the_role="administrator")
    answer(scene, "mehmet", ask(scene, space="tender"), of="meerbergen")
    assert scene.sees("zara", "tender")
    scene.does("zoe", "appoint", the_affiliation=scene.world["zara"].affiliation, the_role="member")
    assert not scene.sees("zara", "tender")


@pytest.mark.parametrize("agreed", [True, False])
def test_who_owns_the_group_no_more_reads_no_more(scene: Stage, agreed: bool) -> None:  # noqa: FBT001 - a case
    world = scene.world
    made = ask(scene, space="tender")
    if agreed:
        answer(scene, "mehmet", made, of="meerbergen")
    assert scene.sees("zara", "tender") == agreed
    change = scene.does(
        "fatima",
        "propose_change",
        the_group=world.spaces["tender"],
        the_kind="role",
        the_organisation=world.organisations["zandwijk"],
        the_value="participant",
        days=30,
    )
    for who, of in (("zara", "zandwijk"), ("mehmet", "meerbergen")):
        scene.does(who, "answer_proposal", the_proposal=change, the_organisation=world.organisations[of], agrees=True)

    assert not scene.sees("zara", "tender")
    verb = "emergency.ended" if agreed else "emergency.withdrawn"
    assert (scene.logged("zandwijk", verb), scene.logged("meerbergen", verb)) == (1, 1)
    if not agreed:
        assert refused(scene, "mehmet", made, of="meerbergen") == "Conflict"


def test_an_agreement_of_who_is_administrator_no_more_does_not_count(scene: Stage) -> None:
    world = scene.world
    world.group(
        "drie", "Met drieën", "closed", dict.fromkeys(("zandwijk", "meerbergen", "dienst"), "owner"), founder="els"
    )
    made = ask(scene, "daan", "drie", of="dienst")
    assert answer(scene, "zoe", made) == "open"
    scene.does("zara", "appoint", the_affiliation=world["zoe"].affiliation, the_role="member")
    assert answer(scene, "mehmet", made, of="meerbergen") == "open"
    assert answer(scene, "zara", made) == "granted"


def test_who_was_put_out_stays_so_afterwards(scene: Stage) -> None:
    world = scene.world
    world.group("open", "Open groep", "open", {"zandwijk": "owner"}, founder="fatima")
    world.member("dicht", "zara")
    scene.does("fatima", "end_membership", the_membership=scene.membership("dicht", "zara"))
    answer(scene, "zoe", ask(scene))
    scene.does("zara", "end_emergency", the_emergency=world.one("SELECT id FROM plein.emergency"))
    ended = "SELECT ended_by FROM plein.membership WHERE id = %s"
    assert world.one(ended, scene.membership("dicht", "zara")) == "steward"


def test_no_door_makes_more_of_it(scene: Stage) -> None:
    answer(scene, "zoe", ask(scene))
    membership = scene.membership("dicht", "zara")
    assert scene.is_refused("fatima", "change_role", the_membership=membership, the_role="member") == "Conflict"
    assert not scene.may_write("zara", "dicht")


def test_each_reading_is_written_for_the_owners(scene: Stage) -> None:
    space, item = scene.world.spaces["dicht"], scene.world.items["bericht-dicht"]
    read = {"the_space": space, "the_kind": "post", "the_thing": item}
    assert scene.is_refused("zara", "emergency_read", **read) == "Missing"
    answer(scene, "zoe", ask(scene))
    scene.does("zara", "emergency_read", **read)
    assert scene.logged("zandwijk", "emergency.read") == 1
    assert scene.is_refused("zoe", "emergency_read", **read) == "Missing"
    assert scene.is_refused("zara", "emergency_read", **(read | {"the_kind": "een hele zin met inhoud"})) == "Missing"


def test_all_who_see_the_space_see_who_reads_and_its_stewards_why(scene: Stage) -> None:
    answer(scene, "zoe", ask(scene))
    scene.world.member("dicht", "kees")
    space = scene.world.spaces["dicht"]
    for who, why in (("kees", ""), ("fatima", WHY), ("zara", WHY)):
        assert [(one.shown, one.reason) for one in scene.gets(who, "space_emergencies", the_space=space)] == [
            ("Zara Vos", why)
        ]
    assert scene.gets("zoe", "space_emergencies", the_space=space) == []


def test_the_list_is_for_administrators_of_owners(scene: Stage) -> None:
    made = ask(scene, space="tender")

    def listed(who: str, organisation: str) -> list[tuple[object, ...]]:
        rows = scene.gets(who, "admin_emergencies", the_organisation=scene.world.organisations[organisation])
        return [(one.id, one.may_answer, one.mine, one.needs) for one in rows]

    assert listed("mehmet", "meerbergen") == [(made, True, False, ["Gemeente Meerbergen"])]
    assert listed("zara", "zandwijk") == [(made, False, True, ["Gemeente Meerbergen"])]
    assert listed("zoe", "zandwijk") == [(made, False, False, ["Gemeente Meerbergen"])]
    for who, organisation in (
        ("daan", "dienst"),
        ("olga", "oosterdiep"),
        ("fatima", "zandwijk"),
        ("mehmet", "zandwijk"),
    ):
        assert listed(who, organisation) == []


def test_who_reads_along_by_an_emergency_is_given_no_role(scene: Stage) -> None:
    answer(scene, "zoe", ask(scene))
    place = scene.membership("dicht", "zara")

    for role in ("member", "reader"):
        assert scene.is_refused("fatima", "change_role", the_membership=place, the_role=role) == "Conflict"
    offer = {"the_membership": place, "stepping_down": False, "days": 14}
    assert scene.is_refused("fatima", "offer_stewardship", **offer) == "Conflict"
    scene.does("zoe", "end_membership", the_membership=scene.membership("dicht", "fatima"))
    named = {
        "the_organisation": scene.world.organisations["zandwijk"],
        "the_space": scene.world.spaces["dicht"],
        "the_affiliation": scene.world["zara"].affiliation,
    }
    assert scene.is_refused("zoe", "name_steward", **named) == "Invalid"
    assert not scene.may_write("zara", "dicht")


@pytest.mark.parametrize(
    ("ended_by", "role", "how"),
    [
        ("steward", "member", "leaves"),
        ("administrator", "member", "waits"),
        ("self", "reader", "leaves"),  # a steward had made her a reader
    ],
)
def test_an_emergency_does_not_undo_that_somebody_was_put_out(scene: Stage, ended_by: str, role: str, how: str) -> None:
    world = scene.world
    world.member("dicht", "zara", role, until=world.now, ended_by=ended_by)
    answer(scene, "zoe", ask(scene))
    if how == "leaves":
        scene.does("zara", "end_membership", the_membership=scene.membership("dicht", "zara"))
    else:
        world.later(hours=3)
    world.keeper.execute("UPDATE plein.space SET form = 'open' WHERE id = %s", (world.spaces["dicht"],))

    join = {"the_space": world.spaces["dicht"], "as_affiliation": world["zara"].affiliation, "the_role": "member"}
    assert scene.is_refused("zara", "join_group", **join) == "Missing"
    assert scene.sees("zara", "dicht")


def test_a_steward_s_word_counts_for_who_reads_along_too(scene: Stage) -> None:
    world = scene.world
    world.member("dicht", "zara", until=world.now, ended_by="self")
    answer(scene, "zoe", ask(scene))
    scene.does("fatima", "end_membership", the_membership=scene.membership("dicht", "zara"))
    world.keeper.execute("UPDATE plein.space SET form = 'open' WHERE id = %s", (world.spaces["dicht"],))

    join = {"the_space": world.spaces["dicht"], "as_affiliation": world["zara"].affiliation, "the_role": "member"}
    assert scene.is_refused("zara", "join_group", **join) == "Missing"
