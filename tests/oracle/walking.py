"""What every step of a walk stands on: who is picked, how a door is called, and what is compared afterwards."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from tenants.errors import Refusal
from tests.oracle.acts import Acts
from tests.oracle.compare import differs_for
from tests.oracle.model import Agreement, Membership, View
from tests.oracle.reading import read
from tests.saving import RESTORE
from tests.tenants.stage import Stage

One = TypeVar("One")
WRITE_MATRIX_EVERY = 3
whos = st.sampled_from(["ada", "abe", "ann", "bob", "bea", "cas", "fred", "gast", "gijs", "bea-elders"])
administrators = st.sampled_from(["ada", "ann", "bob", "cas", "fred", "ada", "bob", "abe"])
some = st.integers(0, 97)  # which of those that are there, counted round
mostly = st.sampled_from([True] * 4 + [False])


class Walking(RuleBasedStateMachine):
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
        self.acts = Acts(read(world), dict(world.rows("SELECT affiliation_id, address FROM plein.affiliation_address")))
        self.acts.hub.rows = {}  # of the tables that no act of this walk is about
        self.hub = self.acts.hub
        self.agreements: dict[UUID, Agreement] = {}

    # -- picking
    def view(self, who: str) -> View:
        """What somebody may now; the oracle's clock is put to the database's."""
        self.hub.now = self.stage.world.now.timestamp()
        one = self.stage.world[who]
        return View(self.hub, one.person_id, one.login_id)

    def likely(self, who: str, number: int, fits: Callable[[View], object]) -> str:
        """Two times out of three somebody who fits, else whoever was drawn."""
        found = [key for key in sorted(self.stage.world.people) if number % 3 and fits(self.view(key))]
        return found[number % len(found)] if found else who

    def tends(self, view: View) -> bool:
        """Is a steward of anything but a square."""
        return any(not self.hub.spaces[one].square for one in view.stewards)

    def space(self, number: int, view: View | None = None) -> UUID:
        """Mostly one that this person stewards or else sees, and no square."""
        near = (view.stewards or view.sees) if view is not None and number % 4 else set()
        found = sorted(one for one in near if not self.hub.spaces[one].square)
        return found[number % len(found)] if found else self.anywhere(number)

    def anywhere(self, number: int) -> UUID:
        found = sorted(one.id for one in self.hub.spaces.values() if not (number % 6 and one.square))
        return found[number % len(found)]

    def affiliation(self, number: int) -> UUID:
        return sorted(self.hub.affiliations)[number % len(self.hub.affiliations)]

    def own(self, who: str, number: int) -> UUID:
        own = sorted(self.view(who).mine)
        return own[number % len(own)] if own and number % 7 else self.affiliation(number)

    def organisation(self, number: int) -> UUID:
        return sorted(self.hub.organisations)[number % len(self.hub.organisations)]

    def membership(self, number: int, view: View | None = None) -> Membership | None:
        """Mostly one in a space that this person stewards."""
        keys = sorted(self.hub.memberships)
        near = view.stewards if view is not None and number % 4 else set()
        keys = [key for key in keys if key[0] in near] or keys
        return self.hub.memberships[keys[number % len(keys)]] if keys else None

    def administered(self, view: View, number: int) -> UUID:
        """An own organisation where there is one, mostly."""
        own = sorted(view.administers)
        return own[number % len(own)] if own and number % 5 else self.organisation(number)

    def one_of(self, things: Mapping[UUID, One], number: int, waits: Callable[[One], bool]) -> tuple[UUID, One] | None:
        """One that waits, while there is one; in the order in which they were made."""
        found = [key for key, one in things.items() if waits(one)] if number % 6 else []
        keys = found or list(things)
        return (keys[number % len(keys)], things[keys[number % len(keys)]]) if keys else None

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
