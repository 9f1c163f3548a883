"""Several documents as one zip: what is in it, under which names, who may, what the log says, and access that ends."""

import os
import re
import tracemalloc
import unicodedata
from functools import partial
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from hub.documents.service import Chosen, chosen, find_folder, gather, stream
from hub.documents.service.zips import LEFT_OUT, MOST_FILES, MOST_PATH, SHORTENED
from hub.kit.edge import Hub
from tenants import db
from tenants.errors import Conflict
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, of, shown
from tests.hub.queries import counted
from tests.world import World

TAKEN = "SELECT count(*) FROM plein.audit WHERE verb = 'document.downloaded' AND thing_id = %s"


def opened(answer: TestResponse) -> ZipFile:
    assert answer.status_code == 200, shown(answer)
    return ZipFile(BytesIO(answer.data))


def test_a_folder_comes_with_the_folders_in_it(client: Client, put: Put, folder: Folders) -> None:
    where = folder("sanne", "visie", "Naar huis")
    inner = folder("sanne", "visie", "Dieper", inside=where)
    folder("sanne", "visie", "Leeg", inside=where)
    put("sanne", "visie", ("a.txt", "héé".encode()), ("leeg niet.bin", b"\x00" * 70_000), map=of(where))
    put("sanne", "visie", ("b.txt", b"diep"), map=of(inner))
    answer = client("kees").get(f"{where}/zip")
    found = opened(answer)
    assert found.testzip() is None
    assert sorted(found.namelist()) == [
        "Naar huis/",
        "Naar huis/Dieper/",
        "Naar huis/Dieper/b.txt",
        "Naar huis/Leeg/",
        "Naar huis/a.txt",
        "Naar huis/leeg niet.bin",
    ]
    assert found.read("Naar huis/a.txt").decode() == "héé"
    assert 'filename="Naar huis.zip"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/zip"


def test_names_are_each_once_and_the_newest_version_counts(
    world: World, client: Client, follow: Put, placed: Placed
) -> None:
    one, two, three = (
        placed("sanne", "visie", "Plan.txt"),
        placed("sanne", "visie", "plan.txt"),
        placed("sanne", "visie", "plan (2).txt"),
    )
    follow("sanne", one, b"nieuw")
    ticked = "&".join(f"stuk={of(url)}" for url in (one, two, three))
    found = opened(client("kees").get(f"/groepen/{world.spaces['visie']}/documenten.zip?{ticked}"))
    assert len({name.casefold() for name in found.namelist()}) == 3
    assert sorted(found.read(name) for name in found.namelist()) == [b"hallo", b"hallo", b"nieuw"]


def test_names_cannot_leave_the_folder_where_it_is_unpacked(world: World, client: Client, placed: Placed) -> None:
    url = placed("sanne", "visie", "x.txt")
    world.keeper.execute("UPDATE plein.document SET name = '../../etc/passwd' WHERE item_id = %s", (of(url),))
    found = opened(client("kees").get(f"/groepen/{world.spaces['visie']}/documenten.zip?stuk={of(url)}"))
    assert not re.search(r"\.\./|^/|\\", found.namelist()[0])


def test_each_document_in_it_is_in_the_log(world: World, client: Client, placed: Placed) -> None:
    urls = [placed("sanne", "visie", f"{number}.txt") for number in range(3)]
    ticked = "&".join(f"stuk={of(url)}" for url in urls)
    client("kees").head(f"/groepen/{world.spaces['visie']}/documenten.zip?{ticked}")
    assert [world.one(TAKEN, of(url)) for url in urls] == [0, 0, 0]
    assert client("kees").get(f"/groepen/{world.spaces['visie']}/documenten.zip?{ticked}").data
    assert [world.one(TAKEN, of(url)) for url in urls] == [1, 1, 1]


def test_access_that_ends_under_way_keeps_the_next_file_out(world: World, app: Hub, placed: Placed) -> None:
    urls = [placed("sanne", "tender", f"{letter}.txt", letter.encode() * 10) for letter in "ab"]
    entrance = db.by_session(world["rik"].proof)
    with db.transaction(app.engine, entrance) as tx:
        things = chosen(tx.who, world.spaces["tender"], [UUID(of(url)) for url in urls])
        entries = gather(tx.who, things, largest=1000)
    parts = stream(entries, app.storage, lambda: db.transaction(app.engine, entrance))
    got = next(parts)
    place = world.memberships["tender", world["rik"].affiliation]
    until = world.one("SELECT until FROM plein.membership WHERE id = %s", place)
    world.keeper.execute("UPDATE plein.membership SET until = plein.moment() WHERE id = %s", (place,))
    found = ZipFile(BytesIO(got + b"".join(parts)))
    world.keeper.execute("UPDATE plein.membership SET until = %s WHERE id = %s", (until, place))
    assert found.namelist() == ["a.txt", LEFT_OUT]
    assert found.read(LEFT_OUT) == b"b.txt"
    assert world.one(TAKEN, of(urls[1])) == 0


@pytest.mark.parametrize(
    ("who", "status"), [("rik", 200), ("peter", 200), ("joost", 404), ("karin", 404), ("ivo", 404), ("", 303)]
)
def test_who_reads_takes_along_and_nobody_else(
    world: World, client: Client, placed: Placed, folder: Folders, who: str, status: int
) -> None:
    url, where = placed("sanne", "tender"), folder("sanne", "tender", f"Zip van {who}")
    for path in (f"/groepen/{world.spaces['tender']}/documenten.zip?stuk={of(url)}", f"{where}/zip"):
        assert client(who).get(path).status_code == status
    assert client("sanne").get(f"/groepen/{world.spaces['visie']}/documenten.zip?stuk={of(url)}").status_code == 404


