"""What people say under an item: comments, oldest first in pages, each with the replies to it, one level deep.

Under a message that was a question, its answers stand as comments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from hub.content.models import Item, ItemText
from hub.content.policy import POLICY, Can
from hub.content.service.attachments import Attached, attached, stands_with
from hub.content.service.links import about
from hub.kit import text as written
from hub.kit.paging import Page
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.db import session

COMMENTS_SHOWN = 50
ANSWERS_SHOWN = 30
REPLIES_SHOWN = 10
"""So many replies stand under a comment; all of them have a page of their own."""


@dataclass(frozen=True)
class Comment:
    """A comment as a page shows it; addresses are empty for what the reader may not do."""

    id: UUID
    author: Byline
    when: datetime
    body: str
    edited: bool
    may_delete: bool
    may_edit: bool
    may_reply: bool
    replies: Sequence["Comment"] = field(default=())
    all_replies: int = 0
    files: Sequence[Attached] = ()
    about: written.About = written.NOTHING

    @property
    def html(self) -> Markup:
        """The text as a page shows it."""
        return written.rendered(self.body, self.about)

    @property
    def delete_url(self) -> str:
        """Where it is deleted."""
        return f"/items/{self.id}/verwijderen" if self.may_delete else ""

    @property
    def edit_url(self) -> str:
        """Where it is changed."""
        return f"/items/{self.id}/bewerken" if self.may_edit else ""

    @property
    def quote_url(self) -> str:
        """Where one replies with its words in the field."""
        return f"/items/{self.id}/citeren" if self.may_reply else ""

    @property
    def thread_url(self) -> str:
        """Where it stands with all replies to it."""
        return f"/items/{self.id}/gesprek"

    @property
    def reply_url(self) -> str:
        """Where one replies to it."""
        return f"/items/{self.id}/reactie" if self.may_reply else ""


_Top = aliased(Item, name="top")
# What stands as a comment under an item.
_SAID = or_(Item.kind == "comment", and_(Item.kind == "answer", _Top.kind == "post"))


def comments(
    actor: Actor,
    item_ids: Iterable[UUID],
    *,
    last: int = COMMENTS_SHOWN,
    upto: UUID | None = None,
    replies: int = REPLIES_SHOWN,
) -> Mapping[UUID, list[Comment]]:
    """The last comments on each of these items (up to and with the one named), oldest first, with their last replies.

    Three queries, two more where files stand with them.
    """
    wanted = list(item_ids)
    rows = _last(actor, wanted, last=last, until=None if upto is None else Item.id <= upto)
    under = _last(actor, [row.Item.id for row in rows], last=max(replies, 1))
    who = bylines(row.Item.author_id for row in (*rows, *under))
    files = attached(row.Item.id for row in (*rows, *under) if row.has_files)
    drawn_with = about(actor, {row.Item.id: row.ItemText.body for row in (*rows, *under)})
    answered: dict[UUID, list[Comment]] = {}
    totals: dict[UUID, int] = {}
    for row in under:
        answered.setdefault(row.Item.parent_id, []).append(_drawn(actor, row, who, files, drawn_with))
        totals[row.Item.parent_id] = row.total
    found: dict[UUID, list[Comment]] = {one: [] for one in wanted}
    for row in rows:
        key = row.Item.id
        shown = answered.get(key, []) if replies else []
        found[row.Item.parent_id].append(
            _drawn(actor, row, who, files, drawn_with, replies=shown, total=totals.get(key, 0))
        )
    return found


def _last(actor: Actor, parents: Sequence[UUID], *, last: int, until: ColumnElement[bool] | None = None) -> list[Any]:
    """The last of what is said under each, oldest first, with its text and how many there are in all; one query."""
    if not parents:
        return []
    own = {"partition_by": Item.parent_id}
    numbered = (
        select(
            Item.id,
            func.row_number().over(**own, order_by=Item.id.desc()).label("rank"),  # type: ignore[arg-type] # one column
            func.count().over(**own).label("total"),  # type: ignore[arg-type]
        )
        .join(_Top, and_(_Top.space_id == Item.space_id, _Top.id == Item.parent_id))
        .where(Item.parent_id.in_(parents), _SAID, Item.deleted_at.is_(None), POLICY.readable(actor, Item))
    )
    if until is not None:
        numbered = numbered.where(until)
    newest = numbered.subquery()
    return list(
        session().execute(
            select(Item, ItemText, newest.c.total, stands_with(ItemText).label("has_files"))
            .join(newest, newest.c.id == Item.id)
            .join(ItemText, ItemText.item_id == Item.id)
            .where(newest.c.rank <= last)
            .order_by(Item.id)
        )
    )


def _drawn(
    actor: Actor,
    row: Any,  # noqa: ANN401 - of _last
    who: Mapping[UUID, Byline],
    files: Mapping[UUID, Sequence[Attached]],
    drawn_with: Mapping[UUID, written.About],
    *,
    replies: Sequence[Comment] = (),
    total: int = 0,
) -> Comment:
    return Comment(
        id=row.Item.id,
        author=who[row.Item.author_id],
        when=row.Item.created_at,
        body=row.ItemText.body,
        edited=row.ItemText.edited_at is not None,
        may_delete=POLICY.allows(actor, Can.DELETE, row.Item),
        may_edit=POLICY.allows(actor, Can.EDIT, row.Item),
        may_reply=POLICY.allows(actor, Can.COMMENT, row.Item),
        replies=replies,
        all_replies=total,
        files=files.get(row.Item.id, ()),
        about=drawn_with[row.Item.id],
    )


def threads(actor: Actor, item_ids: Iterable[UUID], *, upto: UUID | None = None) -> dict[UUID, Page[Comment]]:
    """The comments on each of these items, the newest page oldest first; `after` is where the page before it ends."""
    found = comments(actor, item_ids, last=COMMENTS_SHOWN + 1, upto=upto)
    return {
        one: Page(rows[-COMMENTS_SHOWN:], str(rows[0].id) if len(rows) > COMMENTS_SHOWN else "")
        for one, rows in found.items()
    }


def has_many_answers(question_id: UUID) -> bool:
    """Whether the answers to a question stand on more than one page."""
    return comment_counts([question_id], kind="answer").get(question_id, 0) > ANSWERS_SHOWN


def said_after(comment: Item) -> int:
    """How many comments came after this one under the same item."""
    later = (
        select(func.count())
        .select_from(Item)
        .join(_Top, and_(_Top.space_id == Item.space_id, _Top.id == Item.parent_id))
        .where(
            Item.space_id == comment.space_id,
            Item.parent_id == comment.parent_id,
            _SAID,
            Item.deleted_at.is_(None),
            Item.id > comment.id,
        )
    )
    return session().scalar(later) or 0


def comment_counts(item_ids: Iterable[UUID], *, kind: str) -> Mapping[UUID, int]:
    """How many answers (or others of a kind) lie right under each of these items; one query."""
    rows = session().execute(
        select(Item.parent_id, func.count())
        .where(Item.parent_id.in_(list(item_ids)), Item.kind == kind, Item.deleted_at.is_(None))
        .group_by(Item.parent_id)
    )
    return {parent: count for parent, count in rows if parent is not None}
