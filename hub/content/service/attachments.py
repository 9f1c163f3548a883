"""Files in a text: put in with it, shown with it, handed out, and taken out by its author."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select

from hub.content.models import Attachment, Item, ItemText
from hub.content.policy import POLICY, Can
from hub.content.service.previews import firsts, leaf
from hub.kit.copying import Kept
from hub.kit.storage import Outgoing, Storage
from tenants import audit
from tenants.actor import Actor
from tenants.clock import moment
from tenants.db import session
from tenants.errors import Conflict, Forbidden, Invalid, Missing, words
from tenants.ids import new_id
from tenants.models import Membership

MOST_ATTACHED = 10
"""So many files stand with one text."""
_TOO_MANY = words("Voeg hooguit 10 bestanden toe aan één tekst.")


class NewContent(Protocol):
    """What came in, now or before (hub.kit.storage.Incoming, hub.content.service.keeping.Waited)."""

    @property
    def size(self) -> int:
        """In bytes."""

    @property
    def digest(self) -> str:
        """Its SHA-256, in hexadecimal."""

    def keep(self, owner_id: UUID) -> str:
        """Give it its place with the organisation that owns it; returns its SHA-256. Raises NoRoom."""


@dataclass(frozen=True)
class NewAttachment:
    """A file that came in with a text and does not stand with it yet; `alt` says what a picture shows.

    `way`: the folders in which it lay where it came from, as the form says it; a text does not ask.
    """

    name: str
    media_type: str
    file: NewContent
    alt: str = ""
    way: str = ""


@dataclass(frozen=True)
class Attached:
    """A file as it stands with a text. `width` and `height`: of its picture in pixels, 0 when it has none to show."""

    id: UUID
    name: str
    size: int
    media_type: str
    alt: str
    width: int = 0
    height: int = 0

    @property
    def url(self) -> str:
        """Where it is downloaded."""
        return f"/bijlagen/{self.id}"

    @property
    def picture_url(self) -> str:
        """Where its picture comes from; '' for a file that is shown as a row."""
        return f"{self.url}/beeld" if self.is_picture and self.width else ""

    @property
    def is_picture(self) -> bool:
        """Whether the file itself is a picture."""
        return self.media_type.startswith("image/")


def stands_with(text: type[ItemText]) -> ColumnElement[bool]:
    """Whether files stand with a text, beside its row: most have none, and then nobody asks for them."""
    return exists().where(Attachment.space_id == text.space_id, Attachment.item_id == text.item_id)


def attached(item_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[Attached]]:
    """The files of each of these texts, in the order in which they came; two queries, none for no texts."""
    found: dict[UUID, list[Attached]] = {}
    wanted = list(item_ids)
    if not wanted:
        return found
    rows = list(session().scalars(select(Attachment).where(Attachment.item_id.in_(wanted)).order_by(Attachment.id)))
    drawn = firsts({(one.owner_id, one.sha256) for one in rows if one.media_type.startswith("image/")})
    for one in rows:
        page = drawn.get((one.owner_id, one.sha256))
        width, height = (page.width, page.height) if page and page.picture else (0, 0)
        found.setdefault(one.item_id, []).append(
            Attached(one.id, one.file_name, one.size, one.media_type, one.alt, width, height)
        )
    return found


def attach(item: Item, files: Sequence[NewAttachment]) -> None:
    """Put files in a text that its author writes or changes. Each gets its place first and its row after."""
    if not files:
        return
    there = session().scalars(select(Attachment.id).where(Attachment.item_id == item.id)).all()
    if len(there) + len(files) > MOST_ATTACHED:
        raise Invalid({"files": _TOO_MANY})
    for one in files:
        session().add(
            Attachment(
                id=new_id(),
                space_id=item.space_id,
                item_id=item.id,
                author_id=item.author_id,
                owner_id=item.owner_id,
                sha256=one.file.keep(item.owner_id),
                size=one.file.size,
                media_type=one.media_type,
                file_name=one.name,
                alt=one.alt,
                created_at=moment(),
            )
        )
        session().flush()
        _record("attachment.added", item, item.author_id)


def change_attached(
    actor: Actor,
    item_id: UUID,
    *,
    removed: Iterable[UUID],
    alts: Mapping[UUID, str],
    files: Sequence[NewAttachment],
) -> None:
    """Take files out of an own text, say anew what its pictures show, and put others in."""
    item = POLICY.found(actor, session().get(Item, item_id))
    gone = set(removed)
    if not POLICY.allows(actor, Can.EDIT, item):
        if gone or alts or files:
            raise Forbidden
        return
    for one in list(session().scalars(select(Attachment).where(Attachment.item_id == item.id))):
        if one.id in gone:
            session().execute(delete(Attachment).where(Attachment.id == one.id))
            _record("attachment.removed", item, item.author_id)
        elif alts.get(one.id, one.alt) != one.alt:
            _describe(one, alts[one.id])
    session().expire_all()
    attach(item, files)


def _describe(one: Attachment, alt: str) -> None:
    """Put the row anew under its own id: nobody may change a row of this table, its author may take it back."""
    same = {column.name: getattr(one, column.name) for column in Attachment.__table__.columns}
    session().execute(delete(Attachment).where(Attachment.id == one.id))
    session().expunge(one)
    session().add(Attachment(**{**same, "alt": alt}))
    session().flush()


def download_attached(actor: Actor, attachment_id: UUID, *, storage: Storage) -> Outgoing:
    """A file of a text that the actor reads. Whoever hands its bytes out says so with `downloaded_attached`."""
    found, _item = _find(actor, attachment_id)
    if actor.viewing:  # each download is logged in the name of whoever takes it
        raise Conflict(words("Je kijkt mee als een externe. Stop met meekijken om zelf iets te downloaden."))
    return Outgoing(
        file=storage.open(found.owner_id, found.sha256),
        name=found.file_name,
        size=found.size,
        digest=found.sha256,
        media_type=found.media_type,
        modified=found.created_at,
    )


def downloaded_attached(actor: Actor, attachment_id: UUID) -> None:
    """Write down that the actor gets the bytes of a file."""
    _found, item = _find(actor, attachment_id)
    _record("attachment.downloaded", item, as_whom(actor, item.space_id))


def attached_picture(actor: Actor, attachment_id: UUID, *, storage: Storage) -> tuple[BinaryIO, str]:
    """The picture of a file, made by us, open to be read, and its SHA-256; Missing where there is none."""
    found, _item = _find(actor, attachment_id)
    page = leaf((found.owner_id, found.sha256))
    if not page.picture:
        raise Missing
    return storage.open(found.owner_id, page.picture), page.picture


def kept(item_ids: Sequence[UUID], *, owner_id: UUID) -> Mapping[UUID, tuple[Kept, ...]]:
    """The files of these texts that this organisation owns, as a copy takes them along; one query."""
    rows = session().scalars(
        select(Attachment)
        .where(Attachment.item_id.in_(item_ids), Attachment.owner_id == owner_id)
        .order_by(Attachment.item_id, Attachment.id)
    )
    found: dict[UUID, list[Kept]] = {}
    for one in rows:
        of_item = found.setdefault(one.item_id, [])
        of_item.append(
            Kept(
                len(of_item) + 1,
                one.file_name,
                one.owner_id,
                one.sha256,
                one.size,
                one.alt,
                one.author_id,
                one.created_at,
            )
        )
    return {one: tuple(files) for one, files in found.items()}


def _find(actor: Actor, attachment_id: UUID) -> tuple[Attachment, Item]:
    """A file with the text that it stands in; Missing when either is not seen, or was deleted."""
    found = session().get(Attachment, attachment_id)
    if found is None:
        raise Missing
    item = POLICY.found(actor, session().get(Item, found.item_id))
    above: Item | None = item
    while above is not None:
        if above.deleted_at is not None:
            raise Missing
        above = POLICY.found(actor, session().get(Item, above.parent_id)) if above.parent_id else None
    return found, item


def as_whom(actor: Actor, space_id: UUID) -> UUID:
    """The own affiliation under which somebody reads here: the acting one, unless only another one is a member."""
    assert actor.acting is not None  # noqa: S101 - who sees a space has an affiliation that counts
    members = list(
        session().scalars(
            select(Membership.affiliation_id)
            .where(Membership.space_id == space_id, Membership.affiliation_id.in_(sorted(actor.affiliations)))
            .order_by(Membership.affiliation_id)
        )
    )
    return members[0] if members and actor.acting.id not in members else actor.acting.id


def _record(verb: str, item: Item, affiliation_id: UUID) -> None:
    # without the file's name: the log has no content, and administrators read it who do not see the space
    audit.record(session().who, verb, kind=item.kind, thing_id=item.id, as_affiliation=affiliation_id)
