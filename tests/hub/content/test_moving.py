"""Moving to another space of the group: who reads it then is said first; no words go where who said them is not."""

import re
from collections.abc import Iterator
from io import BytesIO
from threading import Thread
from uuid import UUID, uuid4

import psycopg
import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.world import World

HIDDEN_FROM = ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara", "mehmet"]


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    """Names of things that no other test has."""
    return (f"verhuisd-{number}" for number in range(1_000))


@pytest.fixture(scope="module")
def world(world: World) -> World:
    """A room of "tender" where Fatima and Sanne write, and Els."""
    world.room("kamer-c", "tender", "Kamer Oever", founder="fatima")
    world.member("kamer-c", "sanne")
    world.member("kamer-c", "els", of="dienst")
    return world


def space_of(world: World, item: UUID) -> UUID:
    found: UUID = world.one("SELECT space_id FROM plein.item WHERE id = %s", item)
    return found


def readers(answer: TestResponse) -> str:
    found = re.search(r'name="lezers" value="(\d+)"', body(answer))
    assert found is not None, body(answer)
    return found[1]


def test_a_message_goes_into_a_room_with_all_that_stands_under_it(
    world: World, client: Client, names: Iterator[str]
) -> None:
    key, under, deeper = next(names), next(names), next(names)
    item = world.item(key, "tender", "sanne")
    comment = world.item(under, "tender", "fatima", "comment", parent=key)
    reply = world.item(deeper, "tender", "sanne", "comment", parent=under)
    assert client("fatima").post(f"/reacties/{item}", data={"kind": "useful"}).status_code == 303
    assert client("sanne").post(f"/items/{item}/bewerken", data={"title": "Ander", "text": "Anders"}).status_code == 303
    path, there = f"/items/{item}/verplaatsen", world.spaces["kamer-c"]
    assert "Kamer Oever" in body(client("sanne").get(path))
    asked = client("sanne").get(path, query_string={"naar": there})
    assert "Niemand leest erbij." in body(asked)
    sent = {"naar": there, "lezers": readers(asked)}
    assert client("sanne").post(path, data=sent).headers["Location"] == f"/berichten/{item}"
    for one in (item, comment, reply):
        assert space_of(world, one) == there
    for table, column in (("reaction", "item_id"), ("item_text", "item_id"), ("item_past", "item_id")):
        rows = world.rows(f"SELECT DISTINCT space_id FROM plein.{table} WHERE {column} = %s", item)  # noqa: S608 - ours
        assert rows == [(there,)], table
    assert client("peter").get(f"/berichten/{item}").status_code == 404  # reads the group, not the room
    assert "Ander" in body(client("els").get(f"/groepen/{there}"))
    assert world.one("SELECT count(*) FROM plein.audit WHERE thing_id = %s AND verb = 'post.moved'", item) >= 1


def test_out_of_a_room_says_how_many_more_read_it_and_undo_brings_it_back(
    world: World, client: Client, names: Iterator[str]
) -> None:
    item = world.item(next(names), "kamer-c", "sanne")
    path, there, here = f"/items/{item}/verplaatsen", world.spaces["tender"], world.spaces["kamer-c"]
    asked = client("sanne").get(path, query_string={"naar": there})
    more = world.one(
        "SELECT count(*) FROM plein.membership m WHERE m.space_id = %s AND m.until > plein.moment()"
        " AND m.affiliation_id NOT IN (SELECT affiliation_id FROM plein.membership WHERE space_id = %s)"
        " AND m.affiliation_id IN (SELECT id FROM plein.affiliation WHERE until > plein.moment())",
        there,
        here,
    )
    assert more > 0
    assert int(readers(asked)) == more
    unsaid = client("sanne").post(path, data={"naar": there, "lezers": "0"})
    assert unsaid.status_code == 409
    assert space_of(world, item) == here
    browser = client("sanne")
    assert browser.post(path, data={"naar": there, "lezers": readers(asked)}).status_code == 303
    assert client("peter").get(f"/berichten/{item}").status_code == 200
    toast = body(browser.get("/vragen"))
    assert f'action="{path}"' in toast
    back = dict(re.findall(r'name="(naar|lezers)" value="([^"]*)"', toast))
    assert browser.post(path, data=back).status_code == 303
    assert space_of(world, item) == here


