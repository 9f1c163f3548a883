"""Quoting what somebody wrote in a reply to it: its beginning, as Markdown."""

from uuid import UUID

from hub.content.models import Item
from hub.content.policy import Can
from hub.content.service.reading import texts
from hub.content.service.steps import find, require
from tenants.actor import Actor
from tenants.errors import Missing

QUOTED = 1_000
"""So many characters of a text are quoted."""
QUOTABLE = ("post", "answer", "comment")


def quotable(actor: Actor, item_id: UUID) -> tuple[Item, str]:
    """What a reply to this item may quote: its text, or the beginning; Missing for who does not read it."""
    item = find(actor, item_id)
    if item.kind not in QUOTABLE:
        raise Missing
    require(actor, Can.COMMENT, item)
    body = texts([item.id])[item.id].body
    return item, body if len(body) <= QUOTED else f"{body[:QUOTED].rsplit(None, 1)[0]}…"
