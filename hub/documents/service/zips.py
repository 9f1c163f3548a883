"""Several documents, or a folder, as one zip: gathered first, then streamed, and asked again before each file."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hub.documents.models import Document, DocumentVersion, Folder
from hub.documents.service.below import documents_in, folders_below
from hub.documents.service.moving import Chosen
from hub.documents.service.steps import downloaded
from hub.kit import filenames
from hub.kit.storage import Storage
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, Missing, words

MOST_FILES = 1_000
"""How many documents go into one zip, and how many folders."""
MOST_PATH = 180
"""Windows opens paths of 259 signs: what is longer than this may not fit where somebody unpacks it."""
LEAST_FILE, LEAST_FOLDER = 40, 7
"""So much of a path is kept for the name of a file, and for each folder that lies deeper ("Plan 1/")."""
CHUNK = 256 * 1024
MB = 1_000_000
QUICK = 1
"""Most documents are packed already: no time is spent on them."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = "Niet meegekomen.txt"
SHORTENED = "Ingekorte namen.txt"

Entering = Callable[[], AbstractContextManager[object]]
"""Opens a short transaction as whoever asked."""


@dataclass(frozen=True)
class Entry:
    """A file in the zip, or (without a document) an empty folder or words of ours: its path, where its content is."""

    path: str
    said: str = ""
    document_id: UUID | None = None
    owner_id: UUID | None = None
    sha256: str = ""
    size: int = 0
    at: datetime | None = None


def gather(actor: Actor, things: Chosen, *, largest: int) -> list[Entry]:
    """What would be in the zip, folders kept, names safe and each once. Conflict when it is too much; a few queries."""
    if actor.viewing:
        raise Conflict(words("Je kijkt mee als een externe. Stop met meekijken om zelf iets te downloaden."))
    folders = folders_below(actor, things, most=MOST_FILES)
    if len(folders) > MOST_FILES:
        raise Conflict(
            words("Dit zijn meer dan %(count)s mappen. Kies minder, of download de mappen apart."), count=MOST_FILES
        )
    rows = documents_in(actor, things, [folder.item_id for folder, _parent, _level in folders], most=MOST_FILES)
    if len(rows) > MOST_FILES:
        raise Conflict(
            words("Dit zijn meer dan %(count)s documenten. Kies minder, of download de mappen apart."), count=MOST_FILES
        )
    total = sum(version.size for _, version in rows)
    if total > largest:
        raise Conflict(
            words("Dit is samen %(size)s MB; een zip is hier hoogstens %(limit)s MB. Kies minder."),
            size=-(-total // MB),
            limit=largest // MB,
        )
    return _named(folders, rows)


def _named(
    folders: Sequence[tuple[Folder, UUID | None, int]], rows: Sequence[tuple[Document, DocumentVersion]]
) -> list[Entry]:
    """Each folder and file under a path of its own; what had to be shortened to fit is told in full in a file."""
    names, paths, found = _Names(), dict[UUID | None, str](), list[Entry]()
    deepest = max((level for _folder, _parent, level in folders), default=0)
    for folder, parent, level in folders:
        room = MOST_PATH - LEAST_FILE - LEAST_FOLDER * (deepest - level) - 1
        paths[folder.item_id] = names.free(paths.get(parent, ""), folder.name, room) + "/"
        found.append(Entry(paths[folder.item_id]))
    for document, version in rows:
        name = filenames.with_suffix_of(document.name, version.file_name)
        path = names.free(paths.get(document.folder_id, ""), name, MOST_PATH)
        found.append(
            Entry(
                path,
                document_id=document.item_id,
                owner_id=version.owner_id,
                sha256=version.sha256,
                size=version.size,
                at=version.created_at,
            )
        )
    if names.shortened:
        found.append(Entry(SHORTENED, "\r\n".join(f"{path}: {name}" for path, name in names.shortened.items())))
    return found


def stream(entries: Sequence[Entry], storage: Storage, entering: Entering) -> Iterator[bytes]:
    """The zip, a piece at a time. Before each file its reader is asked for again, and it is written in the log.

    What cannot be read any more is left out, and named in a file at the end.
    """
    sink = _Sink()
    left_out = list[str]()
    with ZipFile(sink, "w", ZIP_DEFLATED, allowZip64=True, compresslevel=QUICK) as archive:  # type: ignore[call-overload] # all that it asks
        for one in entries:
            info = ZipInfo(one.path, max(one.at.timetuple()[:6], EARLIEST) if one.at else EARLIEST)
            if one.document_id is None or one.owner_id is None:
                archive.writestr(info, one.said)
                continue
            if not _still(entering, one.document_id):
                left_out.append(one.path)
                continue
            info.compress_type, info.file_size = ZIP_DEFLATED, one.size
            with storage.open(one.owner_id, one.sha256) as file, archive.open(info, "w") as part:
                while octets := file.read(CHUNK):
                    part.write(octets)
                    yield sink.taken()
            yield sink.taken()
        if left_out:
            archive.writestr(ZipInfo(LEFT_OUT, EARLIEST), "\r\n".join(left_out))
    yield sink.taken()


def _still(entering: Entering, document_id: UUID) -> bool:
    """Whether the document may still be read now; then the log says that it was taken."""
    try:
        with entering():
            downloaded(session().who, document_id)
    except Missing:
        return False
    return True


class _Names:
    """Names that no other has beside it, for disks that tell no capitals apart, and of a length that those take."""

    def __init__(self) -> None:
        self._taken = {LEFT_OUT.casefold(), SHORTENED.casefold()}
        self.shortened: dict[str, str] = {}

    def free(self, folder: str, name: str, most: int) -> str:
        """A path of at most so many signs for this name in this folder, with a number when it was there already."""
        safe = filenames.clean(name) or filenames.NAMELESS
        number, more = 1, ""
        path = folder + filenames.shortened(safe, most - len(folder))
        while path.casefold() in self._taken:
            number += 1
            more = f" ({number})"
            stem, suffix = filenames.split(filenames.shortened(safe, most - len(folder) - len(more)))
            path = f"{folder}{stem}{more}{suffix}"
        self._taken.add(path.casefold())
        if len(folder) + len(safe) + len(more) > most:
            self.shortened[path] = safe
        return path


class _Sink:
    """Where the zip is written to: it can only be written on, and what was written is taken away at once."""

    def __init__(self) -> None:
        self._octets = bytearray()

    def write(self, octets: bytes) -> int:
        self._octets += octets
        return len(octets)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        octets = bytes(self._octets)
        self._octets.clear()
        return octets
