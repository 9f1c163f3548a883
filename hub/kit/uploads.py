"""How files come in over HTTP: straight to the storage while they are read, never through memory or another folder."""

from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from itertools import chain
from typing import IO, cast

from flask import Request, request
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from hub.kit import filenames
from hub.kit.drawing import size
from hub.kit.media import media_type
from hub.kit.multipart import CHUNK, PIECE, FilesParser
from hub.kit.storage import Incoming, Storage
from tenants.errors import Invalid

MOST_FILES = 20
"""So many files in one form: each keeps a file of the process open while the form comes in."""
MOST_FIELDS = 60


@dataclass(frozen=True)
class Upload:
    """One file of a form: its cleaned name, what it is by its content, and the file itself, not yet kept.

    `place`: where it stands among those that were chosen, from 0.
    """

    name: str
    media_type: str
    file: Incoming
    place: int = 0


class Receiving(Request):
    """A request whose files, once the edge has said that it may, go to the storage while they come in."""

    form_data_parser_class = FilesParser
    storage: Storage | None = None
    largest = 0
    refused: frozenset[str] = frozenset()
    _received = 0

    def receive(self, storage: Storage, *, largest: int, fields: int, refused: frozenset[str] = frozenset()) -> None:
        """Read the body into the storage, made durable: what is left is to give it a name. Raises NoRoom, 400 and 413.

        `largest`: bytes that the files may have; `fields`: bytes that all the rest may have.
        `refused`: endings of names and media types that are not taken.
        """
        if self.mimetype != "multipart/form-data":
            return  # any other body would be read into memory: it stays as small as on every page
        self.storage, self.largest, self.refused = storage, largest, refused
        self.max_content_length = largest + fields
        self.max_form_parts = MOST_FILES + MOST_FIELDS
        for sent in chain.from_iterable(self.files.listvalues()):
            cast("Incoming", sent.stream).settle()

    def typed_before_files(self, most: int) -> list[tuple[str, str]]:
        """The fields before the first file of a body that nobody asked for; of it at most so many bytes are read."""
        self.max_content_length = self.content_length  # it is read as far as we say, not refused
        decoder = MultipartDecoder(self.mimetype_params.get("boundary", "").encode(), max_form_memory_size=most)
        found, name, octets = list[tuple[str, str]](), "", b""
        with suppress(ValueError, RequestEntityTooLarge):  # it is no form, or breaks off
            while most > 0 and (part := self.stream.read(min(CHUNK, most))):
                most -= len(part)
                decoder.receive_data(part)
                while not isinstance(event := decoder.next_event(), NeedData):
                    if isinstance(event, File | Epilogue):
                        return found
                    if isinstance(event, Field):
                        name, octets = event.name, b""
                    elif isinstance(event, Data):
                        octets += event.data
                        if not event.more_data:
                            found.append((name, octets.decode(errors="replace")))
        return found

    def _get_stream_for_parsing(self) -> IO[bytes]:
        """The body, taken from the server in large pieces: each one costs a turn between its thread and ours."""
        body = super()._get_stream_for_parsing()
        if self.storage is None or not isinstance(body, RawIOBase):
            return body
        return BufferedReader(body, PIECE)

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.storage is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        self._received += 1
        if self._received > MOST_FILES:
            raise RequestEntityTooLarge
        return cast("IO[bytes]", self.storage.receive())


def sent_files(field: str, *, required: bool = True) -> list[Upload]:
    """The files chosen in this field of the form. Invalid when there must be one, or one is empty, large or refused."""
    found, refused = sorted_out(field)
    if refused:
        raise Invalid({field: refused[0]})
    if required and not found:
        raise Invalid({field: _("Kies een bestand.")})
    return found


def sorted_out(field: str) -> tuple[list[Upload], list[str]]:
    """The files chosen in this field that may come in, and a sentence for each that may not."""
    found, refused = list[Upload](), list[str]()
    limit = getattr(request, "largest", 0)
    for place, one in enumerate(request.files.getlist(field)):
        if not one.filename:
            continue
        file = cast("Incoming", one.stream)
        name = filenames.clean(filenames.without_path(one.filename)) or filenames.NAMELESS
        kind = media_type(file, file.size) if file.size else ""
        if not file.size:
            refused.append(_("%(name)s is leeg. Controleer het bestand en kies het opnieuw.", name=name))
        elif file.size > limit:
            refused.append(_("%(name)s is te groot: hoogstens %(limit)s per keer.", name=name, limit=size(limit)))
        elif not _refused(name, one.filename, kind).isdisjoint(cast("Receiving", request).refused):
            refused.append(
                _(
                    "%(name)s is een programma of een andere soort die hier niet mag. Kies een ander bestand,"
                    " bijvoorbeeld een pdf of een tekst.",
                    name=name,
                )
            )
        else:
            found.append(Upload(name, kind, file, place))
    return found, refused


def _refused(name: str, sent: str, kind: str) -> set[str]:
    """What a file may be refused for: its ending, also as it was sent, and its type by content."""
    return {kind.lower(), *("." + one.rstrip(". ").lower().rpartition(".")[2] for one in (name, sent))}
