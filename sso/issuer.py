"""An identity provider as this hub knows it, and the one way in which signing in fails."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, nothing that looks like something else


@dataclass(frozen=True, slots=True)
class Binding:
    """An organisation that an issuer may speak for: its id in the issuer's claim, and its verified mail domains."""

    organisation_id: UUID
    upstream_id: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issuer:
    """How to speak with an issuer, and for whom it may speak.

    `secret` is the client's secret, or for private_key_jwt its private key, PEM or JWK. `verified` says which
    addresses count as verified: those of which the `claim` says so, `always`, or `never`.
    """

    id: UUID
    url: str
    client_id: str
    secret: str = field(default="", repr=False)
    authentication: str = "client_secret_basic"
    verified: str = "claim"
    title: str = ""
    guests: bool = False
    organisations: tuple[Binding, ...] = ()


class Reason(StrEnum):
    """Why a sign-in failed, in words of our own."""

    STALE = "stale"  # not begun in this browser, too long ago, or used before
    FOREIGN = "foreign"  # another issuer answered than the one that was asked
    REFUSED = "refused"  # the issuer or the person said no
    INTERACTION = "interaction"  # a silent sign-in that needs the person
    UNREACHABLE = "unreachable"  # no answer, or one that is no answer
    UNTRUSTED = "untrusted"  # a token that is not what it should be
    TOO_WEAK = "too weak"  # not the level, or not as recent, as was asked


class SignInFailed(Exception):
    """Signing in did not work. `reference` is for a person to quote, and in the log. Never holds a provider's text."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason
        letters = "".join(secrets.choice(_SIGNS) for _ in range(8))
        self.reference = f"{letters[:4]}-{letters[4:]}"
