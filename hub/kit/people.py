"""People as pages show them: a name, an organisation, and whether somebody is external."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants.db import session
from tenants.errors import words
from tenants.models import Affiliation, Organisation
from tenants.names import initials


@dataclass(frozen=True)
class Byline:
    """Somebody as others may see them: an affiliation. What templates/parts/people.html draws."""

    id: UUID | None
    name: str
    initials: str
    organisation: str
    short_organisation: str = ""
    is_external: bool = False
    employer: str = ""
    title: str = ""


UNSEEN = Byline(None, words("Iemand die je niet kunt zien"), "?", "")
"""Stands where the database does not show us who it is."""


def bylines(ids: Iterable[UUID]) -> dict[UUID, Byline]:
    """The people behind these affiliations, as far as the actor may see them; one query. The others are UNSEEN."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session().execute(
        select(Affiliation, Organisation.name, Organisation.short_name)
        .join(Organisation, Organisation.id == Affiliation.organisation_id, isouter=True)
        .where(Affiliation.id.in_(wanted))
    )
    found = {one.id: byline(one, name or "", short or "") for one, name, short in rows}
    return {one: found.get(one, UNSEEN) for one in wanted}


def byline(affiliation: Affiliation, organisation: str, short: str = "") -> Byline:
    """One affiliation as pages show it."""
    return Byline(
        id=affiliation.id,
        name=affiliation.shown,
        initials=initials(affiliation.shown),
        organisation=organisation,
        short_organisation=short,
        is_external=affiliation.kind == "external",
        employer=affiliation.employer,
        title=affiliation.title,
    )
