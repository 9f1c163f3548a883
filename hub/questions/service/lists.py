"""Lists of questions: of one space, of all spaces that the actor sees, and those that wait for an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.content.policy import POLICY as CONTENT
from hub.content.service import Piece
from hub.groups import service as groups
from hub.kit.paging import Page, cut
from hub.kit.people import Byline, bylines
from hub.questions.models import Question
from hub.questions.policy import POLICY
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Space

PAGE = 30
WAITING = 10
NIL = UUID(int=0)


class Which(StrEnum):
    """Which questions of a list."""

    OPEN = "open"
    ANSWERED = "beantwoord"
    ALL = "alle"
    MINE = "mijn"


@dataclass(frozen=True)
class Line:
    """A question as a list shows it."""

    id: UUID
    space_id: UUID
    title: str
    author: Byline
    when: datetime
    answers: int
    is_answered: bool
    space: str = ""
    tags: Sequence[str] = ()

    @property
    def url(self) -> str:
        """Its page."""
        return f"/vragen/{self.id}"

    @property
    def organisation(self) -> str:
        """Of whoever asked: for an external the own employer."""
        return self.author.employer if self.author.is_external and self.author.employer else self.author.organisation


Accepted = aliased(Item, name="accepted")
# An accepted answer that lies in the bin counts for nothing.
IS_ANSWERED = and_(Accepted.id.is_not(None), Accepted.deleted_at.is_(None))
_FILTERS: Mapping[Which, ColumnElement[bool]] = {
    Which.OPEN: or_(Accepted.id.is_(None), Accepted.deleted_at.is_not(None)),
    Which.ANSWERED: IS_ANSWERED,
}

# The open questions of many spaces, longest waiting first: so many of each space from its own index, then the few whose
# accepted answer lies in the bin.
_OPEN = text("""
SELECT o.id FROM (
  SELECT found.id FROM unnest(cast(:spaces AS uuid[])) s (id) CROSS JOIN LATERAL (
    SELECT q.item_id AS id FROM plein.question q JOIN plein.item i ON i.space_id = q.space_id AND i.id = q.item_id
     WHERE q.space_id = s.id AND q.accepted_id IS NULL AND q.item_id > :after AND i.deleted_at IS NULL
       AND NOT q.author_id = ANY (cast(:not_by AS uuid[]))
     ORDER BY q.item_id LIMIT :size) found
  UNION ALL
  SELECT q.item_id FROM plein.question q
    JOIN plein.item a ON a.space_id = q.space_id AND a.id = q.accepted_id
    JOIN plein.item i ON i.space_id = q.space_id AND i.id = q.item_id
   WHERE q.space_id = ANY (cast(:spaces AS uuid[])) AND a.deleted_at IS NOT NULL AND q.item_id > :after
     AND i.deleted_at IS NULL AND NOT q.author_id = ANY (cast(:not_by AS uuid[]))) o
ORDER BY o.id LIMIT :size
""")


def in_space(actor: Actor, space_id: UUID, *, which: Which, after: UUID | None = None) -> Page[Line]:
    """The questions of a space, newest first; `after` one of them."""
    groups.find(actor, space_id)
    rows = _rows(actor).where(Question.space_id == space_id)
    if which in _FILTERS:
        rows = rows.where(_FILTERS[which])
    found = cut(_newest(rows, after), PAGE)
    return Page([replace(one, space="") for one in found.rows], found.after)


def over_all(actor: Actor, *, which: Which, after: UUID | None = None) -> Page[Line]:
    """Over all spaces: the open ones where one may do something, longest waiting first; or the own, newest first."""
    if which is Which.MINE:
        return cut(_newest(_rows(actor).where(Question.author_id.in_(sorted(actor.mine))), after), PAGE)
    return cut(_open(actor, after=after, size=PAGE + 1), PAGE)


def waiting(actor: Actor) -> list[Line]:
    """The open questions of others that wait longest, at most ten."""
    return _open(actor, size=WAITING, not_by=sorted(actor.mine))


def count_in(actor: Actor, space_id: UUID) -> int:
    """How many questions there are in a space."""
    live = select(func.count()).where(
        CONTENT.readable(actor, Item),
        Item.space_id == space_id,
        Item.kind == "question",
        Item.parent_id.is_(None),
        Item.deleted_at.is_(None),
    )
    return session().scalar(live) or 0


@dataclass(frozen=True)
class Shown:
    """A question as streams show it, with its accepted answer if it has one."""

    line: Line
    piece: Piece
    accepted: Piece | None


def several(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Shown]:
    """These questions, of those that the actor may read and that are not deleted."""
    rows = session().execute(_rows(actor).where(Question.item_id.in_(list(ids)))).all()
    accepted = {row.Question.item_id: row.accepted for row in rows if row.is_answered}
    drawn = content.pieces(actor, [*(row.Item for row in rows), *accepted.values()])
    return {
        line.id: Shown(line, drawn[line.id], drawn[accepted[line.id].id] if line.id in accepted else None)
        for line in _lines(rows)
    }


def line(actor: Actor, question_id: UUID) -> Line:
    """One question, which the caller has found."""
    return _lines(session().execute(_rows(actor).where(Question.item_id == question_id)).all())[0]


def _rows(actor: Actor) -> "Select[*tuple[Any, ...]]":
    """Questions that are not deleted, with the accepted answer and the space's title."""
    return (
        select(Question, Item, Accepted, IS_ANSWERED.label("is_answered"), Space.title.label("space"))
        .join(Item, and_(Item.space_id == Question.space_id, Item.id == Question.item_id))
        .join(Space, Space.id == Question.space_id)
        .outerjoin(Accepted, and_(Accepted.space_id == Question.space_id, Accepted.id == Question.accepted_id))
        .where(POLICY.readable(actor, Question), Item.deleted_at.is_(None))
    )


def _newest(rows: "Select[*tuple[Any, ...]]", before: UUID | None) -> list[Line]:
    if before is not None:
        rows = rows.where(Question.item_id < before)
    return _lines(session().execute(rows.order_by(Question.item_id.desc()).limit(PAGE + 1)).all())


def _open(actor: Actor, *, size: int, after: UUID | None = None, not_by: Sequence[UUID] = ()) -> list[Line]:
    wanted = {"spaces": sorted(actor.sees & actor.reacts), "after": after or NIL, "size": size, "not_by": list(not_by)}
    ids = session().scalars(_OPEN, wanted).all()
    if not ids:
        return []
    return _lines(session().execute(_rows(actor).where(Question.item_id.in_(ids)).order_by(Question.item_id)).all())


def _lines(rows: Sequence[Any]) -> list[Line]:
    who = bylines(row.Item.author_id for row in rows)
    answers = content.comment_counts([row.Item.id for row in rows], kind="answer")
    return [
        Line(
            id=row.Item.id,
            space_id=row.Item.space_id,
            title=row.Question.title,
            author=who[row.Item.author_id],
            when=row.Item.created_at,
            answers=answers.get(row.Item.id, 0),
            is_answered=bool(row.is_answered),
            space=row.space,
        )
        for row in rows
    ]


def titles(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of these questions, as far as the actor sees them; one query."""
    rows = session().execute(
        select(Question.item_id, Question.title).where(POLICY.readable(actor, Question), Question.item_id.in_(ids))
    )
    return {row.item_id: row.title for row in rows}
