"""What a file shows of itself: pages, text, nothing to who may not see it; by a job that no file takes down."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from hub.content.service.previews import SETTLES
from hub.kit.queue import Queue
from hub.kit.reading import Limits, look_into
from tests.hub.conftest import Client
from tests.hub.documents import files
from tests.hub.documents.conftest import Placed, Work, shown
from tests.world import World

LIMITS = Limits(memory=1 << 30, seconds=20, pages=3)
STATUS = (
    "SELECT status FROM plein.preview p JOIN plein.document_version v USING (owner_id, sha256) WHERE v.document_id = %s"
)


def of(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def test_a_pdf_is_read_where_it_stands_a_page_at_a_time(client: Client, placed: Placed, work: Work) -> None:
    url = placed("sanne", "visie", "Visie.pdf", files.pdf("Een plein", "Twee bomen"))
    assert "We maken een voorbeeld" in shown(client("kees").get(url))
    work()

    first = client("kees").get(url)
    assert "Bladzijde 1 van 2" in shown(first)
    assert "Een plein" in shown(first)
    assert "Twee bomen" in shown(client("kees").get(f"{url}?blad=2"))
    picture = client("kees").get(f"{url}/versies/1/bladen/2")
    assert (picture.status_code, picture.mimetype) == (200, "image/webp")
    assert picture.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(picture.data)).size == (1240, 1755)
    again = client("kees").get(f"{url}/versies/1/bladen/2", headers={"If-None-Match": picture.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("blad", ["0", "3", "-1", "x", "1e3", "²", "9" * 30, "1" * 5000, ""])
def test_a_page_that_there_is_not_is_absent(client: Client, placed: Placed, work: Work, blad: str) -> None:
    url = placed("sanne", "visie", "Visie.pdf", files.pdf("Een plein", "Twee bomen"))
    work()

    assert client("kees").get(f"{url}?blad={blad}").status_code == 404


@pytest.mark.parametrize("who", ["peter", "rik"])
def test_a_kept_address_of_a_picture_is_asked_for_each_time_and_ends_with_access(
    world: World, client: Client, placed: Placed, work: Work, who: str
) -> None:
    """Given somebody who kept an address and its picture, when the access ended, then nothing about it is answered."""
    url = placed("sanne", "tender", "Doorsnede.pdf", files.pdf(f"doorsnede voor {who}"))
    work()
    picture = f"{url}/versies/1/bladen/1"
    first = client(who).get(picture)
    assert first.headers["Cache-Control"] == "private, no-cache"
    kept = {"If-None-Match": first.headers["ETag"]}
    assert client(who).get(picture, headers=kept).status_code == 304
    place, until = (
        world.memberships["tender", world[who].affiliation],
        "UPDATE plein.membership SET until = %s WHERE id = %s",
    )
    before = world.one("SELECT until FROM plein.membership WHERE id = %s", place)
    world.keeper.execute(until, (world.now, place))
    try:
        for method in ("GET", "HEAD"):
            for headers in ({}, kept, {"If-None-Match": "*"}, {"Range": "bytes=0-0"}):
                for path in (picture, f"{url}/versies/1"):
                    answer = client(who).open(path, method=method, headers=headers)
                    assert (answer.status_code, "ETag" in answer.headers) == (404, False), (method, path, headers)
    finally:
        world.keeper.execute(until, (before, place))


def read_all(world: World, queue: Queue) -> None:
    """Do what is promised, and let no time pass."""
    for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE done_at IS NULL"):
        queue.do(row_id)


def test_whoever_guesses_a_file_is_not_told_that_it_lies_out_of_sight(
    world: World, client: Client, placed: Placed, work: Work, queue: Queue
) -> None:
    """Given a bid in a room, when a rival puts the same bytes elsewhere, then its page says what every new one says."""
    world.person("rita", "Rita Rivaal", "zandwijk:external", issuer="gasten", employer="Rivaal BV")
    world.member("tender", "rita", sponsor="fatima")
    bid = placed("karin", "kamer-a", "Bod.txt", b"Ons bod is 1.250.000 euro")
    work()
    assert "1.250.000" in shown(client("karin").get(bid))
    right = placed("rita", "tender", "Gok.txt", b"Ons bod is 1.250.000 euro")
    wrong = placed("rita", "tender", "Gok.txt", b"Ons bod is 1.240.000 euro")
    for _moment in ("before the job", "after the job"):
        for guess in (right, wrong):
            assert "We maken een voorbeeld" in shown(client("rita").get(guess))
        read_all(world, queue)
    world.later(seconds=SETTLES.total_seconds())
    assert "1.250.000" in shown(client("rita").get(right))
    assert "1.240.000" in shown(client("rita").get(wrong))


def test_a_picture_that_was_sent_elsewhere_is_no_sooner_there_than_a_new_one(
    world: World, client: Client, work: Work, queue: Queue
) -> None:
    def send(who: str, space: str, picture: bytes) -> str:
        sent = {"title": "Foto", "text": "Kijk", "files": (io.BytesIO(picture), "dijk.jpg")}
        assert client(who).post(f"/groepen/{world.spaces[space]}/berichten", data=sent).status_code == 303
        newest = world.one("SELECT id FROM plein.attachment ORDER BY id DESC LIMIT 1")
        return f"/bijlagen/{newest}/beeld"

    first = send("karin", "kamer-a", files.photo(size=(400, 300)))
    work()
    assert client("karin").get(first).status_code == 200
    again, new = (
        send("peter", "tender", files.photo(size=(400, 300))),
        send("peter", "tender", files.photo(size=(40, 30))),
    )
    page = f"/groepen/{world.spaces['tender']}"
    read_all(world, queue)
    for url in (again, new):
        assert url not in client("peter").get(page).text
        assert client("peter").get(url).status_code == 404
    world.later(seconds=SETTLES.total_seconds())
    for url in (again, new):
        assert url in client("peter").get(page).text
        assert client("peter").get(url).status_code == 200


def test_who_does_not_see_the_document_gets_no_page_of_it(client: Client, placed: Placed, work: Work) -> None:
    url = placed("sanne", "tender", "Prijzen.pdf", files.pdf("geheim"))
    work()
    assert client("fatima").get(f"{url}/versies/1/bladen/1").status_code == 200

    for who in ("joost", "olga", "former", "gone", "ivo", "karin", "bas", "zara"):
        assert client(who).get(f"{url}/versies/1/bladen/1").status_code == 404, who
    assert client("").get(f"{url}/versies/1/bladen/1").status_code == 303


def test_a_photo_shows_itself_without_the_place_where_it_was_taken(client: Client, placed: Placed, work: Work) -> None:
    octets = files.photo(located=True)
    assert Image.open(io.BytesIO(octets)).getexif().get_ifd(0x8825)
    url = placed("sanne", "visie", "buiten.jpg", octets)
    work()

    assert "In deze foto staat waar hij is gemaakt" in shown(client("kees").get(url))
    picture = client("kees").get(f"{url}/versies/1/bladen/1")
    assert not Image.open(io.BytesIO(picture.data)).getexif()
    assert client("kees").get(f"{url}/versies/1").data == octets


def test_text_stands_there_as_text_and_runs_nothing(client: Client, placed: Placed, work: Work) -> None:
    url = placed("sanne", "visie", "a.txt", "<script>alert(1)</script> én meer".encode())
    work()

    page = client("kees").get(url)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; én meer" in page.text
    assert not re.search(r"<script>alert", page.text)


def test_the_words_of_an_office_file_are_shown(client: Client, placed: Placed, work: Work) -> None:
    url = placed("sanne", "visie", "a.docx", files.word(["Beste buren", "Kom ook"]))
    work()

    assert "Beste buren Kom ook" in shown(client("kees").get(url))


def test_the_same_content_is_looked_into_once(world: World, placed: Placed, work: Work) -> None:
    octets = files.pdf("maar één keer".replace("é", "e"))
    placed("sanne", "visie", "a.pdf", octets)
    placed("sanne", "visie", "b.pdf", octets)
    waiting = world.rows("SELECT payload FROM plein.outbox WHERE kind = 'content.read' AND done_at IS NULL")
    assert len(waiting) == 1
    work()


BOMB = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HARM = {
    "broken.pdf": b"%PDF-1.7\n" + b"\x00\xff" * 500,
    "cut.pdf": files.pdf("half")[:120],
    "cut.jpg": files.photo()[:300],
    "huge.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\xff\xff\x00\x01\xff\xff\x08\x06\x00\x00\x00",
    "laughs.docx": files.word(["x"], before=BOMB),
    "zip-bomb.docx": files.package({"[Content_Types].xml": b"", "word/document.xml": b"<a>" + b" " * (200 << 20)}),
    "no-zip.docx": b"PK\x03\x04[Content_Types].xml word/" + b"\x00" * 400,
}


@pytest.mark.parametrize("name", HARM)
def test_a_file_that_harms_its_reader_harms_nobody_else(
    world: World, client: Client, placed: Placed, work: Work, name: str
) -> None:
    url, after = placed("sanne", "visie", name, HARM[name]), placed("sanne", "visie", "na.txt", name.encode())
    work()

    assert world.one(STATUS, of(url)) in {"failed", "none"}
    assert world.one(STATUS, of(after)) == "ready"
    page = client("kees").get(url)
    assert (page.status_code, name in shown(page)) == (200, True)


def test_the_process_that_looks_has_bounded_memory_and_draws_so_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(files.pdf(*["x"] * 5))

    with path.open("rb") as file:
        found = look_into(file, "application/pdf", LIMITS, lambda _octets: "a")
    assert (found.status, found.pages, [bool(page.picture) for page in found.shown]) == (
        "ready", 5, [True, True, True, False, False],
    )  # fmt: skip
    with path.open("rb") as file:
        tight = Limits(memory=40 << 20, seconds=20, pages=3)
        assert look_into(file, "application/pdf", tight, lambda _octets: "a").status == "failed"
