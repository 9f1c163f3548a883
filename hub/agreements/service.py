"""Agreements: proposed, read side by side, signed by all, suspended by one, resumed by all, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hub.desk.service import find
from tenants.actor import Actor
from tenants.clock import FOREVER, end_of, last_day_if_any, moment
from tenants.db import again, door, door_rows, session
from tenants.errors import Forbidden, Invalid, Missing, words
from tenants.models import Organisation

WARN_DAYS = (60, 14)
"""So many days before an agreement ends the administrators of every side are told."""
SOON = timedelta(days=WARN_DAYS[0])


@dataclass(frozen=True)
class Allowed:
    """What may cross between the organisations."""

    directory: bool
    joint_groups: bool
    questions: bool


@dataclass(frozen=True)
class Side:
    """One organisation of an agreement; without an id it was asked by its domain, and who is there is not known."""

    organisation_id: UUID | None
    name: str
    initials: str
    signed_at: datetime | None
    resumed_at: datetime | None


@dataclass(frozen=True)
class Arrangement:
    """An agreement with its sides, and what the organisation may do with it now."""

    id: UUID
    title: str
    allowed: Allowed
    status: str
    sides: tuple[Side, ...]
    steps: frozenset[str]
    since: datetime
    last_day: date | None
    ends_soon: bool
    wants_to_resume: bool

    def others(self, organisation_id: UUID) -> str:
        """The names of the other sides."""
        return ", ".join(one.name for one in self.sides if one.organisation_id != organisation_id)


@dataclass(frozen=True)
class Stops:
    """What the end of an agreement takes away, and which groups of the organisation go on unless it leaves them."""

    names: Sequence[Any]
    groups: Sequence[Any]
    questions: bool


def agreements(actor: Actor, organisation_id: UUID) -> list[Arrangement]:
    """All agreements that the organisation is in or was asked for, newest first; two queries."""
    find(actor, organisation_id)
    return _arranged(organisation_id, door_rows("admin_agreements", the_organisation=organisation_id))


def agreement(actor: Actor, organisation_id: UUID, agreement_id: UUID) -> Arrangement:
    """One of them; else Missing."""
    find(actor, organisation_id)
    rows = door_rows("admin_agreements", the_organisation=organisation_id, the_agreement=agreement_id)
    found = _arranged(organisation_id, rows)
    if not found:
        raise Missing
    return found[0]


def history(actor: Actor, organisation_id: UUID, agreement_id: UUID) -> list[Any]:
    """What was done with it, oldest first: when, by which side, which step."""
    find(actor, organisation_id)
    return door_rows("admin_agreement_steps", the_organisation=organisation_id, the_agreement=agreement_id)


def stops(actor: Actor, organisation_id: UUID, agreement_id: UUID) -> Stops:
    """What stops when it ends now, for whom."""
    found = agreement(actor, organisation_id, agreement_id)
    of = {"the_organisation": organisation_id, "the_agreement": agreement_id}
    return Stops(
        names=door_rows("admin_agreement_names", **of),
        groups=door_rows("admin_agreement_groups", **of),
        questions=found.allowed.questions and found.status == "signed",
    )


def partners(actor: Actor, organisation_id: UUID) -> list[Organisation]:
    """Whom an agreement can be proposed to: the active organisations that the actor knows of, by name."""
    find(actor, organisation_id)
    wanted = select(Organisation).where(Organisation.status == "active", Organisation.id != organisation_id)
    return list(session().scalars(wanted.order_by(Organisation.name, Organisation.id)))


def propose(
    actor: Actor,
    organisation_id: UUID,
    *,
    title: str,
    others: Sequence[UUID],
    domains: Sequence[str],
    allowed: Allowed,
    last_day: date | None,
) -> UUID:
    """Propose an agreement, signed by the own organisation; returns its id. Invalid names the wrong field."""
    find(actor, organisation_id)
    until = FOREVER if last_day is None else end_of(last_day)
    if until <= moment():
        raise Invalid({"last_day": words("Deze datum is al voorbij. Kies een dag na vandaag.")})
    made: UUID = door(
        "propose_agreement",
        the_organisation=organisation_id,
        others=list(others),
        the_title=title,
        is_directory=allowed.directory,
        is_joint_groups=allowed.joint_groups,
        is_questions=allowed.questions,
        the_until=until,
        domains=list(domains),
    )
    return made


def step(actor: Actor, organisation_id: UUID, agreement_id: UUID, *, step: str, leaving: Sequence[UUID] = ()) -> str:
    """Sign, refuse, withdraw, suspend, resume or end; returns the agreement's status afterwards.

    `leaving`: groups, shared under it, that the organisation steps out of together with an end; all of it or nothing.
    """
    agreement(actor, organisation_id, agreement_id)
    if leaving and step != "end":
        raise Forbidden
    shared = {one.group_id for one in stops(actor, organisation_id, agreement_id).groups} if leaving else set()
    for group_id in leaving:
        if group_id not in shared:
            raise Missing
        door("leave_party", the_group=group_id, the_organisation=organisation_id)
    status: str = door("step_agreement", the_agreement=agreement_id, the_organisation=organisation_id, step=step)
    again()
    return status


def _arranged(organisation_id: UUID, rows: Sequence[Any]) -> list[Arrangement]:
    sides = door_rows(
        "admin_agreement_sides", the_organisation=organisation_id, the_agreements=[one.id for one in rows]
    )
    soon = moment() + SOON
    return [
        Arrangement(
            id=one.id,
            title=one.title,
            allowed=Allowed(one.directory, one.joint_groups, one.questions),
            status=one.status,
            sides=tuple(
                Side(side.organisation_id, side.name, side.initials, side.signed_at, side.resumed_at)
                for side in sides
                if side.agreement_id == one.id
            ),
            steps=_steps(one),
            since=one.since,
            last_day=last_day_if_any(one.until),
            ends_soon=one.status in {"signed", "suspended"} and one.until <= soon,
            wants_to_resume=one.resumed,
        )
        for one in rows
    ]


def _steps(one: Any) -> frozenset[str]:  # noqa: ANN401 - the door's row
    """What may be done now; the door says the same again."""
    if one.status == "proposed":
        ours = {"withdraw"} if one.is_proposer else {"refuse"}
        return frozenset(ours if one.signed else ours | {"sign"})
    if one.status == "signed":
        return frozenset({"suspend", "end"})
    if one.status == "suspended":
        return frozenset({"end", "suspend" if one.resumed else "resume"})
    return frozenset()
