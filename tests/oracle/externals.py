"""Acts on externals: invited, let in, on which terms, confirmed, extended, vouched for by another, gone."""

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
    role: str = "member"
    status: str = "sent"
    taker: UUID | None = None  # the login
    taker_address: str = ""
    affiliation: UUID | None = None  # that it led to
    taker_terms: int = 0


@dataclass
class Takeover:
    """Somebody is asked to vouch for an external."""

    place: tuple[UUID, UUID]
    asked_by: UUID
    asked: UUID
    until: float
    status: str = "asked"


@dataclass
class Externals(Ground):
    """What stewards, sponsors, administrators and externals do about externals."""

    invitations: dict[UUID, Invitation] = field(default_factory=dict)
    takeovers: dict[UUID, Takeover] = field(default_factory=dict)

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
            space in view.sees
            and (space in view.stewards or self.members_may_invite(hub.spaces[space].group))
            and not hub.is_archived(space)
            and sponsor in view.staff
            and hub.may_sponsor(space, sponsor)
            and not twice
        )

    def invited(self, key: UUID, space: UUID, sponsor: UUID, address: str, access_until: float, role: str) -> None:
        organisation = self.hub.affiliations[sponsor].organisation
        expires = min(self.hub.now + 14 * DAY, access_until)
        self.invitations[key] = Invitation(space, sponsor, organisation, address, access_until, expires, role)

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

    def taken_out(self, one: Invitation, person: UUID, address: str) -> bool:
        """An administrator ended that person's place in the space, or everything here: then an administrator lets in.

        The person: who has the login, or whoever had the address that was invited or that took the invitation.
        """
        hub = self.hub
        them = {
            a.id: a
            for a in hub.affiliations.values()
            if a.organisation == one.organisation
            and a.kind == "external"
            and (a.person == person or self.addresses.get(a.id) in {one.address, address})
        }
        places = [place for place in hub.memberships.values() if place.affiliation in them]
        here = [place for place in places if place.space == one.space]
        out_of_here = any(
            place.until <= hub.now
            and place.ended_by == "administrator"
            and not any(later.since >= place.until for later in here)
            for place in here
        )
        latest = max((a.until for a in them.values()), default=0)
        out_of_all = latest <= hub.now and any(
            place.ended_by == "affiliation" and them[place.affiliation].until == latest for place in places
        )
        return out_of_here or out_of_all

    def may_be_let_in(self, one: Invitation) -> bool:
        """Not staff, not through another login than the live place has; whom a steward put out, only by a steward."""
        assert one.taker is not None
        hub, login, person = self.hub, one.taker, self.persons[one.taker]
        external = self.live_external(person, one.organisation)
        if self.is_staff_of(person, one.organisation) or (external is not None and login not in external.logins):
            return False
        here = [
            place
            for place in hub.memberships.values()
            if place.space == one.space and hub.affiliations[place.affiliation].person == person
        ]
        put_out = any(
            place.until <= hub.now
            and place.ended_by == "steward"
            and hub.affiliations[place.affiliation].organisation == one.organisation
            and not any(later.since >= place.until for later in here)
            for place in here
        )
        sponsor = hub.memberships[one.space, one.sponsor]
        return not put_out or (sponsor.role == "steward" and sponsor.until > hub.now)

    def accept_invitation(self, view: View, key: UUID, address: str, terms: int) -> str:
        """'no', 'waits' or 'in'. terms: the version that was read."""
        one = self.invitations[key]
        if one.status != "sent" or one.expires <= self.hub.now or not self.hub.may_sponsor(one.space, one.sponsor):
            return "no"
        if view.login in self.hub.closed:
            return "no"
        if self.is_staff_of(view.person, one.organisation) or terms != self.hub.terms.get(one.organisation, 0):
            return "no"
        taken = one.taker, one.taker_address, one.taker_terms
        one.taker, one.taker_address, one.taker_terms = view.login, address, terms
        if address != one.address or self.taken_out(one, view.person, address):
            one.status = "waiting"
            return "waits"
        if not self.may_be_let_in(one):
            one.taker, one.taker_address, one.taker_terms = taken
            return "no"
        return "in"

    def confirm_taker(self, view: View, key: UUID, *, right: bool) -> str:
        """'no', 'done' or 'in'."""
        one = self.invitations[key]
        if one.status != "waiting" or one.taker is None:
            return "no"
        by_sponsor, by_administrator = one.sponsor in view.staff, one.organisation in view.administers
        out = self.taken_out(one, self.persons[one.taker], one.taker_address)
        if not (by_administrator if out else by_sponsor):
            return "no"
        if not right:
            one.status = "refused"
            return "done"
        if one.access_until <= self.hub.now or not self.hub.may_sponsor(one.space, one.sponsor):
            return "no"
        return "in" if self.may_be_let_in(one) else "no"

    def withdraw_invitation(self, view: View, key: UUID) -> bool:
        one = self.invitations[key]
        may = one.sponsor in view.staff or self.stewarding(view, one.space) or one.organisation in view.administers
        if not may or one.status in {"accepted", "refused"}:
            return False
        one.status = "withdrawn"
        return True

    def resend_invitation(self, view: View, key: UUID) -> bool:
        one = self.invitations[key]
        may = one.sponsor in view.staff or self.stewarding(view, one.space) or one.organisation in view.administers
        if not may or one.status != "sent" or one.access_until <= self.hub.now:
            return False
        if not self.hub.may_sponsor(one.space, one.sponsor):
            return False
        one.expires = min(self.hub.now + 14 * DAY, one.access_until)
        return True

    def refuse_invitation(self, key: UUID) -> bool:
        """By whoever has the link."""
        one = self.invitations[key]
        if one.status != "sent" or one.expires <= self.hub.now:
            return False
        one.status = "refused"
        return True

    def is_awaited(self, login: UUID) -> bool:
        """Took an invitation, and somebody must still say who it is."""
        return any(one.status == "waiting" and one.taker == login for one in self.invitations.values())

    def ends_invitations(self, group: UUID, organisation: UUID) -> None:
        for one in self.invitations.values():
            if self.hub.spaces[one.space].group == group and one.organisation == organisation:
                one.status = "withdrawn" if one.status in {"sent", "waiting"} else one.status

    def let_in(self, key: UUID, affiliation: UUID) -> None:
        """affiliation: the id that the database gave."""
        hub, one = self.hub, self.invitations[key]
        assert one.taker is not None
        login, person = one.taker, self.persons[one.taker]
        external = self.live_external(person, one.organisation)
        if external is None:
            external = Affiliation(
                affiliation, person, one.organisation, "external", "member", hub.now, one.access_until
            )
            external.invited = True
            external.logins.add(login)
            hub.affiliations[affiliation] = external
            self.addresses[affiliation] = one.taker_address
        assert external.id == affiliation
        external.until = max(external.until, one.access_until)
        one.status, one.affiliation = "accepted", affiliation
        was = hub.memberships.get((one.space, affiliation))
        live = was is not None and was.until > hub.now
        since = was.since if was is not None and live else hub.now
        until = max(was.until, one.access_until) if was is not None and live else one.access_until
        steward = hub.memberships[one.space, one.sponsor]
        gives = steward.role == "steward" and steward.until > hub.now
        kept = was is not None and (live or was.role == "reader") and not gives
        role = was.role if was is not None and kept else one.role
        self.enter(one.space, affiliation, role, "invited", sponsor=one.sponsor, since=since, until=until)
        hub.accepted[affiliation] = max(hub.accepted.get(affiliation, 0), one.taker_terms)

    def extend_external(self, view: View, place: Membership, until: float) -> bool:
        hub, whom = self.hub, self.hub.affiliations[place.affiliation]
        if whom.kind != "external" or min(place.until, whom.until) <= hub.now or place.sponsor is None:
            return False
        if whom.organisation not in view.administers and place.sponsor not in view.staff:
            return False
        if until > hub.now + 184 * DAY or (until > place.until and not hub.may_sponsor(place.space, place.sponsor)):
            return False
        whom.until = max(whom.until, until)
        place.until = until
        return True

    # -- terms of use
    def publish_terms(self, view: View, organisation: UUID) -> bool:
        if organisation not in view.administers:
            return False
        self.hub.terms[organisation] = self.hub.terms.get(organisation, 0) + 1
        return True

    def accept_terms(self, view: View, affiliation: UUID, number: int) -> bool:
        whom = self.hub.affiliations[affiliation]
        if affiliation not in view.mine or whom.kind != "external" or whom.until <= self.hub.now:
            return False
        if number == 0 or number != self.hub.terms.get(whom.organisation, 0):
            return False
        self.hub.accepted[affiliation] = number
        return True

    def end_own_access(self, view: View, affiliation: UUID) -> bool:
        """Of an external, also when new terms were not accepted."""
        whom = self.hub.affiliations[affiliation]
        if affiliation not in view.mine or whom.kind != "external":
            return False
        if whom.until > self.hub.now:
            for place in self.hub.memberships.values():
                if place.affiliation == affiliation:
                    self.end(place, "self")
            whom.until = self.hub.now
        return True

    # -- who vouches
    def handing_over(self, view: View, place: Membership) -> UUID | None:
        """As whom one may look for another sponsor."""
        whom = self.hub.affiliations[place.affiliation]
        if place.sponsor in view.staff:
            return place.sponsor
        administrator = self.as_administrator(view, whom.organisation)
        gone = place.sponsor is None or not self.hub.may_sponsor(place.space, place.sponsor)
        return administrator or (self.stewarding(view, place.space) if gone else None)

    def may_vouch(self, place: Membership, affiliation: UUID) -> bool:
        same = self.hub.affiliations[affiliation].organisation == self.hub.affiliations[place.affiliation].organisation
        return same and self.hub.may_sponsor(place.space, affiliation)

    def ask_takeover(self, view: View, place: Membership, affiliation: UUID) -> Takeover | bool:
        """True: taken over at once, by oneself."""
        if self.hub.affiliations[place.affiliation].kind != "external":
            return False
        me = self.handing_over(view, place)
        if me is None or place.until <= self.hub.now or affiliation == place.sponsor:
            return False
        if not self.may_vouch(place, affiliation):
            return False
        if affiliation in view.staff:
            self.set_sponsor(place, affiliation)
            return True
        for one in self.takeovers.values():
            if one.place == (place.space, place.affiliation) and one.status == "asked":
                if one.until > self.hub.now:
                    return False
                one.status = "withdrawn"
        return Takeover((place.space, place.affiliation), me, affiliation, min(self.hub.now + 14 * DAY, place.until))

    def set_sponsor(self, place: Membership, affiliation: UUID) -> None:
        for one in self.takeovers.values():
            if one.place == (place.space, place.affiliation) and one.status == "asked":
                one.status = "withdrawn"
        place.sponsor = affiliation

    def answer_takeover(self, view: View, key: UUID, *, agrees: bool) -> bool:
        one = self.takeovers[key]
        if one.asked not in view.staff or one.status != "asked" or one.until <= self.hub.now:
            return False
        if not agrees:
            one.status = "refused"
            return True
        place = self.hub.memberships[one.place]
        if place.until <= self.hub.now or not self.may_vouch(place, one.asked):
            return False
        one.status = "taken"
        self.set_sponsor(place, one.asked)
        return True

    def withdraw_takeover(self, view: View, key: UUID) -> bool:
        one = self.takeovers[key]
        may = one.asked_by in view.staff or self.handing_over(view, self.hub.memberships[one.place]) is not None
        if not may or one.status != "asked":
            return False
        one.status = "withdrawn"
        return True

    def assign_sponsor(self, view: View, place: Membership, affiliation: UUID) -> bool:
        whom = self.hub.affiliations[place.affiliation]
        if whom.kind != "external" or whom.organisation not in view.administers or place.until <= self.hub.now:
            return False
        if affiliation == place.sponsor or not self.may_vouch(place, affiliation):
            return False
        self.set_sponsor(place, affiliation)
        return True
