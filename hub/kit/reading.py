"""Has a file looked into by a process of its own (hub/kit/reader.py), which may die of it; we do not.

Nothing of the file is interpreted here: what comes back are frames of bounded size, pictures that the process drew
itself and text. A file that is broken, lies or is made to harm ends that process, and is `failed`.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO, Any, BinaryIO

from hub.kit import office, reader

WIDTH = 1_240
"""Pixels that the picture of a page is wide: legible on a wide screen, 60 to 200 kB."""
LONGEST_LINE = 8 * 1024 * 1024
LARGEST_PICTURE = 16 * 1024 * 1024
MOST_COUNTED = 2**31 - 1
"""So many pages the database counts."""
SCRIPT = Path(reader.__file__)
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)


@dataclass(frozen=True)
class Limits:
    """What one file may cost: bytes of memory, seconds, and pages of which a picture is made."""

    memory: int
    seconds: int
    pages: int


@dataclass(frozen=True)
class Page:
    """A page: its picture as `keep` named it ('' when it has none), in pixels, and its text."""

    number: int
    picture: str
    width: int
    height: int
    text: str


@dataclass
class Found:
    """What came of it. `pages`: of the file; `status` as in the table preview.

    `written`: signs of text on all pages; `network`, `files`: whether the network, and files that are not Python's own,
    were in reach of the process.
    """

    status: str = "failed"
    pages: int = 0
    located: bool = False
    network: bool = True
    files: bool = True
    written: int = 0
    shown: list[Page] = field(default_factory=list)


def look_into(file: BinaryIO, kind: str, limits: Limits, keep: Callable[[bytes], str]) -> Found:
    """The pages of a file of this media type; `keep` gets each picture and says what it is called from then on."""
    found = Found()
    if not reader.makes(kind):
        found.status = "none"
        return found
    with _process(file, kind, limits) as process:
        assert process.stdout is not None  # noqa: S101 - we asked for it
        with suppress(ValueError, TypeError, KeyError, OverflowError, RecursionError):  # it says what it should not
            for said, octets in _frames(process.stdout):
                if _took(found, said, octets, limits, keep):
                    found.status = "ready"
                    break
    if found.status == "failed":  # half a preview would pass for a whole one
        found.shown.clear()
    return found


def _took(found: Found, said: dict[str, Any], octets: bytes, limits: Limits, keep: Callable[[bytes], str]) -> bool:
    """Take one frame; says whether it was the last. ValueError and its like when a process of ours would not say so."""
    if "network" in said:
        found.network, found.files = bool(said["network"]), bool(said["files"])
    elif "pages" in said:
        found.pages, found.located = _number(said["pages"], MOST_COUNTED), bool(said["located"])
    elif "number" in said:
        number = len(found.shown) + 1
        _number(found.pages, MOST_COUNTED, least=number)
        _number(said["number"], min(number, reader.MOST_PAGES), least=number)
        width, height, text = _number(said["width"], 4 * WIDTH), _number(said["height"], 4 * WIDTH), said["text"]
        if not isinstance(text, str):
            raise TypeError
        found.written += len(text)
        if text != reader.clean(text) or found.written > office.MOST_TEXT:
            raise ValueError
        if octets and (number > limits.pages or not _WEBP.match(octets)):
            raise ValueError
        found.shown.append(Page(number, keep(octets) if octets else "", width, height, text))
    return bool(said.get("end"))


def _number(said: object, most: int, *, least: int = 0) -> int:
    if not isinstance(said, int) or not least <= said <= most:
        raise ValueError
    return said


@contextmanager
def _process(file: BinaryIO, kind: str, limits: Limits) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, killed with all that it began when it takes longer than it may, and at the end."""
    bounds = [limits.memory, limits.seconds, limits.pages, WIDTH, os.getpid()]
    words = [sys.executable, "-I", "-B", str(SCRIPT), kind, *bounds]
    process = subprocess.Popen(  # noqa: S603 - our own script
        [str(word) for word in words],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    clock = Timer(limits.seconds * 2, kill)  # waiting costs no seconds of the processor
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        kill()
        process.wait()
        assert process.stdout is not None  # noqa: S101 - we asked for it
        process.stdout.close()


def _frames(out: IO[bytes]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """What the process says; ValueError and its like where it says something that it should not."""
    while line := out.readline(LONGEST_LINE):
        said = json.loads(line)
        size = _number(said["bytes"], LARGEST_PICTURE)
        octets = out.read(size)
        if len(octets) < size:
            return
        yield said, octets
