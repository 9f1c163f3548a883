"""Copies that a person asked for; nobody else sees them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base

Moment = DateTime(timezone=True)


class Copy(Base):
    """One copy. `spaces`: what is in it; `done` of `total` items are written; `size` in bytes once it is ready."""

    __tablename__ = "copy"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    affiliation_id: Mapped[UUID]
    spaces: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    status: Mapped[str] = mapped_column(Text)
    done: Mapped[int]
    total: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ready_at: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
