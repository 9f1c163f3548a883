"""Says where the database and the oracle differ: in everybody's lists, in rows they see, in what they may write.

Each function gives sentences, none when both agree; the database is asked as the application's role.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg

from tests.oracle import written
from tests.oracle.model import Hub, Item, View
from tests.oracle.others import visible
from tests.oracle.reading import OTHERS
from tests.world import Someone, World

LISTS = {
    "mine": "mine",
    "affiliations": "active",
    "staff_affiliations": "staff",
    "staff_of": "staff_of",
    "administers": "administers",
    "sees": "sees",
    "writes": "writes",
    "reacts": "reacts",
    "stewards": "stewards",
    "joins": "joins",
    "directory": "directory",
    "knows": "knows",
}
ROWS = {
    "SELECT id FROM plein.space": "visible_spaces",
    "SELECT id FROM plein.affiliation": "visible_affiliations",
    "SELECT space_id, affiliation_id FROM plein.membership": "visible_memberships",
    "SELECT id FROM plein.organisation": "visible_organisations",
    "SELECT group_id, organisation_id FROM plein.party": "visible_parties",
    "SELECT id FROM plein.item": "visible_items",
    "SELECT item_id FROM plein.item_text": "visible_texts",
    "SELECT item_id FROM plein.question": "visible_questions",
    "SELECT item_id FROM plein.document": "visible_documents",
    "SELECT document_id FROM plein.document_version": "visible_documents",
}
OTHER_ROWS = {table: f"SELECT {keys} FROM plein.{table}" for table, keys in OTHERS.items()}  # noqa: S608
READ = {query.split("plein.")[1] for query in [*ROWS, *OTHER_ROWS.values()]}
# What each write below tries, with the oracle's word on it.
TRIED = {
    *((table, "INSERT") for table in ("item", "item_text", "question", "document", "document_version", "reaction")),
    *((table, "UPDATE") for table in ("item", "item_text", "question", "document", "person")),
    *(("reaction", "DELETE"), ("once", "INSERT"), ("outbox", "INSERT")),
    *written.TRIED,
}
PUT = (
    "INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)"
    " VALUES (plein.new_id(), 'x', '{}', %s, plein.moment(), plein.moment())"
)
SHA = "0" * 64
REACT = "INSERT INTO plein.reaction VALUES (%s, %s, %s, 'agree', plein.moment())"


class As:
    """One person's transaction on a connection of the application's role; nothing in it stays."""

    def __init__(self, app: psycopg.Connection[Any], one: Someone | None) -> None:
        """Begin, and enter; None: as nobody."""
        self.app = app
        app.rollback()
        row = app.execute("SELECT plein.enter(%s)", (one.proof if one else None,)).fetchone()
        assert row is not None
        app.execute("SET CONSTRAINTS ALL DEFERRED")  # as whatever moves a thread does
        app.execute("SAVEPOINT try")
        self.entered: dict[str, Any] = row[0]

    def tries(self, query: str, *values: object) -> bool:
        """Whether this changes a row; undone at once. Any error but a fence's is a fault of the test."""
        try:
            changed = self.app.execute(query.encode(), values).rowcount >= 1
        except psycopg.Error as error:
            if not (isinstance(error, psycopg.errors.InsufficientPrivilege) or str(error.sqlstate).startswith("PL")):
                raise
            changed = False
        self.app.execute("ROLLBACK TO SAVEPOINT try")
        return changed


def differences(world: World, hub: Hub) -> Iterator[str]:
    """All of them, for everybody, and for nobody."""
    with psycopg.connect(world.database.app) as app:
        if As(app, None).tries(PUT, None):
            yield "nobody puts a job in the outbox"
        for query in [*ROWS, *OTHER_ROWS.values()]:
            if app.execute(query.encode()).fetchall():
                yield f"nobody: {query}"
        for who, one in world.people.items():
            yield from differs_for(app, who, one, hub)


def differs_for(
    app: psycopg.Connection[Any], who: str, one: Someone, hub: Hub, *, rows: bool = True, writing: bool = True
) -> Iterator[str]:
    """For one person; its lists always."""
    view = View(hub, one.person_id, one.login_id)
    asked = As(app, one)
    for found in [
        *_lists(asked, view),
        *(_rows(asked, view) if rows else ()),
        *(_other_rows(asked, view) if rows and hub.rows else ()),
        *(_writes(asked, view) if writing else ()),
        *(_leftovers(asked, view) if writing and hub.rows else ()),
    ]:
        yield f"{who}: {found}"
    app.rollback()


