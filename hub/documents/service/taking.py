"""Copying documents to another group or folder: the newest version of each, with a new author and owner."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from hub.content import service as content
from hub.documents.models import Document, DocumentHead, DocumentVersion
from hub.documents.service.folders import as_whom, folder_in, keep_still
from hub.documents.service.moving import Chosen, chosen
from hub.groups import service as groups
from hub.kit import filenames
from hub.kit.storage import Storage
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Missing, words
from tenants.ids import new_id


def copies_somewhere(actor: Actor) -> bool:
    """Whether there is a space where the actor may put a document, or a copy of one."""
    return bool(actor.writes or actor.joins)


def copyable(actor: Actor, ids: Sequence[UUID]) -> Chosen:
    """The documents with these ids, all of one space that the actor reads; folders are not copied. Four queries."""
    if not copies_somewhere(actor):
        raise Forbidden(words("Je schrijft nog nergens. Daarom kun je dit nergens heen kopiëren."))
    first = content.live(ids[:1])
    if not first:
        raise Missing
    things = chosen(actor, first[0].space_id, ids)
    if things.folders:
        raise Conflict(words("Een map kopieer je niet. Open de map en vink de documenten aan."))
    return things


def copy(
    actor: Actor, ids: Sequence[UUID], *, space_id: UUID, folder_id: UUID | None, storage: Storage
) -> list[Document]:
    """A new document in this space (and folder of it) for each, as whoever copies: of the newest version alone."""
    groups.find(actor, space_id)
    folder_in(actor, space_id, folder_id)
    keep_still(space_id, folder_id)
    things = copyable(actor, ids)
    rows = session().execute(
        select(Document, DocumentVersion)
        .join(DocumentHead, DocumentHead.document_id == Document.item_id)
        .join(DocumentVersion, DocumentVersion.id == DocumentHead.version_id)
        .where(Document.item_id.in_(things.ids))
        .order_by(DocumentHead.sort_name, Document.item_id)
    )
    return [_copy(session().who, old, version, space_id, folder_id, storage) for old, version in rows.all()]


def _copy(
    actor: Actor, old: Document, version: DocumentVersion, space_id: UUID, folder_id: UUID | None, storage: Storage
) -> Document:
    item = content.add(actor, space_id, kind="document", body="")
    storage.refer(version.sha256, owner_id=version.owner_id, new_owner_id=item.owner_id)
    document = Document(
        item_id=item.id,
        space_id=space_id,
        author_id=item.author_id,
        name=filenames.with_suffix_of(old.name, version.file_name),
        folder_id=folder_id,
    )
    session().add(document)
    session().flush()
    session().add(
        DocumentVersion(
            id=new_id(),
            space_id=space_id,
            document_id=item.id,
            number=1,
            author_id=item.author_id,
            owner_id=item.owner_id,
            sha256=version.sha256,
            size=version.size,
            media_type=version.media_type,
            file_name=version.file_name,
            note="",
            created_at=moment(),
        )
    )
    session().flush()
    audit.record(
        session().who,
        "document.copied",
        kind="document",
        thing_id=old.item_id,
        as_affiliation=as_whom(session().who, old.space_id),
    )
    return document
