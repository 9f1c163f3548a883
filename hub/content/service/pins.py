"""What stewards put on top of a space."""

from uuid import UUID

from sqlalchemy import delete, func, select

from hub.content.models import Item, Pin
from hub.content.policy import POLICY, Can
from hub.content.service.steps import find, require
from hub.groups import service as groups
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, words

PINNED = ("post", "question", "document")
PINS_MAX = 5
"""So few stand on top: a list of everything important is no list."""


def pin(actor: Actor, item_id: UUID) -> Item:
    """Put something on top of its space; a steward who writes there. Conflict when there is no room any more."""
    item = find(actor, item_id)
    require(actor, Can.PIN, item)
    if item.kind not in PINNED:
        raise Conflict(words("Alleen een bericht, een vraag of een document kan bovenaan staan."))
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"pins {item.space_id}", 0))))
    standing = {one.id for one in pinned(actor, item.space_id)}
    if item.id in standing:
        return item
    if len(standing) >= PINS_MAX:
        raise Conflict(words("Er staan al vijf dingen bovenaan. Maak er eerst een los."))
    by = groups.place(actor, item.space_id)
    session().execute(delete(Pin).where(Pin.item_id == item.id))  # an old one that does not show
    session().add(Pin(item_id=item.id, space_id=item.space_id, author_id=by, created_at=moment()))
    session().flush()
    audit.record(actor, f"{item.kind}.pinned", kind=item.kind, thing_id=item.id, as_affiliation=by)
    return item


def unpin(actor: Actor, item_id: UUID) -> Item:
    """Take something off the top of its space."""
    item = find(actor, item_id)
    require(actor, Can.PIN, item)
    gone = session().scalars(delete(Pin).where(Pin.item_id == item.id).returning(Pin.item_id))
    if gone.all():
        by = groups.place(actor, item.space_id)
        audit.record(actor, f"{item.kind}.unpinned", kind=item.kind, thing_id=item.id, as_affiliation=by)
    return item


def pinned(actor: Actor, space_id: UUID) -> list[Item]:
    """What stands on top of a space, what was pinned last first; one query."""
    return list(
        session().scalars(
            select(Item)
            .join(Pin, Pin.item_id == Item.id)
            .where(Pin.space_id == space_id, Item.deleted_at.is_(None), POLICY.readable(actor, Item))
            .order_by(Pin.created_at.desc(), Item.id.desc())
            .limit(PINS_MAX)
        )
    )
