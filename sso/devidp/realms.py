"""The realms of the development identity provider, their people and clients, read from a JSON file."""

import hmac
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from werkzeug.security import check_password_hash

SCOPES = {"openid", "profile", "email", "organization", "organization:*", "offline_access"}


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who can sign in to a realm. `organizations`: alias to the organisation's id."""

    username: str
    subject: str
    password: str = field(repr=False)
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    email_verified: bool = True
    organizations: tuple[tuple[str, str], ...] = ()
    note: str = ""  # shown beside the name on the sign-in page: what this person does in the story

    @classmethod
    def read(cls, values: dict[str, Any]) -> Self:
        """From JSON; `organizations` is alias to `{"id": ...}`."""
        return cls(
            username=values["username"],
            subject=values["sub"],
            password=values.get("password", "plein"),
            given_name=values.get("given_name", ""),
            family_name=values.get("family_name", ""),
            email=values.get("email", ""),
            email_verified=values.get("email_verified", True),
            organizations=tuple((alias, each["id"]) for alias, each in values.get("organizations", {}).items()),
            note=values.get("note", ""),
        )

    def written(self) -> dict[str, Any]:
        """The reverse of read()."""
        return {
            "username": self.username,
            "sub": self.subject,
            "password": self.password,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "email": self.email,
            "email_verified": self.email_verified,
            "organizations": {alias: {"id": each} for alias, each in self.organizations},
            "note": self.note,
        }

    def knows(self, password: str) -> bool:
        """Whether this is the password: hashed for who registered, plain in the file of invented people."""
        if self.password.startswith("scrypt:"):
            return check_password_hash(self.password, password)
        return hmac.compare_digest(self.password.encode(), password.encode())

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.given_name} {self.family_name}".strip() or self.username

    def claims(self, scope: str) -> dict[str, Any]:
        """What tokens say of this person; `organization` only where there is one, as Keycloak does."""
        found: dict[str, Any] = {
            "sub": self.subject,
            "name": self.name,
            "preferred_username": self.username,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "email_verified": self.email_verified,
        }
        if self.email:
            found["email"] = self.email
        if self.organizations and any(one.startswith("organization") for one in scope.split()):
            found["organization"] = {alias: {"id": each} for alias, each in self.organizations}
        return found


@dataclass(frozen=True, slots=True)
class Client:
    """An application that may sign people in; Authlib calls the methods. A public one has neither secret nor keys."""

    client_id: str
    secret: str = field(default="", repr=False)
    keys: tuple[str, ...] = ()  # public keys as JSON texts, for private_key_jwt
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    audience: str = "account"

    @classmethod
    def read(cls, values: dict[str, Any]) -> Self:
        """From JSON."""
        return cls(
            client_id=values["client_id"],
            secret=values.get("secret", ""),
            keys=tuple(json.dumps(each) for each in values.get("jwks", {}).get("keys", [])),
            redirect_uris=tuple(values.get("redirect_uris", ())),
            post_logout_redirect_uris=tuple(values.get("post_logout_redirect_uris", ())),
            backchannel_logout_uri=values.get("backchannel_logout_uri", ""),
            audience=values.get("audience", "account"),
        )

    @property
    def client_metadata(self) -> dict[str, Any]:
        """What Authlib's logout endpoint reads."""
        return {"post_logout_redirect_uris": list(self.post_logout_redirect_uris)}

    def get_client_id(self) -> str:
        """Its id."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: every request names its own."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """The scopes that exist here; unknown ones vanish, as with Keycloak."""
        return " ".join(one for one in (scope or "").split() if one in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Exactly one of those registered."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether this is the secret."""
        return bool(self.secret) and hmac.compare_digest(self.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """By secret, by key, or public: as the client is set up."""
        if self.keys:
            return method == "private_key_jwt"
        return method in {"client_secret_basic", "client_secret_post"} if self.secret else method == "none"

    def check_response_type(self, response_type: str) -> bool:
        """The code flow alone."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Codes and refresh tokens."""
        return grant_type in {"authorization_code", "refresh_token"}


@dataclass(frozen=True, slots=True)
class Realm:
    """An issuer of its own. `registration`: people may make an account here by themselves (the guests' realm)."""

    name: str
    title: str
    registration: bool
    accounts: dict[str, Account]
    clients: dict[str, Client]

    @classmethod
    def read(cls, name: str, values: dict[str, Any]) -> Self:
        """From JSON."""
        return cls(
            name=name,
            title=values.get("title", name),
            registration=values.get("registration", False),
            accounts={each["username"].lower(): Account.read(each) for each in values.get("people", ())},
            clients={each["client_id"]: Client.read(each) for each in values.get("clients", ())},
        )


def read(path: Path) -> dict[str, Realm]:
    """The realms in this file, by name."""
    values = json.loads(path.read_text(encoding="utf-8"))
    return {name: Realm.read(name, each) for name, each in values["realms"].items()}
