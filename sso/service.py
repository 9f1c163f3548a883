"""Signing in, staying signed in and signing out: between an issuer, the database's doors and a browser's secrets."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Engine

from sso import tokens
from sso.answers import Arrived, Leaving, Linking, NeedsPerson, NoPlace, Returning
from sso.claims import mail_domain, proposal
from sso.discovery import Providers
from sso.issuer import Binding, Issuer, Reason, SignInFailed
from sso.oidc import Ended, RelyingParty, Started, fail
from sso.seal import Seal
from tenants.clock import moment
from tenants.db import NOBODY_ENTERS, NoActor, door, door_rows, session, transaction
from tenants.names import sort_name

START_SECONDS = 15 * 60  # from the sign-in page to the callback
LINK_SECONDS = 10 * 60  # from the callback of a second sign-in to the person's word that it is hers
SHORTEST_FRESH = 30
RETRY_SECONDS = 60  # while an issuer can't be reached
GRACE_SECONDS = 15 * 60  # ... and no longer: by then somebody may have lost the right to be here


@dataclass(frozen=True, slots=True)
class Desk:
    """What signing in needs of an installation."""

    engine: Engine
    party: RelyingParty
    seal: Seal
    address: str
    session_seconds: int
    idle_seconds: int

    @classmethod
    def open(
        cls, engine: Engine, *, address: str, secret: str, session_hours: int, idle_minutes: int, loopback: bool
    ) -> Self:
        """For this installation. `loopback`: issuers on this machine may speak http."""
        party = RelyingParty(Providers(loopback=loopback))
        return cls(engine, party, Seal(secret), address.rstrip("/"), session_hours * 3600, idle_minutes * 60)


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation that one can sign in at."""

    handle: str
    name: str
    initials: str
    issuer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """The tokens of a session, as they lie sealed in its row. `failing`: since when the issuer can't be reached."""

    refresh: str = field(default="", repr=False)
    id_token: str = field(default="", repr=False)
    failing: float = 0.0


