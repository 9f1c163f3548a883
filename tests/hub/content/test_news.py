"""What is new to me: on the tab, in the rail, in the stream and under a message; nobody else's marks, and bounded."""

import html
import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from hub.content.service import MOST_NEW, new_in
from hub.content.service.news import _NEW
from hub.kit.edge import Hub
from tenants.db import session, transaction
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

LINE = "Tot hier is nieuw"


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    """Names of things that no other test has."""
    return (f"nieuws-{number}" for number in range(1_000))


@pytest.fixture(autouse=True)
def nothing_read(world: World) -> None:
    world.keeper.execute("DELETE FROM plein.space_read")
    world.keeper.execute("DELETE FROM plein.thread_read")


def tender(world: World) -> str:
    return f"/groepen/{world.spaces['tender']}"


def new_in_rail(client: Client, who: str) -> str:
    """What the rail says beside the groups, on a page of none of them."""
    page = body(client(who).get("/account/aanmeldingen")).partition("hub-rail__groups")[2].partition("</ul>")[0]
    return page.partition("hub-rail__count")[2].partition("</span>")[0].removeprefix('">').partition("<")[0]


def test_who_never_opened_a_space_has_nothing_new_there(world: World, client: Client, names: Iterator[str]) -> None:
    world.item(next(names), "tender", "sanne")
    assert new_in_rail(client, "peter") == ""
    page = body(client("peter").get(tender(world)))
    assert LINE not in page
    assert "hub-count--new" not in page


def test_what_came_since_is_new_until_it_was_shown(world: World, client: Client, names: Iterator[str]) -> None:
    client("peter").get(tender(world))
    for _ in range(3):
        world.item(next(names), "tender", "sanne")
    world.item(next(names), "tender", "sanne", "question")
    assert new_in_rail(client, "peter") == "4"
    page = body(client("peter").get(tender(world)))
    assert "3 nieuw</span>" in page
    assert page.count(LINE) == 1
    assert page.index("Titel van") < page.index(LINE)
    again = body(client("peter").get(tender(world)))
    assert LINE not in again
    assert "hub-count--new" not in again
    assert new_in_rail(client, "peter") == ""


def test_what_one_wrote_oneself_is_not_new_to_oneself(world: World, client: Client, names: Iterator[str]) -> None:
    client("els").get(tender(world))
    world.item(next(names), "tender", "els")
    assert LINE not in body(client("els").get(tender(world)))


def test_ones_own_is_never_new(world: World, client: Client) -> None:
    client("peter").get(tender(world))
    assert client("peter").post(f"{tender(world)}/berichten", data={"text": "Van mezelf"}).status_code == 303
    assert new_in_rail(client, "peter") == ""
    assert "hub-count--new" not in body(client("peter").get(tender(world)))


def test_it_counts_no_further_than_it_says(world: World, client: Client, names: Iterator[str]) -> None:
    client("peter").get(tender(world))
    for _ in range(MOST_NEW + 5):
        world.item(next(names), "tender", "sanne")
    assert new_in_rail(client, "peter") == f"{MOST_NEW}+"
    assert f"{MOST_NEW}+ nieuw" in body(client("peter").get(tender(world)))


def test_new_comments_are_counted_under_what_one_has_opened(world: World, client: Client, names: Iterator[str]) -> None:
    key = next(names)
    item = world.item(key, "tender", "sanne")
    assert "nieuwe reactie" not in body(client("peter").get(tender(world)))
    client("peter").get(f"/berichten/{item}")
    first = next(names)
    world.item(first, "tender", "fatima", "comment", parent=key)
    world.item(next(names), "tender", "sanne", "comment", parent=first)
    world.item(next(names), "tender", "peter", "comment", parent=key)
    page = body(client("peter").get(tender(world)))
    assert "2 nieuwe reacties" in page
    assert "nieuwe reactie" not in body(client("sanne").get(tender(world)))  # she never opened it
    client("peter").get(f"/berichten/{item}")
    assert "nieuwe reactie" not in body(client("peter").get(tender(world)))


def test_marks_are_a_persons_own(world: World, client: Client) -> None:
    client("peter").get(tender(world))
    client("sanne").get(f"/berichten/{world.items['bericht-tender']}")
    whose = {person for (person,) in world.rows("SELECT person_id FROM plein.space_read")}
    assert whose == {world["peter"].person_id}
    whose = {person for (person,) in world.rows("SELECT person_id FROM plein.thread_read")}
    assert whose == {world["sanne"].person_id}


