"""What every act stands on: the rows, who stewards, and how a membership begins and ends."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.model import Hub, Membership, View

DAY = 86_400.0
FOREVER = 253_402_214_400.0  # 9999-12-31


@dataclass
class Ground:
    """One hub, and the acts that are done on it."""

    hub: Hub
    addresses: dict[UUID, str] = field(default_factory=dict)  # of affiliations: their mail
    persons: dict[UUID, UUID] = field(default_factory=dict)  # by login: whose it is now

    def members_may_invite(self, group: UUID) -> bool:
        """Whether the charter in force says so."""
        raise NotImplementedError

    def ends_invitations(self, group: UUID, organisation: UUID) -> None:
        """Of that organisation into that group."""
        raise NotImplementedError

    def owns_no_more(self, group: UUID, organisation: UUID) -> None:
        """What only administrators of an owner may ends."""
        raise NotImplementedError

    def stewarding(self, view: View, space: UUID, organisations: set[UUID] | None = None) -> UUID | None:
        """The own affiliation that is a live steward there."""
        own = [one.affiliation for one in view.places if one.space == space and one.role == "steward"]
        fits = [one for one in own if organisations is None or self.hub.affiliations[one].organisation in organisations]
        return min(fits, default=None)

    def as_administrator(self, view: View, organisation: UUID) -> UUID | None:
        """The own affiliation through which one administers it."""
        own = (one for one in view.staff if self.hub.affiliations[one].organisation == organisation)
        return min((one for one in own if self.hub.affiliations[one].role == "administrator"), default=None)

    def another_steward(self, place: Membership) -> bool:
        """Somebody else who lives is steward of the same space."""
        return any(
            one.space == place.space
            and one is not place
            and one.role == "steward"
            and self.hub.acts(one.affiliation)
            and self.hub.place(one.space, one.affiliation) is not None
            for one in self.hub.memberships.values()
        )

    def may_bring_back(self, view: View, place: Membership) -> bool:
        """Whom a steward ended: own people, whom a steward of the own organisation ended; of a co-owner everybody."""
        near = self.hub.owners(self.hub.spaces[place.space].group)
        near = near | {self.hub.affiliations[place.affiliation].organisation}
        near = near if place.ended_for is None else near | {place.ended_for}
        return place.ended_by != "steward" or self.stewarding(view, place.space, near) is not None

    def enter(
        self, space: UUID, affiliation: UUID, role: str, came: str, *, confirmed: bool = True, **also: object
    ) -> None:
        """A membership, new or open again."""
        old = self.hub.memberships.get((space, affiliation))
        made = Membership(space, affiliation, role, came, confirmed, self.hub.now, FOREVER)
        made.wrote = old is not None and old.wrote
        for name, value in also.items():
            setattr(made, name, value)
        self.hub.memberships[space, affiliation] = made

    def end(self, place: Membership, why: str) -> None:
        """Ends now, if it has not."""
        if place.until > self.hub.now:
            put_out = place.came == "emergency" and place.ended_by in {"steward", "administrator"}
            place.until = self.hub.now
            place.ended_by = place.ended_by if put_out and why not in {"steward", "administrator"} else why
