"""Staying signed in and leaving, with the whole product, its database and a provider on ports of this machine."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from sso.tokens import LOGOUT_EVENT
from tenants.clock import moment
from tests.sso.installation import Installation, onward
from tests.sso.serving import Browser, fields

# ---------------------------------------------------------------- staying


def stale(there: Installation, subject: str = "sub-fatima") -> None:
    there.do("UPDATE plein.session SET fresh_until = plein.moment() - interval '1 second' WHERE subject = %s", subject)


def tokens(there: Installation, subject: str = "sub-fatima") -> list[bytes]:
    return [row[0] for row in there.rows("SELECT tokens FROM plein.session WHERE subject = %s ORDER BY proof", subject)]


def test_many_requests_at_once_refresh_once(there: Installation, browser: Browser) -> None:
    # given a session whose access token ran out, when ten requests come at once
    there.do("DELETE FROM plein.session")
    there.sign_in(browser)
    before = tokens(there)
    stale(there)
    cookie = browser.session.cookies["plein"]

    def ask(_: int) -> int:
        one = Browser()
        one.session.cookies.set("plein", cookie)
        return one.get(f"{there.hub}/proef").status_code

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(ask, range(10)))
    # then everyone is let in, the provider saw one refresh (a second one would have killed the session), and it goes on
    assert answers == [200] * 10
    assert tokens(there) != before
    stale(there)
    assert browser.get(f"{there.hub}/proef").status_code == 200


def test_a_session_that_the_issuer_refuses_is_silently_renewed(there: Installation, browser: Browser) -> None:
    # given a session whose refresh tokens are dead, while the person is still signed in at the provider
    there.do("DELETE FROM plein.session")
    there.sign_in(browser)
    before = browser.session.cookies["plein"]
    there.state.drop_where("zandwijk", "refresh", "client_id", "hub")
    stale(there)
    # when she goes on, then she never sees a page of it
    answer = there.go(browser, f"{there.hub}/proef")
    assert answer.url == f"{there.hub}/proef"
    assert answer.status_code == 200
    assert browser.session.cookies["plein"] != before
    assert there.sessions("sub-fatima") == 1


def test_a_session_that_the_provider_ended_ends_here(there: Installation, browser: Browser) -> None:
    # given a provider that knows neither the tokens nor the person's session, and told nobody
    there.do("DELETE FROM plein.session")
    there.sign_in(browser)
    there.state.drop_where("zandwijk", "refresh", "client_id", "hub")
    there.state.drop_where("zandwijk", "session", "username", "fatima")
    stale(there)
    # when she goes on, then she is asked to sign in, and comes back to where she was
    answer = there.go(browser, f"{there.hub}/proef")
    assert "Je sessie is afgelopen." in answer.text
    assert fields(answer.text)["terug"] == "/proef"
    assert there.sessions("sub-fatima") == 0


def test_an_issuer_that_is_down_has_a_quarter_of_an_hour(
    there: Installation, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a provider whose token endpoint is down
    there.do("DELETE FROM plein.session")
    there.sign_in(browser)
    monkeypatch.setattr(there, "is_ill", True)
    stale(there)
    assert browser.get(f"{there.hub}/proef").status_code == 200
    # when that lasts, then nobody stays on credit
    stale(there)
    with monkeypatch.context() as later:
        later.setattr("sso.service.moment", lambda: moment() + timedelta(minutes=16))
        assert browser.get(f"{there.hub}/proef").status_code == 303
    # and who goes on is renewed silently once the provider is well again
    monkeypatch.setattr(there, "is_ill", False)
    assert there.go(browser, f"{there.hub}/proef").url == f"{there.hub}/proef"


def test_who_is_signed_in_goes_on(there: Installation, browser: Browser) -> None:
    there.sign_in(browser)
    assert browser.get(f"{there.hub}/inloggen?terug=/groepen").headers["Location"] == "/groepen"


# ---------------------------------------------------------------- out


def test_signing_out_ends_it_here_and_there(there: Installation, browser: Browser) -> None:
    # given someone signed in in two browsers
    there.do("DELETE FROM plein.session")
    there.sign_in(browser)
    # when she signs out in one
    answer = browser.post(f"{there.hub}/uitloggen", {"once": "x"})
    # then the session here is over at once, and the page goes on to the provider, which it may by form too
    assert there.sessions("sub-fatima") == 0
    assert answer.status_code == 200
    assert f"form-action 'self' {there.idp}" in answer.headers["Content-Security-Policy"]
    assert "plein" not in browser.session.cookies
    done = there.go(browser, onward(answer, ""))
    assert done.url == f"{there.hub}/uitgelogd"
    assert "Je bent uitgelogd" in done.text
    # and the provider asks for the password again
    assert browser.get(there.to_provider(browser, "/inloggen/bij/zandwijk")).status_code == 200


def test_signing_out_by_the_form_of_a_long_token(there: Installation, browser: Browser) -> None:
    there.sign_in(browser)
    page = browser.post(f"{there.hub}/uitloggen", {"once": "x"}).text
    values = fields(page)
    assert values["post_logout_redirect_uri"] == f"{there.hub}/uitgelogd"
    answer = browser.post(f"{there.idp}/realms/zandwijk/protocol/openid-connect/logout", values)
    assert answer.headers["Location"] == f"{there.hub}/uitgelogd"


def test_signing_out_without_a_session_says_so(there: Installation, browser: Browser) -> None:
    assert browser.post(f"{there.hub}/uitloggen", {}).headers["Location"] == "/uitgelogd"


def test_another_site_signs_nobody_out(there: Installation, browser: Browser) -> None:
    there.sign_in(browser)
    answer = browser.session.post(
        f"{there.hub}/uitloggen", headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False, timeout=10
    )
    assert answer.status_code == 403
    assert browser.get(f"{there.hub}/proef").status_code == 200


def test_leaving_at_the_provider_ends_the_session_here(there: Installation, browser: Browser) -> None:
    # given someone signed in here
    there.do("DELETE FROM plein.session")
    there.sign_in(browser)
    # when she signs out at the provider, not here
    browser.post(f"{there.idp}/realms/zandwijk/protocol/openid-connect/logout", {})
    # then the provider told us behind the browser's back, and the next click finds no session
    assert there.sessions("sub-fatima") == 0
    assert browser.get(f"{there.hub}/proef").status_code == 303


def test_a_logout_token_counts_once_and_for_its_own_issuer(there: Installation, browser: Browser) -> None:
    # given a token of another realm's key, nonsense, or one that was used
    there.sign_in(browser)
    for issuer in ("zandwijk", "dienst"):
        url = f"{there.hub}/uitloggen/achterdeur/{there.issuers[issuer]}"
        for token in ("", "a.b.c", "x" * 100_000):
            assert Browser().post(url, {"logout_token": token}).status_code == 400
    assert Browser().post(f"{there.hub}/uitloggen/achterdeur/{there.organisations['zandwijk']}", {}).status_code == 400
    assert browser.get(f"{there.hub}/proef").status_code == 200


def test_a_replayed_logout_token_ends_nothing_more(there: Installation, browser: Browser) -> None:
    # given a logout token that was delivered
    there.sign_in(browser)
    server = there.provider.extensions["devidp"]["zandwijk"]
    now = int(time.time())
    claims = {
        "iss": server.issuer,
        "aud": "hub",
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(8),
        "sub": "sub-fatima",
        "events": {LOGOUT_EVENT: {}},
    }
    url = f"{there.hub}/uitloggen/achterdeur/{there.issuers['zandwijk']}"
    token = {"logout_token": server.signed(claims, typ="logout+jwt")}
    assert Browser().post(url, token).status_code == 200
    assert there.sessions("sub-fatima") == 0
    # when it comes again after she signed in anew, then it counts for nothing
    there.sign_in(Browser())
    assert Browser().post(url, token).status_code == 400
    assert there.sessions("sub-fatima") == 1
