"""What a change opens to whom, in numbers, said before anybody agrees to it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants.db import door_rows, session
from tenants.models import Organisation, Space


@dataclass(frozen=True)
class Gain:
    """An organisation that gains sight: how many of its people read along at once (0: who is let in)."""

    name: str
    people: int


@dataclass(frozen=True)
class Opening:
    """Who gains sight, and of how much that is there already."""

    gains: tuple[Gain, ...] = ()
    items: int = 0
    documents: int = 0

    @property
    def people(self) -> int:
        """How many people read along at once, of all organisations."""
        return sum(one.people for one in self.gains)


def opening(
    group: Space, *, form: str | None = None, organisation_id: UUID | None = None, reach: str | None = None
) -> Opening:
    """What this form, or this organisation with this reach, would open. Nothing of one that the actor does not know."""
    return opened(group.id, form=form, organisation_id=organisation_id, reach=reach)


def opened(group_id: UUID, *, form: str | None, organisation_id: UUID | None, reach: str | None) -> Opening:
    """The same of a group that an administrator does not see, when its proposal concerns the own organisation."""
    rows = door_rows("widening", the_group=group_id, the_form=form, the_organisation=organisation_id, the_reach=reach)
    wanted = [one.organisation_id for one in rows]
    found = session().execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)))
    names = {one.id: one.name for one in found}
    return Opening(
        tuple(Gain(names[one.organisation_id], one.people) for one in rows if one.organisation_id in names),
        max((one.items for one in rows), default=0),
        max((one.documents for one in rows), default=0),
    )
