"""Acts on externals: inviting, accepting, confirming who took the link, and extending."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.ground import DAY, Ground
from tests.oracle.model import Affiliation, Membership, View


@dataclass
class Invitation:
    """Of an external into a space."""

    space: UUID
    sponsor: UUID
    organisation: UUID
    address: str
    access_until: float
    expires: float
    status: str = "sent"
    taker: tuple[UUID, UUID] | None = None


@dataclass
class Externals(Ground):
    """What stewards, sponsors, administrators and externals do about externals."""

    invitations: dict[UUID, Invitation] = field(default_factory=dict)

    def invite_external(self, view: View, space: UUID, sponsor: UUID, address: str) -> bool:
        hub = self.hub
        twice = any(
            one.space == space
            and one.organisation == hub.affiliations[sponsor].organisation
            and one.address == address
            and one.status in {"sent", "waiting"}
            and one.expires > hub.now
            for one in self.invitations.values()
        )
        return (
            space in view.stewards
            and not hub.is_archived(space)
            and sponsor in view.staff
            and hub.may_sponsor(space, sponsor)
            and not twice
        )

    def invited(self, key: UUID, space: UUID, sponsor: UUID, address: str, access_until: float) -> None:
        organisation = self.hub.affiliations[sponsor].organisation
        expires = min(self.hub.now + 14 * DAY, access_until)
        self.invitations[key] = Invitation(space, sponsor, organisation, address, access_until, expires)

    def is_staff_of(self, person: UUID, organisation: UUID) -> bool:
        """Through whichever login."""
        rows = self.hub.affiliations.values()
        return any(
            a.person == person and a.organisation == organisation and a.kind == "staff" and a.until > self.hub.now
            for a in rows
        )

    def live_external(self, person: UUID, organisation: UUID) -> Affiliation | None:
        """The one external affiliation there that has not ended."""
        rows = self.hub.affiliations.values()
        found = (a for a in rows if a.person == person and a.organisation == organisation and a.kind == "external")
        return next((a for a in found if a.until > self.hub.now), None)

    def taken_out(self, one: Invitation, person: UUID) -> bool:
        """An administrator ended that person's place in the space."""
        external = self.live_external(person, one.organisation)
        place = self.hub.memberships.get((one.space, external.id)) if external else None
        return place is not None and place.until <= self.hub.now and place.ended_by == "administrator"

    def accept_invitation(self, view: View, key: UUID, address: str) -> str:
        """'no', 'waits' or 'in'."""
        one = self.invitations[key]
        if one.status != "sent" or one.expires <= self.hub.now or not self.hub.may_sponsor(one.space, one.sponsor):
            return "no"
        if self.is_staff_of(view.person, one.organisation):
            return "no"
        if address != one.address or self.taken_out(one, view.person):
            one.status, one.taker = "waiting", (view.person, view.login)
            return "waits"
        one.taker = (view.person, view.login)
        return "in"

    def confirm_taker(self, view: View, key: UUID, *, right: bool) -> str:
        """'no', 'done' or 'in'."""
        one = self.invitations[key]
        if one.status != "waiting" or one.taker is None:
            return "no"
        by_sponsor, by_administrator = one.sponsor in view.staff, one.organisation in view.administers
        if not (by_administrator if self.taken_out(one, one.taker[0]) else by_sponsor):
            return "no"
        if not right:
            one.status = "refused"
            return "done"
        if one.access_until <= self.hub.now or not self.hub.may_sponsor(one.space, one.sponsor):
            return "no"
        return "no" if self.is_staff_of(one.taker[0], one.organisation) else "in"

    def let_in(self, key: UUID, affiliation: UUID) -> None:
        """affiliation: the id that the database gave."""
        hub, one = self.hub, self.invitations[key]
        assert one.taker is not None
        person, login = one.taker
        external = self.live_external(person, one.organisation)
        if external is None:
            external = Affiliation(
                affiliation, person, one.organisation, "external", "member", hub.now, one.access_until
            )
            external.logins.add(login)
            hub.affiliations[affiliation] = external
        assert external.id == affiliation
        external.until = max(external.until, one.access_until)
        one.status = "accepted"
        was = hub.memberships.get((one.space, affiliation))
        until = max(was.until, one.access_until) if was is not None and was.until > hub.now else one.access_until
        self.enter(one.space, affiliation, "member", "invited", sponsor=one.sponsor, until=until)

    def extend_external(self, view: View, place: Membership, until: float) -> bool:
        hub, whom = self.hub, self.hub.affiliations[place.affiliation]
        if whom.kind != "external" or place.until <= hub.now or place.sponsor is None:
            return False
        if whom.organisation not in view.administers and place.sponsor not in view.staff:
            return False
        if until > hub.now + 184 * DAY or (until > place.until and not hub.may_sponsor(place.space, place.sponsor)):
            return False
        if whom.until > hub.now:
            whom.until = max(whom.until, until)
        place.until = until
        return True
