"""The cast: organisations, people and places that every test of access is played with, laid down as the keeper.

Each person differs from another in one clause of the one rule, so that a clause that is forgotten gives somebody sight. The clock of a test
database can be moved: `World.later(days=...)`.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from tenants import installation
from tenants.db import Entrance, by_session
from tenants.ids import new_id
from tenants.names import initials, sort_name
from tests.conftest import Database

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
ISSUER = "http://127.0.0.1:1/realms/"

# A clock that tests move: the same function as in production, plus what the table says.
CLOCK = """
CREATE TABLE IF NOT EXISTS public.test_clock (ahead interval NOT NULL);
GRANT SELECT ON public.test_clock TO PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC; GRANT ALL ON public.test_clock TO plein_keeper;
INSERT INTO public.test_clock SELECT '0' WHERE NOT EXISTS (SELECT FROM public.test_clock);
CREATE OR REPLACE FUNCTION plein.moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  SET search_path = pg_catalog AS 'SELECT statement_timestamp() + (SELECT ahead FROM public.test_clock)';
"""


@dataclass(frozen=True)
class Someone:
    """A person of the cast with one session: its secret is what the cookie holds, its proof what the database is shown."""

    key: str
    person_id: UUID
    login_id: UUID
    secret: str
    affiliations: dict[str, UUID]

    @property
    def proof(self) -> bytes:
        """SHA-256 of the session's secret."""
        return hashlib.sha256(self.secret.encode()).digest()

    @property
    def enters(self) -> Entrance:
        """As whom a transaction of this person begins."""
        return by_session(self.proof)

    @property
    def affiliation(self) -> UUID:
        """The first affiliation."""
        return next(iter(self.affiliations.values()))


