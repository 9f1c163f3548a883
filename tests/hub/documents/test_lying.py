"""Files and names that lie: each comes in, is shown for what it is, and harms nobody who lists, looks or downloads."""

import dataclasses
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote
from uuid import uuid4

import pytest
from PIL import Image
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from hub.content.service import MOST_ATTACHED
from hub.kit import filenames
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from hub.worker import queue_of
from tests.hub.conftest import Client
from tests.hub.documents import files, harm
from tests.hub.documents.conftest import Folders, Placed, Put, Work, of, shown
from tests.world import World

BYTES = "application/octet-stream"
PDF = "application/pdf"
PLAIN = "text/plain; charset=utf-8"
POLICY = "sandbox; default-src 'none'"
PAGES = 3


@pytest.fixture
def queue(app: Hub) -> Iterator[Queue]:
    """The worker, who makes pictures of few pages: it is lies that count here, not how many."""
    made = queue_of(dataclasses.replace(app.settings, preview_pages=PAGES, reader_seconds=10))
    yield made
    made.engine.dispose()


def is_harmless(answer: TestResponse) -> None:
    """Whatever these bytes are, a browser saves them and runs nothing."""
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


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
    assert answer.headers["Content-Security-Policy"] == POLICY
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


# ---------------------------------------------------------------- names

NAMES = {
    "arabic": "\u062e\u0637\u0629 \u0627\u0644\u0633\u0627\u062d\u0629.pdf",
    "hebrew": "\u05ea\u05db\u05e0\u05d9\u05ea.docx",
    "chinese": "\u5e7f\u573a\u8ba1\u5212.pdf",
    "japanese": "\u5e83\u5834\u306e\u8a08\u753b.xlsx",
    "hindi": "\u092f\u094b\u091c\u0928\u093e.pdf",
    "emoji": "feest \U0001f389\U0001f469\u200d\U0001f467.jpg",
    "flag": "\U0001f3f3\ufe0f\u200d\U0001f308.png",
    "combining": "a\u0301\u0323\u0308 plan.txt",
    "one sign": "a",
    "one wide sign": "\u6f22",
    "10,000 signs": "n" * 10_000 + ".pdf",
    "10,000 wide signs": "\u6f22" * 10_000 + ".pdf",
    "10,000 emoji": "\U0001f389" * 10_000 + ".pdf",
    "10,000 marks": "a" + "\u0301" * 10_000 + ".pdf",
    "cut before a dot": "a" * 199 + "." + "b" * 50,
    "turned round": "rekening\u202efdp.txt",
    "isolated": "\u2067abc\u2069.txt",
    "invisible": "\u200d\u200b\ufeff.txt",
    "filler": "\u3164.txt",
    "blank": "\u2800\u2800",
    "marks alone": "\ufe0f\u200d",
    "tags": "plan\U000e0041\U000e0042.txt",
    "device": "CON",
    "device with suffix": "NUL.txt",
    "device in small": "aux.tar.gz",
    "device with number": "COM\u00b9.txt",
    "device and blanks": "lpt1  .txt",
    "trailing dots and spaces": "plan . . .",
    "dots": "...",
    "blanks": "   ",
    "up, by backslash": "..\\..\\x",
    "up": "../../x.txt",
    "absolute": "/etc/passwd",
    "drive": "C:plan.txt",
    "stream": "plan.txt::$DATA",
    "quotes": "zei \"ja\" en 'nee'.txt",
    "quote and header": 'a"; filename="b.txt',
    "newlines": "a%0D%0ASet-Cookie: x=1.txt",
    "nul": "a%00.txt",
    "real nul": "a\x00b.txt",
    "escape": "\x1b[2Jweg.txt",
    "percent": "100%25 af.txt",
    "markup": "<img src=x onerror=alert(1)>.txt",
    "template": "{{ 7*7 }}.txt",
    "double suffix": "a.exe.pdf",
    "long suffix": "a." + "b" * 300,
    "dot first": ".htaccess",
    "minus first": "-rf.txt",
    "wildcards": "plan*?.txt",
    "line separators": "een\u2028twee\u2029drie.txt",
    "no sign": "a\ufffdb.txt",
}
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE)


def sent_as(world: World, client: Client, name: str, *, into: str = "") -> str:
    """Where a document stands that came under this name, in a body as browsers write it."""
    where = f'--g\r\nContent-Disposition: form-data; name="map"\r\n\r\n{into}\r\n' if into else ""
    made = client("sanne").post(
        f"/groepen/{world.spaces['visie']}/documenten",
        data=f"{where}{in_a_form(name, 'hallo')}--g--\r\n".encode(),
        content_type="multipart/form-data; boundary=g",
    )
    assert made.status_code == 303, made.text
    return made.headers["Location"]


def by_browser(header: str) -> str:
    """The name under which a browser saves (RFC 6266, section 4.3: the extended one where it is there)."""
    found = re.fullmatch(r"attachment; filename=\"[^\"\\]*\"; filename\*=UTF-8''([!#$&+.^_`|~A-Za-z0-9%-]+)", header)
    assert found, header
    return unquote(found[1], errors="strict")


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("a.pdf.exe", b"x"),
        ("a.pdf.EXE . .", b"x"),
        ("rekening\u202efdp.exe", b"x"),
        ('a"; filename="b.exe', b"x"),
        ("a.pdf\u200b.exe", b"x"),
        ("a.e\u200bxe", b"x"),
        ("factuur.pdf", b"MZ" + b"\x90\x00" * 60),
    ],
)
def test_a_program_is_refused_under_whatever_name(world: World, put: Put, name: str, octets: bytes) -> None:
    before = world.one("SELECT count(*) FROM plein.document")
    answer = put("sanne", "visie", (name, octets))
    assert answer.status_code == 422
    assert "is een programma of een andere soort die hier niet mag" in html.unescape(answer.text)
    assert world.one("SELECT count(*) FROM plein.document") == before


