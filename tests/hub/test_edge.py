"""The edge: once is once, foreign pages change nothing, absent and not allowed look the same."""

from dataclasses import replace
from uuid import uuid4

import pytest

from hub.app import create_app
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.world import World


def test_a_second_click_goes_where_the_first_went(world: World, client: Client) -> None:
    browser, once = client("fatima"), str(uuid4())
    first = browser.post("/voorkeuren", data={"language": "en", "once": once, "back": "/een"})
    second = browser.post("/voorkeuren", data={"language": "nl", "once": once, "back": "/twee"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"] == "/een"
    assert world.one("SELECT language FROM plein.person WHERE id = %s", world["fatima"].person_id) == "en"


def test_a_refusal_speaks_the_language_of_who_asks(client: Client) -> None:
    browser = client("kees")
    for language, words in (("en", "Not found"), ("nl", "Niet gevonden")):
        browser.post("/voorkeuren", data={"language": language, "once": str(uuid4())})
        page = browser.get(f"/groepen/{uuid4()}", headers={"Accept-Language": "de"}).get_data(as_text=True)
        assert words in page
        assert f'<html lang="{language}"' in page


def test_a_form_on_another_site_changes_nothing(client: Client) -> None:
    browser = client("kees")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        assert browser.post("/voorkeuren", data={"language": "en"}, headers=headers).status_code == 403


def test_nobody_is_sent_to_sign_in_and_back(client: Client) -> None:
    answer = client("").get("/groepen")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/inloggen?terug=%2Fgroepen"


def test_what_was_typed_when_the_session_ended_is_kept(client: Client) -> None:
    answer = client("").post(
        "/voorkeuren", data={"back": "een lange tekst <b>die</b> niet weg mag", "once": str(uuid4())}
    )
    assert answer.status_code == 401
    page = answer.get_data(as_text=True)
    assert "een lange tekst &lt;b&gt;die&lt;/b&gt; niet weg mag" in page
    assert 'action="/voorkeuren"' in page


def test_a_session_ends_by_its_last_click(world: World, client: Client) -> None:
    world.keeper.execute("UPDATE plein.session SET idle_seconds = 600 WHERE subject = 'kees'")
    browser = client("kees")
    try:
        for minutes in (9, 9):
            world.later(minutes=minutes)
            assert browser.get("/groepen").status_code == 200
        world.later(minutes=11)
        assert browser.get("/groepen").status_code == 303
    finally:
        world.on_time()


def test_one_goes_on_as_another_own_affiliation_and_as_no_one_elses(world: World, client: Client) -> None:
    browser = client("els")
    assert browser.post("/organisatie", data={"affiliation": world["els"].affiliations["zandwijk"]}).status_code == 303
    assert browser.post("/organisatie", data={"affiliation": world["fatima"].affiliation}).status_code == 404


def test_a_link_back_leads_nowhere_else(client: Client) -> None:
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert client("kees").post("/voorkeuren", data={"back": back}).headers["Location"] == "/"


def test_guessing_is_slowed_down_for_one_address_alone(app: Hub) -> None:
    browser = create_app(replace(app.settings, attempts_per_minute=5)).test_client()
    there, elsewhere = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}
    answers = [browser.get("/inloggen", environ_base=there).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert browser.get("/inloggen", environ_base=elsewhere).status_code == 200
    assert browser.get("/toegankelijkheid", environ_base=there).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/uitnodiging/geen"),
        ("GET", "/meewerken/geen"),
        ("POST", "/meewerken/geen/inloggen"),
        ("POST", "/account/aanmeldingen/koppelen"),
    ],
)
def test_whatever_can_be_guessed_at_is_slowed_down(app: Hub, method: str, path: str) -> None:
    browser = create_app(replace(app.settings, attempts_per_minute=2)).test_client()
    there = {"REMOTE_ADDR": f"203.0.113.{len(path)}"}
    answers = [browser.open(path, method=method, environ_base=there).status_code for _ in range(3)]
    assert 429 not in answers[:2]
    assert answers[2] == 429


def test_what_was_begun_as_one_affiliation_is_not_sent_as_another(world: World, client: Client) -> None:
    browser, own = client("els"), world["els"].affiliations
    browser.post("/organisatie", data={"affiliation": own["dienst"], "once": str(uuid4())})
    page = browser.get(f"/groepen/{world.spaces['visie']}").get_data(as_text=True)
    assert f'name="acting" value="{own["dienst"]}"' in page
    # when another tab goes on as Zandwijk
    browser.post("/organisatie", data={"affiliation": own["zandwijk"], "once": str(uuid4())})
    sent = {"text": "Begonnen namens de dienst", "acting": str(own["dienst"]), "once": str(uuid4())}
    answer = browser.post(f"/groepen/{world.spaces['visie']}/berichten", data=sent)
    # then nothing is posted, and what was typed is kept
    assert answer.status_code == 409
    assert "Begonnen namens de dienst" in answer.get_data(as_text=True)
    assert world.one("SELECT count(*) FROM plein.item_text WHERE body = 'Begonnen namens de dienst'") == 0
    # and who has only one affiliation is not bothered
    assert 'name="acting"' not in client("kees").get("/groepen/nieuw").get_data(as_text=True)
