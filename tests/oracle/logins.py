"""Acts on who somebody is here: signing in, coming back, terms of staff, logins, sessions, staff by invitation."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.oracle.emergencies import Emergencies
from tests.oracle.externals import Externals
from tests.oracle.ground import DAY, FOREVER
from tests.oracle.model import Affiliation, View


@dataclass
class LoginRequest:
    """A login that asks for an affiliation: 'return' after its end, or 'other' besides the login that it has."""

    kind: str
    affiliation: UUID
    organisation: UUID
    login: UUID
    address: str = ""
    status: str = "open"
    decided: float = 0


@dataclass
class StaffInvitation:
    """Of a person of another organisation, who will work here too."""

    organisation: UUID
    sponsor: UUID
    address: str
    access_until: float
    expires: float
    status: str = "sent"
    taker: UUID | None = None
    taker_address: str = ""
    affiliation: UUID | None = None  # that it led to


@dataclass
class Logins(Externals, Emergencies):
    """What people do with their logins, and administrators with their people."""

    signed_in: dict[UUID, float] = field(default_factory=dict)  # by login: since when its session is
    login_requests: dict[UUID, LoginRequest] = field(default_factory=dict)
    staff_invitations: dict[UUID, StaffInvitation] = field(default_factory=dict)

    def works_at(self, person: UUID, organisation: UUID) -> bool:
        """As staff that has not ended, through whichever login."""
        return any(one.until > self.hub.now for one in self.places_at(person, organisation))

    def places_at(self, person: UUID, organisation: UUID) -> list[Affiliation]:
        rows = self.hub.affiliations.values()
        return [a for a in rows if (a.person, a.organisation, a.kind) == (person, organisation, "staff")]

    def begins_as_staff(
        self, key: UUID, login: UUID, organisation: UUID, address: str, until: float = FOREVER, *, invited: bool = False
    ) -> None:
        """A new affiliation of staff; key: the id that the database gave."""
        made = Affiliation(key, self.persons[login], organisation, "staff", "member", self.hub.now, until)
        made.invited = invited
        made.logins.add(login)
        self.hub.affiliations[key] = made
        self.addresses[key] = address

    # -- signing in
    def returns(self, login: UUID, organisation: UUID, address: str) -> Affiliation | None:
        """The ended affiliation that seems to be of whoever signs in: by login, by person, by address; the latest."""
        ended = [
            one
            for one in self.hub.affiliations.values()
            if one.organisation == organisation and one.kind == "staff" and one.until <= self.hub.now
        ]
        own = [one for one in ended if one.person == self.persons[login]]
        bound = [one for one in own if login in one.logins]
        by_address = [one for one in ended if self.addresses.get(one.id) == address]
        found = bound or own or by_address
        return max(found, key=lambda one: (one.until, -one.id.int), default=None)

    def sign_in(self, login: UUID, organisation: UUID, address: str) -> tuple[str, LoginRequest | None]:
        """What it leads to at the organisation of the issuer ('new', 'asks' or ''), and the request that it makes."""
        if not self.hub.organisations[organisation].active or self.works_at(self.persons[login], organisation):
            return "", None
        was = self.returns(login, organisation, address)
        if was is None:
            return "new", None
        lately = self.hub.now - 30 * DAY
        for one in self.login_requests.values():
            same = (one.kind, one.organisation, one.login) == ("return", organisation, login)
            if same and (one.status == "open" or (one.status == "refused" and one.decided > lately)):
                return "", None
        return "asks", LoginRequest("return", was.id, organisation, login, address)

    def gets_in(self, login: UUID) -> bool:
        """Somebody with a place that has not ended, or once an external, or who waits."""
        here = [one for one in self.hub.affiliations.values() if login in one.logins]
        waits = any(one.status == "waiting" and one.taker == login for one in self.staff_invitations.values())
        return waits or self.is_awaited(login) or any(a.until > self.hub.now or a.kind == "external" for a in here)

    def signed(self, login: UUID, address: str) -> None:
        """A session, and the address that the issuer verified."""
        for one in self.hub.affiliations.values():
            if login in one.logins and not one.invited and one.id in self.addresses:
                self.addresses[one.id] = address
        if login in self.hub.closed:
            self.hub.closed.discard(login)
            self.signed_in[login] = self.hub.now

    # -- terms of staff
    def set_term(self, view: View, affiliation: UUID, until: float) -> bool:
        hub, whom = self.hub, self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers or whom.kind != "staff" or whom.until <= hub.now:
            return False
        if until <= hub.now or (whom.invited and until >= FOREVER):
            return False
        lasting = any(
            a is not whom
            and a.organisation == whom.organisation
            and a.role == "administrator"
            and a.since <= hub.now
            and a.until >= whom.until
            for a in hub.affiliations.values()
        )
        if whom.role == "administrator" and until < whom.until and not lasting:
            return False
        whom.until = until
        return True

    def reopen_affiliation(self, view: View, affiliation: UUID, until: float) -> bool:
        whom = self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers or whom.kind != "staff":
            return False
        return whom.until > self.hub.now or self.opens_again(whom, whom.person, until)

    def opens_again(self, whom: Affiliation, person: UUID, until: float) -> bool:
        """As whose it is from now on; no place comes back."""
        if until <= self.hub.now or (whom.invited and until >= FOREVER) or self.works_at(person, whom.organisation):
            return False
        for place in self.hub.memberships.values():
            if place.affiliation == whom.id and place.until > self.hub.now:
                self.end(place, "affiliation")
                place.until = max(whom.until, place.since)
        was, whom.until, whom.role = whom.role, until, "member"
        if was == "administrator":
            self.is_no_administrator_any_more(whom.id)
        return True

    def answer_return(self, view: View, key: UUID, answer: str, until: float) -> bool:
        """answer: 'same', 'other' or 'no'."""
        one = self.login_requests[key]
        if one.kind != "return" or one.organisation not in view.administers or one.status != "open":
            return False
        person, was = self.persons[one.login], self.hub.affiliations[one.affiliation]
        if answer == "other" and was.person == person:
            return False
        if answer != "no" and self.works_at(person, one.organisation):
            return False
        if answer == "same":
            if was.until > self.hub.now or not self.opens_again(was, person, until):
                return False
            if was.person != person:
                was.person, was.logins = person, set()
            was.logins.add(one.login)
        one.status = {"same": "reopened", "other": "new", "no": "refused"}[answer]
        one.decided = self.hub.now
        return True

    # -- logins
    def link(self, view: View, login: UUID) -> bool:
        """The person of another login turns out to be the same: all that it has comes along, its sessions end."""
        other, me = self.persons[login], view.person
        rows = [one for one in self.hub.affiliations.values() if one.until > self.hub.now]
        clash = {one.organisation for one in rows if one.person == me} & {
            one.organisation for one in rows if one.person == other
        }
        if view.login in self.hub.closed or other == me or clash:
            return False
        for one in self.hub.affiliations.values():
            one.person = me if one.person == other else one.person
        for its, whose in self.persons.items():
            if whose == other:
                self.persons[its] = me
                self.hub.closed.add(its)
        return True

    def ask_login(self, view: View, affiliation: UUID, login: UUID) -> LoginRequest | bool:
        """True: there is nothing to ask any more."""
        if affiliation not in view.active or self.persons[login] != view.person:
            return False
        asked = any(
            (one.kind, one.affiliation, one.login, one.status) == ("other", affiliation, login, "open")
            for one in self.login_requests.values()
        )
        whom = self.hub.affiliations[affiliation]
        return True if asked or login in whom.logins else LoginRequest("other", affiliation, whom.organisation, login)

    def withdraw_login_request(self, view: View, key: UUID) -> bool:
        one = self.login_requests[key]
        if one.kind != "other" or one.affiliation not in view.active or one.status != "open":
            return False
        one.status = "withdrawn"
        return True

    def answer_login(self, view: View, key: UUID, *, agrees: bool) -> bool:
        one = self.login_requests[key]
        if one.kind != "other" or one.organisation not in view.administers or one.status != "open":
            return False
        whom = self.hub.affiliations[one.affiliation]
        if agrees and (whom.until <= self.hub.now or self.persons[one.login] != whom.person):
            return False
        if agrees:
            whom.logins.add(one.login)
        one.status = "accepted" if agrees else "refused"
        return True

    def take_login(self, view: View, affiliation: UUID, login: UUID) -> bool:
        whom = self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers or login not in whom.logins or len(whom.logins) == 1:
            return False
        whom.logins.discard(login)
        if not any(login in one.logins and self.hub.lives(one) for one in self.hub.affiliations.values()):
            self.hub.closed.add(login)
        return True

    def end_sessions(self, view: View, affiliation: UUID) -> bool:
        whom = self.hub.affiliations[affiliation]
        if whom.organisation not in view.administers:
            return False
        self.hub.closed |= whom.logins
        return True

    # -- staff by invitation
    def invite_staff(self, view: View, organisation: UUID, address: str, until: float) -> StaffInvitation | None:
        hub, me = self.hub, self.as_administrator(view, organisation)
        staff = any(
            one.organisation == organisation
            and one.kind == "staff"
            and one.until > hub.now
            and self.addresses.get(one.id) == address
            for one in hub.affiliations.values()
        )
        waits = any(
            (one.organisation, one.address) == (organisation, address)
            and one.status in {"sent", "waiting"}
            and one.expires > hub.now
            for one in self.staff_invitations.values()
        )
        if me is None or until <= hub.now or staff or waits:
            return None
        return StaffInvitation(organisation, me, address, until, min(hub.now + 14 * DAY, until))

    def stands_open(self, one: StaffInvitation) -> bool:
        """Can be taken now."""
        hub, sponsor = self.hub, self.hub.affiliations[one.sponsor]
        lives = sponsor.role == "administrator" and hub.lives(sponsor)
        in_time = min(one.expires, one.access_until) > hub.now
        return one.status == "sent" and in_time and hub.organisations[one.organisation].active and lives

    def accept_staff_invitation(self, view: View, key: UUID, address: str) -> str:
        """'no', 'waits' or 'in'."""
        one = self.staff_invitations[key]
        if view.login in self.hub.closed or not self.stands_open(one) or self.works_at(view.person, one.organisation):
            return "no"
        if address == one.address and not self.places_at(view.person, one.organisation):
            return "in"
        one.status, one.taker, one.taker_address = "waiting", view.login, address
        return "waits"

    def refuse_staff_invitation(self, view: View, key: UUID) -> bool:
        one = self.staff_invitations[key]
        if view.login in self.hub.closed or not self.stands_open(one):
            return False
        one.status = "refused"
        return True

    def confirm_staff(self, view: View, key: UUID, *, right: bool) -> str:
        """'no', 'done' or 'in'."""
        one = self.staff_invitations[key]
        if one.organisation not in view.administers or one.status != "waiting" or one.taker is None:
            return "no"
        if not right:
            one.status = "refused"
            return "done"
        late = one.access_until <= self.hub.now
        return "no" if late or self.works_at(self.persons[one.taker], one.organisation) else "in"

    def resend_staff_invitation(self, view: View, key: UUID) -> bool:
        one = self.staff_invitations[key]
        me = self.as_administrator(view, one.organisation)
        if me is None or one.status != "sent" or one.access_until <= self.hub.now:
            return False
        one.sponsor, one.expires = me, min(self.hub.now + 14 * DAY, one.access_until)
        return True

    def withdraw_staff_invitation(self, view: View, key: UUID) -> bool:
        one = self.staff_invitations[key]
        if one.organisation not in view.administers or one.status not in {"sent", "waiting", "withdrawn"}:
            return False
        one.status = "withdrawn"
        return True
