"""Lists of questions: of one space, of all spaces that the actor sees, and those that wait for an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.content.policy import POLICY as CONTENT
from hub.content.service import Piece
from hub.groups import service as groups
from hub.kit.paging import Page, cut
from hub.kit.people import Byline, bylines
from hub.questions.models import GoodAnswer, ItemTag, Question
from hub.questions.policy import POLICY
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Organisation, Space

PAGE = 30
WAITING = 10
COUNTED = 200
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
    asked_for: str = ""
    merged_into: UUID | None = None

    @property
    def url(self) -> str:
        """Its page."""
        return f"/vragen/{self.id}"

    @property
    def organisation(self) -> str:
        """Of whoever asked: for an external the own employer."""
        return self.author.employer if self.author.is_external and self.author.employer else self.author.organisation


Accepted = aliased(Item, name="accepted")
Good = aliased(Item, name="good")
# An answer in the bin counts for nothing. Good ones are marked while one is accepted, and stay when that one goes.
IS_ANSWERED = or_(
    and_(Accepted.id.is_not(None), Accepted.deleted_at.is_(None)),
    exists(
        select(GoodAnswer.answer_id)
        .join(Good, and_(Good.space_id == GoodAnswer.space_id, Good.id == GoodAnswer.answer_id))
        .where(
            GoodAnswer.space_id == Question.space_id,
            GoodAnswer.question_id == Question.item_id,
            Good.deleted_at.is_(None),
        )
    ),
)
# Led on to the question that it became one with; while that one is gone, or a message, it stands by itself again.
Target = aliased(Item, name="target")
IS_LED_ON = exists(
    select(Target.id).where(
        Target.space_id == Question.space_id,
        Target.id == Question.merged_into,
        Target.kind == "question",
        Target.deleted_at.is_(None),
    )
)
_FILTERS: Mapping[Which, ColumnElement[bool]] = {Which.OPEN: not_(IS_ANSWERED), Which.ANSWERED: IS_ANSWERED}

# The open questions of many spaces, longest waiting first: so many of each space from its own index, then the few whose
# accepted answer lies in the bin, and those that became one with a question that is not there now. What became a
# message, or one with another question, waits for nothing. OFFSET 0 keeps the planner from turning a part around: read
# from the items, each would be all of a person's spaces.
_OPEN = text("""
SELECT o.id FROM (
  SELECT found.id FROM unnest(cast(:spaces AS uuid[])) s (id) CROSS JOIN LATERAL (
    SELECT q.item_id AS id FROM plein.question q CROSS JOIN LATERAL (
      SELECT FROM plein.item i WHERE i.space_id = q.space_id AND i.id = q.item_id AND i.kind = 'question'
         AND i.deleted_at IS NULL AND i.owner_id = coalesce(cast(:of AS uuid), i.owner_id) OFFSET 0) live
     WHERE q.space_id = s.id AND q.accepted_id IS NULL AND q.merged_into IS NULL AND q.item_id > :after
       AND NOT q.author_id = ANY (cast(:not_by AS uuid[]))
     ORDER BY q.item_id LIMIT :size) found
  UNION ALL
  SELECT q.item_id FROM (
    SELECT a.space_id, a.id FROM plein.item a
     WHERE a.space_id = ANY (cast(:spaces AS uuid[])) AND a.kind = 'answer' AND a.deleted_at IS NOT NULL
    UNION ALL SELECT v.space_id, v.id FROM plein.veiled() v WHERE v.space_id = ANY (cast(:spaces AS uuid[]))
    OFFSET 0) gone
  CROSS JOIN LATERAL (
    SELECT q.space_id, q.item_id FROM plein.question q
     WHERE q.space_id = gone.space_id AND q.accepted_id = gone.id AND q.merged_into IS NULL AND q.item_id > :after
       AND NOT q.author_id = ANY (cast(:not_by AS uuid[])) OFFSET 0) q
    JOIN plein.item i ON i.space_id = q.space_id AND i.id = q.item_id
   WHERE i.kind = 'question' AND i.deleted_at IS NULL AND i.owner_id = coalesce(cast(:of AS uuid), i.owner_id)
     AND NOT EXISTS (SELECT FROM plein.good_answer g JOIN plein.item good ON good.space_id = g.space_id
         AND good.id = g.answer_id WHERE g.space_id = q.space_id AND g.question_id = q.item_id
         AND good.deleted_at IS NULL)
  UNION ALL
  SELECT q.item_id FROM (
    SELECT q.space_id, q.item_id, q.merged_into FROM plein.question q
     WHERE q.space_id = ANY (cast(:spaces AS uuid[])) AND q.merged_into IS NOT NULL AND q.accepted_id IS NULL
       AND q.item_id > :after AND NOT q.author_id = ANY (cast(:not_by AS uuid[])) OFFSET 0) q
    JOIN plein.item t ON t.space_id = q.space_id AND t.id = q.merged_into
    JOIN plein.item i ON i.space_id = q.space_id AND i.id = q.item_id
   WHERE (t.deleted_at IS NOT NULL OR t.kind <> 'question') AND i.kind = 'question' AND i.deleted_at IS NULL
     AND i.owner_id = coalesce(cast(:of AS uuid), i.owner_id)) o
