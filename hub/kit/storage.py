"""Keeps uploaded files: a folder for each owning organisation, in it each content once, under its own SHA-256.

A file comes in under a temporary name, is hashed while it comes, made durable, and only then gets its name: whoever
finds it by its name finds all of it. So the blob is in place before the row that names it commits; what an undone
transaction leaves is a blob without a row, never a row without a blob.
"""

import contextlib
import errno
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, Self
from uuid import UUID

INCOMING, ASIDE = "incoming", "aside"
LEFT_BEHIND = 24 * 3600
"""Seconds after which a file that is still coming in belongs to a process that is gone."""

AT_ONCE = 500
"""So many names are asked for at once."""

Known = Callable[[UUID, list[str]], set[str]]

_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Outgoing:
    """A kept file, open to be read, and what is said of it to who gets it."""

    file: BinaryIO
    name: str
    size: int
    digest: str
    media_type: str
    modified: datetime


class NoRoom(Exception):
    """The disk of the storage is full."""


class Storage:
    """The files of one installation, under one folder: `<organisation>/<aa>/<sha256>`."""

    def __init__(self, root: Path) -> None:
        """Use this folder; it is made when the first file comes."""
        self.root = root

    def receive(self) -> "Incoming":
        """A new, empty file to write to; it goes again unless it is kept. Raises NoRoom."""
        with _room():
            _make(self.root / INCOMING)
            handle, name = tempfile.mkstemp(dir=self.root / INCOMING)
            return Incoming(self, os.fdopen(handle, "w+b"), Path(name))

    def open(self, owner_id: UUID, digest: str) -> BinaryIO:
        """A file that an organisation owns, to read. FileNotFoundError when it is lost."""
        return self.path(owner_id, digest).open("rb")

    def refer(self, digest: str, *, owner_id: UUID, new_owner_id: UUID) -> None:
        """Give another organisation the same content as its own: a second name where the disk can, else a copy."""
        source, target = self.path(owner_id, digest), self.path(new_owner_id, digest)
        if _touched(target):
            return
        with _room():
            _make(target.parent)
            try:
                target.hardlink_to(source)
                _touched(target)
            except FileExistsError:  # somebody was quicker, with the same content
                pass
            except OSError:
                with self.open(owner_id, digest) as old, self.receive() as copy:
                    shutil.copyfileobj(old, copy)
                    copy.keep(new_owner_id)
            _durable(target.parent)

    def path(self, owner_id: UUID, digest: str) -> Path:
        """Where an organisation's file with this SHA-256 lies."""
        return self.root / str(owner_id) / digest[:2] / digest

    def sweep(self) -> int:
        """Remove what crashed processes left half received; says how many. Ages are by the disk's own clock."""
        if not (self.root / INCOMING).is_dir():
            return 0
        swept = 0
        with self.receive() as probe:
            now = probe.path.stat().st_mtime
            for path in sorted((self.root / INCOMING).iterdir()):
                with contextlib.suppress(FileNotFoundError):
                    if path.stat().st_mtime < now - LEFT_BEHIND:
                        path.unlink()
                        swept += 1
        return swept

    def clear(self, known: Known, prefixes: Iterable[str]) -> int:
        """Remove contents that no row knows a day after they came; says how many.

        `known`: of these contents of an owner, those that some row names; `prefixes`: of the folders to look in. A file
        is set aside before the second look: whoever refers to it meanwhile makes it young, or finds it back.
        """
        if not self.root.is_dir():
            return 0
        _make(self.root / ASIDE)
        cleared = sum(self._decide(path, known) for path in sorted((self.root / ASIDE).iterdir()))  # a sweep broke off
        with self.receive() as probe:
            oldest = probe.path.stat().st_mtime - LEFT_BEHIND
        for owner_id in self.owners():
            for prefix in prefixes:
                folder = self.root / str(owner_id) / prefix
                for name in _unknown(folder, owner_id, known, oldest):
                    aside = self.root / ASIDE / f"{owner_id}.{name}"
                    with contextlib.suppress(FileNotFoundError):
                        (folder / name).rename(aside)
                        cleared += self._decide(aside, known, oldest)
        return cleared

    def _decide(self, aside: Path, known: Known, oldest: float | None = None) -> int:
        """Remove what was set aside, or bring it back: it became young, or a row came to know it."""
        owner, digest = aside.name.split(".")
        became_young = oldest is not None and aside.stat().st_mtime >= oldest
        if became_young or known(UUID(owner), [digest]):
            aside.rename(self.path(UUID(owner), digest))
            return 0
        aside.unlink()
        return 1

    def contents(self, owner_id: UUID) -> Iterator[tuple[str, int]]:
        """What an owner has, by its SHA-256 in order, with its size."""
        root = self.root / str(owner_id)
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            for path in sorted(folder.iterdir()):
                yield path.name, path.stat().st_size

    def owners(self) -> list[UUID]:
        """Who has a folder here."""
        return [UUID(one.name) for one in sorted(self.root.iterdir()) if one.name not in {INCOMING, ASIDE}]


