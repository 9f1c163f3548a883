"""The local mailbox of the demo: every mail that Plein sent on this machine, for anybody on this machine to read.

`create_app` hangs it up only where mails go into a folder, which the settings allow in development and tests alone.
"""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint

from hub.kit.mail import folder_of
from hub.kit.pages import page, public
from hub.settings import Settings
from tenants.errors import Missing

MOST_SHOWN = 200


@dataclass(frozen=True)
class Mail:
    """One mail as the mailbox shows it."""

    id: UUID
    at: datetime
    to: str
    subject: str
    text: str


def mailbox(settings: Settings) -> Blueprint:
    """The pages under /postbus."""
    url = urlsplit(settings.mail)
    if url.scheme != "mailbox" or settings.environment == "production":
        raise ValueError("Mails that really go out are not for everybody to read.")
    folder = folder_of(url)
    pages = Blueprint("mailbox", __name__, url_prefix="/postbus")

    @pages.get("")
    @public
    def every_mail() -> str:
        newest = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return page("mailbox/list.html", mails=[_read(path) for path in newest[:MOST_SHOWN]])

    @pages.get("/<uuid:mail_id>")
    @public
    def one_mail(mail_id: UUID) -> str:
        path = folder / f"{mail_id}.eml"
        if not path.exists():
            raise Missing
        return page("mailbox/mail.html", mail=_read(path))

    return pages


def _read(path: Path) -> Mail:
    message: EmailMessage = message_from_bytes(path.read_bytes(), policy=default)
    return Mail(
        id=UUID(path.stem),
        at=parsedate_to_datetime(message["Date"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=message.get_content(),
    )
