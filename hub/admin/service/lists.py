"""The lists of who and where: externals, invitations, groups; and what may be done to many externals at once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hub.desk.service import Asked, find, page_of
from hub.kit.paging import Page
from tenants import clock
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Invalid, Missing, words
from tenants.names import sort_name

ENDS_WITHIN = (14, 30)
WITHOUT_SPONSOR = "zonder"
DEFAULT_DAYS = 91
"""What extending many at once proposes: three months, or the organisation's maximum if that is shorter."""


def externals(actor: Actor, organisation_id: UUID, asked: Asked, size: int) -> Page[Any]:
    """The places of externals; by choice those that end soon, of one group, or whose sponsor is gone."""
    find(actor, organisation_id)
    within, group = asked.chosen.get("eindigt", ""), asked.chosen.get("groep", "")
    return page_of(
        "admin_externals",
        asked,
        size,
        the_organisation=organisation_id,
        prefix=sort_name(asked.q),
        days=int(within) if within.isdecimal() else None,
        sponsorless=asked.chosen.get("contact") == WITHOUT_SPONSOR,
        the_group=UUID(group) if group else None,
    )


def to_confirm(actor: Actor, organisation_id: UUID) -> set[UUID]:
    """The invitations whose taker an administrator lets in or not: one of them took that person out before."""
    find(actor, organisation_id)
    return {one.invitation_id for one in door_rows("admin_confirmations", the_organisation=organisation_id)}


def invitations(actor: Actor, organisation_id: UUID, asked: Asked, size: int) -> Page[Any]:
    """The invitations of externals, in one state or all."""
    find(actor, organisation_id)
    return page_of(
        "admin_invitations",
        asked,
        size,
        the_organisation=organisation_id,
        prefix=asked.q.lower(),
        the_state=asked.chosen.get("stand", ""),
    )


def groups(actor: Actor, organisation_id: UUID, asked: Asked, size: int) -> Page[Any]:
    """The groups that the organisation is a party of: titles, own role and people, the parties one may know."""
    find(actor, organisation_id)
    return page_of(
        "admin_groups",
        asked,
        size,
        id_name="group_id",
        the_organisation=organisation_id,
        prefix=asked.q.lower(),
        the_role=asked.chosen.get("rol", ""),
        the_state=asked.chosen.get("welke", ""),
    )


def groups_with_externals(actor: Actor, organisation_id: UUID) -> list[Any]:
    """The groups of the organisation in which externals of it are, by title."""
    find(actor, organisation_id)
    return door_rows("admin_groups", the_organisation=organisation_id, the_state="externals", at_most=200)


def group(actor: Actor, organisation_id: UUID, group_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """One of its groups; else Missing."""
    find(actor, organisation_id)
    found = door_rows("admin_groups", the_organisation=organisation_id, the_group=group_id)
    if not found:
        raise Missing
    return found[0]


def group_people(
    actor: Actor, organisation_id: UUID, group_id: UUID, *, after: tuple[str, UUID] | None, size: int
) -> Page[Any]:
    """The own people in a group and its rooms, by name."""
    find(actor, organisation_id)
    name, row_id = after or ("", None)
    rows = door_rows(
        "admin_group_people",
        the_organisation=organisation_id,
        the_group=group_id,
        after_name=name,
        after_id=row_id,
        at_most=size + 1,
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.sort_name}~{last.id}" if last else "")


# ---------------------------------------------------------------- many externals at once


def chosen_externals(actor: Actor, organisation_id: UUID, chosen: Sequence[UUID]) -> list[Any]:
    """Those of the chosen places that externals of this organisation have now; others are not there."""
    find(actor, organisation_id)
    return door_rows("admin_externals", the_organisation=organisation_id, only_these=list(chosen), the_order="name")


def term(actor: Actor, organisation_id: UUID) -> tuple[date, date]:
    """The day that extending proposes, and the latest that the organisation allows."""
    today = clock.today()
    last = today + timedelta(days=find(actor, organisation_id).guest_days)
    return min(today + timedelta(days=DEFAULT_DAYS), last), last


def until_day(actor: Actor, organisation_id: UUID, typed: str) -> date:
    """The day that was filled in to extend until; Invalid when it is none, past, or later than allowed."""
    default, last = term(actor, organisation_id)
    if not typed:
        return default
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid({"last_day": words("Vul een dag in zoals 24-11-2026.")}) from error
    if day < clock.today():
        raise Invalid({"last_day": words("Deze datum is al voorbij. Kies een dag na vandaag.")})
    if day > last:
        raise Invalid({"last_day": words("Dat is langer dan jouw organisatie toestaat. Kies een eerdere dag.")})
    return day


def extend_external(actor: Actor, organisation_id: UUID, membership_id: UUID, detail: Mapping[str, str]) -> None:
    """Let one external of the organisation in for longer; who may stay longer already, stays so."""
    place, until = _place(actor, organisation_id, membership_id), clock.end_of(date.fromisoformat(detail["last_day"]))
    if place.until < until:
        door("extend_external", the_membership=membership_id, the_until=until)


def end_external(actor: Actor, organisation_id: UUID, membership_id: UUID, _detail: Mapping[str, str]) -> None:
    """End the place of one external of the organisation now."""
    _place(actor, organisation_id, membership_id)
    door("end_membership", the_membership=membership_id)


def _place(actor: Actor, organisation_id: UUID, membership_id: UUID) -> Any:  # noqa: ANN401 - the door's row
    """A place of an external of this very organisation: one that the actor sponsors elsewhere is not meant here."""
    found = chosen_externals(actor, organisation_id, [membership_id])
    if not found:
        raise Missing
    return found[0]
