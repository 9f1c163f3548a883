"""How every form is sent as everybody: from the words of acts.py to requests, and what each request changed."""

import hashlib
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import quote_from_bytes
from uuid import UUID, uuid4

import psycopg
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tenants.ids import new_id
from tests.hub.attack.acts import ACTS, EVERYBODY
from tests.saving import SAVE
from tests.tenants.waiting import ABSENT, lay_waiting
from tests.world import World
from tests.world.sight import GROUP_SIGHT

PEOPLE = ("", *EVERYBODY.split())
ADMINISTRATORS = {"zandwijk": "zara", "meerbergen": "mehmet", "dienst": "daan", "oosterdiep": "olga"}
# Who reads each space that an act is in: those of the story, and of the people who are there for one clause.
READS = {
    space: {who for who, spaces in GROUP_SIGHT.items() if space in spaces} | others
    for space, others in {
        "visie": {"stef", "dirk", "zelf", "tweede"},
        "tender": {"tweede"},
        "kamer-a": set[str](),
        "kamer-b": set[str](),
        "vindbaar": {"fatima"},
        "oud": {"fatima", "kees", "zara", "sanne", "rik", "mehmet", "former", "els", "stef", "zelf", "tweede"},
    }.items()
}
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r' ORDER BY 1"
PUT_BACK = """
SET session_replication_role = replica;
CREATE FUNCTION pg_temp.put_back(tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE t text; columns text;
BEGIN
  FOREACH t IN ARRAY tables LOOP
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
     WHERE attrelid = ('plein.' || t)::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped;
    EXECUTE format('DELETE FROM plein.%I', t);
    EXECUTE format('INSERT INTO plein.%1$I (%2$s) SELECT %2$s FROM saved.%1$I', t, columns);
  END LOOP;
END $$;
"""


@dataclass(frozen=True)
class Act:
    """One form, filled in well: who may send it, who is told more than that it is not there."""

    endpoint: str
    words: Mapping[str, str]
    may: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()
    shows: bool = False
    first: str = ""
    line: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.line[:110]


def acts() -> list[Act]:
    """Every line of acts.py."""
    blocks: list[list[str]] = []
    for line in ACTS.strip().splitlines():
        if line.startswith("        "):
            blocks[-1][0] += " " + line.strip()
        elif line.startswith("    "):
            blocks[-1].append(line.strip())
        else:
            blocks.append([line])
    return [_act(*block) for block in blocks]


def _act(line: str, *below: str) -> Act:
    shows, *rest = shlex.split(line, comments=False)
    is_page = shows == "shows"
    endpoint, given = (rest[0], rest[1:]) if is_page else (shows, rest)
    words = dict(one.split("=", 1) for one in given)
    who: dict[str, set[str]] = {"may": set(), "sees": set(), "idle": set()}
    for one in below:
        kind, *names = one.split() if one.split()[0] in who else ("may", *one.split())
        for name in names:
            who[kind] = who[kind] - {name[1:]} if name.startswith("-") else who[kind] | _people(name)
    if "sees nobody" not in below:
        who["sees"] |= _told(endpoint, words)
    who["sees"] = (who["sees"] | who["may"] | who["idle"]) - {"nobody"}
    who["idle"] -= who["may"]
    may, sees, idle = (frozenset(who[kind]) for kind in ("may", "sees", "idle"))
    first = below[0].replace("everybody", "kees").removeprefix("idle ").split()[0]
    return Act(endpoint, words, may, sees, idle, shows=is_page, first=first, line=line)


def _people(name: str) -> set[str]:
    if name == "everybody":
        return set(EVERYBODY.split())
    return READS[name.removeprefix("in:")] if name.startswith("in:") else {name}


def _told(endpoint: str, words: Mapping[str, str]) -> set[str]:
    """Who sees where the act is: the administrator in Beheer, else who reads the space or what is written in it."""
    if "organisation_id" in words:
        return {ADMINISTRATORS[words["organisation_id"].removeprefix("org:")]}
    kind, _, name = next(iter(words.values()), "").partition(":")
    if kind == "space":
        return READS[name] if endpoint != "groups.ask" else set()
    if kind == "item" and name not in {"bericht-gewist", "bericht-teruggenomen"}:
        return READS[name.partition("-")[2].removeprefix("antwoord-").removeprefix("vraag-")]
    return set()


# ---------------------------------------------------------------- sending


