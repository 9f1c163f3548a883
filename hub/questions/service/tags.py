"""The words that questions are about: tags of a space, chosen by the asker or a steward."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select

from hub.content.models import Item
from hub.groups import service as groups
from hub.questions.models import ItemTag, Question
from tenants.actor import Actor
from tenants.db import session

SUGGESTED = 8
"""So many tags of a space are offered."""


def in_use(actor: Actor, space_id: UUID, *, begins: str = "", besides: Sequence[str] = ()) -> list[str]:
    """The tags of a space that begin so, those used most first; Missing where the actor does not see the space.

    Those of deleted questions alone are left out: what went out of sight is offered to nobody.
    """
    groups.find(actor, space_id)
    live = exists().where(Item.space_id == ItemTag.space_id, Item.id == ItemTag.item_id, Item.deleted_at.is_(None))
    found = (
        select(ItemTag.tag)
        .where(ItemTag.space_id == space_id, ItemTag.tag.not_in(list(besides)), live)
        .group_by(ItemTag.tag)
        .order_by(func.count().desc(), ItemTag.tag)
        .limit(SUGGESTED)
    )
    if begins:
        found = found.where(ItemTag.tag.op("^@")(begins.lower()))
    return list(session().scalars(found))


def put(question: Question, tags: Sequence[str]) -> None:
    """Give a question these tags and no others; the caller has asked whether that is allowed."""
    wanted = set(tags)
    found = set(session().scalars(select(ItemTag.tag).where(ItemTag.item_id == question.item_id)))
    if found - wanted:
        gone = delete(ItemTag).where(ItemTag.item_id == question.item_id, ItemTag.tag.in_(found - wanted))
        session().execute(gone)
    if wanted - found:
        rows = [
            {"item_id": question.item_id, "tag": tag, "space_id": question.space_id} for tag in sorted(wanted - found)
        ]
        session().execute(insert(ItemTag), rows)
