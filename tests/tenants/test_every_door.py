"""Every door of the catalogue x everybody x ids: whoever may not is refused, and no row of any table changes."""

import hashlib
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from tests.tenants.doors import DOORS
from tests.tenants.reading import READS
from tests.tenants.tries import Said, install, literal, tried
from tests.tenants.waiting import ABSENT, lay_waiting
from tests.world import World

PEOPLE = (
    *("", "fatima", "sanne", "rik", "kees", "zara", "mehmet", "daan", "els", "former", "joost", "olga", "lars"),
    *("peter", "karin", "bas", "ivo", "sanne-elders", "stef", "dirk", "zelf", "tweede", "slaap", "kaart"),
)
READERS = (
    *("", "fatima", "sanne", "kees", "zara", "mehmet", "daan", "els", "joost", "olga", "peter", "karin", "ivo"),
    *("sanne-elders", "dirk", "kaart"),
)
ADMINISTRATORS = {"zara": "zandwijk", "mehmet": "meerbergen", "daan": "dienst", "olga": "oosterdiep", "kaart": "kaart"}
SPACES = (
    *("visie", "tender", "kamer-a", "kamer-b", "elders", "vindbaar", "genoemd", "oud", "oud-kamer", "voorbij"),
    *("einde-kamer", "plein-zandwijk", "plein-meerbergen"),
)
PLACES = ("visie", "tender", "kamer-a", "kamer-b", "vindbaar", "genoemd", "elders")
MEMBERSHIPS = (
    *("visie/fatima", "visie/sanne", "visie/els@dienst", "visie/stef", "visie/dirk", "visie/lezer", "visie/zelf"),
    *("visie/ontzet", "tender/fatima", "tender/sanne", "tender/rik", "tender/els@dienst", "tender/former"),
    *("tender/peter", "tender/ivo", "tender/zelf", "kamer-a/fatima", "kamer-a/karin", "kamer-a/bouwers"),
    *("kamer-b/sanne", "kamer-b/bas", "elders/joost", "genoemd/wachter", "plein-meerbergen/stef", "oud/sanne"),
)
AFFILIATIONS = (
    *("fatima", "zara", "kees", "sanne", "daan", "els@dienst", "els@zandwijk", "gone", "joost", "peter", "karin"),
    *("bas", "ivo", "later", "slaap", "klaas"),
)
SPOTS = (
    "visie/fatima",
    "tender/sanne",
    "tender/former",
    "tender/peter",
    "kamer-a/karin",
    "kamer-b/bas",
    "elders/joost",
)
COLLEAGUES = ("kees", "former", "els@dienst", "peter", "ontzet", "tweede@zandwijk", "zara", "zelf", "rik")
ORGANISATIONS = ("zandwijk", "meerbergen", "dienst", "oosterdiep", "landwijs", "slaap", "kaart", "bouwers")
WAITING = ("offer", "address", "takeover", "request", "emergency", "copy", "bulk", "charter", "hire")

# What opens to whoever holds a secret, or runs before there is a person, or is no door: each with its reason.
EXEMPT = {
    "enter": "the entrance itself: tests/oracle",
    "me": "reads a setting",
    "moment": "the clock",
    "listed": "reads a setting",
    "new_id": "an id",
    "stems": "words of a text that is given to it",
    "entered": "the own lists: tests/oracle",
    "veiled": "ids of what is kept from who asks: tests/oracle, tests/tenants/test_veiled.py",
    "door_sign_in": "takes what the issuer's signature proved: tests/tenants/test_doors_people.py",
    "door_sign_in_begin": "before there is anybody",
    "door_sign_in_take": "opens to the browser's and the issuer's secrets together",
    "door_sessions_end": "takes what the issuer's signature proved",
    "door_link_arrived": "takes what the issuer's signature proved: tests/tenants/test_doors_logins.py",
    "door_returning": "takes what the issuer's signature proved: tests/tenants/test_doors_logins.py",
    "door_domain": "the sign-in page: an issuer for a domain",
    "door_handle": "the sign-in page: an issuer for a handle",
    "door_issuer": "the sign-in page: how to reach an issuer",
    "door_picker": "the sign-in page: organisations that want to be listed there",
    "door_guests": "the sign-in page: the issuer of guests",
}
# Whoever has the secret may; nobody has another's.
BEARER = {
    "door_invitation": "door_invitation({secret})",
    "refuse_invitation": "refuse_invitation({secret})",
    "door_staff_invitation": "door_staff_invitation({secret})",
    "refuse_staff_invitation": "refuse_staff_invitation({secret})",
    "staff_terms": "staff_terms({secret}, {session})",
    "invitation_terms": "invitation_terms({secret})",
    "door_session_end": "door_session_end({secret})",
    "door_session_refreshed": "door_session_refreshed({secret}, 'x', 60)",
    "door_session_stale": "door_session_stale({secret})",
}
GRANTED = """
SELECT proname FROM pg_proc WHERE pronamespace = 'plein'::regnamespace
   AND has_function_privilege('plein_app', oid, 'EXECUTE') AND prorettype <> 'trigger'::regtype
"""
Things = Mapping[str, str]
Table = dict[str, dict[str, set[str]]]


