"""The spine's tables: an item lies in one space, has an author and an owner; its text is its author's alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Computed, DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base

Moment = DateTime(timezone=True)


class Item(Base):
    """Anything shared. `parent_id`: what it answers or comments on; None for what stands by itself in the timeline.

    `veiled`: was in the bin when its thread moved; the database says so.
    """

    __tablename__ = "item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID] = mapped_column(ForeignKey("plein.space.id"))
    kind: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[UUID | None]
    author_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    deleted_by: Mapped[UUID | None]
    veiled: Mapped[bool] = mapped_column(default=False)


class ItemText(Base):
    """What somebody wrote, in Markdown."""

    __tablename__ = "item_text"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)


class Reaction(Base):
    """One word of one affiliation to one item."""

    __tablename__ = "reaction"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    author_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(Text, primary_key=True)
    space_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)


class ItemPast(Base):
    """What an item said before its author changed it; the database writes it whenever a text changes."""

    __tablename__ = "item_past"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class Attachment(Base):
    """A file in a text. Its content is the owner's, by its SHA-256; `size` in bytes, `alt` what a picture shows."""

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    item_id: Mapped[UUID]
    author_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    alt: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Mention(Base):
    """Whom a text names, under the name that stands in it."""

    __tablename__ = "mention"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    affiliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    shown: Mapped[str] = mapped_column(Text)


class Pin(Base):
    """What a steward put on top of a space; `author_id` is who did."""

    __tablename__ = "pin"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(Moment)


class Draft(Base):
    """What somebody has not sent yet: its own alone. `thing_id`: the space or the item that it is for.

    None is what its form did not have. `labels`: those ticked, with commas; `asked_for_id`: who was chosen, instead of
    a name that was typed.
    """

    __tablename__ = "draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    place: Mapped[str] = mapped_column(Text)
    thing_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    labels: Mapped[str | None] = mapped_column(Text)
    typed_labels: Mapped[str | None] = mapped_column(Text)
    asked_for: Mapped[str | None] = mapped_column(Text)
    asked_for_id: Mapped[UUID | None]
    wordless: Mapped[bool] = mapped_column(Computed("title = '' AND body = ''", persisted=True))


class DraftFile(Base):
    """A file that waits with a draft, its chooser's alone. Its content is the owner's, as with an attachment."""

    __tablename__ = "draft_file"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID]
    person_id: Mapped[UUID]
    affiliation_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    alt: Mapped[str] = mapped_column(Text)


class SpaceRead(Base):
    """How far a person has read in a space: the newest item that was shown."""

    __tablename__ = "space_read"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID] = mapped_column(primary_key=True)
    upto: Mapped[UUID]


class ThreadRead(Base):
    """How far a person has read in what people say under an item."""

    __tablename__ = "thread_read"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    upto: Mapped[UUID]


class Preview(Base):
    """What came of looking into a file: `ready`, `none` (of this kind we make none) or `failed` (it cannot be read)."""

    __tablename__ = "preview"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text)
    pages: Mapped[int]
    located: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Moment)


class PreviewPage(Base):
    """A page of a file: its picture (by SHA-256, the owner's; '' when it has none), in pixels, and its text."""

    __tablename__ = "preview_page"

    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    picture: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
