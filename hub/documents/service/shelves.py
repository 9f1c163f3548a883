"""In which folder a document that goes to another space comes to lie: which there are, who may, and putting it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from hub.content.models import Item
from hub.documents.models import Document, Folder
from hub.documents.policy import POLICY, Can
from hub.documents.service.folders import as_whom, folder_in, keep_still, require
from hub.documents.service.reading import find
from tenants import audit
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Forbidden, Missing, words

SHELVES_SHOWN = 200
"""Of so many folders of a space one is chosen; those that lie outermost come first."""
INSIDE = " / "
"""Stands in no name (hub.kit.filenames)."""


@dataclass(frozen=True)
class _There:
    """A document as it would be in another space, for the rules."""

    space_id: UUID
    author_id: UUID


def lies_in(actor: Actor, document_id: UUID) -> UUID | None:
    """The folder in which a document lies."""
    return find(actor, document_id).folder_id


def shelves(actor: Actor, document_id: UUID, space_id: UUID) -> tuple[Sequence[tuple[UUID, str]], bool]:
    """The folders of a space where the actor may put this document, each with those around it, in order of name.

    Also whether there are more than are given; none where the actor may put it in no folder. One query besides.
    """
    if not _may_file(actor, find(actor, document_id), space_id):
        return (), False
    way, outer, live = aliased(Folder), aliased(Item), aliased(Item)
    tree = (
        select(way.item_id, way.name.label("way"), literal(1).label("level"))
        .join(outer, outer.id == way.item_id)
        .where(way.space_id == space_id, way.parent_id.is_(None), outer.deleted_at.is_(None))
        .cte(recursive=True)
    )
    inner = aliased(Folder)
    tree = tree.union_all(
        select(inner.item_id, tree.c.way + INSIDE + inner.name, tree.c.level + 1)
        .join(live, live.id == inner.item_id)
        .where(inner.space_id == space_id, inner.parent_id == tree.c.item_id, live.deleted_at.is_(None))
    )
    rows = session().execute(
        select(tree.c.item_id, tree.c.way)
        .join(Folder, Folder.item_id == tree.c.item_id)
        .where(POLICY.readable(actor, Folder))
        .order_by(tree.c.level, tree.c.way)
        .limit(SHELVES_SHOWN + 1)
    )
    found = [(row.item_id, row.way) for row in rows]
    return sorted(found[:SHELVES_SHOWN], key=lambda one: one[1].casefold().split(INSIDE)), len(found) > SHELVES_SHOWN


def hold_shelf(actor: Actor, document_id: UUID, space_id: UUID, folder_id: UUID) -> str:
    """The name of a folder of a space where the actor may put this document; nobody deletes it meanwhile.

    Missing where it is not there, Forbidden where only who put the document in or a steward puts it in a folder.
    """
    keep_still(space_id, folder_id)
    folder = folder_in(actor, space_id, folder_id)
    if folder is None:
        raise Missing
    if not _may_file(actor, find(actor, document_id), space_id):
        raise Forbidden(words("Je verplaatst wat je zelf hebt geplaatst. Een groepsbeheerder kan alles verplaatsen."))
    return folder.name


def file(actor: Actor, document_id: UUID, folder_id: UUID) -> None:
    """Put a document in a folder of its space."""
    document = find(actor, document_id)
    require(actor, Can.MOVE, document)
    document.folder_id = folder_id
    session().flush()
    by = as_whom(actor, document.space_id)
    audit.record(actor, "document.filed", kind="document", thing_id=document_id, as_affiliation=by)


def _may_file(actor: Actor, document: Document, space_id: UUID) -> bool:
    return POLICY.allows(actor, Can.MOVE, _There(space_id, document.author_id))
