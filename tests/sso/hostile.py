"""An identity provider that lies: each fault is one name, and everything else is as it should be."""

import hmac
import json
import time
import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response as AnyResponse

KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, private=True)
KEY.ensure_kid()
OTHER_KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, private=True)
OTHER_KEY.ensure_kid()
MARKUP = "<script>alert('hier')</script>"


@dataclass
class Hostile:
    """What the provider does and was asked. `faults` are names; `nonce` is what a browser would have brought."""

    address: str = ""
    faults: set[str] = field(default_factory=set)
    nonce: str = ""
    key: RSAKey = field(default_factory=lambda: KEY)
    asked: dict[str, int] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)

    def claims(self) -> dict[str, Any]:
        now = int(time.time())
        of = {
            "iss": self.address,
            "sub": "somebody",
            "aud": "hub",
            "azp": "hub",
            "typ": "ID",
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": self.nonce,
            "sid": "abcdefghijklmnopqrstuvwx",
            "jti": str(uuid.uuid4()),
        }
        changes: dict[str, dict[str, Any]] = {
            "foreign audience": {"aud": "another"},
            "foreign audience for us": {"aud": "another", "azp": "hub"},
            "no audience": {"aud": []},
            "somebody else's party": {"aud": ["hub", "another"], "azp": "another"},
            "foreign issuer": {"iss": "https://elders.example"},
            "foreign nonce": {"nonce": "n" * 43},
            "expired": {"exp": now - 31, "iat": now - 400},
            "from the future": {"iat": now + 120},
            "no subject": {"sub": None},
            "empty subject": {"sub": ""},
            "subject is no text": {"sub": 7},
            "an access token": {"typ": "Bearer"},
            "signed in long ago": {"auth_time": now - 4000},
            "endless": {"exp": float("nan")},
            "foreign access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        }
        for fault in self.faults & changes.keys():
            of |= changes[fault]
        for claim in ("iss", "aud", "nonce", "exp", "iat"):
            if f"without {claim}" in self.faults:
                del of[claim]
        return of

    def id_token(self) -> str:
        claims = self.claims()
        if "unsigned" in self.faults:
            return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
        if "signed with the public key" in self.faults:
            text = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': self.key.kid})}.{_part(claims)}"
            return f"{text}.{_base64(hmac.digest(self.key.as_pem(private=False), text.encode(), 'sha256'))}"
        if "signed by a stranger" in self.faults:
            return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, OTHER_KEY, ["RS256"])
        if "unknown key" in self.faults:
            return jwt.encode({"alg": "RS256", "kid": "unknown"}, claims, OTHER_KEY, ["RS256"])
        if "weak algorithm" in self.faults:
            return jwt.encode(
                {"alg": "RS512", "kid": self.key.kid}, claims, RSAKey.import_key(_bare(self.key)), ["RS512"]
            )
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key, ["RS256"])

    def count(self, what: str) -> None:
        self.asked[what] = self.asked.get(what, 0) + 1


def hostile_app(provider: Hostile) -> Flask:
    """The provider as an application."""
    app = Flask("hostile")

    @app.get("/.well-known/openid-configuration")
    def configuration() -> AnyResponse:
        provider.count("discovery")
        ill = _ill(provider, "discovery", "/elders/.well-known/openid-configuration")
        return ill or _json(_document(provider))

    @app.get("/elders/.well-known/openid-configuration")
    def configuration_elsewhere() -> AnyResponse:
        return _json(_document(provider))

    @app.get("/certs")
    def certs() -> AnyResponse:
        provider.count("keys")
        keys = [{**provider.key.as_dict(private=False), "kid": provider.key.kid}, {"kty": "PQ", "kid": "later"}]
        return _ill(provider, "keys", "/certs?again") or _json({"keys": keys})

    @app.post("/token")
    def token() -> AnyResponse:
        provider.count("token")
        provider.forms.append(request.form.to_dict())
        return _ill(provider, "token", "/elders") or _tokens(provider)

    @app.post("/elders")
    def token_elsewhere() -> AnyResponse:
        provider.count("elsewhere")
        return _tokens(provider)

    return app


def _ill(provider: Hostile, what: str, elsewhere: str) -> AnyResponse | None:
    answers = {
        f"{what} down": Response("ziek", 503),
        f"{what} redirects": redirect(f"{provider.address}{elsewhere}", 307),
        f"{what} is a page": Response(MARKUP),
        f"{what} is huge": Response(b"x" * 2_000_000),
        f"{what} error": _json({"error": "invalid_client", "error_description": MARKUP}, 400),
    }
    return next((answer for fault, answer in answers.items() if fault in provider.faults), None)


def _document(provider: Hostile) -> dict[str, Any]:
    at = provider.address
    found: dict[str, Any] = {
        "issuer": at,
        "authorization_endpoint": f"{at}/auth",
        "token_endpoint": f"{at}/token",
        "jwks_uri": f"{at}/certs",
        "end_session_endpoint": f"{at}/logout",
        "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
        "authorization_response_iss_parameter_supported": True,
    }
    changes: dict[str, dict[str, Any]] = {
        "never says iss": {"authorization_response_iss_parameter_supported": False},
        "discovery of another": {"issuer": "https://elders.example"},
        "token endpoint in the clear": {"token_endpoint": "http://elders.example/token"},
        "keys in the clear": {"jwks_uri": "http://elders.example/certs"},
        "long discovery": {"filling": "x" * 2_000_000},
    }
    for fault in provider.faults & changes.keys():
        found |= changes[fault]
    return found


def _tokens(provider: Hostile) -> AnyResponse:
    if "session over" in provider.faults:
        return _json({"error": "invalid_grant", "error_description": MARKUP}, 400)
    given: dict[str, Any] = {
        "access_token": "an access token",
        "refresh_token": "a refresh token",
        "id_token": provider.id_token(),
        "expires_in": 10**9 if "lives for ever" in provider.faults else 300,
        "token_type": "Bearer",
    }
    if "no id token" in provider.faults:
        del given["id_token"]
    return _json(given)


def _json(values: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(values), status, content_type="application/json")


def _part(values: dict[str, Any]) -> str:
    return _base64(json.dumps(values).encode())


def _base64(given: bytes) -> str:
    return urlsafe_b64encode(given).decode().rstrip("=")


def _bare(key: RSAKey) -> dict[str, Any]:
    return {name: value for name, value in key.as_dict(private=True).items() if name not in {"alg", "use"}}
