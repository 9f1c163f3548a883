"""The one rule: who sees which space, and that no person sees no rows."""

import pytest
from sqlalchemy import Engine, select

from tenants.db import NOBODY_ENTERS, NoActor, transaction
from tenants.models import Affiliation, Organisation, Space
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
