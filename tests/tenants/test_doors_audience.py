"""Who can read, exactly: the numbers of the doors against who enters and sees; and what a change would open."""

from uuid import UUID

import pytest

from tenants.db import as_affiliation, connect, transaction
from tests.tenants.stage import Stage
from tests.world import World

Widening = dict[str, tuple[int, int, int]]
COUNTED = "SELECT items, documents FROM plein.space_activity WHERE space_id = %s"
THERE = (
    "SELECT count(*) FILTER (WHERE kind NOT IN ('document', 'folder')), count(*) FILTER (WHERE kind = 'document')"
    " FROM plein.item WHERE space_id = %s AND parent_id IS NULL AND deleted_at IS NULL"
)


def _nobody_owes_terms(world: World) -> None:
    """Who owes an agreement to terms reads after one click, and so counts as a reader already."""
    for table in ("terms_accepted", "terms"):
        world.keeper.execute(f"DELETE FROM plein.{table}".encode())  # noqa: S608 - the words above


def _sight(stage: Stage) -> dict[UUID, set[UUID]]:
    """For each place in an organisation the spaces that it gives sight of: by entering as it, one after another."""
    worker = connect(stage.world.database.worker)
    found = {}
    for (affiliation,) in stage.world.rows("SELECT id FROM plein.affiliation"):
        with transaction(worker, as_affiliation(affiliation)) as tx:
            found[affiliation] = set(tx.who.sees)
    worker.dispose()
    return found


def _readers(world: World, sight: dict[UUID, set[UUID]], space: UUID) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for affiliation, spaces in sight.items():
        if space in spaces:
            home = world.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", affiliation)
            found[home] = found.get(home, 0) + 1
    return found


def _said(stage: Stage, who: str, space: UUID) -> dict[UUID, int]:
    """What the bar and the list say: members, and of each organisation that all may read the others."""
    others = {row.organisation_id: row.people for row in stage.gets(who, "readers_by_openness", the_space=space)}
    rows = stage.gets(who, "audience", the_space=space)
    assert {row.organisation_id for row in rows if row.everyone} == set(others)
    found = {row.organisation_id: row.members + others.get(row.organisation_id, 0) for row in rows}
    return {home: people for home, people in found.items() if people}


def _every_number_is_true(stage: Stage) -> int:
    tried, sight = 0, _sight(stage)
    for key, one in stage.world.people.items():
        with transaction(stage.engine, one.enters) as tx:
            seen = set(tx.who.sees)
        for space in seen:
            assert _said(stage, key, space) == _readers(stage.world, sight, space), (key, space)
            tried += 1
        for space in set(stage.world.spaces.values()) - seen:
            assert _said(stage, key, space) == {}, (key, space)
    return tried


def test_the_numbers_are_who_really_reads(stage: Stage) -> None:
    """Given the whole cast, when each enters, then who sees a space is whom its audience counts, for every reader."""
    _nobody_owes_terms(stage.world)
    assert _every_number_is_true(stage) > 40


def test_the_numbers_stay_true_when_things_end(stage: Stage) -> None:
    """Given a suspended organisation, a party that left, less reach and a closed group, then numbers follow."""
    world = stage.world
    _nobody_owes_terms(world)
    execute = world.keeper.execute
    execute("UPDATE plein.organisation SET status = 'suspended' WHERE id = %s", (world.organisations["meerbergen"],))
    _every_number_is_true(stage)
    execute("UPDATE plein.organisation SET status = 'active' WHERE id = %s", (world.organisations["meerbergen"],))
    execute(
        "UPDATE plein.party SET until = plein.moment() WHERE group_id = %s AND organisation_id = %s",
        (world.spaces["tender"], world.organisations["dienst"]),
    )
    execute("UPDATE plein.party SET reach = 'named' WHERE group_id = %s", (world.spaces["visie"],))
    _every_number_is_true(stage)
    execute("UPDATE plein.space SET form = 'closed' WHERE id = %s", (world.spaces["visie"],))
    world.later(days=70)
    _every_number_is_true(stage)
    world.on_time()