def test_too_much_is_said_before_anything_is_sent(world: World, app: Hub, placed: Placed) -> None:
    url = placed("sanne", "visie", octets=b"x" * 2000)
    with db.transaction(app.engine, db.by_session(world["kees"].proof)) as tx:
        things = chosen(tx.who, world.spaces["visie"], [UUID(of(url))])
        assert len(gather(tx.who, things, largest=2000)) == 1
        with pytest.raises(Conflict, match="een zip is hier hoogstens"):
            gather(tx.who, things, largest=1999)


def test_paths_stay_so_short_that_windows_unpacks_them(client: Client, put: Put, folder: Folders) -> None:
    top = where = folder("sanne", "visie", "Bestemmingsplannen " + "x" * 150)
    for number in range(6):
        where = folder("sanne", "visie", f"{number} " + "y" * 190, inside=where)
    long = "Verslag " + "z" * 180
    put("sanne", "visie", (f"{long} 1.docx", b"een"), (f"{long} 2.docx", b"twee"), ("kort.txt", b"drie"), map=of(where))
    found = opened(client("kees").get(f"{top}/zip"))
    assert max(map(len, found.namelist())) <= MOST_PATH
    files = [name for name in found.namelist() if name.endswith((".docx", "kort.txt"))]
    assert sorted(found.read(name) for name in files) == [b"drie", b"een", b"twee"]
    assert len({name.casefold() for name in found.namelist()}) == len(found.namelist()) == 7 + 3 + 1
    assert f"{long} 2.docx" in found.read(SHORTENED).decode()


def test_the_deepest_folders_of_the_longest_names_fit(client: Client, put: Put, folder: Folders) -> None:
    top = where = folder("sanne", "visie", "a" * 200)
    for number in range(2, 21):
        where = folder("sanne", "visie", f"{number} " + "b" * 190, inside=where)
    put("sanne", "visie", ("c" * 190 + ".txt", b"diep"), map=of(where))
    found = opened(client("kees").get(f"{top}/zip"))
    assert max(map(len, found.namelist())) <= MOST_PATH
    deep = max(found.namelist(), key=len)
    assert (found.read(deep), deep.count("/"), deep.endswith(".txt")) == (b"diep", 20, True)


def test_odd_names_are_each_there_once(client: Client, put: Put, folder: Folders) -> None:
    same = folder("sanne", "visie", "Rare namen")
    folder("sanne", "visie", "plan.txt", inside=same)
    odd = (
        "plan.txt",
        "PLAN.TXT",
        "e\u0301.txt",
        "\u00e9.txt",
        "NUL.txt",
        "a/b.txt",
        LEFT_OUT,
        SHORTENED,
        "\u202etxt.exe.pdf",
    )
    put("sanne", "visie", *((name, name.encode()) for name in odd), map=of(same))
    found = opened(client("kees").get(f"{same}/zip"))
    names = [unicodedata.normalize("NFC", name.rstrip("/")).casefold() for name in found.namelist()]
    assert len(names) == len(set(names)) == len(odd) + 2
    assert not [name for name in names if re.search(r"[\\:*?<>|\u202e]|\.\.|/nul\.|[. ]$", name)]
    files = [name for name in found.namelist() if not name.endswith("/")]
    assert sorted(found.read(name) for name in files) == sorted(name.encode() for name in odd)


def test_more_folders_than_go_into_a_zip_are_refused_not_left_out(
    world: World, client: Client, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Duizend mappen")
    made = (
        "WITH i AS (INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at) SELECT plein.new_id(),"
        " %s, 'folder', %s, %s, plein.moment() FROM generate_series(1, %s) RETURNING id, space_id, author_id)"
        " INSERT INTO plein.folder (item_id, space_id, author_id, parent_id, name)"
        " SELECT id, space_id, author_id, %s, id::text FROM i"
    )
    whose = (world.spaces["visie"], world["sanne"].affiliation, world.organisations["meerbergen"])
    world.keeper.execute(made, (*whose, MOST_FILES - 1, of(where)))
    assert len(opened(client("kees").get(f"{where}/zip")).namelist()) == MOST_FILES
    world.keeper.execute(made, (*whose, 1, of(where)))
    answer = client("kees").get(f"{where}/zip")
    assert (answer.status_code, "meer dan 1000 mappen" in shown(answer)) == (409, True)


def test_memory_stays_flat_and_so_does_the_number_of_questions(
    world: World, app: Hub, put: Put, folder: Folders
) -> None:
    few, many = folder("sanne", "visie", "Eén groot"), folder("sanne", "visie", "Twintig grote")
    put("sanne", "visie", ("0.bin", os.urandom(4_000_000)), map=of(few))
    put("sanne", "visie", *((f"{n}.bin", os.urandom(4_000_000)) for n in range(20)), map=of(many))
    asked, most = [], []
    for where in (few, many):
        entrance = db.by_session(world["kees"].proof)
        with db.transaction(app.engine, entrance) as tx, counted(app.engine) as statements:
            things = Chosen(world.spaces["visie"], [find_folder(tx.who, UUID(of(where)))], [])
            entries = gather(tx.who, things, largest=200_000_000)
        asked.append(len(statements))
        tracemalloc.start()
        size = sum(map(len, stream(entries, app.storage, partial(db.transaction, app.engine, entrance))))
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert size >= 4_000_000 * (len(entries) - 1)
    assert asked[0] == asked[1]
    assert max(most) < 4_000_000
