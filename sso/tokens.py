"""Tokens that come in without a browser: bearer tokens and back-channel logout tokens, checked with joserfc."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from requests import RequestException

from sso.discovery import Providers
from sso.issuer import Issuer

LEEWAY = 30
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LIFE = 300  # the oldest logout token that we take, in seconds
_LOGOUT_TYPES = {"logout+jwt", "jwt", ""}
LONGEST_TOKEN = 64 * 1024


class Refused(Exception):
    """A token that does not count. Nobody outside hears why."""


@dataclass(frozen=True, slots=True)
class Logout:
    """The issuer ended a session (`sid`), or with `sid` '' all of a subject's. `jti` counts once."""

    sid: str
    subject: str
    jti: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a bearer token speaks for, and the client that got it."""

    subject: str
    sid: str
    client_id: str
    claims: Mapping[str, Any] = field(repr=False)


def logout(providers: Providers, issuer: Issuer, token: str) -> Logout:
    """A back-channel logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6); Refused when anything is off.

    Used before is for the caller to say: keep `jti` for LOGOUT_LIFE.
    """
    opened = _opened(providers, issuer, token)
    if str(opened.header.get("typ", "")).lower() not in _LOGOUT_TYPES:
        raise Refused("typ")
    claims = opened.claims
    registry = _Fresh(
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer.url},
        aud={"essential": True, "value": issuer.client_id},
        iat={"essential": True},
        exp={"essential": True},
        jti={"essential": True},
        events={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as fault:
        raise Refused(type(fault).__name__) from None
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise Refused("events")
    if "nonce" in claims:
        raise Refused("nonce")
    sid, subject = claims.get("sid", ""), claims.get("sub", "")
    if not isinstance(sid, str) or not isinstance(subject, str) or not (sid or subject) or len(claims["jti"]) > 255:  # noqa: PLR2004
        raise Refused("nobody")
    return Logout(sid, subject, claims["jti"])


def bearer(providers: Providers, issuer: Issuer, token: str, *, audience: str, clients: frozenset[str]) -> Bearer:
    """An access token in the form that Keycloak gives: for our `audience`, of these `clients`; Refused otherwise."""
    opened = _opened(providers, issuer, token)
    claims = opened.claims
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer.url},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
        typ={"essential": True, "value": "Bearer"},
        azp={"essential": True, "values": sorted(clients) or [""]},
    )
    try:
        registry.validate(claims)
    except JoseError as fault:
        raise Refused(type(fault).__name__) from None
    sid = claims.get("sid")
    return Bearer(claims["sub"], sid if isinstance(sid, str) else "", claims["azp"], claims)


class _Fresh(jwt.JWTClaimsRegistry):
    """Also refuses what was issued long ago."""

    def validate_iat(self, value: object) -> None:
        super().validate_iat(value)
        if isinstance(value, (int, float)) and value < self.now - LOGOUT_LIFE - self.leeway:
            raise JoseError("old")


def _opened(providers: Providers, issuer: Issuer, token: str) -> jwt.Token:
    if len(token) > LONGEST_TOKEN:
        raise Refused("long")
    try:
        return providers.opened(issuer.url, token)
    except (JoseError, ValueError, RequestException) as fault:
        raise Refused(type(fault).__name__) from None
