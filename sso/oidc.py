"""Signing in at an issuer: code flow with PKCE on Authlib's client, with what its defaults leave open closed."""

import hmac
import logging
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NoReturn

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key
from requests import RequestException

from sso import wire
from sso.discovery import Metadata, Providers
from sso.issuer import Issuer, Reason, SignInFailed

SCOPE = "openid profile email organization:*"
LEEWAY = 30  # seconds that clocks may differ
LONGEST_TOKEN_LIFE = 3600
ASSERTION_LIFE = 60
_NEEDS_PERSON = {"login_required", "interaction_required", "consent_required", "account_selection_required"}
_CODE = re.compile(r"[a-z_]{1,40}")
_FAULTS = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, TypeError)

log = logging.getLogger(__name__)
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that began; kept on the server until its callback, and used once."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    acr: tuple[str, ...] = ()  # the levels that will do; empty: any
    max_age: int | None = None  # seconds since the person proved to be there


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, by a token that was checked. `sid` is '' without a session's name; `expires_in` is seconds."""

    issuer: Issuer
    subject: str
    sid: str
    claims: Claims = field(repr=False)
    id_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The issuer still knows the session; the old refresh token is dead. `claims` are None without a new id token."""

    refresh_token: str = field(repr=False)
    id_token: str = field(repr=False)
    claims: Claims | None = field(repr=False)
    expires_in: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The issuer takes this refresh token no more: one silent sign-in may be tried."""


class RelyingParty:
    """This hub towards its issuers. One per process: it keeps their metadata and keys, and nothing about people."""

    def __init__(self, providers: Providers) -> None:
        self.providers = providers

    def begin(
        self,
        issuer: Issuer,
        redirect_uri: str,
        *,
        prompt: str | None = None,
        login_hint: str | None = None,
        language: str | None = None,
        acr: tuple[str, ...] = (),
        max_age: int | None = None,
    ) -> tuple[str, Started]:
        """Where to send the browser, and what to keep until it is back. SignInFailed when it can't be reached."""
        started = Started(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(64),
            redirect_uri=redirect_uri,
            acr=acr,
            max_age=max_age,
        )
        wishes = {
            "prompt": prompt,
            "login_hint": login_hint,
            "ui_locales": language,
            "acr_values": " ".join(acr) or None,
            "max_age": max_age,
        }
        metadata = self._metadata(issuer)
        with closing(self._client(issuer, metadata)) as client:
            url, _ = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=started.state,
                code_verifier=started.verifier,
                nonce=started.nonce,
                redirect_uri=redirect_uri,
                scope=SCOPE,
                **{name: value for name, value in wishes.items() if value is not None},
            )
        return str(url), started

    def finish(self, issuer: Issuer, started: Started, callback: Mapping[str, str]) -> Identity:
        """Who came back with this callback; SignInFailed for every reason not to believe it."""
        metadata = self._metadata(issuer)
        if not hmac.compare_digest(callback.get("state", "").encode(), started.state.encode()):
            fail(Reason.STALE, issuer)
        named = callback.get("iss")
        if named != issuer.url and (named is not None or metadata.says_iss):
            fail(Reason.FOREIGN, issuer)  # before the code goes anywhere (RFC 9207)
        if "error" in callback or not callback.get("code"):
            code = callback.get("error", "")
            fail(Reason.INTERACTION if code in _NEEDS_PERSON else Reason.REFUSED, issuer, code)
        try:
            with closing(self._client(issuer, metadata)) as client:
                token = client.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=callback["code"],
                    redirect_uri=started.redirect_uri,
                    code_verifier=started.verifier,
                    **CAREFULLY,
                )
        except _FAULTS as fault:
            fail(_reason(fault), issuer, fault)
        try:
            claims = self._claims(issuer, token["id_token"], token.get("access_token"), nonce=started.nonce)
            subject, life = claims["sub"], _life(token)
        except _FAULTS as fault:
            fail(Reason.UNTRUSTED, issuer, fault)
        _check_level(issuer, started, claims)
        return Identity(
            issuer, subject, _text(claims, "sid"), claims, token["id_token"], _text(token, "refresh_token"), life
        )

    def refresh(self, issuer: Issuer, refresh_token: str, *, subject: str) -> Refreshed | Ended:
        """Ask whether the session still lives. Ended when refused; SignInFailed when it can't be asked or lies.

        Every call makes the refresh token useless: hold the session's row lock around it, and keep the answer under it.
        """
        metadata = self._metadata(issuer)
        try:
            with closing(self._client(issuer, metadata)) as client:
                token = client.refresh_token(metadata.token_endpoint, refresh_token=refresh_token, **CAREFULLY)
        except _FAULTS as fault:
            if getattr(fault, "error", "") == "invalid_grant":
                return Ended()
            fail(_reason(fault), issuer, fault)
        try:
            id_token = _text(token, "id_token")
            claims = self._claims(issuer, id_token, token.get("access_token"), nonce=None) if id_token else None
            life = _life(token)
        except _FAULTS as fault:
            fail(Reason.UNTRUSTED, issuer, fault)
        if claims is not None and claims["sub"] != subject:  # OpenID Connect Core 1.0, section 12.2
            fail(Reason.UNTRUSTED, issuer, "another subject")
        return Refreshed(_text(token, "refresh_token") or refresh_token, id_token, claims, life)

    def logout_form(
        self, issuer: Issuer, id_token: str, post_logout_redirect_uri: str, *, state: str = ""
    ) -> tuple[str, dict[str, str]]:
        """Where to post, and the fields, to end the session at the issuer too; ('', {}) when it knows no such thing."""
        url = self._metadata(issuer).end_session_endpoint
        if not url:
            return "", {}
        fields = {
            "id_token_hint": id_token,
            "client_id": issuer.client_id,
            "post_logout_redirect_uri": post_logout_redirect_uri,
            "state": state,
        }
        return url, {name: value for name, value in fields.items() if value}

    def _metadata(self, issuer: Issuer) -> Metadata:
        try:
            return self.providers.metadata(issuer.url)
        except (ValueError, RequestException) as fault:
            fail(Reason.UNREACHABLE, issuer, fault)

    def _client(self, issuer: Issuer, metadata: Metadata) -> OAuth2Session:
        client = OAuth2Session(
            issuer.client_id,
            issuer.secret or None,
            token_endpoint_auth_method=issuer.authentication,
            code_challenge_method="S256",
        )
        wire.prepare(client, metadata.token_endpoint)
        client.register_client_auth_method(_OwnKey(issuer.url))
        client.register_compliance_hook("access_token_response", wire.read)
        client.register_compliance_hook("refresh_token_response", wire.read)
        return client

    def _claims(self, issuer: Issuer, id_token: object, access_token: object, *, nonce: str | None) -> Claims:
        if not isinstance(id_token, str):
            raise wire.Unusable("no id token")
        token = self.providers.opened(issuer.url, id_token)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": issuer.url},
                "aud": {"essential": True, "value": issuer.client_id},
                "sub": {"essential": True},
            },
            {"nonce": nonce, "client_id": issuer.client_id, "access_token": access_token},
        )
        claims.validate(leeway=LEEWAY)
        if token.claims.get("typ", "ID") != "ID":  # Keycloak marks what a token is for in its claims
            raise wire.Unusable("no id token")
        return dict(claims)


