"""The development identity provider over HTTP: what it refuses, rotates, and tells when someone leaves."""

import base64
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from joserfc import jws

from sso.devidp.state import State
from sso.devidp.views import create_app
from sso.oidc import Ended, Refreshed
from tests.sso.conftest import CALLBACK, SIGNED_OUT, Hub, realms
from tests.sso.serving import Browser, callback, served

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
SECRET = ("hub", "a secret between two")


def asked(hub: Hub, **changed: str | None) -> str:
    wishes: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "hub",
        "redirect_uri": CALLBACK,
        "scope": "openid profile email organization:*",
        "state": "s",
        "nonce": "n",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    said = {name: value for name, value in (wishes | changed).items() if value is not None}
    return f"{hub.endpoint('auth')}?{urlencode(said)}"


def code(hub: Hub, browser: Browser) -> str:
    return callback(browser.post(asked(hub), {"username": "fatima", "password": "plein"}))["code"]


def token(hub: Hub, auth: tuple[str, str] = SECRET, **changed: str) -> requests.Response:
    values = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return requests.post(hub.endpoint("token"), values | changed, auth=auth, timeout=10)


def claims(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(jws.extract_compact(text.encode()).payload)
    return found


def test_tokens_look_like_keycloaks(hub: Hub, browser: Browser) -> None:
    # given a sign-in
    answer = browser.post(asked(hub), {"username": "fatima", "password": "plein"})
    # then the callback says who answers, and the tokens are shaped as agreed
    came = callback(answer)
    assert came["iss"] == f"{hub.idp}/realms/zandwijk"
    assert came["state"] == "s"
    assert len(came["session_state"]) == 24
    given = token(hub, code=came["code"]).json()
    of = claims(given["id_token"])
    assert {"typ": "ID", "aud": "hub", "azp": "hub", "acr": "1", "nonce": "n"}.items() <= of.items()
    assert of["organization"] == {"zandwijk": {"id": "0d9c6f3e-0000-4000-8000-00000000000a"}}
    assert of["sid"] == came["session_state"]
    assert {"jti", "at_hash", "auth_time", "email_verified", "preferred_username"} <= of.keys()
    assert claims(given["access_token"])["typ"] == "Bearer"
    assert given["expires_in"] == 300


@pytest.mark.parametrize("verifier", ["w" * 64, "", "v"])
def test_a_wrong_verifier_is_refused(hub: Hub, browser: Browser, verifier: str) -> None:
    # given a code that was asked for with another verifier's challenge, when it is exchanged, then not
    answer = token(hub, code=code(hub, browser), code_verifier=verifier)
    assert answer.status_code == 400
    assert "id_token" not in answer.json()


def test_pkce_is_not_a_choice(hub: Hub, browser: Browser) -> None:
    # given requests without a challenge, or with a plain one, then the browser is sent back with an error
    for changed in ({"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"}):
        assert callback(browser.get(asked(hub, **changed)))["error"] == "invalid_request"


@pytest.mark.parametrize("uri", [CALLBACK + "/", CALLBACK + "?x=1", "https://kwaad.example/", CALLBACK.upper()])
def test_the_redirect_uri_is_exact(hub: Hub, browser: Browser, uri: str) -> None:
    # given an address that is nearly the registered one, then nobody is sent there
    answer = browser.get(asked(hub, redirect_uri=uri))
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert token(hub, code=code(hub, browser), redirect_uri=uri).status_code == 400


def test_the_clients_secret_counts(hub: Hub, browser: Browser) -> None:
    assert token(hub, ("hub", "a guess"), code=code(hub, browser)).status_code == 401
    assert token(hub, ("stranger", "a guess"), code=code(hub, browser)).status_code == 401


def test_a_code_used_twice_ends_what_came_of_it(hub: Hub, browser: Browser) -> None:
    once = code(hub, browser)
    first = token(hub, code=once).json()
    assert token(hub, code=once).json()["error"] == "invalid_grant"
    assert refresh(hub, first["refresh_token"]).json()["error"] == "invalid_grant"


def refresh(hub: Hub, text: str) -> requests.Response:
    return token(hub, grant_type="refresh_token", refresh_token=text)


def test_a_refresh_token_used_twice_kills_the_new_one_and_not_the_session(hub: Hub, browser: Browser) -> None:
    # given a refresh, whose id token has no nonce
    first = token(hub, code=code(hub, browser)).json()
    second = refresh(hub, first["refresh_token"]).json()
    assert "nonce" not in claims(second["id_token"])
    assert claims(second["id_token"])["sid"] == claims(first["id_token"])["sid"]
    # when the old one comes again
    assert refresh(hub, first["refresh_token"]).json()["error"] == "invalid_grant"
    # then the new one is dead too, and a silent sign-in works
    assert refresh(hub, second["refresh_token"]).json()["error"] == "invalid_grant"
    silent = callback(browser.get(asked(hub, prompt="none")))
    again = token(hub, code=silent["code"]).json()
    assert claims(again["id_token"])["sid"] == claims(first["id_token"])["sid"]
    assert claims(again["id_token"])["acr"] == "0"


def test_silent_without_a_session_says_so(hub: Hub, browser: Browser) -> None:
    came = callback(browser.get(asked(hub, prompt="none")))
    assert came["error"] == "login_required"
    assert came["iss"] == f"{hub.idp}/realms/zandwijk"


def test_prompt_login_asks_again(hub: Hub, browser: Browser) -> None:
    code(hub, browser)
    assert browser.get(asked(hub, prompt="login")).status_code == 200
    assert browser.get(asked(hub)).status_code == 302


def test_leaving_ends_the_session_tells_the_hub_and_goes_back(hub: Hub, browser: Browser) -> None:
    # given someone signed in
    identity = hub.sign_in(browser)
    # when she logs out, without cookies, as a form would post it
    url, form = hub.party.logout_form(hub.issuer(), identity.id_token, SIGNED_OUT, state="terug")
    answer = Browser().post(url, form)
    # then she comes back, the hub was told before that, and nothing of the session lives
    assert answer.headers["Location"] == f"{SIGNED_OUT}?state=terug"
    told = claims(hub.told[0])
    assert told["sid"] == identity.sid
    assert told["sub"] == identity.subject
    assert "nonce" not in told
    assert jws.extract_compact(hub.told[0].encode()).headers()["typ"] == "logout+jwt"
    assert callback(browser.get(asked(hub, prompt="none")))["error"] == "login_required"
    assert hub.party.refresh(hub.issuer(), identity.refresh_token, subject=identity.subject) == Ended()


def test_leaving_for_a_strange_address_goes_nowhere(hub: Hub, browser: Browser) -> None:
    identity = hub.sign_in(browser)
    url, fields = hub.party.logout_form(hub.issuer(), identity.id_token, "https://kwaad.example/")
    answer = browser.get(f"{url}?{urlencode(fields)}")
    assert "Location" not in answer.headers


def test_leaving_without_a_token_asks_first(hub: Hub, browser: Browser) -> None:
    hub.sign_in(browser)
    assert browser.get(hub.endpoint("logout")).status_code == 200
    assert browser.get(asked(hub, prompt="none")).status_code == 302
    assert not hub.told
    browser.post(hub.endpoint("logout"), {})
    assert callback(browser.get(asked(hub, prompt="none")))["error"] == "login_required"


def test_realms_do_not_know_one_another(hub: Hub, browser: Browser) -> None:
    # given a session in one realm, then another one knows nothing of it, of its people or of its codes
    hub.sign_in(browser)
    other = hub.issuer("gasten")
    url, _ = hub.party.begin(other, CALLBACK, prompt="none")
    assert callback(browser.get(url))["error"] == "login_required"
    assert (
        browser.post(url.replace("prompt=none", "x=1"), {"username": "fatima", "password": "plein"}).status_code == 422
    )
    values = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    answer = requests.post(
        hub.endpoint("token", "gasten"), values | {"code": code(hub, browser)}, auth=SECRET, timeout=10
    )
    assert answer.json()["error"] == "invalid_grant"
    assert requests.get(f"{hub.idp}/realms/geen", timeout=10).status_code == 404


def test_a_guest_makes_an_account_and_is_signed_in(hub: Hub, state: State, browser: Browser) -> None:
    # given the guests' realm, with the address of the invitation as a hint
    issuer = hub.issuer("gasten")
    url, started = hub.party.begin(issuer, CALLBACK, login_hint="piet@bouwbedrijf.nl", prompt="create")
    page_url = browser.get(url).headers["Location"]
    page = browser.get(page_url).text
    assert 'value="piet@bouwbedrijf.nl"' in page
    assert "controleert niemand" in page
    # when something is wrong, the page says so beside the field and keeps what was typed
    typed = {"given_name": "Piet", "family_name": "de Bouwer", "email": "piet@bouwbedrijf.nl", "password": "kort"}
    wrong = browser.post(page_url, typed)
    assert wrong.status_code == 422
    assert "Kies een wachtwoord van ten minste 8 tekens." in wrong.text
    assert 'value="de Bouwer"' in wrong.text
    # when it is right, then the hub hears of a verified address
    identity = hub.party.finish(issuer, started, callback(browser.post(page_url, typed | {"password": "lang genoeg"})))
    assert identity.claims["email"] == "piet@bouwbedrijf.nl"
    assert identity.claims["email_verified"] is True
    assert "organization" not in identity.claims
    assert browser.post(page_url, typed | {"password": "lang genoeg"}).status_code == 422
    # and the account outlives a restart, without its password being readable
    assert "lang genoeg" not in str(state.all("gasten", "account"))
    with served(lambda idp: create_app(realms(hub.address), idp, state)) as again:
        answer = Browser().post(
            url.replace(hub.idp, again).replace("prompt=create", "x=1"),
            {"username": "piet@bouwbedrijf.nl", "password": "lang genoeg"},
        )
        assert "code" in callback(answer)


def test_a_town_takes_no_accounts_of_ones_own(hub: Hub, browser: Browser) -> None:
    assert browser.get(asked(hub).replace("/auth?", "/registrations?")).status_code == 404


def test_the_page_warns_and_speaks_two_languages(hub: Hub, browser: Browser) -> None:
    page = browser.get(asked(hub))
    assert "Ontwikkelomgeving: dit is geen echte inlogvoorziening" in page.text
    assert "Fatima El Idrissi" in page.text
    assert "style=" not in page.text
    assert f"form-action 'self' {CALLBACK.split('/inloggen')[0]};" in page.headers["Content-Security-Policy"]
    english = browser.get(asked(hub, ui_locales="en")).text
    assert "Development environment" in english
    assert 'lang="en"' in english
    style = browser.get(f"{hub.idp}/realms/zandwijk/static/devidp.css")
    assert style.headers["Content-Type"].startswith("text/css")


def test_a_session_outlives_a_restart(hub: Hub, browser: Browser, tmp_path: Path) -> None:
    # given a provider that keeps its state in a file, someone signed in, and a restart
    file = str(tmp_path / "state.sqlite")
    with served(lambda idp: create_app(realms(hub.address), idp, State(file))) as first:
        answer = browser.post(asked(hub).replace(hub.idp, first), {"username": "fatima", "password": "plein"})
        assert "code" in callback(answer)
    # then the browser is still known
    with served(lambda idp: create_app(realms(hub.address), idp, State(file))) as second:
        assert "code" in callback(browser.get(asked(hub, prompt="none").replace(hub.idp, second)))


def test_userinfo_needs_a_living_session(hub: Hub, browser: Browser) -> None:
    given = token(hub, code=code(hub, browser)).json()
    bearer = {"Authorization": f"Bearer {given['access_token']}"}
    assert requests.get(hub.endpoint("userinfo"), headers=bearer, timeout=10).json()["sub"].startswith("5b0f")
    requests.post(hub.endpoint("logout"), {"id_token_hint": given["id_token"]}, timeout=10)
    for headers in (bearer, {}, {"Authorization": f"Bearer {given['id_token']}"}):
        assert requests.get(hub.endpoint("userinfo"), headers=headers, timeout=10).status_code == 401


@pytest.mark.parametrize(
    ("environment", "host", "said"),
    [("production", "127.0.0.1", "not a real sign-in service"), ("development", "192.0.2.1", "other machines")],
)
def test_it_starts_on_a_developers_own_machine_alone(environment: str, host: str, said: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "sso.devidp", "--host", host, "--port", "1"],
        env=os.environ | {"PLEIN_ENVIRONMENT": environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode != 0
    assert said in ran.stderr


def test_the_hub_signs_in_and_refreshes(hub: Hub, browser: Browser) -> None:
    # given someone signed in through the hub's own client
    identity = hub.sign_in(browser)
    assert identity.claims["name"] == "Fatima El Idrissi"
    assert identity.expires_in == 300
    # when the hub refreshes, then the old token is dead and the new one lives
    fresh = hub.party.refresh(hub.issuer(), identity.refresh_token, subject=identity.subject)
    assert isinstance(fresh, Refreshed)
    assert fresh.refresh_token != identity.refresh_token
    assert fresh.claims is not None
    assert "organization" in fresh.claims
    assert hub.party.refresh(hub.issuer(), identity.refresh_token, subject=identity.subject) == Ended()


def test_an_old_session_proves_nothing_new(hub: Hub, browser: Browser, state: State) -> None:
    # given someone who signed in an hour ago, when the hub asks for a proof of the last minute, then she is asked again
    identity = hub.sign_in(browser)
    state.put("zandwijk", "session", identity.sid, {"username": "fatima", "auth_time": int(time.time()) - 3600})
    assert browser.get(asked(hub)).status_code == 302
    assert browser.get(asked(hub, max_age="60")).status_code == 200
    assert callback(browser.get(asked(hub, max_age="60", prompt="none")))["error"] == "login_required"
