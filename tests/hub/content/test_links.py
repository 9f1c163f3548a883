"""Addresses in texts: ours by the title that the reader sees, others by where they lead, none of them fetched."""

import re
from uuid import UUID, uuid4

import pytest

from hub.kit import text
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.content.test_mentions import write
from tests.hub.queries import counted
from tests.world import World

ID = "0190a0a0-0000-7000-8000-000000000001"


@pytest.fixture(autouse=True)
def _home(app: Hub) -> None:
    assert app.settings.address == "http://localhost"


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_reader_sees_the_title_and_who_does_not_see_the_thing_a_bare_word(world: World, client: Client) -> None:
    asked = client("sanne").post(
        f"/groepen/{world.spaces['tender']}/vragen", data={"title": "Geheime vraag over de dijk", "text": ""}
    )
    url = asked.headers["Location"]
    post = write(client, world, f"Zie http://localhost{url} en {url}.", space="visie")
    assert client("fatima").get(f"/berichten/{post}").text.count("Geheime vraag over de dijk") == 2
    for_kees = client("kees").get(f"/berichten/{post}").text
    assert "Geheime vraag" not in for_kees
    assert f'<a href="{url}" rel="noopener nofollow">vraag</a>' in for_kees
    client("sanne").post(f"/items/{url.rsplit('/', 1)[1]}/verwijderen")
    assert "Geheime vraag" not in client("fatima").get(f"/berichten/{post}").text


def test_a_group_and_a_document_have_their_names_too(world: World, client: Client) -> None:
    group, document = world.spaces["tender"], world.items["stuk-tender"]
    post = write(client, world, f"http://localhost/groepen/{group} /documenten/{document} /items/{document}")
    page = client("fatima").get(f"/berichten/{post}").text
    title = world.one("SELECT title FROM plein.space WHERE id = %s", group)
    name = world.one("SELECT name FROM plein.document WHERE item_id = %s", document)
    assert f'<a href="/groepen/{group}" rel="noopener nofollow">{title}</a>' in page
    assert page.count(f'rel="noopener nofollow">{name}</a>') == 2


def test_elsewhere_is_shown_by_host_and_path() -> None:
    for address, shown in (
        ("https://www.voorbeeld.nl/", "voorbeeld.nl"),
        ("https://voorbeeld.nl/een/pad?x=1", "voorbeeld.nl/een/pad?x=1"),
        (f"https://voorbeeld.nl/{'a' * 200}", f"voorbeeld.nl/{'a' * 29}…"),
        ("https://goed.nl@kwaad.example/x", "kwaad.example/x"),
        (f"https://localhost.kwaad.example/vragen/{ID}", "localhost.kwaad.example/vragen/0190a0a0-0000-7000-800…"),
        ("https://gоed.nl/x", "xn--ged-sed.nl/x"),  # noqa: RUF001 - a Cyrillic o
    ):
        html = text.rendered(f"Zie {address}.")
        assert words(html).strip() == f"Zie {shown}.", address


def test_what_is_no_address_or_has_words_of_its_own_stays_as_it_was() -> None:
    about = text.About(titles={("vragen", UUID(ID)): "De titel"})
    url = f"http://localhost/vragen/{ID}"
    assert words(text.rendered(f"[hier]({url})", about)).strip() == "hier"
    assert words(text.rendered(f"`{url}`", about)).strip() == url
    assert words(text.rendered(f"<{url}>", about)).strip() == "De titel"
    assert "<a" not in text.rendered("javascript://x http:// https://http:x/ //evil.nl")
    assert "<script" not in text.rendered(url, text.About(titles={("vragen", UUID(ID)): "<script>"}))


def test_as_many_queries_whatever_the_number_of_links(world: World, client: Client, app: Hub) -> None:
    def count() -> int:
        with counted(app.engine) as statements:
            assert client("fatima").get(f"/groepen/{world.spaces['tender']}").status_code == 200
        return len(statements)

    own = [f"/vragen/{world.items['vraag-tender']}", f"/documenten/{world.items['stuk-tender']}"]
    write(client, world, " ".join(own))
    before = count()
    others = [f"/vragen/{world.items['vraag-visie']}", f"/berichten/{world.items['bericht-visie']}"]
    write(client, world, " ".join([*own, *others[:1], *(f"/vragen/{uuid4()}" for _ in range(30))]))
    write(client, world, " ".join(own))
    assert count() == before
