"""Steps of a walk about what waits for a person: requests to come in, offers of stewardship, work addresses."""

from tests.oracle.walking import Walking, administrators, among, either, mostly, some, step, whos

stewards = among(["abe", "ann", "bea", "ada", "abe", "ann", "bob", "cas", "fred", "gast"])


class WaitingSteps(Walking):
    """Who asks, offers and answers."""

    @step(who=whos, s=some, a=some)
    def ask_to_join(self, who: str, s: int, a: int) -> None:
        findable = sorted(one.id for one in self.hub.spaces.values() if one.form == "findable") if s % 5 else []
        group, affiliation = (
            findable[s % len(findable)] if findable else self.space(s, self.view(who)),
            self.own(who, a),
        )
        fit = [one for one in self.hub.affiliations if a % 4 and self.acts.could_ask(group, one)]
        affiliation = fit[a % len(fit)] if fit else affiliation
        who = self.likely(who, a, lambda view: affiliation in view.staff)
        allowed = self.acts.ask_to_join(self.view(who), group, affiliation)
        values = {"the_group": group, "as_affiliation": affiliation, "the_word": ""}
        opened, key = self.door(who, "ask_to_join", **values)
        if allowed and opened:
            self.acts.asked(key, group, affiliation)
        self.agrees(opened, allowed, f"{who} asks to come in")

    @step(answers=True, who=whos, r=some)
    def withdraw_request(self, who: str, r: int) -> None:
        found = self.one_of(self.acts.requests, r, lambda one: one.status == "asked")
        if found is not None and r % 2:
            allowed = self.acts.withdraw_request(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_request", the_request=found[0])
            self.agrees(opened, allowed, f"{who} takes a request back")

    @step(answers=True, who=stewards, r=some, role=among(["member", "member", "reader", None]))
    def answer_request(self, who: str, r: int, role: str | None) -> None:
        found = self.one_of(self.acts.requests, r, lambda one: one.status == "asked")
        if found is not None:
            who = self.likely(who, r, lambda view: found[1].group in view.stewards)
            allowed = self.acts.answer_request(self.view(who), found[0], role)
            values = {"the_group": found[1].group, "the_request": found[0], "the_role": role, "the_word": ""}
            opened, _ = self.door(who, "answer_request", **values)
            self.agrees(opened, allowed, f"{who} answers a request")

    # -- the role of steward
    @step(who=stewards, m=some, stepping=either)
    def offer(self, who: str, m: int, *, stepping: bool) -> None:
        fit = [one for one in self.hub.memberships.values() if self.acts.may_become_steward(one)] if m % 5 else []
        place = fit[m % len(fit)] if fit else self.membership(m, self.view(who))
        if place is None:
            return
        space = place.space
        who = self.likely(who, m, lambda view: space in view.stewards)
        made = self.acts.offer_stewardship(self.view(who), place, stepping_down=stepping)
        values = {"the_membership": self.id_of(place), "stepping_down": stepping, "days": 14}
        opened, key = self.door(who, "offer_stewardship", **values)
        if made and opened:
            self.acts.offers[key] = made
        self.agrees(opened, made is not None, f"{who} offers the role of steward")

    @step(answers=True, who=whos, f=some, agrees=mostly)
    def answer_offer(self, who: str, f: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.offers, f, lambda one: one.status == "sent")
        if found is not None:
            who = self.likely(who, f, lambda view: found[1].affiliation in view.staff)
            allowed = self.acts.answer_offer(self.view(who), found[0], agrees=agrees)
            opened, _ = self.door(who, "answer_offer", the_offer=found[0], agrees=agrees)
            self.agrees(opened, allowed, f"{who} answers an offer")

    @step(answers=True, who=whos, f=some)
    def withdraw_offer(self, who: str, f: int) -> None:
        found = self.one_of(self.acts.offers, f, lambda one: one.status == "sent")
        if found is not None and f % 2:
            allowed = self.acts.withdraw_offer(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_offer", the_offer=found[0])
            self.agrees(opened, allowed, f"{who} takes an offer back")

    @step(who=administrators, m=some, o=some)
    def name_steward(self, who: str, m: int, o: int) -> None:
        fit = [one for one in self.hub.memberships.values() if self.acts.lacks_steward(one)] if m % 5 else []
        place = fit[m % len(fit)] if fit else self.membership(m)
        if place is None:
            return
        whose = self.hub.affiliations[place.affiliation].organisation
        who = self.likely(who, m, lambda view: whose in view.administers)
        view = self.view(who)
        organisation = whose if o % 4 else self.administered(view, o)
        allowed = self.acts.name_steward(view, organisation, place.space, place.affiliation)
        values = {"the_organisation": organisation, "the_space": place.space, "the_affiliation": place.affiliation}
        opened, _ = self.door(who, "name_steward", **values)
        self.agrees(opened, allowed, f"{who} names a steward")

    # -- by work address
    @step(who=stewards, s=some, a=some, role=among(["member", "member", "reader"]))
    def add_by_address(self, who: str, s: int, a: int, role: str) -> None:
        who = self.likely(who, s, self.tends)
        known = [*sorted(self.acts.addresses.values()), "niemand@bb.example"]
        space, address = self.space(s, self.view(who)), known[a % len(known)]
        made = self.acts.add_by_address(self.view(who), space, address, role)
        values = {"the_space": space, "the_address": address, "the_role": role, "days": 14, "a_day": 1000}
        opened, key = self.door(who, "add_by_address", **values)
        if made and opened:
            self.acts.address_requests[key] = made
        self.agrees(opened, made is not None, f"{who} asks by address")

    @step(answers=True, who=administrators, r=some, o=some, agrees=mostly)
    def answer_address(self, who: str, r: int, o: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.address_requests, r, lambda one: one.status == "open" and not one.refused)
        if found is not None:
            whose = self.hub.affiliations.get(found[1].affiliation) if found[1].affiliation else None
            who = self.likely(who, r, lambda view: whose is not None and whose.organisation in view.administers)
            view = self.view(who)
            organisation = self.administered(view, o)
            allowed = self.acts.answer_address(view, found[0], organisation, agrees=agrees)
            values = {"the_request": found[0], "the_organisation": organisation, "agrees": agrees}
            opened, _ = self.door(who, "answer_address", **values)
            self.agrees(opened, allowed, f"{who} answers about an address")

    @step(answers=True, who=whos, r=some)
    def withdraw_address(self, who: str, r: int) -> None:
        found = self.one_of(self.acts.address_requests, r, lambda one: one.status == "open")
        if found is not None and r % 2:
            allowed = self.acts.withdraw_address(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_address", the_request=found[0])
            self.agrees(opened, allowed, f"{who} takes an address back")
