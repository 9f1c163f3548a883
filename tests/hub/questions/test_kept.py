"""A draft of a question keeps its labels and for whom it is asked; who was chosen is looked for again when shown."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.hub.questions.made import asked, body
from tests.world import World

KEPT = "SELECT labels, typed_labels, asked_for, asked_for_id FROM plein.draft WHERE place = %s AND thing_id = %s"
FATIMA = "Fatima El Idrissi (Gemeente Zandwijk)"


def keep(client: Client, thing: UUID, place: str = "question", **said: str | list[str]) -> TestResponse:
    sent = {"place": place, "thing": str(thing), "title": "Wie weet dit?", "text": "", **said}
    return client("sanne").post("/concepten", data=sent, headers={"X-Draft": "1"})


@pytest.fixture
def leaves(world: World) -> Iterator[Callable[[], None]]:
    """Fatima is in the tender no more, until the test ends."""
    where = (world["fatima"].affiliation, world.spaces["tender"])
    [(membership, until)] = world.rows(
        "SELECT id, until FROM plein.membership WHERE affiliation_id = %s AND space_id = %s", *where
    )
    end = "UPDATE plein.membership SET until = %s WHERE id = %s"

    def leave() -> None:
        world.keeper.execute(end, (datetime.now(UTC) - timedelta(minutes=1), membership))

    yield leave
    world.keeper.execute(end, (until, membership))


def test_labels_and_a_name_that_was_typed_are_there_again(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    kept = keep(client, space, label=["water", "riool"], labels="verg, par", voor="Piet van de loods")
    assert kept.status_code == 200
    assert world.rows(KEPT, "question", space) == [("water,riool", "verg, par", "Piet van de loods", None)]
    page = body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    for one in ("water", "riool"):
        assert f'name="label" value="{one}" checked' in page
    assert 'value="verg, par"' in page
    assert 'value="Piet van de loods"' in page
    other = body(client("fatima").get(f"/groepen/{space}/vragen/nieuw"))
    assert "riool" not in other
    assert "Piet van de loods" not in other
    assert keep(client, space, labels="", voor="").status_code == 200
    page = body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    assert "riool" not in page
    assert "Piet van de loods" not in page


def test_without_title_and_text_they_are_kept_too(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    assert "Concept bewaard" in keep(client, space, title="", label="water", labels="", voor="").text
    assert 'value="water" checked' in body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    assert keep(client, space, title="", labels="", voor="").status_code == 200
    assert world.rows(KEPT, "question", space) == []


def test_without_the_script_the_button_keeps_them_and_a_question_takes_them_along(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    sent = {"title": "Zonder script?", "text": "", "label": "water", "labels": "riool", "voor": FATIMA}
    assert (
        client("sanne").post("/concepten", data={"place": "question", "thing": str(space), **sent}).status_code == 303
    )
    page = body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    assert f'value="{FATIMA}"' in page
    answer = client("sanne").post(f"/groepen/{space}/vragen", data=sent | {"once": str(uuid4())})
    assert answer.status_code == 303
    assert world.rows(KEPT, "question", space) == []
    assert "Fatima El Idrissi" not in body(client("sanne").get(f"/groepen/{space}/vragen/nieuw")).split("<main")[1]


def test_of_who_was_chosen_no_name_is_kept_and_who_left_is_shown_no_more(
    world: World, client: Client, leaves: Callable[[], None]
) -> None:
    space, fatima = world.spaces["tender"], world["fatima"].affiliation
    keep(client, space, labels="", voor="fatima el idrissi")
    assert world.rows(KEPT, "question", space) == [("", "", None, fatima)]
    assert f'value="{FATIMA}"' in body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    leaves()
    gone = body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    assert "Fatima El Idrissi" not in gone.split('name="voor"')[1]
    assert 'name="voor" type="text" value=""' in gone


@pytest.mark.parametrize("chosen", ["bas", "nobody"])
def test_who_is_not_seen_and_who_is_not_there_look_the_same(world: World, client: Client, chosen: str) -> None:
    space = world.spaces["tender"]
    keep(client, space, labels="", voor="")
    before = body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    someone = world[chosen].affiliation if chosen != "nobody" else uuid4()
    world.keeper.execute("UPDATE plein.draft SET asked_for_id = %s WHERE thing_id = %s", (someone, space))
    after = body(client("sanne").get(f"/groepen/{space}/vragen/nieuw"))
    assert after.split('name="voor"')[1].split(">")[0] == before.split('name="voor"')[1].split(">")[0]


def test_changing_a_question_keeps_them_too(world: World, client: Client, leaves: Callable[[], None]) -> None:
    question = asked(world, "tender", "sanne", "Wie weet dit?")
    page = f"/vragen/{question}/bewerken"
    world.keeper.execute("UPDATE plein.question SET asked_for = 'Piet' WHERE item_id = %s", (question,))
    keep(client, question, "edit", text="Uitleg", label="water", labels="rio", voor=FATIMA)
    shown = body(client("sanne").get(page))
    assert 'value="water" checked' in shown
    assert 'value="rio"' in shown
    assert f'value="{FATIMA}"' in shown
    leaves()
    shown = body(client("sanne").get(page))  # nothing of the draft: as it stands in the question
    assert ' value="Piet"' in shown.split('name="voor"')[1].split(">")[0]
    keep(client, question, "edit", text="Uitleg")  # of a form that has no labels nothing is said
    assert 'value="water" checked' not in body(client("sanne").get(page))
