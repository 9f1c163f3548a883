"""What the first statement of a transaction costs in 8, 50 and 500 spaces, now and by the one rule as first released.

`python -m benchmarks.enter` on a machine of one's own; the figures say something only beside each other.
"""

import re
import statistics
import time
from collections.abc import Iterator, Sequence

import psycopg

from migrations.files import FOLDER, FUNCTION
from tests.conftest import Controller, Database
from tests.world import World, build

SPACES, ROUNDS, EACH = (8, 50, 500), 6, 60
NOW = "SELECT pg_get_functiondef('plein.compute(uuid,uuid,uuid)'::regprocedure)"
# Groups of one town, in which the person is a member; so many of them are seen by openness already.
PLACES = """
WITH made AS (INSERT INTO plein.space (id, group_id, kind, form, title, founder_id, created_at)
  SELECT id, id, 'group', 'closed', 'Groep', %(founder)s, plein.moment()
    FROM (SELECT plein.new_id() AS id FROM generate_series(1, %(number)s)) x RETURNING id),
party AS (INSERT INTO plein.party (group_id, organisation_id, role, reach, since)
  SELECT id, %(town)s, 'owner', 'all', plein.moment() FROM made)
INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed,
    since, until, sponsor_id)
  SELECT plein.new_id(), made.id, made.id, a.id, a.organisation_id, a.kind, 'member', 'added', true, plein.moment(),
    CASE a.kind WHEN 'staff' THEN '9999-12-31Z' ELSE plein.moment() + interval '60 days' END,
    CASE a.kind WHEN 'external' THEN %(founder)s::uuid END
    FROM made CROSS JOIN plein.affiliation a WHERE a.id IN (%(founder)s, %(who)s)
"""


def laid(world: World) -> Iterator[tuple[str, int]]:
    """Somebody of each kind in so many spaces; the external's terms were accepted once."""
    world.rows("SELECT plein.moment()")
    world.lay(
        "terms",
        organisation_id=world.organisations["zandwijk"],
        number=1,
        text="Voorwaarden",
        made_by=world["zara"].affiliation,
        made_at=world.now,
    )
    for number in SPACES:
        for kind in ("staff", "external"):
            key = f"{kind}-{number}"
            who = world.person(key, key, "zandwijk" + (":external" if kind == "external" else ""))
            if kind == "external":
                world.lay(
                    "terms_accepted",
                    affiliation_id=who.affiliation,
                    organisation_id=world.organisations["zandwijk"],
                    number=1,
                    accepted_at=world.now,
                )
            values = {
                "founder": world["fatima"].affiliation,
                "who": who.affiliation,
                "town": world.organisations["zandwijk"],
                "number": number,
            }
            world.keeper.execute(PLACES.encode(), values)
            yield key, number
    world.keeper.execute("ANALYZE")


def took(database: Database, proof: bytes, view: object = None) -> list[float]:
    """Milliseconds of each of so many first statements; view: with what follows when one looks as an external."""
    found = []
    with psycopg.connect(database.app) as app:
        for _ in range(EACH):
            began = time.perf_counter()
            app.execute("SELECT plein.enter(%s)", (proof,))
            if view is not None:
                app.execute("SELECT plein.view_as(%s, '9999-12-31Z')", (view,))
            found.append(1000 * (time.perf_counter() - began))
            app.rollback()
    return found[EACH // 4 :]


def main(database: Database) -> Sequence[str]:
    """Both bodies by turns on one database; returns what to print."""
    world = build(database)
    people = list(laid(world))
    first = re.search(
        FUNCTION.format(name="compute"), (FOLDER / "0001" / "enter.sql").read_text(), flags=re.MULTILINE | re.DOTALL
    )
    if first is None:
        raise LookupError("0001/enter.sql has no function compute.")
    bodies = {"now": world.one(NOW), "before": first[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
    figures: dict[tuple[str, str], list[float]] = {}
    looks: dict[str, list[float]] = {}
    with psycopg.connect(database.url("postgres"), autocommit=True) as superuser:
        for turn in range(ROUNDS * 2):
            which = ("before", "now")[turn % 2]
            superuser.execute(bodies[which].encode())
            for key, _ in people:
                figures.setdefault((key, which), []).extend(took(database, world[key].proof))
        for key, _ in people:
            if key.startswith("external"):
                place = world.one(
                    "SELECT id FROM plein.membership WHERE affiliation_id = %s LIMIT 1", world[key].affiliation
                )
                looks[key] = took(database, world["fatima"].proof, place)
    middle = {key: statistics.median(some) for key, some in figures.items()}
    alone = statistics.median(took(database, world["fatima"].proof))
    return [
        f"{key}: enter() {middle[key, 'now']:.2f} ms, before {middle[key, 'before']:.2f} "
        f"({middle[key, 'now'] / middle[key, 'before'] - 1:+.0%})"
        for key, _ in people
    ] + [
        f"{key}: view_as() by a steward of all of them {statistics.median(some):.2f} ms, of which entering {alone:.2f}"
        for key, some in looks.items()
    ]


if __name__ == "__main__":
    controller = Controller()
    try:
        print("\n".join(main(Database(controller.room.server, "plein_template"))))
    finally:
        controller.pytest_unconfigure()
