"""Several good answers, open again, and what is meant: by whom, and by whom not."""

from uuid import uuid4

import pytest

from tests.hub.conftest import Client
from tests.hub.questions.made import answered, asked, body, state
from tests.world import World


def test_several_good_answers_change_places_and_come_back_with_an_undo(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Meer goede?")
    first, second, third = (answered(world, question, "tender") for _ in range(3))
    browser = client("sanne")
    assert browser.post(f"/antwoorden/{second}/goed").status_code == 409  # none is accepted yet
    for path in (f"{first}/accepteren", f"{second}/goed", f"{third}/goed"):
        assert browser.post(f"/antwoorden/{path}").status_code == 303
    assert state(world, question) == (first, {second, third})
    assert body(browser.get(f"/vragen/{question}")).count("hub-answer__mark") == 3
    browser.post(f"/antwoorden/{second}/accepteren")
    assert state(world, question) == (second, {first, third})
    browser.post(f"/antwoorden/{first}/accepteren")
    browser.post(f"/vragen/{question}/terugdraaien")  # the one marked first takes its place
    accepted, good = state(world, question)
    assert (accepted, len(good)) == (third, 1)
    browser.post(f"/antwoorden/{first}/accepteren", data={"goed": str(third)})
    assert state(world, question) == (first, {second, third})
    browser.post(f"/antwoorden/{third}/niet-goed")
    assert state(world, question) == (first, {second})


def test_good_answers_keep_a_question_answered_when_the_accepted_one_is_deleted(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Blijft beantwoord?")
    first, second = (answered(world, question, "tender") for _ in range(2))
    client("sanne").post(f"/antwoorden/{first}/accepteren")
    client("sanne").post(f"/antwoorden/{second}/goed")
    client("fatima").post(f"/items/{first}/verwijderen")
    assert str(question) not in body(client("peter").get("/vragen"))
    assert "Geaccepteerd antwoord" in body(client("peter").get(f"/vragen/{question}"))
    client("fatima").post(f"/items/{second}/verwijderen")
    assert str(question) in body(client("peter").get("/vragen"))


def test_open_again_takes_all_back_and_says_who(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Toch nog?")
    first, second = (answered(world, question, "tender") for _ in range(2))
    client("sanne").post(f"/antwoorden/{first}/accepteren")
    client("sanne").post(f"/antwoorden/{second}/goed")
    assert client("peter").post(f"/vragen/{question}/heropenen").status_code == 403
    assert client("kees").post(f"/vragen/{question}/heropenen").status_code == 404
    browser = client("fatima")
    assert browser.post(f"/vragen/{question}/heropenen").status_code == 303
    assert state(world, question) == (None, set())
    page = body(browser.get(f"/vragen/{question}"))
    assert "Fatima El Idrissi zette deze vraag weer open" in page
    assert f'name="goed" value="{second}"' in page  # the undo brings both back
    assert browser.post(f"/vragen/{question}/heropenen").status_code == 409
    browser.post(f"/antwoorden/{first}/accepteren", data={"goed": str(second)})
    assert state(world, question) == (first, {second})
    assert "zette deze vraag weer open" not in body(browser.get(f"/vragen/{question}"))


@pytest.mark.parametrize("who", ["rik", "peter", "els"])
def test_who_neither_asked_nor_steers_names_no_answer_good(world: World, client: Client, who: str) -> None:
    question = asked(world, "tender", "sanne", "Niet voor iedereen?")
    first, second = (answered(world, question, "tender") for _ in range(2))
    client("sanne").post(f"/antwoorden/{first}/accepteren")
    assert client(who).post(f"/antwoorden/{second}/goed").status_code == 403
    client("sanne").post(f"/antwoorden/{second}/goed")
    assert client(who).post(f"/antwoorden/{second}/niet-goed").status_code == 403
    assert state(world, question) == (first, {second})


def test_an_undo_brings_no_answer_of_another_question_back(world: World, client: Client) -> None:
    question, other = (asked(world, "tender", "sanne", "Van wie?") for _ in range(2))
    first, strange = answered(world, question, "tender"), answered(world, other, "tender")
    client("sanne").post(f"/antwoorden/{first}/accepteren", data={"goed": str(strange)})
    assert state(world, question) == (first, set())
    assert state(world, other) == (None, set())
    assert client("sanne").post(f"/antwoorden/{first}/accepteren", data={"goed": "x"}).status_code == 422


def test_one_asks_what_is_meant_under_the_question_itself(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Wat bedoel je?")
    sent = {"text": "Welke dijk bedoel je?", "once": str(uuid4())}
    made = client("peter").post(f"/items/{question}/reactie", data=sent)
    assert made.headers["Location"].startswith(f"/vragen/{question}#reactie-")
    assert "Welke dijk bedoel je?" in body(client("sanne").get(f"/vragen/{question}"))
    assert client("rik").post(f"/items/{question}/reactie", data=sent).status_code == 403
