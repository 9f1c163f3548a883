"""Lays down the story of the demo, once, as the keeper; and writes the realms that its people sign in at."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString

from psycopg import sql

from hub.kit.storage import Storage
from hub.runtime import (
    demoaudit,
    demodesk,
    demogroups,
    demoguests,
    demoparties,
    demoquestions,
    demospine,
    demostaff,
    demotexts,
    demowaits,
    story,
)
from hub.runtime import realms as cast
from hub.runtime.demofiles import DOCUMENTS, FOLDERS, Versions, media_type, octets
from hub.settings import Settings
from sso.seal import Seal
from tenants import installation
from tenants.ids import new_id
from tenants.names import sort_name

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def generate(settings: Settings, *, provider: str, realms: Path) -> None:
    """See to it that the story is in the database, and its sign-in in the file `realms` for the provider at `provider`.

    Started again it changes nothing of what people did since; only the addresses of the realms follow the ports.
    """
    with installation.keeper(settings.need("database_keeper")) as connection:
        laying = _Laying(connection, provider=provider, secret=settings.secret, blobs=settings.storage)
        if connection.execute("SELECT 1 FROM plein.organisation").fetchone() is None:
            laying.everything()
        issuers = laying.follow_ports()
    realms.touch(mode=0o600)
    said = cast.file(issuers, address=settings.address, secret=settings.secret)
    realms.write_text(json.dumps(said, indent=1), encoding="utf-8")


class _Laying:
    """The keeper's connection and what was laid down by key."""

    def __init__(self, connection: installation.Keeper, *, provider: str, secret: str, blobs: Path) -> None:
        self.connection, self.provider, self.secret, self.storage = connection, provider, secret, Storage(blobs)
        self.now: datetime = self._one("SELECT plein.moment()")
        self.organisations: dict[str, uuid.UUID] = {}
        self.issuers: dict[str, uuid.UUID] = {}
        self.affiliations: dict[tuple[str, str], uuid.UUID] = {}
        self.spaces: dict[str, uuid.UUID] = {}

    def everything(self) -> None:
        """The whole story, in its order."""
        for town in story.TOWNS:
            self._town(town)
        self.issuers[cast.GUESTS] = self._issuer(cast.GUESTS, None, "Gastaccounts", guests=True)
        for human in story.HUMANS:
            self._human(human)
        for key, title, purpose, form, parties, founder, members in (*story.GROUPS, *demogroups.GROUPS):
            self._group(key, title, purpose, form, parties, founder)
            for member in members:
                self._member(key, member)
        for key, group, title, founder, room_members in story.ROOMS:
            self._room(key, group, title, founder)
            for member in room_members:
                self._member(key, member)
        for guest in story.GUESTS:
            self._guest(*guest)
        for more in (demoguests, demodesk, demostaff, demoaudit):
            more.lay(self.connection, self.organisations, self.affiliations, self.now)
        demoparties.lay(self.connection, self.organisations, self.affiliations, self.spaces, self.now)
        demogroups.lay(self.connection, self.spaces, self.affiliations, self.now)
        self._agreement()
        demowaits.lay(self._insert, self.spaces, self.affiliations, self.organisations, self.now)
        demoquestions.lay(self.connection, self._item, self._beside, self._words, self.now)
        self._documents()
        self._posts()
        demospine.lay(self._do, self.now)
        demotexts.lay(self._do, self._all, self._item, self.storage, self.affiliations, self.spaces, self.now)

    def follow_ports(self) -> dict[str, uuid.UUID]:
        """Let each issuer's address be where its realm listens now; realm to the issuer's id."""
        rows = self._all("SELECT id, url FROM plein.issuer")
        found = {url.rsplit("/", 1)[1]: issuer_id for issuer_id, url in rows}
        for realm, issuer_id in found.items():
            self._do("UPDATE plein.issuer SET url = %s WHERE id = %s", self._realm_url(realm), issuer_id)
        return found

    # ---------------------------------------------------------------- people and places

    def _town(self, town: story.Town) -> None:
        made = installation.create_organisation(
            self.connection,
            town.name,
            handle=town.key,
            short_name=town.short,
            initials=town.initials,
            firm=town.firm,
            listed=not town.firm,
            in_picker=not town.firm,
            brand=town.brand,
            square_title=f"Plein {town.short}",
        )
        self.organisations[town.key] = made
        self.spaces[f"plein-{town.key}"] = self._one(
            "SELECT group_id FROM plein.party WHERE organisation_id = %s", made
        )
        installation.add_domain(self.connection, made, f"{town.key}.example")
        self.issuers[town.key] = self._issuer(town.key, made, town.name)

    def _issuer(self, realm: str, organisation: uuid.UUID | None, title: str, *, guests: bool = False) -> uuid.UUID:
        return installation.bind_issuer(
            self.connection,
            organisation,
            self._realm_url(realm),
            client_id=cast.CLIENT,
            secret=Seal(self.secret).close(cast.client_secret(self.secret, realm), purpose="issuer"),
            title=title,
            guests=guests,
            upstream_id=cast.upstream(realm),
        )

    def _human(self, human: story.Human) -> None:
        home = human.places[0].partition(":")[0]
        person, login = self._person(human.key, self.issuers[home])
        for place in human.places:
            organisation, _, role = place.partition(":")
            made = self._affiliation(
                human.key, human.name, organisation, person, login, kind="staff", role=role or "member"
            )
            self._do(
                "UPDATE plein.affiliation SET title = %s, department = %s WHERE id = %s",
                human.title,
                human.department,
                made,
            )
            self._do(
                "INSERT INTO plein.affiliation_address VALUES (%s, %s)", made, f"{human.key}@{organisation}.example"
            )

    def _guest(self, key: str, name: str, employer: str, sponsor: str, space: str, days: int, _note: str) -> None:
        person, login = self._person(key, self.issuers[cast.GUESTS])
        sponsor_id = self._place_of(sponsor, space)
        organisation = next(
            one for (who, one), made in self.affiliations.items() if made == sponsor_id and who == sponsor
        )
        until = self.now + timedelta(days=days)
        made = self._affiliation(
            key, name, organisation, person, login, kind="external", until=until, employer=employer
        )
        self._do("INSERT INTO plein.affiliation_address VALUES (%s, %s)", made, f"{key}@gast.example")
        self._membership(space, made, "member", "invited", sponsor=sponsor_id, until=until)

    def _person(self, key: str, issuer: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
        person, login = new_id(), new_id()
        self._insert("person", id=person, created_at=self.now)
        self._do(
            "INSERT INTO plein.login VALUES (%s, %s, %s, %s, %s)", login, issuer, cast.subject(key), person, self.now
        )
        return person, login

    def _affiliation(
        self,
        key: str,
        name: str,
        organisation: str,
        person: uuid.UUID,
        login: uuid.UUID,
        *,
        kind: str,
        role: str = "member",
        until: datetime = FOREVER,
        employer: str = "",
    ) -> uuid.UUID:
        made = self.affiliations[key, organisation] = new_id()
        self._insert(
            "affiliation",
            id=made,
            person_id=person,
            organisation_id=self.organisations[organisation],
            kind=kind,
            role=role,
            shown=name,
            sort_name=sort_name(name),
            employer=employer,
            source="invitation" if kind == "external" else "sign-in",
            since=self.now - timedelta(days=30),
            until=until,
        )
        self._do("INSERT INTO plein.affiliation_login VALUES (%s, %s, %s, %s, NULL)", made, login, person, self.now)
        return made

    def _group(self, key: str, title: str, purpose: str, form: str, parties: dict[str, str], founder: str) -> None:
        self._space(key, None, "group", form, title, purpose, founder)
        for organisation, what in parties.items():
            role, _, reach = what.partition(":")
            self._insert(
                "party",
                group_id=self.spaces[key],
                organisation_id=self.organisations[organisation],
                role=role,
                reach=reach or "all",
                since=self.now - timedelta(days=20),
            )
        self._membership(key, self._place_of(founder, key), "steward", "founded")

    def _room(self, key: str, group: str, title: str, founder: str) -> None:
        self._space(key, self.spaces[group], "room", "closed", title, "", founder)
        self._membership(key, self._place_of(founder, key), "steward", "founded")

    def _space(
        self, key: str, group: uuid.UUID | None, kind: str, form: str, title: str, purpose: str, founder: str
    ) -> None:
        made = self.spaces[key] = new_id()
        home = next(one for who, one in self.affiliations if who == founder)
        self._insert(
            "space",
            id=made,
            group_id=group or made,
            kind=kind,
            form=form,
            title=title,
            purpose=purpose,
            founder_id=self.affiliations[founder, home],
            created_at=self.now - timedelta(days=20),
        )
        self._insert("space_activity", space_id=made)

    def _member(self, space: str, who: str) -> None:
        self._membership(space, self._place_of(who, space), "member", "added")

    def _membership(
        self,
        space: str,
        affiliation: uuid.UUID,
        role: str,
        came: str,
        *,
        sponsor: uuid.UUID | None = None,
        until: datetime = FOREVER,
    ) -> None:
        self._do(
            "INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came,"
            " confirmed, sponsor_id, since, until)"
            " SELECT %s, s.id, s.group_id, a.id, a.organisation_id, a.kind, %s, %s, true, %s, %s, %s"
            " FROM plein.space s, plein.affiliation a WHERE s.id = %s AND a.id = %s ON CONFLICT DO NOTHING",
            new_id(),
            role,
            came,
            sponsor,
            self.now - timedelta(days=15),
            until,
            self.spaces[space],
            affiliation,
        )

    def _place_of(self, who: str, space: str) -> uuid.UUID:
        """The affiliation through which somebody takes part in a space: of an organisation that is a party there."""
        rows = self._all(
            "SELECT p.organisation_id FROM plein.space s JOIN plein.party p ON p.group_id = s.group_id WHERE s.id = %s",
            self.spaces[space],
        )
        parties = {row[0] for row in rows}
        own = [(organisation, made) for (key, organisation), made in self.affiliations.items() if key == who]
        return next(made for organisation, made in own if self.organisations[organisation] in parties)

    def _agreement(self) -> None:
        """Zandwijk and Meerbergen, about to merge, open their staff directories to each other."""
        agreement, signers = new_id(), {"zandwijk": "mark", "meerbergen": "mehmet"}
        self._do(
            "INSERT INTO plein.agreement (id, title, directory, questions, status, proposed_by, proposer_id, since)"
            " VALUES (%s, %s, true, true, 'signed', %s, %s, %s)",
            agreement,
            "Samen op weg naar 2028",
            self.affiliations["mark", "zandwijk"],
            self.organisations["zandwijk"],
            self.now - timedelta(days=20),
        )
        for organisation, who in signers.items():
            self._do(
                "INSERT INTO plein.agreement_party VALUES (%s, %s, %s, %s)",
                agreement,
                self.organisations[organisation],
                self.now - timedelta(days=20),
                self.affiliations[who, organisation],
            )

    # ---------------------------------------------------------------- what they said

    def _posts(self) -> None:
        for space, author, hours, title, body, comments, words in sorted(
            (*story.POSTS, *demotexts.POSTS), key=lambda one: -one[2]
        ):
            post = self._item(space, author, hours, "post", title=title, body=demotexts.linked(body, self._all))
            self._replies(space, post, comments)
            self._words(space, post, words)

    def _documents(self) -> None:
        for space, author, hours, name, files in FOLDERS:
            folder = self._item(space, author, hours, "folder")
            self._beside("folder", folder, space, author, name=name)
            for who, ago, file_name, text in files:
                self._document(space, who, ago, file_name, ((who, ago, "", text),), folder)
        for space, author, hours, name, versions in sorted(DOCUMENTS, key=lambda one: -one[2]):
            self._document(space, author, hours, name, versions)

    def _document(
        self, space: str, author: str, hours: float, name: str, versions: Versions, folder: uuid.UUID | None = None
    ) -> None:
        document = self._item(space, author, hours, "document")
        self._beside("document", document, space, author, name=name, folder_id=folder)
        for number, (who, ago, note, text) in enumerate(versions, start=1):
            author_id, at = self._place_of(who, space), self.now - timedelta(hours=ago)
            owner = self._one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", author_id)
            with self.storage.receive() as file:
                size, digest = file.write(octets(name, text)), file.keep(owner)
            place = {"space_id": self.spaces[space], "document_id": document, "number": number}
            whose = {"author_id": author_id, "owner_id": owner, "note": note}
            kept = {"sha256": digest, "size": size, "media_type": media_type(name), "file_name": name}
            self._insert("document_version", id=new_id(at), created_at=at, **place, **whose, **kept)

    def _item(
        self,
        space: str,
        who: str,
        hours: float,
        kind: str,
        *,
        body: str = "",
        title: str = "",
        parent: uuid.UUID | None = None,
    ) -> uuid.UUID:
        at = self.now - timedelta(hours=hours)
        made, author = new_id(at), self._writer(who, space)
        self._do(
            "INSERT INTO plein.item (id, space_id, kind, parent_id, author_id, owner_id, created_at)"
            " SELECT %s, %s, %s, %s, id, organisation_id, %s FROM plein.affiliation WHERE id = %s",
            made,
            self.spaces[space],
            kind,
            parent,
            at,
            author,
        )
        self._insert("item_text", item_id=made, space_id=self.spaces[space], author_id=author, title=title, body=body)
        return made

    def _writer(self, who: str, space: str) -> uuid.UUID:
        """The affiliation through which somebody writes; staff becomes a member by it, a guest is one already."""
        author = self._place_of(who, space)
        if who in {one.key for one in story.HUMANS}:
            self._membership(space, author, "member", "self")
        return author

    def _beside(self, table: str, item: uuid.UUID, space: str, who: str, **values: object) -> None:
        """The row of a feature's own table that belongs to an item."""
        author_id = self._place_of(who, space)
        self._insert(table, item_id=item, space_id=self.spaces[space], author_id=author_id, **values)

    def _replies(self, space: str, item: uuid.UUID, comments: Any) -> None:  # noqa: ANN401 - rows of the story
        for who, hours, text in comments:
            self._item(space, who, hours, "comment", body=text, parent=item)

    def _words(self, space: str, item: uuid.UUID, words: Any) -> None:  # noqa: ANN401 - rows of the story
        for who, word in words:
            author = self._writer(who, space)
            self._insert(
                "reaction", space_id=self.spaces[space], item_id=item, author_id=author, word=word, created_at=self.now
            )

    def _realm_url(self, realm: str) -> str:
        return f"{self.provider}/realms/{realm}"

    def _insert(self, table: str, **values: object) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, values))
        places = sql.SQL(", ").join(map(sql.Placeholder, values))
        into = sql.SQL("INSERT INTO plein.{} ({}) VALUES ({})").format(sql.Identifier(table), columns, places)
        self.connection.execute(into, values)

    def _do(self, statement: LiteralString, *values: object) -> None:
        self.connection.execute(statement, values)

    def _all(self, query: LiteralString, *values: object) -> list[Any]:
        return self.connection.execute(query, values).fetchall()

    def _one(self, query: LiteralString, *values: object) -> Any:  # noqa: ANN401 - a value of whatever type
        return self._all(query, *values)[0][0]
