"""Has a file looked into by a process of its own (hub/kit/reader.py), which may die of it; we do not.

Nothing of the file is interpreted here: what comes back are frames of bounded size, pictures that the process drew
itself and text. A file that is broken, lies or is made to harm ends that process, and is `failed`.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO, Any, BinaryIO

from hub.kit import reader

WIDTH = 1_240
"""Pixels that the picture of a page is wide: legible on a wide screen, 60 to 200 kB."""
LONGEST_LINE = 8 * 1024 * 1024
LARGEST_PICTURE = 16 * 1024 * 1024
SCRIPT = Path(reader.__file__)


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
    """What came of it. `pages`: of the file; `status` as in the table preview; `network`: whether it was in reach."""

    status: str = "failed"
    pages: int = 0
    located: bool = False
    network: bool = True
    shown: list[Page] = field(default_factory=list)


def look_into(file: BinaryIO, kind: str, limits: Limits, keep: Callable[[bytes], str]) -> Found:
    """The pages of a file of this media type; `keep` gets each picture and says what it is called from then on."""
    found = Found()
    if not reader.makes(kind):
        found.status = "none"
        return found
    with _process(file, kind, limits) as process:
        assert process.stdout is not None  # noqa: S101 - we asked for it
        for said, octets in _frames(process.stdout):
            if "network" in said:
                found.network = bool(said["network"])
            elif "pages" in said:
                found.pages, found.located = int(said["pages"]), bool(said["located"])
            elif "number" in said:
                name = keep(octets) if octets else ""
                page = Page(int(said["number"]), name, int(said["width"]), int(said["height"]), str(said["text"]))
                found.shown.append(page)
            elif said.get("end"):
                found.status = "ready"
    if found.status == "failed":  # half a preview would pass for a whole one
        found.shown.clear()
    return found


@contextmanager
def _process(file: BinaryIO, kind: str, limits: Limits) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, killed with all that it began when it takes longer than it may, and at the end."""
    words = [sys.executable, "-I", "-B", str(SCRIPT), kind, limits.memory, limits.seconds, limits.pages, WIDTH]
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
    """What the process says; it ends where the process says something that it should not."""
    while line := out.readline(LONGEST_LINE):
        try:
            said = json.loads(line)
            size = int(said["bytes"])
        except (ValueError, TypeError, KeyError):
            return
        if not isinstance(said, dict) or not 0 <= size <= LARGEST_PICTURE:
            return
        octets = out.read(size)
        if len(octets) < size:
            return
        yield said, octets
