"""Quoting what somebody wrote: who may, what comes in the field, and whom a quote names."""

import html
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service import QUOTED
from hub.kit.text import rendered
from tests.hub.conftest import Client
from tests.world import World


def body(answer: TestResponse) -> str:
    return html.unescape(answer.get_data(as_text=True))


def field(client: Client, who: str, item: UUID) -> str:
    """What stands in the field to reply in."""
    answer = client(who).get(f"/items/{item}/citeren")
    assert answer.status_code == 200
    return body(answer).split("<textarea ")[1].split(">\n", 1)[1].split("</textarea>")[0]


def says(world: World, item: UUID, text: str) -> UUID:
    world.keeper.execute("UPDATE plein.item_text SET body = %s WHERE item_id = %s", (text, item))
    return item


@pytest.fixture
def post(world: World) -> UUID:
    return says(world, world.item(f"citaat-{uuid4()}", "tender", "sanne"), "Eerst dit.\n\n- En *dat*")


QUOTE = "> Sanne Bakker schreef:\n>\n> Eerst dit.\n>\n> - En *dat*\n\n"


def test_the_text_stands_in_the_field_and_is_posted_there(client: Client, post: UUID) -> None:
    assert f'href="/items/{post}/citeren"' in body(client("fatima").get(f"/berichten/{post}"))
    said = field(client, "fatima", post)
    assert said == QUOTE
    answer = client("fatima").post(f"/items/{post}/reactie", data={"text": f"{said}Eens.", "once": str(uuid4())})
    assert answer.headers["Location"].startswith(f"/berichten/{post}#reactie-")
    assert "<blockquote>" in client("peter").get(f"/berichten/{post}").text
    comment = UUID(answer.headers["Location"].split("#reactie-")[1])
    assert f'href="/items/{comment}/citeren"' in body(client("peter").get(f"/berichten/{post}"))
    assert field(client, "peter", comment).startswith(
        "> Fatima El Idrissi schreef:\n>\n> > Sanne Bakker schreef:\n> >\n"
    )


def test_an_answer_is_quoted_in_a_comment_on_it(world: World, client: Client) -> None:
    question = world.items["vraag-tender"]
    made = client("fatima").post(f"/vragen/{question}/antwoorden", data={"text": "Zo zit het.", "once": str(uuid4())})
    answer = UUID(made.headers["Location"].split("#antwoord-")[1])
    assert f'href="/items/{answer}/citeren"' in body(client("sanne").get(f"/vragen/{question}"))
    assert field(client, "sanne", answer) == "> Fatima El Idrissi schreef:\n>\n> Zo zit het.\n\n"


@pytest.mark.parametrize("who", ["kees", "joost", "former", "karin", "bas", ""])
def test_of_what_one_does_not_read_nothing_is_quoted(client: Client, post: UUID, who: str) -> None:
    there, nowhere = (client(who).get(f"/items/{one}/citeren") for one in (post, uuid4()))
    if who:
        assert there.status_code == nowhere.status_code == 404
    else:
        assert (there.status_code, there.headers["Location"].split("?")[0]) == (303, "/inloggen")
    assert "Eerst dit" not in body(there)


def test_what_was_deleted_and_what_has_no_words_of_its_own_is_not_quoted(
    world: World, client: Client, post: UUID
) -> None:
    for kind in ("document", "question"):
        item = world.item(f"geen-citaat-{kind}", "tender", "sanne", kind)
        assert client("fatima").get(f"/items/{item}/citeren").status_code == 404
    client("sanne").post(f"/items/{post}/verwijderen")
    assert client("fatima").get(f"/items/{post}/citeren").status_code == 404


def test_who_only_reads_is_offered_no_quote_and_gets_none(world: World, client: Client) -> None:
    world.group("oud", "Oud", "closed", {"zandwijk": "owner"}, founder="fatima")
    post = world.item("citaat-in-archief", "oud", "fatima", text="Van toen.")
    assert "/citeren" in body(client("fatima").get(f"/berichten/{post}"))
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["oud"],))
    assert "/citeren" not in body(client("fatima").get(f"/berichten/{post}"))
    assert client("fatima").get(f"/items/{post}/citeren").status_code == 409


def test_of_a_long_text_the_beginning_is_quoted(world: World, client: Client, post: UUID) -> None:
    says(world, post, "woord " * QUOTED)
    said = field(client, "fatima", post)
    assert len(said) < QUOTED + 50
    assert said.endswith("woord…\n\n")


def test_what_one_had_begun_to_write_stays_above_it(client: Client, post: UUID) -> None:
    for begun in ("Ik begon al.", f"Ik begon al.\n\n{QUOTE.strip()}\n\nEn nu verder."):
        kept = {"place": "comment", "thing": str(post), "title": "", "text": begun}
        client("fatima").post("/concepten", data=kept, headers={"X-Draft": "1"})
        said = field(client, "fatima", post)
        assert said.startswith(begun)
        assert said.count("Eerst dit.") == 1


def test_a_name_in_a_quote_is_said_and_nobody_is_named_again(world: World, client: Client, post: UUID) -> None:
    sent = {"text": "> Dag @Sanne Bakker\n\nEn @Els Wiersma", "once": str(uuid4())}
    made = client("fatima").post(f"/items/{post}/reactie", data=sent).headers["Location"].split("#reactie-")[1]
    assert world.rows("SELECT shown FROM plein.mention WHERE item_id = %s", made) == [("Els Wiersma",)]


def test_signs_in_a_name_mark_nothing(world: World, client: Client, post: UUID) -> None:
    author = world["sanne"].affiliation
    world.keeper.execute("UPDATE plein.affiliation SET shown = '[*Sanne*](x)' WHERE id = %s", (author,))
    said = field(client, "fatima", post)
    world.keeper.execute("UPDATE plein.affiliation SET shown = 'Sanne Bakker' WHERE id = %s", (author,))
    assert "<p>[*Sanne*](x) schreef:</p>" in rendered(said)
