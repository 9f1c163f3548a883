"""Random histories: the doors and the oracle side by side; after each step everybody's lists, in turn rows and writes.

300 walks of 30 steps, in chunks so that two processes share them. The long form: PLEIN_WALKS=5000 PLEIN_STEPS=50.
"""

import os
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tenants.db import transaction
from tenants.errors import Refusal
from tenants.ids import new_id
from tests.oracle.acts import Acts
from tests.oracle.compare import differs_for
from tests.oracle.model import Membership, View
from tests.oracle.reading import read
from tests.saving import RESTORE
from tests.tenants.stage import Stage
from tests.world import FOREVER

WALKS = int(os.environ.get("PLEIN_WALKS", "300"))
STEPS = int(os.environ.get("PLEIN_STEPS", "30"))
CHUNKS = 6
WRITE_MATRIX_EVERY = 3
POST = (
    "INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)"
    " VALUES (%s, %s, 'post', %s, %s, plein.moment())"
)

TEXT = "INSERT INTO plein.item_text (item_id, space_id, author_id, body) VALUES (%s, %s, %s, 'x')"

whos = st.sampled_from(["ada", "abe", "ann", "bob", "bea", "cas", "fred", "gast", "gijs", "bea-elders"])
some = st.integers(0, 97)  # which of those that are there, counted round


