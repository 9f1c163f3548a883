"""What things are called, for one reader: what a link to them may say."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from hub.content.models import Item
from hub.kit.text import excerpt
from tenants.actor import Actor
from tenants.db import session

TITLE_LONG = 80
"""A message without a title is called by its beginning, at most so long."""
# Whatever the kind, in one query: pages name things of every kind at once. The reader's sight is asked twice, here too.
_TITLES = text("""
SELECT i.id, i.kind, coalesce(q.title, d.name, nullif(t.title, '')) AS title, left(t.body, 1000) AS body
  FROM plein.item i
  LEFT JOIN plein.item_text t ON t.item_id = i.id
  LEFT JOIN plein.question q ON i.kind = 'question' AND q.item_id = i.id
  LEFT JOIN plein.document d ON i.kind = 'document' AND d.item_id = i.id
 WHERE i.id = ANY (cast(:ids AS uuid[])) AND i.space_id = ANY (cast(:sees AS uuid[]))
   AND i.parent_id IS NULL AND i.deleted_at IS NULL
""")


# An answer in the bin counts for nothing; good ones stay when the accepted one goes.
_ANSWERED = text("""
SELECT q.item_id FROM plein.question q
 WHERE q.item_id = ANY (cast(:ids AS uuid[])) AND q.space_id = ANY (cast(:sees AS uuid[])) AND (
   EXISTS (SELECT FROM plein.item a WHERE a.space_id = q.space_id AND a.id = q.accepted_id AND a.deleted_at IS NULL)
   OR EXISTS (SELECT FROM plein.good_answer g JOIN plein.item a ON a.space_id = g.space_id AND a.id = g.answer_id
     WHERE g.space_id = q.space_id AND g.question_id = q.item_id AND a.deleted_at IS NULL))
""")


@dataclass(frozen=True)
class Named:
    """Something that stands by itself, as a link calls it."""

    id: UUID
    kind: str
    title: str


def called(title: str, body: str) -> str:
    """What stands for a text: its title, or how it begins."""
    return title or excerpt(body, TITLE_LONG)


def named(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Named]:
    """What these messages, questions and documents are called, of those that the actor sees now; one query.

    What is hidden, deleted or absent is left out alike: its link says the bare word (hub.kit.text) and no more.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = session().execute(_TITLES, {"ids": wanted, "sees": sorted(actor.sees)})
    return {row.id: Named(row.id, row.kind, called(row.title or "", row.body or "")) for row in rows}


def answered(actor: Actor, items: Iterable[Item]) -> frozenset[UUID]:
    """Which of these items are questions that were answered; one query, none where no question is among them."""
    ids = [one.id for one in items if one.kind == "question"]
    if not ids:
        return frozenset()
    return frozenset(session().scalars(_ANSWERED, {"ids": ids, "sees": sorted(actor.sees)}))
