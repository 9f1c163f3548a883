"""Agreements between organisations: proposed, read side by side, signed by all, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from hub.desk.service import find
from tenants.actor import Actor
from tenants.clock import FOREVER, end_of, last_day_if_any, moment
from tenants.db import door, session
from tenants.errors import Invalid, Missing, words
from tenants.models import Agreement, AgreementParty, Organisation

MOST = 200


@dataclass(frozen=True)
class Allowed:
    """What may cross between the organisations."""

    directory: bool
    joint_groups: bool
    questions: bool


@dataclass(frozen=True)
class Side:
    """One organisation of an agreement, and when it signed."""

    organisation_id: UUID
    name: str
    signed_at: datetime | None


@dataclass(frozen=True)
class Arrangement:
    """An agreement with its sides; what the organisation may do with it now."""

    agreement: Agreement
    sides: tuple[Side, ...]
    steps: frozenset[str]
    status: str
    last_day: date | None


def agreements(actor: Actor, organisation_id: UUID) -> list[Arrangement]:
    """All agreements that the organisation is in, newest first; three queries."""
    find(actor, organisation_id)
    own = select(AgreementParty.agreement_id).where(AgreementParty.organisation_id == organisation_id)
    found = session().scalars(
        select(Agreement).where(Agreement.id.in_(own)).order_by(Agreement.since.desc(), Agreement.id).limit(MOST)
    )
    return _arranged(list(found), organisation_id)


def agreement(actor: Actor, organisation_id: UUID, agreement_id: UUID) -> Arrangement:
    """One of them; else Missing."""
    find(actor, organisation_id)
    found = session().get(Agreement, agreement_id)
    arranged = _arranged([found] if found else [], organisation_id)
    if not arranged or organisation_id not in {one.organisation_id for one in arranged[0].sides}:
        raise Missing
    return arranged[0]


def partners(actor: Actor, organisation_id: UUID) -> list[Organisation]:
    """Whom an agreement can be proposed to: the active organisations that the actor knows of, by name."""
    find(actor, organisation_id)
    wanted = select(Organisation).where(Organisation.status == "active", Organisation.id != organisation_id)
    return list(session().scalars(wanted.order_by(Organisation.name, Organisation.id)))


def propose_agreement(
    actor: Actor,
    organisation_id: UUID,
    *,
    title: str,
    others: Sequence[UUID],
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
    )
    return made


def step_agreement(actor: Actor, organisation_id: UUID, agreement_id: UUID, *, step: str) -> str:
    """Sign, refuse, withdraw or end; returns the agreement's status afterwards."""
    agreement(actor, organisation_id, agreement_id)
    status: str = door("step_agreement", the_agreement=agreement_id, the_organisation=organisation_id, step=step)
    return status


def _arranged(found: Sequence[Agreement], organisation_id: UUID) -> list[Arrangement]:
    rows = (
        session()
        .execute(
            select(AgreementParty, Organisation.name)
            .join(Organisation, Organisation.id == AgreementParty.organisation_id, isouter=True)
            .where(AgreementParty.agreement_id.in_([one.id for one in found]))
            .order_by(Organisation.name, AgreementParty.organisation_id)
        )
        .all()
    )
    now = moment()
    return [
        _arrange(
            one,
            tuple(
                Side(side.organisation_id, name or "", side.signed_at)
                for side, name in rows
                if side.agreement_id == one.id
            ),
            organisation_id,
            now,
        )
        for one in found
    ]


def _arrange(one: Agreement, sides: tuple[Side, ...], organisation_id: UUID, now: datetime) -> Arrangement:
    steps, status = frozenset[str](), one.status
    if one.until <= now and status in {"proposed", "signed", "suspended"}:
        status = "run-out"
    elif status == "proposed":
        ours = one.proposer_id == organisation_id
        signed = any(side.organisation_id == organisation_id and side.signed_at for side in sides)
        steps = frozenset({"withdraw"} if ours else {"refuse"} | (set() if signed else {"sign"}))
    elif status in {"signed", "suspended"}:
        steps = frozenset({"end"})
    last = last_day_if_any(one.until)
    return Arrangement(one, sides, steps, status, last)