def test_where_somebody_who_wrote_in_it_is_not_there_a_copy_without_names_is_offered(
    world: World, client: Client, names: Iterator[str]
) -> None:
    """Given a comment of somebody who is not in the room, when it is moved, then it stays and a copy can be made."""
    key = next(names)
    item = world.item(key, "tender", "sanne", text="Hier gaat het om.")
    world.item(next(names), "tender", "peter", "comment", parent=key, text="Zei Peter")
    path, there = f"/items/{item}/verplaatsen", world.spaces["kamer-c"]
    refused = client("sanne").post(path, data={"naar": there, "lezers": "0"})
    assert refused.status_code == 409
    assert "Maak een kopie zonder namen" in body(refused)
    assert space_of(world, item) == world.spaces["tender"]
    made = client("fatima").post(f"/items/{item}/kopie", data={"naar": there, "once": str(uuid4())})
    assert made.status_code == 303
    copy = UUID(made.headers["Location"].split("/")[2])
    page = body(client("els").get(f"/berichten/{copy}"))
    assert "Hier gaat het om." in page
    assert "Zei Peter" not in page
    item_itself = page.partition(f'id="item-{copy}"')[2].partition("hub-comments")[0]
    assert "Hier gaat het om." in item_itself
    assert "Sanne" not in item_itself
    assert world.one("SELECT author_id FROM plein.item WHERE id = %s", copy) == world["fatima"].affiliation


@pytest.mark.parametrize("kind", ["question", "document"])
def test_questions_and_documents_move_too(world: World, client: Client, names: Iterator[str], kind: str) -> None:
    key = next(names)
    item = world.item(key, "tender", "sanne", kind)
    if kind == "question":
        answer = world.item(next(names), "tender", "fatima", "answer", parent=key)
        assert client("sanne").post(f"/antwoorden/{answer}/accepteren").status_code == 303
    path, there = f"/items/{item}/verplaatsen", world.spaces["kamer-c"]
    assert client("fatima").post(path, data={"naar": there, "lezers": "0"}).status_code == 303
    assert space_of(world, item) == there
    assert world.one(f"SELECT space_id FROM plein.{kind} WHERE item_id = %s", item) == there  # noqa: S608 - ours
    assert client("els").get(f"/items/{item}", follow_redirects=True).status_code == 200
    assert client("peter").get(f"/items/{item}").status_code == 404


def test_a_question_is_copied_as_a_question(world: World, client: Client, names: Iterator[str]) -> None:
    item = world.item(next(names), "tender", "sanne", "question", text="De uitleg.")
    made = client("fatima").post(f"/items/{item}/kopie", data={"naar": world.spaces["kamer-c"]})
    assert made.headers["Location"].startswith("/vragen/")
    assert "De uitleg." in body(client("els").get(made.headers["Location"]))


def test_what_stands_on_top_is_loosened_by_a_steward_first(world: World, client: Client, names: Iterator[str]) -> None:
    item = world.item(next(names), "tender", "sanne")
    path, sent = f"/items/{item}/verplaatsen", {"naar": world.spaces["kamer-c"], "lezers": "0"}
    assert client("fatima").post(f"/items/{item}/vastzetten").status_code == 303
    assert client("sanne").post(path, data=sent).status_code == 409
    assert client("fatima").post(path, data=sent).status_code == 303
    assert world.one("SELECT count(*) FROM plein.pin WHERE item_id = %s", item) == 0


@pytest.mark.parametrize(("who", "status"), [*((one, 404) for one in HIDDEN_FROM), ("peter", 403), ("rik", 403)])
def test_nobody_else_moves_or_copies(world: World, client: Client, who: str, status: int) -> None:
    item, there = world.items["bericht-tender"], world.spaces["kamer-c"]
    for path in ("verplaatsen", "kopie"):
        answer = client(who).post(f"/items/{item}/{path}", data={"naar": there, "lezers": "0"})
        assert answer.status_code == status, path
    assert client(who).get(f"/items/{item}/verplaatsen").status_code == status
    assert space_of(world, item) == world.spaces["tender"]


@pytest.mark.parametrize("target", ["visie", "kamer-b", "tender", "elders", ""])
def test_nothing_goes_elsewhere(world: World, client: Client, target: str) -> None:
    """Another group, a room of others, where it is, what is not seen, what is not there: one answer."""
    item, there = world.items["bericht-tender"], world.spaces.get(target, uuid4())
    for path in ("verplaatsen", "kopie"):
        answer = client("fatima").post(f"/items/{item}/{path}", data={"naar": there, "lezers": "0"})
        assert answer.status_code == 404, path
    assert client("fatima").get(f"/items/{item}/verplaatsen", query_string={"naar": there}).status_code == 404
    assert space_of(world, item) == world.spaces["tender"]