def new_secret() -> str:
    """256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> bytes:
    """What the database is shown of a secret."""
    return hashlib.sha256(secret.encode()).digest()


# ---------------------------------------------------------------- where to sign in


def picker(desk: Desk) -> list[Choice]:
    """The organisations that chose to be on the sign-in page, by name."""
    with _transaction(desk):
        return [Choice(row.handle, row.name, row.initials) for row in door_rows("door_picker")]


def at_domain(desk: Desk, address: str) -> Choice | None:
    """The listed organisation of this mail address; an unlisted one answers as an unknown one."""
    domain = mail_domain(address)
    if not domain:
        return None
    with _transaction(desk):
        handle = door("door_domain", the_domain=domain)
        return _by_handle(handle) if handle else None


def by_handle(desk: Desk, handle: str) -> Choice | None:
    """The organisation whose own sign-in address this is, listed or not."""
    with _transaction(desk):
        return _by_handle(handle)


def at_guests(desk: Desk) -> UUID | None:
    """The issuer where externals have their accounts, if this installation has one."""
    with _transaction(desk):
        found: UUID | None = door("door_guests")
        return found


def _by_handle(handle: str) -> Choice | None:
    rows = door_rows("door_handle", the_handle=handle)
    return Choice(handle, rows[0].name, rows[0].initials, rows[0].issuer_id) if rows else None


# ---------------------------------------------------------------- there and back


def begin(
    desk: Desk,
    issuer_id: UUID,
    *,
    browser: str,
    return_to: str,
    invitation: bytes | None = None,
    silent: bool = False,
    hint: str = "",
    language: str = "",
    link: bytes | None = None,
) -> str:
    """The issuer's address to send the browser to. `browser` is its secret; of one, five sign-ins are under way.

    `link` proves the live session whose person wants to link what comes back: the issuer must ask who it is, since
    at a shared computer it may still know somebody else. Missing when that session is over.
    """
    with _transaction(desk):
        issuer = _issuer(desk, issuer_id)
    prompt = "login" if link else "none" if silent else None
    url, started = desk.party.begin(
        issuer,
        _redirect_uri(desk, issuer_id),
        prompt=prompt,
        max_age=START_SECONDS if link else None,
        login_hint=hint or None,
        language=language or None,
    )
    with _transaction(desk):
        door(
            "door_sign_in_begin",
            the_state=fingerprint(started.state),
            the_browser=fingerprint(browser),
            the_issuer=issuer_id,
            the_nonce=started.nonce,
            the_verifier=started.verifier,
            is_silent=silent,
            the_return_to=return_to,
            the_invitation=invitation,
            seconds=START_SECONDS,
            the_link=link,
        )
    return url


def finish(
    desk: Desk, issuer_id: UUID, callback: Mapping[str, str], *, browser: str, former: bytes | None
) -> Arrived | Returning | NoPlace | NeedsPerson | Linking:
    """Back from the issuer. `former` proves the browser's session until now, which ends. May raise SignInFailed."""
    state = callback.get("state", "")
    with transaction(desk.engine, NOBODY_ENTERS):  # used, whatever comes next
        rows = door_rows("door_sign_in_take", the_state=fingerprint(state), the_browser=fingerprint(browser))
    with transaction(desk.engine, NOBODY_ENTERS):
        issuer = _issuer(desk, issuer_id)
    if not rows:
        fail(Reason.STALE, issuer)
    row = rows[0]
    if row.issuer_id != issuer_id:
        fail(Reason.FOREIGN, issuer)
    if row.link is not None and (former is None or not hmac.compare_digest(bytes(row.link), former)):
        fail(Reason.STALE, issuer)  # begun in another session than the one of this browser now
    max_age = START_SECONDS if row.link is not None else None
    started = Started(state, row.nonce, row.verifier, _redirect_uri(desk, issuer_id), max_age=max_age)
    try:
        identity = desk.party.finish(issuer, started, callback)
    except SignInFailed:
        if not row.silent:
            raise
        _forget(desk, former)
        return NeedsPerson(row.return_to)
    proposed = proposal(issuer, identity.claims)
    if row.link is not None:
        with transaction(desk.engine, NOBODY_ENTERS):
            door(
                "door_link_arrived",
                the_session=bytes(row.link),
                the_issuer=issuer_id,
                the_subject=identity.subject,
                the_upstream=proposed.upstream,
                the_shown=proposed.shown,
                the_address=proposed.address,
                seconds=LINK_SECONDS,
            )
        return Linking(row.return_to)
    secret = new_secret()
    proof = fingerprint(secret)
    with transaction(desk.engine, NOBODY_ENTERS):
        if former:
            door_rows("door_session_end", the_proof=former)
        person_id = door(
            "door_sign_in",
            the_issuer=issuer_id,
            the_subject=identity.subject,
            the_sid=identity.sid,
            the_shown=proposed.shown,
            the_sort_name=sort_name(proposed.shown),
            the_address=proposed.address,
            is_verified=proposed.is_verified,
            proposed=list(proposed.organisations),
            the_invitation=row.invitation,
            the_proof=proof,
            the_tokens=_closed(desk, proof, _Kept(identity.refresh_token, identity.id_token)),
            fresh_seconds=max(identity.expires_in, SHORTEST_FRESH),
            session_seconds=desk.session_seconds,
            the_idle_seconds=desk.idle_seconds,
            the_upstream=proposed.upstream,
        )
        if person_id:
            return Arrived(secret, row.return_to)
        waits = door_rows("door_returning", the_issuer=issuer_id, the_subject=identity.subject)
    return Returning(tuple(one.organisation for one in waits)) if waits else NoPlace(issuer.title)


# ---------------------------------------------------------------- staying


def refresh(desk: Desk, proof: bytes) -> bool:
    """Ask the issuer whether this session still lives, under the row's lock: of many requests at once, one asks.

    False when it does not: one silent sign-in may be tried. An issuer that can't be reached has a quarter of an hour.
    """
    with transaction(desk.engine, NOBODY_ENTERS):
        rows = door_rows("door_session_stale", the_proof=proof)
        if not rows:
            return True  # another request was first, or it is over and enter() will say so
        kept = _opened(desk, proof, rows[0].tokens)
        if not kept.refresh:
            return False
        issuer = _issuer(desk, rows[0].issuer_id)
        now = moment().timestamp()
        try:
            answer = desk.party.refresh(issuer, kept.refresh, subject=rows[0].subject)
        except SignInFailed as failed:
            since = kept.failing or now
            if failed.reason == Reason.UNTRUSTED or now - since > GRACE_SECONDS:
                answer = Ended()
            else:
                _keep(desk, proof, replace(kept, failing=since), seconds=RETRY_SECONDS)
                return True
        if isinstance(answer, Ended):
            _keep(desk, proof, replace(kept, refresh=""), seconds=0)
            return False
        fresh = _Kept(answer.refresh_token, answer.id_token or kept.id_token)
        _keep(desk, proof, fresh, seconds=max(answer.expires_in, SHORTEST_FRESH))
        return True


