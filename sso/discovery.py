"""What issuers publish about themselves, and their keys: fetched seldom, checked, and kept while a provider is down."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import requests
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from sso import wire

METADATA_LIFE = 3600.0
KEYS_LIFE = 1800.0
PAUSE = 60.0  # between fetches that an unknown key or a failure asks for
ALGORITHMS = ("RS256", "PS256", "ES256")  # ours, whatever discovery offers

T = TypeVar("T")
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What we use of a discovery document (OpenID Connect Discovery 1.0, section 3)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    says_iss: bool  # RFC 9207: the callback carries `iss`


@dataclass
class _Entry(Generic[T]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    value: T | None = None
    fetched: float = 0.0
    tried: float = float("-inf")


class _Kept(Generic[T]):
    """Values by key: fetched when older than their life, the last good one kept when fetching fails."""

    def __init__(self, fetch: Callable[[str], T], life: float, clock: Clock) -> None:
        self._fetch, self._life, self._clock = fetch, life, clock
        self._entries: dict[str, _Entry[T]] = {}
        self._lock = threading.Lock()

    def get(self, key: str, *, older_than: float | None = None) -> T:
        """The value; fetched anew past its life (or past `older_than` seconds), at most once per pause."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
        with entry.lock:
            now = self._clock()
            life = self._life if older_than is None else older_than
            if entry.value is not None and (now - entry.fetched < life or now - entry.tried < PAUSE):
                return entry.value
            entry.tried = now
            try:
                entry.value = self._fetch(key)
            except (ValueError, JoseError, requests.RequestException):
                if entry.value is None:
                    raise
            else:
                entry.fetched = now
            return entry.value


class Providers:
    """The issuers' metadata and keys, for one process. `loopback`: http on this machine will do (development)."""

    def __init__(self, *, loopback: bool = False, clock: Clock = time.monotonic) -> None:
        self.loopback = loopback
        self._metadata = _Kept(self._fetch_metadata, METADATA_LIFE, clock)
        self._keys = _Kept(self._fetch_keys, KEYS_LIFE, clock)

    def metadata(self, issuer_url: str) -> Metadata:
        """The issuer's endpoints. ValueError or RequestException when there is nothing usable."""
        return self._metadata.get(issuer_url)

    def opened(self, issuer_url: str, token: str) -> jwt.Token:
        """The token when a key of this issuer signed it; JoseError when not. Claims are not checked here.

        An unknown key asks for the keys again, at most once a minute.
        """
        try:
            return jwt.decode(token, self._keys.get(issuer_url), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            return jwt.decode(token, self._keys.get(issuer_url, older_than=0.0), algorithms=ALGORITHMS)

    def _fetch_metadata(self, issuer_url: str) -> Metadata:
        found = wire.get(f"{issuer_url.rstrip('/')}/.well-known/openid-configuration", loopback=self.loopback)
        if found.get("issuer") != issuer_url:
            raise wire.Unusable("discovery of another issuer")
        end_session = found.get("end_session_endpoint")
        return Metadata(
            authorization_endpoint=wire.usable(found.get("authorization_endpoint"), loopback=self.loopback),
            token_endpoint=wire.usable(found.get("token_endpoint"), loopback=self.loopback),
            jwks_uri=wire.usable(found.get("jwks_uri"), loopback=self.loopback),
            end_session_endpoint=wire.usable(end_session, loopback=self.loopback) if end_session else "",
            says_iss=found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _fetch_keys(self, issuer_url: str) -> KeySet:
        found = wire.get(self.metadata(issuer_url).jwks_uri, loopback=self.loopback)
        keys = found.get("keys")
        if not isinstance(keys, list):
            raise wire.Unusable("no keys")
        public = [one for one in keys if isinstance(one, dict) and one.get("kty") in {"RSA", "EC"}]
        return KeySet.import_key_set({"keys": public})
