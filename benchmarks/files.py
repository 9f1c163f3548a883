"""100 MB up and down through the real server, beside a bare copy of the same bytes: speed, and memory of the server.

`python -m benchmarks.files` on a machine of one's own; the figures say something only beside each other. Both sides are
the same HTTP server with one worker, asked by the same client over loopback. Bare: a WSGI function that writes the body
to a file in pieces, and brings it to the disk (fsync), or reads a file in pieces: no form, no database. It does so with
the SHA-256 that gives a content its address, and once without, which is said beside it.
Seconds of processor are said too: on a busy machine the clock says mostly how busy it is.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from hub.app import create_app
from hub.kit.assets import ROOT
from hub.kit.downloads import CHUNK
from hub.settings import Settings
from tests.conftest import Controller, Database
from tests.world import build

MB = 1_000_000
SIZE, RUNS = 100 * MB, 15
MOST_GROWTH, LEAST_RATIO = 16 * 1024, 0.7
PIECE = os.urandom(MB)
SERVER = ["granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWs"  # as long as browsers make them
PLAIN, HASHED = "/", "/sha256"


def plein() -> Any:  # noqa: ANN401 - a WSGI application
    """The application with the settings of this process; the tests' database has a clock that no real start allows."""
    return create_app(Settings.read(os.environ))


def bare() -> Callable[..., Iterable[bytes]]:
    """Writes what is sent to a file, and gives it back."""
    path = Path(os.environ["PLEIN_STORAGE"]) / "bare"

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            digest = sha256()
            with path.open("wb") as file:
                while octets := environ["wsgi.input"].read(CHUNK):
                    file.write(octets)
                    if environ["PATH_INFO"] == HASHED:
                        digest.update(octets)
                file.flush()
                os.fsync(file.fileno())
            start_response("200 OK", [("Content-Length", "0")])
            return []
        size = path.stat().st_size if path.exists() else 0
        start_response("200 OK", [("Content-Length", str(size))])
        return _pieces(path) if size else []

    return application


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while octets := file.read(CHUNK):
            yield octets


