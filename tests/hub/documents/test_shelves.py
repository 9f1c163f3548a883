"""A document that goes to another space comes into a folder there, and an undo brings it back into its own."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.documents.service import SHELVES_SHOWN
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, of, shown
from tests.hub.queries import counted
from tests.world import World

LIES_IN = (
    "SELECT d.folder_id FROM plein.document d JOIN plein.document_head h ON h.document_id = d.item_id"
    " AND h.folder_id IS NOT DISTINCT FROM d.folder_id AND h.space_id = d.space_id WHERE d.item_id = %s"
)
SPACE = "SELECT space_id FROM plein.item WHERE id = %s"
Lay = Callable[..., str]
Move = Callable[..., TestResponse]


@pytest.fixture(scope="module")
def world(world: World) -> World:
    """A room of "tender" that Fatima founded, and one of Sanne, where Fatima only writes."""
    for room, founder, member in (("kamer-c", "fatima", "sanne"), ("kamer-d", "sanne", "fatima")):
        world.room(room, "tender", room.title(), founder=founder)
        world.member(room, member)
    return world


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"schap-{number}" for number in range(1_000))


@pytest.fixture
def laid(world: World, client: Client, placed: Placed, names: Iterator[str]) -> Lay:
    """A new document of somebody, which a steward laid in a folder of its space."""

    def lay(who: str, space: str, folder: str) -> str:
        url = placed(who, space, f"{next(names)}.txt")
        sent = {"stuk": of(url), "naar": of(folder), "once": str(uuid4())}
        assert client(who).post(f"/groepen/{world.spaces[space]}/verplaatsen", data=sent).status_code == 303
        return url

    return lay


@pytest.fixture
def moves(world: World, client: Client) -> Move:
    """Moves a document to another space, into a folder of it."""

    def move(who: str, url: str, target: str, *, folder: str = "", **more: str) -> TestResponse:
        path, there = f"/items/{of(url)}/verplaatsen", world.spaces[target]
        told = re.search(r'name="lezers" value="(\d+)"', client(who).get(f"{path}?naar={there}").text)
        fields = {"naar": str(there), "lezers": told[1] if told else "0", "map": of(folder), **more}
        return client(who).post(path, data=fields | {"once": str(uuid4())})

    return move


def undo(browser: FlaskClient, page: TestResponse) -> TestResponse:
    """Press what the toast on a page offers, and give the page after it."""
    form = re.search(r"<form[^>]*action=\"([^\"]+)\"(?:(?!</form>).)*?Ongedaan maken", page.text, re.DOTALL)
    assert form is not None, shown(page)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))
    answer = browser.post(form[1], data=fields)
    assert answer.status_code == 303, shown(answer)
    return browser.get(answer.headers["Location"])


def test_an_undo_brings_it_back_into_its_folder_and_an_undo_of_that_into_the_other(
    world: World, client: Client, laid: Lay, folder: Folders
) -> None:
    home, away = folder("sanne", "tender", "Thuis"), folder("fatima", "kamer-c", "Weg")
    url, browser = laid("sanne", "tender", home), client("sanne")
    sent = {"naar": str(world.spaces["kamer-c"]), "lezers": "0", "map": of(away), "once": str(uuid4())}
    assert browser.post(f"/items/{of(url)}/verplaatsen", data=sent).status_code == 303
    assert (world.one(SPACE, of(url)), str(world.one(LIES_IN, of(url)))) == (world.spaces["kamer-c"], of(away))
    back = undo(browser, browser.get(url))
    assert "in de map “Thuis”" in shown(back)
    assert (world.one(SPACE, of(url)), str(world.one(LIES_IN, of(url)))) == (world.spaces["tender"], of(home))
    page = undo(browser, back)
    assert (world.one(SPACE, of(url)), str(world.one(LIES_IN, of(url)))) == (world.spaces["kamer-c"], of(away))
    assert "in de map “Weg”" in shown(page)
    verbs = world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s ORDER BY id", of(url))
    assert [row[0] for row in verbs][-6:] == ["document.moved", "document.filed"] * 3


def test_an_undo_whose_folder_is_gone_brings_it_back_and_says_that_it_lies_loose(
    world: World, client: Client, laid: Lay, folder: Folders
) -> None:
    home = folder("sanne", "tender", "Straks weg")
    url, browser = laid("sanne", "tender", home), client("sanne")
    sent = {"naar": str(world.spaces["kamer-c"]), "lezers": "0", "once": str(uuid4())}
    assert browser.post(f"/items/{of(url)}/verplaatsen", data=sent).status_code == 303
    assert client("sanne").post(f"/mappen/{of(home)}/verwijderen", data={"once": str(uuid4())}).status_code == 303
    page = undo(browser, browser.get(url))
    assert (world.one(SPACE, of(url)), world.one(LIES_IN, of(url))) == (world.spaces["tender"], None)
    assert "Het kon niet terug in de map, en ligt nu in geen map." in shown(page)


def test_the_page_offers_the_folders_that_are_there_each_with_those_around_it(
    world: World, client: Client, placed: Placed, folder: Folders
) -> None:
    outer = folder("fatima", "kamer-c", "Buitenste")
    folder("fatima", "kamer-c", "Binnenste", inside=outer)
    gone = folder("fatima", "kamer-c", "Weggegooid")
    folder("fatima", "kamer-c", "Meegegooid", inside=gone)
    folder("fatima", "tender", "Van hier")
    assert client("fatima").post(f"/mappen/{of(gone)}/verwijderen", data={"once": str(uuid4())}).status_code == 303
    url, there = placed("sanne", "tender", "kies-map.txt"), world.spaces["kamer-c"]
    page = shown(client("sanne").get(f"/items/{of(url)}/verplaatsen?naar={there}"))
    assert "In geen map" in page
    assert "Buitenste / Binnenste" in page
    assert not [one for one in ("Weggegooid", "Meegegooid", "Van hier") if one in page]
    assert "In welke map" not in shown(
        client("sanne").get(f"/items/{world.items['bericht-tender']}/verplaatsen?naar={there}")
    )


@pytest.mark.parametrize(
    "what", ["of here", "of another group", "not seen", "binned", "a document", "nothing", "words"]
)
def test_a_folder_that_is_not_one_of_that_space_is_not_there(
    world: World,
    client: Client,
    laid: Lay,
    moves: Move,
    folder: Folders,
    placed: Placed,
    names: Iterator[str],
    what: str,
) -> None:
    home = folder("sanne", "tender", next(names))
    url = laid("sanne", "tender", home)
    if what == "binned":
        gone = folder("sanne", "kamer-c", next(names))
        assert client("sanne").post(f"/mappen/{of(gone)}/verwijderen", data={"once": str(uuid4())}).status_code == 303
    made: dict[str, Callable[[], str]] = {
        "of here": lambda: home,
        "of another group": lambda: folder("sanne", "visie", next(names)),
        "not seen": lambda: folder("bas", "kamer-b", next(names)),
        "binned": lambda: gone,
        "a document": lambda: placed("sanne", "kamer-c", f"{next(names)}.txt"),
        "nothing": lambda: str(uuid4()),
        "words": lambda: "geen-id",
    }
    target = made[what]()
    assert moves("sanne", url, "kamer-c", folder=target).status_code == 404
    assert (world.one(SPACE, of(url)), str(world.one(LIES_IN, of(url)))) == (world.spaces["tender"], of(home))
    if what != "words":  # an undo is judged alike, and never opens what is not there
        assert moves("sanne", url, "kamer-c", folder=target, terug="1").status_code == 303
        assert (world.one(SPACE, of(url)), world.one(LIES_IN, of(url))) == (world.spaces["kamer-c"], None)


def test_a_message_lies_in_no_folder(world: World, moves: Move, folder: Folders) -> None:
    target, item = folder("fatima", "kamer-c", "Niet voor berichten"), world.items["bericht-tender"]
    assert moves("fatima", f"/berichten/{item}", "kamer-c", folder=target).status_code == 404
    assert world.one(SPACE, item) == world.spaces["tender"]


def test_who_may_put_nothing_of_another_in_a_folder_there_chooses_none(
    world: World, client: Client, placed: Placed, moves: Move, folder: Folders
) -> None:
    """Given a steward who only writes where it goes, when she moves it, then it lies loose; its author chooses."""
    target, url = folder("sanne", "kamer-d", "Van Sanne"), placed("sanne", "tender", "van-sanne.txt")
    path = f"/items/{of(url)}/verplaatsen?naar={world.spaces['kamer-d']}"
    assert "In welke map" not in shown(client("fatima").get(path))
    assert moves("fatima", url, "kamer-d", folder=target).status_code == 403
    assert world.one(SPACE, of(url)) == world.spaces["tender"]
    assert "In welke map" in shown(client("sanne").get(path))
    assert moves("sanne", url, "kamer-d", folder=target).status_code == 303
    assert str(world.one(LIES_IN, of(url))) == of(target)


@pytest.mark.parametrize(("who", "status"), [("peter", 403), ("rik", 403), ("kees", 404), ("karin", 404), ("", 401)])
def test_nobody_else_moves_it_into_a_folder(
    world: World, placed: Placed, moves: Move, folder: Folders, who: str, status: int
) -> None:
    target, url = folder("fatima", "kamer-c", f"Niet van {who}"), placed("sanne", "tender", f"niet-van-{who}.txt")
    assert moves(who, url, "kamer-c", folder=target).status_code == status
    assert world.one(SPACE, of(url)) == world.spaces["tender"]


def test_of_many_folders_the_outermost_are_offered_and_the_page_says_that_there_are_more(
    world: World, app: Hub, client: Client, placed: Placed
) -> None:
    world.room("kamer-vol", "tender", "Vol", founder="sanne")
    there = world.spaces["kamer-vol"]
    url = placed("sanne", "tender", "naar-vol.txt")
    path = f"/items/{of(url)}/verplaatsen?naar={there}"
    with counted(app.engine) as few:
        client("sanne").get(path)
    made = [world.item(f"vol-{number}", "kamer-vol", "sanne", "folder") for number in range(SHELVES_SHOWN + 1)]
    world.keeper.execute("UPDATE plein.folder SET parent_id = %s WHERE item_id = %s", (made[0], made[-1]))
    with counted(app.engine) as many:
        page = client("sanne").get(path)
    assert len(many) == len(few)
    assert page.text.count("<option") == 1 + SHELVES_SHOWN
    assert f"Map vol-{SHELVES_SHOWN}<" not in page.text
    assert "Niet elke map staat in deze lijst." in shown(page)