@pytest.mark.parametrize("who", ["kees", "joost", "former", "gone", "ivo", "karin", "zara"])
def test_what_one_does_not_see_leaves_no_mark(world: World, client: Client, who: str) -> None:
    for path in (tender(world), f"/berichten/{world.items['bericht-tender']}"):
        assert client(who).get(path).status_code == 404
    assert world.one("SELECT count(*) FROM plein.space_read WHERE space_id = %s", world.spaces["tender"]) == 0
    assert world.one("SELECT count(*) FROM plein.thread_read") == 0


def test_while_looking_as_an_external_nothing_is_marked(world: World, client: Client) -> None:
    browser = client("fatima")
    place = world.memberships["tender", world["peter"].affiliation]
    assert browser.post(f"/bekijk-als/{place}", data={"back": "/"}).status_code == 303
    assert browser.get(tender(world)).status_code == 200
    assert browser.get(f"/berichten/{world.items['bericht-tender']}").status_code == 200
    assert browser.post(f"{tender(world)}/gelezen").status_code in {403, 404, 409}
    assert world.one("SELECT count(*) FROM plein.space_read WHERE space_id = %s", world.spaces["tender"]) == 0
    assert world.one("SELECT count(*) FROM plein.thread_read WHERE space_id = %s", world.spaces["tender"]) == 0


def test_who_looks_as_an_external_sees_none_of_her_own_marks_and_drafts(
    world: World, client: Client, names: Iterator[str]
) -> None:
    """Given a steward with news and a draft, when she looks as Peter, then she sees what he sees: neither."""
    browser, here = client("fatima"), tender(world)
    browser.get(here)
    world.item(next(names), "tender", "sanne")
    draft = {"place": "post", "thing": str(world.spaces["tender"]), "text": "Dit is nog van mij alleen"}
    assert browser.post("/concepten", data=draft).status_code == 303
    place = world.memberships["tender", world["peter"].affiliation]
    assert browser.post(f"/bekijk-als/{place}", data={"back": "/"}).status_code == 303
    page = body(browser.get(here))
    assert "Je kijkt mee als Peter Aalbers" in page
    assert LINE not in page
    assert "1 nieuw</span>" not in page
    assert "hub-rail__count" not in page
    for path in (here, f"{here}/berichten/nieuw", "/concepten"):
        assert "Dit is nog van mij alleen" not in body(browser.get(path)), path
    assert browser.post("/bekijk-als/stoppen", data={"once": str(uuid4())}).status_code == 303
    page = body(browser.get(here))
    assert LINE in page
    assert "1 nieuw</span>" in page
    assert "Dit is nog van mij alleen" in body(browser.get("/concepten"))


def test_as_many_statements_whatever_is_new(app: Hub, world: World, client: Client, names: Iterator[str]) -> None:
    said = []
    client("peter").get(tender(world))
    for number in (1, 10):
        made: list[UUID] = [world.item(next(names), "tender", "sanne") for _ in range(number)]
        assert made
        client("peter").get("/vragen")
        with counted(app.engine) as statements:
            client("peter").get(tender(world))
        said.append(len(statements))
    assert said[1] <= said[0]


def test_every_tab_says_what_is_new_in_it(world: World, client: Client, names: Iterator[str]) -> None:
    client("peter").get(tender(world))
    for kind, many in (("post", 1), ("question", 2), ("document", 3)):
        for _ in range(many):
            world.item(next(names), "tender", "sanne", kind)
    tabs = body(client("peter").get(f"{tender(world)}/vragen")).partition("hub-tabs")[2].partition("</nav>")[0]
    assert [tabs.find(f"{many} nieuw") > 0 for many in (1, 2, 3)] == [True] * 3
    assert new_in_rail(client, "peter") == "6"  # the list of questions is no visit


def test_the_line_stands_on_a_later_page_too(world: World, client: Client, names: Iterator[str]) -> None:
    client("peter").get(tender(world))
    for _ in range(25):
        world.item(next(names), "tender", "sanne")
    first = body(client("peter").get(tender(world)))
    assert LINE not in first
    older = html.unescape(first.partition('href="' + tender(world) + "?na=")[2].partition('"')[0])
    assert LINE in body(client("peter").get(f"{tender(world)}?na={older}"))


