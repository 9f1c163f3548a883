"""Every page that answers, as every person: none shows a word that belongs to what that person may not see.

Of each kind of page a few, each asked for with one of the queries that lie; everything when PLEIN_MATRIX=all.
"""

import html
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.hub.attack.forbidden import ORGANISATIONS, READS, TITLES, words
from tests.hub.conftest import Client
from tests.hub.matrix.test_matrix import Try, tries
from tests.world import World

WHOLE = os.environ.get("PLEIN_MATRIX") == "all"
OF_A_KIND = 10_000 if WHOLE else 4
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LINKS = re.compile(r"""(?:href|action|src|hx-get|hx-post|hx-push-url|data-[a-z-]+)="(/[^"]*)\"""")
TOLD = ("Location", "ETag", "Last-Modified", "Content-Disposition", "Link", "HX-Redirect", "HX-Location", "Set-Cookie")


@pytest.fixture(scope="module")
def lively(app: Hub, world: World) -> World:
    """The cast with more that could be given away: proposals, invitations, reactions, files, audit rows."""

    def send(who: str, path: str, **fields: object) -> TestResponse:
        browser = app.test_client()
        browser.set_cookie("plein", world[who].secret)
        answer = browser.post(path, data={**fields, "once": str(uuid4())})
        assert answer.status_code == 303, (who, path, answer.status_code, answer.get_data(as_text=True)[-1500:])
        return answer

    spaces, until = world.spaces, (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011
    party = {"role": "participant", "reach": "named", "sure": "1"}
    send("fatima", f"/groepen/{spaces['tender']}/organisaties", domain="landwijs.example", **party)
    guest = {"role": "member", "access_until": until, "sure": "1"}
    a, b = f"/groepen/{spaces['kamer-a']}/uitnodigen", f"/groepen/{spaces['kamer-b']}/uitnodigen"
    send("fatima", a, shown="Victor Vreemd", address="victor@vreemd.example", employer="Vreemd Advies", **guest)
    send("sanne", b, shown="Bea Concurrent", address="bea@concurrent.example", employer="Concurrent BV", **guest)
    for who, space in (("fatima", "tender"), ("karin", "kamer-a"), ("bas", "kamer-b"), ("joost", "elders")):
        send(who, f"/reacties/{world.items[f'bericht-{space}']}", kind="useful")
        send(who, f"/items/{world.items[f'bericht-{space}']}/reactie", text=f"Reactie, alleen voor {space}")
        file = (BytesIO(f"alleen voor {space}".encode()), f"stuk-{space} nieuw.txt")
        send(who, f"/groepen/{spaces[space]}/documenten", files=file)
        send(who, f"/items/{world.items[f'antwoord-{space}']}/verwijderen", why="Dubbel.")
    return world


def _starts(app: Hub, world: World, who: str) -> Iterator[str]:
    """Where an enemy begins: own pages, and those asked for with other people's ids."""
    yield "/"
    own: dict[str, list[UUID]] = {"space_id": [world.spaces[space] for space in sorted(READS[who])]}
    own["organisation_id"] = list(world.organisations.values())
    own["membership_id"] = own["affiliation_id"] = own["group_id"] = []
    other = world["bas"].affiliation if who != "bas" else world["karin"].affiliation
    queries = (
        f"na={world.items['bericht-kamer-b']}",
        f"na={other}&organisatie={world.organisations['oosterdiep']}",
        f"na={world.spaces['tender']}&tot={world.items['reactie-kamer-b']}&bij={other}&back=/groepen/x",
        f"toon={world.spaces['kamer-b']}",
        "q=ka&lijst=open&toon=alle",
    )
    for one in tries(app):
        if one.method != "GET":
            continue
        for path in _built(one, own):
            yield path
            yield from (f"{path}?{query}" for query in _some(queries, of=f"{one} {who}"))


def _some(queries: tuple[str, ...], *, of: str) -> tuple[str, ...]:
    """One of them, another for each route and person, alike at every run."""
    return queries if WHOLE else (queries[crc32(of.encode()) % len(queries)],)


def _built(one: Try, own: dict[str, list[UUID]]) -> Iterator[str]:
    names = sorted(one.rule.arguments)
    if not names:
        yield one.rule.rule
    elif names in (["space_id"], ["organisation_id"]):
        for value in own[names[0]]:
            built = one.rule.build({names[0]: value}, append_unknown=False)
            assert built is not None
            yield built[1]


def _pages(browser: FlaskClient, starts: Iterator[str]) -> Iterator[tuple[str, TestResponse]]:
    """Every page that can be reached by links, each once."""
    waiting, seen, kinds = list(starts), set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/static", "/uitloggen", "/inloggen", "/postbus", "/thema")):
            continue
        seen.add(path)
        kind = ID.sub("", path)
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        answer = browser.get(path)
        yield path, answer
        if answer.mimetype != "text/html" or answer.status_code != 200 or "?" in path:
            continue
        for link in LINKS.findall(answer.get_data(as_text=True)):
            target = html.unescape(link).split("#")[0]
            if target not in seen:
                waiting.append(target)


def _said(answer: TestResponse) -> str:
    """All that an answer says: its page as read and as sent, and its headers."""
    page = answer.get_data(as_text=True)
    headers = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers if name in TOLD)
    said = "\n".join((html.unescape(page), unquote(page), headers)).lower()
    return said.replace("bijvoorbeeld “omgevingsvisie 2040”", "")  # the hint of a form


@pytest.mark.parametrize("who", sorted(READS))
def test_no_page_shows_a_word_too_many(app: Hub, lively: World, client: Client, who: str) -> None:
    browser, forbidden, looked = client(who), words(lively, who), 0
    wrong: dict[tuple[str, str], str] = {}
    for path, answer in _pages(browser, _starts(app, lively, who)):
        looked += 1
        assert answer.status_code < 500, path
        asked = unquote(path).lower()
        said = _said(answer)
        for word, what in forbidden.items():
            if word.lower() in said and word.lower() not in asked:
                at = said.index(word.lower())
                wrong.setdefault(
                    (urlsplit(path).path, what), f"{path} ({answer.status_code}): …{said[max(0, at - 80) : at + 60]!r}"
                )
    assert looked > 2
    assert not wrong, "\n".join(f"{what}: {where}" for (_, what), where in list(wrong.items())[:20])
    print(f"{who or 'nobody'}: {len(forbidden)} words on {looked} pages")


def test_the_log_holds_no_content(lively: World) -> None:
    written = "(bericht|vraag|stuk|antwoord|reactie)-|alleen voor"
    rows = lively.rows(
        "SELECT verb, thing_shown, why FROM plein.audit WHERE thing_shown ~* %s OR why ~* %s", written, written
    )
    assert not rows


def test_the_oracle_knows_the_whole_cast(lively: World) -> None:
    assert set(READS) - {""} == set(lively.people)
    assert set(TITLES) == {space for space in lively.spaces if not space.startswith("plein-")}
    assert set(ORGANISATIONS) == set(lively.organisations)
