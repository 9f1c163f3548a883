"""What lies in chosen folders, however deep, as far as the actor reads it and it is not in the bin."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from hub.content.models import Item
from hub.documents.models import Document, DocumentHead, DocumentVersion, Folder
from hub.documents.policy import POLICY
from hub.documents.service.moving import Chosen
from tenants.actor import Actor
from tenants.db import session


def folders_below(actor: Actor, things: Chosen, *, most: int) -> list[tuple[Folder, UUID | None, int]]:
    """The chosen folders and all in them, each after the one that it lies in (of a chosen one none), and how deep.

    At most one more than `most`, besides those that were chosen.
    """
    first = [folder.item_id for folder in things.folders]
    if not first:
        return []
    live = aliased(Item)
    tree = select(Folder.item_id, literal(0).label("level")).where(Folder.item_id.in_(first)).cte(recursive=True)
    inner = aliased(Folder)
    tree = tree.union_all(
        select(inner.item_id, tree.c.level + 1)
        .join(live, live.id == inner.item_id)
        .where(inner.space_id == things.space_id, inner.parent_id == tree.c.item_id, live.deleted_at.is_(None))
    )
    rows = session().execute(
        select(Folder, tree.c.level)
        .join(tree, tree.c.item_id == Folder.item_id)
        .where(POLICY.readable(actor, Folder))
        .order_by(tree.c.level, Folder.name)
        .limit(most + 1 + len(first))  # one that was chosen besides the folder that it lies in comes once
    )
    found = dict[UUID, tuple[Folder, UUID | None, int]]()
    for folder, level in rows:
        found.setdefault(folder.item_id, (folder, folder.parent_id if level else None, level))
    return list(found.values())


def documents_in(
    actor: Actor, things: Chosen, folder_ids: Sequence[UUID], *, most: int
) -> list[tuple[Document, DocumentVersion]]:
    """The chosen documents and those in these folders, each with its newest version; at most one more than `most`."""
    wanted = [document.item_id for document in things.documents]
    rows = session().execute(
        select(Document, DocumentVersion)
        .join(DocumentHead, DocumentHead.document_id == Document.item_id)
        .join(DocumentVersion, DocumentVersion.id == DocumentHead.version_id)
        .join(Item, Item.id == Document.item_id)
        .where(
            POLICY.readable(actor, Document),
            Document.space_id == things.space_id,
            Document.item_id.in_(wanted) | Document.folder_id.in_(list(folder_ids)),
            Item.deleted_at.is_(None),
        )
        .order_by(DocumentHead.sort_name, Document.item_id)
        .limit(most + 1)
    )
    return [(document, version) for document, version in rows]
