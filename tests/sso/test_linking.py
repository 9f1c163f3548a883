"""Linking a second login over the real way there and back, coming back after the end, and who tries to plant either."""

from tests.sso.installation import Installation, onward, query
from tests.sso.serving import Browser, fields

LINK = "/account/aanmeldingen/koppelen"
CONFIRM = "/account/aanmeldingen/bevestigen"


def off_to(there: Installation, browser: Browser, handle: str = "dienst") -> str:
    """The provider's address after choosing where the other account is."""
    page = browser.get(there.hub + LINK)
    assert page.status_code == 200
    answer = browser.post(there.hub + LINK, {"once": fields(page.text)["once"], "handle": handle})
    return onward(answer, there.hub + LINK)


def back(there: Installation, browser: Browser, username: str, url: str) -> str:
    """The callback's address after proving who one is at the provider."""
    assert url.startswith(there.idp)
    answer = browser.post(url, {"username": username, "password": "plein"})
    assert "Location" in answer.headers, (answer.status_code, url, answer.text[-1500:])
    return answer.headers["Location"]


def people(there: Installation) -> dict[str, object]:
    return dict(there.rows("SELECT subject, person_id FROM plein.login"))


def test_a_second_login_is_linked_after_signing_in_with_both_and_a_word(there: Installation, browser: Browser) -> None:
    there.sign_in(browser, "fatima")
    there.sign_in(Browser(), "stil", "/inloggen/bij/dienst")
    session = browser.session.cookies["plein"]
    # the issuer must ask who it is: at a shared computer it may still know somebody else
    url = off_to(there, browser)
    assert query(url)["prompt"] == ["login"]
    callback = back(there, browser, "stil", url)
    done = browser.get(callback)
    assert done.headers["Location"] == CONFIRM
    assert browser.session.cookies["plein"] == session  # still the same session, as the same person
    assert people(there)["sub-fatima"] != people(there)["sub-stil"]  # nothing yet
    page = browser.get(there.hub + CONFIRM)
    assert "Stil Proef" in page.text
    # when she says that it is hers
    assert browser.post(there.hub + CONFIRM, fields(page.text)).status_code == 303
    # then both are one person, and each sees what it saw
    assert people(there)["sub-fatima"] == people(there)["sub-stil"]
    bound = "SELECT l.subject, o.handle FROM plein.affiliation_login b JOIN plein.login l ON l.id = b.login_id"
    bound += (
        " JOIN plein.affiliation f ON f.id = b.affiliation_id JOIN plein.organisation o ON o.id = f.organisation_id"
    )
    assert sorted(there.rows(bound)) == [("sub-fatima", "zandwijk"), ("sub-stil", "dienst")]
    assert browser.get(there.hub + CONFIRM).status_code == 404


def test_a_planted_callback_links_nothing(there: Installation, browser: Browser) -> None:
    there.sign_in(browser, "kees")
    callback = back(there, browser, "stil", off_to(there, browser))
    # in the browser of somebody else, signed in or not
    victim = Browser()
    assert victim.get(callback).status_code == 400
    there.sign_in(victim, "fatima")
    assert victim.get(callback).status_code == 400
    assert victim.get(there.hub + CONFIRM).status_code == 404
    # and in the own browser it counts for the session that began it alone
    browser = Browser()
    there.sign_in(browser, "kees")
    callback = back(there, browser, "stil", off_to(there, browser))
    there.sign_in(browser, "fatima", "/inloggen/bij/zandwijk?terug=/")
    browser.session.cookies.set("plein", victim.session.cookies["plein"], domain="127.0.0.1", path="/")
    assert browser.get(callback).status_code == 400
    assert not there.rows("SELECT 1 FROM plein.login_link")


def test_linking_begins_in_a_live_session_of_our_own_page(there: Installation, browser: Browser) -> None:
    assert "/inloggen" in browser.get(there.hub + LINK).headers["Location"]
    assert "/inloggen" in browser.post(there.hub + LINK, {"handle": "dienst"}).headers["Location"]
    browser.session.cookies.set("plein", "a secret of nobody", domain="127.0.0.1", path="/")
    assert "/inloggen" in browser.post(there.hub + LINK, {"handle": "dienst"}).headers["Location"]
    there.sign_in(browser, "kees")
    planted = browser.session.post(
        there.hub + LINK,
        {"handle": "dienst"},
        headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        allow_redirects=False,
        timeout=10,
    )
    assert planted.status_code == 403


def test_who_comes_back_after_the_end_reads_who_decides(there: Installation, browser: Browser) -> None:
    there.sign_in(browser, "kees")
    there.do("UPDATE plein.affiliation SET until = plein.moment() WHERE shown = 'Kees Proef'")
    newcomer = Browser()

    answer = there.sign_in(newcomer, "kees")

    assert answer.status_code == 403
    assert "Je oude toegang is beëindigd" in answer.text
    assert "De beheerder van Gemeente Zandwijk heeft je verzoek" in answer.text
    assert "plein" not in newcomer.session.cookies
    requests = "SELECT kind, matched, status FROM plein.login_request"
    assert there.rows(requests) == [("return", "login", "open")]
    there.sign_in(Browser(), "kees")
    assert len(there.rows(requests)) == 1
