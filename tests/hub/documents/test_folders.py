"""Folders: who makes, opens and renames them, in which order things lie in them, and how deep they go."""

import re
from io import BytesIO
from threading import Thread
from uuid import UUID, uuid4

import psycopg
import pytest
from werkzeug.test import TestResponse

from hub.documents.service import FOLDERS_SHOWN, Order
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Put, of, shown
from tests.hub.queries import counted
from tests.world import World

TICKED = r'name="stuk"[^>]* checked'


def names(page: TestResponse) -> list[str]:
    """What stands in the list of a folder, from top to bottom."""
    found = re.findall(r'<a class="hub-file-name".*?</svg><span>(.*?)</span></a>', page.text, re.DOTALL)
    return [re.sub(r"<.*?>.*?</.*?>", "", name).strip() for name in found]


def test_a_folder_is_made_opened_and_shows_the_way_back(world: World, client: Client, folder: Folders) -> None:
    outer = folder("sanne", "visie", "Bijlagen")
    inner = folder("sanne", "visie", "Kaarten 2026", inside=outer)
    page = client("kees").get(inner)
    assert page.status_code == 200
    assert f'href="{outer}"' in page.text
    assert f'href="/groepen/{world.spaces["visie"]}/documenten"' in page.text
    assert "Deze map is leeg" in shown(page)
    assert "1 map" in shown(client("kees").get(f"/groepen/{world.spaces['visie']}/documenten"))
    assert client("kees").get(f"/items/{of(inner)}").headers["Location"] == inner


def test_who_puts_a_file_in_a_folder_while_another_is_deleted_waits_and_is_not_refused(
    world: World, client: Client, folder: Folders
) -> None:
    """Given somebody who deletes a folder of the space and is about to count, when a file comes, then both succeed."""
    where, space = folder("sanne", "visie", "Blijft staan"), world.spaces["visie"]
    sent = {"once": str(uuid4()), "map": of(where), "files": (BytesIO(b"nieuw"), "nieuw.txt")}
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    answers: list[TestResponse] = []
    with (
        psycopg.connect(world.database.keeper) as holder,
        psycopg.connect(world.database.url("postgres"), autocommit=True) as watcher,
    ):
        holder.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"folders {space}",))
        browser = client("sanne")
        sender = Thread(target=lambda: answers.append(browser.post(f"/groepen/{space}/documenten", data=sent)))
        sender.start()
        while watcher.execute(waiting).fetchone() != (1,):
            assert sender.is_alive()
        holder.execute("UPDATE plein.space_activity SET items = items WHERE space_id = %s", (space,))
    sender.join()
    assert [one.status_code for one in answers] == [303]


