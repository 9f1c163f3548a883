"""The way in: from the sign-in page to an organisation's provider and back, and what goes wrong on the way."""

import hashlib
import secrets
from urllib.parse import quote

import pytest

from sso.seal import Seal
from tenants import installation as operator
from tests.sso.hostile import Hostile, hostile_app
from tests.sso.installation import SECRET, Installation, onward, query, reference
from tests.sso.serving import Browser, fields, served

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
