"""Markup, headers and tricks in every field that somebody fills in: shown as what was typed, done as nothing."""

import hashlib
import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from hub.features import FEATURES
from hub.kit import mail
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from tenants.db import connect
from tests.conftest import Database, Servers
from tests.hub.attack.conftest import Send
from tests.hub.attack.test_words import LINKS
from tests.hub.conftest import Client
from tests.world import World

SOON = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011
EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script></title>{{7*7}}"
MARKDOWN = """
[klik](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,<script>alert(1)</script>)
<a href="javascript:alert(1)" onclick="alert(1)">x</a> ![y](x" onerror="alert(1)) <svg/onload=alert(1)>
[d]: javascript:alert(1)
[ref][d] <javascript:alert(1)> [e](vbscript:x) `</code><script>alert(3)</script>`
<form action=//evil.example><input name=once></form> <style>*{display:none}</style> <base href=//evil.example>
"""


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes every tag that runs something or leads where we never lead."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = {name: value or "" for name, value in attrs}
        leads = [given[name] for name in ("href", "src", "action", "formaction") if name in given]
        if (
            tag in {"base", "iframe", "object", "embed", "style"}
            or (tag == "script" and "src" not in given)
            or any(name.startswith("on") or name == "style" for name in given)
            or any(re.match(r"\s*(javascript|data|vbscript):|.*evil\.example|x$", one, re.IGNORECASE) for one in leads)
        ):
            self.wrong.append(self.get_starttag_text() or tag)


def _pages(browser_of: Client, who: str, starts: list[str]) -> list[tuple[str, str]]:
    browser, seen, waiting = browser_of(who), dict[str, str](), list(starts)
    while waiting and len(seen) < 120:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/static", "/uitloggen", "/thema", "/postbus")):
            continue
        answer = browser.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html":
            seen[path] = answer.get_data(as_text=True)
            waiting += [html.unescape(link).split("#")[0] for link in LINKS.findall(seen[path]) if "?" not in link]
    return list(seen.items())


def test_nothing_that_is_typed_runs_on_any_page(world: World, client: Client, send: Send) -> None:
    """Given markup in every field, when members, guests and administrators look at every page, then none of it runs."""
    keeper, visie, tender = world.keeper, world.spaces["visie"], world.spaces["tender"]
    keeper.execute("UPDATE plein.affiliation SET shown = %s, title = %s, department = %s, employer = %s WHERE id = %s",
                   (EVIL[:80], EVIL, EVIL, EVIL[:80], world["sanne"].affiliation))  # fmt: skip
    keeper.execute(
        "UPDATE plein.affiliation SET shown = %s, employer = %s WHERE id = %s",
        (EVIL[:80], EVIL[:80], world["peter"].affiliation),
    )
    keeper.execute(
        "UPDATE plein.organisation SET name = %s, short_name = %s WHERE id = %s",
        (f"Meer {EVIL[:60]}", f"M {EVIL[:20]}", world.organisations["meerbergen"]),
    )
    for space in (visie, tender):
        assert send("fatima", f"/groepen/{space}/bewerken", title=EVIL, purpose=MARKDOWN).status_code == 303
        assert send("sanne", f"/groepen/{space}/berichten", title=EVIL, text=MARKDOWN + EVIL).status_code == 303
        question = send("sanne", f"/groepen/{space}/vragen", title=EVIL, text=MARKDOWN + EVIL).location
        assert send("fatima", f"{question}/antwoorden", text=MARKDOWN + EVIL).status_code == 303
        document = send("sanne", f"/groepen/{space}/documenten", files=(BytesIO(b"x"), "x.txt")).location
        assert send("sanne", f"{document}/naam", name=EVIL).status_code == 303
        assert send("sanne", f"{document}/versies", file=(BytesIO(b"y"), "y.txt"), note=EVIL).status_code == 303
        assert send("sanne", f"/items/{document.rpartition('/')[2]}/reactie", text=MARKDOWN + EVIL).status_code == 303
    guest = {"shown": EVIL, "address": "x@y.example", "employer": EVIL, "role": "member", "access_until": SOON}
    assert send("fatima", f"/groepen/{tender}/uitnodigen", **guest).status_code == 303
    assert send("fatima", f"/groepen/{tender}/kamers", title=EVIL, purpose=MARKDOWN).status_code == 303
    looked, wrong = 0, list[str]()
    for who in ("fatima", "sanne", "peter", "zara", "mehmet"):
        for path, page in _pages(client, who, ["/", "/beheer", f"/groepen/{tender}", f"/groepen/{visie}"]):
            looked += 1
            reader = Reader()
            reader.feed(page)
            wrong += [f"{path} as {who}: {tag}" for tag in reader.wrong]
            assert "</title>49" not in html.unescape(page), "a template was run"
    assert not wrong, "\n".join(wrong[:10])
    assert looked > 100
    print(f"{looked} pages")


