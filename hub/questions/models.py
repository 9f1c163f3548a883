"""The question's own table: its title, and which answer was accepted, when and by whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Computed, DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base

Moment = DateTime(timezone=True)


class Question(Base):
    """A question; its text is the item's. An accepted answer counts for nothing while it lies in the bin."""

    __tablename__ = "question"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    author_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text)
    accepted_id: Mapped[UUID | None]
    accepted_kind: Mapped[str] = mapped_column(Text, Computed("'answer'"))  # what a foreign key compares
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_by: Mapped[UUID | None]
    asked_for: Mapped[str] = mapped_column(Text, default="")
    asked_for_id: Mapped[UUID | None] = mapped_column(default=None)
    merged_into: Mapped[UUID | None] = mapped_column(default=None)
    merged_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    merged_by: Mapped[UUID | None] = mapped_column(default=None)
    reopened_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    reopened_by: Mapped[UUID | None] = mapped_column(default=None)


class GoodAnswer(Base):
    """An answer that helped too, besides the accepted one."""

    __tablename__ = "good_answer"

    answer_id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    question_id: Mapped[UUID]
    answer_kind: Mapped[str] = mapped_column(Text, Computed("'answer'"))
    marked_by: Mapped[UUID]
    marked_at: Mapped[datetime] = mapped_column(Moment)


class ItemTag(Base):
    """A word that a question is about, in small letters."""

    __tablename__ = "item_tag"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(Text, primary_key=True)
    space_id: Mapped[UUID]


class QuestionWord(Base):
    """A word of a title, stemmed; the database keeps them."""

    __tablename__ = "question_word"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(Text, primary_key=True)
    space_id: Mapped[UUID]