@pytest.mark.parametrize("sent", [{}, {"naar": "x", "lezers": "0"}, {"lezers": "x"}, {"naar": str(UUID(int=1))}])
def test_nonsense_is_refused(world: World, client: Client, sent: dict[str, str]) -> None:
    answer = client("fatima").post(f"/items/{world.items['bericht-tender']}/verplaatsen", data=sent)
    assert answer.status_code in {404, 422}


def test_comments_and_answers_stay_where_they_are(world: World, client: Client) -> None:
    for key in ("reactie-tender", "antwoord-tender"):
        assert client("fatima").get(f"/items/{world.items[key]}/verplaatsen").status_code == 409


@pytest.mark.parametrize("what", ["comment", "reply", "deleted", "word", "word below", "answer", "version"])
def test_nothing_goes_where_somebody_who_has_a_part_in_it_is_not(
    world: World, client: Client, names: Iterator[str], what: str
) -> None:
    """Given whatever Peter did in it, when it is moved to where he is not, then it stays with all that is in it."""
    key, under = next(names), next(names)
    kind = {"answer": "question", "version": "document"}.get(what, "post")
    item = world.item(key, "tender", "sanne", kind)
    comment = world.item(under, "tender", "sanne", "comment", parent=key)
    if what in {"comment", "deleted"}:
        said = world.item(next(names), "tender", "peter", "comment", parent=key)
        assert what == "comment" or client("peter").post(f"/items/{said}/verwijderen").status_code == 303
    if what == "reply":
        world.item(next(names), "tender", "peter", "comment", parent=under)
    if what == "answer":
        world.item(next(names), "tender", "peter", "answer", parent=key)
    if what.startswith("word"):
        at = comment if what == "word below" else item
        assert client("peter").post(f"/reacties/{at}", data={"kind": "useful"}).status_code == 303
    if what == "version":
        sent = {"file": (BytesIO(b"versie van Peter"), "b.txt"), "note": ""}
        assert client("peter").post(f"/documenten/{item}/versies", data=sent).status_code == 303
    path, there = f"/items/{item}/verplaatsen", world.spaces["kamer-c"]
    for who in ("sanne", "fatima"):
        refused = client(who).post(path, data={"naar": there, "lezers": "0"})
        assert (refused.status_code, "geen lid van de plek" in body(refused)) == (409, True)
    assert space_of(world, item) == space_of(world, comment) == world.spaces["tender"]


def test_two_who_move_across_each_other_both_do(world: World, client: Client, names: Iterator[str]) -> None:
    """Given one on the way out of a room and one into it, when both wait for a space, then neither is refused."""
    here, there = world.spaces["tender"], world.spaces["kamer-c"]
    into, out = world.item(next(names), "tender", "sanne"), world.item(next(names), "kamer-c", "fatima")
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    answers: dict[UUID, TestResponse] = {}

    def move(who: str, item: UUID, to: UUID) -> Thread:
        browser, path = client(who), f"/items/{item}/verplaatsen"
        sent = {"naar": str(to), "lezers": readers(browser.get(path, query_string={"naar": to}))}
        made = Thread(target=lambda: answers.update({item: browser.post(path, data=sent)}))
        made.start()
        return made

    with (
        psycopg.connect(world.database.keeper) as holder,
        psycopg.connect(world.database.url("postgres"), autocommit=True) as watcher,
    ):
        holder.execute("SELECT FROM plein.space_activity WHERE space_id = %s FOR UPDATE", (here,))
        crowd = []
        for number, (who, item, to) in enumerate((("sanne", into, there), ("fatima", out, here)), start=1):
            crowd.append(move(who, item, to))
            while watcher.execute(waiting).fetchone() != (number,):
                assert crowd[-1].is_alive()
    for one in crowd:
        one.join()
    assert [answers[item].status_code for item in (into, out)] == [303, 303]
    assert (space_of(world, into), space_of(world, out)) == (there, here)


@pytest.mark.parametrize(("who", "goes"), [("fatima", True), ("sanne", True), ("peter", False)])
def test_moving_is_offered_where_there_is_somewhere_to_go(
    world: World, client: Client, names: Iterator[str], who: str, *, goes: bool
) -> None:
    item = world.item(next(names), "tender", who)
    link = f'href="/items/{item}/verplaatsen"'
    pages = (f"/groepen/{world.spaces['tender']}", f"/berichten/{item}")
    assert [link in body(client(who).get(page)) for page in pages] == [goes, goes]
    answer = client(who).get(f"/items/{item}/verplaatsen")
    assert (answer.status_code, "Er is geen andere plek" in body(answer)) == ((200, False) if goes else (409, True))
