"""What the addresses in texts lead to, by the name that it has for who reads; and all that a text is drawn with."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from hub.content.service.mentions import names_in
from hub.content.service.titles import named
from hub.groups.policy import POLICY as GROUPS
from hub.kit import text
from tenants.actor import Actor
from tenants.db import session
from tenants.models import Space


def about(actor: Actor, bodies: Mapping[UUID, str]) -> dict[UUID, text.About]:
    """What these texts, by item, are drawn with: whom they name, and what the addresses in them are called.

    As many queries whatever their number: none where nobody is named and nothing of ours is linked to.
    """
    names = names_in(item_id for item_id, body in bodies.items() if "@" in body)
    titles = _titles(actor, {ref for body in bodies.values() for ref in text.references(body)})
    return {item_id: text.About(tuple(names.get(item_id, ())), titles) for item_id in bodies}


def _titles(actor: Actor, wanted: Iterable[text.Reference]) -> Mapping[text.Reference, str]:
    refs = set(wanted)
    spaces = [one for where, one in refs if where == "groepen"]
    called = {
        one: thing.title for one, thing in named(actor, [one for where, one in refs if where != "groepen"]).items()
    }
    if spaces:
        found = select(Space.id, Space.title).where(GROUPS.readable(actor, Space), Space.id.in_(spaces))
        called.update({row.id: row.title for row in session().execute(found)})
    return {(where, one): called[one] for where, one in refs if called.get(one)}
