"""Questions and answers: asked, answered, accepted and taken back by who may; the lists of those that wait."""

from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def accepted(world: World, question: UUID) -> UUID | None:
    found: UUID | None = world.one("SELECT accepted_id FROM plein.question WHERE item_id = %s", question)
    return found


def asked(world: World, key: str, who: str = "sanne", space: str = "tender") -> tuple[UUID, UUID]:
    """A question with one answer by Fatima."""
    question = world.item(key, space, who, "question")
    return question, world.item(f"{key}-a", space, "fatima", "answer", parent=key)


def test_the_story_asked_answered_accepted(world: World, client: Client) -> None:
    sent = {"title": "Hoe doen jullie dit?", "text": "Met uitleg.", "once": str(uuid4())}
    made = client("fatima").post(f"/groepen/{world.spaces['visie']}/vragen", data=sent).headers["Location"]
    answered = client("sanne").post(f"{made}/antwoorden", data={"text": "Zo doen wij het.", "once": str(uuid4())})
    answer = answered.headers["Location"].split("#antwoord-")[1]
    assert "Zo doen wij het." in body(client("fatima").get(made))
    browser = client("fatima")
    assert browser.post(f"/antwoorden/{answer}/accepteren").status_code == 303
    page = body(browser.get(made))
    assert "Geaccepteerd antwoord" in page
    assert "door jou gekozen" in page
    assert f"{made}/terugdraaien" in page  # in the frame, and as the undo of the toast
    assert "gekozen door Fatima El Idrissi" in body(client("sanne").get(made))


@pytest.mark.parametrize("who", ["rik", "peter", "els"])
def test_only_the_asker_or_a_steward_accepts(world: World, client: Client, who: str) -> None:
    question, answer = asked(world, f"wie-{who}")
    assert client(who).post(f"/antwoorden/{answer}/accepteren").status_code == 403
    assert accepted(world, question) is None
    assert client("sanne").post(f"/antwoorden/{answer}/accepteren").status_code == 303
    assert accepted(world, question) == answer
    assert client(who).post(f"/vragen/{question}/terugdraaien").status_code == 403
    assert accepted(world, question) == answer
    assert client("fatima").post(f"/vragen/{question}/terugdraaien").status_code == 303
    assert accepted(world, question) is None


def test_who_does_not_see_the_question_gets_404_at_every_step(world: World, client: Client) -> None:
    question, answer = asked(world, "onzichtbaar")
    for who in ("kees", "joost", "former", "gone", "ivo", "karin", "bas", "zara", "sanne-elders"):
        for method, path in (
            ("GET", f"/vragen/{question}"),
            ("GET", f"/vragen/{question}/bewerken"),
            ("POST", f"/vragen/{question}/bewerken"),
            ("POST", f"/vragen/{question}/antwoorden"),
            ("POST", f"/vragen/{question}/terugdraaien"),
            ("POST", f"/antwoorden/{answer}/accepteren"),
            ("POST", f"/groepen/{world.spaces['tender']}/vragen"),
            ("GET", f"/groepen/{world.spaces['tender']}/vragen"),
        ):
            assert client(who).open(path, method=method, data={"title": "x", "text": "x"}).status_code == 404, (
                who,
                path,
            )


def test_a_steward_who_accepts_is_shown(world: World, client: Client) -> None:
    question, answer = asked(world, "door-beheerder")
    client("fatima").post(f"/antwoorden/{answer}/accepteren")
    assert "gekozen door Fatima El Idrissi" in body(client("sanne").get(f"/vragen/{question}"))


def test_the_accepted_answer_stands_first_then_the_most_useful(world: World, client: Client) -> None:
    question = world.item("volgorde", "tender", "sanne", "question")
    answers = sorted(world.item(f"volgorde-{n}", "tender", "fatima", "answer", parent="volgorde") for n in range(3))
    client("peter").post(f"/reacties/{answers[1]}?kind=useful")
    client("sanne").post(f"/antwoorden/{answers[2]}/accepteren")

    def order(path: str) -> list[int]:
        page = body(client("sanne").get(path))
        return sorted(range(3), key=lambda number: page.index(f'id="antwoord-{answers[number]}"'))

    assert order(f"/vragen/{question}") == [2, 1, 0]
    assert order(f"/vragen/{question}?volgorde=nieuwste") == [2, 1, 0]
    client("sanne").post(f"/vragen/{question}/terugdraaien")
    assert order(f"/vragen/{question}") == [1, 0, 2]
    assert client("sanne").get(f"/vragen/{question}?volgorde=mooiste").status_code == 404


