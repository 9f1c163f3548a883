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
