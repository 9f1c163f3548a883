"""Acts on emergency access: asked by an administrator of an owner, agreed to by administrators of all of them."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.ground import Ground
from tests.oracle.model import Affiliation, Membership, View

HOUR = 3_600.0
LASTING = {"steward", "administrator"}  # who was put out by one of these stays so after an emergency


@dataclass
class Emergency:
    """A request, and which person agreed through which affiliation."""

    space: UUID
    asked_by: UUID
    hours: int
    until: float
    status: str = "open"
    agreed: dict[UUID, UUID] = field(default_factory=dict)


@dataclass
class Emergencies(Ground):
    """What administrators of owners do in an emergency."""

    emergencies: dict[UUID, Emergency] = field(default_factory=dict)

    def lives_as_administrator(self, one: Affiliation) -> bool:
        return one.role == "administrator" and self.hub.lives(one) and self.hub.organisations[one.organisation].active

    def still_needed(self, one: Emergency) -> set[UUID]:
        """Owners of whom too few who are administrators still have agreed: of the only owner two."""
        owners = self.hub.owners(self.hub.spaces[one.space].group)
        given = [self.hub.affiliations[key] for key in one.agreed.values()]
        live = [each.organisation for each in given if self.lives_as_administrator(each)]
        return {each for each in owners if live.count(each) < (2 if len(owners) == 1 else 1)}

    def ask_emergency(self, view: View, space: UUID, organisation: UUID, hours: int) -> Emergency | None:
        hub, found = self.hub, self.hub.spaces[space]
        party, owners, me = hub.parties.get((found.group, organisation)), hub.owners(found.group), None
        me = self.as_administrator(view, organisation)
        people_there = any(
            m.space == space and hub.affiliations[m.affiliation].organisation == organisation and hub.lives(m)
            for m in hub.memberships.values()
        )
        if me is None or not hub.lives(party) or (found.kind == "room" and not people_there):
            return None
        if organisation not in owners or hub.organisations[organisation].firm or found.square:
            return None
        if (found.kind == "room" and len(owners) > 1) or space in view.sees:
            return None
        if any(
            one.space == space and one.asked_by == me and one.status == "open" and one.until > hub.now
            for one in self.emergencies.values()
        ):
            return None
        return Emergency(space, me, hours, hub.now + 24 * HOUR, agreed={view.person: me})

    def answer_emergency(self, view: View, key: UUID, organisation: UUID, *, agrees: bool) -> bool:
        hub, one = self.hub, self.emergencies[key]
        group, asker = hub.spaces[one.space].group, hub.affiliations[one.asked_by]
        me, owners = self.as_administrator(view, organisation), hub.owners(group)
        if me is None or organisation not in owners or one.status != "open" or one.until <= hub.now:
            return False
        if asker.person == view.person:
            return False
        if not agrees:
            one.status = "refused"
            return True
        whose = hub.organisations[asker.organisation]
        stands = self.lives_as_administrator(asker) and asker.organisation in owners and not whose.firm
        room_of_several = hub.spaces[one.space].kind == "room" and len(owners) > 1
        if view.person in one.agreed or organisation not in self.still_needed(one) or not stands or room_of_several:
            return False
        one.agreed[view.person] = me
        if not self.still_needed(one):
            self.begins(one)
        return True

    def begins(self, one: Emergency) -> None:
        """Reads along for so many hours; who is a member already has no need of it."""
        hub, was = self.hub, self.hub.memberships.get((one.space, one.asked_by))
        if was is not None and was.confirmed and hub.lives(was):
            one.status = "withdrawn"
            return
        one.until, one.status = hub.now + one.hours * HOUR, "granted"
        made = Membership(
            one.space, one.asked_by, "reader", "emergency", confirmed=True, since=hub.now, until=one.until
        )
        if was is not None:
            made_a_reader = was.role == "reader" and was.came not in {"self", "emergency"}
            made.wrote, made.ended_by = was.wrote, was.ended_by
            if made_a_reader and was.ended_by not in LASTING:
                made.ended_by = "steward"
        hub.memberships[one.space, one.asked_by] = made

    def end_emergency(self, view: View, key: UUID) -> bool:
        one, asked = self.emergencies[key], self.emergencies[key].asked_by in view.active
        if asked and one.status == "open" and one.until > self.hub.now:
            one.status = "withdrawn"
            return True
        given = one.agreed.get(view.person)
        agreed = given is not None and self.hub.affiliations[given].organisation in view.administers
        steward = one.status != "open" and self.stewarding(view, one.space) is not None
        if not (asked or agreed or steward) or one.status != "granted" or one.until <= self.hub.now:
            return False
        self.over(one, "ended")
        return True

    def over(self, one: Emergency, status: str) -> None:
        """Nobody reads along by it any more."""
        place = self.hub.memberships.get((one.space, one.asked_by))
        if place is not None and place.came == "emergency" and place.until > self.hub.now:
            place.until = self.hub.now
        one.status, one.until = status, self.hub.now

    def is_no_administrator_any_more(self, affiliation: UUID) -> None:
        """Reads along no more."""
        for one in self.emergencies.values():
            if one.asked_by == affiliation and one.status in {"open", "granted"} and one.until > self.hub.now:
                self.over(one, "withdrawn" if one.status == "open" else "ended")

    def owns_no_more(self, group: UUID, organisation: UUID) -> None:
        """Nobody of that organisation reads along there any more."""
        for one in self.emergencies.values():
            there = self.hub.spaces[one.space].group == group
            whose = self.hub.affiliations[one.asked_by].organisation
            if there and whose == organisation and one.status in {"open", "granted"} and one.until > self.hub.now:
                self.over(one, "withdrawn" if one.status == "open" else "ended")
