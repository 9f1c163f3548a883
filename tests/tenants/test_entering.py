"""Who enters by which session or as which affiliation, and that sessions which are over let nobody in."""

from tests.oracle.entering import entrances, views
from tests.oracle.reading import read
from tests.world import World


def test_everybody_enters_as_oneself_and_nobody_by_a_session_that_is_over(world: World) -> None:
    assert list(entrances(world, read(world))) == []


def test_only_a_steward_and_the_sponsor_look_as_an_external_and_see_what_both_see(world: World) -> None:
    assert list(views(world, read(world))) == []
