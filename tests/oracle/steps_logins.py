"""Steps of a walk about who somebody is here: signing in, coming back, terms, logins, and staff by invitation."""

from datetime import timedelta
from uuid import UUID

from tenants.ids import new_id
from tests.oracle.logins import LoginRequest
from tests.oracle.walking import Walking, administrators, among, either, mostly, some, step, whos
from tests.world import FOREVER

LONG = 400 * 86_400
ISSUER = """
SELECT l.issuer_id, l.subject, b.organisation_id FROM plein.login l
  LEFT JOIN plein.binding b ON b.issuer_id = l.issuer_id WHERE l.id = %s
"""
BEGAN = """
SELECT id FROM plein.affiliation
 WHERE person_id = %s AND organisation_id = %s AND kind = 'staff' AND until > plein.moment()
"""
ASKED = (
    "SELECT id FROM plein.login_request WHERE kind = %s AND affiliation_id = %s AND login_id = %s AND status = 'open'"
)
LED_TO = "SELECT affiliation_id FROM plein.login_request WHERE id = %s"
TAKEN = "SELECT affiliation_id FROM plein.invitation WHERE id = %s"


class LoginSteps(Walking):
    """People and their logins, and who administers them."""

    @step(number=some, at_work=either)
    def sign_in(self, number: int, *, at_work: bool) -> None:
        gone = [key for key, one in self.stage.world.people.items() if one.login_id in self.hub.closed]
        gone = [key for key in gone if self.stage.world[key].login_id in self.acts.persons]
        self.signs_in(gone[number % len(gone)] if gone and number % 4 else self.logs_in(number), at_work=at_work)

    @step(who=whos, a=some)
    def end_affiliation(self, who: str, a: int) -> None:
        """Who is ended sometimes tries to come back at once."""
        if a % 3:  # too often, and nobody is left to walk
            return
        affiliation = self.affiliation(a // 3)
        whom = self.hub.affiliations[affiliation]
        who = self.likely(who, a // 3, lambda view: whom.organisation in view.administers)
        allowed = self.acts.end_affiliation(self.view(who), affiliation)
        opened, _ = self.door(who, "end_affiliation", the_affiliation=affiliation, the_why="")
        self.agrees(opened, allowed, f"{who} ends an affiliation")
        ended = [
            key for key, one in self.stage.world.people.items() if one.login_id in whom.logins & set(self.acts.persons)
        ]
        if ended and a % 2 and whom.kind == "staff":
            self.signs_in(ended[0], at_work=True)

    def signs_in(self, who: str, *, at_work: bool) -> None:
        login = self.stage.world[who].login_id
        ((issuer, subject, organisation),) = self.stage.world.rows(ISSUER, login)
        handles = {key: handle for handle, key in self.stage.world.organisations.items()}
        address = f"{subject}@firma.example"
        address = f"{subject}@{handles[organisation]}.example" if at_work and organisation else address
        proof = self.stage.world[who].proof if login in self.hub.closed else new_id().bytes
        self.view(who)
        leads, made = self.acts.sign_in(login, organisation, address) if organisation else ("", None)
        allowed = self.acts.gets_in(login) or leads == "new"
        person = self.stage.does(
            "",
            "door_sign_in",
            the_issuer=issuer,
            the_subject=subject,
            the_sid="",
            the_shown=subject.title(),
            the_sort_name=subject,
            the_address=address,
            is_verified=True,
            proposed=[organisation] if organisation else [],
            the_invitation=None,
            the_proof=proof,
            the_tokens=None,
            fresh_seconds=LONG,
            session_seconds=LONG,
            the_idle_seconds=0,
        )
        self.opened["door_sign_in"] += person is not None
        if leads == "new":
            key = self.stage.world.one(BEGAN, self.acts.persons[login], organisation)
            assert key is not None, "nobody begins"
            self.acts.begins_as_staff(key, login, organisation, address)
        if made is not None:
            key = self.stage.world.one(ASKED, "return", made.affiliation, login)
            assert key is not None, f"{who} seems to be {made}, and nobody is asked"
            self.acts.login_requests[key] = made
        if allowed:
            self.acts.signed(login, address)
        self.agrees(person is not None, allowed, f"{who} signs in")

    @step(
        answers=True,
        who=administrators,
        r=some,
        answer=among(["same", "same", "other", "no"]),
        days=among([0, 9]),
    )
    def answer_return(self, who: str, r: int, answer: str, days: int) -> None:
        found = self.one_of(self.acts.login_requests, r, lambda one: (one.kind, one.status) == ("return", "open"))
        if found is None:
            return
        key, one = found
        who = self.likely(who, r, lambda view: one.organisation in view.administers)
        until = self.stage.world.now + timedelta(days=days) if days else FOREVER
        allowed = one.login in self.acts.persons and self.acts.answer_return(
            self.view(who), key, answer, until.timestamp()
        )
        values = {"the_request": key, "the_answer": answer, "the_until": until, "the_sort_name": "x"}
        opened, _ = self.door(who, "answer_return", **values)
        if allowed and opened and answer == "other":
            self.acts.begins_as_staff(self.stage.world.one(LED_TO, key), one.login, one.organisation, one.address)
        self.agrees(opened, allowed, f"{who} says who came back: {answer}")

    # -- terms
    @step(who=administrators, a=some, days=among([-1, 3, 20, 90, 0]))
    def set_term(self, who: str, a: int, days: int) -> None:
        affiliation = self.affiliation(a)
        whose = self.hub.affiliations[affiliation].organisation
        who = self.likely(who, a, lambda view: whose in view.administers)
        until = self.stage.world.now + timedelta(days=days) if days else FOREVER
        allowed = self.acts.set_term(self.view(who), affiliation, until.timestamp())
        values = {"the_affiliation": affiliation, "the_until": until, "the_why": ""}
        opened, _ = self.door(who, "set_term", **values)
        self.agrees(opened, allowed, f"{who} sets a last day")

    @step(who=administrators, a=some, days=among([20, 0, 0]))
    def reopen(self, who: str, a: int, days: int) -> None:
        ended = sorted(one.id for one in self.hub.affiliations.values() if one.until <= self.hub.now)
        affiliation = ended[a % len(ended)] if ended and a % 6 else self.affiliation(a)
        whose = self.hub.affiliations[affiliation].organisation
        who = self.likely(who, a, lambda view: whose in view.administers)
        until = self.stage.world.now + timedelta(days=days) if days else FOREVER
        allowed = self.acts.reopen_affiliation(self.view(who), affiliation, until.timestamp())
        opened, _ = self.door(who, "reopen_affiliation", the_affiliation=affiliation, the_until=until)
        self.agrees(opened, allowed, f"{who} lets somebody come back")

    # -- logins
    @step(who=whos, other=some)
    def link(self, who: str, other: int) -> None:
        if other % 3:  # too often, and everybody is one person
            return
        whom = self.logs_in(other)
        login = self.stage.world[whom].login_id
        ((issuer, subject, _),) = self.stage.world.rows(ISSUER, login)
        session = self.stage.world[who].proof
        said = {"the_issuer": issuer, "the_subject": subject, "the_upstream": "", "the_shown": "", "the_address": ""}
        arrived, _ = self.door("", "door_link_arrived", the_session=session, seconds=600, **said)
        allowed = self.acts.link(self.view(who), login)
        opened, _ = self.door(who, "link_login", the_proof=session)
        self.agrees(arrived and opened, allowed, f"{who} says to be {whom} too")

    @step(who=whos, a=some, other=some)
    def ask_login(self, who: str, a: int, other: int) -> None:
        persons = list(self.acts.persons.values())
        who = self.likely(who, a, lambda view: view.active and persons.count(view.person) > 1)
        affiliation = self.own(who, a)
        own = sorted(key for key, person in self.acts.persons.items() if person == self.view(who).person)
        login = own[other % len(own)] if own and other % 5 else self.stage.world[self.logs_in(other)].login_id
        made = self.acts.ask_login(self.view(who), affiliation, login)
        opened, _ = self.door(who, "ask_login", the_affiliation=affiliation, the_login=login)
        if isinstance(made, LoginRequest) and opened:
            self.acts.login_requests[self.stage.world.one(ASKED, "other", affiliation, login)] = made
        self.agrees(opened, bool(made), f"{who} asks for another login")

    @step(answers=True, who=administrators, r=some, agrees=mostly)
    def answer_login(self, who: str, r: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.login_requests, r, lambda one: (one.kind, one.status) == ("other", "open"))
        if found is not None and found[1].login in self.acts.persons:
            who = self.likely(who, r, lambda view: found[1].organisation in view.administers)
            allowed = self.acts.answer_login(self.view(who), found[0], agrees=agrees)
            opened, _ = self.door(who, "answer_login", the_request=found[0], agrees=agrees)
            self.agrees(opened, allowed, f"{who} answers about a login")

    @step(answers=True, who=whos, r=some)
    def withdraw_login_request(self, who: str, r: int) -> None:
        found = self.one_of(self.acts.login_requests, r, lambda one: (one.kind, one.status) == ("other", "open"))
        if found is not None and r % 2 and found[1].login in self.acts.persons:
            who = self.likely(who, r, lambda view: found[1].affiliation in view.active)
            allowed = self.acts.withdraw_login_request(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_login_request", the_request=found[0])
            self.agrees(opened, allowed, f"{who} takes the question for a login back")

    @step(answers=True, who=administrators, a=some, other=some)
    def take_login(self, who: str, a: int, other: int) -> None:
        several = sorted(one.id for one in self.hub.affiliations.values() if len(one.logins) > 1)
        affiliation = several[a % len(several)] if several and a % 5 else self.affiliation(a)
        whom = self.hub.affiliations[affiliation]
        who = self.likely(who, a, lambda view: whom.organisation in view.administers)
        bound = sorted(whom.logins) if other % 5 else []
        login = bound[other % len(bound)] if bound else self.stage.world[self.logs_in(other)].login_id
        allowed = self.acts.take_login(self.view(who), affiliation, login)
        opened, _ = self.door(who, "take_login", the_affiliation=affiliation, the_login=login)
        self.agrees(opened, allowed, f"{who} takes a login away")

    @step(who=administrators, a=some)
    def end_sessions(self, who: str, a: int) -> None:
        if a % 3 == 0:
            affiliation = self.affiliation(a // 3)
            allowed = self.acts.end_sessions(self.view(who), affiliation)
            opened, _ = self.door(who, "end_sessions", the_affiliation=affiliation)
            self.agrees(opened, allowed, f"{who} ends sessions")

    @step(who=whos)
    def end_own_sessions(self, who: str) -> None:
        opened, _ = self.door(who, "end_own_sessions", the_proof=self.stage.world[who].proof)
        self.agrees(opened, allowed=True, what=f"{who} ends the other own sessions")

    # -- staff by invitation
    @step(who=administrators, o=some, guest=among(["gast", "gijs", "bob", "cas"]), days=among([9, 60]))
    def invite_staff(self, who: str, o: int, guest: str, days: int) -> None:
        view, key, until = self.view(who), new_id(), self.stage.world.now + timedelta(days=days)
        organisation, address = self.administered(view, o), f"{guest}@firma.example"
        made = self.acts.invite_staff(view, organisation, address, until.timestamp())
        opened, _ = self.door(
            who,
            "invite_staff",
            the_id=key,
            the_organisation=organisation,
            the_shown="Gast",
            the_title="",
            the_address=address,
            the_proof=key.bytes,
            the_access_until=until,
            days=14,
        )
        if made and opened:
            self.acts.staff_invitations[key] = made
        self.agrees(opened, made is not None, f"{who} invites staff")

    @step(answers=True, who=among(["gast", "gijs", "bob", "cas", "abe"]), i=some, other=some)
    def accept_staff(self, who: str, i: int, other: int) -> None:
        found = self.one_of(self.acts.staff_invitations, i, lambda one: one.status == "sent")
        if found is not None:
            key, one = found
            who = one.address.split("@")[0] if other % 3 else who
            answer = self.acts.accept_staff_invitation(self.view(who), key, self.address(who))
            values = {"the_proof": key.bytes, "the_session": self.stage.world[who].proof}
            opened, made = self.door(who, "accept_staff_invitation", **values, the_shown="Gast", the_sort_name="gast")
            assert (made is not None) == (answer == "in")
            if answer == "in":
                self.begins_by(key, self.stage.world[who].login_id, one.address)
            self.agrees(opened, answer != "no", f"{who} accepts to be staff")

    def begins_by(self, key: UUID, login: UUID, address: str) -> None:
        one, made = self.acts.staff_invitations[key], self.stage.world.one(TAKEN, key)
        assert made is not None, "the oracle lets in, the database does not"
        self.acts.begins_as_staff(made, login, one.organisation, address, one.access_until, invited=True)
        one.status, one.taker, one.affiliation = "accepted", login, made

    @step(answers=True, who=administrators, i=some, right=mostly)
    def confirm_staff(self, who: str, i: int, *, right: bool) -> None:
        found = self.one_of(self.acts.staff_invitations, i, lambda one: one.status == "waiting")
        if found is not None:
            key, one = found
            who = self.likely(who, i, lambda view: one.organisation in view.administers)
            answer = self.acts.confirm_staff(self.view(who), key, right=right)
            opened, _ = self.door(who, "confirm_staff", the_invitation=key, is_right=right, the_sort_name="gast")
            if answer == "in":
                assert one.taker is not None
                self.begins_by(key, one.taker, one.taker_address)
            self.agrees(opened, answer != "no", f"{who} says who will be staff")

    @step(answers=True, who=whos, i=some, step=among(["refuse", "resend", "withdraw"]))
    def step_staff(self, who: str, i: int, step: str) -> None:
        found = self.one_of(self.acts.staff_invitations, i, lambda one: one.status == "sent")
        if found is None:
            return
        key, one = found
        if step == "refuse":
            allowed = self.acts.refuse_staff_invitation(self.view(who), key)
            opened, _ = self.door(who, "refuse_staff_invitation", the_proof=key.bytes)
        else:
            who = self.likely(who, i, lambda view: one.organisation in view.administers)
            act = getattr(self.acts, f"{step}_staff_invitation")
            allowed = act(self.view(who), key)
            values = {"the_proof": key.bytes, "days": 14} if step == "resend" else {}
            opened, _ = self.door(who, f"{step}_staff_invitation", the_invitation=key, **values)
        self.agrees(opened, allowed, f"{who}: {step} an invitation of staff")
