"""The process that looks into files of strangers: what it cannot reach, how it ends, and that it is not believed."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hub.kit import reading
from hub.kit.assets import ROOT
from hub.kit.reading import Found, Limits, look_into
from tests.hub.documents import files, harm

LIMITS = Limits(memory=1 << 30, seconds=10, pages=3)
PDF = "application/pdf"

TRIES = """
import json, os, socket, sys
from hub.kit.reader import confine

port, folder, secret, parent = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
out = os.dup(1)
confined = confine(memory=1 << 30, seconds=10)

def attempt(act):
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "done"

said = {"network": confined.network, "files": confined.files}
said["connect"] = attempt(lambda: socket.create_connection(("127.0.0.1", port), timeout=5))
said["create"] = attempt(lambda: os.open(folder + "/new", os.O_CREAT | os.O_WRONLY))
said["open to write"] = attempt(lambda: os.open(secret, os.O_WRONLY))
said["empty"] = attempt(lambda: os.truncate(secret, 0))
said["remove"] = attempt(lambda: os.unlink(secret))
said["rename"] = attempt(lambda: os.rename(secret, secret + "2"))
said["read"] = attempt(lambda: open(secret).read())
said["list"] = attempt(lambda: os.listdir(folder))
said["secrets of the worker"] = attempt(lambda: open(f"/proc/{parent}/environ").read())
said["signal"] = attempt(lambda: os.kill(parent, 0))
said["run"] = attempt(lambda: os.execv("/bin/true", ["true"]))
os.write(out, json.dumps(said).encode())
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process of the reader's kind could do, and what its kernel promised."""
    folder = tmp_path_factory.mktemp("reach")
    (folder / "secret").write_text("van een ander")
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = [server.getsockname()[1], folder, folder / "secret", os.getpid()]
        command = [sys.executable, "-c", TRIES, *map(str, words)]
        ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    said: dict[str, Any] = json.loads(ended.stdout)
    return said | {"left": sorted(path.name for path in folder.iterdir()), "kept": (folder / "secret").read_text()}


def test_it_opens_no_connection(tried: dict[str, Any]) -> None:
    if not tried["network"]:
        pytest.skip("this kernel gives no network namespace; plein doctor says so")
    assert tried["connect"] != "done"


def test_it_writes_reads_and_runs_nothing_of_others(tried: dict[str, Any]) -> None:
    if not tried["files"]:
        pytest.skip("this kernel has no Landlock; plein doctor says so")
    acts = ("create", "open to write", "empty", "remove", "rename", "read", "list", "secrets of the worker", "run")
    assert {act: tried[act] for act in acts} == dict.fromkeys(acts, "PermissionError")
    assert (tried["left"], tried["kept"]) == (["secret"], "van een ander")


def test_what_it_reaches_is_said(tmp_path: Path) -> None:
    found = seen(tmp_path, b"hallo", "text/plain")
    assert found.status == "ready"
    assert found.network in {True, False}
    if sys.platform == "linux" and not found.network:
        assert socket.if_nameindex()  # ours is still there


def seen(folder: Path, octets: bytes, kind: str, limits: Limits = LIMITS) -> Found:
    """What look_into finds in these bytes."""
    path = folder / "file"
    path.write_bytes(octets)
    with path.open("rb") as file:
        return look_into(file, kind, limits, lambda _octets: "a" * 64)


def test_a_file_that_takes_too_long_ends_its_process(tmp_path: Path) -> None:
    slow = Limits(memory=1 << 30, seconds=1, pages=3)
    began = time.monotonic()
    found = seen(tmp_path, harm.slow_pdf(5_000), PDF, slow)
    assert (found.status, found.shown) == ("failed", [])
    assert time.monotonic() - began < 60  # drawn to the end it takes an hour
    assert seen(tmp_path, files.pdf("snel"), PDF).status == "ready"


def test_a_process_that_waits_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "pid"
    script = f"import os, time; open({str(marker)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    found = said_by(tmp_path, monkeypatch, script, Limits(memory=1 << 30, seconds=1, pages=1))
    assert found.status == "failed"
    assert not alive(int(marker.read_text()))


def said_by(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, limits: Limits = LIMITS) -> Found:
    """What look_into makes of another process than ours: one that a file took over."""
    taken = folder / "taken.py"
    taken.write_text(script)
    monkeypatch.setattr(reading, "SCRIPT", taken)
    return seen(folder, b"x", "text/plain", limits)


def webp() -> bytes:
    octets = io.BytesIO()
    Image.new("RGB", (4, 4)).save(octets, "WEBP")
    return octets.getvalue()


