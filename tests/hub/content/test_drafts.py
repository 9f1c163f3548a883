"""Drafts: kept for who typed them alone, shown again where they were written, gone once they are sent."""

from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service.drafts import MOST_DRAFTS
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

OF = "SELECT id FROM plein.draft WHERE person_id = %s AND place = %s AND thing_id = %s"


def keep(
    client: Client, thing: UUID, text: str, *, place: str = "post", who: str = "sanne", title: str = ""
) -> TestResponse:
    sent = {"place": place, "thing": str(thing), "title": title, "text": text}
    return client(who).post("/concepten", data=sent, headers={"X-Draft": "1"})


def mine(world: World, who: str, place: str, thing: UUID) -> list[UUID]:
    return [one for (one,) in world.rows(OF, world[who].person_id, place, thing)]


def test_a_draft_is_shown_again_and_gone_once_it_is_sent(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    answer = keep(client, space, "Een half verhaal", title="Bijna")
    assert answer.status_code == 200
    assert "Concept bewaard om" in answer.text
    keep(client, space, "Een heel verhaal", title="Bijna")
    for path in (f"/groepen/{space}", f"/groepen/{space}/berichten/nieuw"):
        page = client("sanne").get(path).text
        assert "Een heel verhaal" in page
        assert 'value="Bijna"' in page
        assert "Een heel verhaal" not in client("fatima").get(path).text
    listed = client("sanne").get("/concepten").text
    assert "Bijna" in listed
    assert f'href="/groepen/{space}/berichten/nieuw"' in listed
    client("sanne").post(f"/groepen/{space}/berichten", data={"text": "Een heel verhaal", "once": str(uuid4())})
    assert mine(world, "sanne", "post", space) == []


@pytest.mark.parametrize(
    ("place", "thing"), [("comment", "bericht-tender"), ("answer", "vraag-tender"), ("edit", "bericht-tender")]
)
def test_every_composer_has_its_draft(world: World, client: Client, place: str, thing: str) -> None:
    item = world.items[thing]
    assert keep(client, item, f"Halve {place} hier", place=place).status_code == 200
    folder = "vragen" if thing.startswith("vraag") else "berichten"
    path, send = {
        "comment": (f"/{folder}/{item}", f"/items/{item}/reactie"),
        "answer": (f"/{folder}/{item}", f"/vragen/{item}/antwoorden"),
        "edit": (f"/items/{item}/bewerken", f"/items/{item}/bewerken"),
    }[place]
    assert f"Halve {place} hier" in client("sanne").get(path).text
    assert client("sanne").post(send, data={"text": "Nu heel"}).status_code == 303
    assert mine(world, "sanne", place, item) == []


def test_changing_a_question_has_its_draft_too(world: World, client: Client) -> None:
    question = world.item("vraag-die-verandert", "tender", "sanne", "question")
    page = f"/vragen/{question}/bewerken"
    assert f'data-draft="edit {question}"' in client("sanne").get(page).text
    keep(client, question, "Halve uitleg", place="edit", title="Halve vraag?")
    shown = client("sanne").get(page).text
    assert "Halve uitleg" in shown
    assert 'value="Halve vraag?"' in shown
    assert "Nu heet de vraag: " in shown
    assert "Halve uitleg" not in client("fatima").get(page).text
    assert f'href="/items/{question}/bewerken"' in client("sanne").get("/concepten").text
    assert client("sanne").get(f"/items/{question}/bewerken").headers["Location"] == page
    sent = {"title": "Hele vraag?", "text": "Hele uitleg"}
    assert client("sanne").post(page, data=sent).status_code == 303
    assert mine(world, "sanne", "edit", question) == []


@pytest.mark.parametrize("kind", ["post", "question"])
def test_a_draft_that_is_older_than_the_text_says_so(world: World, client: Client, kind: str) -> None:
    item = world.item(f"oud-concept-{kind}", "tender", "sanne", kind)
    page = f"/vragen/{item}/bewerken" if kind == "question" else f"/items/{item}/bewerken"
    keep(client, item, "Van vorige week", place="edit")
    assert "Wat er nu staat" not in client("sanne").get(page).text
    world.keeper.execute(
        "UPDATE plein.item_text SET body = 'Van gisteren', edited_at = plein.moment() WHERE item_id = %s", (item,)
    )
    shown = client("sanne").get(page).text
    assert "Wat er nu staat, naast jouw tekst" in shown
    assert "Van vorige week" in shown
    assert "gisteren" in shown


@pytest.mark.parametrize("thing", ["bericht-tender", "vraag-tender"])
def test_what_is_saved_as_it_was_leaves_no_draft(world: World, client: Client, thing: str) -> None:
    item = world.items[thing]
    body, title = world.rows("SELECT body, title FROM plein.item_text WHERE item_id = %s", item)[0]
    if thing.startswith("vraag"):
        title = world.one("SELECT title FROM plein.question WHERE item_id = %s", item)
    keep(client, item, "Toch maar niet", place="edit", title=title)
    folder = "vragen" if thing.startswith("vraag") else "items"
    answer = client("sanne").post(f"/{folder}/{item}/bewerken", data={"title": title, "text": body})
    assert answer.status_code == 303
    assert mine(world, "sanne", "edit", item) == []


@pytest.mark.parametrize("who", ["kees", "joost", "former", "karin", "bas", ""])
def test_nothing_is_kept_for_what_one_does_not_see(world: World, client: Client, who: str) -> None:
    for place, thing in (("post", world.spaces["tender"]), ("comment", world.items["bericht-tender"])):
        there, nowhere = (
            keep(client, thing, "x", place=place, who=who),
            keep(client, uuid4(), "x", place=place, who=who),
        )
        assert there.status_code == nowhere.status_code == (404 if who else 401)
    assert keep(client, world.spaces["tender"], "x", place="elders").status_code == 404


def test_nobody_reads_or_throws_away_anothers(world: World, client: Client) -> None:
    keep(client, world.spaces["visie"], "Van Sanne alleen")
    [draft] = mine(world, "sanne", "post", world.spaces["visie"])
    assert "Van Sanne alleen" not in client("fatima").get("/concepten").text
    there = client("fatima").post(f"/concepten/{draft}/weg")
    assert there.status_code == client("fatima").post(f"/concepten/{uuid4()}/weg").status_code == 404
    assert client("sanne").post(f"/concepten/{draft}/weg").status_code == 303
    assert mine(world, "sanne", "post", world.spaces["visie"]) == []


def test_of_what_one_no_longer_sees_only_the_own_words_are_left(world: World, client: Client) -> None:
    made = client("sanne").post(
        f"/groepen/{world.spaces['tender']}/vragen", data={"title": "Verborgen titel", "text": ""}
    )
    question = UUID(made.headers["Location"].rsplit("/", 1)[1])
    keep(client, question, "Mijn antwoord", place="answer", who="fatima")
    assert "Verborgen titel" in client("fatima").get("/concepten").text
    client("sanne").post(f"/items/{question}/verwijderen")
    page = client("fatima").get("/concepten").text
    assert "Verborgen titel" not in page
    assert "Mijn antwoord" in page


def test_without_the_script_a_button_keeps_it(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    assert "Bewaar als concept" in client("sanne").get(f"/groepen/{space}/berichten/nieuw").text
    sent = {"place": "post", "thing": str(space), "text": "Zonder script", "once": str(uuid4())}
    answer = client("sanne").post("/concepten", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/concepten")
    assert keep(client, space, "  ").status_code == 200
    assert mine(world, "sanne", "post", space) == []


def test_there_are_at_most_a_hundred(world: World, client: Client) -> None:
    person, now = world["rik"].person_id, world.now
    for _ in range(MOST_DRAFTS):
        world.lay("draft", id=uuid4(), person_id=person, place="post", thing_id=uuid4(), body="x", saved_at=now)
    assert keep(client, world.spaces["tender"], "Nog een", who="rik").status_code == 409


def test_a_page_asks_once_whatever_the_number_of_composers(world: World, client: Client, app: Hub) -> None:
    keep(client, world.spaces["visie"], "Elders", who="fatima")
    with counted(app.engine) as statements:
        client("fatima").get(f"/groepen/{world.spaces['tender']}")
    assert sum("plein.draft" in one for one in statements) == 2  # the drafts, and the files that wait with them