class _OwnKey(PrivateKeyJWT):  # type: ignore[misc] # Authlib has no types
    """private_key_jwt with a fresh jti each time, a minute of life, and the issuer as its one audience (NLGov)."""

    def sign(self, auth: Any, token_endpoint: str) -> str:  # noqa: ANN401 - Authlib's own objects
        key = import_key(
            auth.client_secret, None if auth.client_secret.lstrip().startswith("{") else _kind(auth.client_secret)
        )
        key.ensure_kid()
        return str(
            private_key_jwt_sign(
                key,
                client_id=auth.client_id,
                token_endpoint=token_endpoint,
                header={"kid": key.thumbprint()},
                alg="ES256" if isinstance(key, ECKey) else "RS256",
                expires_in=ASSERTION_LIFE,
            )
        )


CAREFULLY = {"timeout": wire.SECONDS, "allow_redirects": False, "stream": True}


def fail(reason: Reason, issuer: Issuer, detail: object = "") -> NoReturn:
    """Log why, under a reference, without a provider's text; raise SignInFailed."""
    failed = SignInFailed(reason)
    if isinstance(detail, Exception):
        code = getattr(detail, "error", "")
        detail = f"{type(detail).__name__} {code if isinstance(code, str) and _CODE.fullmatch(code) else ''}".strip()
    elif not (isinstance(detail, str) and _CODE.fullmatch(detail.replace(" ", "_"))):
        detail = ""
    log.warning("sign-in failed: %s, reference %s, issuer %s %s", reason, failed.reference, issuer.id, detail)
    raise failed from None


def _check_level(issuer: Issuer, started: Started, claims: Claims) -> None:
    if started.acr and claims.get("acr") not in started.acr:
        fail(Reason.TOO_WEAK, issuer)
    if started.max_age is not None:
        at = claims.get("auth_time")
        if not isinstance(at, int) or time.time() - at > started.max_age + LEEWAY:
            fail(Reason.TOO_WEAK, issuer)


def _reason(fault: Exception) -> Reason:
    return Reason.REFUSED if isinstance(fault, AuthlibBaseError) else Reason.UNREACHABLE


def _life(token: Mapping[str, Any]) -> int:
    found = token.get("expires_in", 0)
    return max(0, min(int(found), LONGEST_TOKEN_LIFE))


def _text(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    return found if isinstance(found, str) else ""


def _kind(pem: str) -> Any:  # noqa: ANN401 - a literal of joserfc's
    for kind, cls in (("RSA", RSAKey), ("EC", ECKey)):
        try:
            cls.import_key(pem)
        except (ValueError, TypeError, JoseError):
            continue
        return kind
    raise wire.Unusable("no private key")
