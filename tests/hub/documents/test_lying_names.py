"""Names that lie: each is harmless in a list, on every disk, in a zip, and beside what people write."""

import html
import io
import re
import unicodedata
import zipfile
from urllib.parse import unquote
from uuid import UUID

import pytest
from werkzeug.http import parse_options_header

from hub.documents.service.zips import SHORTENED
from hub.kit import filenames
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, is_harmless, of, shown
from tests.world import World

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
    asked, _, document = made.headers["Location"].partition("/dubbel?stuk=")  # of a name that was there
    return f"/documenten/{UUID(document)}" if document else asked


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
    asked = shown(browser.get(made.headers["Location"]))
    assert "Er was al een document met deze naam" in asked
    assert "Café plein.txt" in asked


@pytest.mark.parametrize("which", NAMES)
def test_a_document_takes_no_lying_name_later(world: World, client: Client, placed: Placed, which: str) -> None:
    url = placed("sanne", "visie", "plan.txt")
    answer = client("sanne").post(f"{url}/naam", data={"name": NAMES[which]})
    assert answer.status_code in {303, 422}
    name = str(world.one("SELECT name FROM plein.document WHERE item_id = %s", url.rsplit("/", 1)[-1]))
    is_safe_on_disk(name)
    assert name.endswith(".txt")


def test_all_lying_names_come_out_of_one_zip(world: World, client: Client, folder: Folders) -> None:
    where = folder("sanne", "visie", "CON . .")
    for name in NAMES.values():
        sent_as(world, client, name, into=of(where))
    answer = client("kees").get(f"{where}/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    files_in = [name for name in names if not name.endswith("/")]
    assert len([name for name in files_in if name != SHORTENED]) == len(NAMES)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        for part in name.rstrip("/").split("/"):
            is_safe_on_disk(part)
    assert by_browser(answer.headers["Content-Disposition"]) == "_CON.zip"
    is_harmless(answer)


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
