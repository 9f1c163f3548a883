"""What a test's world is made of: organisations, people, places and items, each laid down as the keeper.

The clock of a test database can be moved: `World.later(days=...)`.
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
from tenants.names import sort_name
from tests.conftest import Database

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
ISSUER = "http://127.0.0.1:1/realms/"

# A clock that tests move: the same function as in production, plus what the table says.
CLOCK = """
CREATE SCHEMA IF NOT EXISTS testing;
CREATE TABLE IF NOT EXISTS testing.clock (ahead interval NOT NULL);
GRANT USAGE ON SCHEMA testing TO PUBLIC; GRANT SELECT ON testing.clock TO PUBLIC;
GRANT ALL ON testing.clock TO plein_keeper;
INSERT INTO testing.clock SELECT '0' WHERE NOT EXISTS (SELECT FROM testing.clock);
CREATE OR REPLACE FUNCTION plein.moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  SET search_path = pg_catalog AS 'SELECT statement_timestamp() + (SELECT ahead FROM testing.clock)';
"""


@dataclass(frozen=True)
class Someone:
    """A person of the cast with one session: its secret is in the cookie, its proof is what the database is shown."""

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
    over: dict[str, Someone] = field(default_factory=dict)  # sessions that are over: nobody's
    spaces: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    memberships: dict[tuple[str, UUID], UUID] = field(default_factory=dict)
    asked: dict[str, UUID] = field(default_factory=dict)
    agreements: dict[str, UUID] = field(default_factory=dict)
    bulks: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Someone:
        """One person of the cast."""
        return self.people[key]

    # -- the clock
    def later(self, **how_much: float) -> None:
        """Move this database's clock on."""
        self.keeper.execute("UPDATE testing.clock SET ahead = ahead + %s", (timedelta(**how_much),))

    def on_time(self) -> None:
        """Put the clock right again."""
        self.keeper.execute("UPDATE testing.clock SET ahead = '0'")

    @property
    def now(self) -> datetime:
        """The moment by this database's clock."""
        return self.one("SELECT plein.moment()")  # type: ignore[no-any-return]

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a value of whatever type
        """The first value that a query gives to the keeper."""
        row = self.keeper.execute(query, values).fetchone()
        return row[0] if row else None

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All that a query gives to the keeper."""
        return self.keeper.execute(query.encode(), values).fetchall()

    # -- laying down
    def lay(self, table: str, **values: object) -> None:
        """One row, as the keeper."""
        names, places = ", ".join(values), ", ".join(["%s"] * len(values))
        query = f"INSERT INTO plein.{table} ({names}) VALUES ({places})"  # noqa: S608 - the tests' own words
        self.keeper.execute(query.encode(), tuple(values.values()))

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
        """Somebody with a login and a session; places: "organisation", with ":administrator" or ":external"."""
        person_id, login_id = new_id(), new_id()
        at = self.now
        issuer_id = self.issuers[issuer or (places[0].split(":")[0] if places else "gasten")]
        self.lay("person", id=person_id, created_at=at)
        self.lay("login", id=login_id, issuer_id=issuer_id, subject=key, person_id=person_id, created_at=at)
        affiliations: dict[str, UUID] = {}
        for place in places:
            organisation, _, what = place.partition(":")
            kind = "external" if what == "external" else "staff"
            made_id = affiliations[organisation] = new_id()
            self.lay(
                "affiliation",
                id=made_id,
                person_id=person_id,
                organisation_id=self.organisations[organisation],
                kind=kind,
                role="administrator" if what == "administrator" else "member",
                shown=name,
                sort_name=sort_name(name),
                employer=employer,
                source="invitation" if kind == "external" else "sign-in",
                since=at,
                until=at + timedelta(days=90) if kind == "external" else FOREVER,
            )
            self.lay(
                "affiliation_login", affiliation_id=made_id, login_id=login_id, person_id=person_id, accepted_at=at
            )
            domain = "firma" if kind == "external" else organisation
            self.lay("affiliation_address", affiliation_id=made_id, address=f"{key}@{domain}.example")
        made = Someone(key, person_id, login_id, self.session(person_id, login_id, issuer_id, key, name), affiliations)
        self.people[key] = made
        return made

    def session(self, person_id: UUID, login_id: UUID, issuer_id: UUID, subject: str, name: str = "") -> str:
        """A session of that login; returns its secret."""
        secret, at = secrets.token_urlsafe(32), self.now
        self.lay(
            "session",
            proof=hashlib.sha256(secret.encode()).digest(),
            login_id=login_id,
            person_id=person_id,
            issuer_id=issuer_id,
            subject=subject,
            sid=secrets.token_urlsafe(18),
            shown=name or subject,
            address=f"{subject}@firma.example",
            address_verified=True,
            fresh_until=at + timedelta(days=400),
            created_at=at,
            seen_at=at,
            until=at + timedelta(days=400),
        )
        return secret

    def second_login(self, of: str, key: str, issuer: str) -> Someone:
        """Another login of somebody, linked but accepted by nobody: it must give none of the affiliations."""
        one = self.people[of]
        login_id = new_id()
        self.lay(
            "login",
            id=login_id,
            issuer_id=self.issuers[issuer],
            subject=key,
            person_id=one.person_id,
            created_at=self.now,
        )
        made = Someone(
            key, one.person_id, login_id, self.session(one.person_id, login_id, self.issuers[issuer], key), {}
        )
        self.people[key] = made
        return made

    def group(self, key: str, title: str, form: str, parties: dict[str, str], *, founder: str) -> UUID:
        """A group; parties: organisation to "owner", "participant" or "participant:named"."""
        made, at = new_id(), self.now
        founder_id = self.people[founder].affiliation
        self.lay(
            "space", id=made, group_id=made, kind="group", form=form, title=title, founder_id=founder_id, created_at=at
        )
        for organisation, what in parties.items():
            role, _, reach = what.partition(":")
            self.lay(
                "party",
                group_id=made,
                organisation_id=self.organisations[organisation],
                role=role,
                reach=reach or "all",
                since=at,
            )
        self.lay("space_activity", space_id=made)
        self.spaces[key] = made
        self.member(key, founder, "steward")
        return made

    def room(self, key: str, group: str, title: str, *, founder: str) -> UUID:
        """A room inside a group."""
        made, founder_id = new_id(), self.people[founder].affiliation
        self.lay(
            "space",
            id=made,
            group_id=self.spaces[group],
            kind="room",
            form="closed",
            title=title,
            founder_id=founder_id,
            created_at=self.now,
        )
        self.lay("space_activity", space_id=made)
        self.spaces[key] = made
        self.member(key, founder, "steward")
        return made

    def member(
        self,
        space: str,
        who: str,
        role: str = "member",
        *,
        of: str = "",
        sponsor: str = "",
        days: float = 60,
        **also: object,
    ) -> UUID:
        """A place in a space; an external has a sponsor and an end in so many days. also: columns that differ."""
        one, made, at = self.people[who], new_id(), self.now
        affiliation = one.affiliations[of] if of else one.affiliation
        values: dict[str, object] = {
            "id": made,
            "space_id": self.spaces[space],
            "group_id": self.one("SELECT group_id FROM plein.space WHERE id = %s", self.spaces[space]),
            "affiliation_id": affiliation,
            "organisation_id": self.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", affiliation),
            "kind": "external" if sponsor else "staff",
            "role": role,
            "came": "invited" if sponsor else "added",
            "confirmed": True,
            "sponsor_id": self.people[sponsor].affiliation if sponsor else None,
            "since": min(at, at + timedelta(days=days - 1)),
            "until": at + timedelta(days=days) if sponsor else FOREVER,
        }
        self.lay("membership", **values | also)
        self.memberships[space, affiliation] = made
        return made

    def item(
        self, key: str, space: str, who: str, kind: str = "post", *, of: str = "", parent: str = "", text: str = ""
    ) -> UUID:
        """Something that somebody wrote; a document has one version, without its file."""
        one, made, at, space_id = self.people[who], new_id(), self.now, self.spaces[space]
        author = one.affiliations[of] if of else one.affiliation
        owner = self.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", author)
        body = text or f"Tekst van {key}, alleen voor {space}"
        spine = {"item_id": made, "space_id": space_id, "author_id": author}
        self.lay(
            "item",
            id=made,
            space_id=space_id,
            kind=kind,
            parent_id=self.items[parent] if parent else None,
            author_id=author,
            owner_id=owner,
            created_at=at,
        )
        self.lay("item_text", **spine, title=f"Titel van {key}" if kind == "post" else "", body=body)
        if kind == "question":
            self.lay("question", **spine, title=f"Vraag {key}?")
        if kind == "folder":
            self.lay("folder", **spine, name=f"Map {key}")
        if kind == "document":
            self.lay("document", **spine, name=f"{key}.txt")
            self.lay(
                "document_version",
                id=new_id(),
                space_id=space_id,
                document_id=made,
                number=1,
                author_id=author,
                owner_id=owner,
                sha256=hashlib.sha256(body.encode()).hexdigest(),
                size=len(body.encode()),
                media_type="text/plain",
                file_name=f"{key}.txt",
                created_at=at,
            )
        self.items[key] = made
        return made

    def agreement(self, key: str, title: str, *sides: str, by: str) -> UUID:
        """An agreement that the first side proposed and signed; the others did not yet."""
        made, at = new_id(), self.now
        proposer = self.organisations[sides[0]]
        proposed_by = self.people[by].affiliations[sides[0]]
        self.lay("agreement", id=made, title=title, proposed_by=proposed_by, proposer_id=proposer, since=at)
        for side in sides:
            signed_at = at if side == sides[0] else None
            self.lay(
                "agreement_party", agreement_id=made, organisation_id=self.organisations[side], signed_at=signed_at
            )
        self.agreements[key] = made
        return made

    def bulk(self, key: str, organisation: str, *, by: str) -> UUID:
        """An act on many rows that an administrator began, and that was done."""
        made, at = new_id(), self.now
        self.lay(
            "bulk",
            id=made,
            organisation_id=self.organisations[organisation],
            affiliation_id=self.people[by].affiliations[organisation],
            kind="externen-beeindigen",
            status="done",
            created_at=at,
            ended_at=at,
        )
        self.bulks[key] = made
        return made
