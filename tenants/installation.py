"""What the operator does on the command line: organisations, their domains, issuers and first administrators.

Runs as the keeper. Each act writes an audit row `operator.*` for the organisation concerned. Reads no content.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from tenants.errors import Conflict, Invalid, Missing, words
from tenants.ids import new_id

LINK_DAYS = 7

Keeper = psycopg.Connection[Any]


@contextmanager
def keeper(url: str, *, one_moment: bool = False) -> Iterator[Keeper]:
    """One transaction as the keeper; one_moment: all that it reads is as of its first statement."""
    with psycopg.connect(url) as connection:
        if one_moment:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield connection


def create_organisation(  # noqa: PLR0913 - each is a column of the form that the operator fills in
    connection: Keeper,
    name: str,
    *,
    handle: str,
    short_name: str = "",
    initials: str = "",
    firm: bool = False,
    listed: bool = True,
    in_picker: bool = False,
    brand: str = "#0b5c8c",
    square_title: str = "",
) -> UUID:
    """Create an organisation with its square (an open group of its own). Conflict when the handle is taken."""
    at = _moment(connection)
    organisation_id, square_id = new_id(), new_id()
    letters = "".join(word[0] for word in name.replace("Gemeente ", "").split())[:2].upper()
    try:
        connection.execute(
            "INSERT INTO plein.organisation"
            " (id, name, short_name, initials, handle, firm, listed, in_picker, brand, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                organisation_id,
                name,
                short_name or name[:40],
                initials or letters,
                handle,
                firm,
                listed,
                in_picker,
                brand,
                at,
            ),
        )
    except psycopg.errors.UniqueViolation as error:
        raise Conflict(
            words("Er is al een organisatie met het adres “%(handle)s”. Kies een ander."), handle=handle
        ) from error
    except psycopg.errors.CheckViolation as error:
        raise Invalid(
            {"handle": words("Een adres bestaat uit kleine letters, cijfers en streepjes; een kleur is #rrggbb.")}
        ) from error
    connection.execute(
        "INSERT INTO plein.space (id, group_id, kind, form, square, title, created_at)"
        " VALUES (%s, %s, 'group', 'open', true, %s, %s)",
        (square_id, square_id, square_title or f"Plein {short_name or name}"[:120], at),
    )
    connection.execute(
        "INSERT INTO plein.party (group_id, organisation_id, role, reach, since) VALUES (%s, %s, 'owner', 'all', %s)",
        (square_id, organisation_id, at),
    )
    connection.execute("INSERT INTO plein.space_activity (space_id) VALUES (%s)", (square_id,))
    _note(connection, organisation_id, "operator.created", name)
    return organisation_id


def organisation_by_handle(connection: Keeper, handle: str) -> UUID:
    """The id of the organisation with this handle; Missing when there is none."""
    row = connection.execute("SELECT id FROM plein.organisation WHERE handle = %s", (handle,)).fetchone()
    if row is None:
        raise Missing(words("Er is geen organisatie met het adres “%(handle)s”."), handle=handle)
    found: UUID = row[0]
    return found


def logs(connection: Keeper, handle: str = "") -> list[tuple[UUID, str]]:
    """The organisations that have an audit log, with their handles; one, when a handle is given, or Missing."""
    if handle:
        return [(organisation_by_handle(connection, handle), handle)]
    return connection.execute("SELECT id, handle FROM plein.organisation ORDER BY handle").fetchall()


def add_domain(connection: Keeper, organisation_id: UUID, domain: str) -> None:
    """Give an organisation a mail domain that the operator has verified. Conflict when another organisation has it."""
    row = connection.execute(
        "INSERT INTO plein.domain AS d (name, organisation_id, verified_at) VALUES (%s, %s, %s)"
        " ON CONFLICT (name) DO UPDATE SET verified_at = excluded.verified_at"
        " WHERE d.organisation_id = excluded.organisation_id RETURNING 1",
        (domain.lower(), organisation_id, _moment(connection)),
    ).fetchone()
    if row is None:
        raise Conflict(words("Het maildomein %(domain)s hoort al bij een andere organisatie."), domain=domain)
    _note(connection, organisation_id, "operator.domain", domain)


def bind_issuer(  # noqa: PLR0913 - the settings of an identity provider
    connection: Keeper,
    organisation_id: UUID | None,
    url: str,
    *,
    client_id: str,
    secret: bytes | None = None,
    title: str = "",
    authentication: str = "client_secret_basic",
    verified: str = "claim",
    guests: bool = False,
    upstream_id: str = "",
) -> UUID:
    """Make or change an issuer, and let it speak for an organisation (or for none: that of the guests). Returns its id.

    `secret` is sealed already; `upstream_id` is the organisation's id in the issuer's claim. Conflict: guests have one.
    """
    at = _moment(connection)
    try:
        row = connection.execute(
            "INSERT INTO plein.issuer (id, url, title, client_id, secret, authentication, verified, guests, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (url) DO UPDATE SET title = excluded.title, client_id = excluded.client_id,"
            " secret = excluded.secret, authentication = excluded.authentication, verified = excluded.verified,"
            " guests = excluded.guests RETURNING id",
            (new_id(), url, title or url, client_id, secret, authentication, verified, guests, at),
        ).fetchone()
    except psycopg.errors.UniqueViolation as error:
        raise Conflict(words("Er is al een inlogdienst voor gasten, met een ander adres.")) from error
    assert row is not None  # noqa: S101 - an upsert returns its row
    issuer_id: UUID = row[0]
    if organisation_id is not None:
        connection.execute(
            "INSERT INTO plein.binding (issuer_id, organisation_id, upstream_id) VALUES (%s, %s, %s)"
            " ON CONFLICT (issuer_id, organisation_id) DO UPDATE SET upstream_id = excluded.upstream_id",
            (issuer_id, organisation_id, upstream_id),
        )
        _note(connection, organisation_id, "operator.issuer", title or url)
    return issuer_id


def administrator_link(connection: Keeper, organisation_id: UUID, *, days: int = LINK_DAYS) -> str:
    """The secret of a single-use link: who signs in with it through the bound issuer becomes administrator.

    Conflict when no issuer is bound. Only the hash is kept.
    """
    if (
        connection.execute("SELECT 1 FROM plein.binding WHERE organisation_id = %s", (organisation_id,)).fetchone()
        is None
    ):
        raise Conflict(
            words("Deze organisatie heeft nog geen inlogvoorziening. Koppel die eerst met plein organisation issuer.")
        )
    secret, at = secrets.token_urlsafe(32), _moment(connection)
    until = at + timedelta(days=days)
    connection.execute(
        "INSERT INTO plein.invitation (id, kind, organisation_id, proof, access_until, expires_at, created_at)"
        " VALUES (%s, 'administrator', %s, %s, %s, %s, %s)",
        (new_id(), organisation_id, hashlib.sha256(secret.encode()).digest(), until, until, at),
    )
    _note(connection, organisation_id, "operator.administrator-link", "")
    return secret


def set_status(connection: Keeper, organisation_id: UUID, status: str) -> None:
    """Suspend an organisation (its people see nothing, no door opens; what it shared stays) or make it active again."""
    connection.execute("UPDATE plein.organisation SET status = %s WHERE id = %s", (status, organisation_id))
    _note(connection, organisation_id, f"operator.{status}", "")


def _moment(connection: Keeper) -> Any:  # noqa: ANN401 - a datetime; psycopg rows are untyped
    row = connection.execute("SELECT plein.moment()").fetchone()
    return row[0] if row else None


def _note(connection: Keeper, organisation_id: UUID, verb: str, shown: str) -> None:
    connection.execute(
        "SELECT plein.note(ARRAY[%s]::uuid[], NULL, %s, 'organisation', %s, %s, '')",
        (organisation_id, verb, organisation_id, shown),
    )
