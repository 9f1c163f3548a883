"""Steps of a walk about externals: invited, let in, kept, extended, vouched for, gone."""

from datetime import timedelta
from uuid import UUID

from tenants.ids import new_id
from tests.oracle.externals import Takeover
from tests.oracle.walking import Walking, administrators, among, mostly, some, step, whos


class ExternalSteps(Walking):
    """Invitations, terms of use, sponsors."""

    @step(
        who=whos,
        s=some,
        a=some,
        guest=among(["gast", "gijs", "cas"]),
        days=among([5, 30, 90]),
        role=among(["member", "member", "reader"]),
    )
    def invite(self, who: str, s: int, a: int, guest: str, days: int, role: str) -> None:
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
            the_role=role,
            the_shown="Gast",
            the_employer="",
            the_address=address,
            the_proof=key.bytes,
            the_access_until=until,
            days=14,
        )
        if allowed and opened:
            self.acts.invited(key, space, sponsor, address, until.timestamp(), role)
        self.agrees(opened, allowed, f"{who} invites")

    @step(answers=True, who=among(["gast", "gijs", "gast", "gijs", "cas", "abe"]), i=some, stale=some)
    def accept(self, who: str, i: int, stale: int) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status == "sent")
        if found is None:
            return
        key, one = found
        who = who if stale % 3 else one.address.split("@")[0]
        terms = max(0, self.hub.terms.get(one.organisation, 0) - (stale % 8 == 0))
        answer = self.acts.accept_invitation(self.view(who), key, self.address(who), terms)
        values = {"the_session": self.stage.world[who].proof, "the_shown": "Gast", "the_sort_name": "gast"}
        opened, space = self.door(who, "accept_invitation", the_proof=key.bytes, the_terms=terms, **values)
        assert (space is not None) == (answer == "in")
        self.let_in(key, answer)
        self.agrees(opened, answer != "no", f"{who} accepts")

    @step(answers=True, who=whos, i=some, right=among([True, True, False]))
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

    @step(who=whos, m=some, days=among([3, 60, 180, 200]))
    def extend(self, who: str, m: int, days: int) -> None:
        at = self.external(m)
        if at is not None:
            place = self.hub.memberships[at]
            who = self.likely(who, m, lambda view: self.acts.handing_over(view, place))
            key, until = self.id_of(place), self.stage.world.now + timedelta(days=days)
            allowed = self.acts.extend_external(self.view(who), place, until.timestamp())
            opened, _ = self.door(who, "extend_external", the_membership=key, the_until=until)
            self.agrees(opened, allowed, f"{who} extends")

    @step(answers=True, who=whos, i=some)
    def withdraw(self, who: str, i: int) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status in {"sent", "waiting"})
        if found is not None and i % 3 == 0:
            allowed = self.acts.withdraw_invitation(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_invitation", the_invitation=found[0])
            self.agrees(opened, allowed, f"{who} withdraws an invitation")

    @step(answers=True, who=whos, i=some)
    def resend(self, who: str, i: int) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status == "sent")
        if found is not None:
            key, one = found
            who = self.likely(who, i, lambda view: one.sponsor in view.staff)
            allowed = self.acts.resend_invitation(self.view(who), key)
            number = self.stage.world.one("SELECT generation + 1 FROM plein.invitation WHERE id = %s", key)
            values = {"the_invitation": key, "the_proof": key.bytes, "the_generation": number, "days": 14}
            opened, _ = self.door(who, "resend_invitation", **values)
            self.agrees(opened, allowed, f"{who} sends an invitation again")

    @step(answers=True, who=among(["gast", "gijs", "", "cas"]), i=some)
    def refuse(self, who: str, i: int) -> None:
        found = self.one_of(self.acts.invitations, i, lambda one: one.status == "sent")
        if found is not None and i % 2:
            allowed = self.acts.refuse_invitation(found[0])
            opened, _ = self.door(who, "refuse_invitation", the_proof=found[0].bytes)
            self.agrees(opened, allowed, f"{who or 'nobody'} refuses an invitation")

    @step(who=administrators, o=some)
    def publish(self, who: str, o: int) -> None:
        self.publishes(who, self.administered(self.view(who), o))

    def publishes(self, who: str, organisation: UUID) -> None:
        allowed = self.acts.publish_terms(self.view(who), organisation)
        text = f"Voorwaarden {self.steps}"
        opened, _ = self.door(who, "publish_terms", the_organisation=organisation, the_text=text)
        self.agrees(opened, allowed, f"{who} publishes terms")

    @step(who=among(["gast", "gijs", "gast", "abe", "cas"]), a=some)
    def accept_terms(self, who: str, a: int) -> None:
        outside = [one for one in self.hub.affiliations.values() if one.kind == "external" and self.hub.lives(one)]
        owing = {one.id for one in outside if self.hub.owes_terms(one)}
        if outside and not owing and a % 5:
            whose = outside[a % len(outside)].organisation
            self.publishes(self.likely(who, a, lambda view: whose in view.administers), whose)
            owing = {one.id for one in outside if self.hub.owes_terms(one)}
        who = self.likely(who, a, lambda view: view.mine & owing)
        affiliation = min(self.view(who).mine & owing, default=self.own(who, a)) if a % 4 else self.own(who, a)
        number = max(0, self.hub.terms.get(self.hub.affiliations[affiliation].organisation, 0) - (a % 5 == 0))
        allowed = self.acts.accept_terms(self.view(who), affiliation, number)
        opened, _ = self.door(who, "accept_terms", the_affiliation=affiliation, the_number=number)
        self.agrees(opened, allowed, f"{who} accepts terms")

    @step(who=among(["gast", "gijs", "ann", "ada"]), a=some)
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

    @step(who=whos, m=some, a=some)
    def ask_takeover(self, who: str, m: int, a: int) -> None:
        key, affiliation = self.external(m), self.own(who, a)
        if key is None:
            return
        place = self.hub.memberships[key]
        who = self.likely(who, m, lambda view: self.acts.handing_over(view, place))
        there = sorted(one for space, one in self.hub.memberships if space == place.space)
        fit = [one for one in there if one != place.sponsor and self.acts.may_vouch(place, one)] if a % 5 else []
        there = fit or there
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

    @step(answers=True, who=whos, t=some, agrees=mostly)
    def answer_takeover(self, who: str, t: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.takeovers, t, lambda one: one.status == "asked")
        if found is not None:
            who = self.likely(who, t, lambda view: found[1].asked in view.staff)
            allowed = self.acts.answer_takeover(self.view(who), found[0], agrees=agrees)
            opened, _ = self.door(who, "answer_takeover", the_offer=found[0], agrees=agrees)
            self.agrees(opened, allowed, f"{who} answers about vouching")

    @step(answers=True, who=whos, t=some)
    def withdraw_takeover(self, who: str, t: int) -> None:
        found = self.one_of(self.acts.takeovers, t, lambda one: one.status == "asked")
        if found is not None:
            allowed = self.acts.withdraw_takeover(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_takeover", the_offer=found[0])
            self.agrees(opened, allowed, f"{who} takes back a question about vouching")

    @step(who=administrators, m=some, a=some)
    def assign_sponsor(self, who: str, m: int, a: int) -> None:
        key = self.external(m)
        if key is None:
            return
        place, there = self.hub.memberships[key], sorted(one for space, one in self.hub.memberships if space == key[0])
        fit = [one for one in there if one != place.sponsor and self.acts.may_vouch(place, one)] if a % 5 else []
        affiliation = (fit or there)[a % len(fit or there)]
        whose = self.hub.affiliations[place.affiliation].organisation
        who = self.likely(who, m, lambda view: whose in view.administers)
        allowed = self.acts.assign_sponsor(self.view(who), place, affiliation)
        values = {"the_membership": self.id_of(place), "the_affiliation": affiliation}
        opened, _ = self.door(who, "assign_sponsor", **values)
        self.agrees(opened, allowed, f"{who} names a sponsor")