def _parsed(text: str) -> Table:
    """From the words of doors.py to: call, person, the things."""
    table: Table = {}
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.startswith("        "):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    call = ""
    for line in lines:
        if not line.startswith(" "):
            call = line
            table[call] = defaultdict(set)
            continue
        people, _, things = line.partition(": ")
        for who in people.split():
            for thing in things.split():
                first, _, others = thing.rpartition("+")
                table[call][who] |= {f"{first}+{other}".lstrip("+") for other in others.split(",")}
        for who in PEOPLE[1:] if "everybody" in table[call] else ():
            table[call][who] |= table[call]["everybody"]
        if "administrators" in table[call]:
            del table[call]["administrators"]
            table[call] |= {who: {organisation} for who, organisation in ADMINISTRATORS.items()}
    return table


def _name(call: str) -> str:
    return call.partition("(")[0]


@pytest.fixture(scope="module")
def waiting(world: World) -> dict[str, UUID]:
    """What waits for an answer, and the means to try."""
    install(world.database)
    return lay_waiting(world)


def _affiliation(world: World, name: str) -> UUID:
    who, _, of = name.partition("@")
    return world[who].affiliations[of] if of else world[who].affiliation


def _membership(world: World, name: str) -> UUID:
    space, _, who = name.partition("/")
    return world.memberships[space, _affiliation(world, who)]


def _ids(world: World, waiting: Mapping[str, UUID], who: str) -> dict[str, Things]:
    """By the word that stands in a call: what is tried there, by name, as SQL says it."""

    def people(*names: str) -> dict[str, UUID]:
        return {name: _affiliation(world, name) for name in names if name != who}

    own = dict(world[who].affiliations) if who else {}
    found: dict[str, Any] = {
        "space": {name: world.spaces[name] for name in SPACES},
        "place": {name: world.spaces[name] for name in PLACES},
        "membership": {name: _membership(world, name) for name in MEMBERSHIPS},
        "external": {name: _membership(world, f"tender/{name}") for name in ("peter", "gast", "rik")},
        "affiliation": people(*AFFILIATIONS) | ({"own": world[who].affiliation} if own else {}),
        "person": {name: _affiliation(world, name) for name in COLLEAGUES},
        "mine": own if who == "zara" else own | {"another's": world["zara"].affiliation},
        "organisation": {name: world.organisations[name] for name in ORGANISATIONS},
        "town": {name: world.organisations[name] for name in ORGANISATIONS[:4]},
        "home": {name: world.organisations[name] for name in ("zandwijk", "meerbergen", "oosterdiep")},
        "body": {
            name: world.organisations[name] for name in ("zandwijk", "meerbergen", "dienst", "oosterdiep", "kaart")
        },
        "spot": {name: _membership(world, name) for name in SPOTS},
        "other": {name: world.organisations[name] for name in ("oosterdiep", "landwijs")},
        "invitation": {name: waiting[name] for name in ("sent", "taken", "late")},
        "proposal": {name: waiting[name] for name in ("proposal", "unknown")},
        "returning": {name: waiting[name] for name in ("other", "return")},
        "login": {name: world[name].login_id for name in ("sanne", "sanne-elders", "fatima")},
        "opened": {"altijd": _session(world["fatima-altijd"].proof), "klaas": _session(world["klaas"].proof)},
        "agreement": {name: waiting[name] for name in ("agreement", "gids")},
        **{name: {name: waiting[name]} for name in WAITING},
    }
    if who == "els":
        del found["affiliation"]["els@dienst"]  # her own
    tries: dict[str, Things] = {
        word: {name: literal(made) for name, made in some.items()} | {"absent": literal(ABSENT), "null": literal(None)}
        for word, some in found.items()
    }
    tries["proof"] = {name: _bytes(hashlib.sha256(name.encode()).digest()) for name in ("sent", "late", "wrong")}
    tries["hired"] = {"hire": _bytes(hashlib.sha256(b"hire").digest())}
    tries["session"] = {"another's": _bytes(world["klaas"].proof)} | ({"own": _bytes(world[who].proof)} if who else {})
    tries["secret"] = {"wrong": _bytes(b"wrong"), "empty": _bytes(b""), "null": "NULL::bytea"}
    return tries


def _session(proof: bytes) -> UUID:
    return UUID(hashlib.sha256(proof).hexdigest()[:32])


def _bytes(value: bytes) -> str:
    return f"'\\x{value.hex()}'::bytea"


