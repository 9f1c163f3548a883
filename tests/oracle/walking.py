"""What every step of a walk stands on: who is picked, how a door is called, and what is compared afterwards.

A walk is a number, and so is each of its steps: what a step does and draws follows from these two alone, so that a walk
can be walked again, and without some of its steps.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import psycopg

from tenants.errors import Refusal
from tests.oracle.acts import Acts
from tests.oracle.compare import differs_for
from tests.oracle.model import Agreement, Membership, View
from tests.oracle.reading import read
from tests.saving import RESTORE
from tests.tenants.stage import Stage
from tests.world import Someone

One = TypeVar("One")
Method = TypeVar("Method", bound=Callable[..., None])
Drawn = Callable[[Random], Any]
WRITE_MATRIX_EVERY = 3


def among(values: Sequence[One]) -> Callable[[Random], One]:
    """One of these."""
    return lambda chance: chance.choice(values)


whos = among(["ada", "abe", "ann", "bob", "bea", "cas", "fred", "gast", "gijs", "bea-elders"])
administrators = among(["ada", "ann", "bob", "cas", "fred", "ada", "bob", "abe"])
some = among(range(98))  # which of those that are there, counted round
mostly = among([True] * 4 + [False])
either = among([True, False])
STEPS: dict[str, Mapping[str, Drawn]] = {}  # by name: what it draws
TURNS: list[str] = []
ANSWERS: list[str] = []  # to what waits, while something does
TRIES = 4  # of steps that find nothing to do


def several(chance: Random) -> list[int]:
    """One to three of those that are there."""
    return [some(chance) for _ in range(chance.randint(1, 3))]


def step(*, answers: bool = False, **drawn: Drawn) -> Callable[[Method], Method]:
    """A kind of step, with what it draws; or an answer to what waits."""

    def known(method: Method) -> Method:
        STEPS[method.__name__] = drawn
        (ANSWERS if answers else TURNS).append(method.__name__)
        return method

    return known


class Walking:
    """One history."""

    opened: ClassVar[Counter[str]] = Counter()  # how often each door opened, over all walks

    def __init__(self, stage: Stage, app: psycopg.Connection[Any]) -> None:
        """At the beginning."""
        self.stage, self.app, self.steps, self.story = stage, app, 0, list[str]()
        world = self.stage.world
        self.app.rollback()
        with psycopg.connect(world.database.url("postgres"), autocommit=True) as superuser:
            superuser.execute(RESTORE)
        self.acts = Acts(read(world), dict(world.rows("SELECT affiliation_id, address FROM plein.affiliation_address")))
        self.acts.persons = dict(world.rows("SELECT id, person_id FROM plein.login"))
        self.acts.signed_in = dict(
            world.rows("SELECT login_id, extract(epoch FROM created_at)::float FROM plein.session")
        )
        self.acts.hub.rows = {}  # of the tables that no act of this walk is about
        self.hub = self.acts.hub
        self.agreements: dict[UUID, Agreement] = {}
        self.copies: dict[UUID, UUID] = {}  # whose

    def turn(self, chance: Random) -> None:
        """One step of whichever kind; another kind while there is nothing to do."""
        before, kinds = self.steps, chance.choice([ANSWERS, TURNS])
        for number in range(TRIES):
            name = chance.choice(kinds if number < TRIES - 1 else TURNS)
            drawn = {one: draw(chance) for one, draw in STEPS[name].items()}
            self.story.append(f"{name}({drawn})")
            getattr(self, name)(**drawn)
            if self.steps > before:
                break
            self.story.pop()

    # -- picking
    def view(self, who: str) -> View:
        """What somebody may now; the oracle's clock is put to the database's."""
        self.hub.now = self.stage.world.now.timestamp()
        one = self.someone(who)
        return View(self.hub, one.person_id, one.login_id)

    def someone(self, who: str) -> Someone:
        """As whoever the login is by now; of a login that was forgotten as whoever it was."""
        one = self.stage.world[who]
        return replace(one, person_id=self.acts.persons.get(one.login_id, one.person_id))

    def address(self, who: str) -> str:
        """What the issuer said at the last sign-in."""
        proof = self.stage.world[who].proof
        return self.stage.world.one("SELECT address FROM plein.session WHERE proof = %s", proof) or ""

    def logs_in(self, number: int) -> str:
        """Somebody whose login is there still."""
        found = [key for key, one in sorted(self.stage.world.people.items()) if one.login_id in self.acts.persons]
        return found[number % len(found)]

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
            found = self.stage.does(who, name, **values)
        except Refusal:
            return False, None
        self.opened[name] += 1
        return True, found

    def works(self, name: str, **values: object) -> None:
        """A door that the worker alone opens."""
        names = ", ".join(f"{one} => %({one})s" for one in values)
        with psycopg.connect(self.stage.world.database.worker, autocommit=True) as worker:
            worker.execute(f"SELECT plein.{name}({names})".encode(), values)  # the tests' own words
        self.opened[name] += 1

    def agrees(self, opened: bool, allowed: bool, what: str) -> None:  # noqa: FBT001 - two answers to compare
        """Both say the same, and then about everybody."""
        assert opened == allowed, f"{what}: the database says {opened}, the oracle {allowed}"
        self.steps += 1
        self.hub.now = self.stage.world.now.timestamp()
        for number, who in enumerate(self.stage.world.people):
            one = self.someone(who)
            turn = (self.steps + number) % WRITE_MATRIX_EVERY == 0
            writing = self.steps % WRITE_MATRIX_EVERY == 0
            found = list(differs_for(self.app, who, one, self.hub, rows=turn, writing=writing))
            assert found == [], f"after {what}"
