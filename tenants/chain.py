"""The chain that seals each organisation's audit log, looked at by who was not there when it was made.

A link is SHA-256 over the hash before it (nothing before the first) and the row as text: each of COLUMNS in that order
as the number of its octets in UTF-8, `:`, the octets and `,`; NULL is `-,`. Ids are lower-case UUIDs, `at` is
`2026-11-22T10:00:41.123456Z`, `person` is the SHA-256, in hexadecimal, of the row's id, a space and the person's id.
The database writes the same in `plein.canonical()`; this is written apart from it, so that neither trusts the other.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

COLUMNS = (
    "id", "event_id", "organisation_id", "at", "person", "affiliation_id", "actor_shown", "actor_organisation_id",
    "verb", "thing_kind", "thing_id", "thing_shown", "origin", "why",
)  # fmt: skip
LATEST_SEAL = timedelta(minutes=5)
"""A row that has no seal after so long was put in where the sealer does not look, or nobody seals."""
LATEST_COMMIT = timedelta(minutes=15)
"""No transaction lasts longer: a row that says it is so much older than one before it was written afterwards."""
STEP = 5000

Keeper = psycopg.Connection[Any]
Progress = Callable[[int], None]


def canonical(row: Sequence[str | None]) -> bytes:
    """A row as the chain holds it; its columns as text, in the order of COLUMNS."""
    said = bytearray()
    for value in row:
        if value is None:
            said += b"-,"
        else:
            octets = value.encode()
            said += b"%d:%b," % (len(octets), octets)
    return bytes(said)


def link(previous: bytes, row: Sequence[str | None]) -> bytes:
    """The hash of a row that comes after this one; the first comes after nothing."""
    return hashlib.sha256(previous + canonical(row)).digest()


def person_mark(audit_id: str, person_id: str | None) -> str | None:
    """What stands for a person in a row: joins no two rows, yet who has the person's id can prove it."""
    return hashlib.sha256(f"{audit_id} {person_id}".encode()).hexdigest() if person_id else None


@dataclass(frozen=True)
class Head:
    """How far a chain had come when it was published outside of the database."""

    organisation_id: UUID
    position: int
    hash: str
    at: str = ""


def heads(connection: Keeper) -> Iterator[tuple[Head, str]]:
    """How far each chain has come now, with the organisation's handle."""
    for organisation_id, handle, position, found, at in connection.execute(_HEADS):
        yield Head(organisation_id, position, found, at.isoformat(timespec="seconds")), handle


@dataclass(frozen=True)
class Broken:
    """The first link of a chain that does not hold. kind: one word for what was done; position: where (0: nowhere)."""

    kind: str
    position: int
    audit_id: str
    sentence: str


@dataclass(frozen=True)
class Verified:
    """What became of looking at one chain: how many links hold, the last hash, and the first that does not."""

    organisation_id: UUID
    links: int
    hash: str
    heads: int
    waiting: int
    broken: Broken | None = None


@dataclass
class _Walk:
    """Where a walk along a chain is."""

    heads: Mapping[int, str]
    position: int = 0
    hash: bytes = b""
    latest: str = ""
    matched: int = 0
    met: set[int] = field(default_factory=set)


def verify(
    connection: Keeper, organisation_id: UUID, heads: Iterable[Head] = (), *, progress: Progress = lambda _done: None
) -> Verified:
    """Look at every link of an organisation's chain, the first one first; stop at one that fails.

    The transaction is REPEATABLE READ and began after the heads were read: sealing goes on meanwhile.
    `heads`: published ones; without them nobody can tell that the end of a chain was cut off or all of it rewritten.
    """
    ours = [head for head in heads if head.organisation_id == organisation_id]
    published: dict[int, str] = {}
    for head in ours:
        if published.setdefault(head.position, head.hash) != head.hash:
            two = Broken("heads", head.position, "", f"Two different heads were published for {head.position}.")
            return Verified(organisation_id, 0, "", 0, 0, two)
    walk = _Walk(published)
    broken = _walk(connection, organisation_id, walk, progress) or _end(connection, organisation_id, walk)
    waiting = _one(connection, _WAITING, organisation_id)[0]
    return Verified(organisation_id, walk.position, walk.hash.hex(), len(walk.met), waiting, broken)


