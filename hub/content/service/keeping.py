"""Files that wait with a draft: they came in with a text that is not posted yet, and their chooser alone sees them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from hub.content.models import Draft, DraftFile
from hub.content.service.attachments import MOST_ATTACHED, NewAttachment
from hub.kit.storage import Storage
from tenants.actor import Actor
from tenants.db import session
from tenants.errors import Conflict, words
from tenants.ids import new_id


@dataclass(frozen=True)
class Room:
    """How many bytes files may have: those with one draft, and those with all drafts of one person; `most`: files."""

    one: int
    all: int
    most: int = MOST_ATTACHED


@dataclass(frozen=True)
class KeptFile:
    """A file as it waits with a draft."""

    id: UUID
    name: str
    size: int
    media_type: str
    alt: str
    digest: str

    @property
    def is_picture(self) -> bool:
        """Whether the file itself is a picture."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Waited:
    """The content of a file that waited, as a text takes it along."""

    storage: Storage
    owner_id: UUID
    digest: str
    size: int

    def keep(self, owner_id: UUID) -> str:
        """Give it to the organisation that owns the text, which may be another than it waited with; its SHA-256."""
        self.storage.refer(self.digest, owner_id=self.owner_id, new_owner_id=owner_id)
        return self.digest


def kept_files(drafts: Iterable[Draft]) -> Mapping[UUID, Sequence[KeptFile]]:
    """The files with each of these own drafts, in the order in which they came; one query, none for no drafts."""
    wanted = [one.id for one in drafts]
    found: dict[UUID, list[KeptFile]] = {}
    if not wanted:
        return found
    for one in session().scalars(
        select(DraftFile)
        .where(DraftFile.draft_id.in_(wanted))
        .order_by(DraftFile.id)
        .execution_options(populate_existing=True)
    ):
        kept = KeptFile(one.id, one.file_name, one.size, one.media_type, one.alt, one.sha256)
        found.setdefault(one.draft_id, []).append(kept)
    return found


def holds_files(draft: Draft) -> bool:
    """Whether files wait with a draft."""
    return session().scalar(select(DraftFile.id).where(DraftFile.draft_id == draft.id).limit(1)) is not None


def add_files(
    actor: Actor, draft: Draft, files: Sequence[NewAttachment], *, affiliation_id: UUID, room: Room
) -> list[str]:
    """Let files wait with an own draft; one that waits there already is there once. The names for which no room is."""
    standing = actor.standing(affiliation_id)
    assert standing is not None  # noqa: S101 - it is an own one
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(draft.person_id), 1))))
    rows = session().execute(
        select(DraftFile.draft_id, DraftFile.sha256, DraftFile.file_name, DraftFile.size).where(
            DraftFile.person_id == draft.person_id
        )
    )
    sizes, there = [], dict[tuple[str, str], int]()
    for row in rows:
        sizes.append(row.size)
        if row.draft_id == draft.id:
            there[row.sha256, row.file_name] = row.size
    everything, left_over = sum(sizes), []
    for one in files:
        key = (one.file.digest, one.name)
        if key in there:
            continue
        here = one.file.size + sum(there.values())
        if len(there) >= room.most or here > room.one or one.file.size + everything > room.all:
            left_over.append(one.name)
            continue
        there[key] = one.file.size
        everything += one.file.size
        session().execute(
            insert(DraftFile)
            .values(
                id=new_id(),
                draft_id=draft.id,
                person_id=draft.person_id,
                affiliation_id=affiliation_id,
                owner_id=standing.organisation_id,
                sha256=one.file.keep(standing.organisation_id),
                size=one.file.size,
                media_type=one.media_type,
                file_name=one.name,
                alt=one.alt,
            )
            .on_conflict_do_nothing()
        )
    return left_over


def change_files(draft: Draft, *, left_out: Iterable[UUID], alts: Mapping[UUID, str]) -> None:
    """Let go of files of an own draft, and say anew what its pictures show."""
    gone = sorted(left_out)
    if gone:
        session().execute(delete(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.id.in_(gone)))
    for one, alt in alts.items():
        session().execute(
            update(DraftFile)
            .where(DraftFile.draft_id == draft.id, DraftFile.id == one, DraftFile.alt != alt)
            .values(alt=alt)
        )


def take_files(
    actor: Actor, *, place: str, thing_id: UUID, ids: Iterable[UUID], storage: Storage
) -> Mapping[UUID, NewAttachment]:
    """Take files out of the own draft of this place, for a text. Conflict when one is there no more, or never was."""
    wanted = set(ids)
    if not wanted:
        return {}
    own = select(Draft.id).where(Draft.person_id == actor.person_id, Draft.place == place, Draft.thing_id == thing_id)
    taken = session().scalars(
        delete(DraftFile)
        .where(DraftFile.id.in_(sorted(wanted)), DraftFile.draft_id.in_(own))
        .returning(DraftFile)
        .execution_options(synchronize_session=False)
    )
    found = {
        one.id: NewAttachment(
            one.file_name, one.media_type, Waited(storage, one.owner_id, one.sha256, one.size), one.alt
        )
        for one in taken
    }
    if found.keys() != wanted:
        raise Conflict(words("Een bestand bij je concept is er niet meer. Kies het opnieuw."))
    return dict(sorted(found.items()))
