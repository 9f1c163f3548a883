"""Breaks each clause of entering, of every policy and of every rule, one at a time, and tells which nobody notices.

    .venv/bin/python -m tests.oracle.mutants [rules] [functions] [policies] [part of a name ...]

A mutant counts as killed when the lists, the rows or the writes of somebody in the cast differ from the oracle's, or
what a rule says with every fence open. By hand; the rules in CI too (tests/oracle/test_rules.py).

Some change nothing that can be (EXPLAINED), for what they break is said by another constraint or fence too. These are
counted apart, by exactly their name and each with its reason.
"""

import re
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg

from hub.runtime import databases
from hub.runtime.postgres import Postgres
from tenants.db import connect
from tests.clauses import build_all
from tests.conftest import Database
from tests.oracle.compare import differences
from tests.oracle.entering import entrances, views
from tests.oracle.model import Hub
from tests.oracle.reading import read
from tests.oracle.rules import Bench, policies
from tests.oracle.rules import mutants as mutated
from tests.world import World

ENOUGH = 0.97
PARTS = ("rules", "functions", "policies")
LINE = re.compile(r", line \d+(?=: )")
# What changes nothing that can be, and why. By function and clause, with its line where that stands elsewhere too.
OWN_PLACE = (
    "has_place(), asked by in_place, wants the writer to be an own live affiliation too: tests/oracle/test_doubled.py"
)
MOVES = (
    "what stays in its space is judged before and after alike (tests/oracle/test_doubled.py);"
    " what moves must be written in at both ends by moves(), and whoever writes reacts"
)
EXPLAINED = {
    "plein.compute(uuid, uuid, uuid), line 19: a.kind = 'staff' -> true": "CHECK: no external administers",
    "plein.compute(uuid, uuid, uuid): b.person_id = the_person -> true": "foreign key: a login is its person's alone",
    "plein.compute(uuid, uuid, uuid): s.kind = 'group' -> true": "CHECK of space: a room is always closed",
    "plein.veiled(), line 6: i.veiled -> true": "policy: of items a door reads the veiled ones alone",
    "plein.veiled(), line 6: i.space_id IN (SELECT plein.listed('sees')) -> true": (
        "finds them by their index; what lies elsewhere is not seen anyhow"
    ),
    "item.veil ALL USING (NOT veiled) -> false": "spares asking plein.veiled(), among which nothing else is",
    "document_version.as_me INSERT RESTRICTIVE WITH CHECK -> true": OWN_PLACE,
    "item.as_me INSERT RESTRICTIVE WITH CHECK -> true": OWN_PLACE,
    "reaction.as_me INSERT RESTRICTIVE WITH CHECK -> true": OWN_PLACE,
    "item.change UPDATE PERMISSIVE USING -> true": MOVES,
    "item.change UPDATE WITH CHECK (space_id IN ( SELECT plein.listed('reacts'::text) AS listed)) -> true": MOVES,
}
POLICIES = """
SELECT tablename, policyname, permissive, cmd, qual, with_check FROM pg_policies
 WHERE schemaname = 'plein' AND roles = '{plein_app}' ORDER BY 1, 2
"""
FUNCTIONS = (
    "plein.compute(uuid, uuid, uuid)",
    "plein.has_place(uuid, uuid, boolean)",
    "plein.enter(bytea)",
    "plein.enter_as(uuid)",
    "plein.entered()",
    "plein.has_agreed(uuid, uuid)",
    "plein.viewable(uuid)",
    "plein.view_as(uuid, timestamp with time zone)",
    "plein.lives_there()",
    "plein.moves()",
    "plein.veiled()",
    "plein.turns()",
    "plein.merges()",
    "plein.asks_for()",
)
# A condition: what stands between IF, WHERE, AND, OR, ON and the next of them, with its own parentheses.
CONDITION = re.compile(
    r"(?:\bIF|\bWHERE|\bAND|\bOR|\bON) \(?((?:NOT )?[a-z]+\.[^(),]*?(?:\((?:[^()]|\([^()]*\))*\))?)"
    r"(?=\s*(?:\bAND\b|\bOR\b|\bTHEN\b|\bJOIN\b|\bWHERE\b|\bORDER\b|\bFOR\b|\)|;|\n\s*(?:INTO|UNION|FROM|LEFT)))"
)
# What is no condition by those words: of a function, what stands there, and what it is broken to.
TURNED = "(old.kind, new.kind) NOT IN (('post', 'question'), ('question', 'post'))"
BY_HAND = (
    ("plein.turns()", TURNED, "false"),
    ("plein.turns()", "('post', 'question'), ", ""),
    ("plein.turns()", ", ('question', 'post')", ""),
    ("plein.moves()", "plein.me() IS NOT NULL", "false"),
    ("plein.asks_for()", "said AND plein.me() IS NOT NULL AND (new", "false AND (new"),
    ("plein.asks_for()", "said AND plein.me() IS NOT NULL AND (new", "plein.me() IS NOT NULL AND (new"),
    ("plein.asks_for()", "(new.asked_for <> '' OR new.asked_for_id IS NOT NULL) AND new.author_id", "new.author_id"),
    ("plein.asks_for()", "new.author_id NOT IN (SELECT plein.listed('mine'))", "true"),
    ("plein.merges()", "plein.me() IS NOT NULL AND new.space_id", "false AND new.space_id"),
    ("plein.merges()", "plein.me() IS NOT NULL AND new.merged_by", "false AND new.merged_by"),
)


@dataclass(frozen=True)
class Mutant:
    """One change, and how to undo it."""

    name: str
    change: str
    undo: str


