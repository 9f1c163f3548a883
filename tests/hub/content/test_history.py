"""What a text said before, for who reads it; and two windows on one text, where nobody loses what was typed."""

import random
import re
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service.history import MOST_CHANGED, VERSIONS_SHOWN
from hub.kit.difference import MOST, Fate, Run, between, shortened
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

WORDS = ("een", "twee", "drie", ",", "\n", "<b>", "é", " ")


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def shown(answer: TestResponse) -> str:
    """What the page says, without the words for ears."""
    return re.sub(r'<span class="hub-unseen">.*?</span>', "", body(answer), flags=re.DOTALL)


def change(client: Client, item: UUID, text: str, title: str = "") -> None:
    answer = client("sanne").post(f"/items/{item}/bewerken", data={"text": text, "title": title})
    assert answer.status_code == 303


def test_a_difference_reads_as_either_text() -> None:
    chance = random.Random(5)
    for _ in range(500):
        before, after = ("".join(chance.choices(WORDS, k=chance.randrange(15))) for _ in range(2))
        runs = between(before, after)
        assert "".join(run.text for run in runs if run.fate is not Fate.NEW) == before
        assert "".join(run.text for run in runs if run.fate is not Fate.GONE) == after
    assert between("gelijk", "gelijk") == [Run(Fate.KEPT, "gelijk")]


def test_a_difference_is_told_by_words() -> None:
    told = [(run.fate.value, run.text) for run in between("De dijk is 4 meter.", "De dijk wordt 5 meter.")]
    assert told == [("kept", "De dijk "), ("gone", "is 4"), ("new", "wordt 5"), ("kept", " meter.")]


@pytest.mark.parametrize(
    ("before", "after"),
    [("a b " * 5_000, "b a " * 5_000), ("a " * 10_000, "b " * 10_000), (".," * 10_000, ",." * 9_999)],
)
def test_the_work_is_bounded_whatever_was_written(before: str, after: str) -> None:
    runs = between(before, after)  # without the bound this takes minutes
    assert "".join(run.text for run in runs if run.fate is not Fate.GONE) == after


def test_texts_that_share_too_little_are_one_gone_and_one_new() -> None:
    before = " ".join(f"oud{n}" for n in range(MOST))
    after = " ".join(f"nieuw{n}" for n in range(MOST))
    assert [run.fate for run in between(before, after)] == [Fate.GONE, Fate.NEW]


def test_long_stretches_that_stayed_are_cut() -> None:
    text = "woord " * 1_000
    runs = shortened(between(text + "oud " + text, text + "nieuw " + text))
    assert all(len(run.text) < 1_000 for run in runs)
    assert "oud" in "".join(run.text for run in runs)


def test_a_text_remembers_what_it_said(world: World, client: Client) -> None:
    item = world.item("met-verleden", "tender", "sanne", text="Het dak is rood.")
    change(client, item, "Het dak is groen.", title="Over het dak")
    change(client, item, "Het dak is groen <script>alert(1)</script>.", title="Over het dak")
    page = client("peter").get(f"/items/{item}/geschiedenis")
    assert page.status_code == 200
    assert "<del>rood</del><ins>groen</ins>" in shown(page)
    assert "Versie 3" in body(page)
    assert "Zo begon het" in body(page)
    assert "<script>alert" not in body(page)
    assert "&lt;script&gt;" in shown(page)
    assert f"/items/{item}/geschiedenis" in body(client("peter").get(f"/berichten/{item}"))


def test_a_text_that_was_written_anew_costs_the_page_no_search(world: World, client: Client) -> None:
    """Given versions that share too little to be told apart, when they are shown, then as one gone and one new."""
    before, after = (
        " ".join(f"{word}{n} samen" for n in range(MOST_CHANGED)) for word in ("oud", "nieuw")
    )  # more words differ than MOST_CHANGED, fewer than the form of two who edit at once takes
    assert len(between(before, after)) > MOST_CHANGED
    item = world.item("anders", "tender", "sanne", text=before)
    change(client, item, after, title="Titel van anders")
    page = shown(client("peter").get(f"/items/{item}/geschiedenis"))
    assert page.count("<del>") == page.count("<ins>") == 1


def test_what_was_never_changed_has_one_version(world: World, client: Client) -> None:
    page = body(client("fatima").get(f"/items/{world.items['antwoord-tender']}/geschiedenis"))
    assert "Versie 1" in page
    assert "Versie 2" not in page