def test_an_accepted_answer_in_the_bin_counts_for_nothing_until_it_is_back(world: World, client: Client) -> None:
    question, answer = asked(world, "in-de-bak")
    client("sanne").post(f"/antwoorden/{answer}/accepteren")
    assert client("fatima").post(f"/items/{answer}/verwijderen").status_code == 303
    page = body(client("sanne").get(f"/vragen/{question}"))
    assert "Geaccepteerd antwoord" not in page
    assert str(question) in body(client("peter").get("/vragen"))  # it waits again
    assert client("fatima").post(f"/items/{answer}/terugzetten").status_code == 303
    assert "Geaccepteerd antwoord" in body(client("sanne").get(f"/vragen/{question}"))
    assert str(question) not in body(client("peter").get("/vragen"))


def test_what_another_answer_took_is_not_given_back(world: World, client: Client) -> None:
    question, first = asked(world, "twee-antwoorden")
    second = world.item("twee-b", "tender", "peter", "answer", parent="twee-antwoorden")
    client("sanne").post(f"/antwoorden/{first}/accepteren")
    client("fatima").post(f"/items/{first}/verwijderen")
    client("sanne").post(f"/antwoorden/{second}/accepteren")
    client("fatima").post(f"/items/{first}/terugzetten")
    assert accepted(world, question) == second
    browser = client("sanne")
    browser.post(f"/antwoorden/{first}/accepteren")
    assert f"/antwoorden/{second}/accepteren" in body(browser.get(f"/vragen/{question}"))  # undo gives the former back


def test_a_deleted_question_takes_its_answers_along(world: World, client: Client) -> None:
    question, answer = asked(world, "weg-vraag")
    gone = client("sanne").post(f"/items/{question}/verwijderen")
    assert gone.headers["Location"] == f"/groepen/{world.spaces['tender']}/vragen"
    for path in (f"/vragen/{question}/antwoorden", f"/antwoorden/{answer}/accepteren", f"/items/{answer}/reactie"):
        assert client("sanne").post(path, data={"text": "x"}).status_code == 404
    assert client("sanne").post(f"/items/{question}/terugzetten").headers["Location"] == f"/vragen/{question}"


def test_an_answer_of_another_question_or_a_comment_is_not_accepted(world: World, client: Client) -> None:
    _, answer = asked(world, "eigen")
    comment = world.item("eigen-r", "tender", "fatima", "comment", parent="eigen-a")
    for item in (comment, world.items["bericht-tender"], world.items["vraag-tender"], uuid4()):
        assert client("sanne").post(f"/antwoorden/{item}/accepteren").status_code == 404
    assert client("joost").post(f"/antwoorden/{answer}/accepteren").status_code == 404


def test_the_asker_and_a_steward_change_the_title_and_only_the_asker_the_text(world: World, client: Client) -> None:
    question, _ = asked(world, "anders")
    for who in ("rik", "peter"):
        assert client(who).get(f"/vragen/{question}/bewerken").status_code == 403
        assert client(who).post(f"/vragen/{question}/bewerken", data={"title": "x"}).status_code == 403
    sent = {"title": "Duidelijker gevraagd?", "text": "Tekst van de beheerder"}
    assert client("fatima").post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    page = body(client("sanne").get(f"/vragen/{question}"))
    assert "Duidelijker gevraagd?" in page
    assert "Tekst van de beheerder" not in page
    client("sanne").post(f"/vragen/{question}/bewerken", data=sent | {"text": "Tekst van de vrager"})
    assert "Tekst van de vrager" in body(client("sanne").get(f"/vragen/{question}"))
    empty = client("sanne").post(f"/vragen/{question}/bewerken", data={"title": " ", "text": "Dit blijft"})
    assert empty.status_code == 422
    assert "Dit blijft" in body(empty)


def test_me_too_is_given_and_taken_back(world: World, client: Client) -> None:
    question, answer = asked(world, "ook")
    count = "SELECT count(*) FROM plein.reaction WHERE item_id = %s AND word = 'me_too'"
    for expected in (1, 0, 1):
        assert client("rik").post(f"/reacties/{question}?kind=me_too").status_code == 303
        assert world.one(count, question) == expected
    assert client("rik").post(f"/reacties/{answer}?kind=me_too").status_code == 422


def test_who_asked_reads_of_how_many_others_it_is_too_and_is_not_asked_so_herself(world: World, client: Client) -> None:
    question, _ = asked(world, "eigen")
    button = f'action="/reacties/{question}?kind=me_too"'
    page = body(client("sanne").get(f"/vragen/{question}"))
    assert (button in page, "ook hun vraag" in page) == (False, False)  # nobody else has it yet
    assert button in body(client("rik").get(f"/vragen/{question}"))
    assert (button in body(client("sanne").get("/")), button in body(client("rik").get("/"))) == (False, True)
    client("rik").post(f"/reacties/{question}?kind=me_too")
    page = body(client("sanne").get(f"/vragen/{question}"))
    assert (button in page, "ook hun vraag" in page) == (False, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": "", "text": "Een lang verhaal"}, "Stel je vraag in één zin."),
        ({"title": "t" * 201, "text": "Een lang verhaal"}, "hooguit 200 tekens"),
        ({"title": "Ok?", "text": "Een lang verhaal" + "x" * 20_000}, "hooguit 20.000 tekens"),
    ],
)
def test_a_wrong_question_comes_back_with_what_was_typed(
    world: World, client: Client, sent: dict[str, str], sentence: str
) -> None:
    answer = client("sanne").post(f"/groepen/{world.spaces['tender']}/vragen", data=sent)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert "Een lang verhaal" in body(answer)