def of_functions(connection: psycopg.Connection[Any]) -> Iterator[Mutant]:
    """Each condition of the one rule made true, and made false."""
    for function in FUNCTIONS:
        row = connection.execute("SELECT pg_get_functiondef(%s::regprocedure)", (function,)).fetchone()
        assert row is not None
        body: str = row[0]
        for found in CONDITION.finditer(body):
            clause, line = " ".join(found[1].split()), body[: found.start(1)].count("\n")
            for value in ("true", "false"):
                changed = body[: found.start(1)] + value + body[found.end(1) :]
                yield Mutant(f"{function}, line {line}: {clause} -> {value}", changed, body)

    for function, clause, broken in BY_HAND:
        row = connection.execute("SELECT pg_get_functiondef(%s::regprocedure)", (function,)).fetchone()
        assert row is not None
        assert clause in row[0], f"{function} has changed"
        yield Mutant(f"{function}: {clause} -> {broken}", row[0].replace(clause, broken, 1), row[0])


def of_policies(connection: psycopg.Connection[Any]) -> Iterator[Mutant]:
    """Each policy dropped or opened, each of its arms made true and false."""
    for table, name, permissive, command, qual, check in connection.execute(POLICIES.encode()).fetchall():
        on = f"POLICY {name} ON plein.{table}"
        undo = f"ALTER {on}" + (f" USING ({qual})" if qual else "") + (f" WITH CHECK ({check})" if check else "")
        for kind, expression in (("USING", qual), ("WITH CHECK", check)):
            if not expression:
                continue
            for value in sorted({"true", "false"} - {expression}):
                yield Mutant(
                    f"{table}.{name} {command} {permissive} {kind} -> {value}", f"ALTER {on} {kind} ({value})", undo
                )
            for start, end in arms(expression):
                for value in ("true", "false"):
                    changed = expression[:start] + value + expression[end:]
                    what = " ".join(expression[start:end].split())
                    yield Mutant(
                        f"{table}.{name} {command} {kind} {what} -> {value}", f"ALTER {on} {kind} ({changed})", undo
                    )


def arms(expression: str) -> Iterator[tuple[int, int]]:
    """The parenthesised operands of AND and OR, at any depth outside of subselects."""
    opened = []
    for at, sign in enumerate(expression):
        if sign == "(":
            opened.append(at)
        elif sign == ")":
            start = opened.pop()
            inner, around = (
                expression[start : at + 1],
                expression[max(0, start - 5) : start] + expression[at + 1 : at + 6],
            )
            if ("AND" in around or "OR " in around or " OR" in around) and inner.count("(") == inner.count(")"):
                yield start, at + 1


def survives(superuser: psycopg.Connection[Any], world: World, hub: Hub, mutant: Mutant) -> bool | None:
    """Whether nobody notices; None when PostgreSQL does not take the change at all."""
    try:
        superuser.execute(mutant.change.encode())
    except psycopg.Error:
        return None
    sessions = world.rows("SELECT seen_at, proof FROM plein.session")
    try:
        return next(chain(entrances(world, hub), differences(world, hub), views(world, hub)), None) is None
    except (psycopg.Error, LookupError, TypeError):
        return False  # a mutant that breaks is a mutant that is noticed
    finally:
        superuser.execute(mutant.undo.encode())
        # Entering writes: what a broken one remembered of another's session would be noticed of all mutants after it.
        with world.keeper.cursor() as cursor:
            cursor.executemany("UPDATE plein.session SET seen_at = %s WHERE proof = %s", sessions)


def of_rules(bench: Bench) -> Iterator[tuple[str, bool]]:
    """Each mutant of each rule, and whether nobody notices."""
    for name, policy in policies().items():
        for can, rule in policy.rules.items():
            for said, changed in mutated(rule):
                noticed = next(bench.differences(name, can.value, changed), None)
                yield f"{name} {can.value}: {said}", noticed is None


def main(parts: Collection[str]) -> int:
    """Print the survivors and the rate; 1 when fewer are killed than should be. Other words: mutants so named alone."""
    words = [one for one in parts if one not in PARTS]
    parts = [one for one in parts if one in PARTS] or PARTS
    with tempfile.TemporaryDirectory(prefix="plein-mutants-") as folder:
        server = Postgres(Path(folder), durable=False)
        try:
            databases.prepare(server.start(), "mutants")
            database = Database(server.start(), "mutants")
            world = build_all(database)
            hub = read(world)
            assert list(chain(entrances(world, hub), differences(world, hub), views(world, hub))) == [], (
                "the database and the oracle must agree before anything is broken"
            )
            tried: list[tuple[str, bool | None]] = []
            if "rules" in parts:
                engine = connect(database.app)
                tried += of_rules(Bench.of(world, hub, engine))
                engine.dispose()
            with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
                of_sql = {"functions": of_functions, "policies": of_policies}
                made = chain.from_iterable(each(superuser) for part, each in of_sql.items() if part in parts)
                chosen = (one for one in made if not words or any(word in one.name for word in words))
                tried += [(one.name, survives(superuser, world, hub, one)) for one in chosen]
            world.keeper.close()
        finally:
            server.stop()
    judged = [(name, survived) for name, survived in tried if survived is not None]
    explained = [name for name, survived in judged if survived and EXPLAINED.keys() & {name, LINE.sub("", name)}]
    judged = [(name, survived) for name, survived in judged if name not in explained]
    survivors = [name for name, survived in judged if survived]
    rate = 1 - len(survivors) / len(judged)
    print(f"{len(judged) - len(survivors)} of {len(judged)} mutants killed ({rate:.1%}); nobody noticed:")
    print("\n".join(f"  {name}" for name in survivors))
    print(f"{len(explained)} more change nothing that can be:")
    print("\n".join(f"  {name}: {EXPLAINED.get(name) or EXPLAINED[LINE.sub('', name)]}" for name in explained))
    return int(rate < ENOUGH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
