"""Ticked documents and folders into the bin in one step, and out of it: who may, and that each comes back."""

import re
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from hub.documents.service import MOST_CHOSEN
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, of, shown
from tests.hub.queries import counted
from tests.world import World

BINNED = "SELECT deleted_at IS NOT NULL FROM plein.item WHERE id = %s"
WHY = "SELECT why FROM plein.audit WHERE verb LIKE '%%.deleted' AND thing_id = %s ORDER BY id DESC LIMIT 1"


def _delete(client: Client, world: World, who: str, space: str, *urls: str, why: str = "") -> TestResponse:
    data = {"once": str(uuid4()), "stuk": [of(url) for url in urls], "why": why}
    return client(who).post(f"/groepen/{world.spaces[space]}/documenten/verwijderen", data=data)


def _gone(world: World, *urls: str) -> list[bool]:
    return [world.one(BINNED, of(url)) for url in urls]


def test_what_was_ticked_goes_with_what_lies_in_it_and_comes_back_in_one_step(
    world: World, client: Client, put: Put, placed: Placed, folder: Folders
) -> None:
    loose, outer = placed("sanne", "visie", "los.txt"), folder("sanne", "visie", "Buitenste")
    inner = folder("sanne", "visie", "Binnenste", inside=outer)
    put("sanne", "visie", ("diep.txt", b"x"), map=of(inner))
    deep = str(world.one("SELECT item_id FROM plein.document WHERE folder_id = %s", of(inner)))
    things = (loose, outer, inner, deep)
    ticked = "&".join(f"stuk={of(one)}" for one in (loose, outer, inner))
    page = shown(client("sanne").get(f"/groepen/{world.spaces['visie']}/documenten/verwijderen?{ticked}"))
    assert "Verwijder 1 document en 2 mappen" in page
    assert "gaat mee naar de prullenbak: 1 document." in page
    browser = client("sanne")
    data = {"once": str(uuid4()), "stuk": [of(one) for one in (loose, outer, inner)]}
    answer = browser.post(f"/groepen/{world.spaces['visie']}/documenten/verwijderen", data=data)
    assert _gone(world, *things) == [True] * 4
    after = browser.get(answer.headers["Location"])
    assert "3 dingen zijn verwijderd" in shown(after)
    form = re.search(r"<form[^>]*action=\"([^\"]+)\"(?:(?!</form>).)*?Ongedaan maken", after.text, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))
    assert browser.post(form[1], data=fields).status_code == 303
    assert _gone(world, *things) == [False] * 4


@pytest.mark.parametrize(
    ("who", "status"),
    [("sanne", 303), ("fatima", 303), ("peter", 403), ("rik", 403), ("joost", 404), ("karin", 404), ("", 401)],
)
def test_who_put_it_there_and_a_steward_delete_it(
    world: World, client: Client, placed: Placed, folder: Folders, who: str, status: int
) -> None:
    url, where = placed("sanne", "tender"), folder("sanne", "tender", f"Weg door {who}")
    assert _delete(client, world, who, "tender", url, where, why="Dubbel").status_code == status
    assert _gone(world, url, where) == [status == 303] * 2
    if status == 303:
        assert world.one(WHY, of(url)) == "Dubbel"


@pytest.mark.parametrize("who", ["peter", "rik", "els", "joost", "karin", "ivo", "olga"])
def test_who_did_not_delete_it_does_not_bring_it_back(world: World, client: Client, placed: Placed, who: str) -> None:
    url = placed("sanne", "tender")
    _delete(client, world, "sanne", "tender", url)
    path = f"/groepen/{world.spaces['tender']}/documenten/terugzetten"
    assert client(who).post(path, data={"once": str(uuid4()), "stuk": of(url)}).status_code in {403, 404}
    assert _gone(world, url) == [True]


def test_a_steward_says_why_of_what_is_anothers(world: World, client: Client, placed: Placed) -> None:
    theirs, own = placed("sanne", "tender"), placed("fatima", "tender", "eigen.txt")
    answer = _delete(client, world, "fatima", "tender", theirs, own)
    assert (answer.status_code, "Zeg kort waarom" in shown(answer)) == (422, True)
    assert "1 daarvan is van iemand anders" in shown(answer)
    assert _gone(world, theirs, own) == [False, False]


def test_of_two_of_which_one_is_anothers_neither_goes(world: World, client: Client, placed: Placed) -> None:
    theirs, own = placed("sanne", "tender"), placed("peter", "tender", "eigen.txt")
    assert _delete(client, world, "peter", "tender", theirs, own, why="Weg").status_code == 403
    assert _gone(world, theirs, own) == [False, False]


def test_what_lies_elsewhere_is_absent(world: World, client: Client, placed: Placed) -> None:
    url = placed("sanne", "visie")
    assert _delete(client, world, "sanne", "tender", url).status_code == 404
    _delete(client, world, "sanne", "visie", url)
    path = f"/groepen/{world.spaces['tender']}/documenten/terugzetten"
    assert client("sanne").post(path, data={"once": str(uuid4()), "stuk": of(url)}).status_code == 404
    assert _gone(world, url) == [True]


def test_nothing_ticked_and_too_much_are_said(world: World, client: Client) -> None:
    path = f"/groepen/{world.spaces['visie']}/documenten/verwijderen"
    assert client("sanne").get(path).status_code == 303
    many = ",".join(str(uuid4()) for _ in range(MOST_CHOSEN + 1))
    assert client("sanne").get(f"{path}?stuk={many}").status_code == 422
    assert _delete(client, world, "sanne", "visie").status_code == 422


def test_the_page_asks_as_much_of_one_as_of_fifty(world: World, client: Client, app: Hub, put: Put) -> None:
    for _number in range(3):
        put("sanne", "visie", *((f"{n} van vijftig.txt", b"x") for n in range(17)))
    ids = [
        str(row[0])
        for row in world.rows("SELECT item_id FROM plein.document WHERE name LIKE '%% van vijftig.txt' LIMIT 50")
    ]
    sent = []
    for some in (ids[:1], ids):
        path = f"/groepen/{world.spaces['visie']}/documenten/verwijderen?stuk={','.join(some)}"
        browser = client("sanne")
        assert browser.get(path).status_code == 200
        with counted(app.engine) as statements:
            assert browser.get(path).status_code == 200
        sent.append(len(statements))
    assert len(ids) == 50
    assert sent[0] == sent[1]
