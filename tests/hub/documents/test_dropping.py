"""A folder that is dropped stays a folder: what is made of it, what is refused, who may, and what undoes it."""

import re
from collections.abc import Callable
from io import BytesIO
from threading import Thread
from uuid import uuid4

import psycopg
import pytest
from werkzeug.test import TestResponse

from hub.documents.service import MOST_CHOSEN, MOST_DEEP, MOST_MADE
from hub.documents.views.lists import MOST_PLACED
from hub.kit import filenames
from hub.kit.uploads import MOST_FILES
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Put, of, shown
from tests.world import World

Drop = Callable[..., TestResponse]
TREE = """
WITH RECURSIVE tree (id, way) AS (
  SELECT item_id, '' FROM plein.folder WHERE item_id = %s
  UNION ALL SELECT f.item_id, t.way || f.name || '/' FROM plein.folder f JOIN tree t ON f.parent_id = t.id
    JOIN plein.item i ON i.id = f.item_id AND i.deleted_at IS NULL)
SELECT way FROM tree WHERE way <> ''
UNION ALL SELECT way || d.name FROM tree JOIN plein.document d ON d.folder_id = tree.id
  JOIN plein.item i ON i.id = d.item_id AND i.deleted_at IS NULL
"""
EVERYTHING = "SELECT count(*) FROM plein.item WHERE kind IN ('folder', 'document')"


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    """What an earlier test left behind in a form waits no more."""
    world.keeper.execute("DELETE FROM plein.draft")


@pytest.fixture
def drop(put: Put) -> Drop:
    """Send files with the folders in which they lay, as the script does: `drop("sanne", "visie", "Map/a.txt")`."""

    def send(who: str, space: str, *ways: str, octets: bytes = b"x", **fields: str) -> TestResponse:
        parts = [way.rpartition("/") for way in ways]
        said = {f"way-{place}": way for place, (way, slash, _name) in enumerate(parts) if slash}
        return put(who, space, *((name, octets) for *_way, name in parts), **said, **fields)

    return send


def lying(world: World, where: str) -> list[str]:
    """What lies in a folder, and in those in it, by the database."""
    return sorted(way for (way,) in world.rows(TREE, of(where)))


def toast(client: Client, who: str, answer: TestResponse) -> tuple[str, dict[str, str]]:
    """What the next page says, and the fields of what undoes it (with its address as '')."""
    browser = client(who)
    for cookie in answer.headers.getlist("Set-Cookie"):
        name, _, value = cookie.partition(";")[0].partition("=")
        browser.set_cookie(name, value)
    page = browser.get(answer.headers["Location"]).text
    found = re.search(r"data-toast>\s*<p>(.*?)</p>(.*?)</div>", page, re.DOTALL)
    assert found is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found[2]))
    return found[1], fields | dict.fromkeys([""], "".join(re.findall(r'action="([^"]+)"', found[2])))


def test_a_folder_keeps_what_lies_in_it_where_it_lay(world: World, client: Client, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "visie", "Ontvangst")
    answer = drop(
        "sanne",
        "visie",
        "Plan/lees mij.txt",
        "Plan/Kaarten/noord.txt",
        "Plan/Kaarten/zuid.txt",
        "los.txt",
        map=of(where),
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, where)
    assert lying(world, where) == [
        "Plan/",
        "Plan/Kaarten/",
        "Plan/Kaarten/noord.txt",
        "Plan/Kaarten/zuid.txt",
        "Plan/lees mij.txt",
        "los.txt",
    ]
    assert toast(client, "sanne", answer)[0] == "4 documenten staan erop, in 2 mappen."
    assert "Plan" in shown(client("kees").get(where))


def test_into_the_space_itself_too(world: World, client: Client, drop: Drop) -> None:
    name = f"Map {uuid4()}"
    answer = drop("sanne", "visie", f"{name}/a.txt")
    assert answer.headers["Location"] == f"/groepen/{world.spaces['visie']}/documenten"
    assert toast(client, "sanne", answer)[0] == "1 document staat erop, in 1 map."
    made = world.one("SELECT item_id FROM plein.folder WHERE name = %s AND parent_id IS NULL", name)
    assert lying(world, f"/mappen/{made}") == ["a.txt"]


