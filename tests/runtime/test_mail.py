"""A mail reaches one person, whole, once recognisably, and never more than was meant."""

import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult, LoginPassword

from hub.kit.mail import Post

ROW = UUID("01890000-0000-7000-8000-000000000001")
SENDER = "Plein <plein@zandwijk.example>"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Received(Message):
    """What the server got, and for whom."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[EmailMessage] = []

    def prepare_message(self, _session: object, envelope: object) -> EmailMessage:
        message = message_from_bytes(envelope.original_content, policy=default)  # type: ignore[attr-defined]
        message["X-For"] = ", ".join(envelope.rcpt_tos)  # type: ignore[attr-defined]
        return message

    def handle_message(self, message: EmailMessage) -> None:  # type: ignore[override]
        self.mails.append(message)


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def server(received: Received) -> Iterator[str]:
    controller = Controller(received, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield f"127.0.0.1:{controller.server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    controller.stop()


def test_a_mail_arrives_whole_with_the_id_of_its_row(received: Received, server: str) -> None:
    Post(f"smtp://{server}?tls=no", SENDER).send(
        "b.devries@meerbergen.example", "Één vraag", "Beste Bas,\n\nTot zo.\n", ROW
    )

    (mail,) = received.mails
    assert mail["Subject"] == "Één vraag"
    assert mail["From"] == "Plein <plein@zandwijk.example>"
    assert mail["Message-ID"] == f"<{ROW}@zandwijk.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-For"] == "b.devries@meerbergen.example"
    assert mail.get_content().splitlines() == ["Beste Bas,", "", "Tot zo."]


def test_a_title_with_line_breaks_makes_no_header(received: Received, server: str) -> None:
    Post(f"smtp://{server}?tls=no", SENDER).send(
        "b@meerbergen.example", "Vraag\r\nBcc: allen@zandwijk.example\r\n\r\nlichaam", "tekst", ROW
    )

    (mail,) = received.mails
    assert mail["Bcc"] is None
    assert mail["X-For"] == "b@meerbergen.example"
    assert mail["Subject"] == "Vraag Bcc: allen@zandwijk.example lichaam"


@pytest.mark.parametrize(
    "to", ["", "geen adres", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "a@b.example>\r\nDATA"]
)
def test_what_is_not_one_address_gets_no_mail(received: Received, server: str, to: str) -> None:
    with pytest.raises(ValueError, match="not one mail address"):
        Post(f"smtp://{server}?tls=no", SENDER).send(to, "Onderwerp", "tekst", ROW)

    assert received.mails == []


def test_without_tls_nothing_is_said_unless_the_settings_allow_it(received: Received, server: str) -> None:
    with pytest.raises(smtplib.SMTPNotSupportedError):
        Post(f"smtp://{server}", SENDER).send("b@meerbergen.example", "Onderwerp", "tekst", ROW)

    assert received.mails == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost, with its key in the same file."""
    both = tmp_path / "localhost.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(tmp_path / "key"), "-out", str(both)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_text(both.read_text() + (tmp_path / "key").read_text())
    return both


@pytest.fixture
def safe_server(received: Received, certificate: Path) -> Iterator[int]:
    """A server with STARTTLS, which one user may enter."""

    def who(_server: object, _session: object, _envelope: object, _mechanism: object, data: object) -> AuthResult:
        return AuthResult(success=data == LoginPassword(b"post bode", b"ge:heim"))

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = Controller(
        received, hostname="localhost", port=free_port(), tls_context=context, require_starttls=True,
        auth_required=True, authenticator=who,
    )  # fmt: skip
    controller.start()
    yield controller.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    controller.stop()


def test_with_starttls_the_password_follows_after_it(
    received: Received, safe_server: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    Post(f"smtp://post%20bode:ge%3Aheim@localhost:{safe_server}", SENDER).send(
        "b@meerbergen.example", "Ja", "tekst", ROW
    )

    assert [mail["Subject"] for mail in received.mails] == ["Ja"]


def test_a_server_with_a_strangers_certificate_gets_nothing(received: Received, safe_server: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        Post(f"smtp://post%20bode:ge%3Aheim@localhost:{safe_server}", SENDER).send("b@m.example", "Nee", "tekst", ROW)

    assert received.mails == []


def test_the_mailbox_of_the_demo_keeps_a_repeated_mail_once(tmp_path: Path) -> None:
    post = Post(f"mailbox:{tmp_path / 'post'}", SENDER)
    for _ in range(2):
        post.send("b@meerbergen.example", "Onderwerp", "Hallo", ROW)

    (kept,) = (tmp_path / "post").iterdir()
    assert kept.name == f"{ROW}.eml"
    assert message_from_bytes(kept.read_bytes(), policy=default)["To"] == "b@meerbergen.example"
