"""Terms of use on the screen: nothing is read or written before them, nothing typed is lost, and who agreed to what."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.hub.conftest import Client
from tests.world import World

PATHS = (
    "/",
    "/groepen",
    "/groepen/{tender}",
    "/groepen/{tender}/leden",
    "/groepen/{tender}/documenten",
    "/vragen/{vraag}",
    "/documenten/{stuk}",
    "/documenten/{stuk}/versies/1",
    "/groepen/{nooit}",
    "/voorwaardelijk",
)


@pytest.fixture(autouse=True)
def _without_terms(world: World) -> Iterator[None]:
    yield
    world.keeper.execute("DELETE FROM plein.terms_accepted; DELETE FROM plein.terms")


def publish(world: World, text: str = "Wees **netjes**.", number: int = 1) -> None:
    world.lay(
        "terms",
        organisation_id=world.organisations["zandwijk"],
        number=number,
        text=text,
        made_by=world["zara"].affiliation,
        made_at=world.now,
    )


def accept(world: World, client: Client, who: str = "peter", number: int = 1, **also: str) -> int:
    form = {"number": str(number), "once": str(uuid4())} | also
    return client(who).post(f"/voorwaarden/{world[who].affiliation}", data=form).status_code


def test_before_the_terms_are_accepted_every_address_leads_to_them(world: World, client: Client) -> None:
    publish(world)
    names = {
        "tender": world.spaces["tender"],
        "vraag": world.items["vraag-tender"],
        "stuk": world.items["stuk-tender"],
        "nooit": uuid4(),
    }
    for path in PATHS[:-1]:
        answer = client("peter").get(path.format(**names))
        assert (answer.status_code, answer.headers.get("Location", "")[:12]) == (303, "/voorwaarden"), path
    assert client("peter").get(PATHS[-1]).status_code == 404
    assert "<strong>netjes</strong>" in client("peter").get("/voorwaarden").get_data(as_text=True)


def test_after_accepting_one_is_where_one_was(world: World, client: Client) -> None:
    publish(world)
    path = f"/groepen/{world.spaces['tender']}"
    shown = client("peter").get(path, follow_redirects=True).get_data(as_text=True)
    assert f'name="terug" value="{path}"' in shown

    answer = client("peter").post(
        f"/voorwaarden/{world['peter'].affiliation}", data={"number": "1", "terug": path, "once": str(uuid4())}
    )

    assert answer.headers["Location"] == path
    assert client("peter").get(path).status_code == 200
    assert client("peter").get("/voorwaarden").headers["Location"] == "/"


def test_what_was_typed_meanwhile_is_kept_and_not_sent(world: World, client: Client) -> None:
    publish(world)
    before = world.one("SELECT count(*) FROM plein.item")
    said = "Een bericht dat ik net aan het schrijven was <b>en</b> niet kwijt wil"

    url, key = f"/groepen/{world.spaces['tender']}/berichten", str(uuid4())
    answer = client("peter").post(url, data={"text": said, "title": "", "once": key})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "niet kwijt wil" in page
    assert "<b>en</b>" not in page
    assert f'action="{url}"' in page
    assert f'value="{key}"' in page
    assert world.one("SELECT count(*) FROM plein.item") == before
    assert accept(world, client) == 303
    assert client("peter").post(url, data={"text": said, "title": "", "once": key}).status_code == 303
    assert world.one("SELECT count(*) FROM plein.item") == before + 1


def test_no_form_gets_around_the_terms(world: World, client: Client) -> None:
    publish(world)
    question, post = world.items["vraag-tender"], world.items["bericht-tender"]
    before = [world.one(f"SELECT count(*) FROM plein.{table}") for table in ("item", "reaction", "membership")]  # noqa: S608
    for url, form in (
        (f"/vragen/{question}/antwoorden", {"text": "Antwoord"}),
        (f"/items/{post}/reactie", {"text": "Reactie"}),
        (f"/reacties/{post}", {"word": "useful"}),
    ):
        answer = client("peter").post(url, data=form | {"once": str(uuid4())})
        assert answer.status_code == 409, url
    after = [world.one(f"SELECT count(*) FROM plein.{table}") for table in ("item", "reaction", "membership")]  # noqa: S608
    assert before == after


def test_one_may_log_out_and_choose_a_language_without_agreeing(world: World, client: Client) -> None:
    publish(world)

    assert client("peter").post("/voorkeuren", data={"language": "nl"}).status_code == 303
    world.person("weg", "Willem Weg", "zandwijk:external", issuer="gasten")
    assert client("weg").post("/uitloggen").status_code == 303


def test_a_version_that_is_no_longer_in_force_is_not_accepted(world: World, client: Client) -> None:
    publish(world)
    publish(world, "Anders", 2)

    assert accept(world, client, number=1) == 409
    assert accept(world, client, number=10**9) == 404
    assert accept(world, client, number=2) == 303
    assert client("peter").get(f"/groepen/{world.spaces['tender']}").status_code == 200


def test_who_works_elsewhere_too_goes_on_there_and_is_told_on_the_start_page(world: World, client: Client) -> None:
    world.person("twee", "Tamar Twee", "oosterdiep", "zandwijk:external")
    world.member("tender", "twee", of="zandwijk", sponsor="fatima")
    tender = f"/groepen/{world.spaces['tender']}"
    assert client("twee").get(tender).status_code == 200
    publish(world)

    assert client("twee").get(f"/groepen/{world.squares['oosterdiep']}").status_code == 200
    assert client("twee").get(tender).status_code == 404
    assert 'href="/voorwaarden"' in client("twee").get("/").get_data(as_text=True)
    form = {"number": "1", "once": str(uuid4())}
    url = f"/voorwaarden/{world['twee'].affiliations['zandwijk']}"
    assert client("twee").post(url, data=form).status_code == 303
    assert client("twee").get(tender).status_code == 200


def test_nobody_else_meets_the_terms(world: World, client: Client) -> None:
    publish(world)
    for who in ("fatima", "zara", "sanne", "bas", "joost"):
        assert client(who).get("/").status_code == 200
        assert client(who).get("/voorwaarden").headers["Location"] == "/"
        url = f"/voorwaarden/{world['peter'].affiliation}"
        assert client(who).post(url, data={"number": "1", "once": str(uuid4())}).status_code == 404


def test_the_administrator_reads_who_agreed_to_what(world: World, client: Client) -> None:
    url = f"/beheer/{world.organisations['zandwijk']}/voorwaarden"
    assert "Nog geen gebruiksvoorwaarden" in client("zara").get(url).get_data(as_text=True)
    publish(world)
    accept(world, client)

    said = client("zara").get(url).get_data(as_text=True)

    assert "Peter Aalbers" in said
    assert "versie 1" in said
    assert "nog niet" in said
    for stranger in ("fatima", "mehmet", "olga", "peter", "kees"):
        assert client(stranger).get(url).status_code == 404
