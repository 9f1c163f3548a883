"""What is new to me: how far I have read in a space and under an item. One's own, and seen by nobody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert

from hub.content.models import ThreadRead
from hub.groups import service as groups
from tenants.actor import Actor
from tenants.db import session
from tenants.ids import new_id

MOST_NEW = 99
"""Above so many we say "99+" and count no further."""

TABBED = ("post", "question", "document")
"""What has a tab in a space, which says how much of it is new."""

# So many of each space from its own index. Who never opened a space has no mark there, and nothing new.
_NEW = text("""
SELECT r.space_id, count(*) AS new FROM plein.space_read r CROSS JOIN LATERAL (
  SELECT FROM plein.item i
   WHERE i.space_id = r.space_id AND i.parent_id IS NULL AND i.deleted_at IS NULL AND i.kind <> 'folder'
     AND i.id > r.upto AND NOT i.author_id = ANY (cast(:mine AS uuid[]))
   LIMIT :most) found
 WHERE r.person_id = :me AND r.space_id = ANY (cast(:spaces AS uuid[])) GROUP BY r.space_id
""")
# The same of one space, by kind.
_NEW_BY_KIND = text("""
SELECT k.kind, count(*) AS new
  FROM plein.space_read r CROSS JOIN unnest(cast(:kinds AS text[])) k (kind) CROSS JOIN LATERAL (
  SELECT FROM plein.item i
   WHERE i.space_id = r.space_id AND i.kind = k.kind AND i.parent_id IS NULL AND i.deleted_at IS NULL
     AND i.id > r.upto AND NOT i.author_id = ANY (cast(:mine AS uuid[]))
   ORDER BY i.id DESC LIMIT :most) found
 WHERE r.person_id = :me AND r.space_id = :space GROUP BY k.kind
""")
_UPTO = text("SELECT r.upto FROM plein.space_read r WHERE r.person_id = :me AND r.space_id = :space")
_READ = text("""
INSERT INTO plein.space_read AS r (person_id, space_id, upto)
SELECT :me, i.space_id, i.id FROM plein.item i
 WHERE i.space_id = :space AND i.parent_id IS NULL AND i.deleted_at IS NULL AND i.kind <> 'folder'
 ORDER BY i.id DESC LIMIT 1
ON CONFLICT (person_id, space_id) DO UPDATE SET upto = excluded.upto WHERE r.upto < excluded.upto
""")


def new_in(actor: Actor, space_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """How much of others is new to me in each of these spaces, at most one above MOST_NEW; one query."""
    wanted = sorted(space_ids)
    if not wanted or actor.person_id is None or actor.viewing:
        return {}
    rows = session().execute(
        _NEW,
        {
            "me": actor.person_id,
            "spaces": wanted,
            "mine": sorted(actor.mine),
            "most": MOST_NEW + 1,
        },
    )
    return {row.space_id: row.new for row in rows}


def new_of(actor: Actor, space_id: UUID, kind: str) -> int:
    """How much of this kind and of others is new to me in a space, at most one above MOST_NEW.

    One query, for all kinds of a space in a transaction: its tabs ask one after another.
    """
    if actor.person_id is None or actor.viewing:
        return 0
    asked: dict[UUID, Mapping[str, int]] = session().info.setdefault("new_by_kind", {})
    if space_id not in asked:
        rows = session().execute(
            _NEW_BY_KIND,
            {
                "me": actor.person_id,
                "space": space_id,
                "kinds": list(TABBED),
                "mine": sorted(actor.mine),
                "most": MOST_NEW + 1,
            },
        )
        asked[space_id] = {row.kind: row.new for row in rows}
    return asked[space_id].get(kind, 0)


def read_upto(actor: Actor, space_id: UUID) -> UUID | None:
    """The newest item that I was shown in a space; None when I never opened it. One query."""
    if actor.person_id is None or actor.viewing:
        return None
    found: UUID | None = session().scalar(_UPTO, {"me": actor.person_id, "space": space_id})
    return found


def opened_space(actor: Actor, space_id: UUID) -> None:
    """I was shown what is newest in a space."""
    session().execute(_READ, {"me": actor.person_id, "space": space_id})


def opened_thread(actor: Actor, item_id: UUID, *, space_id: UUID) -> None:
    """I was shown what people said under an item until now."""
    mark = insert(ThreadRead).values(person_id=actor.person_id, item_id=item_id, space_id=space_id, upto=new_id())
    session().execute(
        mark.on_conflict_do_update(index_elements=["person_id", "item_id"], set_={"upto": mark.excluded.upto})
    )


def all_read(actor: Actor, space_id: UUID) -> None:
    """Nothing in a space is new to me any more, nor under what I opened there; Missing where I do not see it."""
    groups.find(actor, space_id)
    opened_space(actor, space_id)
    opened = update(ThreadRead).where(ThreadRead.person_id == actor.person_id, ThreadRead.space_id == space_id)
    session().execute(opened.values(upto=new_id()))


@dataclass(frozen=True)
class Said:
    """How much was said under an item, replies too, and how much of it is new to me; none to who never opened it."""

    all: int = 0
    new: int = 0


_SAID = text("""
WITH RECURSIVE said AS (
  SELECT t.id AS top, i.space_id, i.id, i.author_id FROM unnest(cast(:ids AS uuid[])) wanted (id)
    JOIN plein.item t ON t.id = wanted.id
    JOIN plein.item i ON i.space_id = t.space_id AND i.parent_id = t.id AND i.deleted_at IS NULL
   WHERE i.kind = 'comment' OR i.kind = 'answer' AND t.kind = 'post'
  UNION ALL
  SELECT said.top, i.space_id, i.id, i.author_id FROM said
    JOIN plein.item i ON i.space_id = said.space_id AND i.parent_id = said.id AND i.deleted_at IS NULL)
SELECT said.top, count(*) AS said,
       count(*) FILTER (WHERE said.id > r.upto AND NOT said.author_id = ANY (cast(:mine AS uuid[]))) AS new
  FROM said LEFT JOIN plein.thread_read r ON r.person_id = :me AND r.item_id = said.top
 GROUP BY said.top
""")


def said_under(actor: Actor, item_ids: Iterable[UUID]) -> Mapping[UUID, Said]:
    """How much was said under each of these items, and how much of it is new; one query."""
    me = None if actor.viewing else actor.person_id
    rows = session().execute(_SAID, {"ids": list(item_ids), "me": me, "mine": sorted(actor.mine)})
    return {row.top: Said(row.said, row.new) for row in rows}
