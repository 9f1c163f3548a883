"""Who may do what, and what it does, in plain Python: each act says whether it is allowed, and changes the rows.

Written from the table of permissions; the names are those of the doors that the walk calls beside them.
"""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.externals import Externals
from tests.oracle.ground import DAY, FOREVER
from tests.oracle.model import Affiliation, Item, Membership, Party, Space, View


@dataclass
class Proposal:
    """An organisation proposed as a party, and who agreed."""

    group: UUID
    organisation: UUID
    role: str
    reach: str
    until: float
    proposer: UUID
    status: str = "open"
    agreed: set[UUID] = field(default_factory=set)


@dataclass
class Acts(Externals):
    """The acts of the first release on one hub."""

    proposals: dict[UUID, Proposal] = field(default_factory=dict)

    # -- groups
    def found_group(self, view: View, affiliation: UUID) -> bool:
        return affiliation in view.staff

    def founded(self, group: UUID, affiliation: UUID, form: str) -> None:
        organisation = self.hub.affiliations[affiliation].organisation
        self.hub.spaces[group] = Space(group, group, "group", form)
        self.hub.parties[group, organisation] = Party(group, organisation, "owner", "all", self.hub.now, FOREVER)
        self.enter(group, affiliation, "steward", "founded")

    def create_room(self, view: View, group: UUID) -> bool:
        found = self.hub.spaces[group]
        steward = group in view.sees and self.stewarding(view, group) is not None
        return steward and found.kind == "group" and not self.hub.is_archived(group) and not found.square

    def room_created(self, view: View, group: UUID, room: UUID) -> None:
        steward = self.stewarding(view, group)
        assert steward is not None
        self.hub.spaces[room] = Space(room, group, "room", "closed")
        self.enter(room, steward, "steward", "founded")

    def archive_space(self, view: View, space: UUID, *, archived: bool) -> bool:
        found = self.hub.spaces[space]
        if space not in view.sees or self.stewarding(view, space) is None or found.square:
            return False
        if not archived:
            if found.kind == "room" and self.hub.is_archived(found.group):
                return False
            if self.hub.is_archived(space) and not self.hub.owners(found.group):
                return False
            if found.ends <= self.hub.now:
                found.ends = FOREVER
        found.archived = archived
        return True

    # -- parties
    def propose_party(self, view: View, group: UUID, organisation: UUID) -> bool:
        hub, found, other = self.hub, self.hub.spaces[group], self.hub.organisations[organisation]
        party = hub.parties.get((group, organisation))
        waits = any(
            one.group == group and one.organisation == organisation and one.status == "open" and one.until > hub.now
            for one in self.proposals.values()
        )
        return (
            group in view.sees
            and found.kind == "group"
            and self.stewarding(view, group, hub.owners(group)) is not None
            and not found.square
            and not found.archived
            and other.active
            and (other.listed or organisation in view.knows)
            and not (party is not None and hub.lives(party))
            and not waits
        )

    def proposed(self, view: View, key: UUID, group: UUID, organisation: UUID, role: str, reach: str) -> None:
        steward = self.stewarding(view, group, self.hub.owners(group))
        assert steward is not None
        own = self.hub.affiliations[steward].organisation
        named = "named" if self.hub.organisations[organisation].firm else reach
        made = Proposal(group, organisation, role, named, self.hub.now + 30 * DAY, own)
        made.agreed |= {own} & view.administers
        self.proposals[key] = made

    def answer_proposal(self, view: View, key: UUID, organisation: UUID, *, agrees: bool) -> bool:
        hub, one = self.hub, self.proposals[key]
        needed = hub.owners(one.group) | {one.organisation}
        if organisation not in needed & view.administers or one.status != "open" or one.until <= hub.now:
            return False
        if not agrees:
            one.status = "refused"
            return True
        if hub.spaces[one.group].archived:
            return False
        if needed <= one.agreed | {organisation} and hub.owners(one.group):
            old = hub.parties.get((one.group, one.organisation))
            if (old is not None and hub.lives(old)) or not hub.organisations[one.organisation].active:
                return False
            one.status = "taken"
            hub.parties[one.group, one.organisation] = Party(
                one.group, one.organisation, one.role, one.reach, hub.now, FOREVER
            )
            for party in hub.parties.values():
                if party.group == one.group and hub.organisations[party.organisation].firm:
                    party.reach = "named"
        one.agreed.add(organisation)
        return True

    def leave_party(self, view: View, group: UUID, organisation: UUID) -> bool:
        hub, found = self.hub, self.hub.spaces[group]
        party = hub.parties.get((group, organisation))
        if organisation not in view.administers or party is None or not hub.lives(party) or found.square:
            return False
        if party.role == "owner" and not found.archived and hub.owners(group) == {organisation}:
            return False
        for place in hub.memberships.values():
            if (
                hub.spaces[place.space].group == group
                and hub.affiliations[place.affiliation].organisation == organisation
            ):
                self.end(place, "party")
        party.until = hub.now
        for one in self.proposals.values():
            if one.group == group and one.status == "open":
                one.agreed.discard(organisation)
                one.status = "lapsed" if one.proposer == organisation else "open"
        return True

    # -- memberships
    def join_group(self, view: View, space: UUID, affiliation: UUID, role: str) -> bool:
        hub = self.hub
        if space not in view.joins or (space, affiliation) not in view.open_to_me:
            return False
        was = hub.memberships.get((space, affiliation))
        if was is not None and was.until > hub.now:
            if was.role == "reader" and was.came == "self" and role == "member":
                was.role = "member"
            return True
        if not view.may_join(space, affiliation):
            return False
        self.enter(space, affiliation, role, "self", confirmed=False)
        return True

    def add_member(self, view: View, space: UUID, affiliation: UUID, role: str) -> bool:
        hub, whom = self.hub, self.hub.affiliations[affiliation]
        party = hub.party_of(space, affiliation)
        near = whom.organisation in view.staff_of | view.directory or any(
            one.affiliation == affiliation
            and one.space in view.sees
            and (one.space == space or one.wrote or hub.lives(one))
            for one in hub.memberships.values()
        )
        steward = space in view.sees and self.stewarding(view, space) is not None
        if not steward or hub.is_archived(space) or whom.kind != "staff" or not hub.acts(affiliation) or not near:
            return False
        if party is None:
            return False
        confirmed = party.reach == "all" or whom.organisation in view.administers
        was = hub.memberships.get((space, affiliation))
        if was is not None and was.until > hub.now:
            if was.confirmed:
                return False
            was.confirmed = confirmed
            return True
        if was is not None and was.ended_by == "administrator" and whom.organisation not in view.administers:
            return False
        self.enter(space, affiliation, role, "added", confirmed=confirmed)
        return True

    def confirm_member(self, view: View, place: Membership, *, agrees: bool) -> bool:
        whom = self.hub.affiliations[place.affiliation]
        if whom.kind != "staff" or whom.organisation not in view.administers or place.until <= self.hub.now:
            return False
        if not self.hub.lives(whom) or self.hub.party_of(place.space, place.affiliation) is None:
            return False
        if place.confirmed or (agrees and self.hub.is_archived(place.space)):
            return False
        if agrees:
            place.confirmed = True
        else:
            self.end(place, "administrator")
        return True

    def admit_own(self, view: View, group: UUID, affiliation: UUID) -> bool:
        hub, whom = self.hub, self.hub.affiliations[affiliation]
        was = hub.memberships.get((group, affiliation))
        taken_out = was is not None and was.until <= hub.now and was.ended_by == "administrator"
        here = hub.spaces[group].kind == "group" or taken_out
        if not here or hub.party_of(group, affiliation) is None or hub.is_archived(group):
            return False
        ours = whom.kind == "staff" and whom.organisation in view.administers and hub.lives(whom)
        if not ours or whom.person == view.person:
            return False
        if was is not None and was.until > hub.now:
            if was.confirmed:
                return False
            was.confirmed = True
            return True
        if was is not None and was.ended_by == "steward":
            return False
        role = "reader" if was is not None and was.role == "reader" else "member"
        self.enter(group, affiliation, role, "added")
        return True

    def change_role(self, view: View, place: Membership, role: str) -> bool:
        hub = self.hub
        steward = place.space in view.sees and self.stewarding(view, place.space) is not None
        if not steward or place.until <= hub.now or hub.is_archived(place.space):
            return False
        if place.role == "steward" and (place.affiliation not in view.active or not self.another_steward(place)):
            return False
        place.role = role
        place.came = "added" if place.came == "self" else place.came
        organisation = hub.affiliations[place.affiliation].organisation
        place.confirmed |= hub.parties[hub.spaces[place.space].group, organisation].reach == "all"
        return True

    def end_membership(self, view: View, place: Membership) -> bool:
        hub = self.hub
        organisation = hub.affiliations[place.affiliation].organisation
        if place.affiliation in view.active:
            why = "self"
        elif organisation in view.administers:
            why = "administrator"
        elif place.sponsor in view.staff:
            why = "sponsor"
        elif place.space in view.sees and place.until > hub.now and self.stewarding(view, place.space):
            why = "steward"
            if place.role == "steward" and self.stewarding(view, place.space, {organisation}) is None:
                return False
        else:
            return False
        if place.until <= hub.now:
            return True
        if why == "self" and self.leaves_something_untended(place):
            return False
        for one in list(hub.memberships.values()):
            if one.affiliation == place.affiliation and (
                one is place or (hub.spaces[place.space].kind == "group" and hub.spaces[one.space].group == place.space)
            ):
                self.end(one, why)
        return True

    def leaves_something_untended(self, place: Membership) -> bool:
        """Whether whoever leaves is the only steward there, or of a room in the group that is left."""
        spaces = {one.id for one in self.hub.spaces.values() if place.space in {one.id, one.group}}
        return any(
            one.affiliation == place.affiliation
            and one.space in spaces
            and one.role == "steward"
            and one.until > self.hub.now
            and not self.another_steward(one)
            for one in self.hub.memberships.values()
        )

    # -- people
    def end_affiliation(self, view: View, affiliation: UUID) -> bool:
        whom = self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers and not (whom.kind == "external" and affiliation in view.active):
            return False
        if whom.until <= self.hub.now:
            return True
        if whom.role == "administrator" and not self.another_administrator(whom):
            return False
        for place in self.hub.memberships.values():
            if place.affiliation == affiliation:
                self.end(place, "affiliation")
        whom.until, whom.role = self.hub.now, "member"
        return True

    def appoint(self, view: View, affiliation: UUID, role: str) -> bool:
        whom = self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers or whom.kind != "staff" or whom.until <= self.hub.now:
            return False
        if whom.role == role:
            return True
        if role == "member" and not self.another_administrator(whom):
            return False
        whom.role = role
        return True

    def another_administrator(self, besides: Affiliation) -> bool:
        """A live one of the same organisation."""
        rows = self.hub.affiliations.values()
        return any(
            a is not besides
            and a.organisation == besides.organisation
            and a.role == "administrator"
            and self.hub.lives(a)
            for a in rows
        )

    # -- content
    def posted(self, key: UUID, space: UUID, author: UUID) -> None:
        self.hub.items[key] = Item(key, space, "post", author)
        self.hub.memberships[space, author].wrote = True
        self.hub.voices.add((space, self.hub.affiliations[author].organisation))
