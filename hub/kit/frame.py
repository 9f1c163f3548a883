"""What stands around every page: who I am, where I can go, my groups. Drawn by templates/layout.html."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import get_flashed_messages
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from hub.kit.feature import Entry, Feature
from hub.kit.rail import GroupLink, RailGroups
from tenants.actor import Actor, Viewing
from tenants.db import session
from tenants.models import Organisation
from tenants.names import initials


@dataclass(frozen=True)
class Me:
    """The affiliation that the person acts as now, as the header shows it."""

    name: str
    initials: str
    organisation: str
    short_name: str
    mark: str = ""
    title: str = ""
    is_guest: bool = False
    is_external: bool = False
    employer: str = ""
    sponsor_organisation: str = ""


@dataclass(frozen=True)
class Link:
    """A drawn entry of the rail or a menu."""

    key: str
    title: str
    url: str
    icon: str
    shortcut: str = ""
    count: int = 0


@dataclass(frozen=True)
class Other:
    """Another own affiliation that one can go on as."""

    id: UUID
    name: str
    note: str
    is_staff: bool = False


@dataclass
class Frame:
    """Everything of the frame; each part is asked for when the layout draws it."""

    actor: Actor
    features: Sequence[Feature]
    rail_groups: RailGroups
    theme: Callable[[Organisation], str]

    @property
    def viewing(self) -> Viewing | None:
        """The external as whom one looks; the frame is then drawn as for that external."""
        return self.actor.viewing

    @cached_property
    def _organisations(self) -> dict[UUID, Organisation]:
        ids = {one.organisation_id for one in self.actor.standings if one.active}
        if self.viewing:
            ids.add(self.viewing.organisation_id)
        return (
            {one.id: one for one in session().scalars(select(Organisation).where(Organisation.id.in_(ids)))}
            if ids
            else {}
        )

    @cached_property
    def me(self) -> Me:
        """Who I am now; a person without any live affiliation is just a name."""
        standing = self.actor.acting or self.viewing
        organisation = self._organisations.get(standing.organisation_id) if standing else None
        name = standing.shown if standing else self.actor.shown
        guest = isinstance(standing, Viewing) or bool(standing and standing.kind == "external")
        return Me(
            name=name,
            initials=initials(name),
            organisation=organisation.name if organisation else "",
            short_name=organisation.short_name if organisation else "",
            mark=organisation.initials if organisation else "",
            is_guest=guest,
            is_external=guest,
            sponsor_organisation=organisation.name if guest and organisation else "",
        )

    @cached_property
    def organisations(self) -> list[Other]:
        """The other affiliations that I can act as."""
        acting = self.actor.acting
        return [
            Other(
                one.id,
                self._organisations[one.organisation_id].name,
                _("gast") if one.kind == "external" else _("medewerker"),
                is_staff=one.kind == "staff",
            )
            for one in self.actor.standings
            if one.active and acting and one.id != acting.id and one.organisation_id in self._organisations
        ]

    @cached_property
    def navigation(self) -> list[Link]:
        """The rail: what features declare, in their order."""
        return self._links(entry for feature in self.features for entry in feature.navigation)

    @cached_property
    def new_menu(self) -> list[Link]:
        """What can be made."""
        return self._links(entry for feature in self.features for entry in feature.new)

    @cached_property
    def menu(self) -> list[Link]:
        """Entries of the menu behind my name."""
        return self._links(entry for feature in self.features for entry in feature.menu)

    @cached_property
    def groups(self) -> Sequence[GroupLink]:
        """My groups."""
        return self.rail_groups(self.actor)

    @cached_property
    def theme_url(self) -> str:
        """The stylesheet of the organisation that I act for."""
        standing = self.actor.acting or self.viewing
        organisation = self._organisations.get(standing.organisation_id) if standing else None
        return self.theme(organisation) if organisation else ""

    @property
    def language(self) -> str:
        """The language of this page."""
        return str(get_locale() or "nl")

    @property
    def colour_scheme(self) -> str:
        """The chosen one: light, dark or system."""
        return self.actor.colours

    @cached_property
    def messages(self) -> list[Any]:
        """Toasts of the step before."""
        return list(get_flashed_messages(category_filter=["toast"]))

    def _links(self, entries: Any) -> list[Link]:  # noqa: ANN401 - an iterable of Entry
        shown: list[Entry] = sorted(
            (one for one in entries if one.shown(self.actor)), key=lambda one: (one.order, one.key)
        )
        return [
            Link(one.key, one.title(), one.url, one.icon, one.shortcut, one.count(self.actor) if one.count else 0)
            for one in shown
        ]