def _calls(call: str, ids: Mapping[str, Things]) -> Iterator[tuple[str, str]]:
    """The names of what is tried, and the call in SQL; what is absent or NULL stands with the first of the rest."""
    words = [word for _, word, _, _ in string.Formatter().parse(call) if word]
    for chosen in product(*(ids[word].items() for word in words)):
        nothing = [place for place, (name, _) in enumerate(chosen) if name in {"absent", "null"}]
        rest = [
            (word, one) for place, (word, one) in enumerate(zip(words, chosen, strict=True)) if place not in nothing
        ]
        if len(nothing) > 1 or (nothing and any(one != next(iter(ids[word].items())) for word, one in rest)):
            continue
        sql = call.format(**{word: value for word, (_, value) in zip(words, chosen, strict=True)})
        sql = sql.replace("FIRST", literal(UUID(int=0))).replace("LAST", literal(UUID(int=2**128 - 1)))
        yield "+".join(name for name, _ in chosen) or "all", sql


def _everything(
    world: World, waiting: Mapping[str, UUID], calls: list[str], people: Sequence[str] = PEOPLE
) -> Iterator[tuple[str, str, str, Said]]:
    """Every call as everybody with every id: who, call, the names, what it came to."""
    for who in people:
        ids = _ids(world, waiting, who)
        made = [(call, *one) for call in calls for one in _calls(call, ids)]
        said = tried(world.database, world[who].proof if who else None, [sql for _, _, sql in made])
        for (call, names, _), what in zip(made, said, strict=True):
            yield who, call, names, what


def _wrong(found: Table, may: Table, people: Sequence[str] = PEOPLE) -> list[str]:
    wrong = []
    for call, allowed in may.items():
        for who in people:
            did, expected = found[call].get(who, set()), allowed.get(who, set())
            if did - expected:
                wrong.append(f"{call}: {who or 'nobody'} got through, and may not: {' '.join(sorted(did - expected))}")
            if expected - did:
                wrong.append(f"{call}: {who} may, and was refused: {' '.join(sorted(expected - did))}")
    return wrong


def test_every_door_that_the_application_may_open_is_tried(world: World) -> None:
    granted = {name for (name,) in world.rows(GRANTED)}
    known = {_name(call) for call in (*_parsed(DOORS), *_parsed(READS))} | set(EXEMPT) | set(BEARER)
    assert granted - known == set(), (
        "nobody tries this door: write in tests/tenants/doors.py (it changes something) or reading.py (it only reads)"
        " how it is called, and below it who may, to what; a new kind of id goes into _ids here, something that waits"
        " for it into waiting.py; what is for the worker or for doors alone belongs in INTERNAL of its migration"
    )
    assert known - granted == set(), "these are gone"


def test_the_worker_s_and_the_doors_own_functions_are_not_for_the_application(world: World) -> None:
    granted = {name for (name,) in world.rows(GRANTED)}
    assert not [name for name in granted if name.startswith("work_")]
    assert not granted & {"enter_as", "compute", "note", "put", "let_in", "refuse", "as_steward", "as_administrator"}
    changes = {name for (name,) in world.rows(GRANTED + " AND provolatile = 'v'")}
    read = {_name(call) for call in _parsed(READS)}
    assert changes & read == {"view_as"}, "what is volatile stands in doors.py"


def test_who_may_not_change_something_is_refused_and_no_row_changes(world: World, waiting: dict[str, UUID]) -> None:
    may = _parsed(DOORS)
    found: Table = {call: defaultdict(set) for call in may}
    odd = set()
    for who, call, names, said in _everything(world, waiting, list(may)):
        if said.wrote:
            found[call][who].add(names)
        elif said.refusal and not said.refusal.startswith("PL4"):
            odd.add(f"{call}: {names}: {said.refusal[:200]}")
    wrong = _wrong(found, may)
    assert not wrong, "\n".join(wrong)
    assert odd == set(), "a door says no by plein.refuse"


def test_who_may_not_know_something_is_told_nothing_and_reading_writes_nothing(
    world: World, waiting: dict[str, UUID]
) -> None:
    may = _parsed(READS)
    found: Table = {call: defaultdict(set) for call in may}
    wrote = set()
    for who, call, names, said in _everything(world, waiting, list(may), READERS):
        if said.gave:
            found[call][who].add(names)
        if said.wrote:
            wrote.add(call)
    wrong = _wrong(found, may, READERS)
    assert not wrong, "\n".join(wrong)
    assert wrote == set()


def test_what_opens_to_a_secret_opens_to_no_other(world: World, waiting: dict[str, UUID]) -> None:
    for who, call, names, said in _everything(world, waiting, list(BEARER.values()), READERS):
        assert (said.gave, said.wrote) == (0, 0), (who, call, names)
