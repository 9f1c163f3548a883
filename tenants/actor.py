"""Who is acting: what the database said when this transaction began. The first argument of every service."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Ids = frozenset[uuid.UUID]
NONE: Ids = frozenset()

LISTS = (
    "mine",
    "affiliations",
    "staff_affiliations",
    "staff_of",
    "administers",
    "sees",
    "writes",
    "reacts",
    "stewards",
    "joins",
    "directory",
    "knows",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One own affiliation as the actor carries it; `active` when it counts now, through the login of this session."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    kind: str
    role: str
    shown: str
    until: datetime
    active: bool


@dataclass(frozen=True, slots=True)
class Viewing:
    """The external as whom somebody looks: then the actor sees what both see, and may do nothing."""

    membership_id: uuid.UUID
    affiliation_id: uuid.UUID
    organisation_id: uuid.UUID
    shown: str
    employer: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person behind one login, with the lists that the one rule of access gave. All lists hold ids.

    `mine`: own affiliations, ended ones too (for "am I the author"); `affiliations`: those that count now; `sees`:
    spaces that may be read; `writes`, `reacts`: spaces to write or react in; `stewards`: spaces as steward, archived
    ones too; `joins`: open groups that one may join by oneself; `staff_of`, `administers`, `directory`, `knows`:
    organisations. `viewing`: set while somebody looks as an external; then no own affiliation and no right is left.
    """

    person_id: uuid.UUID | None = None
    login_id: uuid.UUID | None = None
    acting_id: uuid.UUID | None = None
    fresh: bool = True
    language: str = "nl"
    colours: str = "system"
    shortcuts: bool = True
    shown: str = ""
    standings: tuple[Standing, ...] = ()
    mine: Ids = NONE
    affiliations: Ids = NONE
    staff_affiliations: Ids = NONE
    staff_of: Ids = NONE
    administers: Ids = NONE
    sees: Ids = NONE
    writes: Ids = NONE
    reacts: Ids = NONE
    stewards: Ids = NONE
    joins: Ids = NONE
    directory: Ids = NONE
    knows: Ids = NONE
    viewing: Viewing | None = None

    @classmethod
    def of(cls, entered: Mapping[str, Any]) -> "Actor":
        """The actor that enter() described."""
        lists = {name: frozenset(uuid.UUID(one) for one in entered["lists"].get(name) or ()) for name in LISTS}
        return cls(
            person_id=_id(entered.get("person")),
            login_id=_id(entered.get("login")),
            acting_id=_id(entered.get("acting")),
            fresh=bool(entered.get("fresh", True)),
            language=entered.get("language", "nl"),
            colours=entered.get("colours", "system"),
            shortcuts=bool(entered.get("shortcuts", True)),
            shown=entered.get("shown", ""),
            standings=tuple(
                Standing(
                    id=uuid.UUID(one["id"]),
                    organisation_id=uuid.UUID(one["organisation_id"]),
                    kind=one["kind"],
                    role=one["role"],
                    shown=one["shown"],
                    until=datetime.fromisoformat(one["until"]),
                    active=one["active"],
                )
                for one in entered["standings"]
            ),
            viewing=_viewing(entered.get("viewing")),
            **lists,
        )

    @property
    def is_somebody(self) -> bool:
        """Whether a person is signed in."""
        return self.person_id is not None

    @property
    def acting(self) -> Standing | None:
        """The affiliation that the person acts as now: the chosen one, else staff before external, oldest first."""
        live = [one for one in self.standings if one.active]
        chosen = [one for one in live if one.id == self.acting_id]
        return next(iter(chosen or sorted(live, key=lambda one: one.kind != "staff")), None)

    def standing(self, affiliation_id: uuid.UUID) -> Standing | None:
        """One of the own affiliations, by id."""
        return next((one for one in self.standings if one.id == affiliation_id), None)

    def has(self, name: str) -> Ids:
        """The list of that name; rules ask through this."""
        if name not in LISTS:
            raise LookupError(name)
        found: Ids = getattr(self, name)
        return found


def _viewing(found: Mapping[str, str] | None) -> Viewing | None:
    if found is None:
        return None
    return Viewing(
        membership_id=uuid.UUID(found["membership"]),
        affiliation_id=uuid.UUID(found["affiliation"]),
        organisation_id=uuid.UUID(found["organisation_id"]),
        shown=found["shown"],
        employer=found["employer"],
    )


def _id(value: str | None) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None
