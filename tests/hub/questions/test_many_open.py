"""A person in fifty groups with thousands of questions: what waits is found without reading what does not show."""

from collections.abc import Callable

import pytest

from hub.kit.edge import Hub
from hub.questions import service
from hub.questions.service import Which
from tenants import db
from tenants.actor import Actor
from tests.hub.queries import ROWS_READ
from tests.many import OWN, groups
from tests.world import Someone, World

SPACES, ITEMS = 60, 72_000
# Of each space at most so many as a page shows, each with its item; what is shown, a few rows more.
ASKED: dict[str, tuple[Callable[[Actor], object], int]] = {
    "beside the start page": (service.waiting, 2 * OWN * 10 + 500),
    "the page of open questions": (lambda actor: service.over_all(actor, which=Which.OPEN), 2 * OWN * 31 + 1_000),
    "of which organisations": (service.waiting_of, 2 * OWN * 200 + 1_000),
}


@pytest.fixture(scope="module")
def reader(world: World) -> Someone:
    """Somebody in fifty of the groups."""
    return groups(world, ITEMS, SPACES)


@pytest.mark.parametrize("what", ASKED)
def test_what_waits_is_found_in_few_rows(app: Hub, reader: Someone, what: str) -> None:
    find, most = ASKED[what]
    with db.transaction(app.engine, db.by_session(reader.proof)) as tx:
        before = tx.scalar(ROWS_READ)
        find(tx.who)
        read = tx.scalar(ROWS_READ) - before
    assert 0 < read <= most