def _walk(connection: Keeper, organisation_id: UUID, walk: _Walk, progress: Progress) -> Broken | None:
    with connection.cursor(name="chain") as cursor:
        cursor.itersize = STEP
        cursor.execute(_LINKS, {"organisation": organisation_id})
        for position, stored, audit_id, *row in cursor:
            fault = _fault(walk, position, bytes(stored), audit_id, row)
            if fault is not None:
                cursor.close()
                return _named(connection, organisation_id, walk, fault)
            if position % STEP == 0:
                progress(position)
    return None


def _fault(
    walk: _Walk, position: int, stored: bytes, audit_id: str, row: Sequence[str | None]
) -> tuple[str, int, str, bytes] | None:
    """Whether this link fails: in what, where, the row's id, and the hash that is kept; else the walk goes on."""
    expected = walk.position + 1
    if position != expected:
        return "gap", expected, "", stored
    if row[0] is None:
        return "removed", position, audit_id, stored
    found = link(walk.hash, row)
    if found != stored:
        return "altered", position, audit_id, stored
    published = walk.heads.get(position)
    if published is not None and published != stored.hex():
        return "rewritten", position, audit_id, stored
    at = row[3] or ""
    if walk.latest and _moment(at) < _moment(walk.latest) - LATEST_COMMIT:
        return "inserted", position, audit_id, stored
    walk.position, walk.hash, walk.latest = position, stored, max(walk.latest, at)
    if published is not None:
        walk.met.add(position)
        walk.matched = position
    return None


def _named(connection: Keeper, organisation_id: UUID, walk: _Walk, fault: tuple[str, int, str, bytes]) -> Broken:
    """What was done, told from what the links after it and the published heads say."""
    kind, position, audit_id, stored = fault
    if kind == "gap":
        return Broken("removed", position, "", f"The link at {position} is missing; those after it are there.")
    if kind == "removed":
        return Broken("removed", position, audit_id, f"The row at {position} ({audit_id}) was removed from the log.")
    if kind == "rewritten":
        since = f"after {walk.matched}, where it still held," if walk.matched else "before"
        return Broken(
            "rewritten", position, audit_id,
            f"The chain holds in itself, but is not the one whose head was published at {position}: "
            f"something {since} was changed or put in, and every hash after it made anew.",
        )  # fmt: skip
    if kind == "inserted":
        return Broken(
            "inserted", position, audit_id,
            f"The row at {position} ({audit_id}) says it is older than those before it: it was put in afterwards.",
        )  # fmt: skip
    return _altered(connection, organisation_id, walk, (position, audit_id, stored))


def _altered(connection: Keeper, organisation_id: UUID, walk: _Walk, at: tuple[int, str, bytes]) -> Broken:
    position, audit_id, stored = at
    row = list((_link_at(connection, organisation_id, position) or ())[3:])
    after = _link_at(connection, organisation_id, position + 1)
    if after is not None and link(link(walk.hash, row), after[3:]) == bytes(after[1]):
        return Broken("seal", position, audit_id, f"The hash kept for {position} was altered; the row itself holds.")
    moved = _elsewhere(connection, organisation_id, walk, (position, stored))
    if moved is not None:
        elsewhere, its_id, on = moved
        next_one = _link_at(connection, organisation_id, elsewhere + 1)
        if elsewhere == position + 1 and next_one is not None and link(on, next_one[3:]) == bytes(next_one[1]):
            return Broken("forged", position, audit_id, f"The row at {position} ({audit_id}) was put in between.")
        return Broken(
            "reordered", position, audit_id, f"The row that was sealed at {position} ({its_id}) stands at {elsewhere}."
        )
    if row[2] != str(organisation_id):
        return Broken("forged", position, audit_id, f"The row at {position} ({audit_id}) is of another organisation.")
    shifted = connection.execute(_BY_HASH, {"organisation": organisation_id, "hashes": _later(walk, position)})
    for elsewhere, found in shifted:
        if walk.heads.get(elsewhere + 1) == found:
            return Broken(
                "removed", position, "",
                f"A row was removed at {position}, and those after it were given its place.",
            )  # fmt: skip
    return Broken("altered", position, audit_id, f"The row at {position} ({audit_id}) was altered after it was sealed.")


def _later(walk: _Walk, position: int) -> list[bytes]:
    return [bytes.fromhex(found) for at, found in walk.heads.items() if at >= position]