class Walk(RuleBasedStateMachine):
    """One history."""

    stage: ClassVar[Stage]
    app: ClassVar[psycopg.Connection[Any]]
    steps = 0

    @initialize()
    def begin(self) -> None:
        world = self.stage.world
        self.app.rollback()
        with psycopg.connect(world.database.url("postgres"), autocommit=True) as superuser:
            superuser.execute(RESTORE)
        self.acts = Acts(read(world))
        self.acts.hub.rows = {}  # of the tables that no act of this walk is about
        self.hub = self.acts.hub

    # -- picking
    def view(self, who: str) -> View:
        """What somebody may now; the oracle's clock is put to the database's."""
        self.hub.now = self.stage.world.now.timestamp()
        one = self.stage.world[who]
        return View(self.hub, one.person_id, one.login_id)

    def space(self, number: int) -> UUID:
        return sorted(self.hub.spaces)[number % len(self.hub.spaces)]

    def affiliation(self, number: int) -> UUID:
        return sorted(self.hub.affiliations)[number % len(self.hub.affiliations)]

    def own(self, who: str, number: int) -> UUID:
        own = sorted(self.view(who).mine)
        return own[number % len(own)] if own and number % 7 else self.affiliation(number)

    def organisation(self, number: int) -> UUID:
        return sorted(self.hub.organisations)[number % len(self.hub.organisations)]

    def membership(self, number: int) -> Membership | None:
        keys = sorted(self.hub.memberships)
        return self.hub.memberships[keys[number % len(keys)]] if keys else None

    def id_of(self, place: Membership) -> UUID:
        found: UUID = self.stage.world.one(
            "SELECT id FROM plein.membership WHERE space_id = %s AND affiliation_id = %s",
            place.space,
            place.affiliation,
        )
        return found

    # -- doing
    def door(self, who: str, name: str, **values: object) -> tuple[bool, Any]:
        """Whether the door opened, and what it gave."""
        try:
            return True, self.stage.does(who, name, **values)
        except Refusal:
            return False, None

    def agrees(self, opened: bool, allowed: bool, what: str) -> None:  # noqa: FBT001 - two answers to compare
        """Both say the same, and then about everybody."""
        assert opened == allowed, f"{what}: the database says {opened}, the oracle {allowed}"
        self.steps += 1
        self.hub.now = self.stage.world.now.timestamp()
        people = list(self.stage.world.people.items())
        for number, (who, one) in enumerate(people):
            turn = (self.steps + number) % WRITE_MATRIX_EVERY == 0
            writing = self.steps % WRITE_MATRIX_EVERY == 0
            found = list(differs_for(self.app, who, one, self.hub, rows=turn, writing=writing))
            assert found == [], f"after {what}"

    # -- groups
    @rule(who=whos, a=some, form=st.sampled_from(["open", "open", "findable", "closed"]))
    def found_group(self, who: str, a: int, form: str) -> None:
        affiliation = self.own(who, a)
        allowed = self.acts.found_group(self.view(who), affiliation)
        values = {"the_title": "Groep", "the_purpose": "", "the_form": form, "the_end": FOREVER}
        opened, group = self.door(who, "found_group", as_affiliation=affiliation, **values)
        if allowed and opened:
            self.acts.founded(group, affiliation, form)
        self.agrees(opened, allowed, f"{who} founds")

    @rule(who=whos, s=some)
    def create_room(self, who: str, s: int) -> None:
        group, view = self.space(s), self.view(who)
        allowed = self.acts.create_room(view, group)
        opened, room = self.door(who, "create_room", the_group=group, the_title="Kamer", the_purpose="")
        if allowed and opened:
            self.acts.room_created(view, group, room)
        self.agrees(opened, allowed, f"{who} makes a room")

    @rule(who=whos, s=some, archived=st.booleans())
    def archive(self, who: str, s: int, *, archived: bool) -> None:
        space = self.space(s)
        allowed = self.acts.archive_space(self.view(who), space, archived=archived)
        opened, _ = self.door(who, "archive_space", the_space=space, is_archived=archived)
        self.agrees(opened, allowed, f"{who} archives")

    @rule(
        who=whos,
        s=some,
        o=some,
        role=st.sampled_from(["owner", "participant"]),
        reach=st.sampled_from(["all", "named"]),
    )
    def propose(self, who: str, s: int, o: int, role: str, reach: str) -> None:
        group, organisation, view = self.space(s), self.organisation(o), self.view(who)
        allowed = self.acts.propose_party(view, group, organisation)
        values = {"the_domain": None, "the_role": role, "the_reach": reach, "days": 30}
        opened, key = self.door(who, "propose_party", the_group=group, the_organisation=organisation, **values)
        if allowed and opened:
            self.acts.proposed(view, key, group, organisation, role, reach)
        self.agrees(opened, allowed, f"{who} proposes")

    @rule(
        who=st.sampled_from(["ada", "bob", "cas", "fred", "abe"]),
        p=some,
        o=some,
        agrees=st.sampled_from([True] * 4 + [False]),
    )
    def answer(self, who: str, p: int, o: int, *, agrees: bool) -> None:
        if not self.acts.proposals:
            return
        open_ones = [key for key, one in self.acts.proposals.items() if one.status == "open"] or list(
            self.acts.proposals
        )
        key, view = open_ones[p % len(open_ones)], self.view(who)
        own = sorted(view.administers)
        organisation = own[0] if own and o % 5 else self.organisation(o)
        allowed = self.acts.answer_proposal(view, key, organisation, agrees=agrees)
        values = {"the_proposal": key, "the_organisation": organisation, "agrees": agrees}
        opened, _ = self.door(who, "answer_proposal", **values)
        self.agrees(opened, allowed, f"{who} answers")

    @rule(who=st.sampled_from(["ada", "bob", "cas", "fred", "bea"]), s=some, o=some)
    def leave_party(self, who: str, s: int, o: int) -> None:
        group, view = self.space(s), self.view(who)
        own = sorted(view.administers)
        organisation = own[0] if own and o % 5 else self.organisation(o)
        allowed = self.acts.leave_party(view, group, organisation)
        opened, _ = self.door(who, "leave_party", the_group=group, the_organisation=organisation)
        self.agrees(opened, allowed, f"{who} leaves with {organisation}")

    # -- memberships
    @rule(who=whos, s=some, a=some, role=st.sampled_from(["member", "member", "reader"]))
    def join(self, who: str, s: int, a: int, role: str) -> None:
        space, affiliation = self.space(s), self.own(who, a)
        allowed = self.acts.join_group(self.view(who), space, affiliation, role)
        opened, _ = self.door(who, "join_group", the_space=space, as_affiliation=affiliation, the_role=role)
        self.agrees(opened, allowed, f"{who} joins")

    @rule(who=whos, s=some, a=some, role=st.sampled_from(["member", "member", "reader"]))
    def add(self, who: str, s: int, a: int, role: str) -> None:
        space, affiliation = self.space(s), self.affiliation(a)
        allowed = self.acts.add_member(self.view(who), space, affiliation, role)
        opened, _ = self.door(who, "add_member", the_space=space, the_affiliation=affiliation, the_role=role)
        self.agrees(opened, allowed, f"{who} adds")

    @rule(who=whos, m=some, agrees=st.booleans())
    def confirm(self, who: str, m: int, *, agrees: bool) -> None:
        place = self.membership(m)
        if place is not None:
            key = self.id_of(place)
            allowed = self.acts.confirm_member(self.view(who), place, agrees=agrees)
            opened, _ = self.door(who, "confirm_member", the_membership=key, agrees=agrees)
            self.agrees(opened, allowed, f"{who} confirms")

    @rule(who=whos, s=some, a=some)
    def admit(self, who: str, s: int, a: int) -> None:
        group, affiliation = self.space(s), self.affiliation(a)
        allowed = self.acts.admit_own(self.view(who), group, affiliation)
        opened, _ = self.door(who, "admit_own", the_group=group, the_affiliation=affiliation)
        self.agrees(opened, allowed, f"{who} admits")

    @rule(who=whos, m=some, role=st.sampled_from(["member", "reader"]))
    def change_role(self, who: str, m: int, role: str) -> None:
        place = self.membership(m)
        if place is not None:
            key = self.id_of(place)
            allowed = self.acts.change_role(self.view(who), place, role)
            opened, _ = self.door(who, "change_role", the_membership=key, the_role=role)
            self.agrees(opened, allowed, f"{who} changes a role")

    @rule(who=whos, m=some)
    def end(self, who: str, m: int) -> None:
        place = self.membership(m)
        if place is not None:
            key = self.id_of(place)
            allowed = self.acts.end_membership(self.view(who), place)
            opened, _ = self.door(who, "end_membership", the_membership=key)
            self.agrees(opened, allowed, f"{who} ends a membership")

    # -- externals
    @rule(who=whos, s=some, a=some, guest=st.sampled_from(["gast", "gijs", "cas"]), days=st.sampled_from([5, 30, 90]))
    def invite(self, who: str, s: int, a: int, guest: str, days: int) -> None:
        space, sponsor, key, address = self.space(s), self.own(who, a), new_id(), f"{guest}@firma.example"
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

    @rule(who=st.sampled_from(["gast", "gijs", "cas", "abe"]), i=some)
    def accept(self, who: str, i: int) -> None:
        if not self.acts.invitations:
            return
        sent = [key for key, one in self.acts.invitations.items() if one.status == "sent"] or list(
            self.acts.invitations
        )
        key = sent[i % len(sent)]
        answer = self.acts.accept_invitation(self.view(who), key, f"{who}@firma.example")
        values = {"the_session": self.stage.world[who].proof, "the_shown": "Gast", "the_sort_name": "gast"}
        opened, space = self.door(who, "accept_invitation", the_proof=key.bytes, **values)
        assert (space is not None) == (answer == "in")
        self.let_in(key, answer)
        self.agrees(opened, answer != "no", f"{who} accepts")

    @rule(who=whos, i=some, right=st.sampled_from([True, True, False]))
    def confirm_taker(self, who: str, i: int, *, right: bool) -> None:
        if not self.acts.invitations:
            return
        key = list(self.acts.invitations)[i % len(self.acts.invitations)]
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
        place = self.membership(m)
        if place is not None:
            key, until = self.id_of(place), self.stage.world.now + timedelta(days=days)
            allowed = self.acts.extend_external(self.view(who), place, until.timestamp())
            opened, _ = self.door(who, "extend_external", the_membership=key, the_until=until)
            self.agrees(opened, allowed, f"{who} extends")

    # -- people
    @rule(who=whos, a=some)
    def end_affiliation(self, who: str, a: int) -> None:
        if a % 3:  # too often, and nobody is left to walk
            return
        affiliation = self.affiliation(a)
        allowed = self.acts.end_affiliation(self.view(who), affiliation)
        opened, _ = self.door(who, "end_affiliation", the_affiliation=affiliation, the_why="")
        self.agrees(opened, allowed, f"{who} ends an affiliation")

    @rule(who=whos, a=some, role=st.sampled_from(["administrator", "member"]))
    def appoint(self, who: str, a: int, role: str) -> None:
        affiliation = self.affiliation(a)
        allowed = self.acts.appoint(self.view(who), affiliation, role)
        opened, _ = self.door(who, "appoint", the_affiliation=affiliation, the_role=role)
        self.agrees(opened, allowed, f"{who} appoints")

    @rule(o=some)
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

    # -- content and time
    @rule(who=whos, s=some, a=some)
    def post(self, who: str, s: int, a: int) -> None:
        space, author, key, view = self.space(s), self.own(who, a), new_id(), self.view(who)
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

    @rule(who=whos, i=some)
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

    @rule(days=st.sampled_from([1, 6, 15, 35]))
    def time_passes(self, days: int) -> None:
        self.stage.world.later(days=days)
        self.agrees(opened=True, allowed=True, what=f"{days} days")


@pytest.mark.oracle
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_database_walks_as_the_oracle_says(walked: Stage, chunk: int) -> None:
    with psycopg.connect(walked.world.database.app) as app:
        Walk.stage, Walk.app = walked, app
        walk = seed(chunk)(Walk)
        run_state_machine_as_test(
            walk,
            settings=settings(
                max_examples=max(1, WALKS // CHUNKS),
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
