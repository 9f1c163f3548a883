"""Writes a copy: one zip, from the beginning to the end, a page of items at a time, so that memory stays flat.

The index for machines is `index.json`, its format `plein-copy-1`: `organisation`, `space`, `made_at`, and `items`,
each with `id`, `kind`, `space` and `space_id`, `parent_id` (what it answers or comments on; that itself is another's
unless it is listed too), `own` (false where only files of it are), `author`, `written_at`, `edited_at`, `title`, `text`
(a path in the zip, or null) and `files` (`number`, `name`, `path`, `sha256`, `size` in bytes, `note`, `author`, `at`).
`SHA256SUMS` is as sha256sum(1) reads it.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any, Self
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import ColumnElement, func, or_, select

from hub.content import service as content
from hub.content.models import Item, ItemText
from hub.content.policy import POLICY as CONTENT
from hub.copies.service import sources
from hub.groups.policy import POLICY as GROUPS
from hub.kit import filenames
from hub.kit.copying import Copied, Kept
from hub.kit.storage import Incoming, Storage
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.models import Affiliation, Space

FOLDER = UUID(int=0)
"""Copies lie in the storage apart from what organisations own, as if nobody owned them."""
PAGE = 200
CHUNK = 256 * 1024
FORMAT = "plein-copy-1"

Progress = Callable[[int, int], None]
Index = Callable[["Head", Iterator[dict[str, Any]]], Iterator[str]]
"""Draws the index for people, in pieces."""


class TooLarge(Exception):
    """The files are more than this installation puts in one copy."""


@dataclass(frozen=True)
class Head:
    """What a copy is of."""

    organisation: str
    organisation_id: UUID
    space: str
    space_id: UUID
    made_at: datetime


@dataclass(frozen=True)
class Made:
    """A copy that is ready: its SHA-256, its size in bytes, and the spaces in it."""

    digest: str
    size: int
    spaces: Sequence[UUID]


def make(
    actor: Actor,
    space_id: UUID,
    *,
    organisation_id: UUID,
    organisation: str,
    storage: Storage,
    largest: int,
    progress: Progress,
    index: Index,
) -> Made | None:
    """Write the copy and keep it; None when the actor does not see the space any more. Raises TooLarge, NoRoom."""
    space = session().get(Space, space_id)
    if space is None or not GROUPS.allows(actor, GROUPS.reading, space):
        return None
    spaces = _spaces(actor, space)
    wanted = _wanted(actor, organisation_id)
    total = session().scalar(select(func.count()).select_from(Item).where(Item.space_id.in_(spaces), *wanted)) or 0
    head = Head(organisation, organisation_id, space.title, space.id, moment())
    done = 0
    with storage.receive() as incoming, TemporaryFile() as remembered:
        with _Copy(incoming, storage, largest) as copy:
            for items in _pages(sorted(spaces), wanted):
                for line in copy.add(actor, items, spaces, organisation_id):
                    remembered.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                done += len(items)
                progress(done, total)
            copy.finish(head, remembered, index)
        incoming.keep(FOLDER)
        return Made(incoming.digest, incoming.size, sorted(spaces))


def _spaces(actor: Actor, space: Space) -> dict[UUID, str]:
    """The space, and of a group the rooms that the actor sees, with their titles."""
    wanted = Space.group_id == space.id if space.kind == "group" else Space.id == space.id
    rows = session().execute(select(Space.id, Space.title).where(GROUPS.readable(actor, Space), wanted))
    return {row.id: row.title for row in rows}


def _wanted(actor: Actor, owner_id: UUID) -> list[ColumnElement[bool]]:
    return [
        CONTENT.readable(actor, Item),
        Item.deleted_at.is_(None),
        or_(Item.owner_id == owner_id, Item.kind.in_(sources.kinds())),
    ]


def _pages(spaces: Sequence[UUID], wanted: Sequence[ColumnElement[bool]]) -> Iterator[Sequence[Item]]:
    """Space by space, by the index that begins with the space; nothing of a page is remembered after it."""
    for space_id in spaces:
        after = UUID(int=0)
        while (
            items := session()
            .scalars(
                select(Item).where(Item.space_id == space_id, Item.id > after, *wanted).order_by(Item.id).limit(PAGE)
            )
            .all()
        ):
            yield items
            after = items[-1].id
            session().expunge_all()


class _Straight:
    """A file that can only be written to: zipfile then writes from the beginning to the end (APPNOTE 6.3.10, 4.3.9)."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming

    def write(self, octets: bytes) -> int:
        return self._incoming.write(bytes(octets))

    def flush(self) -> None:
        """Nothing waits here."""


