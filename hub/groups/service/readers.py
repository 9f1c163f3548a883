"""Who can read a space, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from tenants.db import session
from tenants.errors import Missing
from tenants.models import Space, SpaceActivity


@dataclass(frozen=True)
class ReadingOrganisation:
    """One organisation that reads along: how many members, how many of them external, or all of its staff."""

    id: UUID
    name: str
    short: str
    initials: str
    members: int
    externals: int
    everyone: bool


@dataclass(frozen=True)
class Readers:
    """Who can read a space, in numbers; hub/groups/views.py makes the words of it."""

    space: Space
    organisations: tuple[ReadingOrganisation, ...]

    @property
    def people(self) -> int:
        """How many members, externals among them (in an open group: besides all staff)."""
        return sum(one.members for one in self.organisations)

    @property
    def externals(self) -> int:
        """How many of them are external."""
        return sum(one.externals for one in self.organisations)

    @property
    def is_shared(self) -> bool:
        """Whether more than one organisation reads along."""
        return len(self.organisations) > 1


_AUDIENCES = text(
    "SELECT s.id AS space_id, a.organisation_id, o.name, o.short_name, o.initials, a.members, a.externals, a.everyone"
    " FROM unnest(cast(:ids AS uuid[])) s (id) CROSS JOIN LATERAL plein.audience(s.id) a"
    " JOIN plein.organisation o ON o.id = a.organisation_id ORDER BY s.id, a.members DESC, o.name, o.id"
)


def audiences(space_ids: Iterable[UUID]) -> dict[UUID, Readers]:
    """Who can read each of these spaces, of those that the actor sees, counted by organisation; one query."""
    wanted = sorted(set(space_ids))
    if not wanted:
        return {}
    rows = session().execute(_AUDIENCES, {"ids": wanted}).all()
    spaces = {one.id: one for one in session().scalars(select(Space).where(Space.id.in_(wanted)))}
    return {
        space_id: Readers(
            space=space,
            organisations=tuple(
                ReadingOrganisation(
                    row.organisation_id,
                    row.name,
                    row.short_name,
                    row.initials,
                    row.members,
                    row.externals,
                    row.everyone,
                )
                for row in rows
                if row.space_id == space_id
            ),
        )
        for space_id, space in spaces.items()
    }


@dataclass(frozen=True)
class Contents:
    """How much lives in a space: messages and questions, and documents."""

    items: int
    documents: int


def contents(space_id: UUID) -> Contents:
    """What whoever comes in finds there; one row, however much it is."""
    found = session().get(SpaceActivity, space_id)
    return Contents(found.items, found.documents) if found else Contents(0, 0)


def audience(space_id: UUID) -> Readers:
    """Who can read this space; Missing when the actor does not see it."""
    found = audiences([space_id]).get(space_id)
    if found is None:
        raise Missing
    return found