class Theatre:
    """The cast with all that waits for somebody, an application, and the means to put every row back."""

    def __init__(self, app: Hub, world: World, waiting: Mapping[str, UUID]) -> None:
        self.app, self.world, self.waiting = app, world, waiting
        self.superuser = psycopg.connect(world.database.url("postgres"), autocommit=True)
        world.keeper.execute("UPDATE plein.session SET seen_at = plein.moment() + '1 day'")  # a click leaves no mark
        world.keeper.execute("UPDATE plein.affiliation SET seen_at = plein.moment() + '1 day'")
        self.superuser.execute(SAVE)
        names = [name for (name,) in world.rows(TABLES)]
        one = "SELECT '{0}', count(*), sum(hashtextextended(x::text, 0)) FROM plein.{0} x"
        self._marks = " UNION ALL ".join(one.format(name) for name in names)
        self._before = self.marks()
        self.superuser.execute(PUT_BACK)
        self.rules: dict[str, Rule] = {
            rule.endpoint: rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())
        }

    def close(self) -> None:
        """Let go of the database."""
        self.superuser.close()

    def marks(self) -> dict[str, list[object]]:
        """Every table to the number of its rows and a mark of all they hold."""
        return {name: mark for name, *mark in self.superuser.execute(self._marks.encode())}

    def changed(self) -> set[str]:
        """The tables of which a row is not as it was at the beginning; every row is put back."""
        found = {name for name, mark in self.marks().items() if mark != self._before[name]}
        if found:
            self.superuser.execute("SELECT pg_temp.put_back(%s)", (sorted(found),))
        return found

    def browser(self, who: str) -> FlaskClient:
        """A browser of this person, at an address of its own."""
        made = self.app.test_client()
        made.environ_base["REMOTE_ADDR"] = f"10.0.{uuid4().int % 250}.{uuid4().int % 250}"
        if who:
            made.set_cookie("plein", self.world[who].secret)
        return made

    def send_raw(self, who: str, act: Act, query: bytes = b"", **octets: bytes) -> TestResponse:
        """The form with these fields as the octets that they are, and a query behind its address."""
        fields = self.fields(act)
        files = {name: value for name, value in fields.items() if isinstance(value, tuple)}
        if files:  # what is not text travels in parts
            data = {**fields, **{name: value.decode("utf-8", "replace") for name, value in octets.items()}}
            return self.browser(who).post(self.path(act), data={**data, "once": str(uuid4())})
        sent = {name: str(value).encode() for name, value in fields.items()} | octets
        body = b"&".join(name.encode() + b"=" + quote_from_bytes(value).encode() for name, value in sent.items())
        return self.browser(who).post(
            self.path(act),
            data=body,
            query_string=query.decode(),
            content_type="application/x-www-form-urlencoded",
        )

    def path(self, act: Act, *, absent: bool = False) -> str:
        """The address of the form; absent: with ids that there are not."""
        rule = self.rules[act.endpoint]
        values = {name: self.value(act.words[name]) for name in rule.arguments}
        if absent:
            values = {
                name: ABSENT if isinstance(value, UUID) else "bestaat-niet" if name == "secret" else value
                for name, value in values.items()
            }
        built = rule.build(values, append_unknown=False)
        assert built is not None
        return built[1]

    def fields(self, act: Act, *, absent: bool = False) -> dict[str, object]:
        """What is filled in."""
        found = dict[str, object]()
        for name, word in act.words.items():
            if name not in self.rules[act.endpoint].arguments:
                value = self.value(word)
                value = ABSENT if absent and isinstance(value, UUID) else value
                found[name] = value if isinstance(value, tuple) else str(value)
        return found

    def send(self, who: str, act: Act, *, absent: bool = False, once: str = "", **other: object) -> TestResponse:
        """The form as somebody; `other`: fields that are filled in otherwise."""
        data = {**self.fields(act, absent=absent), **other, "once": once or str(uuid4())}
        return self.browser(who).post(self.path(act, absent=absent), data=data)

    def value(self, word: str) -> object:
        """What a word of acts.py stands for."""
        kind, _, name = word.partition(":")
        world = self.world
        ids: Mapping[str, Mapping[str, UUID]] = {
            "org": world.organisations,
            "space": world.spaces,
            "item": world.items,
            "waiting": self.waiting,
            "agreement": world.agreements,
        }
        others: Mapping[str, Callable[[], object]] = {
            "person": lambda: _affiliation(world, name),
            "place": lambda: world.memberships[name.partition("/")[0], _affiliation(world, name.partition("/")[2])],
            "login": lambda: world[name].login_id,
            "session": lambda: world.one("SELECT plein.session_id(%s)", world[name].proof),
            "secret": lambda: name,
            "day": lambda: str(date.today() + timedelta(days=int(name))),  # noqa: DTZ011
            "gains": lambda: str(_gains(world, *name.split("/"))),
            "file": lambda: (BytesIO(b"een bestand"), "bestand.txt"),
        }
        return ids[kind][name] if kind in ids else others.get(kind, lambda: word)()


