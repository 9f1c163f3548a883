"""Acts on what waits for a person: requests to come in, offers of stewardship, people asked for by work address."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.ground import DAY, Ground
from tests.oracle.model import Membership, View


@dataclass
class Request:
    """Staff who ask to come into a findable group."""

    group: UUID
    affiliation: UUID
    status: str = "asked"


@dataclass
class Offer:
    """The role of steward, offered."""

    space: UUID
    affiliation: UUID
    offered_by: UUID
    steps_down: bool
    until: float
    status: str = "sent"


@dataclass
class AddressRequest:
    """Somebody asked for by work address, whether it is anybody's or not."""

    space: UUID
    address: str
    role: str
    asked_by: UUID
    until: float
    affiliation: UUID | None = None
    refused: bool = False
    status: str = "open"


@dataclass
class Waiting(Ground):
    """Who asks, offers and answers."""

    requests: dict[UUID, Request] = field(default_factory=dict)
    offers: dict[UUID, Offer] = field(default_factory=dict)
    address_requests: dict[UUID, AddressRequest] = field(default_factory=dict)

    def stewards_of(self, space: UUID) -> set[UUID]:
        """The affiliations that steward it now."""
        found = (one for one in self.hub.memberships.values() if one.space == space and one.role == "steward")
        return {one.affiliation for one in found if self.hub.place(space, one.affiliation) is not None}

    # -- requests
    def ask_to_join(self, view: View, group: UUID, affiliation: UUID) -> bool:
        hub, found = self.hub, self.hub.spaces[group]
        party = hub.party_of(group, affiliation) if affiliation in view.staff else None
        twice = any(
            one.group == group and one.affiliation == affiliation and one.status == "asked"
            for one in self.requests.values()
        )
        return (
            party is not None
            and party.reach == "all"
            and found.kind == "group"
            and found.form == "findable"
            and not hub.is_archived(group)
            and group not in view.sees
            and not twice
        )

    def could_ask(self, group: UUID, affiliation: UUID) -> bool:
        """Staff of a party with all its staff, who is not in it yet."""
        party = self.hub.party_of(group, affiliation)
        staff = self.hub.affiliations[affiliation].kind == "staff" and self.hub.acts(affiliation)
        return staff and party is not None and party.reach == "all" and self.hub.place(group, affiliation) is None

    def asked(self, key: UUID, group: UUID, affiliation: UUID) -> None:
        self.requests[key] = Request(group, affiliation)

    def withdraw_request(self, view: View, key: UUID) -> bool:
        one = self.requests[key]
        whose = self.hub.affiliations[one.affiliation].organisation
        if (one.affiliation not in view.active and whose not in view.administers) or one.status != "asked":
            return False
        one.status = "withdrawn"
        return True

    def answer_request(self, view: View, key: UUID, role: str | None) -> bool:
        hub, one = self.hub, self.requests[key]
        if self.stewarding(view, one.group) is None or one.status != "asked":
            return False
        if role is None:
            one.status = "refused"
            return True
        party = hub.party_of(one.group, one.affiliation)
        if hub.is_archived(one.group) or party is None or not hub.acts(one.affiliation):
            return False
        waits = party.reach == "named" and party.organisation not in view.administers
        was = hub.memberships.get((one.group, one.affiliation))
        if was is not None and was.until > hub.now:
            was.confirmed, was.let_in_by = was.confirmed or not waits, None
        elif was is not None and (was.ended_by == "administrator" or not self.may_bring_back(view, was)):
            return False
        else:
            self.enter(one.group, one.affiliation, role, "added", confirmed=not waits)
        one.status = "admitted"
        return True

    # -- stewards
    def may_become_steward(self, place: Membership) -> bool:
        whom = self.hub.affiliations[place.affiliation]
        live = self.hub.place(place.space, place.affiliation) is not None
        return live and whom.kind == "staff" and place.role != "steward" and place.came != "emergency"

    def stands(self, one: Offer) -> bool:
        place = self.hub.memberships[one.space, one.affiliation]
        return (
            one.status == "sent"
            and one.until > self.hub.now
            and self.may_become_steward(place)
            and not self.hub.is_archived(one.space)
            and one.offered_by in self.stewards_of(one.space)
        )

    def offer_stewardship(self, view: View, place: Membership, *, stepping_down: bool) -> Offer | None:
        me = self.stewarding(view, place.space) if place.space in view.sees else None
        if me is None or self.hub.is_archived(place.space) or not self.may_become_steward(place):
            return None
        for one in self.offers.values():
            if (one.space, one.affiliation, one.status) == (place.space, place.affiliation, "sent"):
                if self.stands(one):
                    return None
                one.status = "withdrawn"
        return Offer(place.space, place.affiliation, me, stepping_down, self.hub.now + 14 * DAY)

    def withdraw_offer(self, view: View, key: UUID) -> bool:
        one = self.offers[key]
        whose = self.hub.affiliations[one.offered_by].organisation
        may = one.offered_by in view.staff or self.stewarding(view, one.space) or whose in view.administers
        if not may or one.status != "sent":
            return False
        one.status = "withdrawn"
        return True

    def answer_offer(self, view: View, key: UUID, *, agrees: bool) -> bool:
        one = self.offers[key]
        if one.affiliation not in view.staff or one.space not in view.sees or one.status != "sent":
            return False
        if not agrees:
            one.status = "refused"
            return True
        if not self.stands(one):
            return False
        self.becomes_steward(self.hub.memberships[one.space, one.affiliation])
        one.status = "accepted"
        maker = self.hub.memberships[one.space, one.offered_by]
        if one.steps_down and maker.role == "steward":
            maker.role = "member"
        return True

    def becomes_steward(self, place: Membership) -> None:
        place.role, place.confirmed = "steward", True
        place.came = "added" if place.came == "self" else place.came

    def name_steward(self, view: View, organisation: UUID, space: UUID, affiliation: UUID) -> bool:
        whom, place = self.hub.affiliations[affiliation], self.hub.memberships.get((space, affiliation))
        if organisation not in view.administers or place is None or whom.organisation != organisation:
            return False
        if whom.person == view.person or not self.lacks_steward(place):
            return False
        self.becomes_steward(place)
        return True

    def lacks_steward(self, place: Membership) -> bool:
        """Its organisation, a co-owner, has none there (a room: nobody), and this could be one."""
        hub, found = self.hub, self.hub.spaces[place.space]
        organisation = hub.affiliations[place.affiliation].organisation
        stewards = {hub.affiliations[one].organisation for one in self.stewards_of(place.space)}
        lacks = not stewards if found.kind == "room" else organisation not in stewards
        return lacks and organisation in hub.owners(found.group) and self.may_become_steward(place)

    # -- by work address
    def add_by_address(self, view: View, space: UUID, address: str, role: str) -> AddressRequest | None:
        hub = self.hub
        me = self.stewarding(view, space) if space in view.sees else None
        waits = any(
            one.space == space and one.address == address and one.status == "open" and one.until > hub.now
            for one in self.address_requests.values()
        )
        if me is None or hub.is_archived(space) or waits:
            return None
        found = [key for key, one in self.addresses.items() if one == address and self.is_askable(space, key)]
        affiliation = min(found, default=None)
        return AddressRequest(space, address, role, me, hub.now + 14 * DAY, affiliation)

    def is_askable(self, space: UUID, affiliation: UUID) -> bool:
        hub, whom = self.hub, self.hub.affiliations[affiliation]
        was = hub.memberships.get((space, affiliation))
        refused = any(
            one.affiliation == affiliation and one.space == space and one.refused and one.until > hub.now
            for one in self.address_requests.values()
        )
        inside = was is not None and was.confirmed and was.until > hub.now
        there = hub.acts(affiliation) and hub.party_of(space, affiliation) is not None
        return whom.kind == "staff" and there and not inside and not refused

    def withdraw_address(self, view: View, key: UUID) -> bool:
        one = self.address_requests[key]
        whose = self.hub.affiliations[one.asked_by].organisation
        may = one.asked_by in view.staff or self.stewarding(view, one.space) or whose in view.administers
        if not may or one.status != "open" or one.until <= self.hub.now:
            return False
        one.status = "withdrawn"
        return True

    def asker_may_bring_back(self, one: AddressRequest, place: Membership) -> bool:
        """Whom a steward ended: as that steward's colleague, as the person's, or of a co-owner."""
        whose = self.hub.affiliations[one.asked_by].organisation
        own = {self.hub.affiliations[place.affiliation].organisation, place.ended_for}
        return place.ended_by != "steward" or whose in own | self.hub.owners(self.hub.spaces[one.space].group)

    def forget_addresses(self) -> None:
        """What has run out is not there any more."""
        self.address_requests = {key: one for key, one in self.address_requests.items() if one.until > self.hub.now}

    def answer_address(self, view: View, key: UUID, organisation: UUID, *, agrees: bool) -> bool:
        hub, one = self.hub, self.address_requests[key]
        whom = hub.affiliations[one.affiliation] if one.affiliation else None
        if whom is None or whom.organisation != organisation or organisation not in view.administers:
            return False
        if one.until <= hub.now or one.status != "open" or one.refused:
            return False
        if not agrees:
            one.refused = True
            return True
        lapsed = not hub.lives(whom) or hub.party_of(one.space, whom.id) is None
        if hub.is_archived(one.space) or lapsed or one.asked_by not in self.stewards_of(one.space):
            return False
        was = hub.memberships.get((one.space, whom.id))
        if was is not None and was.until > hub.now:
            was.confirmed = True
        elif was is not None and not self.asker_may_bring_back(one, was):
            return False
        else:
            self.enter(one.space, whom.id, one.role, "added")
        one.status = "confirmed"
        return True