def stale_issuer(desk: Desk, proof: bytes) -> UUID | None:
    """The issuer of a session that is no longer fresh: where a silent sign-in may be tried."""
    with transaction(desk.engine, NOBODY_ENTERS):
        rows = door_rows("door_session_stale", the_proof=proof)
        return rows[0].issuer_id if rows else None


# ---------------------------------------------------------------- leaving


def leave(desk: Desk, proof: bytes, *, return_to: str) -> Leaving:
    """End this session here; what is returned ends it at the issuer."""
    with transaction(desk.engine, NOBODY_ENTERS):
        rows = door_rows("door_session_end", the_proof=proof)
        if not rows:
            return Leaving()
        kept = _opened(desk, proof, rows[0].tokens)
        issuer = _issuer(desk, rows[0].issuer_id)
    try:
        url, fields = desk.party.logout_form(issuer, kept.id_token, f"{desk.address}{return_to}")
    except SignInFailed:
        return Leaving(issuer.title)  # here it is over in any case
    return Leaving(issuer.title, url, fields) if kept.id_token else Leaving(issuer.title)


def leave_behind(desk: Desk, issuer_id: UUID, token: str) -> int:
    """End what an issuer's back-channel logout token names. How many ended; tokens.Refused when it does not count."""
    with transaction(desk.engine, NOBODY_ENTERS):
        rows = door_rows("door_issuer", the_issuer=issuer_id)
    if not rows:
        raise tokens.Refused("issuer")
    told = tokens.logout(desk.party.providers, _read_issuer(desk, rows[0]), token)
    with transaction(desk.engine, NOBODY_ENTERS):
        ended: int = door(
            "door_sessions_end",
            the_issuer=issuer_id,
            the_sid=told.sid,
            the_subject=told.subject,
            the_jti=told.jti,
            seconds=tokens.LOGOUT_LIFE + 2 * tokens.LEEWAY,
        )
    if ended < 0:
        raise tokens.Refused("jti")
    return ended


# ---------------------------------------------------------------- parts


@contextmanager
def _transaction(desk: Desk) -> Iterator[None]:
    """The transaction under way, else one of our own, as nobody."""
    try:
        session()
    except NoActor:
        with transaction(desk.engine, NOBODY_ENTERS):
            yield
    else:
        yield


def _issuer(desk: Desk, issuer_id: UUID) -> Issuer:
    rows = door_rows("door_issuer", the_issuer=issuer_id)
    if not rows:
        raise SignInFailed(Reason.STALE)
    return _read_issuer(desk, rows[0])


def _read_issuer(desk: Desk, row: Any) -> Issuer:  # noqa: ANN401 - a row of the door
    secret = desk.seal.open(bytes(row.secret), purpose="issuer") if row.secret is not None else ""
    if secret is None:
        raise SignInFailed(Reason.UNREACHABLE)  # sealed by another installation's secret
    return Issuer(
        id=row.id,
        url=row.url,
        client_id=row.client_id,
        secret=secret,
        authentication=row.authentication,
        verified=row.verified,
        title=row.title,
        guests=row.guests,
        organisations=tuple(
            Binding(UUID(each["organisation_id"]), each["upstream_id"], tuple(each["domains"]))
            for each in row.organisations
        ),
    )


def _redirect_uri(desk: Desk, issuer_id: UUID) -> str:
    return f"{desk.address}/inloggen/terug/{issuer_id}"


def _forget(desk: Desk, proof: bytes | None) -> None:
    if proof:
        with transaction(desk.engine, NOBODY_ENTERS):
            door_rows("door_session_end", the_proof=proof)


def _keep(desk: Desk, proof: bytes, kept: _Kept, *, seconds: int) -> None:
    tokens_ = _closed(desk, proof, kept)
    door("door_session_refreshed", the_proof=proof, the_tokens=tokens_, fresh_seconds=seconds)


def _closed(desk: Desk, proof: bytes, kept: _Kept) -> bytes:
    text = json.dumps({"refresh": kept.refresh, "id": kept.id_token, "failing": kept.failing})
    return desk.seal.close(text, purpose=f"session {proof.hex()}")


def _opened(desk: Desk, proof: bytes, sealed: bytes | None) -> _Kept:
    text = desk.seal.open(bytes(sealed), purpose=f"session {proof.hex()}") if sealed else None
    values = json.loads(text) if text else {}
    return _Kept(values.get("refresh", ""), values.get("id", ""), values.get("failing", 0.0))
