"""A file that came in under a name that a document beside it has already: kept as it is, or made a version of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hub.content import service as content
from hub.content.models import Item
from hub.documents.models import Document, DocumentHead, DocumentVersion
from hub.documents.policy import POLICY, Can
from hub.documents.service.folders import require
from hub.documents.service.moving import chosen
from hub.documents.service.reading import Listed, as_listed, newest_number, version_of
from hub.documents.service.steps import repeat
from hub.kit.people import bylines
from hub.kit.storage import Storage
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, Forbidden, words


@dataclass(frozen=True)
class Double:
    """A document that the actor put in, and the older one beside it that has the same name."""

    new: Document
    old: Listed


def doubles(actor: Actor, space_id: UUID, ids: Sequence[UUID]) -> list[Double]:
    """Which of these own documents have the name of an older one in the same folder; as many queries for each number.

    Missing where one is not there, Forbidden where one is another's.
    """
    things = chosen(actor, space_id, ids)
    if things.folders or not all(one.author_id in actor.mine for one in things.documents):
        raise Forbidden
    head, older, live = aliased(DocumentHead), aliased(DocumentHead), aliased(Item)
    found = dict[UUID, tuple[Document, DocumentVersion]]()
    for place, inside in things.places.items():
        here = older.folder_id == place if place else older.folder_id.is_(None)
        rows = session().execute(
            select(head.document_id, Document, DocumentVersion)
            .join(older, (older.space_id == head.space_id) & (older.sort_name == head.sort_name))
            .join(live, live.id == older.document_id)
            .join(Document, Document.item_id == older.document_id)
            .join(DocumentVersion, DocumentVersion.id == older.version_id)
            .where(
                POLICY.readable(actor, Document),
                head.space_id == space_id,
                head.document_id.in_(inside),
                here,
                older.document_id < head.document_id,
                live.deleted_at.is_(None),
            )
            .order_by(head.document_id, older.document_id)
        )
        found |= {new: (document, version) for new, document, version in rows}
    who = bylines(version.author_id for _document, version in found.values())
    return [Double(new, as_listed(*found[new.item_id], who)) for new in things.documents if new.item_id in found]


def as_versions(actor: Actor, space_id: UUID, ids: Sequence[UUID], *, storage: Storage) -> list[Listed]:
    """Make each of these the next version of the older document of its name, and put it in the bin itself.

    Returns those documents as they were. Conflict where there is none (any more).
    """
    pairs = doubles(actor, space_id, ids)
    if len(pairs) != len(set(ids)):
        raise Conflict(words("Er is geen ander document met deze naam meer. Er is niets veranderd."))
    for pair in pairs:
        old = session().get_one(Document, pair.old.id)
        require(actor, Can.ADD_VERSION, old)
        repeat(old, version_of(pair.new, newest_number(pair.new)), storage=storage, verb="document.version_added")
        content.delete(actor, pair.new.item_id)
    return [pair.old for pair in pairs]
