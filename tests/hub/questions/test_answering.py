"""Answers that people look for and write: in every order, by their address, and while the question goes elsewhere."""

from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service import ANSWERS_SHOWN
from tests.hub.conftest import Client
from tests.hub.questions.made import answered, asked, body
from tests.world import World


def send(client: Client, who: str, question: UUID, text: str) -> TestResponse:
    return client(who).post(f"/vragen/{question}/antwoorden", data={"text": text, "once": str(uuid4())})


def places(page: str, answers: list[UUID]) -> list[UUID]:
    return sorted(answers, key=lambda one: page.index(f'id="antwoord-{one}"'))


def test_answers_stand_in_three_orders_the_accepted_one_first(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Welke volgorde?")
    first, second, third, fourth = answers = [answered(world, question, "tender") for _ in range(4)]
    client("rik").post(f"/reacties/{second}?kind=useful")
    client("sanne").post(f"/antwoorden/{fourth}/accepteren")
    for order, wanted in (
        ("nuttigste", [fourth, second, first, third]),
        ("nieuwste", [fourth, third, second, first]),
        ("oudste", [fourth, first, second, third]),
    ):
        page = body(client("sanne").get(f"/vragen/{question}?volgorde={order}"))
        assert places(page, answers) == wanted, order


def test_the_address_of_an_answer_or_comment_leads_to_the_page_that_holds_it(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Hoeveel antwoorden?")
    answers = sorted(answered(world, question, "tender") for _ in range(ANSWERS_SHOWN + 3))
    last = answers[-1]
    world.items["laatste"] = last
    comment = world.item("onder-de-laatste", "tender", "sanne", "comment", parent="laatste")
    assert f'id="antwoord-{last}"' not in body(client("sanne").get(f"/vragen/{question}"))
    for one, anchor in (
        (last, f"antwoord-{last}"),
        (comment, f"reactie-{comment}"),
        (answers[0], f"antwoord-{answers[0]}"),
    ):
        there = client("sanne").get(f"/items/{one}").headers["Location"]
        assert there.endswith(f"#{anchor}")
        page = body(client("sanne").get(there))
        assert f'id="{anchor}"' in page
    assert "vanaf het begin" in body(client("sanne").get(client("sanne").get(f"/items/{last}").headers["Location"]))
    made = send(client, "fatima", question, "De allerlaatste").headers["Location"]
    assert "De allerlaatste" in body(client("fatima").get(made))
    assert client("sanne").get(f"/vragen/{question}?antwoord={uuid4()}").status_code == 200
    assert client("kees").get(f"/items/{last}").status_code == 404


def test_one_answers_an_own_question(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Zelf gevonden?")
    there = send(client, "sanne", question, "Zelf gevonden").headers["Location"]
    assert client("sanne").post(f"/antwoorden/{there[-36:]}/accepteren").status_code == 303
    assert "Beantwoord" in body(client("rik").get(f"/vragen/{question}"))


def test_who_answers_what_was_merged_meanwhile_sends_it_to_the_other(world: World, client: Client) -> None:
    question, other = (asked(world, "tender", "sanne", title) for title in ("De dubbele?", "De eerste?"))
    client("fatima").post(f"/vragen/{question}/samenvoegen", data={"doel": str(other)})
    refused = send(client, "sanne", question, "Dit tikte ik net")
    assert refused.status_code == 409
    assert "Dit tikte ik net" in body(refused)
    assert f'action="/vragen/{other}/antwoorden"' in body(refused)
    assert "Dit tikte ik net" in body(client("sanne").get(send(client, "sanne", other, "Dit tikte ik net").location))


def test_an_answer_to_what_became_a_message_stands_under_it(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Toch geen vraag?")
    client("sanne").post(f"/items/{question}/wordt-bericht")
    there = send(client, "fatima", question, "Was al aan het typen").headers["Location"]
    assert there.startswith(f"/berichten/{question}")
    assert "Was al aan het typen" in body(client("sanne").get(there))
    for who, status in (("rik", 403), ("kees", 404)):
        assert send(client, who, question, "Mag niet").status_code == status


@pytest.mark.parametrize(("who", "space"), [("former", "tender"), ("gone", "tender")])
def test_what_somebody_wrote_who_left_reads_as_before(world: World, client: Client, who: str, space: str) -> None:
    name = world.one("SELECT shown FROM plein.affiliation WHERE id = %s", world[who].affiliation)
    world.items["om-te-bekijken"] = question = asked(world, space, "sanne", "Wie schreef dit?")
    world.item(f"van-{who}", space, who, "answer", parent="om-te-bekijken")
    page = body(client("sanne").get(f"/vragen/{question}"))
    assert f"Antwoord van {name}" in page
    assert "die je niet kunt zien" not in page


def test_on_top_of_a_group_an_answered_question_says_so(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Staat dit bovenaan?")
    answer, good = (answered(world, question, "tender") for _ in range(2))
    client("fatima").post(f"/items/{question}/vastzetten")

    def on_top() -> str:
        page = body(client("rik").get(f"/groepen/{world.spaces['tender']}"))
        return page.partition('aria-labelledby="vastgezet"')[2].partition("</section>")[0]

    assert "Staat dit bovenaan?" in on_top()
    assert "Beantwoord" not in on_top()
    client("sanne").post(f"/antwoorden/{answer}/accepteren")
    assert "Beantwoord" in on_top()
    client("sanne").post(f"/antwoorden/{good}/goed")
    client("fatima").post(f"/items/{answer}/verwijderen")
    assert "Beantwoord" in on_top()
    client("fatima").post(f"/items/{good}/verwijderen")
    assert "Beantwoord" not in on_top()
