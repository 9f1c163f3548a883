"""Duplicates become one: a steward leads one question to another of the same space, and may take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select, update

from hub.content import service as content
from hub.content.models import Item, Reaction
from hub.questions.models import Question
from hub.questions.policy import POLICY, Can
from hub.questions.service.alike import alike
from hub.questions.service.lists import Line, Which, in_space, line
from hub.questions.service.steps import as_whom, find, require
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import door, session
from tenants.errors import Conflict, Invalid, words

OFFERED = 10
"""So many questions are offered to merge with."""
SHOWN = 10
"""So many merged questions are shown with the one that they became."""

NO_TARGET = words("Met deze vraag kun je niet samenvoegen. Kies een andere.")


@dataclass(frozen=True)
class Merging:
    """What merging would do: this question leads to that one from then on. `told`: who gets a mail about it."""

    duplicate: Line
    target: Line
    told: Sequence[str]


def mergeable(actor: Actor, question_id: UUID) -> Line:
    """A question that the actor may lead to another one; Forbidden or Conflict otherwise."""
    question = find(actor, question_id)
    require(actor, Can.MERGE, question)
    if question.merged_into is not None:
        raise Conflict(words("Deze vraag is al samengevoegd."))
    if merged_with(actor, [question_id]):
        raise Conflict(
            words("Met deze vraag is al een andere samengevoegd. Voeg de nieuwe vraag hiermee samen, niet andersom.")
        )
    return line(actor, question_id)


def candidates(actor: Actor, question_id: UUID, *, said: str = "") -> tuple[list[Line], bool]:
    """Questions of the same space that look like this one, or like the words that were typed, and True.

    Where nothing looks like it and nothing was typed: the newest, and False.
    """
    duplicate = mergeable(actor, question_id)
    space_id = duplicate.space_id
    found = alike(actor, said or duplicate.title, here=space_id, besides=question_id, only_here=True, most=OFFERED)
    if found or said:
        return found, True
    newest = in_space(actor, space_id, which=Which.ALL).rows
    return [one for one in newest if one.id != question_id and one.merged_into is None][:OFFERED], False


def look(actor: Actor, question_id: UUID, *, into: UUID) -> Merging:
    """What would follow; Missing for a question that the actor does not see, Invalid for one of elsewhere."""
    duplicate, target = mergeable(actor, question_id), find(actor, into)
    if target.space_id != duplicate.space_id or target.merged_into is not None or into == question_id:
        raise Invalid({"doel": NO_TARGET})
    other = line(actor, into)
    askers = {one.author.id: one.author.name for one in (duplicate, other) if one.author.id not in actor.mine}
    return Merging(duplicate, other, list(askers.values()))


def merge(actor: Actor, question_id: UUID, *, into: UUID) -> Line:
    """Lead a question to another one; both askers are told by mail. Returns the other one."""
    merging = look(actor, question_id, into=into)
    _lead(actor, question_id, into, "question.merged")
    askers = [merging.duplicate.author.id, merging.target.author.id]
    space_id = merging.target.space_id
    door("tell_merged", the_space=space_id, the_question=question_id, askers=[one for one in askers if one])
    return merging.target


def unmerge(actor: Actor, question_id: UUID) -> None:
    """Let a merged question stand by itself again; one that does already is left."""
    question = find(actor, question_id)
    require(actor, Can.MERGE, question)
    if question.merged_into is not None:
        _lead(actor, question_id, None, "question.unmerged")


def _lead(actor: Actor, question_id: UUID, into: UUID | None, verb: str) -> None:
    question = find(actor, question_id)
    by = as_whom(actor, question)
    mark = {"merged_into": into, "merged_at": moment() if into else None, "merged_by": by if into else None}
    session().execute(update(Question).where(Question.item_id == question_id).values(mark))
    session().expire(question)
    audit.record(
        actor,
        verb,
        kind="question",
        thing_id=question_id,
        as_affiliation=by,
        affected=question.author_id,
    )


def merged_with(actor: Actor, question_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The questions that became one with each of these and are not deleted, the oldest first; one query."""
    rows = session().execute(
        select(Question.merged_into, Question.item_id)
        .join(Item, and_(Item.space_id == Question.space_id, Item.id == Question.item_id))
        .where(
            POLICY.readable(actor, Question),
            Question.merged_into.in_(list(question_ids)),
            Item.kind == "question",
            Item.deleted_at.is_(None),
        )
        .order_by(Question.item_id)
        .limit(SHOWN * len(question_ids))
    )
    found: dict[UUID, list[UUID]] = {}
    for into, one in rows:
        assert into is not None  # noqa: S101 - they are among those that were asked for
        found.setdefault(into, []).append(one)
    return found


def me_too(space_id: UUID, question_ids: Sequence[UUID]) -> int:
    """How many people have this question too, each once, at whichever of the merged questions they said so."""
    said = select(Reaction.author_id).where(
        Reaction.space_id == space_id, Reaction.item_id.in_(list(question_ids)), Reaction.word == content.ME_TOO
    )
    found = list(session().scalars(said.distinct()))
    return door("how_many_people", the_space=space_id, the_affiliations=found) or 0