ORDER BY o.id LIMIT :size
""")


def in_space(actor: Actor, space_id: UUID, *, which: Which, tag: str = "", after: UUID | None = None) -> Page[Line]:
    """The questions of a space, newest first, with a tag or whatever it is; `after` one of them."""
    groups.find(actor, space_id)
    rows = _rows(actor).where(Question.space_id == space_id)
    if tag:
        tagged = and_(ItemTag.space_id == Question.space_id, ItemTag.item_id == Question.item_id)
        rows = rows.join(ItemTag, tagged).where(ItemTag.tag == tag)
    if which in _FILTERS:
        rows = rows.where(_FILTERS[which])
    found = cut(_newest(rows, after), PAGE)
    return Page([replace(one, space="") for one in found.rows], found.after)


def over_all(
    actor: Actor, *, which: Which, organisation_id: UUID | None = None, after: UUID | None = None
) -> Page[Line]:
    """Over all spaces: the open ones where one may do something, longest waiting first; or the own, newest first.

    `organisation_id`: the open ones of people of this organisation.
    """
    if which is Which.MINE:
        return cut(_newest(_rows(actor).where(Question.author_id.in_(sorted(actor.mine))), after), PAGE)
    ids = _open_ids(actor, after=after, size=PAGE + 1, of=organisation_id)
    return cut(_in_order(actor, ids), PAGE)


def waiting(actor: Actor) -> list[Line]:
    """The open questions of others that wait longest, at most ten."""
    ids = _open_ids(actor, size=WAITING, not_by=sorted(actor.mine))
    return _in_order(actor, ids, tagged=False)


@dataclass(frozen=True)
class Waiting:
    """An organisation of which people wait for an answer, and how many of their questions do."""

    id: UUID
    name: str
    count: int


def waiting_of(actor: Actor) -> list[Waiting]:
    """Of which organisations questions wait, most first: those of the two hundred that wait longest; two queries."""
    ids = _open_ids(actor, size=COUNTED)
    rows = session().execute(
        select(Organisation.id, Organisation.name, func.count())
        .join(Item, Item.owner_id == Organisation.id)
        .where(Item.id.in_(ids))
        .group_by(Organisation.id, Organisation.name)
        .order_by(func.count().desc(), Organisation.name)
    )
    return [Waiting(*row) for row in rows] if ids else []


def count_in(actor: Actor, space_id: UUID) -> int:
    """How many questions there are in a space; those that became one with another are not counted twice."""
    live = (
        select(func.count())
        .select_from(Item)
        .join(Question, and_(Question.space_id == Item.space_id, Question.item_id == Item.id))
        .where(
            CONTENT.readable(actor, Item),
            Item.space_id == space_id,
            Item.kind == "question",
            Item.parent_id.is_(None),
            Item.deleted_at.is_(None),
            not_(IS_LED_ON),
        )
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
    accepted = {
        row.Question.item_id: row.accepted for row in rows if row.accepted is not None and not row.accepted.deleted_at
    }
    drawn = content.pieces(actor, [*(row.Item for row in rows), *accepted.values()])
    return {
        line.id: Shown(line, drawn[line.id], drawn[accepted[line.id].id] if line.id in accepted else None)
        for line in _lines(rows, tagged=False)
    }


def line(actor: Actor, question_id: UUID) -> Line:
    """One question, merged or not, which the caller has found."""
    return _lines(session().execute(_rows(actor, merged=True).where(Question.item_id == question_id)).all())[0]


def lines(actor: Actor, ids: Iterable[UUID], *, merged: bool = False) -> dict[UUID, Line]:
    """These questions, as far as the actor sees them and they are in lists; three queries. `merged`: those too."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = session().execute(_rows(actor, merged=merged).where(Question.item_id.in_(wanted))).all()
    return {one.id: one for one in _lines(rows)}


