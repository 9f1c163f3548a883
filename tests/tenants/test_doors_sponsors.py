"""The doors of sponsors: another is asked or named, the list of one's own, and what follows when a sponsor leaves."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.tenants.stage import Stage
from tests.world import World

FIRST = UUID(int=0)


@pytest.fixture(autouse=True)
def _colleague(stage: Stage) -> None:
    """Kees is a member where Peter is; Noor is a colleague who is not."""
    stage.world.member("tender", "kees")
    stage.world.person("noor", "Noor Naast", "zandwijk")


def _place(stage: Stage, who: str = "peter", space: str = "tender") -> UUID:
    return stage.membership(space, who)


def _ask(stage: Stage, by: str, whom: str, **also: object) -> str:
    values = {"the_membership": _place(stage), "the_affiliation": stage.world[whom].affiliation, "days": 14} | also
    return stage.is_refused(by, "ask_takeover", **values)


def _offer(stage: Stage) -> UUID:
    found: UUID = stage.world.one("SELECT id FROM plein.sponsorship WHERE status = 'asked'")
    return found


def _sponsor(stage: Stage) -> UUID:
    found: UUID = stage.world.one("SELECT sponsor_id FROM plein.membership WHERE id = %s", _place(stage))
    return found


def _leaves(stage: Stage, who: str = "fatima", space: str = "tender") -> None:
    stage.world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment(), ended_by = 'self' WHERE id = %s",
        (stage.membership(space, who),),
    )


def test_a_sponsor_hands_over_to_who_agrees(stage: Stage) -> None:
    assert _ask(stage, "fatima", "kees") == ""
    assert _sponsor(stage) == stage.world["fatima"].affiliation
    assert [one.shown for one in stage.gets("kees", "own_takeovers")] == ["Peter Aalbers"]

    stage.does("kees", "answer_takeover", the_offer=_offer(stage), agrees=True)

    assert _sponsor(stage) == stage.world["kees"].affiliation
    assert stage.logged("zandwijk", "sponsorship.asked") == 1
    assert stage.logged("zandwijk", "sponsorship.taken") == 1
    assert stage.gets("kees", "own_takeovers") == []
    assert stage.sees("peter", "tender")


@pytest.mark.parametrize("who", ["fatima", "zara", "sanne", "peter", "noor", "joost", ""])
def test_nobody_answers_for_another(stage: Stage, who: str) -> None:
    _ask(stage, "fatima", "kees")

    assert stage.is_refused(who, "answer_takeover", the_offer=_offer(stage), agrees=True) == "Missing"
    assert _sponsor(stage) == stage.world["fatima"].affiliation


@pytest.mark.parametrize("who", ["sanne", "mehmet", "kees", "rik", "peter", "karin", "joost", "olga", "gone", ""])
def test_who_is_no_sponsor_and_no_administrator_asks_nobody(stage: Stage, who: str) -> None:
    assert _ask(stage, who, "kees") == "Missing"
    assert stage.gets(who, "sponsor_candidates", the_membership=_place(stage), prefix="", at_most=20) == []
    assert stage.gets(who, "external_place", the_membership=_place(stage)) == []


@pytest.mark.parametrize("whom", ["noor", "sanne", "els", "peter", "gone", "fatima"])
def test_who_cannot_vouch_there_is_not_asked(stage: Stage, whom: str) -> None:
    assert _ask(stage, "fatima", whom) == "Invalid"
    values = {"the_membership": _place(stage), "the_affiliation": stage.world[whom].affiliation}
    assert stage.is_refused("zara", "assign_sponsor", **values) == "Invalid"


def test_an_administrator_names_a_sponsor_at_once(stage: Stage) -> None:
    values = {"the_membership": _place(stage), "the_affiliation": stage.world["kees"].affiliation}
    for who in ("fatima", "mehmet", "kees", "peter", "olga", ""):
        assert stage.is_refused(who, "assign_sponsor", **values) == "Missing"
    _ask(stage, "fatima", "kees")

    stage.does("zara", "assign_sponsor", **values)

    assert _sponsor(stage) == stage.world["kees"].affiliation
    assert stage.logged("zandwijk", "sponsorship.assigned") == 1
    assert stage.world.one("SELECT status FROM plein.sponsorship") == "withdrawn"


def test_a_question_is_asked_once_taken_back_and_runs_out(stage: Stage) -> None:
    assert _ask(stage, "fatima", "kees") == ""
    assert _ask(stage, "fatima", "kees") == "Conflict"
    for who in ("sanne", "peter", "kees", "joost"):
        assert stage.is_refused(who, "withdraw_takeover", the_offer=_offer(stage)) == "Missing"
    offer = _offer(stage)
    assert stage.is_refused("zara", "withdraw_takeover", the_offer=offer) == ""
    assert stage.is_refused("kees", "answer_takeover", the_offer=offer, agrees=True) == "Conflict"
    assert _ask(stage, "zara", "kees") == ""
    stage.world.keeper.execute("UPDATE plein.sponsorship SET until = plein.moment() WHERE status = 'asked'")
    assert stage.is_refused("kees", "answer_takeover", the_offer=_offer(stage), agrees=True) == "Conflict"
    assert _ask(stage, "fatima", "kees") == ""


def test_who_left_meanwhile_does_not_take_over(stage: Stage) -> None:
    _ask(stage, "fatima", "kees")
    _leaves(stage, "kees")

    assert stage.is_refused("kees", "answer_takeover", the_offer=_offer(stage), agrees=True) == "Conflict"
    assert _sponsor(stage) == stage.world["fatima"].affiliation


def test_a_steward_looks_for_another_only_once_the_sponsor_is_gone(stage: Stage) -> None:
    stage.world.person("stella", "Stella Steward", "meerbergen")
    stage.world.member("tender", "stella", "steward")
    assert _ask(stage, "stella", "kees") == "Missing"
    assert stage.gets("stella", "space_sponsorless", the_space=stage.world.spaces["tender"]) == []
    _leaves(stage)

    assert [one.shown for one in stage.gets("stella", "space_sponsorless", the_space=stage.world.spaces["tender"])] == [
        "Peter Aalbers"
    ]
    assert stage.gets("sanne", "space_sponsorless", the_space=stage.world.spaces["tender"]) == []
    assert _ask(stage, "stella", "stella") == "Invalid"  # of another organisation
    assert _ask(stage, "stella", "kees") == ""


def test_a_steward_of_the_organisation_takes_over_herself_and_nobody_takes_from_a_live_sponsor(stage: Stage) -> None:
    stage.world.person("stella", "Stella Steward", "zandwijk")
    stage.world.member("tender", "stella", "steward")
    assert _ask(stage, "stella", "stella") == "Missing"
    _leaves(stage)

    assert _ask(stage, "stella", "stella") == ""

    assert _sponsor(stage) == stage.world["stella"].affiliation


def test_when_the_sponsor_leaves_the_external_stays_and_is_not_extended(stage: Stage) -> None:
    _leaves(stage)
    later = stage.world.now + timedelta(days=80)

    assert stage.sees("peter", "tender")
    for who in ("fatima", "zara"):
        assert stage.is_refused(who, "extend_external", the_membership=_place(stage), the_until=later) == "Conflict"
    stage.does(
        "zara",
        "assign_sponsor",
        the_membership=_place(stage),
        the_affiliation=stage.world["kees"].affiliation,
    )
    assert stage.is_refused("kees", "extend_external", the_membership=_place(stage), the_until=later) == ""


def test_the_list_of_ones_own_is_in_order_by_page_and_of_nobody_else(stage: Stage) -> None:
    asked = {"prefix": "", "the_space": None, "before": None, "after_key": "", "after_id": FIRST, "at_most": 50}
    for sort in ("until", "name", "place"):
        rows = stage.gets("fatima", "own_externals", sort=sort, **asked)
        assert {"Peter Aalbers", "Karin Kade"} <= {one.shown for one in rows}
        assert [(one.key, one.membership_id) for one in rows] == sorted((one.key, one.membership_id) for one in rows)
        last = rows[0]
        rest = stage.gets(
            "fatima", "own_externals", sort=sort, **asked | {"after_key": last.key, "after_id": last.membership_id}
        )
        assert [one.membership_id for one in rest] == [one.membership_id for one in rows[1:]]
    assert stage.gets("kees", "own_externals", sort="name", **asked) == []
    everybodys = [_place(stage), stage.membership("kamer-b", "bas")]
    found = stage.gets("fatima", "own_externals", sort="name", **asked, these=everybodys)
    assert [one.shown for one in found] == ["Peter Aalbers"]


def _worked(world: World, name: str, *values: object) -> object:
    with psycopg.connect(world.database.worker, autocommit=True) as worker:
        places = ", ".join(["%s"] * len(values))
        row = worker.execute(f"SELECT plein.{name}({places})".encode(), values).fetchone()
        return row[0] if row else None


def test_word_of_a_sponsor_who_is_gone_is_put_once(stage: Stage) -> None:
    before = _worked(stage.world, "work_sponsorless")
    assert _worked(stage.world, "work_sponsorless") == 0
    _leaves(stage)

    assert _worked(stage.world, "work_sponsorless") == 1
    assert _worked(stage.world, "work_sponsorless") == 0
    assert before is not None


@pytest.mark.parametrize("what", ["past its end", "came by herself and the group was closed"])
def test_nobody_vouches_without_a_place_that_counts(stage: Stage, what: str) -> None:
    world = stage.world
    world.group("kort", "Kort", "open", {"zandwijk": "owner"}, founder="fatima")
    by_herself = "herself" in what
    world.member("kort", "kees", came="self" if by_herself else "added", confirmed=not by_herself)
    vouches = "SELECT plein.may_sponsor(%s, %s)"
    asked = world.spaces["kort"], world["kees"].affiliation
    assert world.one(vouches, *asked)

    change = "form = 'closed'" if by_herself else "ends_at = plein.moment()"
    world.keeper.execute(f"UPDATE plein.space SET {change} WHERE id = %s".encode(), (world.spaces["kort"],))  # noqa: S608
    assert not world.one(vouches, *asked)


def test_a_sponsor_who_left_the_space_reads_no_title_of_today(stage: Stage) -> None:
    asked = {"prefix": "", "the_space": None, "before": None, "after_key": "", "after_id": FIRST, "at_most": 50}
    karin = {"the_membership": _place(stage, "karin", "kamer-a")}
    title = "UPDATE plein.space SET title = 'Geheim gunnen' WHERE id = %s"
    log = "SELECT string_agg(why || thing_shown, ' ') FROM plein.audit WHERE affiliation_id = %s"

    def told(who: str) -> set[str]:
        rows = stage.gets(who, "external_place", **karin)
        if who == "fatima":
            rows += stage.gets(who, "own_externals", sort="place", **asked, these=list(karin.values()))
            rows += stage.gets(who, "own_externals", sort="name", **asked, these=list(karin.values()))
        assert all(one.is_room for one in rows)
        return {one.title for one in rows} | {getattr(one, "key", "kade") for one in rows}

    assert "Kamer Kade" in told("fatima")
    _leaves(stage, "fatima", "kamer-a")
    stage.world.keeper.execute(title, (stage.world.spaces["kamer-a"],))
    assert not {one for one in told("fatima") if "geheim" in one.lower()}
    assert "Geheim gunnen" in told("zara")

    stage.does("fatima", "extend_external", **karin, the_until=stage.world.now + timedelta(days=1))
    stage.does("fatima", "end_membership", **karin)
    assert "Geheim" not in stage.world.one(log, stage.world["fatima"].affiliation)


def test_who_administers_and_sponsors_goes_on_reading_titles(stage: Stage) -> None:
    place = _place(stage, "karin", "kamer-a")
    stage.world.keeper.execute(
        "UPDATE plein.membership SET sponsor_id = %s WHERE id = %s", (stage.world["zara"].affiliation, place)
    )
    asked = {"prefix": "", "the_space": None, "before": None, "after_key": "", "after_id": FIRST, "at_most": 50}
    rows = stage.gets("zara", "own_externals", sort="place", **asked)
    assert [(one.title, one.key) for one in rows] == [("Kamer Kade", "kamer kade")]
