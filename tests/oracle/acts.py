"""Who may do what, and what it does, in plain Python: each act says whether it is allowed, and changes the rows.

Written from the table of permissions; the names are those of the doors that the walk calls beside them.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from tests.oracle.agreements import Agreements
from tests.oracle.externals import Invitation
from tests.oracle.ground import DAY, FOREVER
from tests.oracle.logins import Logins, StaffInvitation
from tests.oracle.model import Affiliation, Item, Membership, Party, Space, View
from tests.oracle.parties import Parties
from tests.oracle.waiting import Waiting


@dataclass
class Acts(Logins, Parties, Waiting, Agreements):
    """All acts that are walked, on one hub."""

    # -- groups
    def found_group(self, view: View, affiliation: UUID) -> bool:
        whom = self.hub.affiliations[affiliation]
        policy = self.hub.organisations[whom.organisation].founders
        return affiliation in view.staff and (policy == "staff" or whom.role == "administrator")

    def set_policies(self, view: View, organisation: UUID, founders: str, keep_days: int) -> bool:
        if organisation not in view.administers:
            return False
        found = self.hub.organisations[organisation]
        found.founders, found.keep_days = founders, keep_days
        return True

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

    def set_end(self, view: View, space: UUID, until: float) -> bool:
        found = self.hub.spaces[space]
        steward = space in view.sees and self.stewarding(view, space) is not None
        if not steward or found.square or self.hub.is_archived(space) or until <= self.hub.now:
            return False
        found.ends = until
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
        self.enter(space, affiliation, role, "self", confirmed=False, let_in_by=affiliation)
        return True

    def add_member(self, view: View, space: UUID, affiliation: UUID, role: str) -> bool:
        hub, whom = self.hub, self.hub.affiliations[affiliation]
        party = hub.party_of(space, affiliation)
        near = whom.organisation in view.staff_of | view.directory or any(
            one.affiliation == affiliation
            and one.space in view.sees
            and (one.space == space or one.wrote or hub.place(one.space, affiliation) is not None)
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
            was.confirmed, was.let_in_by = confirmed, None
            return True
        stays_out = was is not None and was.ended_by == "administrator" and whom.organisation not in view.administers
        if stays_out or (was is not None and not self.may_bring_back(view, was)):
            return False
        self.enter(space, affiliation, role, "added", confirmed=confirmed)
        return True

    def add_members(self, view: View, space: UUID, affiliations: list[UUID], role: str) -> bool:
        """All of them, or nobody; whom it would not change is passed over."""
        kept = {key: replace(one) for key, one in self.hub.memberships.items()}
        for one in sorted(set(affiliations)):
            place = self.hub.memberships.get((space, one))
            inside = place is not None and place.confirmed and self.is_in_force(place)
            if space in view.stewards and inside:
                continue
            if not self.add_member(view, space, one, role):
                self.hub.memberships = kept
                return False
        return True

    def is_in_force(self, place: Membership) -> bool:
        """Of whom counts, also when new terms were not accepted."""
        whom, party = self.hub.affiliations[place.affiliation], self.hub.party_of(place.space, place.affiliation)
        counts = self.hub.lives(whom) and self.hub.organisations[whom.organisation].active
        return self.hub.lives(place) and counts and party is not None

    def confirm_member(self, view: View, place: Membership, *, agrees: bool) -> bool:
        whom = self.hub.affiliations[place.affiliation]
        if whom.kind != "staff" or whom.organisation not in view.administers or place.until <= self.hub.now:
            return False
        if not self.hub.lives(whom) or self.hub.party_of(place.space, place.affiliation) is None:
            return False
        if place.confirmed or (agrees and self.hub.is_archived(place.space)):
            return False
        if agrees and whom.person == view.person and place.let_in_by == whom.id:
            return False  # nobody else asked for her
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
        if place.came == "emergency":
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
                self.ends_for(view, place, one, why)
                self.end(one, why)
        return True

    def ends_for(self, view: View, place: Membership, one: Membership, why: str) -> None:
        """Of which organisation the steward is who ends it: the person's own where one may act so."""
        if one.until <= self.hub.now:
            return
        own = {self.hub.affiliations[place.affiliation].organisation}
        me = self.stewarding(view, place.space, own) or self.stewarding(view, place.space)
        one.ended_for = self.hub.affiliations[me].organisation if why == "steward" and me is not None else None

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
        was, whom.until, whom.role = whom.role, self.hub.now, "member"
        if was == "administrator":
            self.is_no_administrator_any_more(affiliation)
        if whom.kind == "staff":
            self.hub.closed |= {login for login in whom.logins if not self.is_needed(login)}
        return True

    def is_needed(self, login: UUID) -> bool:
        """Its sessions serve an affiliation that counts."""
        rows = [one for one in self.hub.affiliations.values() if login in one.logins]
        return any(self.hub.lives(one) and self.hub.organisations[one.organisation].active for one in rows)

    def appoint(self, view: View, affiliation: UUID, role: str) -> bool:
        whom = self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers or whom.kind != "staff" or whom.until <= self.hub.now:
            return False
        if whom.role == role:
            return True
        if role == "member" and not self.another_administrator(whom):
            return False
        whom.role = role
        if role != "administrator":
            self.is_no_administrator_any_more(affiliation)
        return True

    def another_administrator(self, besides: Affiliation) -> bool:
        """A live one of the same organisation, for as long as this one would have been."""
        rows = self.hub.affiliations.values()
        return any(
            a is not besides
            and a.organisation == besides.organisation
            and a.role == "administrator"
            and self.hub.lives(a)
            and a.until >= besides.until
            for a in rows
        )

    # -- content
    def posted(self, key: UUID, space: UUID, author: UUID) -> None:
        self.hub.items[key] = Item(key, space, "post", author)
        self.hub.memberships[space, author].wrote = True
        self.hub.voices.add((space, self.hub.affiliations[author].organisation))

    # -- with no person behind it
    def archive_ended(self) -> None:
        """What is past its end date is archived by a job too."""
        for one in self.hub.spaces.values():
            one.archived |= one.ends <= self.hub.now

    def sweep(self) -> None:
        """A day after the last place ended the session ends."""
        yesterday = self.hub.now - DAY
        for login, since in self.signed_in.items():
            here = [one for one in self.hub.affiliations.values() if login in one.logins]
            if since <= yesterday and not any(self.ended_since(one) > yesterday for one in here):
                self.hub.closed.add(login)

    def ended_since(self, one: Affiliation) -> float:
        """Until when somebody had something here: staff as long as the affiliation, an external its longest place."""
        if one.kind == "staff":
            return one.until
        places = (place for place in self.hub.memberships.values() if place.affiliation == one.id)
        return max((min(place.until, one.until) for place in places), default=0)

    def forget(self) -> None:
        """Of an external whose places ended long ago the logins are unbound; a login that serves nothing else goes."""
        for one in self.hub.affiliations.values():
            keep = self.hub.organisations[one.organisation].keep_days * DAY
            if one.kind != "external" or not one.logins:
                continue
            places = [place for place in self.hub.memberships.values() if place.affiliation == one.id]
            ended = self.ended_since(one) if places else min(one.until, self.hub.now)
            waits = any(
                i.organisation == one.organisation and i.status == "waiting" and i.taker in one.logins
                for i in self.all_invitations()
            )
            if ended <= self.hub.now - keep and not waits:
                self.forgotten(one)

    def all_invitations(self) -> list[Invitation | StaffInvitation]:
        return [*self.invitations.values(), *self.staff_invitations.values()]

    def forgotten(self, one: Affiliation) -> None:
        was, one.logins = one.logins, set()
        one.until = min(one.until, self.hub.now)
        self.addresses.pop(one.id, None)
        for i in self.all_invitations():
            over = i.organisation == one.organisation and i.status in {"refused", "withdrawn"}
            if i.taker in was and (over or i.affiliation == one.id):
                i.taker = None
        for login in was:
            bound = any(login in a.logins for a in self.hub.affiliations.values())
            taken = any(i.taker == login for i in self.all_invitations())
            if not bound and not taken:
                self.hub.closed.add(login)
                del self.persons[login]
