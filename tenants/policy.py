"""Rules that read twice: about a row in hand (`holds`) and as a WHERE clause (`where`). Denied by default.

A rule is a small frozen value over column names and the actor's lists; time and joins live in the lists (access is
computed once, when the transaction begins). Columns that rules read are NOT NULL: that makes the two readings agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.orm import DeclarativeBase

from tenants.actor import Actor
from tenants.errors import Forbidden, Missing

Row = TypeVar("Row")


class Rule:
    """What may be asked of every rule."""

    def holds(self, actor: Actor, row: object) -> bool:
        """Whether it holds for this row, for this actor."""
        raise NotImplementedError

    def where(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """The same as a condition on the model's columns."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Eq(Rule):
    """A column equals a constant."""

    column: str
    value: str | bool

    def holds(self, actor: Actor, row: object) -> bool:  # noqa: ARG002 - as every rule
        """Read the attribute."""
        return bool(getattr(row, self.column) == self.value)

    def where(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:  # noqa: ARG002 - as every rule
        """Compare the column."""
        found: ColumnElement[bool] = _column(model, self.column) == self.value
        return found


@dataclass(frozen=True, slots=True)
class In(Rule):
    """A column is in one of the actor's lists."""

    column: str
    list: str

    def holds(self, actor: Actor, row: object) -> bool:
        """Look it up in the list."""
        return getattr(row, self.column) in actor.has(self.list)

    def where(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """Compare with the list's ids."""
        ids = sorted(actor.has(self.list))
        return _column(model, self.column).in_(ids) if ids else false()


@dataclass(frozen=True, slots=True)
class Not(Rule):
    """The rule does not hold."""

    rule: Rule

    def holds(self, actor: Actor, row: object) -> bool:
        """Turn it round."""
        return not self.rule.holds(actor, row)

    def where(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """Turn it round."""
        return not_(self.rule.where(actor, model))


class AllOf(Rule):
    """Every one of the rules holds; none at all: true."""

    __slots__ = ("rules",)

    def __init__(self, *rules: Rule) -> None:
        """Take the rules."""
        self.rules = rules

    def holds(self, actor: Actor, row: object) -> bool:
        """Ask each."""
        return all(rule.holds(actor, row) for rule in self.rules)

    def where(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """Join with AND."""
        return and_(true(), *(rule.where(actor, model) for rule in self.rules))


class AnyOf(Rule):
    """At least one of the rules holds; none at all: false."""

    __slots__ = ("rules",)

    def __init__(self, *rules: Rule) -> None:
        """Take the rules."""
        self.rules = rules

    def holds(self, actor: Actor, row: object) -> bool:
        """Ask each."""
        return any(rule.holds(actor, row) for rule in self.rules)

    def where(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """Join with OR."""
        return or_(false(), *(rule.where(actor, model) for rule in self.rules))


Rules = Mapping[StrEnum, Rule]


class Policy:
    """The rules of one feature, by what one can do. `reading`: without it a thing does not exist for the actor."""

    def __init__(self, rules: Mapping[Any, Rule], *, reading: StrEnum) -> None:
        """Take the rules of a feature's policy.py."""
        self.rules: Rules = dict(rules)
        self.reading = reading

    def allows(self, actor: Actor, can: StrEnum, row: object) -> bool:
        """Whether the actor may do this with this row; what no rule mentions, nobody may."""
        rule = self.rules.get(can)
        return rule is not None and rule.holds(actor, row)

    def found(self, actor: Actor, row: Row | None) -> Row:
        """The row, when the actor may read it. Absent and unreadable are both Missing."""
        if row is None or not self.allows(actor, self.reading, row):
            raise Missing
        return row

    def require(self, actor: Actor, can: StrEnum, row: object) -> None:
        """Go on, or Forbidden."""
        if not self.allows(actor, can, row):
            raise Forbidden

    def readable(self, actor: Actor, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """Which rows of the model the actor may read."""
        return self.where(actor, self.reading, model)

    def where(self, actor: Actor, can: StrEnum, model: type[DeclarativeBase]) -> ColumnElement[bool]:
        """On which rows of the model the actor may do this."""
        rule = self.rules.get(can)
        return false() if rule is None else rule.where(actor, model)

    def abilities(self, actor: Actor, row: object) -> frozenset[str]:
        """What the actor may do with this row: which buttons a page and an answer offer."""
        return frozenset(can.value for can in self.rules if self.allows(actor, can, row))


def _column(model: type[DeclarativeBase], name: str) -> Any:  # noqa: ANN401 - an attribute of whichever model
    return getattr(model, name)