def test_an_empty_answer_comes_back_beside_its_field(world: World, client: Client) -> None:
    answer = client("sanne").post(f"/vragen/{world.items['vraag-tender']}/antwoorden", data={"text": "  "})
    assert answer.status_code == 422
    assert "Schrijf eerst je antwoord." in body(answer)


def test_a_reader_does_not_ask_or_answer(world: World, client: Client) -> None:
    assert client("rik").post(f"/groepen/{world.spaces['tender']}/vragen", data={"title": "Mag ik?"}).status_code == 403
    path = f"/vragen/{world.items['vraag-tender']}/antwoorden"
    assert client("rik").post(path, data={"text": "Ja"}).status_code == 403


def test_the_filters_of_a_space_divide_its_questions(world: World, client: Client) -> None:
    world.group("deel", "Verdeelde groep", "closed", {"zandwijk": "owner"}, founder="fatima")
    done, answer = asked(world, "deel-klaar", "fatima", "deel")
    still, _ = asked(world, "deel-open", "fatima", "deel")
    client("fatima").post(f"/antwoorden/{answer}/accepteren")

    def listed(which: str) -> set[UUID]:
        page = body(client("fatima").get(f"/groepen/{world.spaces['deel']}/vragen{which}"))
        return {one for one in (done, still) if f"/vragen/{one}" in page}

    assert listed("") == listed("?toon=open") == {still}
    assert listed("?toon=beantwoord") == {done}
    assert listed("?toon=alle") == {done, still}
    assert client("fatima").get(f"/groepen/{world.spaces['deel']}/vragen?toon=anders").status_code == 404


def test_what_waits_is_everything_open_that_one_sees_the_longest_first(world: World, client: Client) -> None:
    page = body(client("karin").get("/vragen"))
    assert str(world.items["vraag-kamer-a"]) in page
    for hidden in ("vraag-tender", "vraag-kamer-b", "vraag-visie", "vraag-elders"):
        assert str(world.items[hidden]) not in page, hidden
    page = body(client("sanne").get("/vragen"))
    assert page.index(str(world.items["vraag-visie"])) < page.index(str(world.items["vraag-tender"]))
    assert str(world.items["vraag-visie"]) in body(client("sanne").get("/vragen?toon=mijn"))
    assert str(world.items["vraag-visie"]) not in body(client("kees").get("/vragen?toon=mijn"))


def test_the_lists_and_the_page_ask_as_much_for_many_as_for_one(app: Hub, world: World, client: Client) -> None:
    world.group("tel", "Telgroep", "closed", {"zandwijk": "owner"}, founder="fatima")
    question, _ = asked(world, "tel", "fatima", "tel")
    numbers: list[list[int]] = []
    for many in (1, 25):
        for number in range(many):
            asked(world, f"tel-{many}-{number}", "fatima", "tel")
            key = f"tel-{many}-{number}-antwoord"
            world.item(key, "tel", "fatima", "answer", parent="tel")
            world.item(f"{key}-r", "tel", "fatima", "comment", parent=key)
        found = []
        for path in (f"/groepen/{world.spaces['tel']}/vragen", "/vragen", f"/vragen/{question}"):
            with counted(app.engine) as statements:
                assert client("fatima").get(path).status_code == 200
            found.append(len(statements))
        numbers.append(found)
    assert numbers[0] == numbers[1], numbers
    assert max(numbers[0]) <= 32, numbers


def test_a_question_that_became_a_message_is_in_no_list_until_it_is_one_again(world: World, client: Client) -> None:
    world.group("draai", "Draaigroep", "closed", {"oosterdiep": "owner"}, founder="olga")
    question = world.item("draai", "draai", "olga", "question")
    answer = world.item("draai-a", "draai", "olga", "answer", parent="draai")
    paths = [f"/groepen/{world.spaces['draai']}/vragen?toon=alle", "/vragen", "/vragen?toon=mijn"]
    turn = "UPDATE plein.item SET kind = %s WHERE id = %s"
    world.keeper.execute(turn, ("post", question))
    for path in paths:
        assert str(question) not in body(client("olga").get(path)), path
    assert client("olga").get(f"/vragen/{question}").status_code == 404
    assert client("olga").post(f"/antwoorden/{answer}/accepteren").status_code == 404
    world.keeper.execute(turn, ("question", question))
    for path in paths:
        assert str(question) in body(client("olga").get(path)), path
