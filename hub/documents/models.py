"""A document is an item with a name; what it holds are its versions, which never change and are never removed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base


class Document(Base):
    """What the versions have in common: the name that people gave it."""

    __tablename__ = "document"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    folder_id: Mapped[UUID | None] = mapped_column(default=None)


class DocumentHead(Base):
    """Where a document lies, under which name it sorts, and its newest version; the database keeps it."""

    __tablename__ = "document_head"

    document_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    folder_id: Mapped[UUID | None]
    sort_name: Mapped[str] = mapped_column(Text)
    version_id: Mapped[UUID]
    number: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)


class Folder(Base):
    """A folder of documents; `parent_id` is the folder that it lies in."""

    __tablename__ = "folder"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)


class DocumentVersion(Base):
    """One file, numbered from 1 without gaps. Its content is the owner's, found by its SHA-256; `size` in bytes."""

    __tablename__ = "document_version"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    document_id: Mapped[UUID]
    number: Mapped[int]
    author_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
