"""Handing files out: parts of them, names that are safe everywhere, types by content, nothing that runs."""

from collections.abc import Callable
from email.message import Message
from hashlib import sha256

import pytest

from hub.kit.edge import Hub
from hub.kit.filenames import attachment, without_path
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Put
from tests.world import World

Placed = Callable[..., str]
OCTETS = bytes(range(256)) * 40
SIZE = len(OCTETS)
TAG = f'"{sha256(OCTETS).hexdigest()}"'


@pytest.fixture
def url(placed: Placed) -> str:
    return placed("sanne", "visie", "delen.bin", OCTETS) + "/versies/1"


def test_a_whole_file_says_how_it_may_be_used(client: Client, url: str) -> None:
    answer = client("kees").get(url)
    assert (answer.status_code, answer.data) == (200, OCTETS)
    headers = dict(answer.headers)
    assert headers["Content-Length"] == str(SIZE)
    assert headers["ETag"] == TAG
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert "Last-Modified" in headers


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, SIZE),
        ("bytes=100-199", 100, 200),
        ("bytes=10239-", 10239, SIZE),
        ("bytes=-5", SIZE - 5, SIZE),
        ("bytes=-99999999", 0, SIZE),
        ("bytes=10200-99999999", 10200, SIZE),
    ],
)
def test_a_part_is_given(client: Client, url: str, asked: str, start: int, stop: int) -> None:
    answer = client("kees").get(url, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (206, OCTETS[start:stop])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert answer.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999999-", "bytes=999999999999999999999-"])
def test_a_part_that_is_not_there_is_refused(client: Client, url: str, asked: str) -> None:
    answer = client("kees").get(url, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=" + ",".join("0-" for _ in range(500)),
        "rows=0-1",
        "bytes=9-1",
        "bytes",
        "=",
        "bytes=x-y",
    ],
)
def test_several_parts_and_nonsense_get_the_whole_file_once(client: Client, url: str, asked: str) -> None:
    answer = client("kees").get(url, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (200, OCTETS)


def test_a_part_goes_on_only_where_the_file_is_the_same(client: Client, url: str) -> None:
    browser, part = client("kees"), {"Range": "bytes=5-9"}
    modified = browser.get(url).headers["Last-Modified"]
    for same in (TAG, modified):
        assert browser.get(url, headers=part | {"If-Range": same}).status_code == 206
    for other in ('"iets anders"', f"W/{TAG}", "Sat, 01 Jan 2000 00:00:00 GMT"):
        assert browser.get(url, headers=part | {"If-Range": other}).status_code == 200


def test_what_one_has_already_is_not_sent_again(client: Client, url: str) -> None:
    answer = client("kees").get(url, headers={"If-None-Match": TAG})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_head_has_no_body_and_counts_as_no_download(world: World, client: Client, url: str) -> None:
    count = "SELECT count(*) FROM plein.audit WHERE verb = 'document.downloaded' AND thing_id = %s"
    document = url.split("/")[2]
    answer = client("kees").head(url)
    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", str(SIZE))
    assert world.one(count, document) == 0
    client("kees").get(url, headers={"Range": "bytes=1-"})
    assert world.one(count, document) > 0


def test_the_next_part_asks_for_access_again(world: World, client: Client, placed: Placed) -> None:
    url = placed("sanne", "tender", "lang.bin", OCTETS) + "/versies/1"
    browser = client("peter")
    assert browser.get(url, headers={"Range": "bytes=0-99"}).status_code == 206
    world.later(days=61)
    try:
        assert browser.get(url, headers={"Range": "bytes=100-199", "If-Range": TAG}).status_code == 404
    finally:
        world.on_time()


@pytest.mark.parametrize(
    ("sent", "plain", "full"),
    [
        ("plan.pdf", "plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd", "passwd"),
        ('zei "ja".txt', "zei 'ja'.txt", "zei 'ja'.txt"),
        ("a%0D%0ASet-Cookie: x=1.txt", "a_0D_0ASet-Cookie- x=1.txt", "a%0D%0ASet-Cookie- x=1.txt"),
        ("rekening\u202etxt.app", "rekeningtxt.app", "rekeningtxt.app"),
        ("CON.txt", "_CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1", "_lpt1"),
        ("café één.txt", "cafe een.txt", "café één.txt"),
        ("\u65e5\u672c\u8a9e.txt", "document.txt", "\u65e5\u672c\u8a9e.txt"),
        ("punt . ", "punt", "punt"),
        ("...", "document", "document"),
        ("a;b=c%41.txt", "a_b=c_41.txt", "a;b=c%41.txt"),
        ("\x00\x1b[31mrood.txt", "_31mrood.txt", "[31mrood.txt"),
    ],
)
def test_a_hostile_name_is_harmless_when_it_is_saved(
    world: World, client: Client, sent: str, plain: str, full: str
) -> None:
    # The body as a browser writes it (HTML, "multipart/form-data": a quote becomes %22, a backslash stays).
    body = (
        '--grens\r\nContent-Disposition: form-data; name="files"; filename="'
        + sent.replace('"', "%22")
        + '"\r\n\r\nhallo\r\n--grens--\r\n'
    )
    made = client("sanne").post(
        f"/groepen/{world.spaces['visie']}/documenten",
        data=body.encode(),
        content_type="multipart/form-data; boundary=grens",
    )
    assert made.status_code == 303
    said = client("kees").get(made.headers["Location"] + "/versies/1").headers["Content-Disposition"]
    assert said.isascii()
    assert "\n" not in said
    assert f'; filename="{plain}";' in said
    message = Message()
    message["Content-Disposition"] = said.split("; ")[0] + "; " + said.rsplit("; ", 1)[1]
    assert message.get_filename() == full


def test_of_a_path_the_last_part_is_the_name() -> None:
    for path in ("C:\\Users\\sanne\\plan.docx", "/home/sanne/plan.docx", "..\\../plan.docx"):
        assert without_path(path) == "plan.docx"


def test_no_name_ends_the_header_that_it_stands_in() -> None:
    for name in ("a\r\nSet-Cookie: x=1", "a\u2028b", "a\x85b", 'a"; filename=b', "a\ud800b"):
        said = attachment(name)
        assert said.isascii()
        assert said.isprintable()
        assert said.count('"') == 2


def test_a_name_of_a_thousand_signs_is_shortened_before_its_suffix(client: Client, placed: Placed) -> None:
    said = client("kees").get(placed("sanne", "visie", "w" * 1000 + ".docx") + "/versies/1").headers
    assert f'filename="{"w" * 195}.docx"' in said["Content-Disposition"]


OFFICE = b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"\0" * 40


@pytest.mark.parametrize(
    ("octets", "kind", "sent"),
    [
        (b"%PDF-1.7\n", "application/pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image/png", "image/png"),
        ("gewone tekst, ook met é".encode(), "text/plain", "text/plain; charset=utf-8"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "text/html", "application/octet-stream"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "application/xml", "application/octet-stream"),
        (b"\x00\x01\x02\xfe\xff" * 9, "application/octet-stream", "application/octet-stream"),
        (OFFICE + b"word/document.xml", None, None),
        (OFFICE + b"xl/workbook.xml", None, None),
        (b"PK\x03\x04" + b"\0" * 26 + b"gewoon.txt", "application/zip", "application/zip"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_what_a_file_is_is_told_by_its_content_and_nothing_runs(
    world: World, client: Client, placed: Placed, octets: bytes, kind: str | None, sent: str | None
) -> None:
    url = placed("sanne", "visie", "zogenaamd.png", octets)
    found = world.one("SELECT media_type FROM plein.document_version WHERE document_id = %s", url.rsplit("/", 1)[1])
    if kind is None:
        folder = {"word": "wordprocessingml.document", "xl": "spreadsheetml.sheet"}[
            octets.rsplit(b"\0", 1)[1].split(b"/")[0].decode()
        ]
        kind = sent = f"application/vnd.openxmlformats-officedocument.{folder}"
    assert found == kind
    assert client("kees").get(f"{url}/versies/1").headers["Content-Type"] == sent


def test_the_content_of_another_organisation_is_kept_apart(world: World, app: Hub, put: Put) -> None:
    secret = b"dezelfde inhoud bij twee organisaties"
    put("sanne", "visie", ("a.txt", secret))
    put("fatima", "visie", ("b.txt", secret))
    digest = sha256(secret).hexdigest()
    paths = [app.storage.path(world.organisations[key], digest) for key in ("zandwijk", "meerbergen")]
    assert all(path.exists() for path in paths)
    assert not paths[0].samefile(paths[1])


def test_an_older_version_is_saved_under_its_number(client: Client, placed: Placed, follow: Put) -> None:
    url = placed("sanne", "visie", "plan.docx")
    follow("sanne", url, b"twee", name="definitief.pdf")
    assert 'filename="plan (v1).docx"' in client("kees").get(f"{url}/versies/1").headers["Content-Disposition"]
    assert 'filename="plan.pdf"' in client("kees").get(f"{url}/versies/2").headers["Content-Disposition"]


def test_a_lost_blob_is_our_fault_and_says_nothing_of_where_it_lay(
    world: World, app: Hub, client: Client, placed: Placed
) -> None:
    url = placed("sanne", "visie", "weg.txt", b"deze raakt kwijt")
    app.storage.path(world.organisations["meerbergen"], sha256(b"deze raakt kwijt").hexdigest()).unlink()
    answer = client("kees").get(f"{url}/versies/1")
    assert answer.status_code == 500
    assert str(app.storage.root) not in answer.text
    assert client("kees").get(url).status_code == 200
