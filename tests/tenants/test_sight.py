"""The one rule: who sees which space, and that no person sees no rows."""

import pytest
from sqlalchemy import Engine, select

from tenants.db import NOBODY_ENTERS, NoActor, transaction
from tenants.models import Affiliation, Membership, Organisation, Space
from tests.world import World
from tests.world.sight import GROUP_SIGHT

STORY = {key for seen in GROUP_SIGHT.values() for key in seen}


@pytest.mark.parametrize("who", sorted(GROUP_SIGHT))
def test_a_person_sees_exactly_the_spaces_of_the_one_rule(world: World, engine: Engine, who: str) -> None:
    with transaction(engine, world[who].enters) as session:
        seen = set(session.scalars(select(Space.id)))
        assert session.who.sees == seen
    assert {key for key in STORY if world.spaces[key] in seen} == GROUP_SIGHT[who]


@pytest.mark.usefixtures("world")
def test_nobody_sees_nothing(engine: Engine) -> None:
    with transaction(engine, NOBODY_ENTERS) as session:
        assert not session.who.is_somebody
        for model in (Space, Affiliation, Organisation):
            assert session.scalars(select(model)).all() == []


@pytest.mark.usefixtures("world")
def test_a_statement_before_anybody_entered_is_refused(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(NoActor):
        connection.exec_driver_sql("SELECT 1")


@pytest.mark.parametrize(
    ("space", "waits", "may"),
    [
        ("tender", "zelf", {"fatima"}),  # came by herself, and the group was closed: a steward says
        ("kamer-a", "zelf", {"fatima"}),
        ("genoemd", "wachter", {"fatima"}),  # only named people are in: the administrator is told by another door
        ("visie", "zelf", {"fatima", "sanne", "kees", "rik", "daan", "zara"}),  # open: who came is in
    ],
)
def test_who_waits_to_be_let_in_is_shown_to_whom_it_concerns(
    world: World, engine: Engine, space: str, waits: str, may: set[str]
) -> None:
    seen = set()
    for who in ("fatima", "sanne", "kees", "rik", "karin", "peter", "zara", "daan", "olga", waits):
        with transaction(engine, world[who].enters) as session:
            place = (world.spaces[space], world[waits].affiliation)
            rows = session.execute(select(Membership.space_id, Membership.affiliation_id)).all()
            seen |= {who} if place in [tuple(row) for row in rows] else set()
    assert seen == may | {waits}


def test_nobody_knows_of_a_person_or_an_organisation_because_somebody_waits(world: World, engine: Engine) -> None:
    with transaction(engine, world["kees"].enters) as session:
        people = set(session.scalars(select(Affiliation.id)))
    assert world["wachter"].affiliation not in people


def test_a_room_shows_no_organisation_of_whom_nobody_is_in_yet(world: World, engine: Engine) -> None:
    world.organisation("stille-firma", "Stille Firma", firm=True, listed=False)
    world.person("wim-wacht", "Wim Wacht", "stille-firma")
    world.lay(
        "party",
        group_id=world.spaces["tender"],
        organisation_id=world.organisations["stille-firma"],
        role="participant",
        reach="named",
        since=world.now,
    )
    world.member("kamer-a", "wim-wacht", confirmed=False)
    knows = {}
    for who in ("karin", "fatima"):
        with transaction(engine, world[who].enters) as session:
            knows[who] = world.organisations["stille-firma"] in session.who.knows
    assert knows == {"karin": False, "fatima": True}
