"""Heads of the chains that seal the audit log, put outside of the database: lines of JSON in a file that only grows."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from tenants.chain import Head


class Unreadable(Exception):
    """A file of heads with a line that is none; the message says which."""


def line(head: Head, handle: str = "") -> str:
    """One head, as it stands in the file and in the mail."""
    said = {"at": head.at, "organisation": str(head.organisation_id), "handle": handle, "position": head.position}
    return json.dumps(said | {"hash": head.hash})


def append(path: Path, lines: Iterable[str]) -> None:
    """Add lines to the file, whole or not at all for who reads meanwhile, and on the disk when this returns."""
    octets = "".join(f"{one}\n" for one in lines).encode()
    is_new = not path.exists()
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        written = os.write(file, octets)
        if written != len(octets):
            message = f"{path}: no room for the heads"
            raise OSError(message)
        os.fsync(file)
    finally:
        os.close(file)
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read(path: Path) -> Iterator[Head]:
    """The heads of a file, in its order. Unreadable names the line that is none; a torn last line is left out."""
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                said = json.loads(text)
                yield Head(
                    UUID(said["organisation"]), int(said["position"]), str(said["hash"]), str(said.get("at", ""))
                )
            except (ValueError, KeyError, TypeError) as error:
                if not text.endswith("\n"):
                    return
                message = f"{path}, line {number}: this is no head of a chain"
                raise Unreadable(message) from error
