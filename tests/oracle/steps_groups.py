"""Steps of a walk about groups and who is in them."""

from datetime import timedelta

from tests.oracle.walking import Walking, administrators, among, either, several, some, step, whos
from tests.world import FOREVER


class GroupSteps(Walking):
    """Groups, rooms, members."""

    @step(who=whos, a=some, form=among(["open", "open", "findable", "closed"]))
    def found_group(self, who: str, a: int, form: str) -> None:
        affiliation = self.own(who, a)
        allowed = self.acts.found_group(self.view(who), affiliation)
        values = {"the_title": "Groep", "the_purpose": "", "the_form": form, "the_end": FOREVER}
        opened, group = self.door(who, "found_group", as_affiliation=affiliation, **values)
        if allowed and opened:
            self.acts.founded(group, affiliation, form)
        self.agrees(opened, allowed, f"{who} founds")

    @step(who=whos, s=some)
    def create_room(self, who: str, s: int) -> None:
        who = self.likely(who, s, self.tends)
        group, view = self.space(s, self.view(who)), self.view(who)
        allowed = self.acts.create_room(view, group)
        opened, room = self.door(who, "create_room", the_group=group, the_title="Kamer", the_purpose="")
        if allowed and opened:
            self.acts.room_created(view, group, room)
        self.agrees(opened, allowed, f"{who} makes a room")

    @step(who=whos, s=some, archived=either)
    def archive(self, who: str, s: int, *, archived: bool) -> None:
        who = self.likely(who, s, self.tends)
        space = self.space(s, self.view(who))
        allowed = self.acts.archive_space(self.view(who), space, archived=archived)
        opened, _ = self.door(who, "archive_space", the_space=space, is_archived=archived)
        self.agrees(opened, allowed, f"{who} archives")

    @step(who=whos, s=some, days=among([-1, 2, 20, 0]))
    def set_end(self, who: str, s: int, days: int) -> None:
        who = self.likely(who, s, self.tends)
        space = self.space(s, self.view(who))
        until = self.stage.world.now + timedelta(days=days) if days else FOREVER
        allowed = self.acts.set_end(self.view(who), space, until.timestamp())
        opened, _ = self.door(who, "set_end", the_space=space, the_end=until)
        self.agrees(opened, allowed, f"{who} sets an end")

    @step(who=whos, s=some, a=some, role=among(["member", "member", "reader"]))
    def join(self, who: str, s: int, a: int, role: str) -> None:
        opened_wide = sorted(one.id for one in self.hub.spaces.values() if one.form == "open") if s % 5 else []
        space = opened_wide[s % len(opened_wide)] if opened_wide else self.anywhere(s)
        affiliation = self.own(who, a)
        allowed = self.acts.join_group(self.view(who), space, affiliation, role)
        opened, _ = self.door(who, "join_group", the_space=space, as_affiliation=affiliation, the_role=role)
        self.agrees(opened, allowed, f"{who} joins")

    @step(who=whos, s=some, a=some, role=among(["member", "member", "reader"]))
    def add(self, who: str, s: int, a: int, role: str) -> None:
        who = self.likely(who, s, self.tends)
        space, affiliation = self.space(s, self.view(who)), self.affiliation(a)
        allowed = self.acts.add_member(self.view(who), space, affiliation, role)
        opened, _ = self.door(who, "add_member", the_space=space, the_affiliation=affiliation, the_role=role)
        self.agrees(opened, allowed, f"{who} adds")

    @step(who=whos, s=some, them=several, role=among(["member", "reader"]))
    def add_several(self, who: str, s: int, them: list[int], role: str) -> None:
        who = self.likely(who, s, self.tends)
        space, whom = self.space(s, self.view(who)), [self.affiliation(one) for one in them]
        allowed = self.acts.add_members(self.view(who), space, whom, role)
        opened, _ = self.door(who, "add_members", the_space=space, the_affiliations=whom, the_role=role)
        self.agrees(opened, allowed, f"{who} adds several")

    @step(
        who=administrators,
        o=some,
        founders=among(["staff", "administrators"]),
        keep=among([30, 365]),
    )
    def policies(self, who: str, o: int, founders: str, keep: int) -> None:
        view = self.view(who)
        organisation = self.administered(view, o)
        allowed = self.acts.set_policies(view, organisation, founders, keep)
        values = {"the_guest_days": 183, "the_founders": founders, "the_forget_days": keep, "the_brand": "#14537d"}
        opened, _ = self.door(who, "set_policies", the_organisation=organisation, **values)
        self.agrees(opened, allowed, f"{who} sets the policies")

    @step(answers=True, who=whos, m=some, agrees=either)
    def confirm(self, who: str, m: int, *, agrees: bool) -> None:
        waiting = [one for one in self.hub.memberships.values() if not one.confirmed and self.hub.lives(one)]
        place = waiting[m % len(waiting)] if waiting and m % 5 else self.membership(m)
        if place is not None:
            key = self.id_of(place)
            allowed = self.acts.confirm_member(self.view(who), place, agrees=agrees)
            opened, _ = self.door(who, "confirm_member", the_membership=key, agrees=agrees)
            self.agrees(opened, allowed, f"{who} confirms")

    @step(who=whos, s=some, a=some)
    def admit(self, who: str, s: int, a: int) -> None:
        group, affiliation = self.anywhere(s), self.affiliation(a)
        allowed = self.acts.admit_own(self.view(who), group, affiliation)
        opened, _ = self.door(who, "admit_own", the_group=group, the_affiliation=affiliation)
        self.agrees(opened, allowed, f"{who} admits")

    @step(who=whos, m=some, role=among(["member", "reader"]))
    def change_role(self, who: str, m: int, role: str) -> None:
        who = self.likely(who, m, self.tends)
        place = self.membership(m, self.view(who))
        if place is not None:
            key = self.id_of(place)
            allowed = self.acts.change_role(self.view(who), place, role)
            opened, _ = self.door(who, "change_role", the_membership=key, the_role=role)
            self.agrees(opened, allowed, f"{who} changes a role")

    @step(who=whos, m=some)
    def end(self, who: str, m: int) -> None:
        who = self.likely(who, m, self.tends)
        place = self.membership(m, self.view(who))
        if place is not None:
            key = self.id_of(place)
            allowed = self.acts.end_membership(self.view(who), place)
            opened, _ = self.door(who, "end_membership", the_membership=key)
            self.agrees(opened, allowed, f"{who} ends a membership")