def frame(octets: bytes = b"", **said: object) -> bytes:
    return json.dumps({**said, "bytes": len(octets)}).encode() + b"\n" + octets


def leaf(octets: bytes = b"", **said: object) -> bytes:
    return frame(octets, **({"number": 1, "width": 4, "height": 4, "text": "ja"} | said))


HEAD = frame(network=False, files=False) + frame(pages=3, located=False)
END = frame(end=True)
GOOD = HEAD + leaf(webp()) + leaf(webp(), number=2, text="nee") + END
NONSENSE = {
    "nothing": b"",
    "no end": HEAD + leaf(),
    "no json": HEAD + b"hallo\n" + END,
    "a list": HEAD + b"[1]\n" + END,
    "no size": HEAD + b'{"end": true}\n',
    "negative": HEAD + b'{"end": true, "bytes": -1}\n',
    "larger than allowed": HEAD + b'{"number": 1, "bytes": 99999999999}\n' + END,
    "more than there is": HEAD + b'{"end": true, "bytes": 5}\nabc',
    "infinite": HEAD + b'{"end": true, "bytes": Infinity}\n',
    "deep": HEAD + b"[" * 1_000_000 + b"\n",
    "a number of a million digits": HEAD + b'{"bytes": ' + b"9" * 1_000_000 + b"}\n",
    "a picture that is a page": HEAD + leaf(b"<script>alert(1)</script>") + END,
    "a picture too many": HEAD + b"".join(leaf(webp(), number=n) for n in (1, 2, 3, 4)) + END,
    "the same page twice": HEAD + leaf() + leaf() + END,
    "page nought": HEAD + leaf(number=0) + END,
    "a page of yesterday": frame(network=False, files=False) + leaf() + END,
    "many pages": frame(pages=2**40, located=False) + END,
    "wide": HEAD + leaf(width=2**31) + END,
    "a text that is none": HEAD + leaf(text=["ja"]) + END,
    "signs that no database keeps": HEAD + leaf(text="a\x00b") + END,
    "half a sign": HEAD + leaf(text="\ud800") + END,
    "a long text": HEAD + leaf(text="x" * 100_001) + END,
    "much text": HEAD.replace(b'"pages": 3', b'"pages": 99')
    + b"".join(leaf(number=n, text="x" * 100_000) for n in range(1, 12))
    + END,
}


def test_what_a_sound_process_says_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = said_by(tmp_path, monkeypatch, f"import sys; sys.stdout.buffer.write({GOOD!r})")
    assert (found.status, [page.text for page in found.shown]) == ("ready", ["ja", "nee"])


@pytest.mark.parametrize("name", NONSENSE)
def test_of_a_process_that_was_taken_over_nothing_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "said"
    path.write_bytes(NONSENSE[name])
    script = f"import sys; sys.stdout.buffer.write(open({str(path)!r}, 'rb').read())"
    found = said_by(tmp_path, monkeypatch, script)
    assert (found.status, found.shown) == ("failed", [])


def test_a_process_that_never_stops_talking_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f"import sys\nwhile True: sys.stdout.buffer.write({leaf(webp())!r})"
    assert said_by(tmp_path, monkeypatch, script).status == "failed"


def test_kill_9_of_who_reads_ends_the_process_that_looks(tmp_path: Path) -> None:
    (tmp_path / "slow.pdf").write_bytes(harm.slow_pdf(5_000))
    program = (
        "import sys\nfrom hub.kit.reading import Limits, look_into\n"
        "with open(sys.argv[1], 'rb') as file:\n"
        "    look_into(file, 'application/pdf', Limits(1 << 30, 600, 1), lambda octets: '')\n"
    )
    reader = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "slow.pdf")], cwd=ROOT)
    below = waited_for(lambda: [pid for pid in children(reader.pid) if has_begun(pid)])
    reader.send_signal(signal.SIGKILL)
    reader.wait()
    try:
        waited_for(lambda: not any(alive(pid) for pid in below))
    finally:
        for pid in below:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def has_begun(pid: int) -> bool:
    """Whether it draws: it computed for longer than starting takes."""
    with suppress(FileNotFoundError):
        ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        return sum(map(int, ticks)) > 2 * os.sysconf("SC_CLK_TCK")
    return False


def alive(pid: int) -> bool:
    """Whether this process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def waited_for(sign: Any, seconds: int = 30) -> Any:  # noqa: ANN401 - whatever the sign is
    """What this gives once it gives something."""
    until = time.monotonic() + seconds
    while not (found := sign()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found
