"""`make demo`: all of Plein on this machine, with invented people, until Ctrl-C.

What it keeps lies in `var/demo`. With DATABASE_URL (and its _WORKER and _KEEPER) or REDIS_URL set it uses those servers
instead of embedded ones.
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from hub.runtime import databases, demodata, story
from hub.runtime.children import Child, NotStarted, start
from hub.runtime.postgres import Postgres
from hub.runtime.valkey import Valkey
from hub.settings import Settings

FOLDER = Path("var/demo")
FIRST_PORT, PROVIDER_PORT = 8080, 8180
PORTS_TRIED = 20
READY_SECONDS = 60
# Granian counts connections, not requests: far above what browsers keep open, or idle ones hang the site.
WEB_SERVER = ["granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--backlog", "4096"]
WEB_SERVER += ["--backpressure", "8192", "--workers-kill-timeout", "5", "--log-level", "warning"]


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What a web process never holds: the keys of the worker and the keeper.
NOT_FOR_WEB = frozenset({"DATABASE_URL_KEEPER", "DATABASE_URL_WORKER"})


class Stopped(BaseException):
    """Someone asked us to stop."""


def main() -> int:
    """Start everything, wait until someone asks to stop, stop everything. Returns the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for number in SIGNALS:
        signal.signal(number, _stop)
    began = time.monotonic()
    try:
        with _only_one() as tell, ExitStack() as parts:
            try:
                address, children = _start_all(parts)
                tell(address)
                _welcome(address, time.monotonic() - began)
                _watch(children)
            finally:
                _ignore_signals()
    except Running as running:
        print(f"Plein runs already{running}. Stop that one with Ctrl-C, or use it.")
    except NotStarted as problem:
        print(f"\nPlein could not start. {problem}", file=sys.stderr)
        return 1
    except Stopped:
        print("Plein: stopped.")
    return 0


class Running(Exception):
    """Another demo runs from this folder; the message says where."""


@contextmanager
def _only_one() -> Iterator[Callable[[str], None]]:
    """Hold this folder's lock, which the system lets go of however we end; gives how to write the address in it."""
    path = FOLDER / "lock"
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            try:
                said = json.loads(lock.read())
            except ValueError:
                raise Running(", and is still starting") from None
            raise Running(f": {said['address']} (process {said['pid']})") from None
        lock.truncate(0)

        def tell(address: str) -> None:
            lock.write(json.dumps({"pid": os.getpid(), "address": address}))
            lock.flush()

        yield tell
        lock.truncate(0)


def _start_all(parts: ExitStack) -> tuple[str, list[Child]]:
    shutil.rmtree(FOLDER / "log", ignore_errors=True)
    for name in ("log", "storage", "post"):
        (FOLDER / name).mkdir(mode=0o700, exist_ok=True)
    port = _free_port(FIRST_PORT, os.environ.get("PLEIN_PORT"))
    provider_port = _free_port(PROVIDER_PORT, None)
    address, provider = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{provider_port}"
    surroundings = os.environ | {
        "PLEIN_ENVIRONMENT": "development",
        "PLEIN_ADDRESS": address,
        "PLEIN_SECRET": _secret(),
        "PLEIN_DEVIDP_STATE": str((FOLDER / "sign-in.db").absolute()),
        "PLEIN_STORAGE": str((FOLDER / "storage").absolute()),
        "MAIL_URL": f"mailbox:{(FOLDER / 'post').absolute()}",
        "MAIL_FROM": "Plein <plein@plein.example>",
    }
    if "DATABASE_URL" in os.environ:
        with _step("Database: migrating the server of DATABASE_URL"):
            databases.migrate(os.environ["DATABASE_URL_KEEPER"])
    else:
        with _step("PostgreSQL: starting"):
            server = parts.enter_context(Postgres(FOLDER / "postgres"))
        with _step("Database: migrating"):
            databases.prepare(server, "plein")
        for variable, role in {"": "app", "_WORKER": "worker", "_KEEPER": "keeper"}.items():
            surroundings[f"DATABASE_URL{variable}"] = server.url(f"plein_{role}", "plein")
    if "REDIS_URL" not in os.environ:
        with _step("Valkey: starting"):
            surroundings["REDIS_URL"] = parts.enter_context(Valkey(FOLDER / "valkey")).url()
    with _step("Demo data: the towns and their people"):
        realms = (FOLDER / "realms.json").absolute()
        demodata.generate(Settings.read(surroundings), provider=provider, realms=realms)
        surroundings["PLEIN_DEVIDP_FILE"] = str(realms)
    with _step("Web, worker, scheduler and sign-in: starting"):
        children = _processes(parts, surroundings, port, provider_port)
        _wait_until_ready(f"{address}/readyz", children)
        _wait_until_ready(provider, children)
    return address, children


def _processes(parts: ExitStack, surroundings: dict[str, str], port: int, provider_port: int) -> list[Child]:
    web = {name: value for name, value in surroundings.items() if name not in NOT_FOR_WEB}
    commands = {
        "sign-in": (surroundings, ["sso.devidp", "--port", str(provider_port)]),
        "worker": (surroundings, ["hub.worker", "worker"]),
        "scheduler": (surroundings, ["hub.worker", "scheduler"]),
        "web": (web, [*WEB_SERVER, "--port", str(port), "hub.wsgi:app"]),
    }
    children = []
    for name, (env, words) in commands.items():
        children.append(start(name, [sys.executable, "-m", *words], log=FOLDER / "log" / f"{name}.log", env=env))
    parts.callback(_stop_together, children)
    return children


def wait_for_a_stop() -> None:
    """Return at Ctrl-C or when told to stop."""
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        while True:
            time.sleep(3600)
    except Stopped:
        pass


def _stop_together(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()


def _watch(children: list[Child]) -> NoReturn:
    """Wait for ever; a part that stops by itself ends it all, with its last words."""
    while True:
        time.sleep(0.5)
        _all_run(children)


def _wait_until_ready(address: str, children: list[Child]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        _all_run(children)
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:  # noqa: PLR2004 - it answers, if only that there is no page here
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise NotStarted(f"{address} did not answer within {READY_SECONDS} seconds; see {FOLDER / 'log'}.")


def _all_run(children: list[Child]) -> None:
    for child in children:
        if not child.running:
            raise NotStarted(f"The part “{child.name}” stopped; the end of {child.log}:\n{child.last_words(20)}")


def _free_port(first: int, wanted: str | None) -> int:
    if wanted is not None:
        if not _is_free(int(wanted)):
            raise NotStarted(
                f"PLEIN_PORT is {wanted}, and something else listens there. Choose another, or leave it out."
            )
        return int(wanted)
    for port in range(first, first + PORTS_TRIED):
        if _is_free(port):
            if port != first:
                print(f"  Port {first} is taken: using {port}")
            return port
    raise NotStarted(
        f"The ports from {first} to {first + PORTS_TRIED - 1} are taken. Stop something, or set PLEIN_PORT."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _secret() -> str:
    """The secret of this demo, the same at each start, so that what it sealed can be opened."""
    path = FOLDER / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


@contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"  {what} ...", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print()
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def _welcome(address: str, seconds: float) -> None:
    print(f"\nPlein: {address}   (ready after {seconds:.1f} s)\n\n{story.welcome(address)}\n", flush=True)
    print("Ctrl-C stops everything.", flush=True)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    _ignore_signals()
    raise Stopped


def _ignore_signals() -> None:
    """Once is enough: stopping is not interrupted."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
