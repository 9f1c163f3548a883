"""Copying whole folders: what goes along and what stays, whose the copies are, how much at once, once, and undo."""

import dataclasses
import re
from collections.abc import Callable
from threading import Thread
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from hub.settings import Settings
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Put, of, shown
from tests.world import World

TREE = (
    "WITH RECURSIVE tree AS (SELECT f.item_id, f.name AS way FROM plein.folder f JOIN plein.item i ON i.id = f.item_id"
    " WHERE f.space_id = %s AND f.name = %s AND f.parent_id IS NOT DISTINCT FROM %s AND i.deleted_at IS NULL UNION ALL"
    " SELECT f.item_id, t.way || '/' || f.name FROM plein.folder f JOIN tree t ON f.parent_id = t.item_id)"
    " SELECT way, NULL::integer, item_id FROM tree UNION ALL"
    " SELECT t.way || '/' || d.name, h.number, d.item_id FROM tree t JOIN plein.document d ON d.folder_id = t.item_id"
    " JOIN plein.document_head h ON h.document_id = d.item_id ORDER BY 1"
)
Copy = Callable[..., TestResponse]


@pytest.fixture
def copy(world: World, client: Client) -> Copy:
    """Copies what is ticked to a space, or to a folder of it."""

    def ask(who: str, target: str, *urls: str, to: str = "", once: str = "") -> TestResponse:
        data = {"once": once or str(uuid4()), "stuk": [of(url) for url in urls], "naar": of(to) if to else ""}
        return client(who).post(f"/groepen/{world.spaces[target]}/kopie-hier", data=data)

    return ask


@pytest.fixture
def full(world: World, client: Client, put: Put, follow: Put, folder: Folders) -> Callable[[str], str]:
    """A folder of "visie" with a document of two versions, an inner folder with one, and things in the bin."""

    def make(name: str) -> str:
        outer = folder("sanne", "visie", name)
        inner, binned = folder("sanne", "visie", "Binnen", inside=outer), folder("sanne", "visie", "Bak", inside=outer)
        put("sanne", "visie", ("een.txt", b"eerste"), ("weg.txt", b"weg"), map=of(outer))
        put("sanne", "visie", ("twee.txt", b"twee"), map=of(inner))
        put("sanne", "visie", ("mee weg.txt", b"mee weg"), map=of(binned))
        ids = dict(world.rows("SELECT name, item_id FROM plein.document WHERE folder_id = %s", of(outer)))
        follow("sanne", f"/documenten/{ids['een.txt']}", b"tweede")
        for one in (ids["weg.txt"], of(binned)):
            answer = client("sanne").post(
                f"/groepen/{world.spaces['visie']}/documenten/verwijderen",
                data={"once": str(uuid4()), "stuk": str(one)},
            )
            assert answer.status_code == 303
        return outer

    return make


def tree(world: World, space: str, name: str, inside: str = "") -> list[tuple[str, int | None, UUID]]:
    """The paths of a live folder and all in it, each document with the number of its newest version."""
    return world.rows(TREE, world.spaces[space], name, of(inside) if inside else None)


def test_a_folder_goes_with_newest_versions_and_nothing_out_of_the_bin(
    world: World, client: Client, copy: Copy, full: Callable[[str], str], folder: Folders
) -> None:
    url, target = full("Alles mee"), folder("fatima", "tender", "Kopie hierin")
    assert copy("fatima", "tender", url, to=target).headers["Location"] == target
    made = tree(world, "tender", "Alles mee", target)
    ways = [(way, number) for way, number, _id in made]
    whole = [("", None), ("/Binnen", None), ("/Binnen/twee.txt", 1), ("/een.txt", 1)]
    assert ways == [(f"Alles mee{way}", number) for way, number in whole]
    ids = [one for _way, _number, one in made]
    owners = world.rows("SELECT DISTINCT author_id, owner_id FROM plein.item WHERE id = ANY (%s)", ids)
    assert owners == [(world["fatima"].affiliation, world.organisations["zandwijk"])]
    assert client("peter").get(f"/documenten/{ids[-1]}/versies/1").data == b"tweede"
    verbs = {row[0] for row in world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s", of(url))}
    assert "folder.copied" in verbs


def test_a_copy_is_undone_in_one_step(world: World, client: Client, full: Callable[[str], str]) -> None:
    url, browser = full("Toch niet"), client("fatima")
    data = {"once": str(uuid4()), "stuk": of(url)}
    answer = browser.post(f"/groepen/{world.spaces['tender']}/kopie-hier", data=data)
    assert len(tree(world, "tender", "Toch niet")) == 4
    page = browser.get(answer.headers["Location"])
    form = re.search(r"<form[^>]*action=\"([^\"]+)\"(?:(?!</form>).)*?Ongedaan maken", page.text, re.DOTALL)
    assert form is not None, shown(page)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))
    assert browser.post(form[1], data=fields).status_code == 303
    assert tree(world, "tender", "Toch niet") == []
    assert len(tree(world, "visie", "Toch niet")) > 0


def test_the_way_there_says_how_much_it_is_and_who_reads_along(
    world: World, client: Client, full: Callable[[str], str]
) -> None:
    url = full("Vooraf gezegd")
    page = client("fatima").get(url)
    assert f"/groepen/{world.spaces['visie']}/kopieren?stuk={of(url)}" in page.text
    page = client("fatima").get(f"/groepen/{world.spaces['visie']}/kopieren?stuk={of(url)}")
    assert "Kopieer de map “Vooraf gezegd”" in shown(page)
    here = shown(client("fatima").get(f"/groepen/{world.spaces['tender']}/kopie-hier?stuk={of(url)}"))
    assert "Samen: 2 documenten en 2 mappen" in here
    assert "lezen mee" in here


