"""The embedded servers start for any user, stop completely and keep what they were told."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import redis

from hub.runtime.children import NotStarted
from hub.runtime.postgres import Postgres
from hub.runtime.valkey import Valkey

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root only: a normal user has one way, the others need root")


def alive(pid: int) -> bool:
    """Whether this process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_postgres_keeps_its_rows_over_a_restart(tmp_path: Path) -> None:
    with Postgres(tmp_path) as server, psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'gebleven' AS word")

    with Postgres(tmp_path) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("gebleven",)]


def test_postgres_knows_dutch_letters_and_utc(tmp_path: Path) -> None:
    with Postgres(tmp_path) as server, psycopg.connect(server.url()) as connection:
        said = connection.execute("SELECT lower('ÉÉN'), current_setting('TimeZone')").fetchone()

    assert said == ("één", "UTC")


def test_a_stopped_postgres_leaves_no_process_and_no_socket(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path)
    server = postgres.start()
    assert postgres.child is not None
    pid = postgres.child.process.pid

    postgres.stop()

    assert not alive(pid)
    assert not any(server.sockets.glob(".s.*"))


def test_a_folder_too_deep_for_a_socket_gets_one_elsewhere_and_loses_it(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 80) / "e"
    with Postgres(deep) as server, Valkey(deep) as valkey:
        psycopg.connect(server.url()).close()
        assert redis.Redis.from_url(valkey.url()).ping()
        assert not server.sockets.is_relative_to(deep)
        elsewhere = server.sockets

    assert not elsewhere.exists()


@as_root
def test_root_starts_postgres_where_no_other_user_can_come(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    with Postgres(closed / "postgres") as server:
        psycopg.connect(server.url()).close()

    assert (closed / "postgres" / "data").stat().st_uid == os.geteuid()


def test_the_log_of_postgres_names_no_values(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path)
    with postgres as server, psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE one (word text UNIQUE)")
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO one VALUES (%s)", ("geheim",))

    assert "one_word_key" in postgres.log.read_text()
    assert "geheim" not in postgres.log.read_text()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with Postgres(tmp_path):
        pass
    (tmp_path / "data" / "postgresql.conf").write_text("no such setting = 1\n")

    with pytest.raises(NotStarted, match="syntax error"):
        Postgres(tmp_path).start()


def test_servers_end_with_their_parent_also_by_kill_9(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys, time\n"
        "from hub.runtime.postgres import Postgres\n"
        "from hub.runtime.valkey import Valkey\n"
        "room = pathlib.Path(sys.argv[1])\n"
        "postgres, valkey = Postgres(room / 'p'), Valkey(room / 'v')\n"
        "postgres.start(), valkey.start()\n"
        "print(postgres.child.process.pid, valkey.child.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert all(alive(pid) for pid in pids)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    until = time.monotonic() + 10
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in pids)
    with Postgres(tmp_path / "p") as server:
        psycopg.connect(server.url()).close()


def test_valkey_keeps_what_it_was_told_over_kill_9(tmp_path: Path) -> None:
    valkey = Valkey(tmp_path)
    valkey.start()
    redis.Redis.from_url(valkey.url()).set("gezegd", "ja")
    time.sleep(1.2)  # it writes to disk every second
    assert valkey.child is not None
    valkey.child.process.kill()
    valkey.stop()

    with valkey:
        assert redis.Redis.from_url(valkey.url()).get("gezegd") == b"ja"