def test_folders_stand_before_documents_and_documents_in_the_order_that_is_asked(
    client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Op volgorde")
    folder("sanne", "visie", "zaken", inside=where)
    folder("sanne", "visie", "Akten", inside=where)
    put("sanne", "visie", ("b.txt", b"12345"), map=of(where))
    put("sanne", "visie", ("A.txt", b"1234567"), map=of(where))
    put("sanne", "visie", ("c.txt", b"123"), map=of(where))
    first = re.search(r'href="(/documenten/[^"]+)">.*?b\.txt', client("sanne").get(where).text, re.DOTALL)
    assert first is not None
    assert names(client("kees").get(where)) == ["Akten", "zaken", "c.txt", "A.txt", "b.txt"]
    assert names(client("kees").get(f"{where}?op=naam"))[2:] == ["A.txt", "b.txt", "c.txt"]
    assert names(client("kees").get(f"{where}?op=grootte"))[2:] == ["A.txt", "b.txt", "c.txt"]
    for order, there in (("-naam", ["c.txt", "b.txt", "A.txt"]), ("-grootte", ["c.txt", "b.txt", "A.txt"])):
        assert names(client("kees").get(f"{where}?op={order}"))[2:] == there
    assert client("kees").get(f"{where}?op=iets").status_code == 404


def test_a_header_sorts_and_once_more_turns_it_round(client: Client, put: Put, folder: Folders) -> None:
    where = folder("sanne", "visie", "Omgedraaid")
    put("sanne", "visie", ("a.txt", b"x"), ("b.txt", b"x"), map=of(where))
    for asked, offered, sort in (("naam", "-naam", "ascending"), ("-naam", "naam", "descending")):
        page = client("kees").get(f"{where}?op={asked}").text
        assert f'aria-sort="{sort}"><a href="{where}?op={offered}"' in page
        assert page.count("aria-sort") == 1
    assert 'aria-sort="descending"' in client("kees").get(where).text
    assert 'aria-sort="ascending"' in client("kees").get(f"{where}?op=-gewijzigd").text


def test_everything_on_a_page_is_ticked_by_a_link(client: Client, put: Put, folder: Folders) -> None:
    where = folder("sanne", "visie", "Alles aan")
    folder("sanne", "visie", "Erin", inside=where)
    put("sanne", "visie", ("a.txt", b"x"), ("b.txt", b"x"), map=of(where))
    page = client("kees").get(f"{where}?op=-naam").text
    assert '?op=-naam&amp;alles=1"' in page
    assert re.findall(TICKED, page) == []
    assert len(re.findall(TICKED, client("kees").get(f"{where}?op=-naam&alles=1").text)) == 3


def test_a_document_lies_in_its_folder_and_nowhere_else(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Alleen hier")
    answer = put("sanne", "visie", ("alleen in de map.txt", b"x"), map=of(where))
    assert answer.headers["Location"] == where
    assert "alleen in de map.txt" in shown(client("kees").get(where))
    assert "alleen in de map.txt" not in names(client("kees").get(f"/groepen/{world.spaces['visie']}/documenten"))


@pytest.mark.parametrize("order", list(Order))
def test_pages_of_a_folder_hold_everything_once(client: Client, put: Put, folder: Folders, order: Order) -> None:
    where = folder("sanne", "visie", f"Veel {order}")
    for start in (0, 20):
        files = [(f"stuk {number:02}.txt", b"x" * (1 + number % 7)) for number in range(start, start + 20)]
        assert put("sanne", "visie", *files, map=of(where)).status_code == 303
    first = client("kees").get(f"{where}?op={order}")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    second = client("kees").get(following[1].replace("&amp;", "&"))
    both = names(first) + names(second)
    assert len(names(first)) == 30
    assert sorted(both) == [f"stuk {number:02}.txt" for number in range(40)]
    if order.by is Order.NAME:
        assert both == sorted(both, reverse=order.is_turned)


def test_folders_too_come_a_page_at_a_time(client: Client, folder: Folders) -> None:
    where = folder("sanne", "visie", "Vol mappen")
    for number in range(FOLDERS_SHOWN + 2):
        folder("sanne", "visie", f"map {number:02}", inside=where)
    first = client("kees").get(where)
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    both = names(first) + names(client("kees").get(following[1].replace("&amp;", "&")))
    assert both == [f"map {number:02}" for number in range(FOLDERS_SHOWN + 2)]


def test_a_folder_costs_as_many_queries_however_much_lies_in_it(
    app: Hub, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Geteld")
    put("sanne", "visie", ("a.txt", b"x"), map=of(where))
    folder("sanne", "visie", "een", inside=where)
    with counted(app.engine) as few:
        client("kees").get(where)
    put("sanne", "visie", *[(f"{number}.txt", b"x") for number in range(15)], map=of(where))
    folder("sanne", "visie", "twee", inside=where)
    with counted(app.engine) as many:
        client("kees").get(where)
    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["Dubbel", "dubbel", " Dubbel "])
def test_two_folders_beside_each_other_have_different_names(
    world: World, client: Client, folder: Folders, name: str
) -> None:
    where = folder("sanne", "visie", f"Rond {uuid4()}")
    folder("sanne", "visie", "Dubbel", inside=where)
    sent = {"name": name, "map": of(where), "once": str(uuid4())}
    answer = client("fatima").post(f"/groepen/{world.spaces['visie']}/mappen", data=sent)
    assert answer.status_code == 422
    assert "Er is hier al een map met deze naam" in shown(answer)
    other = folder("sanne", "visie", "Anders", inside=where)
    assert client("sanne").post(f"{other}/naam", data={"name": name}).status_code == 422
    assert client("sanne").post(f"{other}/naam", data={"name": "ANDERS"}).status_code == 303
    assert folder("sanne", "visie", name, inside=other)


@pytest.mark.parametrize("name", ["", "  ", "...", "x" * 201])
def test_a_folder_has_a_name_that_can_be_saved(world: World, client: Client, name: str) -> None:
    answer = client("sanne").post(f"/groepen/{world.spaces['visie']}/mappen", data={"name": name})
    assert answer.status_code == 422
    assert 'href="#veld-name"' in answer.text


def test_folders_go_twenty_deep_and_no_deeper(world: World, client: Client, folder: Folders) -> None:
    where = folder("sanne", "visie", "Diep")
    for number in range(2, 21):
        where = folder("sanne", "visie", f"laag {number}", inside=where)
    sent = {"name": "te diep", "map": of(where), "once": str(uuid4())}
    answer = client("sanne").post(f"/groepen/{world.spaces['visie']}/mappen", data=sent)
    assert answer.status_code == 409
    assert "hoogstens 20 diep" in shown(answer)


@pytest.mark.parametrize(
    ("who", "status"),
    [("fatima", 303), ("sanne", 303), ("peter", 303), ("rik", 403), ("joost", 404), ("karin", 404), ("former", 404)],
)
def test_members_make_folders_and_nobody_else(world: World, client: Client, who: str, status: int) -> None:
    before = world.one("SELECT count(*) FROM plein.folder")
    answer = client(who).post(f"/groepen/{world.spaces['tender']}/mappen", data={"name": f"Van {who}"})
    assert answer.status_code == status
    assert world.one("SELECT count(*) FROM plein.folder") == before + (status == 303)


@pytest.mark.parametrize(
    ("who", "status"), [("sanne", 303), ("fatima", 303), ("peter", 403), ("rik", 403), ("olga", 404)]
)
def test_who_made_a_folder_and_a_steward_give_it_another_name(
    world: World, client: Client, folder: Folders, who: str, status: int
) -> None:
    where = folder("sanne", "tender", f"Oud {who}")
    assert client(who).post(f"{where}/naam", data={"name": f"Nieuw {who}"}).status_code == status
    kept = world.one("SELECT name FROM plein.folder WHERE item_id = %s", of(where))
    assert kept == (f"Nieuw {who}" if status == 303 else f"Oud {who}")
    verbs = [row[0] for row in world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s ORDER BY id", of(where))]
    assert verbs == ["folder.added", "folder.renamed"] if status == 303 else ["folder.added"]


@pytest.mark.parametrize("who", ["joost", "olga", "former", "karin", "ivo", "zara"])
def test_a_folder_of_a_space_that_one_does_not_see_is_not_there(client: Client, folder: Folders, who: str) -> None:
    where = folder("sanne", "tender", f"Besloten {who}")
    for path in ("", "/naam"):
        assert client(who).get(where + path).status_code == 404


def test_a_folder_of_another_space_is_not_there_for_what_is_put_in(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = of(folder("sanne", "tender", "Elders"))
    assert put("sanne", "visie", ("a.txt", b"x"), map=where).status_code == 404
    sent = {"name": "Erin", "map": where}
    assert client("sanne").post(f"/groepen/{world.spaces['visie']}/mappen", data=sent).status_code == 404
    assert put("sanne", "visie", ("a.txt", b"x"), map="geen-id").status_code == 404


def test_a_folder_counts_no_further_than_it_must(world: World, client: Client, folder: Folders) -> None:
    outer = folder("sanne", "visie", "Rond geteld")
    inner = UUID(of(folder("sanne", "visie", "Meer dan honderd", inside=outer)))
    for number in range(101):
        world.keeper.execute(
            "WITH i AS (INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at) VALUES"
            " (plein.new_id(), %s, 'folder', %s, %s, plein.moment()) RETURNING id, space_id, author_id)"
            " INSERT INTO plein.folder (item_id, space_id, author_id, parent_id, name)"
            " SELECT id, space_id, author_id, %s, %s FROM i",
            (
                world.spaces["visie"],
                world["sanne"].affiliation,
                world.organisations["meerbergen"],
                inner,
                f"{number}",
            ),
        )
    assert "meer dan 100 mappen" in shown(client("kees").get(outer))
