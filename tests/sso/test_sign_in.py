"""The whole way: from the sign-in page to an organisation's provider and back, staying signed in, and leaving."""

import hashlib
import secrets
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from hub.app import create_app
from hub.kit.pages import public
from hub.settings import Settings
from sso.devidp import views as devidp
from sso.seal import Seal
from sso.tokens import LOGOUT_EVENT
from sso.views import start
from tenants import installation as operator
from tenants.clock import moment
from tenants.db import session
from tests.conftest import Database, Servers
from tests.sso.hostile import Hostile, hostile_app
from tests.sso.installation import SECRET, Installation, onward, query, reference
from tests.sso.serving import Browser, fields, served


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
    folder: Path = tmp_path_factory.mktemp("plein")

    def hub(address: str) -> Flask:
        return create_app(
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
        made[0].provider = devidp.create_app(made[0].lay(), address, made[0].state)
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


@pytest.fixture
def browser() -> Browser:
    return Browser()


# ---------------------------------------------------------------- where


def test_from_a_mail_address_to_ones_own_organisation(there: Installation, browser: Browser) -> None:
    # given the page, which lists only who chose to be listed
    page = browser.get(f"{there.hub}/inloggen?terug=/groepen")
    assert "Gemeente Zandwijk" in page.text
    assert "Stille Dienst" not in page.text
    # when an address of a listed organisation is typed
    answer = browser.post(f"{there.hub}/inloggen", fields(page.text) | {"address": "Kees@Zandwijk.nl"})
    # then the browser goes on to its provider, by a page, since our policy stops a form's redirect to elsewhere
    assert answer.status_code == 200
    assert onward(answer, "").startswith(f"{there.idp}/realms/zandwijk/")
    assert query(onward(answer, ""))["login_hint"] == ["Kees@Zandwijk.nl"]


def test_an_unlisted_domain_answers_as_one_that_does_not_exist(there: Installation) -> None:
    # given addresses of an unlisted organisation and of none, when they are typed, then the answers are the same
    answers = []
    for domain in ("dienst.nl", "bestaat-niet.nl"):
        browser = Browser()
        answer = browser.post(f"{there.hub}/inloggen", {"address": f"iemand@{domain}", "once": "x"})
        answers.append((answer.status_code, sorted(answer.headers.keys()), once_less(answer.text.replace(domain, "-"))))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "We kennen geen organisatie bij dit adres." in answers[0][2]


def once_less(page: str) -> str:
    return page.replace(fields(page).get("once", "none"), "-")


@pytest.mark.parametrize("typed", ["", "kees", "kees@", "@zandwijk.nl", "x" * 5000, "<b>@zandwijk.nl"])
def test_what_is_no_address_is_asked_again(there: Installation, browser: Browser, typed: str) -> None:
    answer = browser.post(f"{there.hub}/inloggen", {"address": typed, "terug": "/groepen"})
    assert answer.status_code == 422
    assert fields(answer.text)["terug"] == "/groepen"
    assert "<b>@" not in answer.text


def test_an_unlisted_organisation_has_an_address_of_its_own(there: Installation, browser: Browser) -> None:
    assert there.sign_in(browser, "stil", "/inloggen/bij/dienst").status_code == 200
    assert browser.get(f"{there.hub}/inloggen/bij/bestaat-niet").status_code == 404


def test_the_organisation_of_last_time_is_remembered(there: Installation, browser: Browser) -> None:
    browser.get(f"{there.hub}/inloggen/bij/dienst")
    assert "Log in bij Stille Dienst" in browser.get(f"{there.hub}/inloggen").text


def test_who_was_invited_signs_in_again_as_a_guest(there: Installation, browser: Browser) -> None:
    assert "/inloggen/gast?terug=%2Fproef" in browser.get(f"{there.hub}/inloggen?terug=/proef").text
    url = there.to_provider(browser, "/inloggen/gast?terug=/proef")
    assert url.startswith(f"{there.idp}/realms/gasten/")


@pytest.mark.parametrize(
    "wanted", ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "javascript:x", "/a\nb"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(there: Installation, browser: Browser, wanted: str) -> None:
    url = there.to_provider(browser, f"/inloggen/bij/zandwijk?terug={quote(wanted)}")
    answer = browser.post(url, {"username": "kees", "password": "plein"})
    assert browser.get(answer.headers["Location"]).headers["Location"] == "/"


# ---------------------------------------------------------------- in


def test_a_first_sign_in_makes_a_colleague_with_the_lowest_role(there: Installation, browser: Browser) -> None:
    # given a civil servant whose verified address lies in her town's domain, when she signs in
    url = there.to_provider(browser, "/inloggen/bij/zandwijk?terug=/groepen")
    answer = browser.post(url, {"username": "fatima", "password": "plein"})
    callback = browser.get(answer.headers["Location"])
    # then she goes on to where she wanted, with a new cookie that scripts can't read, and is a member of her town
    assert callback.headers["Location"] == "/groepen"
    cookie = callback.headers["Set-Cookie"]
    assert all(word in cookie for word in ("plein=", "HttpOnly", "SameSite=Lax", "Path=/"))
    places = "SELECT f.kind, f.role, f.shown, f.source FROM plein.affiliation f JOIN plein.affiliation_login b"
    places += " ON b.affiliation_id = f.id JOIN plein.login l ON l.id = b.login_id WHERE l.subject = 'sub-fatima'"
    assert there.rows(places) == [("staff", "member", "Fatima Proef", "sign-in")]
    # and signing in again makes no second one
    assert there.sign_in(Browser()).status_code == 200
    assert len(there.rows(places)) == 1


def test_the_database_keeps_no_secret_as_it_is(there: Installation, browser: Browser) -> None:
    # given a session, then neither its secret nor its tokens can be read from a backup
    there.sign_in(browser)
    secret = browser.session.cookies["plein"]
    proof = hashlib.sha256(secret.encode()).digest()
    ((tokens,),) = there.rows("SELECT tokens FROM plein.session WHERE proof = %s", proof)
    assert b"eyJ" not in tokens
    assert Seal(SECRET).open(tokens, purpose=f"session {proof.hex()}")
    assert Seal(SECRET).open(tokens, purpose="session of another") is None
    assert Seal("another secret of another installation").open(tokens, purpose=f"session {proof.hex()}") is None
    assert not there.rows("SELECT 1 FROM plein.session s WHERE s::text LIKE %s", f"%{secret}%")


def test_a_session_gets_a_new_id_at_every_sign_in(there: Installation, browser: Browser) -> None:
    there.sign_in(browser, "kees")
    before, count = browser.session.cookies["plein"], there.sessions("sub-kees")
    url = onward(browser.get(f"{there.hub}/inloggen/bij/zandwijk"), "")
    there.go(browser, url)
    assert browser.session.cookies["plein"] != before
    assert there.sessions("sub-kees") == count  # the old one ended


def test_a_guest_of_the_directory_is_no_colleague(there: Installation, browser: Browser) -> None:
    # given somebody whom the town's provider knows, with an address elsewhere: nothing is proposed
    answer = there.sign_in(browser, "gast@bouwbedrijf.nl")
    assert answer.status_code == 403
    assert "Je hebt nog geen toegang" in answer.text
    assert "plein" not in browser.session.cookies
    assert not there.rows("SELECT 1 FROM plein.login WHERE subject = 'sub-gast@bouwbedrijf.nl'")


def test_signing_in_never_reopens_what_was_ended(there: Installation, browser: Browser) -> None:
    there.sign_in(browser, "kees")
    there.do("UPDATE plein.affiliation SET until = plein.moment() WHERE shown = 'Kees Proef'")
    there.sign_in(Browser(), "kees")
    assert there.rows(
        "SELECT count(*) FROM plein.affiliation WHERE shown = 'Kees Proef' AND until > plein.moment()"
    ) == [(0,)]
    there.do("UPDATE plein.affiliation SET until = '9999-12-31Z' WHERE shown = 'Kees Proef'")


def test_the_first_administrator_comes_by_a_link(there: Installation, browser: Browser) -> None:
    # given the operator's single-use link
    with operator.keeper(there.database.keeper) as keeper:
        secret = operator.administrator_link(keeper, there.organisations["dienst"])
    # when somebody goes on with it and signs in
    answer = browser.post(f"{there.hub}/proef/{there.issuers['dienst']}/{secret}", {})
    done = browser.post(onward(answer, ""), {"username": "stil", "password": "plein"})
    assert there.go(browser, done.headers["Location"]).status_code == 200
    # then that person is the administrator, and the link is used up
    assert there.rows("SELECT role FROM plein.affiliation WHERE shown = 'Stil Proef'") == [("administrator",)]


# ---------------------------------------------------------------- what goes wrong on the way


def test_a_sign_in_comes_back_once(there: Installation, browser: Browser) -> None:
    answer = browser.post(
        there.to_provider(browser, "/inloggen/bij/zandwijk"), {"username": "kees", "password": "plein"}
    )
    callback = answer.headers["Location"]
    assert browser.get(callback).status_code == 303
    again = browser.get(callback)
    assert again.status_code == 400
    assert reference(again.text)


def test_a_sign_in_comes_back_in_the_browser_that_began_it(there: Installation, browser: Browser) -> None:
    # given a callback that somebody sends to somebody else, to sign her in as himself
    answer = browser.post(
        there.to_provider(browser, "/inloggen/bij/zandwijk"), {"username": "kees", "password": "plein"}
    )
    victim = Browser()
    victim.get(f"{there.hub}/inloggen/bij/zandwijk")
    assert victim.get(answer.headers["Location"]).status_code == 400
    assert "plein" not in victim.session.cookies


def test_a_sign_in_comes_back_at_its_own_issuers_address(there: Installation, browser: Browser) -> None:
    answer = browser.post(
        there.to_provider(browser, "/inloggen/bij/zandwijk"), {"username": "kees", "password": "plein"}
    )
    moved = answer.headers["Location"].replace(str(there.issuers["zandwijk"]), str(there.issuers["dienst"]))
    assert browser.get(moved).status_code == 400
    assert browser.get(answer.headers["Location"]).status_code == 400  # and was used by that


def test_a_code_of_one_issuer_never_goes_to_another(there: Installation, browser: Browser) -> None:
    # given a hostile issuer of another organisation, that never says `iss`, and a sign-in under way at an honest one
    hostile = Hostile(faults={"never says iss"})
    with served(lambda _: hostile_app(hostile)) as hostile.address:
        with operator.keeper(there.database.keeper) as keeper:
            theirs = operator.bind_issuer(keeper, there.organisations["dienst"], hostile.address, client_id="hub")
        url = there.to_provider(browser, "/inloggen/bij/zandwijk")
        honest = browser.post(url, {"username": "kees", "password": "plein"}).headers["Location"]
        # when the callback is led to the hostile one's address, without `iss`
        moved = honest.replace(str(there.issuers["zandwijk"]), str(theirs)).replace("iss=", "x=")
        assert browser.get(moved).status_code == 400
        # then the code stayed here
        assert not hostile.forms
    there.do("DELETE FROM plein.binding WHERE issuer_id = %s", theirs)


def test_of_one_browser_five_sign_ins_are_under_way(there: Installation, browser: Browser) -> None:
    urls = [there.to_provider(browser, "/inloggen/bij/zandwijk") for _ in range(7)]
    back = [browser.post(url, {"username": "kees", "password": "plein"}).headers["Location"] for url in urls]
    assert [browser.get(each).status_code for each in back] == [400, 400, 303, 303, 303, 303, 303]


def test_a_providers_words_never_reach_the_page(there: Installation, browser: Browser) -> None:
    state = query(there.to_provider(browser, "/inloggen/bij/zandwijk"))["state"][0]
    words = "%3Cscript%3Ealert(1)%3C/script%3E"
    url = (
        f"{there.hub}/inloggen/terug/{there.issuers['zandwijk']}?state={state}&error={words}&error_description={words}"
    )
    answer = browser.get(f"{url}&iss={there.idp}/realms/zandwijk")
    assert answer.status_code == 400
    assert "alert(1)" not in answer.text
    assert len(reference(answer.text)) == 9
    assert browser.get(f"{there.hub}/inloggen/terug/{secrets.token_hex(4)}").status_code == 404


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
