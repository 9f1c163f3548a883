"""Putting files in, following them by versions, setting back, renaming, deleting: who may, and what becomes of it."""

import re
from collections.abc import Callable
from io import BytesIO
from threading import Thread
from uuid import uuid4

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Put, shown
from tests.world import World

Placed = Callable[..., str]
NUMBERS = "SELECT array_agg(number ORDER BY number) FROM plein.document_version WHERE document_id = %s"


def of(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def test_a_file_becomes_a_document_that_its_space_lists_and_gives_out(
    world: World, client: Client, placed: Placed
) -> None:
    url = placed("sanne", "visie", "Concept visie.txt", "héél belangrijk".encode())
    assert "Concept visie.txt" in shown(client("kees").get(f"/groepen/{world.spaces['visie']}/documenten"))
    page = shown(client("kees").get(url))
    assert "Concept visie.txt" in page
    assert "Sanne Bakker" in page
    answer = client("kees").get(f"{url}/versies/1")
    assert (answer.status_code, answer.data.decode()) == (200, "héél belangrijk")


def test_several_files_become_several_documents_at_once(world: World, put: Put) -> None:
    before = world.one("SELECT count(*) FROM plein.document")
    answer = put("sanne", "visie", ("een.txt", b"1"), ("twee.txt", b"2"), ("drie.txt", b"3"))
    assert answer.headers["Location"] == f"/groepen/{world.spaces['visie']}/documenten"
    assert world.one("SELECT count(*) FROM plein.document") == before + 3


def test_one_bad_file_keeps_all_of_them_out_and_the_others_wait(world: World, app: Hub, put: Put) -> None:
    before, kept = world.one("SELECT count(*) FROM plein.document"), files_in(app)
    answer = put("sanne", "visie", ("goed.txt", b"goed, en nergens anders"), ("leeg.txt", b""))
    assert answer.status_code == 422
    assert "leeg.txt is leeg" in shown(answer)
    assert world.one("SELECT count(*) FROM plein.document") == before
    waits = [digest for (digest,) in world.rows("SELECT sha256 FROM plein.draft_file WHERE file_name = 'goed.txt'")]
    assert sorted(set(files_in(app)) - set(kept)) == waits


def test_no_file_at_all_is_said_beside_the_field(put: Put) -> None:
    answer = put("sanne", "visie")
    assert answer.status_code == 422
    assert "Kies een bestand." in shown(answer)
    assert 'href="#veld-files"' in answer.text


@pytest.mark.parametrize("who", ["", "joost", "olga", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara"])
def test_who_does_not_see_the_space_puts_nothing_in_it(world: World, put: Put, who: str) -> None:
    before = world.one("SELECT count(*) FROM plein.document")
    answer = put(who, "tender", ("a.txt", b"x"))
    assert answer.status_code == (401 if who == "" else 404)
    assert world.one("SELECT count(*) FROM plein.document") == before


@pytest.mark.parametrize("who", ["fatima", "sanne", "els", "peter"])
def test_a_member_puts_a_document_in(put: Put, who: str) -> None:
    assert put(who, "tender", ("a.txt", b"x")).status_code == 303


def test_a_reader_reads_and_downloads_but_puts_nothing_in(
    client: Client, put: Put, follow: Put, placed: Placed
) -> None:
    url = placed("sanne", "tender")
    assert client("rik").get(f"{url}/versies/1").status_code == 200
    assert put("rik", "tender", ("a.txt", b"x")).status_code == 403
    assert follow("rik", url, b"y").status_code == 403
    page = client("rik").get(url).text
    assert f"{url}/versies/1" in page
    assert "Nieuwe versie" not in page


def test_a_colleague_who_sees_an_open_group_becomes_a_member_by_adding_a_version(
    world: World, follow: Put, placed: Placed
) -> None:
    url = placed("sanne", "visie")
    members = "SELECT count(*) FROM plein.membership WHERE space_id = %s AND affiliation_id = %s"
    assert world.one(members, world.spaces["visie"], world["kees"].affiliation) == 0
    assert follow("kees", url, b"nieuw").status_code == 303
    assert world.one(members, world.spaces["visie"], world["kees"].affiliation) == 1


@pytest.mark.parametrize(
    ("who", "space", "status"),
    [
        ("kees", "visie", 200),
        ("zara", "visie", 200),
        ("former", "tender", 404),
        ("zara", "tender", 404),
        ("karin", "tender", 404),
        ("peter", "tender", 200),
        ("peter", "visie", 404),
        ("joost", "visie", 404),
        ("olga", "visie", 404),
        ("lars", "visie", 404),
        ("bas", "kamer-a", 404),
        ("sanne", "kamer-a", 404),
        ("karin", "kamer-a", 200),
        ("ivo", "tender", 404),
        ("sanne-elders", "visie", 404),
        ("gone", "tender", 404),
        ("", "visie", 303),
    ],
)
def test_each_address_of_a_document_is_open_to_who_sees_its_space_alone(
    client: Client, placed: Placed, who: str, space: str, status: int
) -> None:
    url = placed("fatima" if space != "kamer-b" else "sanne", space)
    for path in ("", "/versies/1", "/versies", "/naam"):
        found = client(who).get(url + path).status_code
        assert found == status, path


@pytest.mark.parametrize("who", ["joost", "former", "karin", "ivo", "zara"])
def test_who_does_not_see_a_document_changes_nothing_of_it(
    world: World, client: Client, follow: Put, placed: Placed, who: str
) -> None:
    url = placed("sanne", "tender")
    follow("fatima", url, b"twee")
    assert follow(who, url, b"z").status_code == 404
    assert client(who).post(f"{url}/naam", data={"name": "x"}).status_code == 404
    assert client(who).post(f"{url}/versies/1/terugzetten").status_code == 404
    assert client(who).get(f"{url}/versies/1", headers={"Range": "bytes=0-1"}).status_code == 404
    assert world.one(NUMBERS, of(url)) == [1, 2]


def test_a_version_has_its_own_author_owner_and_note(world: World, client: Client, follow: Put, placed: Placed) -> None:
    url = placed("sanne", "visie", "plan.txt")
    assert follow("fatima", url, b"tweede", note="Hoofdstuk 3 is nieuw").status_code == 303
    row = world.rows(
        "SELECT author_id, owner_id, note FROM plein.document_version WHERE document_id = %s AND number = 2", of(url)
    )
    assert row == [(world["fatima"].affiliation, world.organisations["zandwijk"], "Hoofdstuk 3 is nieuw")]
    assert "Hoofdstuk 3 is nieuw" in shown(client("kees").get(url))
    assert client("kees").get(f"{url}/versies/1").data == b"hallo"
    assert client("kees").get(f"{url}/versies/2").data == b"tweede"
    assert client("kees").get(f"{url}/versies/3").status_code == 404


def test_versions_that_come_at_once_are_numbered_without_gaps(world: World, follow: Put, placed: Placed) -> None:
    url = placed("sanne", "visie")
    crowd = [Thread(target=follow, args=("sanne", url, f"versie {n}".encode())) for n in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert world.one(NUMBERS, of(url)) == list(range(1, 10))


def test_a_second_click_stores_one(world: World, put: Put, follow: Put) -> None:
    once = str(uuid4())
    before = world.one("SELECT count(*) FROM plein.document")
    first, second = (put("sanne", "visie", ("eenmaal.txt", b"x"), once=once) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert world.one("SELECT count(*) FROM plein.document") == before + 1
    url, once = first.headers["Location"], str(uuid4())
    follow("sanne", url, b"y", once=once)
    follow("sanne", url, b"y", once=once)
    assert world.one(NUMBERS, of(url)) == [1, 2]


def test_an_older_version_is_set_back_by_a_member_as_a_new_one_of_its_own(
    world: World, app: Hub, client: Client, follow: Put, placed: Placed
) -> None:
    url = placed("sanne", "tender", "plan.txt", b"het eerste plan")
    follow("sanne", url, b"het tweede plan")
    assert client("rik").post(f"{url}/versies/1/terugzetten").status_code == 403
    assert ("terugzetten" in client("rik").get(url).text, "terugzetten" in client("els").get(url).text) == (False, True)
    assert client("sanne").post(f"{url}/versies/2/terugzetten").status_code == 409
    assert client("fatima").post(f"{url}/versies/1/terugzetten").status_code == 303
    assert client("rik").get(f"{url}/versies/3").data == b"het eerste plan"
    ((digest, owner),) = world.rows(
        "SELECT sha256, owner_id FROM plein.document_version WHERE document_id = %s AND number = 3", of(url)
    )
    assert owner == world.organisations["zandwijk"]
    assert app.storage.path(owner, digest).read_bytes() == b"het eerste plan"
    assert app.storage.path(world.organisations["meerbergen"], digest).exists()


def test_a_document_is_renamed_by_its_author_or_a_steward_and_keeps_its_suffix(client: Client, placed: Placed) -> None:
    url = placed("sanne", "tender", "plan.docx")
    assert client("els").post(f"{url}/naam", data={"name": "van mij"}).status_code == 403
    assert client("sanne").post(f"{url}/naam", data={"name": "Begroting 2027 v1.2"}).status_code == 303
    assert "Begroting 2027 v1.2.docx" in shown(client("rik").get(url))
    assert client("fatima").post(f"{url}/naam", data={"name": "Raming.docx"}).status_code == 303
    assert 'filename="Raming.docx"' in client("rik").get(f"{url}/versies/1").headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b", "x" * 201, "..."])
def test_a_name_that_is_none_is_refused_beside_the_field_and_kept_as_typed(
    client: Client, placed: Placed, name: str
) -> None:
    url = placed()
    answer = client("sanne").post(f"{url}/naam", data={"name": name})
    assert answer.status_code == 422
    assert 'aria-describedby="hint-name fout-name"' in answer.text
    assert "a.txt" in shown(client("sanne").get(url))


def test_a_deleted_document_is_gone_at_every_address_until_it_is_brought_back(
    world: World, client: Client, placed: Placed, follow: Put
) -> None:
    url = placed("sanne", "visie", "weg.txt")
    item = of(url)
    assert client("kees").post(f"/items/{item}/verwijderen").status_code == 403
    assert client("sanne").post(f"/items/{item}/verwijderen").status_code == 303
    for path in ("", "/versies/1", "/versies", "/naam"):
        assert client("sanne").get(url + path).status_code == 404
    assert follow("sanne", url, b"x").status_code == 404
    assert "weg.txt" not in client("sanne").get(f"/groepen/{world.spaces['visie']}/documenten").text
    assert client("sanne").post(f"/items/{item}/terugzetten").status_code == 303
    assert client("sanne").get(f"{url}/versies/1").status_code == 200


def test_in_an_archived_group_documents_are_read_and_nothing_is_added(
    world: World, client: Client, put: Put, follow: Put, placed: Placed
) -> None:
    url = placed("fatima", "intern")
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["intern"],))
    try:
        assert client("fatima").get(f"{url}/versies/1").status_code == 200
        assert put("fatima", "intern", ("a.txt", b"x")).status_code == 409
        assert follow("fatima", url, b"x").status_code == 409
        assert client("fatima").post(f"{url}/naam", data={"name": "x"}).status_code == 409
        assert client("fatima").post(f"{url}/versies/1/terugzetten").status_code == 409
    finally:
        world.keeper.execute("UPDATE plein.space SET archived = false WHERE id = %s", (world.spaces["intern"],))


def test_the_same_name_is_allowed_and_said(client: Client, put: Put) -> None:
    put("fatima", "intern", ("Notulen.txt", b"1"))
    answer = put("fatima", "intern", ("notulen.TXT", b"2"))
    assert answer.status_code == 303
    with client("fatima") as browser:
        again = browser.post(answer.request.path, data={"files": (BytesIO(b"3"), "Notulen.txt")})
        assert "Er waren al documenten met deze" not in shown(browser.get(again.headers["Location"]))
        assert "Er was al een document met deze naam" in shown(browser.get(again.headers["Location"]))


def test_every_document_is_found_once_page_after_page_in_both_orders(world: World, client: Client, put: Put) -> None:
    names = [f"Stuk {n:02} {'aAbB'[n % 4]}.txt" for n in range(35)]
    for start in range(0, 35, 18):
        put("joost", "elders", *[(name, name.encode()) for name in names[start : start + 18]])
    for order in ("naam", "gewijzigd"):
        found: list[str] = []
        url = f"/groepen/{world.spaces['elders']}/documenten?op={order}"
        while url:
            page = client("joost").get(url).text
            found += re.findall(r"<span>(Stuk [^<]+)</span>", page)
            more = re.search(r'rel="next" href="([^"]+)"', page)
            url = more[1].replace("&amp;", "&") if more else ""
        assert sorted(found) == sorted(names)
        assert order != "naam" or found == sorted(names, key=str.lower)


@pytest.mark.parametrize("query", ["op=omvang", "na=1", "na='--", "op=naam&na=x"])
def test_an_order_or_a_place_that_is_none_is_not_found(world: World, client: Client, query: str) -> None:
    assert client("sanne").get(f"/groepen/{world.spaces['visie']}/documenten?{query}").status_code == 404


def test_a_name_is_text_on_every_page(world: World, client: Client, put: Put) -> None:
    answer = put("sanne", "visie", ("<img src=x onerror=alert(1)>'\"&.txt", b"x"))
    for url in (answer.headers["Location"], f"/groepen/{world.spaces['visie']}/documenten"):
        page = client("kees").get(url).text
        assert "<img" not in page
        assert "onerror=alert(1)" in page


def test_a_document_stands_in_the_stream_and_beside_the_messages_of_its_space(
    world: World, client: Client, placed: Placed
) -> None:
    url = placed("sanne", "visie", "In de stroom.txt")
    assert url in client("kees").get("/").text
    assert "In de stroom.txt" in shown(client("kees").get(f"/groepen/{world.spaces['visie']}"))


def test_what_is_done_with_a_document_is_written_down_for_the_organisations_concerned(
    world: World, client: Client, placed: Placed, follow: Put
) -> None:
    url = placed("sanne", "tender", "audit.txt")
    follow("fatima", url, b"twee")
    client("fatima").post(f"{url}/versies/1/terugzetten")
    client("sanne").post(f"{url}/naam", data={"name": "anders"})
    client("rik").get(f"{url}/versies/1")
    client("rik").head(f"{url}/versies/1")
    verbs = [verb for (verb,) in world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s ORDER BY id", of(url))]
    assert verbs == [
        "document.added",
        "document.version_added",
        "document.version_added",
        "document.version_set_back",
        "document.renamed",
        "document.downloaded",
    ]


def files_in(app: Hub) -> list[str]:
    return sorted(path.name for path in app.storage.root.rglob("*") if path.is_file())