def _lists(asked: As, view: View) -> Iterator[str]:
    for ours, theirs in LISTS.items():
        found = {UUID(one) for one in asked.entered["lists"][ours] or ()}
        if found != getattr(view, theirs):
            theirs_too = getattr(view, theirs)
            yield f"list {ours}: the database has {found - theirs_too} too many, lacks {theirs_too - found}"


def _rows(asked: As, view: View) -> Iterator[str]:
    for query, theirs in ROWS.items():
        rows = asked.app.execute(query.encode()).fetchall()
        found = {row[0] if len(row) == 1 else tuple(row) for row in rows}
        right = getattr(view, theirs)
        if found != right:
            yield f"{query}: {len(found - right)} too many, {len(right - found)} lacking"


def _other_rows(asked: As, view: View) -> Iterator[str]:
    for table, query in OTHER_ROWS.items():
        found = {tuple(row) for row in asked.app.execute(query.encode()).fetchall()}
        if found != visible(view, table):
            yield f"{table}: {len(found - visible(view, table))} too many, {len(visible(view, table) - found)} lacking"


def _leftovers(asked: As, view: View) -> Iterator[str]:
    """Writes to what only one person has, to reactions, to a spine that lacks what belongs to it, and to the outbox."""
    hub, tries = view.hub, asked.tries
    tried = []
    for space, item, author in hub.rows["reaction"]:
        query = "DELETE FROM plein.reaction WHERE item_id = %s AND author_id = %s"
        tried.append((f"take back at {item}", tries(query, item, author), view.may_take_back(author, space)))
    for (person,) in hub.rows["person"]:
        prefer = "UPDATE plein.person SET language = 'en' WHERE id = %s"
        tried.append((f"prefer as {person}", tries(prefer, person), person == view.person))
        handle = "INSERT INTO plein.once (person_id, key, created_at) VALUES (%s, plein.new_id(), plein.moment())"
        tried.append((f"handle as {person}", tries(handle, person), person == view.person))
    tried += [(f"put with key {key}", tries(PUT, key), key is None) for key in (None, "taken")]
    own = next(iter(sorted(view.active)), None)
    for one in hub.items.values():
        if one.bare:
            tried += _completions(asked, view, one)
        tried += written.of_item(asked, view, one, own)
    tried += [*written.own(asked, view, hub), *written.rows(asked, view, hub)]
    for what, ours, theirs in tried:
        if ours != theirs:
            yield f"{what}: the database says {ours}, the oracle {theirs}"


def _completions(asked: As, view: View, bare: Item) -> list[tuple[str, bool, bool]]:
    """What belongs to an item, written by its author alone, and never born in another name."""
    tries, spine = asked.tries, (bare.id, bare.space, bare.author)
    may = bare.author in view.active and bare.space in view.writes
    text = "INSERT INTO plein.item_text (item_id, space_id, author_id, body) VALUES (%s, %s, %s, 'x')"
    found = [(f"text of {bare.id}", tries(text, *spine), may)]
    if bare.kind == "document":
        insert = "INSERT INTO plein.document (item_id, space_id, author_id, name) VALUES (%s, %s, %s, 'x')"
        found.append((f"document {bare.id}", tries(insert, *spine), may))
    if bare.kind == "folder":
        insert = "INSERT INTO plein.folder (item_id, space_id, author_id, name) VALUES (%s, %s, %s, 'x')"
        found.append((f"folder {bare.id}", tries(insert, *spine), may))
    if bare.kind == "question":
        insert = "INSERT INTO plein.question (item_id, space_id, author_id, title) VALUES (%s, %s, %s, 'x')"
        as_steward = bare.space in view.writes and bare.space in view.stewards  # turns a message of another
        found.append((f"question {bare.id}", tries(insert, *spine), may or as_steward))
        answer = next(one.id for one in view.hub.items.values() if one.parent == bare.id)
        insert = (
            "INSERT INTO plein.question (item_id, space_id, author_id, title, accepted_id, accepted_at, accepted_by)"
            " VALUES (%s, %s, %s, 'x', %s, plein.moment(), %s)"
        )
        found.append((f"born accepted {bare.id}", tries(insert, *spine, answer, bare.author), False))
    if bare.kind == "post":
        insert = (
            "INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at, deleted_at, deleted_by)"
            " VALUES (plein.new_id(), %s, 'post', %s, %s, plein.moment(), plein.moment(), %s)"
        )
        owner = view.hub.affiliations[bare.author].organisation
        born = tries(insert, bare.space, bare.author, owner, bare.author)
        found.append((f"born deleted {bare.id}", born, False))
    return found


