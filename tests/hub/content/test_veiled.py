"""What was in the bin when its thread moved is its author's, and whose who put it there: not the new stewards'."""

import re
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.world import World

SAID = "Bij nader inzien bedrijfsgevoelig"


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    """Names of things that no other test has."""
    return (f"sluier-{number}" for number in range(1_000))


@pytest.fixture(scope="module")
def world(world: World) -> World:
    """A group that Fatima runs, and a room of it that Kees runs; all three write in both, and Sanne runs nothing."""
    world.group("duin", "Duinherstel", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    world.member("duin", "sanne")
    world.member("duin", "kees")
    world.room("kamer-d", "duin", "Kamer Duin", founder="kees")
    world.member("kamer-d", "sanne")
    world.member("kamer-d", "fatima")
    return world


def move(client: Client, who: str, item: UUID, there: UUID) -> TestResponse:
    path = f"/items/{item}/verplaatsen"
    found = re.search(r'name="lezers" value="(\d+)"', body(client(who).get(path, query_string={"naar": there})))
    assert found is not None
    return client(who).post(path, data={"naar": there, "lezers": found[1]})


def bin_of(world: World, client: Client, who: str, space: str) -> str:
    return body(client(who).get(f"/groepen/{world.spaces[space]}/prullenbak"))


@pytest.fixture
def moved(world: World, client: Client, names: Iterator[str]) -> tuple[UUID, UUID, UUID]:
    """A message whose comment Sanne took back, with its file and what it said before, and that moved to Kees's room."""
    key = next(names)
    item = world.item(key, "duin", "sanne")
    assert (
        client("sanne")
        .post(f"/items/{item}/reactie", data={"text": "Eerst dit", "files": (BytesIO(b"geheim"), "geheim.txt")})
        .status_code
        == 303
    )
    comment = world.one("SELECT id FROM plein.item WHERE parent_id = %s", item)
    file = world.one("SELECT id FROM plein.attachment WHERE item_id = %s", comment)
    assert client("sanne").post(f"/items/{comment}/bewerken", data={"text": SAID}).status_code == 303
    assert client("sanne").post(f"/items/{comment}/verwijderen").status_code == 303
    assert SAID in bin_of(world, client, "fatima", "duin")
    assert move(client, "sanne", item, world.spaces["kamer-d"]).status_code == 303
    return item, comment, file


def test_the_steward_of_where_it_goes_does_not_find_it(
    world: World, client: Client, moved: tuple[UUID, UUID, UUID]
) -> None:
    item, comment, file = moved
    kees = client("kees")
    assert kees.get(f"/berichten/{item}").status_code == 200
    for page in (bin_of(world, client, "kees", "kamer-d"), body(kees.get("/prullenbak"))):
        assert SAID not in page
        assert str(comment) not in page
    absent = kees.post(f"/items/{uuid4()}/terugzetten")
    assert absent.status_code == 404
    refused = kees.post(f"/items/{comment}/terugzetten")
    assert (refused.status_code, refused.get_data()) == (404, absent.get_data())
    for path in (f"/items/{comment}", f"/items/{comment}/geschiedenis", f"/bijlagen/{file}", f"/bijlagen/{file}/beeld"):
        assert kees.get(path).status_code == 404, path
    assert world.one("SELECT deleted_at IS NOT NULL FROM plein.item WHERE id = %s", comment)
    assert SAID not in bin_of(world, client, "fatima", "kamer-d")  # who runs the group and not this room


def test_its_author_finds_it_and_brings_it_back(world: World, client: Client, moved: tuple[UUID, UUID, UUID]) -> None:
    item, comment, _file = moved
    for page in (bin_of(world, client, "sanne", "kamer-d"), body(client("sanne").get("/prullenbak"))):
        assert f"/items/{comment}/terugzetten" in page
    assert client("sanne").post(f"/items/{comment}/terugzetten").status_code == 303
    assert SAID in body(client("kees").get(f"/berichten/{item}"))
    assert client("sanne").post(f"/items/{comment}/verwijderen").status_code == 303
    assert SAID in bin_of(world, client, "kees", "kamer-d")  # deleted here, and a steward finds that


def test_it_stays_so_when_the_thread_moves_back(world: World, client: Client, moved: tuple[UUID, UUID, UUID]) -> None:
    item, comment, _file = moved
    assert move(client, "sanne", item, world.spaces["duin"]).status_code == 303
    assert SAID not in bin_of(world, client, "fatima", "duin")
    assert client("fatima").post(f"/items/{comment}/terugzetten").status_code == 404
    assert client("sanne").post(f"/items/{comment}/terugzetten").status_code == 303
    assert SAID in body(client("fatima").get(f"/berichten/{item}"))


def test_after_thirty_days_it_is_out_of_the_bin(world: World, client: Client, moved: tuple[UUID, UUID, UUID]) -> None:
    _item, comment, _file = moved
    try:
        world.later(days=31)
        assert str(comment) not in body(client("sanne").get("/prullenbak"))
        assert client("sanne").post(f"/items/{comment}/terugzetten").status_code == 409
    finally:
        world.on_time()


def test_an_author_does_not_undo_by_moving_what_a_steward_deleted(
    world: World, client: Client, names: Iterator[str]
) -> None:
    """Given a comment that a steward took away, when its thread moves, then the steward alone can bring it back."""
    key = next(names)
    item = world.item(key, "kamer-d", "sanne")
    comment = world.item(next(names), "kamer-d", "sanne", "comment", parent=key, text=SAID)
    assert client("kees").post(f"/items/{comment}/verwijderen", data={"why": "Hoort hier niet"}).status_code == 303
    assert move(client, "sanne", item, world.spaces["duin"]).status_code == 303
    assert client("sanne").post(f"/items/{comment}/terugzetten").status_code == 403
    assert f"/items/{comment}/terugzetten" not in body(client("kees").get("/prullenbak"))  # is no steward there
    assert SAID in body(client("kees").get("/prullenbak"))
    assert move(client, "sanne", item, world.spaces["kamer-d"]).status_code == 303
    assert client("kees").post(f"/items/{comment}/terugzetten").status_code == 303


def test_what_stood_under_it_waits_for_it(world: World, client: Client, names: Iterator[str]) -> None:
    """Given a reply in the bin under a comment that is veiled from its author, then it is not offered to come back."""
    key, under = next(names), next(names)
    item = world.item(key, "duin", "sanne")
    comment = world.item(under, "duin", "fatima", "comment", parent=key, text=SAID)
    reply = world.item(next(names), "duin", "sanne", "comment", parent=under)
    live = world.item(next(names), "duin", "sanne", "comment", parent=under)
    assert client("sanne").post(f"/items/{reply}/verwijderen").status_code == 303
    assert client("fatima").post(f"/items/{comment}/verwijderen").status_code == 303
    assert move(client, "sanne", item, world.spaces["kamer-d"]).status_code == 303
    page = body(client("sanne").get("/prullenbak"))
    assert "Zet dat eerst terug" in page
    assert f"/items/{reply}/terugzetten" not in page
    assert client("sanne").post(f"/items/{reply}/terugzetten").status_code == 404
    for who in ("sanne", "kees"):
        assert client(who).get(f"/items/{live}").status_code == 404
    assert client("fatima").post(f"/items/{comment}/terugzetten").status_code == 303
    assert client("sanne").post(f"/items/{reply}/terugzetten").status_code == 303


def test_a_question_whose_accepted_answer_went_along_in_the_bin_waits_for_who_does_not_see_it(
    world: World, client: Client, names: Iterator[str]
) -> None:
    key = next(names)
    question = world.item(key, "duin", "sanne", "question")
    answer = world.item(next(names), "duin", "fatima", "answer", parent=key, text=SAID)
    assert client("sanne").post(f"/antwoorden/{answer}/accepteren").status_code == 303
    assert client("fatima").post(f"/items/{answer}/verwijderen").status_code == 303
    assert move(client, "sanne", question, world.spaces["kamer-d"]).status_code == 303
    for who in ("kees", "fatima"):
        assert str(question) in body(client(who).get("/vragen")), who
        assert client(who).get(f"/vragen/{question}").status_code == 200
    assert f"/items/{answer}/" not in bin_of(world, client, "kees", "kamer-d")
