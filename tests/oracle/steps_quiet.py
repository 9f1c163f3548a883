"""Steps of a walk that change nobody's sight: names, tags, pictures, charters read, copies, many at once; and jobs."""

from uuid import UUID

from tenants.ids import new_id
from tests.oracle.model import View
from tests.oracle.walking import Walking, administrators, among, some, step, whos


class QuietSteps(Walking):
    """What may be done, and leaves everybody's lists as they are."""

    @step(who=whos, s=some, what=among(["rename_space", "set_tags", "set_picture"]))
    def dress(self, who: str, s: int, what: str) -> None:
        who = self.likely(who, s, self.tends)
        space, view = self.space(s, self.view(who)), self.view(who)
        steward = space in view.sees and self.acts.stewarding(view, space) is not None
        allowed = steward and not self.hub.is_archived(space)
        values: dict[str, dict[str, object]] = {
            "rename_space": {"the_title": f"Anders {self.steps}", "the_purpose": ""},
            "set_tags": {"the_tags": [f"woord{self.steps}"]},
            "set_picture": {"the_icon": "leaf", "the_tint": self.steps % 8},
        }
        opened, _ = self.door(who, what, the_space=space, **values[what])
        self.agrees(opened, allowed, f"{who}: {what}")

    @step(answers=True, who=administrators, o=some, c=some)
    def read_charter(self, who: str, o: int, c: int) -> None:
        live = [key for key, one in self.acts.charters.items() if one.status == "live"]
        keys = live if live and c % 5 else list(self.acts.charters)
        if keys:
            key = keys[c % len(keys)]
            one = self.acts.charters[key]
            view = self.view(who)
            organisation = self.administered(view, o)
            party = self.acts.party(one.group, organisation)
            allowed = organisation in view.administers and party is not None and one.status == "live"
            values = {"the_organisation": organisation, "the_group": one.group, "the_charter": key}
            opened, _ = self.door(who, "read_charter", **values)
            self.agrees(opened, allowed, f"{who} reads a charter")

    # -- copies
    @step(who=whos, s=some, a=some)
    def ask_copy(self, who: str, s: int, a: int) -> None:
        who = self.likely(who, s, self.tends)
        view = self.view(who)
        space, affiliation = self.space(s, view), self.own(who, a)
        allowed = self.may_copy(view, space, affiliation)
        values = {"the_space": space, "as_affiliation": affiliation, "days": 7}
        opened, key = self.door(who, "ask_copy", **values)
        if allowed and opened:
            self.copies[key] = affiliation
        self.agrees(opened, allowed, f"{who} asks for a copy")

    def may_copy(self, view: View, space: UUID, affiliation: UUID) -> bool:
        return space in view.sees and affiliation in view.staff and self.hub.place(space, affiliation) is not None

    @step(answers=True, who=whos, c=some)
    def remove_copy(self, who: str, c: int) -> None:
        if self.copies:
            key = list(self.copies)[c % len(self.copies)]
            who = self.likely(who, c, lambda view: self.copies[key] in view.active)
            allowed = self.copies[key] in self.view(who).active
            opened, _ = self.door(who, "remove_copy", the_copy=key)
            if opened:
                del self.copies[key]
            self.agrees(opened, allowed, f"{who} throws a copy away")

    # -- many at once
    @step(who=administrators, o=some, a=some)
    def start_bulk(self, who: str, o: int, a: int) -> None:
        view, affiliation = self.view(who), self.affiliation(a)
        organisation = self.administered(view, o)
        values = {"the_kind": "externen-beeindigen", "the_detail": "{}", "things": [affiliation], "names": ["Iemand"]}
        opened, _ = self.door(who, "start_bulk", the_id=new_id(), the_organisation=organisation, **values)
        self.agrees(opened, organisation in view.administers, f"{who} begins with many at once")

    # -- with no person behind it
    @step(job=among(["work_archive", "work_sweep", "work_forget", "work_forget", "work_seal", "work_forget_addresses"]))
    def job_comes_by(self, job: str) -> None:
        self.hub.now = self.stage.world.now.timestamp()
        match job:
            case "work_archive":
                self.acts.archive_ended()
            case "work_sweep":
                self.acts.sweep()
            case "work_forget":
                self.acts.forget()
            case "work_forget_addresses":
                self.acts.forget_addresses()
        self.works(job, **{"at_most": 100} if job == "work_seal" else {})
        self.agrees(opened=True, allowed=True, what=job)

    @step(job=among(["work_warn_ends", "work_warn", "work_warn_agreements", "work_sponsorless"]))
    def somebody_is_warned(self, job: str) -> None:
        days: dict[str, dict[str, object]] = {
            "work_warn_ends": {"the_days": [14, 3]},
            "work_warn": {"days": 14},
            "work_warn_agreements": {"days": 30},
        }
        self.works(job, **days.get(job, {}))
        self.agrees(opened=True, allowed=True, what=job)
