"""Replies to comments: one level deep, counted, paged, each with an address that lasts."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service import COMMENTS_SHOWN, REPLIES_SHOWN
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def reply(client: Client, who: str, to: UUID, text: str) -> UUID:
    answer = client(who).post(f"/items/{to}/reactie", data={"text": text, "once": str(uuid4())})
    assert answer.status_code == 303, body(answer)
    return UUID(answer.headers["Location"].split("#reactie-")[1])


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    """Names of things that no other test has."""
    return (f"antwoorden-{number}" for number in range(1_000))


@pytest.fixture
def post(world: World, names: Iterator[str]) -> UUID:
    return world.item(next(names), "tender", "sanne")


def parent_of(world: World, item: UUID) -> UUID:
    found: UUID = world.one("SELECT parent_id FROM plein.item WHERE id = %s", item)
    return found


def test_a_reply_stands_under_its_comment(world: World, client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Een reactie")
    answered = reply(client, "peter", comment, "Een antwoord daarop")
    assert parent_of(world, answered) == comment
    page = body(client("sanne").get(f"/berichten/{post}"))
    assert page.index("Een reactie") < page.index("Een antwoord daarop")
    assert page.index(f'id="reactie-{comment}"') < page.index("hub-comments__list--under")


def test_a_reply_to_a_reply_stands_beside_it(world: World, client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Boven")
    first = reply(client, "peter", comment, "Onder")
    second = reply(client, "els", first, "Ook onder")
    assert parent_of(world, second) == comment


def test_replies_count_as_comments(client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Een")
    for number in range(3):
        reply(client, "peter", comment, f"Antwoord {number}")
    page = body(client("sanne").get(f"/berichten/{post}"))
    assert re.search(r"<dt>Reacties</dt><dd>4</dd>", page)


def test_the_list_of_a_space_says_how_many_replies_there_are(world: World, client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Met antwoorden")
    for number in range(2):
        reply(client, "peter", comment, f"Verborgen antwoord {number}")
    page = body(client("sanne").get(f"/groepen/{world.spaces['tender']}"))
    assert "2 reacties" in page
    assert "Verborgen antwoord" not in page


def test_a_reply_has_an_address_that_lasts(client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Het begin")
    first = reply(client, "peter", comment, "Het eerste antwoord")
    where = client("sanne").get(f"/items/{first}").headers["Location"]
    assert where == f"/berichten/{post}#reactie-{first}"
    for number in range(REPLIES_SHOWN):
        reply(client, "peter", comment, f"Nummer {number}")
    assert f'id="reactie-{first}"' not in body(client("sanne").get(f"/berichten/{post}"))
    assert f"Toon alle {REPLIES_SHOWN + 1} reacties" in body(client("sanne").get(f"/berichten/{post}"))
    where = client("sanne").get(f"/items/{first}").headers["Location"]
    assert where == f"/items/{comment}/gesprek#reactie-{first}"
    assert f'id="reactie-{first}"' in body(client("sanne").get(where))


def test_a_long_thread_of_replies_is_paged_and_every_address_leads_there(
    world: World, client: Client, post: UUID, names: Iterator[str]
) -> None:
    comment = reply(client, "fatima", post, "Veel antwoorden")
    key = next(names)
    world.items[key] = comment
    made = [world.item(next(names), "tender", "peter", "comment", parent=key) for _ in range(COMMENTS_SHOWN + 3)]
    newest = body(client("sanne").get(f"/items/{comment}/gesprek"))
    assert sum(f'id="reactie-{one}"' in newest for one in made) == COMMENTS_SHOWN
    assert f'id="reactie-{made[0]}"' not in newest
    older = re.search(r'hub-older"><a class="nl-link" href="([^"]+)"', newest)
    assert older is not None
    assert f'id="reactie-{made[0]}"' in body(client("sanne").get(older[1].replace("&amp;", "&")))
    for one in (made[0], made[2], made[3], made[-1]):
        where = client("sanne").get(f"/items/{one}").headers["Location"]
        assert f'id="reactie-{one}"' in body(client("sanne").get(where)), where


def test_what_stands_under_a_deleted_comment_is_gone_with_it(client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Wordt gewist")
    answered = reply(client, "peter", comment, "Verdwijnt mee")
    assert client("fatima").post(f"/items/{comment}/verwijderen").status_code == 303
    page = body(client("sanne").get(f"/berichten/{post}"))
    assert "Verdwijnt mee" not in page
    assert re.search(r"<dt>Reacties</dt><dd>0</dd>", page)
    for path in (f"/items/{answered}", f"/items/{comment}/gesprek"):
        assert client("sanne").get(path).status_code == 404
    assert client("peter").post(f"/items/{answered}/reactie", data={"text": "x"}).status_code == 404
    assert client("fatima").post(f"/items/{comment}/terugzetten").status_code == 303
    assert "Verdwijnt mee" in body(client("sanne").get(f"/berichten/{post}"))


def test_one_comments_on_a_question_itself(world: World, client: Client) -> None:
    made = reply(client, "peter", world.items["vraag-tender"], "Over de vraag zelf")
    assert parent_of(world, made) == world.items["vraag-tender"]


def test_a_wrong_reply_comes_back_on_the_page_of_its_comment(client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Waarop?")
    answer = client("peter").post(f"/items/{comment}/reactie", data={"text": "Bewaar dit " + "x" * 5_000})
    assert answer.status_code == 422
    assert "Bewaar dit" in body(answer)
    assert f'action="/items/{comment}/reactie"' in body(answer)


@pytest.mark.parametrize("who", ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara"])
def test_who_does_not_read_a_comment_neither_replies_nor_sees_replies(
    world: World, client: Client, who: str, post: UUID
) -> None:
    comment = reply(client, "fatima", post, "Besloten")
    assert client(who).get(f"/items/{comment}/gesprek").status_code == 404
    assert client(who).post(f"/items/{comment}/reactie", data={"text": "x"}).status_code == 404
    assert world.one("SELECT count(*) FROM plein.item WHERE parent_id = %s", comment) == 0


def test_a_reader_reads_replies_and_writes_none(client: Client, post: UUID) -> None:
    comment = reply(client, "fatima", post, "Lees maar")
    assert client("rik").get(f"/items/{comment}/gesprek").status_code == 200
    assert "schrijf-" not in body(client("rik").get(f"/items/{comment}/gesprek"))
    assert client("rik").post(f"/items/{comment}/reactie", data={"text": "x"}).status_code == 403


def test_as_many_statements_whatever_the_number_of_replies(app: Hub, client: Client, post: UUID) -> None:
    said = []
    for _ in range(2):
        comment = reply(client, "fatima", post, "Nog een")
        for number in range(3):
            reply(client, "peter", comment, f"Antwoord {number}")
        with counted(app.engine) as statements:
            client("sanne").get(f"/berichten/{post}")
        said.append(len(statements))
    assert said[0] == said[1]
