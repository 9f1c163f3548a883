"""A cast that acts: each door as the real role, for one person, committed or refused."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from tenants.db import Entrance, door, door_rows, transaction
from tenants.errors import Refusal
from tests.world import World

MEMBERSHIP = "SELECT id FROM plein.membership WHERE space_id = %s AND affiliation_id = %s"


@dataclass
class Stage:
    """A world of this test's own, and how its people act in it."""

    world: World
    engine: Engine

    def does(self, who: str, name: str, **values: object) -> Any:  # noqa: ANN401 - what the door returns
        """Calls a door as somebody ("" is nobody) and commits."""
        with transaction(self.engine, self.enters(who)):
            return door(name, **values)

    def gets(self, who: str, name: str, **values: object) -> list[Any]:
        """The rows of a door."""
        with transaction(self.engine, self.enters(who)):
            return door_rows(name, **values)

    def is_refused(self, who: str, name: str, **values: object) -> str:
        """The kind of refusal; "" when the door opened after all."""
        try:
            self.does(who, name, **values)
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    def enters(self, who: str) -> Entrance:
        """As whom a transaction begins."""
        return (
            self.world[who].enters
            if who
            else Entrance("SELECT set_config('plein.origin', %s, true), plein.enter(%s)", None)
        )

    def sees(self, who: str, space: str) -> bool:
        """Whether somebody sees a space now."""
        with transaction(self.engine, self.enters(who)) as tx:
            return self.world.spaces[space] in tx.who.sees

    def may_write(self, who: str, space: str) -> bool:
        """Whether somebody writes in a space now."""
        with transaction(self.engine, self.enters(who)) as tx:
            return self.world.spaces[space] in tx.who.writes

    def membership(self, space: str, who: str, *, of: str = "") -> UUID:
        """The id of somebody's membership."""
        one = self.world[who]
        affiliation = one.affiliations[of] if of else one.affiliation
        found: UUID = self.world.one(MEMBERSHIP, self.world.spaces[space], affiliation)
        return found

    def logged(self, organisation: str, verb: str) -> int:
        """How many rows with this verb are in an organisation's audit log."""
        query = "SELECT count(*) FROM plein.audit WHERE organisation_id = %s AND verb = %s"
        found: int = self.world.one(query, self.world.organisations[organisation], verb)
        return found
