"""Keyset paging: a page begins after the last row of the one before, never at a count of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from tenants.errors import Missing

Row = TypeVar("Row")

PAGE = 30
"""How many rows a page of a list has, unless the list says otherwise."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list in its stated order, and where the next page begins ('' on the last one)."""

    rows: Sequence[Row]
    after: str = ""


def cut(rows: Sequence[Row], size: int, key: str = "id") -> Page[Row]:
    """A page out of `size + 1` rows that were asked for: the one too many only tells that there is more."""
    shown = rows[:size]
    return Page(shown, str(getattr(shown[-1], key)) if len(rows) > size else "")


def after_id(text: str | None) -> UUID | None:
    """The id that a page begins after, from the address; None at the first page. What is no id is Missing."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing from error
