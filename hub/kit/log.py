"""Logs as JSON, a line each: what happened, when, in which request or job; never what people wrote or who they are."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
# Libraries whose messages quote addresses, statements or bodies: only that something happened is kept of theirs.
_WORDY = ("sqlalchemy", "psycopg", "urllib3", "smtplib", "authlib", "rq", "redis", "alembic")


class Lines(logging.Formatter):
    """A record as one line of JSON, without a message's arguments or an exception's text: they may quote people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        line |= {name: value for name, value in record.__dict__.items() if name not in _OWN}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _where(trace: TracebackType | None) -> list[str]:
    """Files, lines and functions, innermost last; no source lines and no values."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)][-12:]


def configure(*, level: int = logging.INFO) -> None:
    """Log to standard error from here on, for whoever runs the process to keep."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _WORDY:
        logging.getLogger(name).setLevel(logging.WARNING)