def test_who_wrote_under_something_hears_what_comes_after(world: World, client: Client, names: Iterator[str]) -> None:
    made = client("sanne").post(f"{tender(world)}/berichten", data={"text": "Wie weet dit?", "once": str(uuid4())})
    assert made.status_code == 303
    own = world.one("SELECT id FROM plein.item WHERE kind = 'post' ORDER BY id DESC LIMIT 1")
    client("peter").post(f"/items/{own}/reactie", data={"text": "Ik niet", "once": str(uuid4())})
    world.items["eigen"] = own
    world.item(next(names), "tender", "fatima", "comment", parent="eigen")
    assert "2 nieuwe reacties" in body(client("sanne").get(tender(world)))
    assert "1 nieuwe reactie<" in body(client("peter").get(tender(world)))


def test_everything_is_read_at_once_in_one_space(world: World, client: Client, names: Iterator[str]) -> None:
    item, elsewhere = world.items["bericht-tender"], world.items["bericht-visie"]
    for path in (tender(world), f"/groepen/{world.spaces['visie']}", f"/berichten/{item}", f"/berichten/{elsewhere}"):
        client("fatima").get(path)
    for where, parent in (("tender", "bericht-tender"), ("visie", "bericht-visie")):
        world.item(next(names), where, "sanne")
        world.item(next(names), where, "sanne", "comment", parent=parent)
    assert "Alles gelezen" in body(client("fatima").get(tender(world)))
    assert client("fatima").post(f"{tender(world)}/gelezen").headers["Location"] == tender(world)
    page = body(client("fatima").get(tender(world)))
    assert "nieuwe reactie" not in page
    assert "Alles gelezen" not in page
    assert "1 nieuwe reactie<" in body(client("fatima").get(f"/groepen/{world.spaces['visie']}"))
    assert client("kees").post(f"{tender(world)}/gelezen").status_code == 404


def test_what_one_does_not_see_or_is_in_the_bin_never_counts(
    world: World, client: Client, names: Iterator[str]
) -> None:
    client("sanne").get(tender(world))
    client("sanne").get(f"/berichten/{world.items['bericht-tender']}")
    world.item(next(names), "kamer-b", "bas")
    key = next(names)
    gone = [
        world.item(next(names), "tender", "fatima"),
        world.item(key, "tender", "fatima", "comment", parent="bericht-tender"),
    ]
    world.item(next(names), "tender", "fatima", "comment", parent=key)
    for one in gone:
        client("fatima").post(f"/items/{one}/verwijderen")
    assert new_in_rail(client, "sanne") == ""
    assert "nieuwe reactie" not in body(client("sanne").get(tender(world)))


MANY = """INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at)
  SELECT plein.new_id(), i.space_id, 'post', i.author_id, i.owner_id, plein.moment()
    FROM plein.item i, generate_series(1, 10000) WHERE i.id = %s"""


def test_ten_thousand_are_counted_to_a_hundred(app: Hub, world: World, client: Client) -> None:
    world.group("druk", "Druk", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.member("druk", "kees")
    client("kees").get(f"/groepen/{world.spaces['druk']}")
    first = world.item("druk-eerste", "druk", "fatima")
    client("kees").get(f"/groepen/{world.spaces['druk']}")
    world.keeper.execute(MANY, (first,))
    assert new_in_rail(client, "kees") == "99+"
    with transaction(app.engine, world["kees"].enters):
        who = session().who
        assert new_in(who, [world.spaces["druk"]]) == {world.spaces["druk"]: MOST_NEW + 1}
        asked = {"me": who.person_id, "spaces": sorted(who.sees), "mine": sorted(who.mine), "most": MOST_NEW + 1}
        plan = "\n".join(session().scalars(text(f"EXPLAIN (ANALYZE, TIMING off) {_NEW.text}"), asked))
    assert "Seq Scan on item" not in plan, plan
    items = [line for line in plan.splitlines() if " on item" in line]
    read = [float(one) for line in items for one in re.findall(r"actual rows=([0-9.]+)", line)]
    assert read
    assert max(read) <= MOST_NEW + 1, plan


def test_five_hundred_groups_ask_no_more_than_one(app: Hub, world: World, client: Client) -> None:
    world.person("drukbezet", "Dora Drukbezet", "zandwijk")
    numbers = []
    for many in (1, 499):
        for number in range(many):
            key = f"veel-{many}-{number}"
            world.group(key, f"Veel {many} {number}", "closed", {"zandwijk": "owner"}, founder="drukbezet")
        browser = client("drukbezet")
        for path in ("/", "/groepen", "/vragen", f"/groepen/{world.spaces['veel-1-0']}"):
            browser.get(path)
            with counted(app.engine) as statements:
                assert browser.get(path).status_code == 200
            numbers.append(len(statements))
    assert numbers[4:] <= numbers[:4], numbers
