"""Looking as an external, in SQL: never more than either sees, for every pair of the cast, and nothing written."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, text

from tenants.actor import LISTS
from tenants.db import Entrance, Look, ViewEnded, again, as_affiliation, by_session, connect, door, session, transaction
from tenants.errors import Forbidden, Missing, Refusal
from tests.world import FOREVER, World
from tests.world.sight import GROUP_SIGHT

Rows = dict[str, set[str]]
READABLE = """
SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'plein'::regnamespace AND c.relkind = 'r'
   AND has_column_privilege('plein_app', c.oid, a.attnum, 'SELECT')
 GROUP BY c.relname ORDER BY 1
"""


@pytest.fixture(scope="module")
def worker(world: World) -> Iterator[Engine]:
    engine = connect(world.database.worker)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def world(world: World) -> World:
    """The cast, with externals in more than one place, and sponsors who are no steward, or see the space no more."""
    world.member("kamer-a", "peter", sponsor="kees")  # kees sees no room
    world.member("visie", "karin", sponsor="els", sponsor_id=world["els"].affiliations["zandwijk"])
    world.member("visie", "bas", sponsor="rik")
    world.member("tender", "bas", sponsor="rik")
    world.member("intern", "peter", sponsor="kees")
    world.member("kamer-b", "els", of="dienst")  # who sees both rivals' rooms
    world.member("kamer-a", "els", "steward", of="dienst")
    tomorrow = world.now + timedelta(days=1)
    for key, home, sponsor in (  # each an external of the tender but for one thing, with a steward who would look
        ("wacht-nog", "zandwijk", "fatima"),
        ("komt-morgen", "zandwijk", "fatima"),
        ("werkt-morgen", "zandwijk", "fatima"),
        ("van-slaap", "slaap", "slaap"),
        ("van-weg", "weg", "weg"),
        ("van-straks", "straks", "straks"),
    ):
        world.person(key, key.title(), f"{home}:external", issuer="gasten")
        world.member("tender", key, sponsor=sponsor, confirmed=key != "wacht-nog")
    world.keeper.execute(
        "UPDATE plein.membership SET since = %s WHERE affiliation_id = %s", (tomorrow, world["komt-morgen"].affiliation)
    )
    world.keeper.execute(
        "UPDATE plein.affiliation SET since = %s WHERE id = %s", (tomorrow, world["werkt-morgen"].affiliation)
    )
    return world


def _externals(world: World) -> list[tuple[UUID, UUID]]:
    return world.rows("SELECT id, affiliation_id FROM plein.membership WHERE kind = 'external' ORDER BY id")


def _rows(world: World) -> Rows:
    """Everything that the application may read in the transaction under way, by table."""
    tx = session()
    return {
        table: {str(row) for row in tx.execute(text(f"SELECT {columns} FROM plein.{table}"))}  # noqa: S608 - catalogue's names
        for table, columns in world.rows(READABLE)
    }


def _looks(world: World, who: str, membership: UUID) -> Entrance:
    return by_session(world[who].proof, viewing=Look(membership, world.now + timedelta(minutes=15)))


def _may(world: World, who: str, membership: UUID) -> bool:
    """Said once more by hand: the sponsor, or a live steward of that space, of a party; the external's place live."""
    query = """
        SELECT EXISTS (SELECT FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
          JOIN plein.organisation o ON o.id = a.organisation_id
          JOIN plein.party p ON (p.group_id, p.organisation_id) = (m.group_id, m.organisation_id)
         WHERE m.id = %(membership)s AND m.confirmed AND o.status = 'active'
           AND plein.moment() BETWEEN m.since AND m.until AND plein.moment() BETWEEN a.since AND a.until
           AND plein.moment() BETWEEN p.since AND p.until
           AND EXISTS (SELECT FROM plein.affiliation x JOIN plein.affiliation_login l ON l.affiliation_id = x.id
                 JOIN plein.organisation h ON h.id = x.organisation_id
                 WHERE l.login_id = %(login)s AND h.status = 'active' AND x.kind = 'staff'
                   AND plein.moment() BETWEEN x.since AND x.until
                   AND (x.id = m.sponsor_id OR EXISTS (SELECT FROM plein.membership s JOIN plein.party q
                          ON (q.group_id, q.organisation_id) = (s.group_id, s.organisation_id)
                         WHERE s.space_id = m.space_id AND s.affiliation_id = x.id AND s.role = 'steward'
                           AND plein.moment() BETWEEN s.since AND s.until
                           AND plein.moment() BETWEEN q.since AND q.until))))
    """
    row = world.keeper.execute(query, {"membership": membership, "login": world[who].login_id}).fetchone()
    return bool(row and row[0])


