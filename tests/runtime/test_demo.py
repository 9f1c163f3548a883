"""`make demo` starts everything, says where, and leaves nothing behind however it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "hub.runtime.demo"]


@dataclass
class Demo:
    """A demo in a folder of its own, and a mark that every process it starts inherits."""

    room: Path
    mark: str

    @property
    def surroundings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL") and name != "PLEIN_PORT"}
        return kept | {"PYTHONPATH": str(ROOT), "DEMO_MARK": self.mark}

    def start(self, **more: str) -> tuple[subprocess.Popen[str], str]:
        """Start it and wait for its address; gives what it said until then."""
        process = subprocess.Popen(
            COMMAND,
            cwd=self.room,
            env=self.surroundings | more,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Plein: http"):
                return process, said
        raise AssertionError(said)

    def run(self, **more: str) -> subprocess.CompletedProcess[str]:
        """Start it where it ends by itself."""
        return subprocess.run(
            COMMAND,
            cwd=self.room,
            env=self.surroundings | more,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def left(self) -> dict[int, str]:
        """The processes that it started and that still run, each with its command."""
        found = {}
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if f"DEMO_MARK={self.mark}".encode() in environ.read_bytes().split(b"\0"):
                    words = (environ.parent / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(environ.parent.name)] = words.decode(errors="replace")
        return found


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    demo = Demo(tmp_path, uuid.uuid4().hex)
    yield demo
    for pid in demo.left():
        os.kill(pid, signal.SIGKILL)


def address_in(said: str) -> str:
    found = re.search(r"http://[0-9.:]+", said.rsplit("Plein: ", maxsplit=1)[-1])
    assert found is not None
    return found.group()


def ends(process: subprocess.Popen[str]) -> str:
    """What it said at last."""
    said, _ = process.communicate(timeout=30)
    return said


def test_it_serves_says_so_when_started_twice_and_stops_at_once_with_ctrl_c(demo: Demo) -> None:
    with ExitStack() as stack:
        with suppress(OSError):  # or something else has the first port already, which is as good
            taken = stack.enter_context(socket.socket())
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", 8080))
            taken.listen()
        process, said = demo.start()
    address = address_in(said)
    assert "Port 8080 is taken" in said
    assert requests.get(f"{address}/readyz", timeout=10).status_code == 200

    second = demo.run()
    assert second.returncode == 0
    assert f"runs already: {address} (process {process.pid})" in second.stdout

    os.killpg(process.pid, signal.SIGINT)
    assert "Plein: stopped." in ends(process)
    assert process.returncode == 0
    assert demo.left() == {}


def test_killed_with_9_it_takes_all_it_started_along_and_starts_again(demo: Demo) -> None:
    process, _ = demo.start()

    process.kill()
    ends(process)
    until = time.monotonic() + 60  # a job that is at work ends first
    while demo.left() and time.monotonic() < until:
        time.sleep(0.1)
    assert demo.left() == {}

    process, _ = demo.start()
    process.terminate()
    ends(process)
    assert demo.left() == {}


def test_when_a_part_stops_by_itself_all_stop_and_its_last_words_are_said(demo: Demo) -> None:
    process, _ = demo.start()
    (scheduler,) = (pid for pid in demo.left() if b"scheduler" in Path(f"/proc/{pid}/cmdline").read_bytes())

    os.kill(scheduler, signal.SIGKILL)

    ends(process)
    assert process.returncode == 1
    assert demo.left() == {}


def test_a_port_that_was_asked_for_and_is_taken_is_named(demo: Demo) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = demo.run(PLEIN_PORT=str(port))

    assert refused.returncode == 1
    assert f"PLEIN_PORT is {port}" in refused.stderr
    assert demo.left() == {}
