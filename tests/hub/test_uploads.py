"""Uploads that mean harm, or go wrong on the way: nothing is read unasked, held in memory, or left behind."""

import dataclasses
import io
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from hub.kit import storage
from hub.kit.edge import Hub
from hub.kit.uploads import MOST_FILES
from tests.hub.conftest import Client
from tests.world import World

LIMIT = 3_000_000
FILE = b'--g\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n'
FIELD = b'--g\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
END = b"--g--\r\n"


class Stream(io.RawIOBase):
    """A body that is made while it is read, and remembers how much was."""

    def __init__(self, parts: Iterator[bytes], look: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.parts, self.look, self.left, self.taken = parts, look, b"", 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - RawIOBase's own
        self.look()
        self.left = self.left or next(self.parts, b"")
        given, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(given)] = given
        self.taken += len(given)
        return len(given)


Send = Callable[..., TestResponse]


@pytest.fixture
def send(world: World, client: Client, app: Hub, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Post a body to the documents of a space; `length` is what the header says, None for a chunked body."""
    monkeypatch.setattr(app, "settings", dataclasses.replace(app.settings, upload_bytes=LIMIT, form_bytes=100_000))
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)
    monkeypatch.setitem(app.config, "MAX_FORM_MEMORY_SIZE", 100_000)

    def post(
        body: bytes | Stream,
        *,
        who: str = "sanne",
        length: int | None = -1,
        content_type: str = "multipart/form-data; boundary=g",
    ) -> TestResponse:
        stream: Any = io.BytesIO(body) if isinstance(body, bytes) else body
        environ: dict[str, Any] = {"wsgi.input": stream, "CONTENT_TYPE": content_type}
        if length is None:
            environ["wsgi.input_terminated"] = True
        else:
            environ["CONTENT_LENGTH"] = str(len(body) if isinstance(body, bytes) and length == -1 else length)
        return client(who).post(f"/groepen/{world.spaces['visie']}/documenten", environ_overrides=environ)

    return post


@pytest.fixture(autouse=True)
def nothing_left(app: Hub) -> Iterator[None]:
    yield
    coming = app.storage.root / storage.INCOMING
    assert not coming.is_dir() or list(coming.iterdir()) == []


def documents(world: World) -> int:
    found: int = world.one("SELECT count(*) FROM plein.document")
    return found


def endless(head: bytes, block: bytes) -> Iterator[bytes]:
    yield head
    while True:
        yield block


def test_of_who_is_not_signed_in_no_file_is_read(send: Send) -> None:
    body = Stream(endless(FILE % b"a", b"x" * 65536))
    answer = send(body, who="", length=10**12)
    assert answer.status_code == 401
    assert body.taken <= 2 * 65536  # the head of the first file is in it


def test_of_who_is_not_signed_in_no_more_is_read_than_of_any_form(send: Send) -> None:
    for head in (FIELD % (b"a", b"b"), b"geen formulier", b"", b"--g\r\n" + b"x" * 100, FIELD % (b"a", b"b" * 90_000)):
        body = Stream(endless(head or b"\r\n", FIELD % (b"c", b"d" * 60_000)))
        assert send(body, who="", length=10**12).status_code == 401
        assert body.taken <= 200_000  # PLEIN_FORM_BYTES is 100,000 here


def test_of_what_says_that_it_is_too_large_no_byte_is_read(send: Send) -> None:
    body = Stream(endless(FILE % b"a", b"x" * 65536))
    answer = send(body, length=LIMIT + 200_000)
    assert answer.status_code == 413
    assert "hoogstens 3\N{NO-BREAK SPACE}MB" in answer.text
    assert body.taken == 0


def test_a_body_without_a_length_is_read_up_to_the_limit(world: World, send: Send) -> None:
    before, body = documents(world), Stream(endless(FILE % b"a", b"x" * 65536))
    assert send(body, length=None).status_code == 413
    assert body.taken <= LIMIT + 300_000
    assert documents(world) == before


def test_a_file_over_the_limit_in_a_body_under_it_is_said_beside_the_field(world: World, send: Send) -> None:
    before = documents(world)
    answer = send(FILE % b"groot.bin" + b"x" * (LIMIT + 1) + b"\r\n" + END)
    assert answer.status_code == 422
    assert "groot.bin is te groot" in answer.text
    assert documents(world) == before


@pytest.mark.parametrize(
    "cut", [FILE % b"a" + b"half", FILE % b"a" + b"heel\r\n", FILE % b"a" + b"heel\r\n--g", b"--g\r\nContent-Disp"]
)
def test_an_upload_that_breaks_off_leaves_nothing(world: World, send: Send, cut: bytes) -> None:
    before = documents(world)
    assert send(cut, length=len(cut) + 1000).status_code == 400
    assert documents(world) == before


def test_a_file_without_an_end_is_no_file(world: World, send: Send) -> None:
    before = documents(world)
    assert send(FILE % b"a" + b"half").status_code == 422
    assert documents(world) == before


def test_ten_thousand_parts_are_not_read_to_the_end(world: World, send: Send) -> None:
    before = documents(world)
    for part in (FIELD % (b"a", b"1"), FILE % b"a" + b"1\r\n"):
        body = Stream(iter([part] * 10_000 + [END]))
        assert send(body, length=len(part) * 10_000 + len(END)).status_code == 413
        assert body.taken < 300_000
    assert documents(world) == before


def test_so_many_files_at_once_and_no_more(world: World, send: Send) -> None:
    before = documents(world)
    some = b"".join(FILE % f"{n}.txt".encode() + b"1\r\n" for n in range(MOST_FILES))
    assert send(some + END).status_code == 303
    assert documents(world) == before + MOST_FILES
    assert send(some + FILE % b"nog een" + b"1\r\n" + END).status_code == 413
    assert documents(world) == before + MOST_FILES


@pytest.mark.parametrize(
    "body",
    [
        b'--g\r\nContent-Disposition: form-data; name="' + b"n" * 500_000 + b'"\r\n\r\n1\r\n' + END,
        b"--g\r\nX: " + b"h" * 500_000 + b"\r\n\r\n1\r\n" + END,
        FIELD % (b"once", b"v" * 500_000) + END,
        b"voorwoord" * 100_000 + FILE % b"a" + b"1\r\n" + END,
    ],
    ids=["name", "header", "value", "preamble"],
)
def test_what_is_no_file_stays_small(send: Send, body: bytes) -> None:
    assert send(body).status_code == 413


def test_another_kind_of_body_is_no_larger_than_on_any_page(send: Send) -> None:
    for kind in ("application/x-www-form-urlencoded", "application/json", "text/plain"):
        body = Stream(endless(b"files=", b"x" * 65536))
        assert send(body, length=LIMIT, content_type=kind).status_code == 413
        assert body.taken == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=g"),
        (b"geen multipart", "multipart/form-data; boundary=g"),
        (FILE % b"a" + b"1\r\n" + END, "multipart/form-data"),
        (FILE % b"a" + b"1\r\n" + END, "multipart/form-data; boundary=\xe9"),
        (b"files=tekst", "application/x-www-form-urlencoded"),
        (FIELD % (b"files", b"geen bestand") + END, "multipart/form-data; boundary=g"),
        (FILE % b"" + b"\r\n" + END, "multipart/form-data; boundary=g"),
    ],
)
def test_what_holds_no_file_is_answered_beside_the_field(send: Send, body: bytes, kind: str) -> None:
    answer = send(body, content_type=kind)
    assert answer.status_code == 422
    assert "Kies een bestand." in answer.text


def test_a_slow_upload_holds_no_connection_to_the_database(app: Hub, send: Send) -> None:
    held: list[int] = []
    look = lambda: held.append(app.engine.pool.checkedout())  # type: ignore[attr-defined] # noqa: E731
    body = FILE % b"a.txt" + b"langzaam\r\n" + END
    stream = Stream(iter([bytes([one]) for one in body]), look)
    assert send(stream, length=len(body)).status_code == 303
    assert len(held) > 10
    assert set(held) == {0}


def test_a_large_file_comes_in_and_goes_out_through_a_small_memory(
    client: Client, app: Hub, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks, block = 1600, b"m" * 65536
    monkeypatch.setattr(app, "settings", dataclasses.replace(app.settings, upload_bytes=200_000_000))
    ending = b"\r\n" + END
    body = Stream(iter([FILE % b"groot.bin", *[block] * blocks, ending]))
    tracemalloc.start()
    answer = send(body, length=len(FILE % b"groot.bin") + blocks * len(block) + len(ending))
    _now, coming_in = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    given = client("kees").get(f"{answer.headers['Location']}/versies/1", buffered=False)
    size = sum(len(octets) for octets in given.response)
    _now, going_out = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 303
    assert size == blocks * len(block)
    assert coming_in < 12_000_000
    assert going_out < 12_000_000


def test_a_full_disk_is_said_and_nothing_is_half_kept(
    world: World, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = documents(world)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)  # type: ignore[attr-defined]
    answer = send(FILE % b"a.txt" + b"1\r\n" + END)
    monkeypatch.undo()
    assert answer.status_code == 507
    assert "Er is geen ruimte meer" in answer.text
    assert documents(world) == before


def test_a_page_that_takes_no_files_takes_no_large_body(client: Client) -> None:
    answer = client("sanne").post(
        "/voorkeuren", data={"back": "/", "language": (io.BytesIO(b"x" * 2_000_000), "x"), "once": str(uuid4())}
    )
    assert answer.status_code == 413
    assert "hoogstens" not in answer.text


def test_files_lie_in_the_folder_that_the_settings_name(app: Hub) -> None:
    assert app.storage.root == Path(app.settings.storage)
