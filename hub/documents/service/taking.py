"""Copying documents and whole folders to another group or folder: newest versions, with a new author and owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.content import service as content
from hub.documents.models import Document, DocumentVersion, Folder
from hub.documents.service.below import documents_in, folders_below
from hub.documents.service.folders import as_whom, folder_in, hold, keep_still
from hub.documents.service.moving import Chosen, chosen, refuse_taken
from hub.groups import service as groups
from hub.kit import filenames
from hub.kit.storage import Storage
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Missing, words
from tenants.ids import new_id

MB = 1_000_000


@dataclass(frozen=True)
class Load:
    """What goes along in a copy: folders after those that they lie in, and newest versions; `size` in bytes."""

    folders: Sequence[tuple[Folder, UUID | None, int]]
    documents: Sequence[tuple[Document, DocumentVersion]]

    @property
    def size(self) -> int:
        """All files together."""
        return sum(version.size for _document, version in self.documents)


def copies_somewhere(actor: Actor) -> bool:
    """Whether there is a space where the actor may put a document, or a copy of one."""
    return bool(actor.writes or actor.joins)


def copyable(actor: Actor, ids: Sequence[UUID]) -> Chosen:
    """The documents and folders with these ids, all of one space that the actor reads. Four queries."""
    if not copies_somewhere(actor):
        raise Forbidden(words("Je schrijft nog nergens. Daarom kun je dit nergens heen kopiëren."))
    first = content.live(ids[:1])
    if not first:
        raise Missing
    return chosen(actor, first[0].space_id, ids)


def load(actor: Actor, things: Chosen, *, most: int, largest: int) -> Load:
    """What a copy of these takes along; Conflict when with folders it is more things or bytes than that. Two queries.

    What is in the bin stays there.
    """
    folders = folders_below(actor, things, most=most)
    room = max(most - len(folders), len(things.documents))
    rows = documents_in(actor, things, [folder.item_id for folder, _parent, _level in folders], most=room)
    found = Load(folders, rows)
    if things.folders and len(folders) + len(rows) > most:
        raise Conflict(words("Dit zijn meer dan %(count)s dingen. Kopieer de mappen apart."), count=most)
    if things.folders and found.size > largest:
        raise Conflict(
            words("Dit is samen %(size)s MB; een kopie van mappen is hier hoogstens %(limit)s MB. Kies minder."),
            size=-(-found.size // MB),
            limit=largest // MB,
        )
    return found


def copy(
    actor: Actor,
    ids: Sequence[UUID],
    *,
    space_id: UUID,
    folder_id: UUID | None,
    storage: Storage,
    most: int,
    largest: int,
) -> list[UUID]:
    """Copies in this space (and folder of it), as whoever copies: of newest versions alone, all of it or nothing.

    Returns the ids of the copies of what was chosen, without what lies in them. Conflict where a folder has the name.
    """
    groups.find(actor, space_id)
    folder_in(actor, space_id, folder_id)
    things = copyable(actor, ids)
    groups.place(actor, space_id)
    if things.folders:  # before anything is counted, and before it is looked which names are there
        hold(space_id)
        refuse_taken(things, space_id, target_id=folder_id)
    else:
        keep_still(space_id, folder_id)
    taken_along = load(actor, things, most=most, largest=largest)
    made = dict[UUID, UUID]()
    for folder, parent_id, _level in taken_along.folders:
        made[folder.item_id] = _copy_folder(folder, space_id, made[parent_id] if parent_id else folder_id)
    for old, version in taken_along.documents:
        inside = made.get(old.folder_id, folder_id) if old.folder_id else folder_id
        made[old.item_id] = _copy(session().who, old, version, space_id, inside, storage).item_id
    inside_another = {old.item_id for old, _version in taken_along.documents if old.folder_id in made}
    return [made[one] for one in things.ids if one not in inside_another]


def _copy_folder(old: Folder, space_id: UUID, parent_id: UUID | None) -> UUID:
    item = content.add(session().who, space_id, kind="folder", body="")
    session().add(
        Folder(item_id=item.id, space_id=space_id, author_id=item.author_id, parent_id=parent_id, name=old.name)
    )
    session().flush()
    by = as_whom(session().who, old.space_id)
    audit.record(session().who, "folder.copied", kind="folder", thing_id=old.item_id, as_affiliation=by)
    return item.id


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
