"""What the spine may become, tried row by row: moved, turned, pinned, tagged, mentioned in, filed, marked as read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from tests.oracle.model import Hub, Item, View
from tests.oracle.others import visible

if TYPE_CHECKING:
    from tests.oracle.compare import As

# Table to the columns by which its rows are compared, the first of them the space.
ROWS = {
    "attachment": "space_id, item_id, author_id, id",
    "document_head": "space_id, document_id",
    "folder": "space_id, item_id, author_id",
    "good_answer": "space_id, answer_id, question_id",
    "item_past": "space_id, item_id, number",
    "item_tag": "space_id, item_id, tag",
    "mention": "space_id, item_id, author_id, affiliation_id",
    "pin": "space_id, item_id",
    "question_word": "space_id, item_id, word",
}
OWN = {
    "draft": "person_id, id",
    "draft_file": "affiliation_id, id, person_id",
    "space_read": "person_id, space_id",
    "thread_read": "person_id, item_id",
}
# By the content that they were made of: what shows it has a space.
MADE = {"preview": "owner_id || sha256", "preview_page": "owner_id || sha256, number"}
TRIED = {
    *((table, "INSERT") for table in [*ROWS, *OWN]),
    *((table, "DELETE") for table in ("attachment", "mention", "pin", "good_answer", "item_tag", "question_word")),
    *((table, "UPDATE") for table in ("folder", "document_head", "draft", "draft_file", "space_read", "thread_read")),
    *((table, "DELETE") for table in OWN),
}
SHA = "0" * 64
FILED = (
    "INSERT INTO plein.attachment (id, space_id, item_id, author_id, owner_id, sha256, size, media_type, file_name,"
    " created_at) VALUES (plein.new_id(), %s, %s, %s, %s, %s, 1, 'text/plain', 'x', plein.moment())"
)
MENTIONED = (
    "INSERT INTO plein.mention (space_id, item_id, author_id, affiliation_id, shown) VALUES (%s, %s, %s, %s, 'x')"
)
PAST = (
    "INSERT INTO plein.item_past (item_id, number, space_id, author_id, title, body, replaced_at)"
    " VALUES (%s, 99, %s, %s, '', 'x', plein.moment())"
)
PINNED = "INSERT INTO plein.pin (space_id, item_id, author_id, created_at) VALUES (%s, %s, %s, plein.moment())"
TAGGED = "INSERT INTO plein.item_tag (space_id, item_id, tag) VALUES (%s, %s, 'vreemd')"
WORDED = "INSERT INTO plein.question_word (space_id, item_id, word) VALUES (%s, %s, 'vreemd')"
HEADED = (
    "INSERT INTO plein.document_head (document_id, space_id, sort_name, version_id, number, size)"
    " SELECT d.document_id, d.space_id, 'x', d.id, 1, 1 FROM plein.document_version d WHERE d.document_id = %s LIMIT 1"
)
HEAD = "UPDATE plein.document_head SET size = 2 WHERE document_id = %s"
GOOD = (
    "INSERT INTO plein.good_answer (space_id, question_id, answer_id, marked_by, marked_at)"
    " VALUES (%s, %s, %s, %s, plein.moment())"
)
MERGED = "UPDATE plein.question SET merged_into = %s, merged_at = plein.moment(), merged_by = %s WHERE item_id = %s"
FOR = "UPDATE plein.question SET asked_for = %s, asked_for_id = %s WHERE item_id = %s"
DRAFTED = (
    "INSERT INTO plein.draft (id, person_id, place, thing_id, saved_at)"
    " VALUES (plein.new_id(), %s, 'post', plein.new_id(), plein.moment())"
)
WAITS = (
    "INSERT INTO plein.draft_file (id, draft_id, person_id, affiliation_id, owner_id, sha256, size, media_type,"
    " file_name) VALUES (plein.new_id(), %s, %s, %s, %s, %s, 1, 'text/plain', 'nieuw')"
)
MARKED = "INSERT INTO plein.space_read (person_id, space_id, upto) VALUES (%s, %s, %s)"
READ = "INSERT INTO plein.thread_read (person_id, space_id, item_id, upto) VALUES (%s, %s, %s, %s)"
# By what is one's own: how one of its rows is changed.
REWRITTEN = {
    "draft": "UPDATE plein.draft SET body = 'x' WHERE person_id = %s AND id = %s",
    "draft_file": "UPDATE plein.draft_file SET alt = 'x' WHERE affiliation_id = %s AND id = %s AND person_id = %s",
    "space_read": "UPDATE plein.space_read SET upto = space_id WHERE person_id = %s AND space_id = %s",
    "thread_read": "UPDATE plein.thread_read SET upto = item_id WHERE person_id = %s AND item_id = %s",
}

Tried = list[tuple[str, bool, bool]]


def of_item(asked: "As", view: View, item: Item, own: UUID | None) -> Tried:
    """What may be written beside an item, and what it may become."""
    hub, tries, key = view.hub, asked.tries, item.id
    owner = hub.affiliations[item.author].organisation
    as_author = item.author in view.active and item.space in view.writes
    steward = item.space in view.stewards and item.space in view.reacts
    found = [
        (f"attach to {key}", tries(FILED, item.space, key, item.author, owner, SHA), as_author),
        (f"mention in {key}", tries(MENTIONED, item.space, key, item.author, item.author), as_author),
        (f"write a past of {key}", tries(PAST, key, item.space, item.author), as_author),
        (f"mark {key} as read for another", tries(READ, _stranger(view), item.space, key, key), False),
    ]
    if (view.person, key) not in hub.rows["thread_read"]:
        marked = tries(READ, view.person, item.space, key, key)
        found.append((f"mark {key} as read", marked, item.space in view.sees))
    members = [one for space, one in hub.memberships if space == item.space]
    for author in [*sorted(view.mine), *[one for one in members if one not in view.mine][:1]]:
        if author in members and (item.space, key) not in hub.rows["pin"]:
            pinned = tries(PINNED, item.space, key, author)
            may = steward and item.space in view.writes and author in view.active
            found.append((f"pin {key} as {author}", pinned, may))
    if item.parent is None:
        labels = item.space in view.reacts and (item.author in view.mine or item.space in view.stewards)
        found += [
            (f"tag {key}", tries(TAGGED, item.space, key), labels),
            (f"word {key}", tries(WORDED, item.space, key), labels),
            *_becomes(asked, view, item),
        ]
    if item.kind == "document" and not item.bare:
        head = HEAD if (item.space, key) in hub.rows["document_head"] else HEADED
        found.append((f"head of {key}", tries(head, key), item.space in view.writes))
    if item.kind == "question" and not item.bare:
        found += _of_question(asked, view, item, own)
    return found


def _of_question(asked: "As", view: View, item: Item, own: UUID | None) -> Iterator[tuple[str, bool, bool]]:
    marked = {row[1] for row in view.hub.rows["good_answer"]}
    found = view.hub.items.values()
    answers = [one for one in found if one.parent == item.id and one.kind == "answer" and one.id not in marked]
    other = next(one for one in view.hub.affiliations if one not in view.mine)
    if answers and own is not None:
        good = asked.tries(GOOD, item.space, item.id, answers[0].id, own)
        yield f"good answer at {item.id}", good, view.may_accept(item)
        good = asked.tries(GOOD, item.space, item.id, answers[0].id, other)
        yield f"good answer at {item.id} in another's name", good, False
    yield from _asked_for(asked, view, item)
    twins = [
        one
        for one in view.hub.items.values()
        if one.kind == "question"
        and one.space == item.space
        and one.id != item.id
        and not one.bare
        and one.deleted_by is None
    ]
    if twins and own is not None:
        merged = asked.tries(MERGED, twins[0].id, own, item.id)
        yield f"merge {item.id}", merged, item.space in view.reacts and item.space in view.stewards
        merged = asked.tries(MERGED, twins[0].id, other, item.id)
        yield f"merge {item.id} in another's name", merged, False


def _asked_for(asked: "As", view: View, item: Item) -> Iterator[tuple[str, bool, bool]]:
    """Who asked says for whom: a name, or somebody who reads there; a steward takes it away."""
    hub, asks = view.hub, item.space in view.reacts and item.author in view.mine
    members = [one for space, one in hub.memberships if space == item.space]
    others = [one for one in hub.affiliations if one not in members][:1]
    # (What it says already, anybody says again who may change anything of it.)
    living = [one for one in members if _lives_in(hub, item.space, one) and one not in hub.heard[item.id]][:1]
    for one in [*members, *others] if asks else living:
        may = asks and _lives_in(hub, item.space, one)
        yield f"ask {item.id} for {one}", asked.tries(FOR, "", one, item.id), may
    yield f"ask {item.id} for a name", asked.tries(FOR, "Jan", None, item.id), asks
    yield f"ask {item.id} for nobody", asked.tries(FOR, "", None, item.id), view.may_accept(item)


def _becomes(asked: "As", view: View, item: Item) -> Iterator[tuple[str, bool, bool]]:
    hub, tries = view.hub, asked.tries
    as_author = item.author in view.mine and (item.deleted_by is None or item.deleted_by in view.mine)
    changes = (
        item.space in view.reacts
        and view.in_sight(item)
        and (as_author or item.space in view.stewards)
        and (item.deleted_by is None or item.deleted_by in view.active)
    )
    turned = {"post": "question", "question": "post"}.get(item.kind, "post")
    turn = tries("UPDATE plein.item SET kind = %s WHERE id = %s", turned, item.id)
    yield f"turn {item.id}", turn, changes and item.kind in {"post", "question"}
    for target in [one for one in hub.spaces if hub.spaces[one].group == hub.spaces[item.space].group]:
        if target != item.space:
            writes = item.space in view.writes and target in view.writes
            may = (
                changes
                and item.deleted_by is None
                and writes
                and all(_lives_in(hub, target, voice) for voice in hub.heard[item.id])
            )
            yield f"move {item.id} to {target}", _moves(asked, item, target), may
    elsewhere = next(
        (one for one in sorted(view.writes) if hub.spaces[one].group != hub.spaces[item.space].group), None
    )
    if elsewhere is not None:
        yield f"move {item.id} to another group", _moves(asked, item, elsewhere), False


def _lives_in(hub: Hub, space: UUID, author: UUID) -> bool:
    """Is a live member there, whether or not the newest terms were accepted: those are asked of who reads."""
    found, party, one = hub.memberships.get((space, author)), hub.party_of(space, author), hub.affiliations[author]
    if found is None or party is None or not hub.organisations[one.organisation].active:
        return False
    return hub.lives(found) and hub.lives(one) and (found.confirmed or hub.is_open_to(space, party))


def _moves(asked: "As", item: Item, target: UUID) -> bool:
    return asked.tries("UPDATE plein.item SET space_id = %s WHERE id = %s", target, item.id)


def own(asked: "As", view: View, hub: Hub) -> Iterator[tuple[str, bool, bool]]:
    """Drafts and marks: one's own, and nobody else's."""
    for person in (view.person, _stranger(view)):
        yield f"draft as {person}", asked.tries(DRAFTED, person), person == view.person
        for space in hub.spaces:
            if (person, space) not in hub.rows["space_read"]:
                marked = asked.tries(MARKED, person, space, space)
                yield f"mark {space} as read as {person}", marked, person == view.person and space in view.sees
    for table, rewritten in REWRITTEN.items():
        delete = f"DELETE FROM plein.{table} WHERE {OWN[table].replace(', ', ' = %s AND ')} = %s"  # noqa: S608
        for row in hub.rows[table]:
            mine = row in visible(view, table)
            yield f"rewrite {table} {row}", asked.tries(rewritten, *row), mine
            yield f"delete {table} {row}", asked.tries(delete, *row), mine
    for person, key in hub.rows["draft"]:
        for one in [*sorted(view.mine), next(one for one in hub.affiliations if one not in view.mine)]:
            waits = asked.tries(WAITS, key, person, one, hub.affiliations[one].organisation, SHA)
            yield f"let a file wait with {key} as {one}", waits, person == view.person and one in view.active


def rows(asked: "As", view: View, hub: Hub) -> Iterator[tuple[str, bool, bool]]:
    """What stands beside an item already, taken away; and a folder renamed."""
    for table in ("attachment", "mention"):
        for space, key, author, *more in hub.rows[table]:
            also = "id" if table == "attachment" else "affiliation_id"
            delete = f"DELETE FROM plein.{table} WHERE item_id = %s AND {also} = %s"  # noqa: S608
            may = space in view.writes and author in view.active
            yield f"delete {table} at {key}", asked.tries(delete, key, *more), may
    for space, key in hub.rows["pin"]:
        may = space in view.writes and space in view.stewards
        yield f"unpin {key}", asked.tries("DELETE FROM plein.pin WHERE item_id = %s", key), may
    for table, column, at in (
        ("good_answer", "answer_id", 2),
        ("item_tag", "item_id", 1),
        ("question_word", "item_id", 1),
    ):
        for key, question in {(row[1], row[at]) for row in hub.rows[table]}:
            delete = f"DELETE FROM plein.{table} WHERE {column} = %s"  # noqa: S608
            yield f"delete {table} of {key}", asked.tries(delete, key), view.may_accept(hub.items[question])
    for _, key, _ in hub.rows["folder"]:
        rename = "UPDATE plein.folder SET name = 'x' WHERE item_id = %s"
        yield f"rename folder {key}", asked.tries(rename, key), view.may_rename(hub.items[key])


def _stranger(view: View) -> UUID:
    return next(person for (person,) in view.hub.rows["person"] if person != view.person)
