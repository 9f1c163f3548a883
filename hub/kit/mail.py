"""Sends a mail to one person: by SMTP, or in development into a folder that `/postbus` shows."""

import os
import smtplib
import ssl
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from uuid import UUID

from hub.settings import Settings

SECONDS = 20


class NoPost(RuntimeError):
    """A mail was sent before `configure()`."""


class Post:
    """Where mails go, and from whom they come."""

    def __init__(self, url: str, sender: str) -> None:
        """Take MAIL_URL and MAIL_FROM, which the settings have checked."""
        self.url = urlsplit(url)
        name, address = parseaddr(sender)
        self.sender = Address(name, addr_spec=address)

    def send(self, to: str, subject: str, text: str, message_id: UUID) -> None:
        """Send, or raise OSError or smtplib's; ValueError when `to` is no mail address.

        A mail with the same id is the same mail: a receiver may show it once, and our mailbox keeps one.
        """
        message = self._message(to, subject, text, message_id)
        if self.url.scheme == "mailbox":
            _keep(folder_of(self.url), message, message_id)
        else:
            with _connected(self.url) as server:
                server.send_message(message)

    def greet(self) -> None:
        """Come as far as sending, and send nothing; raises what sending would."""
        if self.url.scheme == "mailbox":
            folder_of(self.url).mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            with _connected(self.url) as server:
                server.noop()

    def _message(self, to: str, subject: str, text: str, message_id: UUID) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = _one_address(to)
        # What looks like an encoded word (RFC 2047) would be decoded, line ends and all, and make headers of its own.
        message["Subject"] = " ".join(subject.split()).replace("=?", "= ?")
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{message_id}@{self.sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
        message.set_content(text)
        return message


def _one_address(text: str) -> Address:
    """The address, where a comma, a space or a line break would make two of it, or a header."""
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ValueError("This is not one mail address.") from error


def folder_of(url: SplitResult) -> Path:
    """The folder of a mailbox: URL."""
    return Path(unquote(url.path))


def _keep(folder: Path, message: EmailMessage, message_id: UUID) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{message_id}.{os.getpid()}"
    draft.write_bytes(message.as_bytes())
    draft.replace(folder / f"{message_id}.eml")


def _connected(url: SplitResult) -> smtplib.SMTP:
    """A server that knows us. Unless the URL says tls=no, its certificate is checked and nothing said in the clear."""
    host = url.hostname or ""
    secure = ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=SECONDS)
        if parse_qs(url.query).get("tls") != ["no"]:
            server.starttls(context=secure)
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


_posts: list[Post] = []


def configure(settings: Settings) -> None:
    """Send by these settings from here on."""
    _posts[:] = [Post(settings.mail, settings.mail_from)]


def send(to: str, subject: str, text: str, message_id: UUID) -> None:
    """Send a mail to one address. `message_id` is the id of the outbox row, so that a repeat can be recognised."""
    if not _posts:
        raise NoPost("hub.kit.mail.configure(settings) comes first.")
    _posts[0].send(to, subject, text, message_id)
