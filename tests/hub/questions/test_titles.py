"""What a question is called: who asks something else does so in sight, and no turning loses or brings back a title."""

import re
from uuid import UUID

from tests.hub.conftest import Client
from tests.hub.questions.made import body
from tests.world import World


def asked_by(world: World, client: Client, who: str, title: str) -> UUID:
    sent = {"title": title, "text": "Met uitleg."}
    made = client(who).post(f"/groepen/{world.spaces['tender']}/vragen", data=sent)
    return UUID(made.headers["Location"].removeprefix("/vragen/"))


def test_whoever_answered_sees_what_was_asked_first(world: World, client: Client) -> None:
    """Given an answered question, when the asker asks the opposite, then the history shows both; the page says so."""
    question = asked_by(world, client, "sanne", "Mogen we hier bouwen?")
    assert client("fatima").post(f"/vragen/{question}/antwoorden", data={"text": "Ja."}).status_code == 303
    sent = {"title": "Mogen we hier slopen?", "text": "Met uitleg.", "was": "Mogen we hier bouwen?", "based_on": "0"}
    assert client("sanne").post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    past = body(client("peter").get(f"/items/{question}/geschiedenis"))
    assert "bouwen" in past
    assert "slopen" in past
    assert f"/items/{question}/geschiedenis" in body(client("peter").get(f"/vragen/{question}"))


def test_new_explanation_leaves_the_title_where_it_was(world: World, client: Client) -> None:
    question = asked_by(world, client, "sanne", "Hoe hoog mag de dijk?")
    sent = {"title": "Hoe hoog mag de dijk?", "text": "Aan de noordkant."}
    assert client("sanne").post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    assert client("sanne").post(f"/items/{question}/wordt-bericht").status_code == 303
    page = body(client("peter").get(f"/berichten/{question}"))
    assert "Hoe hoog mag de dijk?" in page
    assert "Aan de noordkant." in page


def test_an_asker_who_says_it_better_keeps_that_as_title_of_the_message(world: World, client: Client) -> None:
    question = asked_by(world, client, "sanne", "Hoe zit dat?")
    sent = {"title": "Wie keurt de dijk?", "text": "Met uitleg."}
    assert client("sanne").post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    assert client("fatima").post(f"/items/{question}/wordt-bericht").status_code == 303
    assert "Wie keurt de dijk?" in body(client("peter").get(f"/berichten/{question}"))


def test_undoing_a_turn_gives_the_title_back_that_a_steward_gave(world: World, client: Client) -> None:
    question = asked_by(world, client, "sanne", "Klacht over Jan Jansen?")
    sent = {"title": "Klacht over een collega?", "text": ""}
    browser = client("fatima")
    assert browser.post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    assert browser.post(f"/items/{question}/wordt-bericht").status_code == 303
    toast = body(browser.get("/vragen"))
    back = dict(re.findall(r'name="(title)" value="([^"]*)"', toast))
    assert browser.post(f"/items/{question}/wordt-vraag", data=back).status_code == 303
    page = body(client("peter").get(f"/vragen/{question}"))
    assert "Klacht over een collega?" in page
    assert "Jan Jansen" not in page


def test_a_steward_who_retitles_changes_no_word_of_the_asker(world: World, client: Client) -> None:
    question = asked_by(world, client, "sanne", "Dijk?")
    sent = {"title": "Wanneer is de dijk klaar?", "text": "Iets anders"}
    assert client("fatima").post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    assert world.one("SELECT body FROM plein.item_text WHERE item_id = %s", question) == "Met uitleg."
    assert world.one("SELECT count(*) FROM plein.item_past WHERE item_id = %s", question) == 0