def _writes(asked: As, view: View) -> Iterator[str]:
    """Every write x every target, as every own affiliation and as somebody else's."""
    tried = _new_things(asked, view)
    for item in view.hub.items.values():
        tried += _changes(asked, view, item)
    for what, ours, theirs in tried:
        if ours != theirs:
            yield f"{what}: the database says {ours}, the oracle {theirs}"


def _new_things(asked: As, view: View) -> list[tuple[str, bool, bool]]:
    hub, found = view.hub, []
    for space in hub.spaces:
        strangers = [one for where, one in hub.memberships if where == space and one not in view.mine]
        for author in [*sorted(view.mine), *strangers[:1]]:
            if (space, author) not in hub.memberships:
                continue  # the foreign key refuses it, whoever asks
            owner = hub.affiliations[author].organisation
            insert = asked.tries(
                "INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)"
                " VALUES (plein.new_id(), %s, 'post', %s, %s, plein.moment())",
                *(space, author, owner),
            )
            found.append((f"post in {space} as {author}", insert, view.may_write_as(author, space)))
    return found


def _changes(asked: As, view: View, item: Item) -> list[tuple[str, bool, bool]]:
    hub, tries, key = view.hub, asked.tries, item.id
    own = next(iter(sorted(view.active)), None)
    other = next(one for one in hub.affiliations if one not in view.mine)
    delete = "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = %s WHERE id = %s"
    restore = "UPDATE plein.item SET deleted_at = NULL, deleted_by = NULL WHERE id = %s"
    found = [
        (f"delete {key}", own is not None and tries(delete, own, key), own is not None and view.may_delete(item)),
        (f"delete {key} in another's name", tries(delete, other, key), False),
        (f"restore {key}", tries(restore, key), view.may_delete(item)),
        (
            f"edit {key}",
            tries("UPDATE plein.item_text SET body = 'x' WHERE item_id = %s", key),
            not item.bare and view.may_edit_text(item),
        ),
    ]
    for author in sorted(view.mine):
        if (item.space, author) in hub.memberships:
            react = tries(REACT, item.space, key, author)
            found.append((f"react to {key} as {author}", react, view.may_react_as(author, item.space)))
    strangers = [one for space, one in hub.memberships if space == item.space and one not in view.mine]
    if strangers:
        found.append((f"react to {key} in another's name", tries(REACT, item.space, key, strangers[0]), False))
    if item.kind == "question" and not item.bare:
        found += _question(asked, view, item, own, other)
    if item.kind == "document" and not item.bare:
        found += _document(asked, view, item)
    return found


def _question(asked: As, view: View, item: Item, own: UUID | None, other: UUID) -> list[tuple[str, bool, bool]]:
    accept = (
        "UPDATE plein.question SET accepted_id = %s, accepted_at = plein.moment(), accepted_by = %s WHERE item_id = %s"
    )
    answers = [one for one in view.hub.items.values() if one.parent == item.id and one.kind == "answer"]
    if not answers:
        return []
    may = own is not None and view.may_accept(item)
    return [
        (f"accept at {item.id}", own is not None and asked.tries(accept, answers[0].id, own, item.id), may),
        (f"accept at {item.id} in another's name", asked.tries(accept, answers[0].id, other, item.id), False),
        (
            f"retitle {item.id}",
            asked.tries("UPDATE plein.question SET title = 'x' WHERE item_id = %s", item.id),
            view.may_accept(item),
        ),
    ]


def _document(asked: As, view: View, item: Item) -> list[tuple[str, bool, bool]]:
    rename = asked.tries("UPDATE plein.document SET name = 'x' WHERE item_id = %s", item.id)
    found = [(f"rename {item.id}", rename, view.may_rename(item))]
    strangers = [one for where, one in view.hub.memberships if where == item.space and one not in view.mine]
    for author in [*sorted(view.mine), *strangers[:1]]:
        if (item.space, author) in view.hub.memberships:
            version = asked.tries(
                "INSERT INTO plein.document_version (id, space_id, document_id, number, author_id, owner_id, sha256,"
                " size, media_type, file_name, created_at)"
                " VALUES (plein.new_id(), %s, %s, 99, %s, %s, %s, 1, 'text/plain', 'x', plein.moment())",
                *(item.space, item.id, author, view.hub.affiliations[author].organisation, SHA),
            )
            found.append((f"version of {item.id} as {author}", version, view.may_write_as(author, item.space)))
    return found