@pytest.fixture
def mails(app: Hub, database_of_module: Database, servers: Servers, world: World) -> Callable[[], list[str]]:
    """Does all that the outbox promises and gives every mail as it was sent; what cannot be sent is left, with why."""

    def sent() -> list[str]:
        mail.configure(app.settings)
        engine = connect(database_of_module.worker, pool_size=2)
        jobs = {kind: job for feature in FEATURES for kind, job in feature.jobs.items()}
        with redis.Redis.from_url(servers.valkey) as carrier:
            queue = Queue(engine, carrier, jobs=jobs, around=app.app_context)
            for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE done_at IS NULL ORDER BY created_at, id"):
                queue.do(row_id)
        engine.dispose()
        folder = Path(urlsplit(app.settings.mail).path)
        return [path.read_bytes().decode() for path in sorted(folder.rglob("*.eml"))]

    return sent


TRICKS = {
    "a new header": "Piet\r\nBcc: all@evil.example\r\n\r\nKlik hier",
    "a bare line feed": "Piet\nBcc: all@evil.example",
    "an encoded word": "=?utf-8?q?Piet=0ABcc:_all=40evil.example?=",
    "other line ends": "Piet\u2028Bcc: all@evil.example\u0085X: y\x0b\x0cZ: z",
    "a percent sign": "Piet %(link)s %s %d",
    "another direction": "Piet \u202etam\u202c",
}


@pytest.mark.parametrize("trick", sorted(TRICKS))
def test_a_name_makes_no_mail_of_its_own(world: World, send: Send, mails: Callable[[], list[str]], trick: str) -> None:
    """Given a name with line ends in it, when the mail goes out, then it has one receiver and our headers alone."""
    address = f"{hashlib.sha256(trick.encode()).hexdigest()[:8]}@y.example"
    guest = {
        "shown": TRICKS[trick],
        "address": address,
        "employer": TRICKS[trick],
        "role": "member",
        "access_until": SOON,
    }
    answer = send("fatima", f"/groepen/{world.spaces['tender']}/uitnodigen", **guest)
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        return
    world.keeper.execute(
        "UPDATE plein.affiliation SET shown = %s WHERE id = %s", (TRICKS[trick][:100], world["fatima"].affiliation)
    )
    try:
        found = [one for one in mails() if address in one]
    finally:
        world.keeper.execute(
            "UPDATE plein.affiliation SET shown = 'Fatima El Idrissi' WHERE id = %s", (world["fatima"].affiliation,)
        )
    assert len(found) == 1
    letter = message_from_bytes(found[0].encode(), policy=policy.default)
    assert set(letter.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
    assert letter["To"] == address
    assert "\n" not in str(letter["Subject"])
    assert world.spaces["tender"].hex not in found[0]
    assert "Aanbesteding" not in letter.get_content()


@pytest.mark.parametrize(
    "address",
    [
        "a@b.nl,c@d.nl",
        "a@b.nl\r\nBcc: c@d.nl",
        "A <a@b.nl>",
        "a@b.nl;c@d.nl",
        "a b@c.nl",
        "a@b@c.nl",
        '"a"@b.nl',
        "a@-b.nl",
        "a@b..nl",
        "x" * 250 + "@b.nl",
        "a@b.nl\0",
        "å@b.nl",
        "a@[127.0.0.1]",
        "@b.nl",
        "a@b",
    ],
)
def test_an_address_is_one_address_that_mail_can_go_to(
    world: World, send: Send, mails: Callable[[], list[str]], address: str
) -> None:
    """Given an address of a trickster, when it is invited, then it is refused, or one mail goes out."""
    guest = {"shown": "Piet", "address": address, "employer": "", "role": "member", "access_until": SOON}
    answer = send("fatima", f"/groepen/{world.spaces['tender']}/uitnodigen", **guest)
    assert answer.status_code in {303, 422}
    mails()
    assert world.rows("SELECT kind, error FROM plein.outbox WHERE done_at IS NULL AND error <> ''") == []
