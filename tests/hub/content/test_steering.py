"""Pinned on top, a message that becomes a question and back, and the bin: by who may, with undo."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service import PINS_MAX
from hub.kit.edge import Hub
from hub.kit.paging import PAGE
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

HIDDEN_FROM = ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara", "mehmet"]


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    """Names of things that no other test has."""
    return (f"gestuurd-{number}" for number in range(1_000))


@pytest.fixture
def post(world: World, names: Iterator[str]) -> UUID:
    return world.item(next(names), "tender", "sanne")


@pytest.fixture(autouse=True)
def nothing_pinned(world: World) -> None:
    world.keeper.execute("DELETE FROM plein.pin")


def kind(world: World, item: UUID) -> str:
    return str(world.one("SELECT kind FROM plein.item WHERE id = %s", item))


def verbs(world: World, item: UUID) -> list[str]:
    return [verb for (verb,) in world.rows("SELECT DISTINCT verb FROM plein.audit WHERE thing_id = %s", item)]


def test_a_steward_pins_and_everybody_sees_it_on_top(world: World, client: Client, post: UUID) -> None:
    browser, group = client("fatima"), f"/groepen/{world.spaces['tender']}"
    for _ in range(2):
        assert browser.post(f"/items/{post}/vastzetten").headers["Location"] == group
    assert f"/items/{post}/losmaken" in body(browser.get(group))
    page = body(client("peter").get(group))
    assert page.index("Vastgezet") < page.index(f'id="item-{post}"')
    assert f"/items/{post}/losmaken" not in page
    assert browser.post(f"/items/{post}/losmaken").status_code == 303
    assert "Vastgezet" not in body(client("peter").get(group))
    assert {"post.pinned", "post.unpinned"} <= set(verbs(world, post))


@pytest.mark.parametrize(("who", "status"), [*((one, 404) for one in HIDDEN_FROM), ("sanne", 403), ("rik", 403)])
def test_nobody_else_pins(world: World, client: Client, post: UUID, who: str, status: int) -> None:
    assert client(who).post(f"/items/{post}/vastzetten").status_code == status
    assert world.one("SELECT count(*) FROM plein.pin") == 0
    assert client("fatima").post(f"/items/{post}/vastzetten").status_code == 303
    assert client(who).post(f"/items/{post}/losmaken").status_code == status
    assert world.one("SELECT count(*) FROM plein.pin") == 1


def test_five_stand_on_top_and_no_more(world: World, client: Client, names: Iterator[str]) -> None:
    items = [world.item(next(names), "tender", "sanne") for _ in range(PINS_MAX + 1)]
    for one in items[:PINS_MAX]:
        assert client("fatima").post(f"/items/{one}/vastzetten").status_code == 303
    late = client("fatima").post(f"/items/{items[-1]}/vastzetten")
    assert late.status_code == 409
    assert "al vijf dingen" in body(late)
    assert client("sanne").post(f"/items/{items[0]}/verwijderen").status_code == 303  # what is in the bin takes no room
    assert client("fatima").post(f"/items/{items[-1]}/vastzetten").status_code == 303


def test_questions_and_documents_are_pinned_too_and_comments_not(world: World, client: Client) -> None:
    for key in ("vraag-tender", "stuk-tender"):
        assert client("fatima").post(f"/items/{world.items[key]}/vastzetten").status_code == 303
    page = body(client("sanne").get(f"/groepen/{world.spaces['tender']}"))
    assert "Vraag vraag-tender?" in page
    assert "stuk-tender.txt" in page
    assert client("fatima").post(f"/items/{world.items['reactie-tender']}/vastzetten").status_code == 409


def test_a_folder_is_not_pinned(world: World, client: Client) -> None:
    made = client("fatima").post(f"/groepen/{world.spaces['tender']}/mappen", data={"name": "Om vast te zetten"})
    folder = made.headers["Location"].removeprefix("/mappen/")
    assert client("fatima").post(f"/items/{folder}/vastzetten").status_code == 409
    assert world.one("SELECT count(*) FROM plein.pin") == 0


def test_pins_cost_as_many_statements_whatever_their_number(
    app: Hub, world: World, client: Client, names: Iterator[str]
) -> None:
    said, path = list[int](), f"/groepen/{world.spaces['tender']}"
    for _ in range(2):
        item = world.item(next(names), "tender", "sanne")
        assert client("fatima").post(f"/items/{item}/vastzetten").status_code == 303
        client("sanne").get(path)
        with counted(app.engine) as statements:
            client("sanne").get(path)
        said.append(len(statements))
    assert said[1] <= said[0]


@pytest.mark.parametrize("who", ["sanne", "fatima"])
def test_a_message_becomes_a_question_and_a_message_again(
    world: World, client: Client, names: Iterator[str], who: str
) -> None:
    """Given a message with a reply, when its author or a steward turns it, then text and replies stay."""
    key = next(names)
    item, browser = world.item(key, "tender", "sanne", text="Wie weet dit?"), client(who)
    comment = world.item(next(names), "tender", "peter", "comment", parent=key, text="Ik weet het")
    assert f"Titel van {key}" in body(browser.get(f"/items/{item}/wordt-vraag"))
    turned = browser.post(f"/items/{item}/wordt-vraag", data={"title": "Wie weet dit precies?"})
    assert turned.headers["Location"] == f"/vragen/{item}"
    page = body(client("peter").get(f"/vragen/{item}"))
    assert "Wie weet dit precies?" in page
    assert "Wie weet dit?" in page
    assert client("peter").get(f"/berichten/{item}").status_code == 404
    assert client("peter").post(f"/vragen/{item}/antwoorden", data={"text": "Een echt antwoord"}).status_code == 303
    assert browser.post(f"/items/{item}/wordt-bericht").headers["Location"] == f"/berichten/{item}"
    page = body(client("peter").get(f"/berichten/{item}"))
    assert "Een echt antwoord" in page
    assert "Ik weet het" in page
    assert client("peter").get(f"/vragen/{item}").status_code == 404
    assert f"/vragen/{item}" not in body(client("peter").get(f"/groepen/{world.spaces['tender']}/vragen?toon=alle"))
    assert browser.post(f"/items/{item}/wordt-vraag").status_code == 303  # the undo, without a title: its own
    assert "Een echt antwoord" in body(client("peter").get(f"/vragen/{item}"))
    where = client("peter").get(f"/items/{comment}").headers["Location"]
    assert where.startswith(f"/vragen/{item}")
    assert {"post.turned", "question.turned"} <= set(verbs(world, item))


def test_a_question_keeps_its_words_as_title_of_the_message(world: World, client: Client) -> None:
    sent = {"title": "Wat zou de titel zijn?", "text": "Uitleg."}
    made = client("sanne").post(f"/groepen/{world.spaces['tender']}/vragen", data=sent)
    item = UUID(made.headers["Location"].split("/")[2].split("?")[0].split("#")[0])
    assert client("fatima").post(f"/items/{item}/wordt-bericht").status_code == 303
    assert "Wat zou de titel zijn?" in body(client("peter").get(f"/berichten/{item}"))


def test_a_message_without_title_is_asked_for_one(world: World, client: Client) -> None:
    made = client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data={"text": "Zonder titel hier"})
    assert made.status_code == 303
    item = world.one("SELECT item_id FROM plein.item_text WHERE body = 'Zonder titel hier'")
    refused = client("sanne").post(f"/items/{item}/wordt-vraag")
    assert refused.status_code == 422
    assert "Vat de vraag samen in één zin." in body(refused)
    assert kind(world, item) == "post"


@pytest.mark.parametrize(("who", "status"), [*((one, 404) for one in HIDDEN_FROM), ("peter", 403), ("rik", 403)])
def test_nobody_else_turns(world: World, client: Client, post: UUID, who: str, status: int) -> None:
    assert client(who).get(f"/items/{post}/wordt-vraag").status_code == status
    assert client(who).post(f"/items/{post}/wordt-vraag", data={"title": "Gekaapt?"}).status_code == status
    assert client(who).post(f"/items/{world.items['vraag-tender']}/wordt-bericht").status_code == status
    assert kind(world, post) == "post"
    assert kind(world, world.items["vraag-tender"]) == "question"


def test_who_only_reads_now_is_not_offered_to_turn_what_she_wrote(
    world: World, client: Client, names: Iterator[str]
) -> None:
    world.group("leest", "Leest nog mee", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    world.member("leest", "sanne")
    item = world.item(next(names), "leest", "sanne")
    assert f"/items/{item}/wordt-vraag" in body(client("sanne").get(f"/berichten/{item}"))
    place = world.memberships["leest", world["sanne"].affiliation]
    world.keeper.execute("UPDATE plein.membership SET role = 'reader' WHERE id = %s", (place,))
    assert f"/items/{item}/wordt-vraag" not in body(client("sanne").get(f"/berichten/{item}"))
    assert client("sanne").get(f"/items/{item}/wordt-vraag").status_code == 403
    assert client("sanne").post(f"/items/{item}/wordt-vraag", data={"title": "Toch?"}).status_code == 403


@pytest.mark.parametrize("key", ["stuk-tender", "reactie-tender", "antwoord-tender"])
def test_nothing_else_becomes_anything(world: World, client: Client, key: str) -> None:
    for path in ("wordt-vraag", "wordt-bericht"):
        assert client("fatima").post(f"/items/{world.items[key]}/{path}", data={"title": "x"}).status_code == 409


def test_the_bin_of_a_steward_has_everything_and_of_others_their_own(
    world: World, client: Client, names: Iterator[str]
) -> None:
    mine, theirs = next(names), next(names)
    first, second = world.item(mine, "tender", "sanne"), world.item(theirs, "tender", "peter")
    assert client("sanne").post(f"/items/{first}/verwijderen").status_code == 303
    assert client("peter").post(f"/items/{second}/verwijderen").status_code == 303
    path = f"/groepen/{world.spaces['tender']}/prullenbak"
    for who, seen in (("fatima", {mine, theirs}), ("sanne", {mine}), ("peter", {theirs}), ("rik", set[str]())):
        page = body(client(who).get(path))
        assert {key for key in (mine, theirs) if f"Titel van {key}<" in page} == seen, who
    for who, seen in (("fatima", set[str]()), ("sanne", {mine}), ("peter", {theirs})):
        page = body(client(who).get("/prullenbak"))
        assert {key for key in (mine, theirs) if f"Titel van {key}<" in page} == seen, who
    assert client("sanne").post(f"/items/{first}/terugzetten").status_code == 303
    assert f"Titel van {mine}<" not in body(client("sanne").get("/prullenbak"))


def test_who_was_a_steward_brings_back_no_text_of_another(world: World, client: Client, names: Iterator[str]) -> None:
    """Given a text that she deleted as a steward, when she is none any more, then she is not offered to restore it."""
    world.group("wissel", "Wisselende leiding", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.member("wissel", "kees", "steward")
    item = world.item(next(names), "wissel", "fatima")
    assert client("kees").post(f"/items/{item}/verwijderen", data={"why": "Staat er dubbel"}).status_code == 303
    assert f"/items/{item}/terugzetten" in body(client("kees").get("/prullenbak"))
    place = world.memberships["wissel", world["kees"].affiliation]
    world.keeper.execute("UPDATE plein.membership SET role = 'member' WHERE id = %s", (place,))
    assert f"/items/{item}/terugzetten" not in body(client("kees").get("/prullenbak"))
    assert client("kees").post(f"/items/{item}/terugzetten").status_code == 403
    assert client("fatima").post(f"/items/{item}/terugzetten").status_code == 303


@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_who_does_not_see_a_space_does_not_see_its_bin(world: World, client: Client, who: str) -> None:
    there = client(who).get(f"/groepen/{world.spaces['tender']}/prullenbak")
    assert there.status_code == 404
    assert there.get_data() == client(who).get(f"/groepen/{uuid4()}/prullenbak").get_data()


def test_what_went_along_is_brought_back_with_what_it_stood_under(
    world: World, client: Client, names: Iterator[str]
) -> None:
    key, under = next(names), next(names)
    item = world.item(key, "tender", "sanne")
    comment = world.item(under, "tender", "sanne", "comment", parent=key, text="Deze reactie ging eerst weg")
    for one in (comment, item):
        assert client("sanne").post(f"/items/{one}/verwijderen").status_code == 303
    page = body(client("sanne").get("/prullenbak"))
    assert "Zet dat eerst terug" in page
    assert f"/items/{comment}/terugzetten" not in page
    assert client("sanne").post(f"/items/{item}/terugzetten").status_code == 303
    assert f"/items/{comment}/terugzetten" in body(client("sanne").get("/prullenbak"))


def test_after_thirty_days_the_bin_is_empty_again(world: World, client: Client, post: UUID) -> None:
    assert client("els").get("/prullenbak").status_code == 200
    assert client("sanne").post(f"/items/{post}/verwijderen").status_code == 303
    assert str(post) in body(client("sanne").get("/prullenbak"))
    try:
        world.later(days=31)
        assert "De prullenbak is leeg" in body(client("sanne").get("/prullenbak"))
    finally:
        world.on_time()


def test_a_full_bin_is_paged_with_as_many_statements(
    app: Hub, world: World, client: Client, names: Iterator[str]
) -> None:
    path, found, said = f"/groepen/{world.spaces['tender']}/prullenbak", list[str](), list[int]()
    by = world["fatima"].affiliation
    for _ in range(2):
        for _ in range(PAGE - 5):
            item = world.item(next(names), "tender", "sanne")
            world.keeper.execute(
                "UPDATE plein.item SET deleted_at = plein.moment(), deleted_by = %s WHERE id = %s", (by, item)
            )
        with counted(app.engine) as statements:
            client("fatima").get(path)
        said.append(len(statements))
    url = path
    while url:
        page = body(client("fatima").get(url))
        found += re.findall(r"/items/([0-9a-f-]{36})/terugzetten", page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        url = more[1] if more else ""
    assert said[0] == said[1]
    assert len(found) == len(set(found)) >= 2 * (PAGE - 5)
