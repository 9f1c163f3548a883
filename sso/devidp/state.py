"""What the development identity provider remembers: in a small SQLite file that outlives a restart, or in memory."""

import json
import sqlite3
import threading
import time
from typing import Any

Value = dict[str, Any]


class State:
    """JSON values by realm, kind and key; each may run out."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.Lock()
        self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS kept (realm TEXT, kind TEXT, key TEXT, value TEXT, until REAL,"
            " PRIMARY KEY (realm, kind, key))"
        )

    def put(self, realm: str, kind: str, key: str, value: Value, *, seconds: float = 10**9) -> None:
        """Keep a value, over an earlier one."""
        with self._lock:
            self._rows.execute("DELETE FROM kept WHERE until <= ?", (time.time(),))
            row = (realm, kind, key, json.dumps(value), time.time() + seconds)
            self._rows.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", row)

    def get(self, realm: str, kind: str, key: str) -> Value | None:
        """The value, None when there is none (any more)."""
        return dict(self.all(realm, kind, key=key)).get(key)

    def all(self, realm: str, kind: str, *, key: str | None = None) -> list[tuple[str, Value]]:
        """Every value of a kind with its key, in order of keys."""
        with self._lock:
            found = self._rows.execute(
                "SELECT key, value FROM kept WHERE realm = ? AND kind = ? AND key = coalesce(?, key) AND until > ?"
                " ORDER BY key",
                (realm, kind, key, time.time()),
            ).fetchall()
        return [(each, json.loads(value)) for each, value in found]

    def use(self, realm: str, kind: str, key: str) -> tuple[Value, bool] | None:
        """The value, and whether this is its first use; it stays, marked as used. None when there is none."""
        with self._lock:
            where = (realm, kind, key, time.time())
            changed = self._rows.execute(
                "UPDATE kept SET value = json_set(value, '$.used', 1)"
                " WHERE realm = ? AND kind = ? AND key = ? AND until > ? AND json_extract(value, '$.used') IS NULL",
                where,
            ).rowcount
            row = self._rows.execute(
                "SELECT value FROM kept WHERE realm = ? AND kind = ? AND key = ? AND until > ?", where
            ).fetchone()
        return (json.loads(row[0]), changed == 1) if row else None

    def drop(self, realm: str, kind: str, key: str) -> None:
        """Forget one."""
        with self._lock:
            self._rows.execute("DELETE FROM kept WHERE realm = ? AND kind = ? AND key = ?", (realm, kind, key))

    def drop_where(self, realm: str, kind: str, name: str, equals: str) -> None:
        """Forget those whose field `name` is this text."""
        with self._lock:
            self._rows.execute(
                "DELETE FROM kept WHERE realm = ? AND kind = ? AND json_extract(value, '$.' || ?) = ?",
                (realm, kind, name, equals),
            )
