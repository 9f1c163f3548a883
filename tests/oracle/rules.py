"""What every rule of every policy.py should say: written from the permissions and the oracle's view, not from it.

A rule is judged with every fence open: on rows that the database would never show this person too.
"""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module, util
from types import SimpleNamespace
from typing import Any

from psycopg.rows import dict_row
from sqlalchemy import Engine

import hub
from tenants.actor import Actor
from tenants.db import transaction
from tenants.policy import AllOf, AnyOf, Not, Policy, Rule
from tests.oracle.model import Hub, Item, View
from tests.world import World

Row = Any  # a row as the keeper reads it, every column an attribute
Says = Callable[[View, Row], bool]


def _item(view: View, row: Row) -> Item:
    return view.hub.items[row.id if hasattr(row, "deleted_by") else row.item_id]


def _may_write(view: View, space: Any) -> bool:  # noqa: ANN401 - an id
    """As one who is in, or by becoming a member at the first word."""
    return any(view.may_write_as(one, space) for one in view.active) or any(
        view.may_join(space, one) for one in view.staff
    )


def _is_steward(view: View, space: Any) -> bool:  # noqa: ANN401 - an id
    return any(place.space == space and place.role == "steward" for place in view.places)


def _is_shared_group(row: Row) -> bool:
    return row.kind == "group" and not row.square


def _in_use(view: View, row: Row) -> bool:
    return not view.hub.is_archived(row.id)


# ---------------------------------------------------------------- what each action asks
CONTENT: Mapping[str, Says] = {
    "read": lambda view, row: row.space_id in view.sees and view.in_sight(_item(view, row)),
    "comment": lambda view, row: _may_write(view, row.space_id),
    "react": lambda view, row: row.space_id in view.reacts,
    "edit": lambda view, row: row.author_id in view.active and row.space_id in view.writes,
    "delete": lambda view, row: (
        row.space_id in view.reacts and (row.author_id in view.mine or _is_steward(view, row.space_id))
    ),
    "restore": lambda view, row: (
        row.space_id in view.reacts
        and view.in_sight(_item(view, row))
        and ((row.deleted_by in view.mine and row.author_id in view.mine) or _is_steward(view, row.space_id))
    ),
    "pin": lambda view, row: row.space_id in view.writes and _is_steward(view, row.space_id),
    "move": lambda view, row: (
        row.kind in {"post", "question", "document"}
        and row.space_id in view.writes
        and (row.author_id in view.mine or _is_steward(view, row.space_id))
    ),
    "turn": lambda view, row: (
        row.kind in {"post", "question"}
        and row.space_id in view.writes
        and (row.author_id in view.mine or _is_steward(view, row.space_id))
    ),
}
QUESTIONS: Mapping[str, Says] = {
    "read": lambda view, row: row.space_id in view.sees,
    "answer": lambda view, row: _may_write(view, row.space_id),
    "accept": lambda view, row: view.may_accept(_item(view, row)),
    "retitle": lambda view, row: view.may_accept(_item(view, row)),
    "ask_for": lambda view, row: row.space_id in view.reacts and row.author_id in view.mine,
    "merge": lambda view, row: row.space_id in view.reacts and row.space_id in view.stewards,
}
DOCUMENTS: Mapping[str, Says] = {
    "read": lambda view, row: row.space_id in view.sees,
    "add-version": lambda view, row: _may_write(view, row.space_id),
    "set-back": lambda view, row: row.space_id in view.writes,
    "rename": lambda view, row: view.may_rename(_item(view, row)),
    "move": lambda view, row: view.may_rename(_item(view, row)),
}
SPACES: Mapping[str, Says] = {
    "read": lambda view, row: row.id in view.sees,
    "write": lambda view, row: _may_write(view, row.id),
    "react": lambda view, row: row.id in view.reacts,
    "join": lambda view, row: row.id in view.joins and row.id not in view.writes,
    "steward": lambda view, row: _is_steward(view, row.id),
    "archive": lambda view, row: _is_steward(view, row.id) and not row.square,
    "invite-external": lambda view, row: _is_steward(view, row.id) and row.id in view.writes and not row.square,
    "add-member": lambda view, row: _is_steward(view, row.id) and _in_use(view, row),
    "change": lambda view, row: _is_steward(view, row.id) and _in_use(view, row),
    "set-end": lambda view, row: _is_steward(view, row.id) and _in_use(view, row) and not row.square,
    "answer": lambda view, row: _is_steward(view, row.id) and row.kind == "group",
    "create-room": lambda view, row: _is_steward(view, row.id) and _in_use(view, row) and _is_shared_group(row),
}
FOUNDING: Mapping[str, Says] = {
    "found": lambda view, row: row.id in view.administers or (row.id in view.staff_of and row.founders == "staff"),
}
PARTIES: Mapping[str, Says] = {
    "see": lambda view, row: row.id in view.sees and row.kind == "group",
    "propose": lambda view, row: _is_steward(view, row.id) and _in_use(view, row) and _is_shared_group(row),
    "follow": lambda view, row: _is_steward(view, row.id) and _is_shared_group(row),
    "write-charter": lambda view, row: _is_steward(view, row.id) and _in_use(view, row) and _is_shared_group(row),
}
INVITATIONS: Mapping[str, Says] = {
    "read": lambda view, row: row.sponsor_id in view.staff or row.organisation_id in view.administers,
    # Which of the two the door says: an administrator where one of them took that person out, else the sponsor.
    "confirm": lambda view, row: row.sponsor_id in view.staff or row.organisation_id in view.administers,
}
COPIES: Mapping[str, Says] = {
    "read": lambda view, row: row.affiliation_id in view.active,
    "download": lambda view, row: (
        row.affiliation_id in view.staff and row.space_id in view.sees and row.status == "ready"
    ),
    "remove": lambda view, row: row.affiliation_id in view.active,
}
STAFF: Mapping[str, Says] = {
    can: lambda view, row: row.kind == "staff" and row.organisation_id in view.administers
    for can in ("read", "resend", "withdraw", "confirm")
}
DESK: Mapping[str, Says] = {"administer": lambda view, row: row.id in view.administers}

