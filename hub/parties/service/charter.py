"""What a group agreed on: its charter, read, written, laid before the co-owners; and what a version changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub.desk.service import find
from hub.groups.service import find_group
from hub.parties.policy import POLICY, Can
from hub.parties.service.proposals import PROPOSAL_DAYS, standing
from tenants.actor import Actor
from tenants.db import door, door_rows
from tenants.errors import Missing

FIELDS = ("purpose", "sharing", "inviters", "classification", "retention", "leaving")
"""What a charter says, in the order in which it is read."""


@dataclass(frozen=True)
class Difference:
    """A field that a version says otherwise than the one before it."""

    field: str
    before: str
    after: str

    @property
    def gone(self) -> list[str]:
        """The lines that are no longer there."""
        return _lines_beyond(self.before, self.after)

    @property
    def new(self) -> list[str]:
        """The lines that come."""
        return _lines_beyond(self.after, self.before)

    @property
    def is_partly(self) -> bool:
        """Whether other lines of this field stay as they are."""
        return len(self.new) < len(_lines(self.after))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _lines_beyond(text: str, other: str) -> list[str]:
    known = {line.strip() for line in _lines(other)}
    return [line for line in _lines(text) if line.strip() not in known]


@dataclass(frozen=True)
class Charter:
    """The charter of a group: the version in force, the one that is written or waits, and what that one changes."""

    live: Any | None
    pending: Any | None
    changes: tuple[Difference, ...]
    earlier: tuple[Any, ...]


def charter(actor: Actor, group_id: UUID) -> Charter:
    """What the group agreed on; drafts and what waits for stewards alone."""
    find_group(actor, group_id)
    rows = door_rows("charters", the_group=group_id)
    live = next((one for one in rows if one.status == "live"), None)
    pending = next((one for one in rows if one.status in {"draft", "proposed"}), None)
    earlier = tuple(one for one in rows if one.status not in {"live", "draft", "proposed"})
    return Charter(live, pending, changes(live, pending) if pending else (), earlier)


def writable(actor: Actor, group_id: UUID) -> Charter:
    """The same, for who may write it."""
    POLICY.require(actor, Can.WRITE_CHARTER, find_group(actor, group_id))
    return charter(actor, group_id)


def write(actor: Actor, group_id: UUID, said: dict[str, str]) -> UUID:
    """Keep this as the draft of the next version."""
    writable(actor, group_id)
    made: UUID = door("write_charter", the_group=group_id, **{f"the_{name}": said[name] for name in FIELDS})
    return made


def lay_before(actor: Actor, group_id: UUID) -> str:
    """Ask the co-owners to agree to the draft; "taken" when nobody else must agree."""
    writable(actor, group_id)
    return standing(door("propose_charter", the_group=group_id, days=PROPOSAL_DAYS))


def changes(before: Any | None, after: Any) -> tuple[Difference, ...]:  # noqa: ANN401 - the doors' rows
    """What a version says otherwise, field by field."""
    return tuple(
        Difference(name, getattr(before, name) if before else "", getattr(after, name))
        for name in FIELDS
        if (getattr(before, name) if before else "") != getattr(after, name)
    )


# ---------------------------------------------------------------- in Beheer


@dataclass(frozen=True)
class OfOurs:
    """The charter as an administrator reads it: in force, what it changed, what waits and would change."""

    live: Any | None
    changed: tuple[Difference, ...]
    proposed: Any | None
    changes: tuple[Difference, ...]


def of_ours(actor: Actor, organisation_id: UUID, group_id: UUID) -> OfOurs:
    """The charter of a group that the organisation is a party of or is asked into; nothing in it for anybody else."""
    find(actor, organisation_id)
    rows: Sequence[Any] = door_rows("admin_charters", the_organisation=organisation_id, the_group=group_id)
    by_status = {one.status: one for one in rows}
    live, proposed, before = (by_status.get(one) for one in ("live", "proposed", "replaced"))
    return OfOurs(
        live,
        changes(before, live) if live and before else (),
        proposed,
        changes(live, proposed) if proposed else (),
    )


def unread(actor: Actor, organisation_id: UUID) -> list[Any]:
    """Charters in force that nobody of the organisation's administrators has read."""
    find(actor, organisation_id)
    return door_rows("admin_unread_charters", the_organisation=organisation_id)


def read(actor: Actor, organisation_id: UUID, group_id: UUID, *, charter_id: UUID) -> None:
    """Say that the organisation knows this version. Conflict when another one is in force by now."""
    if of_ours(actor, organisation_id, group_id).live is None:
        raise Missing
    door("read_charter", the_organisation=organisation_id, the_group=group_id, the_charter=charter_id)
