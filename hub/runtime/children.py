"""Starts the processes that the demo and the tests need, and sees to it that none outlives us."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

_PR_SET_PDEATHSIG = 1


class NotStarted(Exception):
    """A process could not start; the message says why, and what to do about it."""


@dataclass
class Child:
    """One process that we started: a session (and so a process group) of its own, its output in a file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def last_words(self, lines: int = 8) -> str:
        """The end of its log, for a person who wonders why it stopped."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        """Send its stop signal; does not wait."""
        if self.running:
            self.process.send_signal(self.stop_signal)

    def stop(self, seconds: float = 10) -> None:
        """Ask it to stop, wait at most so many seconds, then end what is left of its process group."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        with suppress(ProcessLookupError, PermissionError):  # macOS says PermissionError of a group that is gone
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a process that gets `stop_signal` when we die, even by kill -9 (Linux), and never our Ctrl-C.

    With `user`, and as root, it runs as that user, in that user's group and in no other.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the commands are our own
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
            # Runs after the change of user, which would forget the signal (prctl(2)).
            preexec_fn=_end_with_parent(stop_signal),  # noqa: PLW1509 - one system call, loaded before the fork
            **as_user(user),
        )
    return Child(name=name, process=process, log=log, stop_signal=stop_signal)


class Identity(TypedDict, total=False):
    """Whose a process will be, as subprocess takes it."""

    user: str
    group: int
    extra_groups: list[int]


def as_user(user: str | None) -> Identity:
    """The arguments for subprocess that make a child run as this user; none for ourselves."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0) and None