# The policy, by its module and its name there; the tables that it is about.
EXPECTED: Mapping[str, tuple[tuple[str, ...], Mapping[str, Says]]] = {
    "content.POLICY": (("item",), CONTENT),
    "copies.POLICY": (("copy",), COPIES),
    "desk.POLICY": (("organisation",), DESK),
    "documents.POLICY": (("document",), DOCUMENTS),
    "externals.POLICY": (("invitation",), INVITATIONS),
    "groups.FOUNDING": (("organisation",), FOUNDING),
    "groups.POLICY": (("space",), SPACES),
    "parties.POLICY": (("space",), PARTIES),
    "staff.POLICY": (("invitation",), STAFF),
    "questions.POLICY": (("question",), QUESTIONS),
}


def policies() -> dict[str, Policy]:
    """Every policy of every feature, by its module and its name there."""
    found: dict[str, Policy] = {}
    for feature in pkgutil.iter_modules(hub.__path__):
        if feature.ispkg and util.find_spec(f"hub.{feature.name}.policy"):
            module = import_module(f"hub.{feature.name}.policy")
            found |= {
                f"{feature.name}.{name}": one
                for name, one in vars(module).items()
                if isinstance(one, Policy) and name.isupper()
            }
    return found


def rows(world: World, table: str) -> list[Row]:
    """Every row of a table, as the keeper reads it. Moments as text: rules compare none."""
    columns = world.rows(
        "SELECT string_agg(column_name || CASE WHEN data_type LIKE 'timestamp%%' THEN '::text' ELSE '' END, ', ')"
        " FROM information_schema.columns WHERE table_schema = 'plein' AND table_name = %s",
        table,
    )[0][0]
    with world.keeper.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(f"SELECT {columns} FROM plein.{table}".encode())  # noqa: S608 - the catalogue's words
        return [SimpleNamespace(**row) for row in found]


@dataclass(frozen=True)
class Bench:
    """Everybody with what the database and the oracle say of them, and every row that rules are about."""

    people: Mapping[str, tuple[Actor, View]]
    rows: Mapping[str, list[Row]]

    @classmethod
    def of(cls, world: World, hub_then: Hub, engine: Engine) -> "Bench":
        """Enter as everybody once."""
        people = {}
        for key, one in world.people.items():
            with transaction(engine, one.enters) as session:
                people[key] = session.who, View(hub_then, one.person_id, one.login_id)
        tables = {table for about, _ in EXPECTED.values() for table in about}
        return cls(people, {table: rows(world, table) for table in sorted(tables)})

    def differences(self, policy: str, can: str, rule: Rule) -> Iterator[str]:
        """Where this rule says something else than it should."""
        tables, expected = EXPECTED[policy]
        for table in tables:
            for who, (actor, view) in self.people.items():
                for row in self.rows[table]:
                    right = expected[can](view, row)
                    if rule.holds(actor, row) != right:
                        yield f"{policy} {can}: {who} {'may' if right else 'may not'}: {table} {vars(row)}"


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rule with one clause dropped, always true, or turned round; each with its description."""
    yield f"{rule!r} -> nobody", AnyOf()
    yield f"{rule!r} -> everybody", AllOf()
    yield f"not {rule!r}", Not(rule)
    match rule:
        case Not(rule=inner):
            yield from ((said, Not(changed)) for said, changed in mutants(inner))
        case AllOf() | AnyOf():
            kind = type(rule)
            for at, inner in enumerate(rule.rules):
                rest = rule.rules[:at], rule.rules[at + 1 :]
                yield from ((said, kind(*rest[0], changed, *rest[1])) for said, changed in mutants(inner))
