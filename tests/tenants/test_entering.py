"""Who enters by which session or as which affiliation, and that sessions which are over let nobody in."""

from tests.oracle.entering import entrances
from tests.oracle.reading import read
from tests.world import World


def test_everybody_enters_as_oneself_and_nobody_by_a_session_that_is_over(world: World) -> None:
    assert list(entrances(world, read(world))) == []
