"""Files that lie: each comes in, is shown for what it is, and harms nobody who lists, looks or downloads."""

import dataclasses
import html
import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from hub.content.service import MOST_ATTACHED
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from hub.worker import queue_of
from tests.hub.conftest import Client
from tests.hub.documents import files, harm
from tests.hub.documents.conftest import FILE_POLICY, Placed, Put, Work, is_harmless, shown
from tests.world import World

BYTES = "application/octet-stream"
PDF = "application/pdf"
PLAIN = "text/plain; charset=utf-8"
PAGES = 3


@pytest.fixture
def queue(app: Hub) -> Iterator[Queue]:
    """The worker, who makes pictures of few pages: it is lies that count here, not how many."""
    made = queue_of(dataclasses.replace(app.settings, preview_pages=PAGES, reader_seconds=10))
    yield made
    made.engine.dispose()


@dataclass(frozen=True)
class Lie:
    """A file under a name that may lie. `sent`: as what it goes out; `status`: of its preview; `says`: its page."""

    name: str
    octets: bytes
    sent: str
    status: str
    says: str = ""


GIF = b"GIF89a/*\x01\x00\x80\x00\x00" + b"\x00" * 20
WORD = files.WORD
SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
LIES = {
    # two kinds in one
    "gif and script": Lie("a.js", GIF + b"*/=1;alert(1)//", "image/gif", "failed"),
    "pdf and zip": Lie("a.zip", files.pdf("Plein") + harm.bomb(1), PDF, "ready", "Plein"),
    "zip and pdf": Lie("a.pdf", harm.bomb(1) + files.pdf("Plein"), "application/zip", "none"),
    "pdf and page": Lie("a.html", files.pdf("Plein") + harm.SCRIPT.encode(), PDF, "ready", "Plein"),
    "page and pdf": Lie("a.pdf", b"<!DOCTYPE html>" + harm.SCRIPT.encode() + files.pdf("x"), BYTES, "none"),
    "page as picture": Lie("a.png", f"<html><body>{harm.SCRIPT}".encode(), BYTES, "none"),
    # what a browser would run
    "svg with script": Lie("a.svg", f"{SVG}>{harm.SCRIPT}</svg>".encode(), BYTES, "none"),
    "svg as jpeg": Lie("a.jpg", f'<!-- x -->{SVG} onload="alert(1)"/>'.encode(), BYTES, "none"),
    "page with script": Lie("a.html", f"<!doctype html>{harm.SCRIPT}".encode(), BYTES, "none"),
    "page after blanks": Lie("a.txt", f"\n\n  <html>{harm.SCRIPT}".encode(), PLAIN, "ready", "alert(document.domain)"),
    "xhtml": Lie("a.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', BYTES, "none"),
    "xml with entity": Lie("a.xml", f'<?xml version="1.0"?>{harm.OUTSIDE}<w>&a;</w>'.encode(), BYTES, "none"),
    "flash": Lie("a.swf", b"CWS\x09" + b"\x00" * 30, BYTES, "none"),
    # what grows when it is opened
    "zip bomb": Lie("a.zip", harm.bomb(), "application/zip", "none"),
    "zips in zips": Lie("a.zip", harm.nested(), "application/zip", "none"),
    "climbing zip": Lie("a.docx", harm.climbing(), WORD, "ready"),
    "gzip bomb": Lie("a.gz", harm.gzipped(), "", "none"),
    "png of 900 million points": Lie("a.png", harm.png(30_000, 30_000), "image/png", "failed"),
    "laughs": Lie("a.docx", files.word(["&j;"], before=harm.LAUGHS), WORD, "failed"),
    "word with entity": Lie("a.docx", files.word(["&a;"], before=harm.OUTSIDE), WORD, "failed"),
    # PDFs
    "broken pdf": Lie("a.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 500, PDF, "failed"),
    "encrypted pdf": Lie("a.pdf", harm.encrypted_pdf(), PDF, "failed", "geen voorbeeld maken"),
    "pdf with script": Lie(
        "a.pdf", harm.pdf(catalog="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), PDF, "ready", "Een plein"
    ),
    "pdf that launches": Lie(
        "a.pdf", harm.pdf(catalog="/OpenAction<</S/Launch/F(/bin/sh)>>"), PDF, "ready", "Een plein"
    ),
    "pdf with program": Lie("a.pdf", harm.attached_pdf(), PDF, "ready", "Een plein"),
    "pdf with bad font": Lie("a.pdf", harm.fonts(), PDF, "ready", "Een plein"),
    "pdf of 10,000 pages": Lie("a.pdf", files.pdf(*["blad"] * 10_000), PDF, "ready", "Bladzijde 1 van 10000"),
    "pdf of 10 million pages": Lie("a.pdf", harm.endless_pdf(), PDF, "failed"),
    "pdf of a gigantic page": Lie("a.pdf", harm.pdf(box="0 0 1e30 1e30"), PDF, "ready", "Een plein"),
    "pdf of a thread": Lie("a.pdf", harm.pdf(box="0 0 14400000 2"), PDF, "ready"),
    "pdf inside out": Lie("a.pdf", harm.pdf(box="0 0 -5 0"), PDF, "ready", "Een plein"),
    # pictures that move
    "moving tiff": Lie("a.tiff", harm.moving("TIFF"), "image/tiff", "ready"),
    "moving webp": Lie("a.webp", harm.moving("WEBP"), "image/webp", "ready"),
    "moving gif": Lie("a.gif", harm.moving("GIF"), "image/gif", "ready"),
    # text
    "utf-16": Lie("a.txt", "\ufeffEén \u65e5\u672c".encode("utf-16-le"), PLAIN, "ready", "Eén \u65e5\u672c"),
    "utf-16 turned": Lie("a.txt", "\ufeffEén plein".encode("utf-16-be"), PLAIN, "ready", "Eén plein"),
    "utf-16 cut": Lie("a.txt", "\ufeffEén plein".encode("utf-16-le") + b"\x20", PLAIN, "ready", "Eén plein"),
    "utf-7": Lie("a.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", PLAIN, "ready", "+ADw-script+AD4-"),
    "a mark before": Lie("a.txt", b"\xef\xbb\xbfEen plein", "", ""),
    "windows": Lie("a.txt", "Eén café".encode("cp1252") + b" in de stad", PLAIN, "ready", "Eén café"),
    "nul in text": Lie("a.txt", b"een\x00plein", BYTES, "none"),
    "nul far on": Lie("a.txt", b"a" * 9_000 + b"\x00\x1b[31m" + b"b" * 9_000, PLAIN, "ready"),
    "a line of 10 MB": Lie("a.txt", b"x" * 10_000_000, PLAIN, "ready", "Bladzijde 1 van 10"),
    "turned round": Lie("a.txt", "links \u202estchr\u202c einde".encode(), "", ""),
}  # fmt: skip
STATUS = (
    "SELECT status FROM plein.preview p JOIN plein.document_version v USING (owner_id, sha256) WHERE v.document_id = %s"
)


@pytest.mark.parametrize("which", LIES)
def test_a_file_that_lies_is_what_it_is_and_runs_nowhere(
    world: World, client: Client, placed: Placed, work: Work, which: str
) -> None:
    lie = LIES[which]
    url = placed("sanne", "visie", lie.name, lie.octets)
    work()

    page, listed = client("kees").get(url), client("kees").get(f"/groepen/{world.spaces['visie']}/documenten")
    assert (page.status_code, listed.status_code) == (200, 200)
    assert lie.says in shown(page)
    for drawn in (page, listed):
        assert "<script>alert" not in drawn.text
        assert "\x1b" not in drawn.text
    if lie.status:
        assert world.one(STATUS, url.rsplit("/", 1)[-1]) == lie.status
    given = client("kees").get(f"{url}/versies/1")
    is_harmless(given)
    assert given.data == lie.octets
    if lie.sent:
        assert given.headers["Content-Type"] == lie.sent
    part = client("kees").get(f"{url}/versies/1", headers={"Range": "bytes=0-9"})
    is_harmless(part)
    assert part.headers["Content-Type"] == given.headers["Content-Type"]
    for number in range(1, PAGES + 1):
        is_our_own_picture(client("kees").get(f"{url}/versies/1/bladen/{number}"))


def is_our_own_picture(answer: TestResponse) -> None:
    """A picture that we drew: one frame, without anything that stood beside it; or nothing."""
    if answer.status_code == 404:
        return
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Content-Security-Policy"] == FILE_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(answer.data)) as image:
        assert (image.format, getattr(image, "n_frames", 1)) == ("WEBP", 1)
        assert max(image.size) <= 4 * 1240
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)


def test_an_empty_file_is_refused_by_name(world: World, put: Put) -> None:
    before = world.one("SELECT count(*) FROM plein.document")
    answer = put("sanne", "visie", ("vol.txt", b"x"), ("leeg.pdf", b""))
    assert answer.status_code == 422
    assert "leeg.pdf is leeg" in html.unescape(answer.text)
    assert world.one("SELECT count(*) FROM plein.document") == before


def test_a_huge_file_is_refused_with_the_limit_and_nothing_is_kept(
    world: World, app: Hub, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "settings", dataclasses.replace(app.settings, upload_bytes=2_000_000))
    before = world.one("SELECT count(*) FROM plein.document"), kept(app)
    answer = put("sanne", "visie", ("groot.pdf", b"%PDF-1.7\n" + b"x" * 2_000_000))
    assert answer.status_code in {413, 422}
    assert "hoogstens 2\N{NO-BREAK SPACE}MB" in html.unescape(answer.text)
    assert (world.one("SELECT count(*) FROM plein.document"), kept(app)) == before


def kept(app: Hub) -> list[str]:
    return sorted(str(path) for path in app.storage.root.rglob("*") if path.is_file())


def test_a_jpeg_keeps_its_place_to_itself_in_every_version(client: Client, placed: Placed, work: Work) -> None:
    octets = files.photo(located=True, kind="WEBP")
    url = placed("sanne", "visie", "plek.webp", octets)
    work()
    assert "In deze foto staat waar hij is gemaakt" in shown(client("kees").get(url))
    is_our_own_picture(client("kees").get(f"{url}/versies/1/bladen/1"))


GROUPS = {
    number: list(LIES)[begin : begin + MOST_ATTACHED]
    for number, begin in enumerate(range(0, len(LIES), MOST_ATTACHED), 1)
}


@pytest.mark.parametrize("number", GROUPS)
def test_files_that_lie_stand_with_a_message_and_run_nowhere(
    world: World, client: Client, work: Work, number: int
) -> None:
    lies = [LIES[which] for which in GROUPS[number]]
    sent = [(io.BytesIO(lie.octets), lie.name) for lie in lies]
    url = f"/groepen/{world.spaces['visie']}/berichten"
    data = {"text": f"Met bijlagen {number}", "once": str(uuid4()), "files": sent}
    assert client("sanne").post(url, data=data).status_code == 303
    item = world.one("SELECT item_id FROM plein.item_text WHERE body = %s", f"Met bijlagen {number}")
    work()

    page = client("kees").get(f"/berichten/{item}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    found = world.rows("SELECT id, sha256 FROM plein.attachment WHERE item_id = %s", item)
    assert len(found) == len(lies)
    for one, digest in found:
        (lie, *_) = [lie for lie in lies if sha256(lie.octets).hexdigest() == digest]
        given = client("kees").get(f"/bijlagen/{one}")
        is_harmless(given)
        assert given.data == lie.octets
        assert lie.sent in {"", given.headers["Content-Type"]}
        is_our_own_picture(client("kees").get(f"/bijlagen/{one}/beeld"))