def _widening(
    stage: Stage, who: str, group: str, form: str | None, party: str = "", reach: str | None = None
) -> Widening:
    world = stage.world
    names = {made: key for key, made in world.organisations.items()}
    rows = stage.gets(
        who,
        "widening",
        the_group=world.spaces[group],
        the_form=form,
        the_organisation=world.organisations[party] if party else None,
        the_reach=reach,
    )
    return {names[row.organisation_id]: (row.people, row.items, row.documents) for row in rows}


CHANGES = [
    ("visie", None, "oosterdiep", "all"),
    ("visie", None, "oosterdiep", "named"),
    ("tender", "open", "", None),
    ("tender", "findable", "", None),
    ("tender", "open", "dienst", "all"),
    ("tender", None, "oosterdiep", "all"),
    ("tender", "open", "oosterdiep", "all"),
    ("visie", "closed", "", None),
]


@pytest.mark.parametrize(("group", "form", "party", "reach"), CHANGES)
def test_a_preview_says_who_really_gains_sight(
    stage: Stage, group: str, form: str | None, party: str, reach: str | None
) -> None:
    """Given a preview, when the change is made, then so many more enter and see, and no others."""
    world, space = stage.world, stage.world.spaces[group]
    said = _widening(stage, "fatima", group, form, party, reach)
    before = _sight(stage)
    if form:
        world.keeper.execute("UPDATE plein.space SET form = %s WHERE id = %s", (form, space))
    if party:
        world.keeper.execute(
            "INSERT INTO plein.party (group_id, organisation_id, role, reach, since)"
            " VALUES (%s, %s, 'participant', %s, plein.moment())"
            " ON CONFLICT (group_id, organisation_id) DO UPDATE SET reach = excluded.reach",
            (space, world.organisations[party], reach),
        )
    after = _sight(stage)

    names = {made: key for key, made in world.organisations.items()}
    gained: dict[str, int] = {}
    for affiliation, spaces in after.items():
        if space in spaces - before[affiliation]:
            home = names[world.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", affiliation)]
            gained[home] = gained.get(home, 0) + 1
    assert {home: people for home, (people, _, _) in said.items() if people} == gained
    assert not party or party in said  # says how much there is to read, also when nobody gains sight at once
    counts = (
        "SELECT count(*) FILTER (WHERE kind <> 'document'), count(*) FILTER (WHERE kind = 'document') FROM plein.item"
    )
    live = " WHERE space_id = %s AND parent_id IS NULL AND deleted_at IS NULL AND kind <> 'folder'"
    assert {(items, documents) for _, items, documents in said.values()} <= set(world.rows(counts + live, space))


def test_a_preview_is_for_stewards_and_administrators_concerned(stage: Stage) -> None:
    world = stage.world
    for who, group, answer in (
        ("fatima", "tender", ""),
        ("zara", "tender", ""),  # administers a co-owner
        ("mehmet", "tender", ""),
        ("daan", "tender", ""),  # administers a participant
        ("sanne", "tender", "Forbidden"),
        ("rik", "tender", "Forbidden"),
        ("peter", "tender", "Forbidden"),
        ("kees", "tender", "Missing"),
        ("olga", "tender", "Missing"),
        ("karin", "tender", "Missing"),
        ("ivo", "tender", "Missing"),
        ("", "tender", "Missing"),
        ("fatima", "elders", "Missing"),
        ("fatima", "kamer-a", "Forbidden"),  # a room is never wider
        ("fatima", "kamer-b", "Missing"),
    ):
        ask = {"the_group": world.spaces[group], "the_form": "open", "the_organisation": None, "the_reach": None}
        assert stage.is_refused(who, "widening", **ask) == answer, (who, group)


def test_a_preview_tells_a_participant_of_itself_and_the_owners(stage: Stage) -> None:
    world = stage.world
    world.lay(
        "party",
        group_id=world.spaces["tender"],
        organisation_id=world.organisations["oosterdiep"],
        role="participant",
        reach="all",
        since=world.now,
    )
    assert set(_widening(stage, "zara", "tender", "open")) == {"zandwijk", "meerbergen", "oosterdiep"}
    assert set(_widening(stage, "daan", "tender", "open", "dienst", "all")) == {"zandwijk", "meerbergen", "dienst"}
    assert set(_widening(stage, "olga", "tender", "open")) == {"zandwijk", "meerbergen", "oosterdiep"}


def test_a_preview_does_not_say_whether_an_unlisted_organisation_exists(stage: Stage) -> None:
    world = stage.world
    world.organisation("geheim", "Geheim BV", firm=True, listed=False)
    absent = UUID("01930000-0000-7000-8000-000000000000")
    for who in ("fatima", "zara"):
        ask = {"the_group": world.spaces["visie"], "the_form": None, "the_reach": "all"}
        assert stage.gets(who, "widening", **ask, the_organisation=world.organisations["geheim"]) == []
        assert stage.gets(who, "widening", **ask, the_organisation=absent) == []


def test_a_firm_among_others_reaches_only_whom_it_names(stage: Stage) -> None:
    world = stage.world
    world.keeper.execute(
        "UPDATE plein.organisation SET listed = true WHERE id = %s", (world.organisations["landwijs"],)
    )
    assert {home: row[0] for home, row in _widening(stage, "fatima", "visie", None, "landwijs", "all").items()} == {
        "landwijs": 0
    }


def test_what_lives_in_a_space_is_counted_as_it_comes_and_goes(stage: Stage) -> None:
    world, space = stage.world, stage.world.spaces["tender"]
    delete = "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = author_id WHERE id = %s"
    restore = "UPDATE plein.item SET deleted_at = NULL, deleted_by = NULL WHERE id = %s"
    for key in ("bericht", "stuk", "reactie", "vraag"):
        for step in (delete, delete, restore, delete):
            world.keeper.execute(step.encode(), (world.items[f"{key}-tender"],))
            assert world.rows(COUNTED, space) == world.rows(THERE, space), key


@pytest.mark.parametrize("kind", ["post", "document", "folder"])
def test_what_moves_is_counted_where_it_lies(stage: Stage, kind: str) -> None:
    """Given a thing in a room, when it moves to the group, then both count what they hold, folders nowhere."""
    world = stage.world
    made = world.item("verhuist", "doos-tender", "dubbel", kind, of="zandwijk")
    spaces = (world.spaces["doos-tender"], world.spaces["tender"])
    with world.keeper.transaction():
        world.keeper.execute("SET CONSTRAINTS ALL DEFERRED")
        world.keeper.execute("UPDATE plein.item SET space_id = %s WHERE id = %s", (spaces[1], made))
    for space in spaces:
        assert world.rows(COUNTED, space) == world.rows(THERE, space)


def test_narrowing_works_at_the_next_request(stage: Stage) -> None:
    """Given staff who read an open group, when it is closed or their reach narrowed, then they do not see it again."""
    world, visie = stage.world, stage.world.spaces["visie"]
    assert stage.sees("kees", "visie")
    world.keeper.execute("UPDATE plein.space SET form = 'closed' WHERE id = %s", (visie,))
    assert not stage.sees("kees", "visie")
    world.keeper.execute("UPDATE plein.space SET form = 'open' WHERE id = %s", (visie,))
    assert stage.sees("kees", "visie")
    world.keeper.execute(
        "UPDATE plein.party SET reach = 'named' WHERE group_id = %s AND organisation_id = %s",
        (visie, world.organisations["zandwijk"]),
    )
    assert not stage.sees("kees", "visie")
