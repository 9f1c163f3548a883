"""The chain of the audit log: sealed in order, published, and the first broken link is named, whoever broke it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tenants import chain
from tenants.ids import new_id
from tests.tenants.stage import Stage

NOTE = "SELECT plein.note(ARRAY[%s]::uuid[], NULL, 'group.founded', 'space', plein.new_id(), %s, 'waarom; “é” 12:3,')"
ROWS = 12


@pytest.fixture
def sealed(stage: Stage) -> Stage:
    """Twelve rows of Zandwijk, sealed; the world's own are sealed before them."""
    seal(stage)
    write(stage, ROWS)
    seal(stage)
    return stage


def write(stage: Stage, many: int, organisation: str = "zandwijk") -> None:
    for number in range(many):
        stage.world.keeper.execute(NOTE, (stage.world.organisations[organisation], f"Groep {number}"))


def seal(stage: Stage, at_most: int = 1000) -> int:
    """Seals as the scheduler does."""
    with psycopg.connect(stage.world.database.worker) as worker:
        found = worker.execute("SELECT plein.work_seal(%s)", (at_most,)).fetchone()
    assert found is not None
    return int(found[0])


def zandwijk(stage: Stage) -> UUID:
    return stage.world.organisations["zandwijk"]


def heads(stage: Stage) -> list[chain.Head]:
    """What would be published now."""
    with psycopg.connect(stage.world.database.worker) as worker:
        rows = worker.execute("SELECT organisation_id, position, hash FROM plein.work_heads(true)").fetchall()
    return [chain.Head(*row) for row in rows]


def verified(stage: Stage, published: list[chain.Head] | None = None) -> chain.Verified:
    with psycopg.connect(stage.world.database.keeper) as keeper:
        keeper.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        return chain.verify(keeper, zandwijk(stage), published or [])


def broken(stage: Stage, published: list[chain.Head] | None = None) -> tuple[str, int]:
    found = verified(stage, published).broken
    assert found is not None
    return found.kind, found.position


