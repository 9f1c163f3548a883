"""The development identity provider on a port, and as its client a bare hub, or the whole product."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.wrappers import Response

from hub import app as product
from hub.kit.pages import public
from hub.settings import Settings
from sso.devidp.realms import Realm
from sso.devidp.state import State
from sso.devidp.views import create_app
from sso.discovery import Providers
from sso.issuer import Binding, Issuer
from sso.oidc import Identity, RelyingParty
from sso.views import start
from tenants.db import session
from tests.conftest import Database, Servers
from tests.sso.installation import SECRET, Installation
from tests.sso.serving import Browser, callback, served

ZANDWIJK = uuid.UUID(int=1)
UPSTREAM = "0d9c6f3e-0000-4000-8000-00000000000a"
CALLBACK = "http://plein.test/inloggen/terug/1"
SIGNED_OUT = "http://plein.test/uitgelogd"


@dataclass
class Hub:
    """Stands in for the product: a client of the provider, and what that told it behind the browser's back."""

    address: str
    idp: str
    told: list[str] = field(default_factory=list)
    party: RelyingParty = field(default_factory=lambda: RelyingParty(Providers(loopback=True)))

    def issuer(self, realm: str = "zandwijk", **changed: object) -> Issuer:
        values: dict[str, Any] = {
            "id": uuid.UUID(int=7),
            "url": f"{self.idp}/realms/{realm}",
            "client_id": "hub",
            "secret": "a secret between two",
            "organisations": (Binding(ZANDWIJK, UPSTREAM, ("zandwijk.nl",)),),
        }
        return Issuer(**(values | changed))

    def endpoint(self, name: str, realm: str = "zandwijk") -> str:
        return f"{self.idp}/realms/{realm}/protocol/openid-connect/{name}"

    def sign_in(
        self,
        browser: Browser,
        username: str = "fatima",
        *,
        issuer: Issuer | None = None,
        **wishes: Any,  # noqa: ANN401 - begin()'s own
    ) -> Identity:
        """The whole way: there, a click on a name, and back."""
        issuer = issuer or self.issuer()
        url, started = self.party.begin(issuer, CALLBACK, **wishes)
        answer = browser.post(url, {"username": username, "password": "plein"})
        return self.party.finish(issuer, started, callback(answer))


def realms(hub_address: str) -> dict[str, Realm]:
    client = {
        "client_id": "hub",
        "secret": "a secret between two",
        "redirect_uris": [CALLBACK],
        "post_logout_redirect_uris": [SIGNED_OUT],
        "backchannel_logout_uri": f"{hub_address}/achterdeur",
    }
    person = {
        "username": "fatima",
        "sub": "5b0f4a9e-1111-4000-8000-000000000001",
        "given_name": "Fatima",
        "family_name": "El Idrissi",
        "email": "f.elidrissi@zandwijk.nl",
        "organizations": {"zandwijk": {"id": UPSTREAM}},
    }
    town = {"title": "Gemeente Zandwijk", "people": [person], "clients": [client]}
    guests = {"title": "Gasten", "registration": True, "people": [], "clients": [client]}
    return {"zandwijk": Realm.read("zandwijk", town), "gasten": Realm.read("gasten", guests)}


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
def hub(state: State) -> Iterator[Hub]:
    made = Hub("", "")
    app = Flask("hub")

    @app.post("/achterdeur")
    def behind() -> str:
        made.told.append(request.form["logout_token"])
        return ""

    with served(lambda _: app) as address, served(lambda idp: create_app(realms(address), idp, state)) as idp:
        made.address, made.idp = address, idp
        yield made


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything of these tests is on this machine."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def who() -> str:
    """A page for who is signed in."""
    return session().who.shown


@public
def invited(issuer_id: str, secret: str) -> Response:
    """As an invitation's page goes on to sign-in, inside the edge's transaction."""
    return start(uuid.UUID(issuer_id), return_to="/proef", invitation=hashlib.sha256(secret.encode()).digest())


@pytest.fixture(scope="module")
def there(
    database_of_module: Database, servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The product, its database and the development provider, each on a port of this machine."""
    folder: Path = tmp_path_factory.mktemp("plein")

    def hub(address: str) -> Flask:
        return product.create_app(
            Settings.read(
                {
                    "PLEIN_ENVIRONMENT": "test",
                    "PLEIN_ADDRESS": address,
                    "PLEIN_SECRET": SECRET,
                    "DATABASE_URL": database_of_module.app,
                    "DATABASE_URL_WORKER": database_of_module.worker,
                    "DATABASE_URL_KEEPER": database_of_module.keeper,
                    "REDIS_URL": servers.valkey,
                    "PLEIN_STORAGE": str(folder / "storage"),
                    "MAIL_URL": f"mailbox:{folder / 'post'}",
                    "MAIL_FROM": "Plein <plein@plein.test>",
                    "PLEIN_ATTEMPTS_PER_MINUTE": "100000",
                }
            )
        )

    made: list[Installation] = []
    apps: list[Flask] = []

    def provider(address: str) -> Flask:
        made.append(Installation(made_at, address, database_of_module))
        made[0].provider = create_app(made[0].lay(), address, made[0].state)
        made[0].provider.before_request(made[0].ill)
        return made[0].provider

    def keep(address: str) -> Flask:
        apps.append(hub(address))
        apps[0].add_url_rule("/proef", "proef", who)
        apps[0].add_url_rule("/proef/<issuer_id>/<secret>", "proef_uitnodiging", invited, methods=["POST"])
        return apps[0]

    with ExitStack() as stack:
        made_at = stack.enter_context(served(keep))
        stack.enter_context(served(provider))
        yield made[0]
    apps[0].engine.dispose()  # type: ignore[attr-defined] # hub.kit.edge.Hub
