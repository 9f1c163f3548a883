"""The start page: exactly what one sees, newest first, in as many statements whatever it holds."""

from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from hub.feed.service import PAGE
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World
from tests.world.sight import GROUP_SIGHT

TOP = ("bericht", "vraag")  # and documents, once their feature is there


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", sorted(GROUP_SIGHT))
def test_the_stream_is_what_one_sees_and_nothing_else(world: World, client: Client, who: str) -> None:
    page = body(client(who).get("/"))
    for space in ("visie", "tender", "kamer-a", "kamer-b", "intern", "elders"):
        for kind in TOP:
            shown = f"item-{world.items[f'{kind}-{space}']}" in page
            assert shown is (space in GROUP_SIGHT[who]), (who, kind, space)


def test_the_choices_narrow_the_stream(world: World, client: Client) -> None:
    world.member("plein-zandwijk", "fatima")
    square = world.item("op-het-plein", "plein-zandwijk", "fatima")
    own = body(client("kees").get(f"/?toon={world.squares['zandwijk']}"))
    assert f"item-{square}" in own
    assert f"item-{world.items['bericht-visie']}" not in own
    mine = body(client("fatima").get("/?toon=groepen"))
    assert f"item-{world.items['bericht-tender']}" in mine
    for hidden in (world.spaces["tender"], world.squares["meerbergen"], UUID(int=0), "x"):
        assert client("kees").get(f"/?toon={hidden}").status_code == 404


def test_older_items_come_by_key_and_each_once(world: World, client: Client) -> None:
    world.group("veel", "Volle groep", "closed", {"oosterdiep": "owner"}, founder="joost")
    ids = {world.item(f"veel-{number}", "veel", "joost") for number in range(PAGE + 4)}
    first = body(client("joost").get("/"))
    assert "Je bent helemaal bij" not in first
    second = body(client("joost").get("/?na=" + first.split("/?na=")[1].split('"')[0]))
    on_first, on_second = ({one for one in ids if f"item-{one}" in page} for page in (first, second))
    assert (len(on_first), len(on_second)) == (PAGE, 4)
    assert on_first | on_second == ids
    assert "Je bent helemaal bij" in second
    assert client("joost").get("/?na=x").status_code == 404


def test_the_start_page_asks_as_much_for_many_items_as_for_few(app: Hub, world: World, client: Client) -> None:
    numbers = []
    for many in (1, PAGE):
        for number in range(many):
            for kind in ("document", "post", "question"):
                key = f"tel-{many}-{kind}-{number}"
                world.item(key, "visie", "fatima", kind)
                if kind == "question":
                    world.item(f"{key}-a", "visie", "sanne", "answer", parent=key)
        with counted(app.engine) as statements:
            assert client("fatima").get("/").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], numbers
    assert numbers[0] <= 40, numbers


def test_an_external_reads_through_whom_and_until_when(client: Client) -> None:
    page = body(client("peter").get("/"))
    assert "Mijn toegang" in page
    assert "via Fatima El Idrissi, Gemeente Zandwijk" in page
    assert "Aanbesteding dijk" in page
    assert "Mijn toegang" not in body(client("fatima").get("/"))


def test_who_lost_access_reads_so_here_and_no_title(client: Client) -> None:
    page = body(client("ivo").get("/"))
    assert "Je toegang via Gemeente Zandwijk is geëindigd op" in page
    assert "Aanbesteding dijk" not in page
    assert "Iets nieuws maken" not in page


def test_who_has_nothing_to_read_gets_three_first_steps(client: Client) -> None:
    page = body(client("lars").get("/"))
    assert "Welkom op je plein" in page
    assert page.count('<li><a class="nl-link"') == 3


def test_what_waits_stands_beside_it_but_not_ones_own(client: Client) -> None:
    page = body(client("karin").get("/"))
    assert "Wacht op antwoord" not in page  # her own question is the only one
    assert "Wacht op antwoord" in body(client("kees").get("/"))
