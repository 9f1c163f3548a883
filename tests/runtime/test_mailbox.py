"""The mailbox of the demo shows every mail to everybody on this machine, and exists nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from werkzeug.test import Client

from hub.app import create_app
from hub.kit.mail import Post
from hub.kit.mailbox import mailbox
from hub.settings import Settings

ROW = UUID("01890000-0000-7000-8000-000000000001")


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    app = create_app(replace(settings, environment="development"))
    yield app.test_client()
    app.engine.dispose()


def test_nobody_signed_in_reads_the_mails_newest_first(client: Client, settings: Settings) -> None:
    post = Post(settings.mail, settings.mail_from)
    post.send(
        "p.aalbers@landwijs.example",
        "Je bent uitgenodigd",
        "Hallo <b>Peter</b>\n\nhttp://plein.test/uitnodiging/x",
        ROW,
    )
    post.send("b@meerbergen.example", "Tweede", "Hallo", UUID(int=ROW.int + 1))

    listed = client.get("/postbus").text
    shown = client.get(f"/postbus/{ROW}").text

    assert listed.index("Tweede") < listed.index("Je bent uitgenodigd")
    assert "p.aalbers@landwijs.example" in listed
    assert "Hallo &lt;b&gt;Peter&lt;/b&gt;" in shown
    assert '<a href="http://plein.test/uitnodiging/x"' in shown


def test_an_empty_mailbox_says_so(client: Client) -> None:
    assert "Nog geen mails" in client.get("/postbus").text


def test_a_mail_that_is_not_there_is_an_ordinary_404(client: Client) -> None:
    assert client.get(f"/postbus/{ROW}").status_code == 404
    assert client.get("/postbus/..%2f..%2fsecret").status_code == 404


def test_where_mails_really_go_out_there_is_no_mailbox(settings: Settings) -> None:
    real = replace(settings, environment="production", mail="smtp://localhost", address="https://plein.test")

    with pytest.raises(ValueError, match="really go out"):
        mailbox(real)
    assert create_app(real).test_client().get("/postbus").status_code == 404
