"""What a text said before, and two people who change one text at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from hub.content.models import Item, ItemPast, ItemText
from hub.content.service.steps import find
from hub.kit.difference import Run, between, shortened
from hub.kit.paging import Page
from hub.kit.people import Byline, bylines
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Missing

VERSIONS_SHOWN = 20
MOST_CHANGED = 200
"""So many words may have changed from one version to the next before they are told as one gone and one new: a page of
texts that were written anew each time is drawn in a second."""


@dataclass(frozen=True)
class Version:
    """A text as it once was, what changed from the one before, and since when it said so; number 1 is the first."""

    number: int
    when: datetime
    title: str
    runs: Sequence[Run]
    title_runs: Sequence[Run] = ()
    is_current: bool = False

    @property
    def is_first(self) -> bool:
        """Whether there was none before."""
        return self.number == 1


@dataclass(frozen=True)
class History:
    """An item with who wrote it and its versions, newest first; `after` continues them."""

    item: Item
    author: Byline
    versions: Page[Version]


def history(actor: Actor, item_id: UUID, *, before: int | None = None) -> History:
    """What a text said, newest first, for whoever reads it; `before`: the number of a version. Three queries."""
    item = find(actor, item_id)
    now = session().get(ItemText, item.id)
    if now is None:
        raise Missing
    rows = select(ItemPast).where(ItemPast.space_id == item.space_id, ItemPast.item_id == item.id)
    if before is not None:
        rows = rows.where(ItemPast.number < before)
    past = session().scalars(rows.order_by(ItemPast.number.desc()).limit(VERSIONS_SHOWN + 1)).all()
    # A text in the past says until when it held; the one before it says since when.
    texts = [(one.number, one.title, one.body, one.replaced_at) for one in past]
    if before is None:
        texts.insert(0, ((past[0].number if past else 0) + 1, now.title, now.body, item.created_at))
    shown = texts[:VERSIONS_SHOWN]
    older = texts[1 : VERSIONS_SHOWN + 1]
    versions = [
        _version(
            number, title, body, older[at] if at < len(older) else None, item, is_current=before is None and not at
        )
        for at, (number, title, body, _) in enumerate(shown)
    ]
    more = len(texts) > VERSIONS_SHOWN
    author = bylines([item.author_id])[item.author_id]
    return History(item, author, Page(versions, str(shown[-1][0]) if more else ""))


def _version(
    number: int,
    title: str,
    body: str,
    before: tuple[int, str, str, datetime] | None,
    item: Item,
    *,
    is_current: bool,
) -> Version:
    if before is None:
        return Version(number, item.created_at, title, between(body, body), is_current=is_current)
    _, title_before, body_before, since = before
    changed = between(title_before, title) if title != title_before else ()
    return Version(number, since, title, shortened(between(body_before, body, most=MOST_CHANGED)), changed, is_current)
