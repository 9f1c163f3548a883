"""A question shown in another group too: a link that lets nobody in, and says its title to who may read it."""

from uuid import UUID, uuid4

from flask import Flask

from hub.content.service import named
from tenants import db
from tests.hub.conftest import Client
from tests.hub.questions.made import asked, body
from tests.world import World


def test_a_question_is_shown_elsewhere_as_a_message_with_its_address(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Geheime titel van de dijk?")
    path, visie = f"/vragen/{question}/ook-tonen", world.spaces["visie"]
    assert str(visie) in body(client("sanne").get(path))
    assert "ziet alleen het woord “vraag”" in body(client("sanne").get(path, query_string={"groep": str(visie)}))
    sent = {"groep": str(visie), "text": "Wie weet dit?", "once": str(uuid4())}
    made = client("sanne").post(path, data=sent).headers["Location"]
    assert made.startswith("/berichten/")
    page = body(client("kees").get(made))
    assert f"/vragen/{question}" in page
    assert "Wie weet dit?" in page
    assert "Geheime titel" not in page
    assert client("kees").get(f"/vragen/{question}").status_code == 404


def test_it_is_shown_only_where_one_may_write_and_by_who_reads_it(world: World, client: Client) -> None:
    question = asked(world, "tender", "sanne", "Waar mag dit?")
    path = f"/vragen/{question}/ook-tonen"

    def shown(who: str, space: UUID) -> int:
        return client(who).post(path, data={"groep": str(space), "text": "x"}).status_code

    assert shown("kees", world.spaces["visie"]) == 404  # reads not the question
    assert shown("peter", world.spaces["visie"]) == 404  # sees not the group
    assert shown("sanne", world.spaces["elders"]) == 404
    assert shown("sanne", world.spaces["tender"]) in {404, 409}  # it is there already
    assert client("sanne").get(f"{path}?groep={world.spaces['elders']}").status_code == 404
    assert client("sanne").post(path, data={"text": "x"}).status_code == 422
    assert world.one("SELECT count(*) FROM plein.item_text WHERE body LIKE %s", f"%{question}%") == 0


def test_a_link_is_called_by_its_title_only_for_who_sees_it(app: Flask, world: World) -> None:
    titles = {
        "vraag-tender": "Vraag vraag-tender?",
        "bericht-tender": "Titel van bericht-tender",
        "stuk-tender": "stuk-tender.txt",
        "vraag-elders": None,
        "antwoord-tender": None,
    }
    ids = [world.items[key] for key in titles]
    for who, sees in (("sanne", True), ("kees", False)):
        with db.transaction(app.engine, world[who].enters) as tx:  # type: ignore[attr-defined] # hub.kit.edge.Hub
            tx.connection()
            found = named(tx.who, [*ids, uuid4()])
        told = {key: found[world.items[key]].title for key in titles if world.items[key] in found}
        assert told == ({key: title for key, title in titles.items() if title} if sees else {}), who
