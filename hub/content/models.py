"""The spine's tables: an item lies in one space, has an author and an owner; its text is its author's alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base

Moment = DateTime(timezone=True)


class Item(Base):
    """Anything shared. `parent_id`: what it answers or comments on; None for what stands by itself in the timeline."""

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