def _end(connection: Keeper, organisation_id: UUID, walk: _Walk) -> Broken | None:
    """What is wrong past the last link: an end that was cut off, or rows that were never sealed."""
    furthest = max(walk.heads, default=0)
    if furthest > walk.position:
        return Broken(
            "cut", walk.position + 1, "",
            f"The end was cut off after {walk.position}: a head was published at {furthest}.",
        )  # fmt: skip
    gone = _one(connection, _GONE, organisation_id)
    if gone:
        return Broken("removed", 0, gone[0], f"The row {gone[0]} was removed before it was sealed.")
    unsealed = connection.execute(_UNSEALED, {"organisation": organisation_id, "late": LATEST_SEAL}).fetchone()
    if unsealed is None:
        return None
    audit_id, waits = unsealed
    if waits:
        return Broken("unsealed", 0, audit_id, f"The row {audit_id} still has no seal: does the scheduler run?")
    return Broken("forged", 0, audit_id, f"The row {audit_id} was put in past the door: it waits for no seal.")


def _elsewhere(
    connection: Keeper, organisation_id: UUID, walk: _Walk, at: tuple[int, bytes]
) -> tuple[int, str, bytes] | None:
    """Where the row stands now that belongs at this place: its position, its id, and the hash kept there."""
    position, stored = at
    with connection.cursor(name="search") as cursor:
        cursor.itersize = STEP
        cursor.execute(_LINKS, {"organisation": organisation_id})
        for elsewhere, kept, its_id, *other in cursor:
            if elsewhere > position and other[0] is not None and link(walk.hash, other) in {stored, bytes(kept)}:
                return elsewhere, its_id, bytes(kept)
    return None


def _link_at(connection: Keeper, organisation_id: UUID, position: int) -> tuple[Any, ...] | None:
    """The link at a position whose row is there."""
    found = connection.execute(_ONE_LINK, {"organisation": organisation_id, "position": position}).fetchone()
    return found if found is not None and found[3] is not None else None


def _one(connection: Keeper, query: bytes, organisation_id: UUID) -> tuple[Any, ...]:
    return connection.execute(query, {"organisation": organisation_id}).fetchone() or ()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


_SAID = """
    a.id::text, a.event_id::text, a.organisation_id::text,
    to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    encode(sha256(convert_to(a.id || ' ' || a.person_id, 'UTF8')), 'hex'), a.affiliation_id::text, a.actor_shown,
    a.actor_organisation_id::text, a.verb, a.thing_kind, a.thing_id::text, a.thing_shown, a.origin, a.why"""
_FROM = f"""
    SELECT s.position, s.hash, s.audit_id::text, {_SAID} FROM plein.audit_seal s
      LEFT JOIN plein.audit a ON a.id = s.audit_id WHERE s.organisation_id = %(organisation)s"""  # noqa: S608 - our own
_LINKS = f"{_FROM} ORDER BY s.position".encode()
_ONE_LINK = f"{_FROM} AND s.position = %(position)s".encode()
_BY_HASH = b"""
    SELECT position, encode(hash, 'hex') FROM plein.audit_seal
     WHERE organisation_id = %(organisation)s AND hash = ANY (%(hashes)s)"""
_HEADS = b"SELECT organisation_id, handle, position, hash, at FROM plein.work_heads(true)"
_WAITING = b"SELECT count(*) FROM plein.audit_unsealed WHERE organisation_id = %(organisation)s"
_GONE = b"""
    SELECT u.audit_id::text FROM plein.audit_unsealed u
     WHERE u.organisation_id = %(organisation)s AND NOT EXISTS (SELECT FROM plein.audit a WHERE a.id = u.audit_id)
     ORDER BY u.at LIMIT 1"""
_UNSEALED = b"""
    SELECT a.id::text, EXISTS (SELECT FROM plein.audit_unsealed u WHERE u.organisation_id = a.organisation_id
        AND u.at = a.at AND u.audit_id = a.id) AS waits
      FROM plein.audit a
     WHERE a.organisation_id = %(organisation)s AND NOT EXISTS (SELECT FROM plein.audit_seal s WHERE s.audit_id = a.id)
       AND (a.at < plein.moment() - %(late)s OR NOT EXISTS (SELECT FROM plein.audit_unsealed u
         WHERE u.organisation_id = a.organisation_id AND u.at = a.at AND u.audit_id = a.id))
     ORDER BY waits, a.at, a.id LIMIT 1"""
