"""Nonsense in every address: an answer for a person, never a fault of ours. In fields: test_every_act.py."""

import random
from typing import Any
from uuid import UUID

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.matrix.test_matrix import Try
from tests.world import World

NONSENSE = (
    b"", b" ", b"\0", b"a\0b", b"\xff\xfe", b"\xed\xa0\x80", "\u202etxt.exe".encode(), "👩‍👩‍👧‍👦".encode() * 50,
    b"x" * 30_000, b"\r\nBcc: all@example.org\r\n\r\n", b"<script>alert(1)</script>", b"%(name)s %s {0} {{7*7}}",
    b"-1", b"0", b"99999999999999999999", b"1e309", b"NaN", b"0000-00-00", b"0001-01-01", b"9999-12-31",
    b"10000-01-01", b"2026-11-31", b"2026-12-24", b"999999999-01-01", b"//evil.example", b"/\\evil.example",
    b"https://evil.example/", b"javascript:alert(1)", b"a@b", b"a@b.nl", b"a@b.nl,c@d.nl", b"..", b"' OR 1=1 --",
    b"member", b"reader", b"steward", b"owner", b"participant", b"all", b"named", b"open", b"useful", b"me_too", b"yes",
)  # fmt: skip

QUERY = (
    "na",
    "q",
    "organisatie",
    "rol",
    "soort",
    "lijst",
    "toon",
    "tot",
    "bij",
    "volgorde",
    "op",
    "back",
    "terug",
    "stap",
)
TIMES = 4


def _values(world: World, one: Try, chance: random.Random) -> dict[str, object]:
    """Arguments for a route: often things that there are, so that the form behind it is reached."""
    known: list[UUID] = [*world.spaces.values(), *world.items.values(), *world.memberships.values()]
    known += [*world.organisations.values(), *_affiliations(world)]
    by_name: dict[str, list[Any]] = {
        "space_id": [world.spaces[key] for key in ("visie", "tender", "kamer-a", "plein-zandwijk")],
        "organisation_id": [world.organisations["zandwijk"]],
        "membership_id": list(world.memberships.values()),
        "number": [0, 1, 2, 2**31, 2**63, 10**30],
        "brand": ["0b5c8c", "zzzzzz"],
        "secret": ["geen", "\0", "é" * 900, "a" * 43],
        "handle": ["zandwijk", "\0", "x" * 900],
        "mail_id": ["x"],
    }
    kinds = {"post_id": "bericht", "question_id": "vraag", "answer_id": "antwoord", "document_id": "stuk"}
    found = {}
    for name in one.rule.arguments:
        some = by_name.get(name, known)
        if name in kinds:
            some = [made for key, made in world.items.items() if key.startswith(kinds[name])]
        found[name] = chance.choice(some)
    return found


def _affiliations(world: World) -> list[UUID]:
    return [one for who in world.people.values() for one in who.affiliations.values()]


def _address(world: World, one: Try, chance: random.Random) -> str:
    path = one.rule.build(_values(world, one, chance), append_unknown=False)
    assert path is not None
    return path[1]


def _encoded(form: list[tuple[str, bytes]]) -> bytes:
    return b"&".join(
        name.encode() + b"=" + "".join(f"%{octet:02X}" for octet in value).encode() for name, value in form
    )


@pytest.mark.parametrize("who", ["fatima", "zara", "karin", ""])
def test_no_address_makes_a_fault(app: Hub, world: World, client: Client, who: str) -> None:
    chance, browser, wrong, tried = random.Random(who), client(who), {}, 0
    pages = [
        Try(rule, "GET")
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static")
    ]
    for one in pages * TIMES:
        path = _address(world, one, chance)
        named = chance.sample(QUERY, 4)
        query = b"&".join(_encoded([(name, chance.choice(NONSENSE))]) for name in named)
        tried += 1
        answer = browser.get(path, query_string=query.decode())
        if answer.status_code >= 500:
            wrong[str(one)] = f"{answer.status_code}: {path}?{query.decode()}"
    assert not wrong, "\n".join(f"{route}: {what[:400]}" for route, what in wrong.items())
    print(f"{who}: {tried} addresses")


def test_ten_thousand_fields_are_refused_or_read(client: Client, world: World) -> None:
    many = b"&".join(b"title=%d" % one for one in range(10_000))
    answer = client("fatima").post(
        f"/groepen/{world.spaces['visie']}/berichten", data=many, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {413, 422}
