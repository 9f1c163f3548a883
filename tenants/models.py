"""The nouns of the ground floor as the application may read them. Every write to them goes through a door.

Columns that the application's role may not read are not mapped: when somebody's place ends, who sponsors it, which
person it is.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Text, func, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column

from tenants.db import Base

Moment = DateTime(timezone=True)


class Organisation(Base):
    """A tenant: municipality, joint body, contractor firm. Readable when listed, or known through something shared."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    initials: Mapped[str] = mapped_column(Text)
    handle: Mapped[str] = mapped_column(Text)
    firm: Mapped[bool]
    listed: Mapped[bool]
    status: Mapped[str] = mapped_column(Text)
    succeeded_by: Mapped[UUID | None]
    brand: Mapped[str] = mapped_column(Text)
    founders: Mapped[str] = mapped_column(Text)
    guest_days: Mapped[int]
    forget_days: Mapped[int]


class Person(Base):
    """One human on this hub; visible to nobody but itself. Preferences only."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(Text)
    colours: Mapped[str] = mapped_column(Text)
    shortcuts: Mapped[bool]


class Affiliation(Base):
    """A person's place in an organisation. Authors and members are affiliations."""

    __tablename__ = "affiliation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("plein.organisation.id"))
    kind: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    employer: Mapped[str] = mapped_column(Text)


class AffiliationAddress(Base):
    """The mail address of an own affiliation; nobody reads another's."""

    __tablename__ = "affiliation_address"

    affiliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(Text)


class Space(Base):
    """The one unit of access: a group, or a room inside one."""

    __tablename__ = "space"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
    square: Mapped[bool]
    title: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    founder_id: Mapped[UUID | None]
    put_away: Mapped[bool] = mapped_column("archived")
    ends_at: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    icon: Mapped[str] = mapped_column(Text)
    tint: Mapped[int]
    # An end date counts at the click: what is past it is archived, whether the job came by or not.
    over: Mapped[bool] = column_property(ends_at <= func.plein.moment())
    archived: Mapped[bool] = column_property(or_(put_away, ends_at <= func.plein.moment()))


class SpaceTag(Base):
    """A word that a steward gave a space, in small letters; read by whoever sees the space."""

    __tablename__ = "space_tag"

    space_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)


class SpaceActivity(Base):
    """How far a space has come, and how much of it lives: messages and questions, documents. Kept with each write."""

    __tablename__ = "space_activity"

    space_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    last_item_id: Mapped[UUID | None]
    items: Mapped[int] = mapped_column(BigInteger)
    documents: Mapped[int] = mapped_column(BigInteger)


class Party(Base):
    """An organisation in a group that the actor sees: co-owner or participant, and how far it reaches."""

    __tablename__ = "party"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text)
    reach: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)


class Membership(Base):
    """Affiliation x space: keys and role. Who is live in a space now is what the door `members` says."""

    __tablename__ = "membership"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    space_id: Mapped[UUID]
    group_id: Mapped[UUID]
    affiliation_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    came: Mapped[str] = mapped_column(Text)
    wrote: Mapped[bool]


class Proposal(Base):
    """An organisation proposed as a party, as stewards see it: by the name that was given, here or not."""

    __tablename__ = "proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    named: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    reach: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID]
    proposer_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)


class Invitation(Base):
    """An invitation as its sponsor and the administrators of the sponsor's organisation see it."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID]
    group_id: Mapped[UUID | None]
    space_id: Mapped[UUID | None]
    sponsor_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    employer: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    generation: Mapped[int]
    access_until: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[str] = mapped_column(Text)
    taker_shown: Mapped[str] = mapped_column(Text)
    taker_address: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Agreement(Base):
    """What organisations agreed on, as their administrators see it."""

    __tablename__ = "agreement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    directory: Mapped[bool]
    joint_groups: Mapped[bool]
    questions: Mapped[bool]
    status: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID]
    proposer_id: Mapped[UUID]
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)


class AgreementParty(Base):
    """One side of an agreement, and when it signed."""

    __tablename__ = "agreement_party"

    agreement_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[UUID | None]
    resumed_at: Mapped[datetime | None] = mapped_column(Moment)


class Once(Base):
    """A form that was handled, and where it led: the second click goes there too."""

    __tablename__ = "once"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Outbox(Base):
    """A job that must not be lost; read and finished by the worker alone."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    key: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    # The rest is the worker's; the application may not write it, so it is not mapped.


class Audit(Base):
    """A row of an organisation's audit log, as its administrators read it."""

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment)
    affiliation_id: Mapped[UUID | None]
    actor_shown: Mapped[str] = mapped_column(Text)
    actor_organisation_id: Mapped[UUID | None]
    verb: Mapped[str] = mapped_column(Text)
    thing_kind: Mapped[str] = mapped_column(Text)
    thing_id: Mapped[UUID | None]
    thing_shown: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
