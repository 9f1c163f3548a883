"""The tags of a space: words that its stewards gave it, read by whoever sees it."""

from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.db import Base


class SpaceTag(Base):
    """One word of one space, in small letters."""

    __tablename__ = "space_tag"

    space_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