def test_a_folder_that_is_there_is_used_whatever_its_capitals_and_whoever_made_it(
    world: World, client: Client, drop: Drop, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Ontvangst twee")
    plan = folder("fatima", "visie", "PLAN", inside=where)
    elsewhere = folder("sanne", "visie", "Kaarten", inside=where)
    answer = drop("sanne", "visie", "Plan/a.txt", "plan/Kaarten/b.txt", "pLAN/kaarten/c.txt", map=of(where))
    assert lying(world, where) == [
        "Kaarten/",
        "PLAN/",
        "PLAN/Kaarten/",
        "PLAN/Kaarten/b.txt",
        "PLAN/Kaarten/c.txt",
        "PLAN/a.txt",
    ]
    assert lying(world, elsewhere) == []
    assert toast(client, "sanne", answer)[0] == "3 documenten staan erop, in 2 mappen. 1 map was er al."
    client("fatima").post(f"{plan}/verwijderen", data={"why": "Weg."})
    assert drop("fatima", "visie", "Plan/nieuw.txt", map=of(where)).status_code == 303
    assert "Plan/nieuw.txt" in lying(world, where)  # one in the bin is not there


def test_each_folder_that_is_made_is_written_down(world: World, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "visie", "Opgeschreven")
    drop("sanne", "visie", "Een/Twee/a.txt", map=of(where))
    found = world.rows(
        "SELECT a.verb FROM plein.audit a JOIN plein.folder f ON f.item_id = a.thing_id JOIN plein.folder g"
        " ON g.item_id = f.item_id WHERE f.name IN ('Een', 'Twee') AND f.space_id = %s",
        world.spaces["visie"],
    )
    assert found == [("folder.added",), ("folder.added",)]


CLEANED = {
    "rekening\u202efdp": "rekeningfdp",
    "\u2067plan\u2069": "plan",
    "CON": "_CON",
    "com1.oud": "_com1.oud",
    "plan . .": "plan",
    "twee\\delen": "twee-delen",
    "vraag?: ja|nee*": "vraag- ja-nee-",
    "regel\neinde\x00\x1b[2J": "regel einde[2J",
    "a\u0301": "\u00e1",
    "<img src=x>": "(img src=x)",
}


@pytest.mark.parametrize(("sent", "name"), CLEANED.items(), ids=range(len(CLEANED)))
def test_a_folders_name_is_cleaned_as_one_that_is_typed(
    world: World, drop: Drop, folder: Folders, sent: str, name: str
) -> None:
    where = folder("sanne", "visie", f"Namen {uuid4()}")
    typed = folder("sanne", "visie", sent.replace("\n", " "), inside=folder("sanne", "visie", f"Getypt {uuid4()}"))
    answer = drop("sanne", "visie", f"Map/{sent}/a.txt", map=of(where))
    assert answer.status_code == 303, shown(answer)
    assert lying(world, where)[1] == f"Map/{name}/"
    assert world.one("SELECT name FROM plein.folder WHERE item_id = %s", of(typed)) == name


NO_FOLDER = [
    "..", ".", "../etc", "Map/..", "Map/../../x", "Map/./x", "/etc", "Map//x", "Map/", "/", "//", "C:", "c:/Windows",
    "C:\\Windows", "Map/\u200b", "Map/...", "Map/ ", "\u3164", "Map/" + "n" * 201,
]  # fmt: skip


@pytest.mark.parametrize("way", NO_FOLDER, ids=range(len(NO_FOLDER)))
def test_a_way_that_leads_elsewhere_is_refused_with_the_name_of_the_file_and_makes_nothing(
    world: World, drop: Drop, folder: Folders, way: str
) -> None:
    where = folder("sanne", "visie", f"Niets {uuid4()}")
    before = world.one(EVERYTHING)
    answer = drop("sanne", "visie", "Goed/eerst.txt", f"{way}/verdacht.txt", map=of(where))
    assert answer.status_code == 422
    assert "Van de map waar “verdacht.txt” in ligt, kunnen we geen map maken." in shown(answer)
    assert (world.one(EVERYTHING), lying(world, where)) == (before, [])


def test_a_way_is_no_way_in_the_name_of_a_file(world: World, put: Put, folder: Folders) -> None:
    where = folder("sanne", "visie", "Alleen het veld telt")
    assert put("sanne", "visie", ("Map/Erin/../a.txt", b"x"), map=of(where)).status_code == 303
    assert lying(world, where) == ["a.txt"]


def test_folders_go_as_deep_as_elsewhere_and_no_deeper(world: World, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "visie", "Diep")
    deepest = "/".join(f"m{number}" for number in range(1, MOST_DEEP))
    assert drop("sanne", "visie", f"{deepest}/a.txt", map=of(where)).status_code == 303
    assert len(lying(world, where)) == MOST_DEEP
    for way in (f"x/{deepest}", "/".join(["m"] * 5_000)):
        answer = drop("sanne", "visie", "ondiep/b.txt", f"{way}/te diep.txt", map=of(where))
        assert answer.status_code == 409
        assert "“te diep.txt” ligt te diep: mappen gaan hier hoogstens 20 diep." in shown(answer)
    assert len(lying(world, where)) == MOST_DEEP


def test_no_more_folders_are_made_at_once_than_is_said(world: World, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "visie", "Veel mappen")
    ways = ["/".join(f"m{file}-{depth}" for depth in range(MOST_MADE // MOST_FILES + 1)) for file in range(MOST_FILES)]
    answer = drop("sanne", "visie", *(f"{way}/a.txt" for way in ways), map=of(where))
    assert answer.status_code == 409
    assert "Dit zijn te veel mappen: hoogstens 100 nieuwe tegelijk." in shown(answer)
    assert lying(world, where) == []
    fewer = ["/".join(way.split("/")[1:]) for way in ways]
    assert drop("sanne", "visie", *(f"{way}/a.txt" for way in fewer), map=of(where)).status_code == 303
    assert len(lying(world, where)) == MOST_MADE + MOST_FILES


def test_what_systems_leave_in_folders_is_left_out_and_said(
    world: World, client: Client, drop: Drop, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Verborgen")
    hidden = ["Map/.DS_Store", "Map/Thumbs.db", "Map/Erin/DESKTOP.INI", "Map/.git/config", "Map/~$plan.docx"]
    answer = drop("sanne", "visie", "Map/plan.txt", *hidden, map=of(where))
    assert lying(world, where) == ["Map/", "Map/plan.txt"]
    assert toast(client, "sanne", answer)[0].endswith("in 1 map. 5 verborgen bestanden zijn overgeslagen.")
    alone = drop("sanne", "visie", "Map/.DS_Store", map=of(where))
    assert alone.status_code == 422
    assert "In deze map staan alleen verborgen bestanden." in shown(alone)
    assert drop("sanne", "visie", ".htaccess", map=of(where)).status_code == 303  # who chose the file itself meant it


@pytest.mark.parametrize(("who", "status"), [("rik", 403), ("joost", 404), ("karin", 404), ("", 401)])
def test_who_may_not_write_there_makes_no_folder_there(world: World, drop: Drop, who: str, status: int) -> None:
    before = world.one(EVERYTHING)
    assert drop(who, "tender", "Map/Erin/a.txt").status_code == status
    assert world.one(EVERYTHING) == before


def test_who_joins_by_writing_makes_the_folders_as_a_member(world: World, drop: Drop) -> None:
    name = f"Van een nieuwkomer {uuid4()}"
    assert drop("kees", "intern", f"{name}/Erin/a.txt").status_code == 303
    assert world.one("SELECT author_id FROM plein.folder WHERE name = %s", name) == world["kees"].affiliation


def test_a_folder_of_another_space_takes_nothing(world: World, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "tender", "Van de aanbesteding")
    before = world.one(EVERYTHING)
    assert drop("sanne", "visie", "Map/a.txt", map=of(where)).status_code == 404
    assert world.one(EVERYTHING) == before


def test_clicked_twice_it_is_there_once(world: World, drop: Drop, folder: Folders) -> None:
    where, once = folder("sanne", "visie", "Twee keer"), str(uuid4())
    for _ in range(2):
        assert drop("sanne", "visie", "Map/a.txt", map=of(where), once=once).headers["Location"] == where
    assert lying(world, where) == ["Map/", "Map/a.txt"]


def test_dropped_by_two_at_once_it_is_one_folder(world: World, client: Client, folder: Folders) -> None:
    """Given two who both wait for a third that changes folders, when that is done, then the second sees the first's."""
    where, url = folder("sanne", "visie", "Samen"), f"/groepen/{world.spaces['visie']}/documenten"
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    answers = list[int]()

    def send(who: str) -> None:
        data = {"once": str(uuid4()), "map": of(where), "way-0": "Map/Erin", "files": (BytesIO(b"x"), f"{who}.txt")}
        answers.append(client(who).post(url, data=data).status_code)

    both = [Thread(target=send, args=[who]) for who in ("sanne", "fatima")]
    with (
        psycopg.connect(world.database.keeper) as holder,
        psycopg.connect(world.database.url("postgres"), autocommit=True) as watcher,
    ):
        name = f"folders {world.spaces['visie']}"
        holder.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))
        for one in both:
            one.start()
        while watcher.execute(waiting).fetchone() != (len(both),):
            assert all(one.is_alive() for one in both)
    for one in both:
        one.join()
    assert answers == [303, 303]
    assert lying(world, where) == ["Map/", "Map/Erin/", "Map/Erin/fatima.txt", "Map/Erin/sanne.txt"]


def test_a_folder_of_that_name_in_another_space_is_another(world: World, drop: Drop, folder: Folders) -> None:
    name = f"Overal {uuid4()}"
    elsewhere = folder("sanne", "tender", name)
    assert drop("sanne", "visie", f"{name}/a.txt").status_code == 303
    assert lying(world, elsewhere) == []


# ---------------------------------------------------------------- what comes back


def kept(page: TestResponse) -> dict[str, list[str]]:
    """The fields of the files that wait in a form that came back."""
    fields = dict[str, list[str]]()
    for name, value in re.findall(r'type="hidden" name="(kept|way-[^"]+)" value="([^"]*)"', page.text):
        fields.setdefault(name, []).append(value)
    return fields


def test_files_that_wait_because_of_a_bad_one_go_to_their_own_folders_after_it(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Wachten")
    ways = {"way-0": "Map", "way-1": "Map/Erin", "way-2": "Map/Erin"}
    sent = [("a.txt", b"zelfde"), ("a.txt", b"zelfde"), ("leeg.txt", b"")]
    answer = put("sanne", "visie", *sent, map=of(where), **ways)
    assert answer.status_code == 422
    assert "leeg.txt is leeg" in shown(answer)
    assert lying(world, where) == []
    fields = kept(answer)
    assert sorted(way for name, values in fields.items() if name != "kept" for way in values) == ["Map", "Map/Erin"]
    assert "in Map, Map/Erin: a.txt" in shown(answer)
    url = f"/groepen/{world.spaces['visie']}/documenten"
    data = {"once": str(uuid4()), "map": of(where), **fields}
    assert client("sanne").post(url, data=data).status_code == 303
    assert lying(world, where) == ["Map/", "Map/Erin/", "Map/Erin/a.txt", "Map/a.txt"]


def test_one_that_may_not_come_in_can_be_left_out(world: World, client: Client, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "visie", "Een eruit")
    answer = drop("sanne", "visie", "Map/goed.txt", "Map/../fout.txt", octets=b"z", map=of(where))
    fields = kept(answer)
    (bad,) = [name.removeprefix("way-") for name, values in fields.items() if values == ["Map/.."]]
    url, more = f"/groepen/{world.spaces['visie']}/documenten", {"map": of(where), **fields}
    assert client("sanne").post(url, data={"once": str(uuid4()), **more}).status_code == 422
    again = kept(client("sanne").post(url, data={"once": str(uuid4()), **more}))
    assert again == fields
    assert client("sanne").post(url, data={"once": str(uuid4()), "leave": bad, **more}).status_code == 303
    assert lying(world, where) == ["Map/", "Map/goed.txt"]


def test_what_waits_is_not_multiplied_by_naming_many_folders(
    world: World, client: Client, drop: Drop, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Vermenigvuldigd")
    fields = kept(drop("sanne", "visie", "Map/../een.txt", octets=b"een", map=of(where)))
    (one,) = fields["kept"]
    ways = [f"m{number}" for number in range(MOST_PLACED + 1)]
    data = {"once": str(uuid4()), "map": of(where), "kept": one, f"way-{one}": ways}
    answer = client("sanne").post(f"/groepen/{world.spaces['visie']}/documenten", data=data)
    assert answer.status_code == 422
    assert "te veel bestanden tegelijk" in shown(answer)
    assert lying(world, where) == []


# ---------------------------------------------------------------- back


def test_one_click_takes_all_of_it_back_and_leaves_what_was_there(
    world: World, client: Client, drop: Drop, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Terug")
    folder("sanne", "visie", "Was er", inside=where)
    ways = ["los.txt", "Was er/a.txt", "Was er/Nieuw/b.txt", "Ook nieuw/Erin/c.txt"]
    _said, fields = toast(client, "sanne", drop("sanne", "visie", *ways, map=of(where)))
    url = fields.pop("")
    assert len(fields["stuk"].split(",")) == 4
    assert client("sanne").post(url, data=fields).status_code == 303
    assert lying(world, where) == ["Was er/"]
    binned = client("sanne").post(url, data=fields)
    assert binned.status_code in {303, 404}


def test_what_another_put_in_it_meanwhile_is_not_taken_along(
    world: World, client: Client, drop: Drop, put: Put, folder: Folders
) -> None:
    where = folder("fatima", "tender", "Intussen")
    _said, fields = toast(client, "els", drop("els", "tender", "Map/a.txt", map=of(where)))
    url = fields.pop("")
    made = world.one("SELECT item_id FROM plein.folder WHERE parent_id = %s", of(where))
    put("fatima", "tender", ("van fatima.txt", b"x"), map=str(made))
    answer = client("els").post(url, data=fields)
    assert answer.status_code == 409
    assert lying(world, where) == ["Map/", "Map/a.txt", "Map/van fatima.txt"]


def test_undoing_is_never_more_than_is_ticked_at_once() -> None:
    assert MOST_PLACED <= MOST_CHOSEN


def test_a_name_that_is_there_in_any_of_the_folders_is_asked_about(world: World, drop: Drop, folder: Folders) -> None:
    where = folder("sanne", "visie", "Namen die er zijn")
    drop("sanne", "visie", "Map/a.txt", "Map/b.txt", map=of(where))
    answer = drop("fatima", "visie", "map/A.txt", "Nieuw/b.txt", map=of(where))
    path, _, asked = answer.headers["Location"].partition("?stuk=")
    assert path.endswith("/dubbel")
    assert [world.one("SELECT name FROM plein.document WHERE item_id = %s", one) for one in asked.split(",")] == [
        "A.txt"
    ]


def test_a_way_of_folders_is_read_once() -> None:
    assert filenames.folders("") == ()
    assert filenames.folders("Map/CON") == ("Map", "_CON")
    assert filenames.folders("C: schijf/x") == ("C- schijf", "x")
