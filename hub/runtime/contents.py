"""Compares the storage with the rows that name its contents: a row never without its blob, and what is nobody's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from io import BufferedReader
from itertools import groupby
from typing import cast
from uuid import UUID

import psycopg

from hub.kit.storage import Storage

SHOWN = 20
"""So many faults are named one by one."""
STEP = 1_000

# Every row that names a content, by owner and SHA-256 (copies lie with nobody). A picture has no size.
NAMED = """
SELECT owner_id, sha256, max(size) FROM (
  SELECT owner_id, sha256, size FROM plein.document_version
  UNION ALL SELECT owner_id, sha256, size FROM plein.attachment
  UNION ALL SELECT owner_id, sha256, size FROM plein.draft_file
  UNION ALL SELECT '00000000-0000-0000-0000-000000000000'::uuid, sha256, size FROM plein.copy WHERE sha256 <> ''
  UNION ALL SELECT owner_id, picture, NULL FROM plein.preview_page WHERE picture <> '') named
 GROUP BY owner_id, sha256 ORDER BY owner_id::text, sha256 COLLATE "C"
"""
COUNTED = f"SELECT count(*) FROM ({NAMED}) n"  # noqa: S608 - our own words


@dataclass
class Report:
    """What was found. `nameless` are contents that no row names: what undone transactions leave, swept after a day."""

    looked_at: int = 0
    lacking: int = 0
    damaged: int = 0
    nameless: int = 0
    sentences: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every row has its content, whole."""
        return not self.lacking and not self.damaged

    def say(self, sentence: str) -> None:
        """Name a fault, unless enough were named."""
        if len(self.sentences) < SHOWN:
            self.sentences.append(sentence)


def verify(
    connection: "psycopg.Connection[tuple[object, ...]]",
    storage: Storage,
    *,
    deep: bool,
    progress: Callable[[int], object],
) -> Report:
    """Look for the content of every row; `deep`: read all of it and compare its SHA-256. Memory stays flat."""
    report = Report()
    with connection.cursor(name="contents") as rows:
        rows.itersize = STEP
        rows.execute(NAMED)
        seen = set[UUID]()
        for owner_id, of_owner in groupby(rows, key=lambda row: UUID(str(row[0]))):
            seen.add(owner_id)
            _compare(owner_id, of_owner, storage, report, deep=deep, progress=progress)
    for owner_id in set(storage.owners()) - seen:
        report.nameless += sum(1 for _ in storage.contents(owner_id))
    return report


def count(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    """How many contents rows name."""
    row = connection.execute(COUNTED.encode()).fetchone()
    return int(str(row[0])) if row else 0


def _compare(
    owner_id: UUID,
    rows: Iterator[tuple[object, ...]],
    storage: Storage,
    report: Report,
    *,
    deep: bool,
    progress: Callable[[int], object],
) -> None:
    """Two lists in the same order, walked together."""
    there = iter(storage.contents(owner_id))
    name, size = next(there, ("", 0))
    for _owner, digest, wanted in rows:
        report.looked_at += 1
        while name and name < str(digest):
            report.nameless += 1
            name, size = next(there, ("", 0))
        if name != digest:
            report.lacking += 1
            report.say(f"{owner_id}/{digest} is lacking.")
        elif wanted is not None and size != wanted:
            report.damaged += 1
            report.say(f"{owner_id}/{digest} has {size} bytes instead of {wanted}.")
        elif deep and not _is_itself(storage, owner_id, name):
            report.damaged += 1
            report.say(f"{owner_id}/{digest} holds something else than its name says.")
        if name == digest:
            name, size = next(there, ("", 0))
        progress(1)
    report.nameless += bool(name) + sum(1 for _ in there)


def _is_itself(storage: Storage, owner_id: UUID, digest: str) -> bool:
    with storage.open(owner_id, digest) as file:
        return file_digest(cast("BufferedReader", file), "sha256").hexdigest() == digest