@pytest.mark.parametrize("which", NAMES)
def test_a_name_that_lies_is_harmless_in_a_list_and_on_a_disk(world: World, client: Client, which: str) -> None:
    url = sent_as(world, client, NAMES[which])
    name = str(world.one("SELECT name FROM plein.document WHERE item_id = %s", url.rsplit("/", 1)[-1]))
    for page in (client("kees").get(url), client("kees").get(f"/groepen/{world.spaces['visie']}/documenten")):
        assert page.status_code == 200
        assert name in html.unescape(page.text)
        assert "<img src=x" not in page.text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", page.text)

    header = client("kees").get(f"{url}/versies/1").headers["Content-Disposition"]
    is_safe_on_disk(name)
    is_safe_on_disk(by_browser(header))
    kind, options = parse_options_header(header)
    assert (kind, options["filename"]) == ("attachment", by_browser(header))
    assert filenames.split(by_browser(header))[1] == filenames.split(name)[1]
    if len(name.encode()) < 200:
        assert by_browser(header) == name


def is_safe_on_disk(name: str) -> None:
    """Windows, macOS and Linux keep a file under this name, in the folder where it is put, and people see a name."""
    assert name == unicodedata.normalize("NFC", name)
    assert not re.search(r'[\x00-\x1f\x7f/\\:*?"<>|]', name)
    assert not RESERVED.fullmatch(name)
    assert name not in {".", ".."}
    assert name == name.strip()
    assert not name.endswith(".")
    assert len(name) <= 200
    assert len(name.encode()) <= 255
    assert len(name.encode("utf-16-le")) <= 2 * 255
    assert any(
        unicodedata.category(sign)[0] in "LNPS" and sign not in "\u3164\u2800\uffa0\u115f\u1160" for sign in name
    )


def test_names_that_differ_by_normalisation_alone_are_the_same(world: World, client: Client) -> None:
    one, other = "Caf\u00e9 \u1e69.txt", "Cafe\u0301 s\u0307\u0323.txt"
    assert one != other
    first = sent_as(world, client, one)
    second = sent_as(world, client, other)
    names = [world.one("SELECT name FROM plein.document WHERE item_id = %s", url.rsplit("/", 1)[-1])
             for url in (first, second)]  # fmt: skip
    assert names[0] == names[1] == unicodedata.normalize("NFC", other)


def test_who_sends_a_name_that_is_there_hears_it(world: World, client: Client) -> None:
    sent_as(world, client, "Caf\u00e9 plein.txt")
    browser = client("sanne")
    said = "Cafe\u0301 plein.txt".encode()
    body = b'--g\r\nContent-Disposition: form-data; name="files"; filename="' + said + b'"\r\n\r\nx\r\n--g--\r\n'
    made = browser.post(f"/groepen/{world.spaces['visie']}/documenten", data=body,
                        content_type="multipart/form-data; boundary=g")  # fmt: skip
    assert "Er was al een document dat “Café plein.txt” heet" in shown(browser.get(made.headers["Location"]))


@pytest.mark.parametrize("which", NAMES)
def test_a_document_takes_no_lying_name_later(world: World, client: Client, placed: Placed, which: str) -> None:
    url = placed("sanne", "visie", "plan.txt")
    answer = client("sanne").post(f"{url}/naam", data={"name": NAMES[which]})
    assert answer.status_code in {303, 422}
    name = str(world.one("SELECT name FROM plein.document WHERE item_id = %s", url.rsplit("/", 1)[-1]))
    is_safe_on_disk(name)
    assert name.endswith(".txt")


# ---------------------------------------------------------------- taken along, and with what people write


def test_all_lying_names_come_out_of_one_zip(world: World, client: Client, folder: Folders) -> None:
    where = folder("sanne", "visie", "CON . .")
    for name in NAMES.values():
        sent_as(world, client, name, into=of(where))
    answer = client("kees").get(f"{where}/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    files_in = [name for name in names if not name.endswith("/")]
    assert len(files_in) == len(NAMES)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        for part in name.rstrip("/").split("/"):
            is_safe_on_disk(part)
    assert by_browser(answer.headers["Content-Disposition"]) == "_CON.zip"
    is_harmless(answer)


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


def test_lying_names_stand_with_a_message_and_are_harmless(world: World, client: Client) -> None:
    url = f"/groepen/{world.spaces['visie']}/berichten"
    for number, name in enumerate(NAMES.values()):
        text = f"Met een naam {number}"
        body = f'--g\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n{in_a_form(name, "x")}--g--\r\n'
        kind = "multipart/form-data; boundary=g"
        assert client("sanne").post(url, data=body.encode(), content_type=kind).status_code == 303
        item = world.one("SELECT item_id FROM plein.item_text WHERE body = %s", text)
        found = world.rows("SELECT id, file_name FROM plein.attachment WHERE item_id = %s", item)
        assert len(found) == 1
        one, kept = found[0]
        is_safe_on_disk(kept)
        page = client("kees").get(f"/berichten/{item}")
        assert kept in html.unescape(page.text)
        assert "<img src=x" not in page.text
        header = client("kees").get(f"/bijlagen/{one}").headers["Content-Disposition"]
        is_safe_on_disk(by_browser(header))
        assert parse_options_header(header)[1]["filename"] == by_browser(header)


def in_a_form(name: str, body: str) -> str:
    """A file as browsers write it in a form (HTML, "multipart/form-data")."""
    said = name.replace('"', "%22")
    return f'--g\r\nContent-Disposition: form-data; name="files"; filename="{said}"\r\n\r\n{body}\r\n'