def test_nobody_sees_more_by_looking_as_somebody(world: World, engine: Engine, worker: Engine) -> None:
    """Given every person and every external, when one looks as the other, then every row is one that both may read."""
    looked, refused = 0, 0
    for who, one in world.people.items():
        with transaction(engine, one.enters) as tx:
            own, own_rows = tx.who, _rows(world)
        for membership, affiliation in _externals(world):
            if not _may(world, who, membership):
                refused += 1
                with pytest.raises(Missing), transaction(engine, _looks(world, who, membership)):
                    pass
                continue
            looked += 1
            with transaction(worker, as_affiliation(affiliation)) as tx:
                theirs = tx.who
            with transaction(engine, by_session(_a_session(world, affiliation))):
                their_rows = _rows(world)
            with transaction(engine, _looks(world, who, membership)) as tx:
                both, rows = tx.who, _rows(world)
            assert both.sees == own.sees & theirs.sees, who
            assert both.knows == own.knows & theirs.knows, who
            assert {name for name in LISTS if both.has(name)} <= {"sees", "knows"}
            assert both.standings == ()
            assert both.acting is None
            for table, found in rows.items():
                assert found <= own_rows[table], (who, table)
                assert found <= their_rows[table], (who, table)
            assert not any(rows[table] for table in ("person", "affiliation_address", "once", "audit", "invitation"))
    assert looked >= 12
    assert refused > 40


def _a_session(world: World, affiliation: UUID) -> bytes:
    """The proof of a session of the person behind an affiliation."""
    query = (
        "SELECT s.proof FROM plein.session s JOIN plein.affiliation_login l ON l.login_id = s.login_id"
        " WHERE l.affiliation_id = %s LIMIT 1"
    )
    found: bytes = world.one(query, affiliation)
    return found


def test_who_may_look_is_said_by_name(world: World, engine: Engine) -> None:
    """Given the story's externals, then their steward and sponsor may look as them, and nobody else at all."""
    for space, external, may in (
        ("tender", "peter", {"fatima"}),
        ("kamer-a", "karin", {"fatima", "els"}),
        ("kamer-a", "peter", {"fatima", "els", "kees"}),
        ("tender", "bas", {"fatima", "rik"}),
        ("kamer-b", "bas", {"sanne"}),
        ("tender", "ivo", set[str]()),  # the date has passed
        *(("tender", one, set[str]()) for one in ("wacht-nog", "komt-morgen", "werkt-morgen")),
        *(("tender", one, set[str]()) for one in ("van-slaap", "van-weg", "van-straks")),
    ):
        membership = world.memberships[space, world[external].affiliation]
        found = set()
        for who in GROUP_SIGHT:
            try:
                with transaction(engine, _looks(world, who, membership)):
                    found.add(who)
            except Missing:
                pass
        assert found == may, (space, external)
    with (
        pytest.raises(Missing),
        transaction(engine, _looks(world, "fatima", world.memberships["tender", world["sanne"].affiliation])),
    ):
        pass  # staff are not looked as