class Serving:
    """A server on a port, asked with a cookie; `memory` is what its worker holds in KiB, and held at most."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", cookie: str) -> None:
        """Ask this process on this port."""
        self.port, self.process, self.cookie = port, process, cookie

    def ask(self, method: str, path: str, body: Iterable[bytes] = (), **headers: str) -> tuple[int, int, str]:
        """One request; the status, the bytes of the answer, and where it leads."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        sent = {"Cookie": self.cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
        asked.request(method, path, body=body if method == "POST" else None, headers=sent)
        answer = asked.getresponse()
        size = 0
        while octets := answer.read(CHUNK):
            size += len(octets)
        asked.close()
        return answer.status, size, answer.getheader("Location") or ""

    def busy(self) -> float:
        """Seconds of processor that the server and its workers have used."""
        parent, ticks = str(self.process.pid), 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                said = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if said[1] == parent or path.parent.name == parent:
                ticks += int(said[11]) + int(said[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """KiB that the server and its workers hold now."""
        parents = {str(self.process.pid)}
        total = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                said = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            except OSError:
                continue
            if (said["PPid"].strip() in parents or status.parent.name in parents) and "VmRSS" in said:
                total += int(said["VmRSS"].split()[0])
        return total


@contextmanager
def serving(what: str, port: int, env: dict[str, str], cookie: str = "") -> Iterator[Serving]:
    """Serve one of the two here; stopped at the end."""
    words = [sys.executable, "-m", *SERVER, "--port", str(port), "--factory", f"benchmarks.files:{what}"]
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | env)  # noqa: S603 - our own words
    try:
        made = Serving(port, process, cookie)
        for _ in range(300):
            try:
                made.ask("GET", "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(30)


def _form(size: int) -> tuple[list[bytes], Callable[[], Iterator[bytes]]]:
    """What stands around a file in a form with one field more; and the whole as it is sent."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="once"\r\n\r\n{uuid4()}\r\n--{BOUNDARY}\r\n'
        'Content-Disposition: form-data; name="files"; filename="groot.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    mark = uuid4().bytes

    def whole() -> Iterator[bytes]:
        yield head
        yield mark + PIECE[16:]
        for _ in range(size // MB - 1):
            yield PIECE
        yield tail

    return [head, tail], whole


def _put(server: Serving, path: str) -> str:
    around, whole = _form(SIZE)
    length = str(SIZE + sum(map(len, around)))
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    status, _, location = server.ask("POST", path, whole(), Content_Length=length, Content_Type=kind)
    if status not in {200, 303}:
        message = f"{path} answered {status}"
        raise RuntimeError(message)
    return location


class Taken:
    """What one kind of request took each time: seconds by the clock, and of processor."""

    def __init__(self, server: Serving) -> None:
        """Of requests to this server."""
        self.server = server
        self.clock, self.processor = list[float](), list[float]()

    def time(self, step: Callable[[], object]) -> None:
        """Do it once."""
        began, busy = time.monotonic(), self.server.busy()
        step()
        self.clock.append(time.monotonic() - began)
        self.processor.append(self.server.busy() - busy)


@contextmanager
def _watched(server: Serving) -> Iterator[list[int]]:
    """Collect what the server holds, some twenty times a second."""
    seen, stop = [server.memory()], threading.Event()

    def look() -> None:
        while not stop.wait(0.05):
            seen.append(server.memory())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def main(database: Database, redis: str) -> list[str]:
    """Both, in turns on one machine; returns what to print."""
    world = build(database)
    ours, theirs = 18431, 18432
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "PLEIN_ENVIRONMENT": "test",
            "PLEIN_ADDRESS": f"http://127.0.0.1:{ours}",
            "PLEIN_SECRET": "a secret of the benchmark and of nobody else",
            "DATABASE_URL": database.app,
            "DATABASE_URL_WORKER": database.worker,
            "REDIS_URL": redis,
            "PLEIN_STORAGE": folder,
            "MAIL_URL": f"mailbox:{folder}/post",
            "MAIL_FROM": "Plein <plein@plein.test>",
        }
        path = f"/groepen/{world.spaces['visie']}/documenten"
        cookie = f"plein={world['sanne'].secret}"
        with serving("plein", ours, env, cookie) as web, serving("bare", theirs, env) as copy:
            document = _put(web, path)  # warms both
            _put(copy, PLAIN)
            file = f"{document}/versies/1"
            up, plain_up, bare_up, down, bare_down = Taken(web), Taken(copy), Taken(copy), Taken(web), Taken(copy)
            with _watched(web) as seen:
                for _ in range(RUNS):
                    up.time(lambda: _put(web, path))
                    plain_up.time(lambda: _put(copy, PLAIN))
                    bare_up.time(lambda: _put(copy, HASHED))
                    down.time(lambda: web.ask("GET", file))
                    bare_down.time(lambda: copy.ask("GET", PLAIN))
    growth = max(seen) - seen[0]
    flat = "flat" if growth < MOST_GROWTH else "NOT flat"
    held = f"{seen[0] / 1024:.0f} MiB before, at most {growth / 1024:.1f} MiB more ({flat})"
    return [
        _said("up", up, bare_up),
        f"  of a copy without SHA-256: {statistics.median(plain_up.clock) / statistics.median(up.clock):.2f}",
        _said("down", down, bare_down),
        f"memory of the web process: {held}",
    ]


def _said(what: str, ours: Taken, bare_ones: Taken) -> str:
    mine, copy = statistics.median(ours.clock), statistics.median(bare_ones.clock)
    ratio = copy / mine
    enough = "enough" if ratio >= LEAST_RATIO else "too little"
    cost = f"{statistics.mean(ours.processor):.2f} s of processor each, bare {statistics.mean(bare_ones.processor):.2f}"
    return (
        f"{SIZE // MB} MB {what}: {SIZE / MB / mine:.0f} MB/s, bare {SIZE / MB / copy:.0f} MB/s: {ratio:.2f}"
        f" ({enough}); {cost}"
    )


if __name__ == "__main__":
    controller = Controller()
    try:
        print("\n".join(main(Database(controller.room.server, "plein_template"), controller.room.valkey.url())))
    finally:
        controller.pytest_unconfigure()