class _Copy:
    """The zip under way, and the checksums of what is in it."""

    def __init__(self, incoming: Incoming, storage: Storage, largest: int) -> None:
        self._incoming, self._storage, self._largest = incoming, storage, largest
        self._zip = ZipFile(_Straight(incoming), "w", allowZip64=True)  # type: ignore[call-overload] # all that it asks
        self._sums = TemporaryFile()  # noqa: SIM115 - closed with the zip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()
        self._sums.close()

    def add(
        self, actor: Actor, items: Sequence[Item], spaces: dict[UUID, str], owner_id: UUID
    ) -> Iterator[dict[str, Any]]:
        """Write these items' texts and files; gives their lines of the index."""
        ids = [item.id for item in items]
        copied = sources.of(actor, items, owner_id=owner_id)
        attached = content.kept(ids, owner_id=owner_id)
        copied |= {
            one: Copied(c.title, (*c.files, *attached[one])) for one in attached for c in [copied.get(one, Copied(""))]
        }
        texts = {one.item_id: one for one in session().scalars(select(ItemText).where(ItemText.item_id.in_(ids)))}
        authors = _names([item.author_id for item in items] + [f.author_id for c in copied.values() for f in c.files])
        for item in items:
            own, kept = item.owner_id == owner_id, copied.get(item.id, Copied(""))
            if not own and not kept.files:
                continue
            text = texts.get(item.id) if own else None
            title = kept.title or (text.title if text else "")
            yield {
                "id": str(item.id),
                "kind": item.kind,
                "space": spaces[item.space_id],
                "space_id": str(item.space_id),
                "parent_id": str(item.parent_id) if item.parent_id else None,
                "own": own,
                "author": authors.get(item.author_id, "") if own else "",
                "written_at": item.created_at.isoformat(),
                "edited_at": text.edited_at.isoformat() if text and text.edited_at else None,
                "title": title,
                "text": self._text(item, title, text.body) if text and text.body else None,
                "files": [self._file(item.id, one, authors) for one in kept.files],
            }

    def finish(self, head: Head, remembered: IO[bytes], index: Index) -> None:
        """Write the indexes and the checksums."""
        self._write("index.json", _as_json(head, remembered))
        self._write("index.html", (part.encode() for part in index(head, _lines(remembered))))
        self._sums.seek(0)
        self._write("SHA256SUMS", iter(lambda: self._sums.read(CHUNK), b""))

    def _text(self, item: Item, title: str, body: str) -> str:
        path = f"teksten/{item.created_at:%Y-%m-%d}-{item.id}.md"
        self._write(path, iter([f"# {title}\n\n{body}\n".encode() if title else f"{body}\n".encode()]))
        return path

    def _file(self, item_id: UUID, one: Kept, authors: dict[UUID, str]) -> dict[str, Any]:
        path = f"bestanden/{item_id}/{one.number}-{filenames.clean(one.name) or filenames.NAMELESS}"
        with self._storage.open(one.owner_id, one.sha256) as file:
            found = self._write(path, iter(lambda: file.read(CHUNK), b""), method=ZIP_STORED)
        if found != one.sha256:
            message = f"the file {one.sha256} of {one.owner_id} is damaged"
            raise OSError(message)
        return {
            "number": one.number,
            "name": one.name,
            "path": path,
            "sha256": one.sha256,
            "size": one.size,
            "note": one.note,
            "author": authors.get(one.author_id, ""),
            "at": one.created_at.isoformat(),
        }

    def _write(self, path: str, octets: Iterator[bytes], *, method: int = ZIP_DEFLATED) -> str:
        """Write one entry; returns its SHA-256, and remembers it."""
        digest = sha256()
        entry = ZipInfo(path)  # dated 1980, so that the same content is the same copy
        entry.compress_type = method
        entry.external_attr = 0o644 << 16
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for part in octets:
                digest.update(part)
                out.write(part)
                if self._incoming.size > self._largest:
                    raise TooLarge
        self._sums.write(f"{digest.hexdigest()}  {path}\n".encode())
        return digest.hexdigest()


def _names(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = session().execute(select(Affiliation.id, Affiliation.shown).where(Affiliation.id.in_(set(ids))))
    return {row.id: row.shown for row in rows}


def _lines(remembered: IO[bytes]) -> Iterator[dict[str, Any]]:
    remembered.seek(0)
    for line in remembered:
        yield json.loads(line)


def _as_json(head: Head, remembered: IO[bytes]) -> Iterator[bytes]:
    start = {
        "format": FORMAT,
        "organisation": {"id": str(head.organisation_id), "name": head.organisation},
        "space": {"id": str(head.space_id), "title": head.space},
        "made_at": head.made_at.isoformat(),
    }
    yield json.dumps(start, ensure_ascii=False)[:-1].encode() + b', "items": ['
    remembered.seek(0)
    for number, line in enumerate(remembered):
        yield (b",\n" if number else b"\n") + line.rstrip(b"\n")
    yield b"\n]}\n"