def test_bewaren_without_a_change_makes_no_version(world: World, client: Client) -> None:
    item = world.item("zelfde", "tender", "sanne", text="Blijft zo.")
    change(client, item, "Blijft zo.", title="Titel van zelfde")
    assert world.one("SELECT count(*) FROM plein.item_past WHERE item_id = %s", item) == 0
    assert world.one("SELECT edited_at FROM plein.item_text WHERE item_id = %s", item) is None


@pytest.mark.parametrize("who", ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara", ""])
def test_who_does_not_read_a_text_does_not_read_its_past(world: World, client: Client, who: str) -> None:
    there = client(who).get(f"/items/{world.items['bericht-tender']}/geschiedenis")
    nowhere = client(who).get(f"/items/{uuid4()}/geschiedenis")
    assert there.status_code == nowhere.status_code == (404 if who else 303)
    if who:
        assert there.get_data() == nowhere.get_data()


def test_what_lies_in_the_bin_has_no_history(world: World, client: Client) -> None:
    item = world.item("weg-verleden", "tender", "sanne")
    assert client("sanne").post(f"/items/{item}/verwijderen").status_code == 303
    for who in ("sanne", "fatima"):
        assert client(who).get(f"/items/{item}/geschiedenis").status_code == 404


def test_a_long_history_is_paged_with_as_many_statements(app: Hub, world: World, client: Client) -> None:
    item, said = world.item("vaak", "tender", "sanne", text="versie 1"), []
    for number in range(2, VERSIONS_SHOWN + 5):
        change(client, item, f"versie {number}")
        if number in {3, VERSIONS_SHOWN + 4}:
            with counted(app.engine) as statements:
                client("fatima").get(f"/items/{item}/geschiedenis")
            said.append(len(statements))
    assert said[0] == said[1]
    first = body(client("fatima").get(f"/items/{item}/geschiedenis"))
    assert re.findall(r'id="versie-(\d+)"', first) == [str(n) for n in range(VERSIONS_SHOWN + 4, 4, -1)]
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    second = body(client("fatima").get(more[1]))
    assert re.findall(r'id="versie-(\d+)"', second) == ["4", "3", "2", "1"]
    assert 'rel="next"' not in second


@pytest.mark.parametrize("number", ["x", "-1", "²", "9" * 30])
def test_a_page_that_there_is_not_is_missing(world: World, client: Client, number: str) -> None:
    path = f"/items/{world.items['bericht-tender']}/geschiedenis"
    assert client("fatima").get(path, query_string={"na": number}).status_code == 404


def test_who_began_on_an_older_text_sees_both_and_loses_nothing(world: World, client: Client) -> None:
    item = world.item("twee-vensters", "tender", "sanne", text="Begin donderdag.")
    path, browser = f"/items/{item}/bewerken", client("sanne")
    assert 'name="based_on" value="0"' in body(browser.get(path))
    change(client, item, "Begin vrijdag.", title="Ander venster")
    mine = {"text": "Begin dinsdag.", "title": "Mijn venster", "based_on": "0"}
    late = browser.post(path, data=mine)
    assert late.status_code == 409
    assert "<del>dinsdag</del><ins>vrijdag</ins>" in shown(late)
    assert "<del>Mijn</del><ins>Ander</ins>" in shown(late)
    assert "Begin dinsdag.</textarea>" in body(late)
    assert 'name="based_on" value="1"' in body(late)
    assert world.one("SELECT body FROM plein.item_text WHERE item_id = %s", item) == "Begin vrijdag."
    assert browser.post(path, data=mine | {"based_on": "1"}).status_code == 303
    assert world.one("SELECT body FROM plein.item_text WHERE item_id = %s", item) == "Begin dinsdag."
    assert "<del>vrijdag</del><ins>dinsdag</ins>" in shown(browser.get(f"/items/{item}/geschiedenis"))


def test_the_same_text_twice_is_no_conflict(world: World, client: Client) -> None:
    item = world.item("dubbel-venster", "tender", "sanne", text="Oud.")
    sent = {"text": "Nieuw.", "title": "T", "based_on": "0"}
    for _ in range(2):
        assert client("sanne").post(f"/items/{item}/bewerken", data=sent).status_code == 303
    assert world.one("SELECT count(*) FROM plein.item_past WHERE item_id = %s", item) == 1
