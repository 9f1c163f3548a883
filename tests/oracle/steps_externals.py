"""Steps of a walk about externals: invited, let in, kept, extended, vouched for, gone."""

from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tenants.ids import new_id
from tests.oracle.externals import Takeover
from tests.oracle.walking import Walking, administrators, mostly, some, whos


class ExternalSteps(Walking):
    """Invitations, terms of use, sponsors."""

    @rule(who=whos, s=some, a=some, guest=st.sampled_from(["gast", "gijs", "cas"]), days=st.sampled_from([5, 30, 90]))
    def invite(self, who: str, s: int, a: int, guest: str, days: int) -> None:
        who = self.likely(who, s, self.tends)
        space, sponsor, key, address = (
            self.space(s, self.view(who)),
            self.own(who, a),
            new_id(),
            f"{guest}@firma.example",
        )
        until = self.stage.world.now + timedelta(days=days)
        allowed = self.acts.invite_external(self.view(who), space, sponsor, address)
        opened, _ = self.door(
            who,
            "invite_external",
            the_id=key,
            the_space=space,
            the_sponsor=sponsor,
            the_role="member",
            the_shown="Gast",
            the_employer="",
            the_address=address,
            the_proof=key.bytes,
            the_access_until=until,
            days=14,
        )
        if allowed and opened:
            self.acts.invited(key, space, sponsor, address, until.timestamp())
        self.agrees(opened, allowed, f"{who} invites")

    @rule(who=st.sampled_from(["gast", "gijs", "gast", "gijs", "cas", "abe"]), i=some, stale=some)
    def accept(self, who: str, i: int, stale: int) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status == "sent")
        if found is None:
            return
        key, one = found
        who = who if stale % 3 else one.address.split("@")[0]
        terms = max(0, self.hub.terms.get(one.organisation, 0) - (stale % 8 == 0))
        answer = self.acts.accept_invitation(self.view(who), key, f"{who}@firma.example", terms)
        values = {"the_session": self.stage.world[who].proof, "the_shown": "Gast", "the_sort_name": "gast"}
        opened, space = self.door(who, "accept_invitation", the_proof=key.bytes, the_terms=terms, **values)
        assert (space is not None) == (answer == "in")
        self.let_in(key, answer)
        self.agrees(opened, answer != "no", f"{who} accepts")

    @rule(who=whos, i=some, right=st.sampled_from([True, True, False]))
    def confirm_taker(self, who: str, i: int, *, right: bool) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status == "waiting")
        if found is None:
            return
        key, one = found
        who = self.likely(who, i, lambda view: one.sponsor in view.staff or one.organisation in view.administers)
        answer = self.acts.confirm_taker(self.view(who), key, right=right)
        opened, _ = self.door(who, "confirm_taker", the_invitation=key, is_right=right, the_sort_name="gast")
        self.let_in(key, answer)
        self.agrees(opened, answer != "no", f"{who} confirms a taker")

    def let_in(self, key: UUID, answer: str) -> None:
        if answer == "in":
            found = self.stage.world.one("SELECT affiliation_id FROM plein.invitation WHERE id = %s", key)
            assert found is not None, "the oracle lets in, the database does not"
            self.acts.let_in(key, found)

    @rule(who=whos, m=some, days=st.sampled_from([3, 60, 180, 200]))
    def extend(self, who: str, m: int, days: int) -> None:
        at = self.external(m)
        if at is not None:
            place = self.hub.memberships[at]
            who = self.likely(who, m, lambda view: self.acts.handing_over(view, place))
            key, until = self.id_of(place), self.stage.world.now + timedelta(days=days)
            allowed = self.acts.extend_external(self.view(who), place, until.timestamp())
            opened, _ = self.door(who, "extend_external", the_membership=key, the_until=until)
            self.agrees(opened, allowed, f"{who} extends")

    @rule(who=whos, i=some)
    def withdraw(self, who: str, i: int) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status in {"sent", "waiting"})
        if found is not None and i % 3 == 0:
            allowed = self.acts.withdraw_invitation(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_invitation", the_invitation=found[0])
            self.agrees(opened, allowed, f"{who} withdraws an invitation")

    @rule(who=administrators, o=some)
    def publish(self, who: str, o: int) -> None:
        view = self.view(who)
        organisation = self.administered(view, o)
        allowed = self.acts.publish_terms(view, organisation)
        text = f"Voorwaarden {self.steps}"
        opened, _ = self.door(who, "publish_terms", the_organisation=organisation, the_text=text)
        self.agrees(opened, allowed, f"{who} publishes terms")

    @rule(who=st.sampled_from(["gast", "gijs", "gast", "abe", "cas"]), a=some)
    def accept_terms(self, who: str, a: int) -> None:
        owing = {one.id for one in self.hub.affiliations.values() if self.hub.owes_terms(one)}
        who = self.likely(who, a, lambda view: view.mine & owing)
        affiliation = self.own(who, a)
        number = max(0, self.hub.terms.get(self.hub.affiliations[affiliation].organisation, 0) - (a % 5 == 0))
        allowed = self.acts.accept_terms(self.view(who), affiliation, number)
        opened, _ = self.door(who, "accept_terms", the_affiliation=affiliation, the_number=number)
        self.agrees(opened, allowed, f"{who} accepts terms")

    @rule(who=st.sampled_from(["gast", "gijs", "ann", "ada"]), a=some)
    def leave(self, who: str, a: int) -> None:
        if a % 3:
            return
        affiliation = self.own(who, a)
        allowed = self.acts.end_own_access(self.view(who), affiliation)
        opened, _ = self.door(who, "end_own_access", the_affiliation=affiliation)
        self.agrees(opened, allowed, f"{who} ends the own access")

    def external(self, number: int) -> tuple[UUID, UUID] | None:
        """The place of an external; sometimes anybody's."""
        keys = sorted(self.hub.memberships)
        found = [key for key in keys if self.hub.affiliations[key[1]].kind == "external"] if number % 7 else []
        return (found or keys)[number % len(found or keys)] if keys else None

    @rule(who=whos, m=some, a=some)
    def ask_takeover(self, who: str, m: int, a: int) -> None:
        key, affiliation = self.external(m), self.own(who, a)
        if key is None:
            return
        place = self.hub.memberships[key]
        who = self.likely(who, m, lambda view: self.acts.handing_over(view, place))
        there = sorted(one for space, one in self.hub.memberships if space == place.space)
        affiliation = there[a % len(there)] if a % 2 else affiliation
        made = self.acts.ask_takeover(self.view(who), place, affiliation)
        values = {"the_membership": self.id_of(place), "the_affiliation": affiliation, "days": 14}
        opened, said = self.door(who, "ask_takeover", **values)
        if made and opened:
            assert said == ("taken" if made is True else "asked")
        if isinstance(made, Takeover) and opened:
            query = "SELECT id FROM plein.sponsorship WHERE membership_id = %s AND status = 'asked'"
            self.acts.takeovers[self.stage.world.one(query, values["the_membership"])] = made
        self.agrees(opened, bool(made), f"{who} asks for another sponsor")

    @rule(who=whos, t=some, agrees=mostly)
    def answer_takeover(self, who: str, t: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.takeovers, t, lambda one: one.status == "asked")
        if found is not None:
            who = self.likely(who, t, lambda view: found[1].asked in view.staff)
            allowed = self.acts.answer_takeover(self.view(who), found[0], agrees=agrees)
            opened, _ = self.door(who, "answer_takeover", the_offer=found[0], agrees=agrees)
            self.agrees(opened, allowed, f"{who} answers about vouching")

    @rule(who=whos, t=some)
    def withdraw_takeover(self, who: str, t: int) -> None:
        found = self.one_of(self.acts.takeovers, t, lambda one: one.status == "asked")
        if found is not None:
            allowed = self.acts.withdraw_takeover(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_takeover", the_offer=found[0])
            self.agrees(opened, allowed, f"{who} takes back a question about vouching")

    @rule(who=administrators, m=some, a=some)
    def assign_sponsor(self, who: str, m: int, a: int) -> None:
        key = self.external(m)
        if key is None:
            return
        place, there = self.hub.memberships[key], sorted(one for space, one in self.hub.memberships if space == key[0])
        affiliation = there[a % len(there)]
        allowed = self.acts.assign_sponsor(self.view(who), place, affiliation)
        values = {"the_membership": self.id_of(place), "the_affiliation": affiliation}
        opened, _ = self.door(who, "assign_sponsor", **values)
        self.agrees(opened, allowed, f"{who} names a sponsor")