def test_nothing_is_written_while_looking(world: World, engine: Engine) -> None:
    """Given a steward who looks as an external, when any table is written or any door called, then nothing changes."""
    peter = world.memberships["tender", world["peter"].affiliation]
    looks = _looks(world, "fatima", peter)
    before = _everything(world)
    for table, columns in world.rows(READABLE):
        first = columns.split(", ")[0]
        for statement in (
            f"INSERT INTO plein.{table} SELECT * FROM plein.{table} LIMIT 0",  # noqa: S608 - the tests' own words
            f"UPDATE plein.{table} SET {first} = {first}",  # noqa: S608
            f"DELETE FROM plein.{table}",  # noqa: S608
        ):
            with pytest.raises((Refusal, psycopg.Error, Exception)), transaction(engine, looks) as tx:
                tx.execute(text(statement))
    outbox = "INSERT INTO plein.outbox (id, kind, payload, created_at, due_at) SELECT plein.new_id(), 'x', '{}', t, t"
    with pytest.raises(Forbidden), transaction(engine, looks) as tx:
        tx.execute(text(f"{outbox} FROM plein.moment() t"))
    for statement in (
        "SET LOCAL transaction_read_only = off",
        "SELECT set_config('transaction_read_only', 'off', true)",
    ):
        with pytest.raises(Exception, match="read-write"), transaction(engine, looks) as tx:
            tx.execute(text(statement))
    for name, values in (
        (
            "found_group",
            {
                "as_affiliation": world["fatima"].affiliation,
                "the_title": "x",
                "the_purpose": "",
                "the_form": "open",
                "the_end": None,
            },
        ),
        ("end_membership", {"the_membership": peter}),
        ("rename_space", {"the_space": world.spaces["tender"], "the_title": "x", "the_purpose": ""}),
        ("create_room", {"the_group": world.spaces["tender"], "the_title": "x", "the_purpose": ""}),
        ("start_view", {"the_membership": peter}),
        ("view_as", {"the_membership": peter, "the_end": FOREVER}),  # nor does one look on from there
    ):
        with pytest.raises(Refusal), transaction(engine, looks):
            door(name, **values)
    assert _everything(world) == before


def test_looking_does_not_end_by_a_change_of_access(world: World, engine: Engine) -> None:
    """Given somebody who looks, when the lists are to be made again, then no way leads back to the own ones."""
    peter = world.memberships["tender", world["peter"].affiliation]
    with transaction(engine, _looks(world, "fatima", peter)):
        world.later(minutes=5)  # so that entering again would touch the session
        with pytest.raises(Forbidden):
            again()
    world.on_time()


def test_looking_is_logged_once_for_both_organisations(world: World, engine: Engine) -> None:
    bas = world.memberships["kamer-b", world["bas"].affiliation]
    query = "SELECT organisation_id FROM plein.audit WHERE verb = 'external.viewed' AND thing_id = %s"
    with transaction(engine, world["sanne"].enters):
        door("start_view", the_membership=bas)
    for _ in range(3):
        with transaction(engine, _looks(world, "sanne", bas)):
            pass
    assert world.rows(query, world["bas"].affiliation) == [(world.organisations["meerbergen"],)]
    for who in ("fatima", "mehmet", "bas", "karin", "rik"):
        with pytest.raises(Missing), transaction(engine, world[who].enters):
            door("start_view", the_membership=bas)


def _everything(world: World) -> list[list[tuple[object, ...]]]:
    tables = world.rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r'"
        " AND relname NOT IN ('session', 'issuer') ORDER BY 1"
    )
    return [world.rows(f"SELECT * FROM plein.{table} ORDER BY 1, 2") for (table,) in tables]  # noqa: S608 - as above


def test_a_look_is_over_at_its_end(world: World, engine: Engine) -> None:
    peter = world.memberships["tender", world["peter"].affiliation]
    looks = _looks(world, "fatima", peter)
    world.later(minutes=14)
    with transaction(engine, looks) as tx:
        assert tx.who.viewing
    world.later(minutes=2)
    with pytest.raises(ViewEnded), transaction(engine, looks):
        pass
    world.on_time()