class Incoming:
    """A file that is coming in. First written to, once, from the beginning to the end; then read, and kept or not."""

    def __init__(self, storage: Storage, file: IO[bytes], path: Path) -> None:
        """Take an open file under its temporary name."""
        self.storage = storage
        self.path = path
        self.size = 0
        self._is_settled = False
        self._hash = sha256()
        self._file = file
        self._kept_by: UUID | None = None
        self._discard = weakref.finalize(self, _discard, file, path)  # also when an upload breaks off half-way

    def write(self, octets: bytes | memoryview) -> int:
        """Add to the end. Raises NoRoom."""
        with _room():
            self._file.write(octets)
        self._hash.update(octets)
        self.size += len(octets)
        self._is_settled = False
        return len(octets)

    def read(self, size: int = -1) -> bytes:
        """Read on, as of any file."""
        return self._file.read(size)

    def readline(self, size: int = -1) -> bytes:
        """Read a line, as of any file."""
        return self._file.readline(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go elsewhere to read, as in any file. Raises NoRoom when what was written finds no place."""
        with _room():
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where one reads."""
        return self._file.tell()

    @property
    def digest(self) -> str:
        """SHA-256 of what was written, in hexadecimal."""
        return self._hash.hexdigest()

    def settle(self) -> None:
        """Bring what was written to the disk, so that keeping it later takes no time. Raises NoRoom."""
        if self._is_settled:
            return
        with _room():
            self._file.flush()
            os.fsync(self._file.fileno())
        self._is_settled = True

    def keep(self, owner_id: UUID) -> str:
        """Give the file its place with the organisation that owns it; returns its SHA-256. Raises NoRoom.

        Once more, when what was done with it the first time is undone, gives it its place as well.
        """
        if self._kept_by is not None:
            self.storage.refer(self.digest, owner_id=self._kept_by, new_owner_id=owner_id)
            return self.digest
        self.settle()
        target = self.storage.path(owner_id, self.digest)
        with _room():
            _make(target.parent)
            self.path.replace(target)
            self._kept_by = owner_id
            _durable(target.parent)
        return self.digest

    def close(self) -> None:
        """Let go; what was not kept is gone."""
        self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _unknown(folder: Path, owner_id: UUID, known: Known, oldest: float) -> Iterator[str]:
    old = [path for path in sorted(folder.iterdir()) if path.stat().st_mtime < oldest] if folder.is_dir() else []
    for begin in range(0, len(old), AT_ONCE):
        names = [path.name for path in old[begin : begin + AT_ONCE]]
        yield from sorted(set(names) - known(owner_id, names))


def _touched(path: Path) -> bool:
    """Whether the file is there; it counts as young from now on, so that no sweep takes it before its row is there."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _discard(file: IO[bytes], path: Path) -> None:
    with contextlib.suppress(OSError):  # a buffer that finds no room on the disk is let go too
        file.close()
    path.unlink(missing_ok=True)


def _make(folder: Path) -> None:
    """Make a folder for nobody but us, with those above it, so that a power cut forgets none of them."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _durable(folder.parent)


def _durable(folder: Path) -> None:
    """Bring the names in a folder to the disk (fsync(2): the entry of a file needs one of its own)."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom from error
        raise
