"""Tokens that come without a browser: what a logout token and a bearer token must be to count."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from joserfc import jwt

from sso.discovery import Providers
from sso.issuer import Issuer
from sso.tokens import LOGOUT_EVENT, Logout, Refused, bearer, logout
from tests.sso.hostile import KEY, OTHER_KEY, Hostile, hostile_app
from tests.sso.serving import served


@pytest.fixture(scope="module")
def provider() -> Iterator[Hostile]:
    provider = Hostile()
    with served(lambda _: hostile_app(provider)) as address:
        provider.address = address
        yield provider


@pytest.fixture
def providers() -> Providers:
    return Providers(loopback=True)


@pytest.fixture
def issuer(provider: Hostile) -> Issuer:
    return Issuer(id=uuid.uuid4(), url=provider.address, client_id="hub")


def signed(claims: dict[str, Any], *, typ: str | None = "logout+jwt", stranger: bool = False) -> str:
    header = {"alg": "RS256", "kid": KEY.kid} | ({"typ": typ} if typ else {})
    return jwt.encode(header, claims, OTHER_KEY if stranger else KEY, ["RS256"], default_type=None)


@dataclass(frozen=True)
class FromNow:
    """A time in a claim: so many seconds from when the token is made, not from when the tests were gathered."""

    seconds: int


def filled(claims: dict[str, Any]) -> dict[str, Any]:
    """Claims with their times, without those that are to lack."""
    now = int(time.time())
    times = {name: now + value.seconds for name, value in claims.items() if isinstance(value, FromNow)}
    return {name: value for name, value in (claims | times).items() if value is not None}


def leaving(issuer: Issuer, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - claims
    now = int(time.time())
    claims = {
        "iss": issuer.url,
        "aud": "hub",
        "iat": now,
        "exp": now + 120,
        "jti": "once",
        "sub": "somebody",
        "sid": "abcdefghijklmnopqrstuvwx",
        "events": {LOGOUT_EVENT: {}},
    }
    return filled(claims | changed)


@pytest.mark.parametrize("typ", ["logout+jwt", "JWT", None])
def test_a_logout_token_counts(providers: Providers, issuer: Issuer, typ: str | None) -> None:
    assert logout(providers, issuer, signed(leaving(issuer), typ=typ)) == Logout(
        "abcdefghijklmnopqrstuvwx", "somebody", "once"
    )
    assert logout(providers, issuer, signed(leaving(issuer, sid=None))).sid == ""
    assert logout(providers, issuer, signed(leaving(issuer, sub=None))).subject == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elders.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": []},
        {"aud": None},
        {"iat": None},
        {"iat": FromNow(300)},
        {"iat": FromNow(-4000)},
        {"exp": None},
        {"exp": FromNow(-300)},
        {"jti": None},
        {"jti": ""},
        {"jti": "x" * 256},
        {"jti": 7},
        {"events": None},
        {"events": {}},
        {"events": [LOGOUT_EVENT]},
        {"events": {LOGOUT_EVENT: "yes"}},
        {"nonce": "n"},
        {"sid": None, "sub": None},
        {"sid": "", "sub": ""},
        {"sid": ["a"]},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_logout_token_that_is_off_counts_for_nothing(
    providers: Providers, issuer: Issuer, changed: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        logout(providers, issuer, signed(leaving(issuer, **changed)))


def test_a_logout_token_of_another_kind_or_key_counts_for_nothing(
    providers: Providers, issuer: Issuer, provider: Hostile
) -> None:
    for wrong in (
        signed(leaving(issuer), typ="at+jwt"),
        signed(leaving(issuer), stranger=True),
        provider.id_token(),
        "",
        "a.b.c",
        "x" * 100_000,
    ):
        with pytest.raises(Refused):
            logout(providers, issuer, wrong)


def access(issuer: Issuer, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - claims
    now = int(time.time())
    claims = {
        "iss": issuer.url,
        "aud": ["account", "hub-api"],
        "iat": now,
        "exp": now + 300,
        "sub": "somebody",
        "typ": "Bearer",
        "azp": "a machine",
        "sid": "abcdefghijklmnopqrstuvwx",
    }
    return filled(claims | changed)


def test_a_bearer_token_counts(providers: Providers, issuer: Issuer) -> None:
    for audience in ("hub-api", ["account", "hub-api"]):
        found = bearer(
            providers,
            issuer,
            signed(access(issuer, aud=audience), typ="JWT"),
            audience="hub-api",
            clients=frozenset({"a machine"}),
        )
        assert (found.subject, found.client_id) == ("somebody", "a machine")


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elders.example"},
        {"aud": "account"},
        {"aud": []},
        {"aud": None},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"typ": None},
        {"azp": "another machine"},
        {"azp": None},
        {"exp": FromNow(-60)},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_bearer_token_that_is_off_counts_for_nothing(
    providers: Providers, issuer: Issuer, changed: dict[str, Any]
) -> None:
    token = signed(access(issuer, **changed), typ="JWT")
    with pytest.raises(Refused):
        bearer(providers, issuer, token, audience="hub-api", clients=frozenset({"a machine"}))


def test_without_a_list_of_clients_no_bearer_token_counts(providers: Providers, issuer: Issuer) -> None:
    with pytest.raises(Refused):
        bearer(providers, issuer, signed(access(issuer)), audience="hub-api", clients=frozenset())
