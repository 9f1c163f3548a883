"""A whole installation on ports of this machine: the product, its database and the development provider."""

import re
import uuid
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import requests
from flask import Flask, request

from sso.devidp.realms import Realm
from sso.devidp.state import State
from sso.seal import Seal
from tenants import installation
from tests.conftest import Database
from tests.sso.serving import Browser

SECRET = "a secret of the tests and of nobody else"
CLIENT_SECRET = "a secret between two"
UPSTREAM = "0d9c6f3e-0000-4000-8000-00000000000a"


@dataclass
class Installation:
    """Addresses, ids and a hand in the database."""

    hub: str
    idp: str
    database: Database
    state: State = field(default_factory=State)
    provider: Flask = field(default_factory=lambda: Flask("none"))
    is_ill: bool = False
    issuers: dict[str, uuid.UUID] = field(default_factory=dict)
    organisations: dict[str, uuid.UUID] = field(default_factory=dict)

    def lay(self) -> dict[str, Realm]:
        """Two towns (one of them unlisted), the guests, and the realms that belong to them."""
        with installation.keeper(self.database.keeper) as keeper:
            self._organisation(keeper, "zandwijk", "Gemeente Zandwijk", "zandwijk.nl", in_picker=True)
            self._organisation(keeper, "dienst", "Stille Dienst", "dienst.nl", listed=False)
            self.issuers["gasten"] = self._issuer(keeper, None, "gasten", guests=True)
        return {
            "zandwijk": self._realm("zandwijk", "fatima", "kees", "gast@bouwbedrijf.nl"),
            "dienst": self._realm("dienst", "stil"),
            "gasten": self._realm("gasten", registration=True),
        }

    def ill(self) -> tuple[str, int] | None:
        """The provider's answer when its token endpoint is down."""
        return ("", 503) if self.is_ill and request.path.endswith("/token") else None

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the keeper sees."""
        with psycopg.connect(self.database.keeper) as keeper:
            return keeper.execute(query.encode(), values).fetchall()

    def do(self, query: str, *values: object) -> None:
        """What the keeper changes."""
        with psycopg.connect(self.database.keeper) as keeper:
            keeper.execute(query.encode(), values)

    def sessions(self, subject: str) -> int:
        """How many sessions of this subject live."""
        return len(self.rows("SELECT 1 FROM plein.session WHERE subject = %s", subject))

    def go(self, browser: Browser, url: str) -> requests.Response:
        """Follow redirects, and what a page's Refresh header asks for, as a browser does."""
        for _ in range(10):
            answer = browser.get(url)
            url = onward(answer, url)
            if not url:
                return answer
        raise AssertionError(url)

    def to_provider(self, browser: Browser, path: str) -> str:
        """The provider's sign-in address that a page of the hub leads to."""
        url = self.hub + path
        while not url.startswith(self.idp):
            url = onward(browser.get(url), url)
        return url

    def sign_in(
        self, browser: Browser, username: str = "fatima", path: str = "/inloggen/bij/zandwijk"
    ) -> requests.Response:
        """The whole way, up to the last page."""
        answer = browser.post(self.to_provider(browser, path), {"username": username, "password": "plein"})
        return self.go(browser, answer.headers["Location"])

    def _organisation(self, keeper: Any, handle: str, name: str, domain: str, **more: Any) -> None:  # noqa: ANN401
        made = installation.create_organisation(keeper, name, handle=handle, **more)
        installation.add_domain(keeper, made, domain)
        self.organisations[handle] = made
        self.issuers[handle] = self._issuer(keeper, made, handle, upstream_id=UPSTREAM if handle == "zandwijk" else "")

    def _issuer(self, keeper: Any, organisation_id: uuid.UUID | None, realm: str, **more: Any) -> uuid.UUID:  # noqa: ANN401
        return installation.bind_issuer(
            keeper,
            organisation_id,
            f"{self.idp}/realms/{realm}",
            client_id="hub",
            secret=Seal(SECRET).close(CLIENT_SECRET, purpose="issuer"),
            title=f"Inlog {realm}",
            **more,
        )

    def _realm(self, name: str, *people: str, registration: bool = False) -> Realm:
        client = {
            "client_id": "hub",
            "secret": CLIENT_SECRET,
            "redirect_uris": [f"{self.hub}/inloggen/terug/{self.issuers[name]}"],
            "post_logout_redirect_uris": [f"{self.hub}/uitgelogd"],
            "backchannel_logout_uri": f"{self.hub}/uitloggen/achterdeur/{self.issuers[name]}",
        }
        return Realm.read(
            name,
            {
                "title": name,
                "registration": registration,
                "clients": [client],
                "people": [
                    {
                        "username": each,
                        "sub": f"sub-{each}",
                        "given_name": each.partition("@")[0].title(),
                        "family_name": "Proef",
                        "email": each if "@" in each else f"{each}@{name}.nl",
                    }
                    for each in people
                ],
            },
        )


def onward(answer: requests.Response, url: str) -> str:
    """Where this answer sends the browser, '' when it stays."""
    found = answer.headers.get("Location") or answer.headers.get("Refresh", "").partition("url=")[2]
    if found.startswith("/"):
        at = urlsplit(url)
        return f"{at.scheme}://{at.netloc}{found}"
    return found


def query(url: str) -> dict[str, list[str]]:
    """The parts of an address after the question mark."""
    return parse_qs(urlsplit(url).query)


def reference(page: str) -> str:
    """The reference on a page of failure."""
    found = re.search(r"<strong>(\w{4}-\w{4})</strong>", unescape(page))
    return found[1] if found else ""