def _affiliation(world: World, name: str) -> UUID:
    who, _, of = name.partition("@")
    return world[who].affiliations[of] if of else world[who].affiliation


def _gains(world: World, who: str, here: str, there: str) -> int:
    with psycopg.connect(world.database.app) as app:
        app.execute("SELECT plein.enter(%s)", (world[who].proof,))
        asked = "SELECT coalesce(sum(people), 0) FROM plein.gains(%s, %s)"
        row = app.execute(asked, (world.spaces[here], world.spaces[there])).fetchone()
        app.rollback()
        assert row is not None
        found: int = row[0]
        return found


def lay(world: World) -> dict[str, UUID]:
    """What waits for somebody's answer, and what else an act needs."""
    waiting, at, keeper = lay_waiting(world), world.now, world.keeper
    world.second_login("kees", "kees-elders", "oosterdiep")  # linked, and asked for nowhere
    keeper.execute(
        "INSERT INTO plein.login_link (session, issuer_id, subject, until) VALUES (%s, %s, 'nieuw', %s)",
        (world["kees"].proof, world.issuers["meerbergen"], at + timedelta(hours=1)),
    )
    other = world.second_login("zelf", "zelf-elders", "oosterdiep")
    world.lay(
        "affiliation_login",
        affiliation_id=world["zelf"].affiliation,
        login_id=other.login_id,
        person_id=other.person_id,
        accepted_at=at,
    )
    world.person("terug", "Tara Terug", "zandwijk")
    world.member("tender", "terug", ended_by="administrator", until=at)
    waiting["live"] = new_id()
    world.lay(
        "charter",
        id=waiting["live"],
        group_id=world.spaces["visie"],
        number=1,
        status="live",
        inviters="stewards",
        classification="internal",
        written_by=world["fatima"].affiliation,
        writer_id=world.organisations["zandwijk"],
        written_at=at,
        decided_at=at,
    )
    waiting["hired"] = new_id()
    world.lay(
        "invitation",
        id=waiting["hired"],
        kind="staff",
        organisation_id=world.organisations["zandwijk"],
        sponsor_id=world["zara"].affiliation,
        shown="Hilde Huur",
        address="hilde@elders.example",
        proof=hashlib.sha256(b"hired").digest(),
        status="waiting",
        taker_login_id=world["lars"].login_id,
        taker_shown="Lars",
        taker_address="lars@landwijs.example",
        access_until=at + timedelta(days=90),
        expires_at=at + timedelta(days=14),
        created_at=at,
    )
    keeper.execute(
        "UPDATE plein.question SET accepted_id = %s, accepted_by = %s, accepted_at = %s WHERE item_id = %s",
        (world.items["antwoord-visie"], world["sanne"].affiliation, at, world.items["vraag-visie"]),
    )
    _more_of_a_question(world)
    _second_version(world)
    world.item("map-tender", "tender", "sanne", "folder")
    world.item("doos-tender", "tender", "fatima")
    waiting["draft"] = new_id()
    world.lay(
        "draft",
        id=waiting["draft"],
        person_id=world["els"].person_id,
        place="question",
        thing_id=world.spaces["tender"],
        body="Half",
        saved_at=at,
    )
    keeper.execute(
        "UPDATE plein.invitation SET status = 'opened' WHERE id = ANY (%s)", ([waiting["sent"], waiting["hire"]],)
    )
    return waiting


def _second_version(world: World) -> None:
    keeper = world.keeper
    keeper.execute(
        "INSERT INTO plein.document_version (id, space_id, document_id, number, author_id, owner_id, sha256, size,"
        " media_type, file_name, created_at) SELECT plein.new_id(), space_id, document_id, 2, author_id, owner_id,"
        " sha256, size, media_type, file_name, created_at FROM plein.document_version WHERE document_id = %s",
        (world.items["stuk-tender"],),
    )


def _more_of_a_question(world: World) -> None:
    """Other answers to the answered question, one of them good; another question, and one that was merged with it."""
    for key in ("tweede", "derde"):
        world.item(f"{key}-antwoord-visie", "visie", "fatima", "answer", parent="vraag-visie")
    question, at = world.items["vraag-visie"], world.now
    world.lay(
        "good_answer",
        answer_id=world.items["derde-antwoord-visie"],
        space_id=world.spaces["visie"],
        question_id=question,
        marked_by=world["sanne"].affiliation,
        marked_at=at,
    )
    target = world.item("tweede-vraag-visie", "visie", "fatima", "question")
    world.keeper.execute(
        "UPDATE plein.question SET merged_into = %s, merged_by = %s, merged_at = %s WHERE item_id = %s",
        (target, world["fatima"].affiliation, at, world.item("dubbele-vraag-visie", "visie", "fatima", "question")),
    )
