"""What is new to me: on the tab, in the rail, in the stream and under a message; nobody else's marks, and bounded."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from hub.content.service import MOST_NEW
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

LINE = "Tot hier is nieuw"


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    """Names of things that no other test has."""
    return (f"nieuws-{number}" for number in range(1_000))


@pytest.fixture(autouse=True)
def nothing_read(world: World) -> None:
    world.keeper.execute("DELETE FROM plein.space_read")
    world.keeper.execute("DELETE FROM plein.thread_read")


def tender(world: World) -> str:
    return f"/groepen/{world.spaces['tender']}"


def new_in_rail(client: Client, who: str) -> str:
    """What the rail says beside the groups, on a page of none of them."""
    page = body(client(who).get("/account/aanmeldingen")).partition("hub-rail__groups")[2].partition("</ul>")[0]
    return page.partition("hub-rail__count")[2].partition("</span>")[0].removeprefix('">').partition("<")[0]


def test_who_never_opened_a_space_has_nothing_new_there(world: World, client: Client, names: Iterator[str]) -> None:
    world.item(next(names), "tender", "sanne")
    assert new_in_rail(client, "peter") == ""
    page = body(client("peter").get(tender(world)))
    assert LINE not in page
    assert "hub-count--new" not in page


def test_what_came_since_is_new_until_it_was_shown(world: World, client: Client, names: Iterator[str]) -> None:
    client("peter").get(tender(world))
    for _ in range(3):
        world.item(next(names), "tender", "sanne")
    world.item(next(names), "tender", "sanne", "question")
    assert new_in_rail(client, "peter") == "4"
    page = body(client("peter").get(tender(world)))
    assert "3 nieuw</span>" in page
    assert page.count(LINE) == 1
    assert page.index("Titel van") < page.index(LINE)
    again = body(client("peter").get(tender(world)))
    assert LINE not in again
    assert "hub-count--new" not in again
    assert new_in_rail(client, "peter") == ""


def test_what_one_wrote_oneself_is_not_new_to_oneself(world: World, client: Client, names: Iterator[str]) -> None:
    client("els").get(tender(world))
    world.item(next(names), "tender", "els")
    assert LINE not in body(client("els").get(tender(world)))


def test_ones_own_is_never_new(world: World, client: Client) -> None:
    client("peter").get(tender(world))
    assert client("peter").post(f"{tender(world)}/berichten", data={"text": "Van mezelf"}).status_code == 303
    assert new_in_rail(client, "peter") == ""
    assert "hub-count--new" not in body(client("peter").get(tender(world)))


def test_it_counts_no_further_than_it_says(world: World, client: Client, names: Iterator[str]) -> None:
    client("peter").get(tender(world))
    for _ in range(MOST_NEW + 5):
        world.item(next(names), "tender", "sanne")
    assert new_in_rail(client, "peter") == f"{MOST_NEW}+"
    assert f"{MOST_NEW}+ nieuw" in body(client("peter").get(tender(world)))


def test_new_comments_are_counted_under_what_one_has_opened(world: World, client: Client, names: Iterator[str]) -> None:
    key = next(names)
    item = world.item(key, "tender", "sanne")
    assert "nieuwe reactie" not in body(client("peter").get(tender(world)))
    client("peter").get(f"/berichten/{item}")
    first = next(names)
    world.item(first, "tender", "fatima", "comment", parent=key)
    world.item(next(names), "tender", "sanne", "comment", parent=first)
    world.item(next(names), "tender", "peter", "comment", parent=key)
    page = body(client("peter").get(tender(world)))
    assert "2 nieuwe reacties" in page
    assert "nieuwe reactie" not in body(client("sanne").get(tender(world)))  # she never opened it
    client("peter").get(f"/berichten/{item}")
    assert "nieuwe reactie" not in body(client("peter").get(tender(world)))


def test_marks_are_a_persons_own(world: World, client: Client) -> None:
    client("peter").get(tender(world))
    client("sanne").get(f"/berichten/{world.items['bericht-tender']}")
    whose = {person for (person,) in world.rows("SELECT person_id FROM plein.space_read")}
    assert whose == {world["peter"].person_id}
    whose = {person for (person,) in world.rows("SELECT person_id FROM plein.thread_read")}
    assert whose == {world["sanne"].person_id}


@pytest.mark.parametrize("who", ["kees", "joost", "former", "gone", "ivo", "karin", "zara"])
def test_what_one_does_not_see_leaves_no_mark(world: World, client: Client, who: str) -> None:
    for path in (tender(world), f"/berichten/{world.items['bericht-tender']}"):
        assert client(who).get(path).status_code == 404
    assert world.one("SELECT count(*) FROM plein.space_read WHERE space_id = %s", world.spaces["tender"]) == 0
    assert world.one("SELECT count(*) FROM plein.thread_read") == 0


def test_while_looking_as_an_external_nothing_is_marked(world: World, client: Client) -> None:
    browser = client("fatima")
    place = world.memberships["tender", world["peter"].affiliation]
    assert browser.post(f"/bekijk-als/{place}", data={"back": "/"}).status_code == 303
    assert browser.get(tender(world)).status_code == 200
    assert world.one("SELECT count(*) FROM plein.space_read WHERE space_id = %s", world.spaces["tender"]) == 0


def test_as_many_statements_whatever_is_new(app: Hub, world: World, client: Client, names: Iterator[str]) -> None:
    said = []
    client("peter").get(tender(world))
    for number in (1, 10):
        made: list[UUID] = [world.item(next(names), "tender", "sanne") for _ in range(number)]
        assert made
        client("peter").get("/vragen")
        with counted(app.engine) as statements:
            client("peter").get(tender(world))
        said.append(len(statements))
    assert said[1] <= said[0]