@dataclass
class World:
    """The cast, by key; all ids that tests name."""

    database: Database
    keeper: psycopg.Connection[Any]
    organisations: dict[str, UUID] = field(default_factory=dict)
    issuers: dict[str, UUID] = field(default_factory=dict)
    squares: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, Someone] = field(default_factory=dict)
    spaces: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    memberships: dict[tuple[str, UUID], UUID] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Someone:
        """One person of the cast."""
        return self.people[key]

    # -- the clock
    def later(self, **how_much: float) -> None:
        """Move this database's clock on."""
        self.keeper.execute("UPDATE public.test_clock SET ahead = ahead + %s", (timedelta(**how_much),))

    def on_time(self) -> None:
        """Put the clock right again."""
        self.keeper.execute("UPDATE public.test_clock SET ahead = '0'")

    @property
    def now(self) -> datetime:
        """The moment by this database's clock."""
        return self.one("SELECT plein.moment()")

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a value of whatever type
        """The first value that a query gives to the keeper."""
        row = self.keeper.execute(query, values).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None

    # -- laying down
    def organisation(self, key: str, name: str, *, firm: bool = False, listed: bool = True) -> UUID:
        """An organisation with a square, a domain <key>.example and an issuer of its own."""
        made = installation.create_organisation(
            self.keeper,
            name,
            handle=key,
            firm=firm,
            listed=listed,
            in_picker=listed,
            short_name=name.removeprefix("Gemeente "),
        )
        self.organisations[key] = made
        self.squares[key] = self.one("SELECT group_id FROM plein.party WHERE organisation_id = %s", made)
        self.spaces[f"plein-{key}"] = self.squares[key]
        installation.add_domain(self.keeper, made, f"{key}.example")
        self.issuers[key] = installation.bind_issuer(self.keeper, made, ISSUER + key, client_id="plein")
        return made

    def person(self, key: str, name: str, *places: str, issuer: str = "", employer: str = "") -> Someone:
        """Somebody with a login and a session; places: "organisation", "organisation:administrator" or "organisation:external"."""
        person_id, login_id = new_id(), new_id()
        at = self.now
        issuer_id = self.issuers[issuer or (places[0].split(":")[0] if places else "gasten")]
        self.keeper.execute("INSERT INTO plein.person (id, created_at) VALUES (%s, %s)", (person_id, at))
        self.keeper.execute(
            "INSERT INTO plein.login VALUES (%s, %s, %s, %s, %s)", (login_id, issuer_id, key, person_id, at)
        )
        affiliations: dict[str, UUID] = {}
        for place in places:
            organisation, _, what = place.partition(":")
            kind = "external" if what == "external" else "staff"
            affiliations[organisation] = new_id()
            self.keeper.execute(
                "INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, role, shown, sort_name, employer, source, since, until)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    affiliations[organisation],
                    person_id,
                    self.organisations[organisation],
                    kind,
                    "administrator" if what == "administrator" else "member",
                    name,
                    sort_name(name),
                    employer,
                    "invitation" if kind == "external" else "sign-in",
                    at,
                    at + timedelta(days=90) if kind == "external" else FOREVER,
                ),
            )
            self.keeper.execute(
                "INSERT INTO plein.affiliation_login VALUES (%s, %s, %s, %s, NULL)",
                (affiliations[organisation], login_id, person_id, at),
            )
            self.keeper.execute(
                "INSERT INTO plein.affiliation_address VALUES (%s, %s)",
                (
                    affiliations[organisation],
                    f"{key}@{organisation}.example" if kind == "staff" else f"{key}@firma.example",
                ),
            )
        made = Someone(key, person_id, login_id, self.session(person_id, login_id, issuer_id, key, name), affiliations)
        self.people[key] = made
        return made

    def session(self, person_id: UUID, login_id: UUID, issuer_id: UUID, subject: str, name: str = "") -> str:
        """A session of that login; returns its secret."""
        secret, at = secrets.token_urlsafe(32), self.now
        self.keeper.execute(
            "INSERT INTO plein.session (proof, login_id, person_id, issuer_id, subject, sid, shown, address, address_verified, fresh_until, created_at, until)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, true, %s, %s, %s)",
            (
                hashlib.sha256(secret.encode()).digest(),
                login_id,
                person_id,
                issuer_id,
                subject,
                secrets.token_urlsafe(18),
                name or subject,
                f"{subject}@firma.example",
                at + timedelta(days=400),
                at,
                at + timedelta(days=400),
            ),
        )
        return secret

    def second_login(self, of: str, key: str, issuer: str) -> Someone:
        """Another login of somebody, linked but accepted by nobody: it must give none of the affiliations."""
        one = self.people[of]
        login_id = new_id()
        self.keeper.execute(
            "INSERT INTO plein.login VALUES (%s, %s, %s, %s, %s)",
            (login_id, self.issuers[issuer], key, one.person_id, self.now),
        )
        made = Someone(
            key, one.person_id, login_id, self.session(one.person_id, login_id, self.issuers[issuer], key), {}
        )
        self.people[key] = made
        return made

    def group(self, key: str, title: str, form: str, parties: dict[str, str], *, founder: str) -> UUID:
        """A group; parties: organisation to "owner", "participant" or "participant:named"."""
        made, at = new_id(), self.now
        self.keeper.execute(
            "INSERT INTO plein.space (id, group_id, kind, form, title, founder_id, created_at) VALUES (%s, %s, 'group', %s, %s, %s, %s)",
            (made, made, form, title, self.people[founder].affiliation, at),
        )
        for organisation, what in parties.items():
            role, _, reach = what.partition(":")
            self.keeper.execute(
                "INSERT INTO plein.party (group_id, organisation_id, role, reach, since) VALUES (%s, %s, %s, %s, %s)",
                (made, self.organisations[organisation], role, reach or "all", at),
            )
        self.keeper.execute("INSERT INTO plein.space_activity (space_id) VALUES (%s)", (made,))
        self.spaces[key] = made
        self.member(key, founder, "steward")
        return made

    def room(self, key: str, group: str, title: str, *, founder: str) -> UUID:
        """A room inside a group."""
        made = new_id()
        self.keeper.execute(
            "INSERT INTO plein.space (id, group_id, kind, form, title, founder_id, created_at) VALUES (%s, %s, 'room', 'closed', %s, %s, %s)",
            (made, self.spaces[group], title, self.people[founder].affiliation, self.now),
        )
        self.keeper.execute("INSERT INTO plein.space_activity (space_id) VALUES (%s)", (made,))
        self.spaces[key] = made
        self.member(key, founder, "steward")
        return made

    def member(
        self, space: str, who: str, role: str = "member", *, of: str = "", sponsor: str = "", days: float = 60
    ) -> UUID:
        """A place in a space; an external has a sponsor and an end in so many days."""
        one, made, at = self.people[who], new_id(), self.now
        affiliation = one.affiliations[of] if of else one.affiliation
        self.keeper.execute(
            "INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, sponsor_id, since, until)"
            " SELECT %s, %s, s.group_id, a.id, a.organisation_id, a.kind, %s, %s, true, %s, %s, %s FROM plein.space s, plein.affiliation a WHERE s.id = %s AND a.id = %s",
            (
                made,
                self.spaces[space],
                role,
                "invited" if sponsor else "added",
                self.people[sponsor].affiliation if sponsor else None,
                min(at, at + timedelta(days=days - 1)),
                at + timedelta(days=days) if sponsor else FOREVER,
                self.spaces[space],
                affiliation,
            ),
        )
        self.memberships[space, affiliation] = made
        return made

    def item(
        self, key: str, space: str, who: str, kind: str = "post", *, of: str = "", parent: str = "", text: str = ""
    ) -> UUID:
        """Something that somebody wrote: a post, a question, an answer, a comment, or a document of one version without its file."""
        one, made, at = self.people[who], new_id(), self.now
        author = one.affiliations[of] if of else one.affiliation
        space_id = self.spaces[space]
        body = text or f"Tekst van {key}, alleen voor {space}"
        execute = self.keeper.execute
        execute(
            "INSERT INTO plein.item (id, space_id, kind, parent_id, author_id, owner_id, created_at) SELECT %s, %s, %s, %s, a.id, a.organisation_id, %s"
            " FROM plein.affiliation a WHERE a.id = %s",
            (made, space_id, kind, self.items[parent] if parent else None, at, author),
        )
        execute(
            "INSERT INTO plein.item_text (item_id, space_id, author_id, title, body) VALUES (%s, %s, %s, %s, %s)",
            (made, space_id, author, f"Titel van {key}" if kind == "post" else "", body),
        )
        if kind == "question":
            execute(
                "INSERT INTO plein.question (item_id, space_id, author_id, title) VALUES (%s, %s, %s, %s)",
                (made, space_id, author, f"Vraag {key}?"),
            )
        if kind == "document":
            execute(
                "INSERT INTO plein.document (item_id, space_id, author_id, name) VALUES (%s, %s, %s, %s)",
                (made, space_id, author, f"{key}.txt"),
            )
            execute(
                "INSERT INTO plein.document_version (id, space_id, document_id, number, author_id, owner_id, sha256, size, media_type, file_name, created_at)"
                " SELECT %s, %s, %s, 1, a.id, a.organisation_id, %s, %s, 'text/plain', %s, %s FROM plein.affiliation a WHERE a.id = %s",
                (
                    new_id(),
                    space_id,
                    made,
                    hashlib.sha256(body.encode()).hexdigest(),
                    len(body.encode()),
                    f"{key}.txt",
                    at,
                    author,
                ),
            )
        self.items[key] = made
        return made