@contextmanager
def owner(stage: Stage) -> Iterator[psycopg.Connection[Any]]:
    """Who may do anything to the tables, past every door, key and trigger."""
    with psycopg.connect(stage.world.database.url("postgres"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def last(stage: Stage) -> int:
    found: int = stage.world.one(
        "SELECT max(position) FROM plein.audit_seal WHERE organisation_id = %s", zandwijk(stage)
    )
    return found


def test_every_row_is_sealed_in_the_order_in_which_it_happened(sealed: Stage) -> None:
    rows = sealed.world.rows(
        "SELECT s.position, a.at FROM plein.audit a JOIN plein.audit_seal s ON s.audit_id = a.id"
        " WHERE a.organisation_id = %s ORDER BY s.position",
        zandwijk(sealed),
    )
    assert [position for position, _ in rows] == list(range(1, len(rows) + 1))
    assert [at for _, at in rows] == sorted(at for _, at in rows)
    assert sealed.world.one("SELECT count(*) FROM plein.audit_unsealed") == 0
    assert sealed.world.one("SELECT count(*) FROM plein.audit") == sealed.world.one(
        "SELECT count(*) FROM plein.audit_seal"
    )
    found = verified(sealed, heads(sealed))
    assert (found.broken, found.links, found.heads, found.waiting) == (None, len(rows), 1, 0)


def test_a_small_batch_leaves_the_rest_and_goes_on_where_it_was(stage: Stage) -> None:
    seal(stage)
    write(stage, 7)
    assert [seal(stage, 3), seal(stage, 3), seal(stage, 3), seal(stage, 3)] == [3, 3, 1, 0]
    assert verified(stage).broken is None


def test_what_is_sealed_twice_at_once_is_sealed_once(stage: Stage) -> None:
    seal(stage)
    write(stage, 5)
    url = stage.world.database.worker
    with psycopg.connect(url) as one, psycopg.connect(url) as other:
        first = one.execute("SELECT plein.work_seal(100)").fetchone()
        second = other.execute("SELECT plein.work_seal(100)").fetchone()  # does not wait, and does nothing
        write(stage, 1)  # nor does who writes
    assert (first, second) == ((5,), (0,))
    assert seal(stage) == 1
    assert verified(stage).broken is None


def test_a_row_that_commits_late_is_sealed_when_it_does(stage: Stage) -> None:
    seal(stage)
    with psycopg.connect(stage.world.database.keeper) as slow:
        slow.execute(NOTE, (zandwijk(stage), "Traag"))
        write(stage, 3)
        assert seal(stage) == 3
    assert seal(stage) == 1
    assert verified(stage, heads(stage)).broken is None


def _sql(query: str) -> Callable[[Stage, int], None]:
    def attack(stage: Stage, position: int) -> None:
        with owner(stage) as connection:
            connection.execute(query.encode(), {"o": zandwijk(stage), "p": position})

    return attack


_AT = "(SELECT audit_id FROM plein.audit_seal WHERE organisation_id = %(o)s AND position = %(p)s)"
_SHIFT_DOWN = (
    "UPDATE plein.audit_seal SET position = position + 999 WHERE organisation_id = %(o)s AND position > %(p)s;"
    "UPDATE plein.audit_seal SET position = position - 1000 WHERE position > 999;"
)
ALTERED = [
    f"UPDATE plein.audit SET {change} WHERE id = {_AT}"  # noqa: S608 - ours
    for change in (
        "event_id = plein.new_id()", "at = at + '1 microsecond'", "person_id = plein.new_id()",
        "affiliation_id = plein.new_id()", "actor_shown = 'Iemand anders'", "actor_organisation_id = plein.new_id()",
        "verb = 'group.found'", "thing_kind = 'x'",
        "thing_id = NULL", "thing_shown = thing_shown || ' '", "origin = '10.0.0.1'", "why = ''",
    )
]  # fmt: skip


@pytest.mark.parametrize("query", ALTERED)
def test_an_altered_row_is_named(sealed: Stage, query: str) -> None:
    published = heads(sealed)
    at = last(sealed) - 5
    _sql(query)(sealed, at)
    assert broken(sealed, published) == ("altered", at)
    assert broken(sealed) == ("altered", at)


def test_text_that_moves_from_one_column_to_the_next_is_an_alteration(sealed: Stage) -> None:
    at = last(sealed) - 5
    _sql(f"UPDATE plein.audit SET thing_shown = thing_shown || '|' || why, why = '' WHERE id = {_AT}")(sealed, at)  # noqa: S608
    assert broken(sealed) == ("altered", at)


def test_an_altered_hash_is_named_and_its_row_is_not_blamed(sealed: Stage) -> None:
    at = last(sealed) - 5
    change = "UPDATE plein.audit_seal SET hash = sha256('x') WHERE organisation_id = %(o)s AND position = %(p)s"
    _sql(change)(sealed, at)
    assert broken(sealed) == ("seal", at)


def test_a_removed_row_is_named(sealed: Stage) -> None:
    at = last(sealed) - 5
    _sql(f"DELETE FROM plein.audit WHERE id = {_AT}")(sealed, at)  # noqa: S608
    assert broken(sealed) == ("removed", at)


def test_a_row_removed_with_its_seal_is_named(sealed: Stage) -> None:
    at = last(sealed) - 5
    with owner(sealed) as connection:
        _remove(connection, sealed, at)
    assert broken(sealed) == ("removed", at)


def test_a_row_removed_with_its_seal_and_closed_up_is_named(sealed: Stage) -> None:
    published, at = heads(sealed), last(sealed) - 5
    with owner(sealed) as connection:
        _remove(connection, sealed, at)
        for part in _SHIFT_DOWN.split(";")[:2]:
            connection.execute(part.encode(), {"o": zandwijk(sealed), "p": at})
    assert broken(sealed, published) == ("removed", at)


def test_rows_that_changed_places_are_named(sealed: Stage) -> None:
    one, other = last(sealed) - 7, last(sealed) - 3
    with owner(sealed) as connection:
        _swap(connection, sealed, "audit_id", one, other)
    assert broken(sealed) == ("reordered", one)


@pytest.mark.parametrize("apart", [1, 4])
def test_seals_that_changed_places_are_named(sealed: Stage, apart: int) -> None:
    one, other = last(sealed) - 7, last(sealed) - 7 + apart
    with owner(sealed) as connection:
        _swap(connection, sealed, "audit_id", one, other)
        _swap(connection, sealed, "hash", one, other)
    assert broken(sealed) == ("reordered", one)


def test_a_cut_tail_is_found_by_what_was_published(sealed: Stage) -> None:
    published, at = heads(sealed), last(sealed) - 3
    with owner(sealed) as connection:
        connection.execute(
            "DELETE FROM plein.audit WHERE id IN (SELECT audit_id FROM plein.audit_seal"
            " WHERE organisation_id = %s AND position > %s)",
            (zandwijk(sealed), at),
        )
        connection.execute(
            "DELETE FROM plein.audit_seal WHERE organisation_id = %s AND position > %s", (zandwijk(sealed), at)
        )
    assert verified(sealed).broken is None  # nothing in the database can tell
    assert broken(sealed, published) == ("cut", at + 1)


def test_a_tail_that_was_cut_and_grew_again_is_found_by_what_was_published(sealed: Stage) -> None:
    published, at = heads(sealed), last(sealed)
    with owner(sealed) as connection:
        _remove(connection, sealed, at)
    write(sealed, 3)
    seal(sealed)
    assert broken(sealed, published) == ("rewritten", at)


def test_a_chain_made_anew_is_found_by_what_was_published(sealed: Stage) -> None:
    published = heads(sealed)
    write(sealed, 2)
    at = last(sealed) - 5
    with owner(sealed) as connection:
        connection.execute(f"UPDATE plein.audit SET why = 'anders' WHERE id = {_AT}", {"o": zandwijk(sealed), "p": at})  # noqa: S608
        connection.execute("SET session_replication_role = origin")
        connection.execute(
            "INSERT INTO plein.audit_unsealed SELECT a.organisation_id, a.at, a.id FROM plein.audit a"
            " JOIN plein.audit_seal s ON s.audit_id = a.id WHERE a.organisation_id = %s",
            (zandwijk(sealed),),
        )
        connection.execute("DELETE FROM plein.audit_seal WHERE organisation_id = %s", (zandwijk(sealed),))
    seal(sealed)
    assert verified(sealed).broken is None
    assert broken(sealed, published) == ("rewritten", published_at(published, sealed))


def test_a_row_put_in_with_a_seal_of_its_own_is_named(sealed: Stage) -> None:
    at = last(sealed) - 5
    with owner(sealed) as connection:
        up = "UPDATE plein.audit_seal SET position = position + 999 WHERE organisation_id = %s AND position >= %s"
        connection.execute(up, (zandwijk(sealed), at))
        connection.execute("UPDATE plein.audit_seal SET position = position - 998 WHERE position > 999")
        forged = _forge(connection, sealed)
        connection.execute(
            "INSERT INTO plein.audit_seal VALUES (%s, %s, %s, sha256('x'))", (zandwijk(sealed), at, forged)
        )
    assert broken(sealed) == ("forged", at)


def test_a_row_put_in_past_the_door_is_named_though_it_has_no_seal(sealed: Stage) -> None:
    with owner(sealed) as connection:
        forged = _forge(connection, sealed)
    seal(sealed)
    found = verified(sealed).broken
    assert found is not None
    assert (found.kind, found.audit_id) == ("forged", str(forged))


def test_a_row_put_in_through_the_queue_with_an_earlier_day_is_named(sealed: Stage) -> None:
    at = last(sealed) + 1
    with owner(sealed) as connection:
        connection.execute("SET session_replication_role = origin")
        _forge(connection, sealed)
    seal(sealed)
    assert broken(sealed) == ("inserted", at)


def test_a_row_that_nobody_seals_is_named_after_a_while(sealed: Stage) -> None:
    write(sealed, 1)
    assert verified(sealed).broken is None
    sealed.world.later(minutes=6)
    assert broken(sealed) == ("unsealed", 0)


def test_a_row_removed_before_it_was_sealed_is_named(sealed: Stage) -> None:
    write(sealed, 1)
    with owner(sealed) as connection:
        connection.execute(
            "DELETE FROM plein.audit a USING plein.audit_unsealed u WHERE u.audit_id = a.id AND a.organisation_id = %s",
            (zandwijk(sealed),),
        )
    seal(sealed)
    assert broken(sealed)[0] == "removed"


def test_a_row_of_another_organisation_is_no_link(sealed: Stage) -> None:
    at = last(sealed) - 5
    with owner(sealed) as connection:
        connection.execute(
            f"UPDATE plein.audit SET organisation_id = %(other)s WHERE id = {_AT}",  # noqa: S608
            {"o": zandwijk(sealed), "p": at, "other": sealed.world.organisations["dienst"]},
        )
    assert broken(sealed) == ("forged", at)


def test_two_heads_that_contradict_each_other_are_named(sealed: Stage) -> None:
    published = heads(sealed)
    false = [chain.Head(one.organisation_id, one.position, "00" * 32) for one in published]
    assert broken(sealed, published + false)[0] == "heads"


@pytest.mark.parametrize("role", ["plein_app", "plein_worker", "plein_door"])
@pytest.mark.parametrize(
    "query",
    [
        "UPDATE plein.audit SET why = 'x'",
        "DELETE FROM plein.audit",
        "TRUNCATE plein.audit CASCADE",
        "UPDATE plein.audit_seal SET hash = sha256('x')",
        "DELETE FROM plein.audit_seal",
        "INSERT INTO plein.audit SELECT * FROM plein.audit LIMIT 1",
        "INSERT INTO plein.audit_seal SELECT * FROM plein.audit_seal LIMIT 1",
    ],
)
def test_no_role_that_runs_alters_the_log(sealed: Stage, role: str, query: str) -> None:
    may = role == "plein_door" and query.startswith("INSERT")  # its functions write; nobody signs in as it
    with psycopg.connect(sealed.world.database.url("postgres")) as connection:
        connection.execute(f"SET ROLE {role}".encode())
        try:
            connection.execute(query.encode())
            passed = True
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UniqueViolation) as error:
            passed = isinstance(error, psycopg.errors.UniqueViolation)
        connection.rollback()
    assert passed == may


def published_at(published: list[chain.Head], stage: Stage) -> int:
    return next(one.position for one in published if one.organisation_id == zandwijk(stage))


def _remove(connection: psycopg.Connection[Any], stage: Stage, at: int) -> None:
    both = {"o": zandwijk(stage), "p": at}
    connection.execute(f"DELETE FROM plein.audit WHERE id = {_AT}".encode(), both)  # noqa: S608 - ours
    connection.execute(b"DELETE FROM plein.audit_seal WHERE organisation_id = %(o)s AND position = %(p)s", both)


def _swap(connection: psycopg.Connection[Any], stage: Stage, column: str, one: int, other: int) -> None:
    find = f"SELECT position, {column} FROM plein.audit_seal WHERE organisation_id = %s AND position IN (%s, %s)"  # noqa: S608
    found = dict(connection.execute(find.encode(), (zandwijk(stage), one, other)).fetchall())
    put = f"UPDATE plein.audit_seal SET {column} = %s WHERE organisation_id = %s AND position = %s"  # noqa: S608
    if column == "audit_id":
        connection.execute(put.encode(), (new_id(), zandwijk(stage), one))
    connection.execute(put.encode(), (found[one], zandwijk(stage), other))
    connection.execute(put.encode(), (found[other], zandwijk(stage), one))


def _forge(connection: psycopg.Connection[Any], stage: Stage) -> UUID:
    """A row that says it is a day old."""
    made = new_id()
    connection.execute(
        "INSERT INTO plein.audit (id, event_id, organisation_id, at, verb, thing_kind, thing_shown)"
        " VALUES (%s, %s, %s, plein.moment() - interval '1 day', 'group.founded', 'space', 'Verzonnen')",
        (made, new_id(), zandwijk(stage)),
    )
    return made