def _rows(actor: Actor, *, merged: bool = False) -> "Select[*tuple[Any, ...]]":
    """Questions that are not deleted nor turned into a message, with the accepted answer and the space's title.

    `merged`: those too that became one with another.
    """
    rows = (
        select(Question, Item, Accepted, IS_ANSWERED.label("is_answered"), Space.title.label("space"))
        .join(Item, and_(Item.space_id == Question.space_id, Item.id == Question.item_id))
        .join(Space, Space.id == Question.space_id)
        .outerjoin(Accepted, and_(Accepted.space_id == Question.space_id, Accepted.id == Question.accepted_id))
        .where(POLICY.readable(actor, Question), Item.kind == "question", Item.deleted_at.is_(None))
    )
    return rows if merged else rows.where(not_(IS_LED_ON))


def _newest(rows: "Select[*tuple[Any, ...]]", before: UUID | None) -> list[Line]:
    if before is not None:
        rows = rows.where(Question.item_id < before)
    return _lines(session().execute(rows.order_by(Question.item_id.desc()).limit(PAGE + 1)).all())


def _in_order(actor: Actor, ids: Sequence[UUID], *, tagged: bool = True) -> list[Line]:
    if not ids:
        return []
    rows = session().execute(_rows(actor).where(Question.item_id.in_(ids)).order_by(Question.item_id)).all()
    return _lines(rows, tagged=tagged)


def _open_ids(
    actor: Actor, *, size: int, after: UUID | None = None, not_by: Sequence[UUID] = (), of: UUID | None = None
) -> Sequence[UUID]:
    wanted = {
        "spaces": sorted(actor.sees & actor.reacts),
        "after": after or NIL,
        "size": size,
        "not_by": list(not_by),
        "of": of,
    }
    return session().scalars(_OPEN, wanted).all()


def _lines(rows: Sequence[Any], *, tagged: bool = True) -> list[Line]:
    """Lines of these rows; `tagged`: with their tags, which cost a query and stand only where questions are listed."""
    ids = [row.Item.id for row in rows]
    named = {row.Question.asked_for_id for row in rows} - {None}
    who = bylines([*(row.Item.author_id for row in rows), *named])
    answers, tags = content.comment_counts(ids, kind="answer"), tags_of(ids) if tagged else {}
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
            tags=tags.get(row.Item.id, ()),
            asked_for=who[row.Question.asked_for_id].name if row.Question.asked_for_id else row.Question.asked_for,
            merged_into=row.Question.merged_into,
        )
        for row in rows
    ]


def tags_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The tags of each of these questions, by name; one query."""
    rows = session().execute(
        select(ItemTag.item_id, func.array_agg(aggregate_order_by(ItemTag.tag, ItemTag.tag)))
        .where(ItemTag.item_id.in_(list(ids)))
        .group_by(ItemTag.item_id)
    )
    return {item_id: tuple(found) for item_id, found in rows}


def titles(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of these questions, as far as the actor sees them; one query."""
    rows = session().execute(
        select(Question.item_id, Question.title).where(POLICY.readable(actor, Question), Question.item_id.in_(ids))
    )
    return {row.item_id: row.title for row in rows}