def build(database: Database) -> World:
    """The whole cast in this database (about a hundred statements)."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        superuser.execute(CLOCK)  # type: ignore[arg-type]
    world = World(database, psycopg.connect(database.keeper, autocommit=True))
    world.organisation("zandwijk", "Gemeente Zandwijk")
    world.organisation("meerbergen", "Gemeente Meerbergen")
    world.organisation("dienst", "Dienst Midden")
    world.organisation("oosterdiep", "Gemeente Oosterdiep")
    world.organisation("landwijs", "Bureau Landwijs", firm=True, listed=False)
    world.issuers["gasten"] = installation.bind_issuer(
        world.keeper, None, ISSUER + "gasten", client_id="plein", guests=True
    )

    world.person("fatima", "Fatima El Idrissi", "zandwijk")  # steward of the shared groups
    world.person("zara", "Zara Vos", "zandwijk:administrator")  # administrator of a co-owner, member of nothing
    world.person("kees", "Kees Prins", "zandwijk")  # colleague, member of nothing: sees open groups
    world.person("sanne", "Sanne Bakker", "meerbergen")  # member of the other town
    world.person("mehmet", "Mehmet Yıldız", "meerbergen:administrator")
    world.person("daan", "Daan Kuiper", "dienst:administrator")
    world.person("els", "Els Wiersma", "dienst", "zandwijk", "meerbergen")  # serves three organisations
    world.person("rik", "Rik de Lezer", "meerbergen")  # reader
    world.person("former", "Frank Vertrokken", "meerbergen")  # was a member, ended
    world.person("gone", "Gerda Uitdienst", "zandwijk")  # affiliation ended
    world.person("joost", "Joost van der Meulen", "oosterdiep")  # another organisation
    world.person("olga", "Olga Beheer", "oosterdiep:administrator")  # its administrator
    world.person("lars", "Lars Landwijs", "landwijs")  # staff of an unlisted firm that is no party
    world.person(
        "peter", "Peter Aalbers", "zandwijk:external", issuer="gasten", employer="Bureau Landwijs"
    )  # external in the group
    world.person(
        "karin", "Karin Kade", "zandwijk:external", issuer="gasten", employer="Kade Advies"
    )  # external in room A
    world.person(
        "bas", "Bas Bouw", "meerbergen:external", issuer="gasten", employer="Bouwgroep Noord"
    )  # external in room B: the rival
    world.person(
        "ivo", "Ivo Verlopen", "zandwijk:external", issuer="gasten", employer="Oud BV"
    )  # external whose date has passed
    world.second_login("sanne", "sanne-elders", "oosterdiep")  # same person, a login that nobody accepted

    world.group(
        "visie",
        "Omgevingsvisie 2040",
        "open",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant"},
        founder="fatima",
    )
    world.member("visie", "sanne")
    world.member("visie", "els", of="dienst")
    world.group(
        "tender",
        "Aanbesteding dijk",
        "closed",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant:named"},
        founder="fatima",
    )
    world.member("tender", "sanne")
    world.member("tender", "rik", "reader")
    world.member("tender", "els", of="dienst")
    world.member("tender", "former")
    world.member("tender", "gone")
    world.member("tender", "peter", sponsor="fatima")
    world.member("tender", "ivo", sponsor="fatima")
    world.room("kamer-a", "tender", "Kamer Kade", founder="fatima")
    world.member("kamer-a", "karin", sponsor="fatima")
    world.room("kamer-b", "tender", "Kamer Bouwgroep", founder="sanne")
    world.member("kamer-b", "bas", sponsor="sanne")
    world.group("intern", "Team Ruimte", "open", {"zandwijk": "owner"}, founder="fatima")
    world.group("elders", "Alleen Oosterdiep", "closed", {"oosterdiep": "owner"}, founder="joost")

    for space, who in (
        ("visie", "sanne"),
        ("tender", "sanne"),
        ("kamer-a", "karin"),
        ("kamer-b", "bas"),
        ("intern", "fatima"),
        ("elders", "joost"),
    ):
        world.item(f"bericht-{space}", space, who)
        world.item(f"reactie-{space}", space, who, "comment", parent=f"bericht-{space}")
        world.item(f"vraag-{space}", space, who, "question")
        world.item(f"antwoord-{space}", space, who, "answer", parent=f"vraag-{space}")
        world.item(f"stuk-{space}", space, who, "document")

    end, keeper = "UPDATE plein.membership SET until = plein.moment(), ended_by = %s WHERE id = %s", world.keeper
    keeper.execute(end, ("steward", world.memberships["tender", world["former"].affiliation]))
    keeper.execute(end, ("affiliation", world.memberships["tender", world["gone"].affiliation]))
    keeper.execute(end, ("", world.memberships["tender", world["ivo"].affiliation]))
    keeper.execute("UPDATE plein.affiliation SET until = plein.moment() WHERE id = %s", (world["gone"].affiliation,))
    return world
