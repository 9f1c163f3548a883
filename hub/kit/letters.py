"""Mails to one affiliation: to its own address, in its language, and to nobody when it is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from flask_babel import force_locale
from sqlalchemy import text as sql

from hub.kit import mail
from tenants.db import door_rows, session


def one(door_name: str, **values: object) -> Any:  # noqa: ANN401 - the door's row
    """The row of a door that gives one, or None: what a job was promised for is there no more."""
    return next(iter(door_rows(door_name, **values)), None)


def receiver(affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """The address, the name and the language of a live affiliation; else None."""
    return one("work_address", the_affiliation=affiliation_id)


def id_for(row_id: UUID, affiliation_id: UUID) -> UUID:
    """The id of the mail of an outbox row to one of several: the same at every try."""
    return uuid5(row_id, str(affiliation_id))


# The outbox keeps what is done for 90 days: a mail is not told from one that is older.
_TOLD = sql("SELECT plein.moment() - o.done_at FROM plein.outbox o WHERE o.key = :key")
_FORGET = sql("UPDATE plein.outbox SET key = NULL WHERE key = :key")
_TELL = sql("UPDATE plein.outbox SET key = :key WHERE id = :id")


def is_first(row_id: UUID, about: str, *, within: timedelta) -> bool:
    """Whether a job may tell this, which nobody was told within this time; ask it last, just before sending.

    What was told is known by the key of the row that told it, written with the mark that it is done: what did not go
    out was not told. Of two that ask at once the second waits, and fails when the first did tell; it is tried again.
    """
    told = session().execute(_TOLD, {"key": about}).scalar()
    if told is not None and told < within:
        return False
    session().execute(_FORGET, {"key": about})
    session().execute(_TELL, {"key": about, "id": row_id})
    return True


def send(affiliation_id: UUID, message_id: UUID, subject: Callable[[], str], text: Callable[[], str]) -> None:
    """Mail these words, made in the receiver's language."""
    write(affiliation_id, message_id, lambda _name: (subject(), text()))


def write(affiliation_id: UUID, message_id: UUID, words: Callable[[str], tuple[str, str]]) -> None:
    """Mail a subject and a text, made in the receiver's language from the receiver's name."""
    found = receiver(affiliation_id)
    if found is None:
        return
    with force_locale(found.language):
        subject, text = words(found.shown)
    mail.send(found.address, subject, text, message_id)
