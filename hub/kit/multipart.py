"""Reads a form with files (RFC 7578) in large pieces: what can only be the inside of a file goes to it as it is.

Werkzeug's decoder finds the parts. It copies what it is given five times, though, and of a large file nearly no piece
holds a boundary: those go past it.
"""

from contextlib import suppress
from typing import IO, Any

from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

PIECE = 1024 * 1024
CHUNK = 64 * 1024


class FilesParser(FormDataParser):
    """Parses forms as werkzeug's own does, with the same limits; only quicker where files are large."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:  # noqa: ANN401 - werkzeug names this type for type checkers alone
        """The stream, the fields and the files; both empty when it is no whole form. Raises RequestEntityTooLarge."""
        boundary = (options or {}).get("boundary", "")
        if mimetype != "multipart/form-data" or not (boundary and boundary.isascii()):
            return super().parse(stream, mimetype, content_length, options)
        form = _Form(self, boundary.encode())
        with suppress(ValueError):
            form.read(stream)
            return stream, self.cls(form.fields), self.cls(form.files)
        return stream, self.cls(), self.cls()


class _Form:
    """A form while it comes in: the fields and files that are whole, and the part that is not yet."""

    def __init__(self, parser: FormDataParser, boundary: bytes) -> None:
        self._new_file, self._most = parser.stream_factory, parser.max_form_memory_size
        self._mark = b"--" + boundary
        self._decoder = MultipartDecoder(
            boundary, max_form_memory_size=parser.max_form_memory_size, max_parts=parser.max_form_parts
        )
        self._part: Field | File | None = None
        self._file: IO[bytes] | None = None
        self._typed = bytearray()
        self._held = b""
        self.fields = list[tuple[str, str]]()
        self.files = list[tuple[str, FileStorage]]()

    def read(self, stream: IO[bytes]) -> None:
        """Read all of it; ValueError when it is no form, or breaks off."""
        while piece := stream.read(PIECE if self._file is not None else CHUNK):
            at = 0
            while at < len(piece):
                inside = self._inside(piece, at)
                if self._file is not None and inside > at:
                    self._file.write(memoryview(piece)[at:inside])
                    at = inside
                self._decode(piece[at : at + CHUNK])
                at += CHUNK
        self._decode(None)

    def _inside(self, piece: bytes, at: int) -> int:
        """Up to where nothing can be of a boundary, with the line break before it: it may begin in the last bytes."""
        if self._file is None or self._decoder.buffer:
            return at
        found = piece.find(self._mark, at)
        return (len(piece) - len(self._mark) if found < 0 else found) - len("\r\n")

    def _decode(self, octets: bytes | None) -> None:
        """Give this to the decoder, None at the end; take what it found.

        Of "--boundary--" it takes the line break before for the file's when it is given all but the last "-" at once.
        """
        octets, self._held = (self._held + octets, b"") if octets is not None else (None, b"")
        seen = bytes(self._decoder.buffer[-len(self._mark) :]) + (octets or b"")
        if octets and seen.endswith(self._mark + b"-"):
            octets, self._held = octets[:-1], b"-"
        self._decoder.receive_data(octets)
        while not isinstance(event := self._decoder.next_event(), NeedData | Epilogue):
            if isinstance(event, Data):
                self._add(event)
            elif isinstance(event, Field):
                self._part, self._typed = event, bytearray()
            elif isinstance(event, File):
                self._part = event
                self._file = self._new_file(None, event.headers.get("content-type"), event.filename)

    def _add(self, event: Data) -> None:
        """Add to the part that is coming in, and put it away when it is whole."""
        if self._file is not None:
            self._file.write(event.data)
        elif self._most is not None and len(self._typed) + len(event.data) > self._most:
            raise RequestEntityTooLarge
        else:
            self._typed += event.data
        if event.more_data or self._part is None:
            return
        name = self._part.name
        if isinstance(self._part, File) and self._file is not None:
            self._file.seek(0)
            self.files.append((name, FileStorage(self._file, self._part.filename, name, headers=self._part.headers)))
            self._file = None
        else:
            self.fields.append((name, self._typed.decode(errors="replace")))
