"""Steps of a walk about what a group is of: parties, form, reach, charter; and emergency access by its owners."""

from uuid import UUID

from tests.oracle.walking import Walking, administrators, among, either, some, step, whos

stewards = among(["abe", "ann", "bea", "ada", "abe", "ann", "bob", "cas", "fred", "gast"])


class PartySteps(Walking):
    """Proposals of every kind, what narrows at once, charters and emergencies."""

    @step(
        who=stewards,
        s=some,
        o=some,
        role=among(["owner", "participant"]),
        reach=among(["all", "named"]),
        by=among(["id", "id", "id", "domain", "nobody"]),
    )
    def propose(self, who: str, s: int, o: int, role: str, reach: str, by: str) -> None:
        who = self.likely(who, s, self.tends)
        group, organisation, view = self.space(s, self.view(who)), self.organisation(o), self.view(who)
        handles = {key: handle for handle, key in self.stage.world.organisations.items()}
        domain = {"id": "", "domain": f"{handles[organisation]}.example", "nobody": "nergens.example"}[by]
        meant = None if by == "nobody" else organisation
        made = self.acts.propose_party(view, group, meant, domain, role, reach)
        values = {"the_domain": domain or None, "the_role": role, "the_reach": reach, "days": 30}
        opened, key = self.door(
            who, "propose_party", the_group=group, the_organisation=None if domain else organisation, **values
        )
        if made and opened:
            self.acts.proposals[key] = made
        self.agrees(opened, made is not None, f"{who} proposes a party")

    @step(
        who=stewards,
        s=some,
        o=some,
        what=among(
            [
                *(("form", "open"), ("form", "open"), ("form", "findable"), ("reach", "all")),
                *(("role", "owner"), ("role", "participant"), ("out", "")),
            ]
        ),
    )
    def propose_change(self, who: str, s: int, o: int, what: tuple[str, str]) -> None:
        who = self.likely(who, s, self.tends)
        group, view, (kind, value) = self.space(s, self.view(who)), self.view(who), what
        live = sorted(one.organisation for one in self.acts.live_parties(group)) or [self.organisation(o)]
        organisation = live[o % len(live)] if o % 6 else self.organisation(o)
        made = self.acts.propose_change(view, group, kind, organisation, value)
        values = {"the_kind": kind, "the_organisation": organisation, "the_value": value or None, "days": 30}
        opened, key = self.door(who, "propose_change", the_group=group, **values)
        if made and opened:
            self.acts.proposals[key] = made
        self.agrees(opened, made is not None, f"{who} proposes another {kind}")

    @step(answers=True, who=administrators, p=some, o=some, agrees=among([True] * 6 + [False]))
    def answer(self, who: str, p: int, o: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.proposals, p, lambda one: one.status == "open")
        if found is not None:
            needed = self.acts.needed(found[1]) - set(found[1].agreed)
            who = self.likely(who, o, lambda view: view.administers & needed)
            view = self.view(who)
            organisation = self.administered(view, o)
            allowed = self.acts.answer_proposal(view, found[0], organisation, agrees=agrees)
            values = {"the_proposal": found[0], "the_organisation": organisation, "agrees": agrees}
            opened, status = self.door(who, "answer_proposal", **values)
            if allowed and opened and agrees:
                assert status == found[1].status
            self.agrees(opened, allowed, f"{who} answers {found[1].kind}")

    @step(answers=True, who=whos, p=some)
    def withdraw_proposal(self, who: str, p: int) -> None:
        found = self.one_of(self.acts.proposals, p, lambda one: one.status == "open")
        if found is not None and p % 3 == 0:
            allowed = self.acts.withdraw_proposal(self.view(who), found[0])
            opened, _ = self.door(who, "withdraw_proposal", the_proposal=found[0])
            self.agrees(opened, allowed, f"{who} takes a proposal back")

    @step(who=among(["ada", "bob", "cas", "fred", "bea"]), s=some, o=some)
    def leave_party(self, who: str, s: int, o: int) -> None:
        group, view = self.anywhere(s), self.view(who)
        organisation = self.administered(view, o)
        allowed = self.acts.leave_party(view, group, organisation)
        opened, _ = self.door(who, "leave_party", the_group=group, the_organisation=organisation)
        self.agrees(opened, allowed, f"{who} leaves with {organisation}")

    @step(who=stewards, s=some, form=among(["closed", "findable", "open"]), keeps=either)
    def narrow_form(self, who: str, s: int, form: str, *, keeps: bool) -> None:
        wide = sorted(one.id for one in self.hub.spaces.values() if one.form != "closed" and not one.square)
        group = wide[s % len(wide)] if wide and s % 5 else self.space(s, self.view(who))
        who = self.likely(who, s, lambda view: group in view.stewards)
        form = "closed" if s % 3 else form
        allowed = self.acts.narrow_form(self.view(who), group, form, keeps=keeps)
        opened, _ = self.door(who, "narrow_form", the_group=group, the_form=form, keeps=keeps)
        self.agrees(opened, allowed, f"{who} makes a group {form}")

    @step(who=whos, s=some, o=some, keeps=either)
    def narrow_reach(self, who: str, s: int, o: int, *, keeps: bool) -> None:
        group, view = self.anywhere(s), self.view(who)
        organisation = self.administered(view, o)
        allowed = self.acts.narrow_reach(view, group, organisation, keeps=keeps)
        values = {"the_group": group, "the_organisation": organisation, "keeps": keeps}
        opened, _ = self.door(who, "narrow_reach", **values)
        self.agrees(opened, allowed, f"{who} narrows the reach of {organisation}")

    # -- charters
    @step(who=stewards, s=some, inviters=among(["members", "members", "stewards"]))
    def write_charter(self, who: str, s: int, inviters: str) -> None:
        who = self.likely(who, s, self.tends)
        self.writes_charter(who, self.space(s, self.view(who)), inviters)

    def writes_charter(self, who: str, group: UUID, inviters: str) -> None:
        made = self.acts.write_charter(self.view(who), group, inviters)
        texts = dict.fromkeys(("the_purpose", "the_sharing", "the_retention", "the_leaving"), "")
        opened, key = self.door(
            who, "write_charter", the_group=group, the_inviters=inviters, the_classification="internal", **texts
        )
        if made and opened:
            self.acts.charters[key] = made
        self.agrees(opened, made is not None, f"{who} writes a charter")

    @step(who=stewards, s=some)
    def propose_charter(self, who: str, s: int) -> None:
        who = self.likely(who, s, self.tends)
        drafts = [one.group for one in self.acts.charters.values() if one.status == "draft"] if s % 5 else []
        group = drafts[s % len(drafts)] if drafts else self.space(s, self.view(who))
        who = self.likely(who, s, lambda view: group in view.stewards)
        if not drafts and s % 5:
            self.writes_charter(who, group, "members")
        made = self.acts.propose_charter(self.view(who), group)
        opened, key = self.door(who, "propose_charter", the_group=group, days=30)
        if made and opened:
            self.acts.proposals[key] = made
        self.agrees(opened, made is not None, f"{who} proposes a charter")

    # -- emergencies
    @step(who=administrators, s=some, o=some, hours=among([2, 8]))
    def ask_emergency(self, who: str, s: int, o: int, hours: int) -> None:
        space, view = self.anywhere(s), self.view(who)
        organisation = self.administered(view, o)
        owned = [one for one in self.hub.spaces if organisation in self.hub.owners(self.hub.spaces[one].group)]
        hidden = [one for one in owned if one not in view.sees] if s % 4 else []
        space = hidden[s % len(hidden)] if hidden else space
        made = self.acts.ask_emergency(view, space, organisation, hours)
        values = {"the_reason": "Er loopt een termijn.", "the_hours": hours, "most_hours": 8, "pending_hours": 24}
        opened, key = self.door(who, "ask_emergency", the_space=space, the_organisation=organisation, **values)
        if made and opened:
            self.acts.emergencies[key] = made
        self.agrees(opened, made is not None, f"{who} asks to read along")

    @step(answers=True, who=administrators, e=some, o=some, agrees=among([True] * 6 + [False]))
    def answer_emergency(self, who: str, e: int, o: int, *, agrees: bool) -> None:
        found = self.one_of(self.acts.emergencies, e, lambda one: one.status == "open")
        if found is not None:
            needed = self.acts.still_needed(found[1])
            who = self.likely(who, o, lambda view: view.administers & needed and view.person not in found[1].agreed)
            view = self.view(who)
            organisation = self.administered(view, o)
            allowed = self.acts.answer_emergency(view, found[0], organisation, agrees=agrees)
            values = {"the_emergency": found[0], "the_organisation": organisation, "agrees": agrees}
            opened, _ = self.door(who, "answer_emergency", **values)
            self.agrees(opened, allowed, f"{who} answers an emergency")

    @step(answers=True, who=whos, e=some)
    def end_emergency(self, who: str, e: int) -> None:
        found = self.one_of(self.acts.emergencies, e, lambda one: one.status in {"open", "granted"})
        if found is not None:
            allowed = self.acts.end_emergency(self.view(who), found[0])
            opened, _ = self.door(who, "end_emergency", the_emergency=found[0])
            self.agrees(opened, allowed, f"{who} ends an emergency")

    @step(hours=among([1, 3, 9]))
    def hours_pass(self, hours: int) -> None:
        if self.acts.emergencies:
            self.stage.world.later(hours=hours)
            self.agrees(opened=True, allowed=True, what=f"{hours} hours")
