"""Our reader of forms gives what werkzeug's own gives, of every body and in whatever pieces it comes."""

import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.multipart import MultipartDecoder

from hub.kit import multipart
from hub.kit.multipart import FilesParser

BOUNDARY = "grens7MA4YW"
MOST = 4000
INSIDE = some.lists(
    some.sampled_from(
        [b"\r", b"\n", b"\r\n", b"-", b"--", b"--grens", b"\r\n--grens7MA4Y", b"\n--grens7MA4YWx", b"tekst", b"\0" * 90]
    )
    | some.binary(max_size=90),
    max_size=30,
).map(b"".join)
HEADS = some.sampled_from([b'name="files"; filename="a.pdf"', b'name="body"', b'name="files"; filename=""'])
PARTS = some.lists(some.tuples(HEADS, INSIDE), max_size=5)
END = b"--grens7MA4YW--\r\n"
ENDS = some.sampled_from([END, b"--grens7MA4YW--", b"", b"--grens7MA4YW", END + b"nog iets"])


class Dripping(io.RawIOBase):
    """A body that comes in pieces of these sizes, again and again."""

    def __init__(self, body: bytes, sizes: list[int]) -> None:
        super().__init__()
        self.body, self.sizes, self.turn = io.BytesIO(body), sizes, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - RawIOBase's own
        self.turn += 1
        octets = self.body.read(min(len(buffer), self.sizes[self.turn % len(self.sizes)]))
        buffer[: len(octets)] = octets
        return len(octets)


def parsed(kind: type[FormDataParser], body: bytes, sizes: list[int], most: int = 1 << 20) -> object:
    """What a parser makes of it: fields and files, or that it is too large."""
    parser = kind(stream_factory=lambda *_, **__: io.BytesIO(), max_form_memory_size=most, max_form_parts=4)
    stream: Any = Dripping(body, sizes)
    try:
        _, form, files = parser.parse(stream, "multipart/form-data", len(body), {"boundary": BOUNDARY})
    except RequestEntityTooLarge:
        return "too large"
    held = [(name, one.filename, one.read()) for name, one in files.items(multi=True)]
    return list(form.items(multi=True)), held


@given(PARTS, ENDS, some.lists(some.integers(1, 300), min_size=1, max_size=4))
@example([(b'name="files"; filename="a"', b"x" * 3000 + b"\r\n--grens7MA4Y" + b"y" * 3000)], END, [64])
def test_a_form_is_read_as_werkzeug_reads_it(parts: list[tuple[bytes, bytes]], end: bytes, sizes: list[int]) -> None:
    body = b"".join(
        b"--grens7MA4YW\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (head, inside) for head, inside in parts
    )
    whole = parsed(FormDataParser, body + end, [len(body + end)])
    assert parsed(FilesParser, body + end, sizes) == whole


@pytest.mark.parametrize("size", [3000, 4001, 9000])
def test_what_is_typed_is_as_long_as_werkzeug_lets_it_be(size: int) -> None:
    body = b'--grens7MA4YW\r\nContent-Disposition: form-data; name="body"\r\n\r\n' + b"x" * size + b"\r\n" + END
    ours, theirs = (parsed(kind, body, [300], MOST) for kind in (FilesParser, FormDataParser))
    assert ours == theirs
    assert (ours == "too large") == (size > MOST)


def test_a_boundary_is_found_wherever_a_piece_ends() -> None:
    head = b'--grens7MA4YW\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    body = head + b"x" * 500 + b"\r\n--grens7MA4Y" + b"y" * 200 + b"\r\n" + head + b"z" * 300 + b"\r\n" + END
    whole = parsed(FormDataParser, body, [len(body)])
    assert [parsed(FilesParser, body, [size]) == whole for size in range(1, len(body))] == [True] * (len(body) - 1)


def test_of_a_large_file_nearly_nothing_passes_the_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []

    class Counting(MultipartDecoder):
        def receive_data(self, data: bytes | None) -> None:
            decoded.append(len(data or b""))
            super().receive_data(data)

    monkeypatch.setattr(multipart, "MultipartDecoder", Counting)
    file = bytes(range(256)) * 80_000  # a line break in every 256 bytes
    head = b'--grens7MA4YW\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    read = parsed(FilesParser, head + file + b"\r\n" + END, [1 << 20])
    assert read == ([], [("files", "a", file)])
    assert sum(decoded) < len(file) / 20
