"""What a person does with documents: put files in a space, add a version, set one back, rename, download."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select

from hub.content import service as content
from hub.documents.models import Document, DocumentVersion
from hub.documents.policy import Can
from hub.documents.service.folders import as_whom, refuse_renamed, require
from hub.documents.service.reading import find, newest_number, version_of
from hub.groups import service as groups
from hub.kit import filenames
from hub.kit.people import bylines
from hub.kit.storage import Outgoing, Storage
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Invalid, Missing, words
from tenants.ids import new_id


@dataclass(frozen=True)
class NewFile:
    """A file that came in, now or before, with its cleaned name and what it is by its content.

    `folders`: those that it came in, outermost first, by their cleaned names.
    """

    name: str
    media_type: str
    file: content.NewContent
    folders: tuple[str, ...] = ()


def put(actor: Actor, space_id: UUID, *, new: NewFile, folder_id: UUID | None) -> Document:
    """A new document; the caller has looked whether its folder is there, and keeps it."""
    item = content.add(actor, space_id, kind="document", body="")
    document = Document(
        item_id=item.id, space_id=space_id, author_id=item.author_id, name=new.name, folder_id=folder_id
    )
    session().add(document)
    session().flush()
    _append(document, new=new, author_id=item.author_id, owner_id=item.owner_id, number=1)
    return document


def add_version(
    actor: Actor, document_id: UUID, *, new: NewFile, note: str, based_on: int | None = None
) -> DocumentVersion:
    """The next version of a document. Conflict when one came after the one that this was `based_on`."""
    document = find(actor, document_id)
    require(actor, Can.ADD_VERSION, document)
    author_id = groups.place(actor, document.space_id)
    number = _next_number(document)
    if based_on is not None and based_on != number - 1:
        newest = version_of(document, number - 1)
        raise Conflict(
            words(
                "%(name)s zette intussen versie %(number)s erop. Bekijk die eerst. Wil je jouw bestand er toch bovenop"
                " zetten? Kies het dan opnieuw."
            ),
            name=bylines([newest.author_id])[newest.author_id].name,
            number=newest.number,
        )
    return _append(
        document, new=new, author_id=author_id, owner_id=_owner(session().who, author_id), number=number, note=note
    )


def set_back(actor: Actor, document_id: UUID, *, number: int, storage: Storage) -> DocumentVersion:
    """Make an older version the newest one again: a new version of who does it, with the same content."""
    document = find(actor, document_id)
    require(actor, Can.SET_BACK, document)
    old = version_of(document, number)
    if number == newest_number(document):
        raise Conflict(words("Dit is al de nieuwste versie."))
    return repeat(document, old, storage=storage, verb="document.version_set_back")


def repeat(document: Document, old: DocumentVersion, *, storage: Storage, verb: str) -> DocumentVersion:
    """The next version of a document, with the content of another version: of whoever does it."""
    author_id = groups.place(session().who, document.space_id)
    following = _next_number(document)
    owner_id = _owner(session().who, author_id)
    storage.refer(old.sha256, owner_id=old.owner_id, new_owner_id=owner_id)
    made = DocumentVersion(
        id=new_id(),
        space_id=document.space_id,
        document_id=document.item_id,
        number=following,
        author_id=author_id,
        owner_id=owner_id,
        sha256=old.sha256,
        size=old.size,
        media_type=old.media_type,
        file_name=old.file_name,
        note="",
        created_at=moment(),
    )
    session().add(made)
    session().flush()
    _record(verb, document, author_id)
    return made


def rename(actor: Actor, document_id: UUID, *, name: str, based_on: str = "") -> Document:
    """Another name; what says the kind of file (".docx") stays. Conflict when it is no longer called `based_on`."""
    document = find(actor, document_id)
    require(actor, Can.RENAME, document)
    cleaned = filenames.clean(name)
    if not cleaned:
        raise Invalid({"name": words("Vul een naam in.")})
    newest = version_of(document, newest_number(document))
    refuse_renamed(filenames.with_suffix_of(document.name, newest.file_name), based_on)
    document.name = filenames.with_suffix_of(cleaned, newest.file_name)
    session().flush()
    _record("document.renamed", document, as_whom(actor, document.space_id))
    return document


def download(actor: Actor, document_id: UUID, *, number: int, storage: Storage) -> Outgoing:
    """A version's file, open to be read. Whoever hands its bytes out says so with `downloaded`."""
    document = find(actor, document_id)
    version = version_of(document, number)
    if actor.viewing:  # each download is logged in the name of whoever takes it
        raise Conflict(words("Je kijkt mee als een externe. Stop met meekijken om zelf iets te downloaden."))
    name = filenames.with_suffix_of(document.name, version.file_name)
    if number != newest_number(document):
        stem, suffix = filenames.split(name)
        name = f"{stem} (v{number}){suffix}"
    return Outgoing(
        file=storage.open(version.owner_id, version.sha256),
        name=name,
        size=version.size,
        digest=version.sha256,
        media_type=version.media_type,
        modified=version.created_at,
    )


def picture(actor: Actor, document_id: UUID, *, number: int, leaf: int, storage: Storage) -> tuple[BinaryIO, str]:
    """The picture of one page of a version, open to be read, and its SHA-256; Missing where there is none."""
    version = version_of(find(actor, document_id), number)
    found = content.leaf((version.owner_id, version.sha256), leaf)
    if not found.picture:
        raise Missing
    return storage.open(version.owner_id, found.picture), found.picture


def downloaded(actor: Actor, document_id: UUID) -> None:
    """Write down that the actor gets the bytes of a document."""
    document = find(actor, document_id)
    _record("document.downloaded", document, as_whom(actor, document.space_id))


def _next_number(document: Document) -> int:
    """The number of the next version. Whoever comes at the same time waits: members may not lock the row itself."""
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(document.item_id), 1))))
    return newest_number(document) + 1


def _append(
    document: Document, *, new: NewFile, author_id: UUID, owner_id: UUID, number: int, note: str = ""
) -> DocumentVersion:
    """The file gets its place first and its row after: an undone transaction leaves no row without a file."""
    made = DocumentVersion(
        id=new_id(),
        space_id=document.space_id,
        document_id=document.item_id,
        number=number,
        author_id=author_id,
        owner_id=owner_id,
        sha256=new.file.keep(owner_id),
        size=new.file.size,
        media_type=new.media_type,
        file_name=new.name,
        note=note,
        created_at=moment(),
    )
    session().add(made)
    session().flush()
    _record("document.version_added", document, author_id)
    return made


def _owner(actor: Actor, author_id: UUID) -> UUID:
    standing = actor.standing(author_id)
    assert standing is not None  # noqa: S101 - place() gives an own affiliation
    return standing.organisation_id


def _record(verb: str, document: Document, affiliation_id: UUID) -> None:
    audit.record(
        session().who,
        verb,
        kind="document",
        thing_id=document.item_id,
        as_affiliation=affiliation_id,
    )  # without its name: the log has no content, and administrators read it who do not see the space
