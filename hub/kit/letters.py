"""Mails to one affiliation: to its own address, in its language, and to nobody when it is over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from flask_babel import force_locale

from hub.kit import mail
from tenants.db import door_rows


def one(door_name: str, **values: object) -> Any:  # noqa: ANN401 - the door's row
    """The row of a door that gives one, or None: what a job was promised for is there no more."""
    return next(iter(door_rows(door_name, **values)), None)


def receiver(affiliation_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """The address, the name and the language of a live affiliation; else None."""
    return one("work_address", the_affiliation=affiliation_id)


def id_for(row_id: UUID, affiliation_id: UUID) -> UUID:
    """The id of the mail of an outbox row to one of several: the same at every try."""
    return uuid5(row_id, str(affiliation_id))


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
