"""Steps of a walk about the people of organisations, their agreements, what they write, and time."""

from datetime import timedelta

from tenants.db import transaction
from tenants.errors import Refusal
from tenants.ids import new_id
from tests.oracle.walking import Walking, administrators, among, mostly, some, step, whos
from tests.world import FOREVER

POST = (
    "INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)"
    " VALUES (%s, %s, 'post', %s, %s, plein.moment())"
)
TEXT = "INSERT INTO plein.item_text (item_id, space_id, author_id, body) VALUES (%s, %s, %s, 'x')"


class PeopleSteps(Walking):
    """Affiliations, agreements, content and time."""

    @step(who=whos, a=some, role=among(["administrator", "member"]))
    def appoint(self, who: str, a: int, role: str) -> None:
        affiliation = self.affiliation(a)
        allowed = self.acts.appoint(self.view(who), affiliation, role)
        opened, _ = self.door(who, "appoint", the_affiliation=affiliation, the_role=role)
        self.agrees(opened, allowed, f"{who} appoints")

    @step(o=some)
    def suspend(self, o: int) -> None:
        if o % 4:
            return
        organisation = self.hub.organisations[self.organisation(o)]
        organisation.active = not organisation.active
        self.stage.world.keeper.execute(
            "UPDATE plein.organisation SET status = %s WHERE id = %s",
            ("active" if organisation.active else "suspended", organisation.id),
        )
        self.agrees(opened=True, allowed=True, what="suspending or resuming")

    # -- agreements
    @step(who=administrators, o=some, other=some, directory=mostly, joint=mostly, days=among([0, 20]))
    def propose_agreement(self, who: str, o: int, other: int, days: int, *, directory: bool, joint: bool) -> None:
        view, whom = self.view(who), self.organisation(other)
        organisation = self.administered(view, o)
        until = self.stage.world.now + timedelta(days=days) if days else FOREVER
        made = self.acts.propose_agreement(
            view, organisation, whom, until.timestamp(), directory=directory, joint=joint
        )
        values = {"is_directory": directory, "is_joint_groups": joint, "is_questions": True, "the_until": until}
        opened, key = self.door(
            who, "propose_agreement", the_organisation=organisation, others=[whom], the_title="Samen", **values
        )
        if made and opened:
            self.hub.agreements.append(made)
            self.agreements[key] = made
        self.agrees(opened, made is not None, f"{who} proposes an agreement")

    @step(who=administrators, o=some, whose=among(["aa", "bb", "cc", "ff", "nergens"]), directory=mostly)
    def propose_agreement_by_domain(self, who: str, o: int, whose: str, *, directory: bool) -> None:
        view, domain = self.view(who), f"{whose}.example"
        organisation = self.administered(view, o)
        made = self.acts.propose_by_domain(
            view, organisation, domain, self.stage.world.organisations.get(whose), directory=directory
        )
        values = {"is_directory": directory, "is_joint_groups": True, "is_questions": True, "the_until": FOREVER}
        opened, key = self.door(
            who,
            "propose_agreement",
            the_organisation=organisation,
            others=[],
            the_title="Samen",
            domains=[domain],
            **values,
        )
        if made and opened:
            self.hub.agreements.append(made)
            self.agreements[key] = made
        self.agrees(opened, made is not None, f"{who} proposes an agreement by domain")

    @step(
        answers=True,
        who=administrators,
        g=some,
        o=some,
        step=among(["sign", "sign", "sign", "suspend", "resume", "end", "refuse", "withdraw"]),
    )
    def step_agreement(self, who: str, g: int, o: int, step: str) -> None:
        found = self.one_of(self.agreements, g, lambda one: one.status in {"proposed", "signed", "suspended"})
        if found is not None:
            sides = {*found[1].signed, *found[1].asked.values()}
            who = self.likely(who, o, lambda view: view.administers & sides)
            view = self.view(who)
            organisation = self.administered(view, o)
            allowed = self.acts.step_agreement(view, found[1], organisation, step)
            values = {"the_agreement": found[0], "the_organisation": organisation, "step": step}
            opened, _ = self.door(who, "step_agreement", **values)
            self.agrees(opened, allowed, f"{who} does {step} with an agreement")

    # -- content and time
    @step(who=whos, s=some, a=some)
    def post(self, who: str, s: int, a: int) -> None:
        space, author, key, view = self.space(s, self.view(who)), self.own(who, a), new_id(), self.view(who)
        owner = self.hub.affiliations[author].organisation
        opened = True
        try:
            with transaction(self.stage.engine, self.stage.enters(who)) as tx:
                tx.connection().exec_driver_sql(POST, (key, space, author, owner))
                tx.connection().exec_driver_sql(TEXT, (key, space, author))
        except Refusal:
            opened = False
        allowed = view.may_write_as(author, space)
        if allowed and opened:
            self.acts.posted(key, space, author)
        self.agrees(opened, allowed, f"{who} posts")

    @step(who=whos, i=some)
    def delete(self, who: str, i: int) -> None:
        if not self.hub.items:
            return
        item, view = self.hub.items[sorted(self.hub.items)[i % len(self.hub.items)]], self.view(who)
        own = min(view.active, default=None)
        if own is None:
            return
        with transaction(self.stage.engine, self.stage.enters(who)) as tx:
            changed = tx.connection().exec_driver_sql(
                "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = %s WHERE id = %s", (own, item.id)
            )
        opened, allowed = changed.rowcount == 1, view.may_delete(item)
        if allowed and opened:
            item.deleted_by = own
        self.agrees(opened, allowed, f"{who} deletes")

    @step(days=among([1, 6, 15, 35]))
    def time_passes(self, days: int) -> None:
        self.stage.world.later(days=days)
        self.agrees(opened=True, allowed=True, what=f"{days} days")
