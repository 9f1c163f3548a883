"""Rooms: whoever is in one finds no trace of the group around it, nor of another room; not in counts, nor in order.

The proof is that nothing changes. Everything that somebody can ask for is asked for: every route of the application
with every id that there is, every page that links lead to, as a page and as a part of one. Then life goes on where
that person is not, and everything is asked for again: each answer is the same to the byte, headers too.

Everything happens at every run; one person looks from each place, at a few pages of each kind and a part of the first,
with a few hidden ids. The long form, in which everybody who is elsewhere asks for everything: PLEIN_MATRIX=all.
"""

import html
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import unified_diff
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.hub.attack.life import GROUP, ROOM_A, ROOM_B, Life, Step
from tests.hub.conftest import Client
from tests.hub.matrix.sight import ARGUMENTS, PEOPLE
from tests.hub.matrix.test_matrix import ABSENT, Try, ask, ids, plain, tries
from tests.hub.queries import counted
from tests.world import World
from tests.world.sight import GROUP_SIGHT

WHOLE = os.environ.get("PLEIN_MATRIX") == "all"
OF_A_KIND = 10_000 if WHOLE else 3
HIDDEN = 4 if WHOLE else 1
COMPARED = 6 if WHOLE else 2
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FILE = re.compile(r"/versies/[0-9]+$|/bijlagen/[0-9a-f-]{36}$")
# What asking for everything has left.
OWN_READING = "DELETE FROM plein.audit WHERE verb IN ('document.downloaded', 'attachment.downloaded')"
LINKS = re.compile(r"""(?:href|action|src|hx-get|hx-post|hx-push-url|data-[a-z-]+)="(/[^"]*)\"""")
NOT_OURS = ("/static", "/uitloggen", "/inloggen", "/postbus", "/thema")
CHANCE = (
    (re.compile(r'(name="once" value=")[^"]*'), r"\1"),  # the key of a form
    (re.compile(r"(<time [^>]*>)[^<]*"), r"\1"),  # "35 minuten geleden"
)
CHANCE_HEADERS = {"Content-Length", "Date", "Set-Cookie", "Retry-After", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
Answers = dict[str, str]
Post = Callable[[], list[str]]
# Tables with a key that holds a group, none of which a room's people can see or run into.
GROUPWIDE = {"party", "space", "proposal", "charter", "request"}


# ---------------------------------------------------------------- everything that one person can ask for


def _known(world: World, name: str) -> list[UUID]:
    """Every id of the cast that an argument can take; an argument that nobody declared fails."""
    near = ("tender", "kamer-a", "kamer-b", "elders")
    if name == "membership_id":
        return [made for (space, _), made in world.memberships.items() if space in near]
    if name == "affiliation_id":
        return [world[who].affiliation for who in ("sanne", "karin", "bas", "fatima")]
    if name == "organisation_id":
        return [world.organisations[key] for key in ("zandwijk", "meerbergen", "dienst")]
    found = {made for who in PEOPLE for made in ARGUMENTS[name](world, who)[0]}
    elsewhere = {made for key, made in (world.items | world.spaces).items() if not key.endswith(near)}
    return sorted(found - elsewhere)


def _addresses(app: Hub, world: World, who: str) -> Iterator[str]:
    """Every route that answers a GET: with every id that one sees and some that one does not, whole or a part."""
    other = [world.items["bericht-tender"], world["sanne"].affiliation, world.spaces["kamer-b"]]
    for one in tries(app):
        if one.method != "GET":
            continue
        names = ids(one)
        if not names:
            paths = [_built(one, plain(one))]
        else:
            first, *rest = names
            others = {name: next(iter(_known(world, name)), ABSENT) for name in rest}
            paths = [_built(one, {**plain(one), **others, first: made}) for made in _asked(world, who, first)]
        yield from paths
        if not names:
            for query in (*(f"na={made}&toon={other[-1]}" for made in other), "lijst=archief&q=a&soort=staff"):
                yield f"{paths[0]}?{query}"


def _asked(world: World, who: str, name: str) -> list[UUID]:
    """Ids to ask for; what one does not see answers as what is absent (tests/hub/matrix), so a few are enough."""
    known = _known(world, name)
    sees = {world.spaces[key] for key in GROUP_SIGHT.get(who, {"kamer-a", "plein-dienst"})}
    places = {made: world.spaces.get(key.split("-", 1)[1]) for key, made in world.items.items()}
    places |= {made: made for made in world.spaces.values()}
    seen = [made for made in known if places.get(made) in sees]
    return [*seen, *[made for made in known if made not in seen][:HIDDEN], ABSENT]


def _built(one: Try, values: dict[str, object]) -> str:
    built = one.rule.build({name: values[name] for name in one.rule.arguments}, append_unknown=False)
    assert built is not None
    return built[1]


def _everything(browser: FlaskClient, addresses: Sequence[str]) -> Answers:
    """Every answer, from these addresses on and along every link, as a page and as a part of one, without chance."""
    waiting, files, found, kinds = list(addresses), list[str](), Answers(), Counter[str]()
    while waiting or files:
        path = waiting.pop() if waiting else files.pop()
        if path in found or path.startswith(NOT_OURS):
            continue
        if waiting and FILE.search(path):  # last: each download is a line in one's own log
            files.append(path)
            continue
        kind = ID.sub("", path)
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        answer = browser.get(path)
        found[path] = _plainly(answer)
        if answer.status_code == 200 and answer.mimetype == "text/html" and "?" not in path:
            if WHOLE or kinds[kind] == 1:
                found[f"{path} (part)"] = _plainly(browser.get(path, headers={"HX-Request": "true"}))
            waiting += [html.unescape(one).split("#")[0] for one in LINKS.findall(answer.data.decode(errors="replace"))]
    return found


def _plainly(answer: TestResponse) -> str:
    headers = sorted(f"{name}: {value}" for name, value in answer.headers if name not in CHANCE_HEADERS)
    said = "\n".join((str(answer.status_code), *headers, answer.data.decode(errors="replace")))
    for pattern, instead in CHANCE:
        said = pattern.sub(instead, said)
    return said


# ---------------------------------------------------------------- the proof


@pytest.fixture(scope="module")
def lively(world: World) -> World:
    """The cast, with somebody who works at a party of the group and is in room A alone."""
    world.person("wout", "Wout van Dienst", "dienst")
    world.member("kamer-a", "wout")
    return world


def _phases(life: Life) -> Iterator[tuple[str, tuple[str, ...], list[Iterator[Step]]]]:
    """What happens, and for whom it is elsewhere."""
    yield "room B", _looking("karin", "wout", "rik"), [life.writing(ROOM_B), life.people(ROOM_B), life.steering(ROOM_B)]
    yield "the group", _looking("wout", "karin", "bas"), [life.writing(GROUP), life.people(GROUP), life.group()]
    yield "room A", _looking("bas", "rik"), [life.writing(ROOM_A), life.people(ROOM_A), life.steering(ROOM_A)]


def _looking(*people: str) -> tuple[str, ...]:
    return people if WHOLE else people[:1]


def test_nothing_changes_for_who_is_not_there(app: Hub, lively: World, client: Client, post: Post) -> None:
    """Given people in one room each, when life goes on in the group and in other rooms, then no answer changes."""
    browsers = {who: client(who) for who in ("karin", "bas", "wout", "rik")}
    addresses = {who: sorted(set(_addresses(app, lively, who))) for who in browsers}
    wrong, steps, known = dict[str, str](), 0, dict[str, Answers]()
    told, mailed = list[str](), Counter(post())
    lively.keeper.execute("UPDATE plein.session SET seen_at = plein.moment() + '1 day'")  # asking leaves no mark on it
    for what, whom, happens in _phases(Life(app, lively)):
        before = {who: known.get(who) or _everything(browsers[who], addresses[who]) for who in whom}
        lively.keeper.execute(OWN_READING)
        for step in (step for some in happens for _, step in some):
            step()
            steps += 1
        fresh = Counter(post()) - mailed
        mailed += fresh
        told += [address for address in fresh if address.split("@")[0] in whom]
        known = {who: _everything(browsers[who], addresses[who]) for who in whom}
        for who, after in known.items():
            assert sum(said.startswith("200") for said in after.values()) > 15
            for path in sorted(before[who].keys() | after.keys()):
                if before[who].get(path) != after.get(path):
                    page = f"{what}, for {who}: {re.sub(r'[?]| [(]part[)]', ' ', path).split()[0]}"
                    wrong.setdefault(page, _difference(before[who].get(path, ""), after.get(path, "")))
    assert not wrong, "\n".join(f"{page}\n{difference}" for page, difference in wrong.items())
    assert steps > 40
    assert told == [], "somebody got a mail about what happens elsewhere"


def _difference(before: str, after: str) -> str:
    return "\n".join(list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[:12])


@pytest.fixture
def post(app: Hub, work: Callable[[], None]) -> Post:
    """Keeps every promise of the outbox, and says to whom mails went."""

    def sent() -> list[str]:
        work()
        folder = Path(urlsplit(app.settings.mail).path)
        found = (message_from_bytes(path.read_bytes()) for path in folder.rglob("*.eml"))
        return [parseaddr(one["To"])[1] for one in found]

    return sent


# ---------------------------------------------------------------- absent and hidden cost the same


@pytest.mark.parametrize("who", ["karin", "bas", "wout", "rik", "kees"])
def test_what_is_hidden_costs_as_many_statements_as_what_is_absent(
    app: Hub, lively: World, client: Client, who: str
) -> None:
    """Given an id that one may not see, when any route is asked with it, then the database is asked the same."""
    browser, tried, wrong = client(who), 0, []
    sees = {lively.spaces[key] for key in GROUP_SIGHT.get(who, {"kamer-a", "plein-dienst"})}
    hidden = set(lively.spaces.values()) - sees
    hidden |= {made for key, made in lively.items.items() if lively.spaces.get(key.split("-", 1)[1]) not in sees}
    hidden |= {made for (space, _), made in lively.memberships.items() if lively.spaces[space] not in sees}
    for one in tries(app):
        for name in ids(one):
            others = {other: ABSENT for other in ids(one) if other != name}
            absent = _statements(app, browser, one, {**plain(one), **others, name: ABSENT})
            for made in [made for made in _known(lively, name) if made in hidden][:COMPARED]:
                there = _statements(app, browser, one, {**plain(one), **others, name: made})
                tried += 1
                if there != absent:
                    wrong.append(f"{one}: {len(absent)} statements for an absent {name}, {len(there)} for a hidden one")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert tried > (60 if WHOLE else 20)


def _statements(app: Hub, browser: FlaskClient, one: Try, values: dict[str, object]) -> list[str]:
    with counted(app.engine) as statements:
        assert ask(browser, one, values).status_code in {404, 303}, (one, values)
    return statements


# ---------------------------------------------------------------- what a room shows


def test_who_sees_only_the_room_finds_its_world_and_no_group(lively: World, client: Client) -> None:
    """Given Karin in room A, then its pages name the room and its people, and lead to no group around it."""
    room = f"/groepen/{lively.spaces['kamer-a']}"
    title = lively.one("SELECT title FROM plein.space WHERE id = %s", lively.spaces["kamer-a"])
    for path in ("", "/leden", "/wie", "/vragen", "/documenten"):
        page = client("karin").get(room + path).get_data(as_text=True)
        assert title in page
        assert "Kamer · " in page
        for told in ("Aanbesteding", str(lively.spaces["tender"]), "/organisaties", "/kamers", "Meerbergen"):
            assert told not in page, (path, told)
    assert str(lively.spaces["tender"]) in client("fatima").get(room).get_data(
        as_text=True
    )  # who sees it finds its way


def test_nothing_is_numbered_per_group(world: World) -> None:
    """Given the schema, then no unique key and no counter is of a group: what is absent leaves no gap to see."""
    unique = world.rows(
        "SELECT DISTINCT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) AND a.attname = 'group_id'"
        " WHERE c.relnamespace = 'plein'::regnamespace AND i.indisunique"
    )
    assert {table for (table,) in unique} <= GROUPWIDE, unique
    assert world.rows("SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'S'") == []


def test_a_room_of_an_archived_group_rests_and_names_no_group(lively: World, client: Client) -> None:
    """Given a group that is archived, then its room says that it is archived, can be read, and takes nothing more."""
    execute, group = lively.keeper.execute, lively.spaces["tender"]
    archived = lively.rows("SELECT id FROM plein.space WHERE archived")
    execute("UPDATE plein.space SET archived = (id = %s)", (group,))
    room = f"/groepen/{lively.spaces['kamer-a']}"
    page = client("karin").get(room)
    assert page.status_code == 200
    assert "Gearchiveerd" in page.get_data(as_text=True)
    assert "Aanbesteding" not in page.get_data(as_text=True)
    sent = client("karin").post(f"{room}/berichten", data={"once": str(uuid4()), "text": "Nog iets."})
    assert sent.status_code == 409
    execute("UPDATE plein.space SET archived = id = ANY (%s)", ([one for (one,) in archived],))
