"""Authlib's server framework for one realm: code flow with PKCE, refresh rotation, tokens shaped like Keycloak's."""

import hashlib
import secrets
import time
import uuid
from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.util import create_half_hash
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from sso.devidp.realms import Account, Client, Realm
from sso.devidp.state import State, Value

ACCESS_LIFE = 300
CODE_LIFE = 60
SESSION_LIFE = 10 * 3600
LOGOUT_LIFE = 120
Theirs = Any  # an object of Authlib, which has no types
AUTHENTICATIONS = ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with a sign-in session here. `sid` is 24 signs, as with Keycloak."""

    account: Account
    sid: str
    auth_time: int
    acr: str = "1"  # "0" when the session was there already


@dataclass(frozen=True, slots=True)
class Given:
    """A code or a refresh token that was given out; Authlib calls the methods."""

    key: str
    value: Value

    def get_redirect_uri(self) -> str:
        """Where the code went."""
        return str(self.value["redirect_uri"])

    def get_scope(self) -> str:
        """What it is for."""
        return str(self.value["scope"])

    def check_client(self, client: Client) -> bool:
        """Whether this client got it."""
        return bool(self.value["client_id"] == client.client_id)

    @property
    def code_challenge(self) -> str:
        """The S256 challenge of the request."""
        return str(self.value["code_challenge"])

    @property
    def code_challenge_method(self) -> str:
        """S256, always."""
        return "S256"


class RealmServer(AuthorizationServer):  # type: ignore[misc] # Authlib has no types
    """The endpoints of one realm."""

    def __init__(self, realm: Realm, state: State, issuer: str) -> None:
        super().__init__()
        self.realm, self.state, self.issuer = realm, state, issuer
        self.key = self._signing_key()
        self.init_app(_NoConfig(), query_client=realm.clients.get, save_token=self._save)
        self.register_token_generator("default", self._token)
        self.register_client_auth_method("private_key_jwt", _Assertion(self))
        self.register_grant(_Code, [_Pkce(), _IdToken(self)])
        self.register_grant(_Refresh, [_IdToken(self)])
        self.register_endpoint(_EndSession(self))

    # people and sessions
    def account(self, username: str) -> Account | None:
        """Someone of the file, or who registered; by user name or address."""
        wanted = username.strip().lower()
        return next((one for one in self.accounts() if wanted in (one.username.lower(), one.email.lower())), None)

    def accounts(self) -> list[Account]:
        """Everyone who can sign in here: those of the file first."""
        return [*self.realm.accounts.values(), *(Account.read(each) for _, each in self._all("account"))]

    def register(self, account: Account) -> None:
        """Keep a new account."""
        self.state.put(self.realm.name, "account", account.username, account.written())

    def sign_in(self, account: Account) -> SignedIn:
        """Open a session."""
        signed_in = SignedIn(account, secrets.token_urlsafe(18), int(time.time()))
        value = {"username": account.username, "auth_time": signed_in.auth_time}
        self.state.put(self.realm.name, "session", signed_in.sid, value, seconds=SESSION_LIFE)
        return signed_in

    def session(self, sid: str, *, acr: str = "0") -> SignedIn | None:
        """The session, while it lives and its person exists."""
        value = self.state.get(self.realm.name, "session", sid)
        account = self.account(value["username"]) if value else None
        return SignedIn(account, sid, value["auth_time"], acr) if value and account else None

    def end(self, sid: str) -> None:
        """End a session with its tokens, and tell the clients that were in it (before returning, as Keycloak does)."""
        signed_in = self.session(sid)
        clients = {each["client_id"] for _, each in self._all("refresh") if each["sid"] == sid}
        self.state.drop(self.realm.name, "session", sid)
        self.state.drop_where(self.realm.name, "refresh", "sid", sid)
        for client in (self.realm.clients[one] for one in sorted(clients) if one in self.realm.clients):
            if client.backchannel_logout_uri and signed_in:
                self._tell(client, signed_in)

    def forget_family(self, family: str) -> None:
        """A token came twice: every refresh token that grew from the same sign-in dies; the session lives."""
        self.state.drop_where(self.realm.name, "refresh", "family", family)

    # tokens
    def signed(self, claims: dict[str, Any], *, typ: str = "JWT") -> str:
        """A JWT of this realm."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, "typ": typ}, claims, self.key, ["RS256"])

    def about(self, client: Client, signed_in: SignedIn, scope: str, *, typ: str, audience: str) -> dict[str, Any]:
        """The claims that both tokens share."""
        now = int(time.time())
        return {
            "exp": now + ACCESS_LIFE,
            "iat": now,
            "auth_time": signed_in.auth_time,
            "jti": str(uuid.uuid4()),
            "iss": self.issuer,
            "aud": audience,
            "typ": typ,
            "azp": client.client_id,
            "sid": signed_in.sid,
            "acr": signed_in.acr,
            **signed_in.account.claims(scope),
        }

    def _token(self, *, client: Client, user: SignedIn, scope: str, **_more: object) -> dict[str, Any]:
        claims = self.about(client, user, scope, typ="Bearer", audience=client.audience)
        return {
            "access_token": self.signed({**claims, "scope": scope}),
            "expires_in": ACCESS_LIFE,
            "refresh_expires_in": SESSION_LIFE,
            "refresh_token": secrets.token_urlsafe(48),
            "token_type": "Bearer",
            "scope": scope,
            "session_state": user.sid,
        }

    def _save(self, token: dict[str, Any], request: Theirs) -> None:
        before = getattr(request, "refresh_token", None) or request.authorization_code
        value = {
            "client_id": request.client.client_id,
            "sid": request.user.sid,
            "acr": request.user.acr,
            "scope": token["scope"],
            "family": before.value["family"],
        }
        key = fingerprint(token["refresh_token"])
        self.state.put(self.realm.name, "refresh", key, value, seconds=SESSION_LIFE)

    def _tell(self, client: Client, signed_in: SignedIn) -> None:
        now = int(time.time())
        claims = {
            "iat": now,
            "exp": now + LOGOUT_LIFE,
            "jti": str(uuid.uuid4()),
            "iss": self.issuer,
            "aud": client.client_id,
            "sub": signed_in.account.subject,
            "sid": signed_in.sid,
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        token = self.signed(claims, typ="logout+jwt")
        try:
            requests.post(client.backchannel_logout_uri, data={"logout_token": token}, timeout=5, allow_redirects=False)
        except requests.RequestException:
            return  # nobody there; as with Keycloak there is no second try

    def _all(self, kind: str) -> list[tuple[str, Value]]:
        return self.state.all(self.realm.name, kind)

    def _signing_key(self) -> RSAKey:
        kept = self.state.get(self.realm.name, "key", "signing")
        if kept is None:
            kept = dict(RSAKey.generate_key(2048, private=True).as_dict(private=True))
            self.state.put(self.realm.name, "key", "signing", kept)
        key = RSAKey.import_key({**kept, "use": "sig", "alg": "RS256"})
        key.ensure_kid()
        return key


class _Code(grants.AuthorizationCodeGrant):  # type: ignore[misc] # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = AUTHENTICATIONS

    def save_authorization_code(self, code: str, request: Theirs) -> None:
        data = request.payload.data
        value = {
            "client_id": request.client.client_id,
            "redirect_uri": request.payload.redirect_uri,
            "scope": request.scope,
            "nonce": data.get("nonce", ""),
            "code_challenge": data["code_challenge"],
            "sid": request.user.sid,
            "acr": request.user.acr,
            "family": str(uuid.uuid4()),
        }
        self.server.state.put(self.server.realm.name, "code", fingerprint(code), value, seconds=CODE_LIFE)

    def query_authorization_code(self, code: str, client: Client) -> Given | None:
        return _first_use(self.server, "code", code, client)

    def delete_authorization_code(self, authorization_code: Given) -> None:
        """Kept until it runs out, marked as used: a second use ends what came of the first."""

    def authenticate_user(self, authorization_code: Given) -> SignedIn | None:
        return _user(self.server, authorization_code)


class _Refresh(grants.RefreshTokenGrant):  # type: ignore[misc] # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = AUTHENTICATIONS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def _validate_request_token(self, client: Client) -> Given:
        self.request.client = client  # so that a token of another client is not used up by this one
        return super()._validate_request_token(client)  # type: ignore[no-any-return]

    def authenticate_refresh_token(self, refresh_token: str) -> Given | None:
        return _first_use(self.server, "refresh", refresh_token, self.request.client)

    def authenticate_user(self, refresh_token: Given) -> SignedIn | None:
        return _user(self.server, refresh_token)

    def revoke_old_credential(self, refresh_token: Given) -> None:
        """Marked as used when it was looked up."""


class _Pkce(CodeChallenge):  # type: ignore[misc] # Authlib has no types
    """Always, S256 alone, also for clients with a secret."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Theirs, redirect_uri: str) -> None:
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Missing parameter: code_challenge_method")
        super().validate_code_challenge(grant, redirect_uri)


class _IdToken(OpenIDCode):  # type: ignore[misc] # Authlib has no types
    def __init__(self, server: RealmServer) -> None:
        super().__init__()
        self._server = server

    def exists_nonce(self, _nonce: str, _request: object) -> bool:
        return False

    def encode_id_token(self, token: dict[str, Any], request: Theirs) -> str:
        client: Client = request.client
        claims = self._server.about(client, request.user, token["scope"], typ="ID", audience=client.client_id)
        code = request.authorization_code  # a refresh has none, and its id token no nonce
        if code and code.value["nonce"]:
            claims["nonce"] = code.value["nonce"]
        claims["at_hash"] = create_half_hash(token["access_token"], "RS256").decode()
        return self._server.signed(claims)


class _EndSession(EndSessionEndpoint):  # type: ignore[misc] # Authlib has no types
    def get_server_jwks(self) -> KeySet:
        return KeySet([self.server.key])

    def get_algorithms(self) -> list[str]:
        return ["RS256"]

    def end_session(self, end_session_request: Theirs) -> None:
        claims = end_session_request.id_token_claims or {}
        if isinstance(claims.get("sid"), str):
            self.server.end(claims["sid"])


class _Assertion(JWTBearerClientAssertion):  # type: ignore[misc] # Authlib has no types
    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, server: RealmServer) -> None:
        super().__init__()
        self._server = server

    def get_audiences(self) -> list[str]:
        return [self._server.issuer]

    def validate_jti(self, claims: dict[str, Any], jti: str) -> bool:
        if claims.get("iat", 0) < time.time() - 60 or not isinstance(claims.get("aud"), str):
            return False
        key = fingerprint(f"{claims['sub']} {jti}")
        known = self._server.state.get(self._server.realm.name, "jti", key)
        self._server.state.put(self._server.realm.name, "jti", key, {}, seconds=3600)
        return known is None

    def resolve_client_public_key(self, client: Client) -> KeySet:
        return KeySet([RSAKey.import_key(each) for each in client.keys])


def fingerprint(secret: str) -> str:
    """What is kept instead of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _first_use(server: RealmServer, kind: str, secret: str, client: Client) -> Given | None:
    key = fingerprint(secret)
    known = server.state.get(server.realm.name, kind, key)
    if known is None or known["client_id"] != client.client_id:
        return None
    found = server.state.use(server.realm.name, kind, key)
    if found is None:
        return None
    value, is_first = found
    if not is_first:
        server.forget_family(value["family"])
        return None
    return Given(key, value)


def _user(server: RealmServer, given: Given) -> SignedIn | None:
    return server.session(given.value["sid"], acr=given.value["acr"])


class _NoConfig:
    """Authlib reads its settings from a Flask application; these are all defaults."""

    config: dict[str, Any] = {}  # noqa: RUF012 - never changed