@pytest.mark.parametrize(
    ("who", "status"),
    [("peter", 303), ("els", 303), ("rik", 403), ("kees", 404), ("joost", 404), ("karin", 404), ("", 401)],
)
def test_who_reads_here_and_writes_there_copies_a_folder(
    world: World, put: Put, copy: Copy, folder: Folders, who: str, status: int
) -> None:
    url, target = folder("sanne", "tender", f"Van {who}"), folder("sanne", "tender", f"Naar {who}")
    put("sanne", "tender", ("een.txt", b"een"), map=of(url))
    assert copy(who, "tender", url, to=target).status_code == status
    assert len(tree(world, "tender", f"Van {who}", target)) == (2 if status == 303 else 0)


def test_a_folder_of_elsewhere_or_in_the_bin_is_not_there(
    world: World, client: Client, copy: Copy, full: Callable[[str], str], folder: Folders
) -> None:
    url = full("Niet te zien")
    assert copy("karin", "kamer-a", url).status_code == 404
    assert copy("sanne", "tender", url, to=folder("sanne", "visie", "Verkeerde plek")).status_code == 404
    assert client("sanne").post(f"/mappen/{of(url)}/verwijderen", data={"once": str(uuid4())}).status_code == 303
    assert copy("sanne", "tender", url).status_code == 404
    assert tree(world, "tender", "Niet te zien") == []


def test_a_name_that_is_there_is_refused_and_all_stays_as_it_was(
    world: World, copy: Copy, full: Callable[[str], str], folder: Folders
) -> None:
    url = full("Bezet")
    folder("fatima", "tender", "bezet")
    before = world.one("SELECT count(*) FROM plein.item")
    for target in ("tender", "visie"):
        answer = copy("fatima", target, url)
        assert (answer.status_code, "Daar ligt al een map" in shown(answer)) == (409, True)
    assert world.one("SELECT count(*) FROM plein.item") == before


def test_a_folder_copied_into_itself_holds_what_it_held(world: World, copy: Copy, full: Callable[[str], str]) -> None:
    url = full("In zichzelf")
    assert copy("sanne", "visie", url, to=url).status_code == 303
    assert len(tree(world, "visie", "In zichzelf", url)) == 4


def test_what_is_chosen_twice_goes_once(world: World, copy: Copy, full: Callable[[str], str], folder: Folders) -> None:
    url, target = full("Dubbel gekozen"), folder("fatima", "tender", "Doel dubbel")
    ids = world.rows("SELECT item_id FROM plein.document WHERE folder_id = %s AND name = 'een.txt'", of(url))
    assert copy("fatima", "tender", url, f"/documenten/{ids[0][0]}", to=target).status_code == 303
    assert len(tree(world, "tender", "Doel dubbel")) == 1 + 4


def _limited(app: Hub, limit: str, most: int) -> Settings:
    if limit == "folder_copy_things":
        return dataclasses.replace(app.settings, folder_copy_things=most)
    return dataclasses.replace(app.settings, folder_copy_bytes=most)


@pytest.mark.parametrize(
    ("limit", "said"), [("folder_copy_things", "meer dan 3 dingen"), ("folder_copy_bytes", "hoogstens 0 MB")]
)
def test_too_much_is_refused_before_and_at_the_copy(
    world: World,
    app: Hub,
    client: Client,
    copy: Copy,
    full: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    said: str,
) -> None:
    url = full(f"Te veel {limit}")
    monkeypatch.setattr(app, "settings", _limited(app, limit, 3))
    asked = client("fatima").get(f"/groepen/{world.spaces['visie']}/kopieren?stuk={of(url)}")
    answer = copy("fatima", "tender", url)
    assert (asked.status_code, answer.status_code) == (409, 409)
    assert said in shown(asked)
    assert tree(world, "tender", f"Te veel {limit}") == []
    monkeypatch.setattr(app, "settings", _limited(app, limit, 10))
    if limit == "folder_copy_bytes":  # "tweede" and "twee"
        assert copy("fatima", "tender", url).status_code == 303


def test_a_double_click_copies_once_and_two_at_once_copy_one(
    world: World, copy: Copy, full: Callable[[str], str]
) -> None:
    """Given the same form twice and another beside it, when all are sent together, then one folder stands there."""
    url, once = full("Eén keer"), str(uuid4())
    answers: list[int] = []
    crowd = [
        Thread(target=lambda key=key: answers.append(copy("fatima", "tender", url, once=key).status_code))
        for key in (once, once, str(uuid4()))
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(tree(world, "tender", "Eén keer")) == 4
    assert set(answers) <= {303, 409}
    assert copy("fatima", "tender", url, once=once).status_code in {303, 409}
    assert len(tree(world, "tender", "Eén keer")) == 4


def test_what_breaks_off_leaves_nothing(
    world: World, app: Hub, copy: Copy, full: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a file whose bytes are gone, when its folder is copied, then no part of a copy stands."""
    url = full("Breekt af")
    digest, owner = world.rows(
        "SELECT v.sha256, v.owner_id FROM plein.document_version v JOIN plein.document d ON d.item_id = v.document_id"
        " JOIN plein.folder f ON f.item_id = d.folder_id WHERE f.parent_id = %s AND d.name = 'twee.txt'",
        of(url),
    )[0]
    path = app.storage.path(owner, digest)
    octets = path.read_bytes()
    for one in app.storage.root.glob(f"*/{digest[:2]}/{digest}"):
        one.unlink()
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", 0)
    assert copy("els", "tender", url).status_code in {404, 500}
    assert tree(world, "tender", "Breekt af") == []
    path.write_bytes(octets)
