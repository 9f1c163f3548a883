"""Staff find colleagues by the beginning of a name; nobody gets a list of everybody, and guests find nothing."""

import re
from uuid import uuid4

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World


def names(client: Client, who: str, **asked: str) -> list[str]:
    answer = client(who).get("/mensen", query_string=asked)
    assert answer.status_code == 200
    return re.findall(r'class="hub-row__text"><strong>([^<]+)</strong>', answer.get_data(as_text=True))


def test_one_finds_by_first_and_last_name(client: Client) -> None:
    assert names(client, "fatima", q="ke") == ["Kees Prins"]
    assert names(client, "fatima", q="PRI") == ["Kees Prins"]
    assert names(client, "fatima", q="rin") == []
    assert names(client, "fatima", q="k") == []
    assert names(client, "fatima") == []


@pytest.mark.parametrize("q", ["%", "__", "a%", "\\", "' OR 1=1", "  ", "k ", "\x00ke"])
def test_signs_of_a_pattern_find_nobody_more(client: Client, q: str) -> None:
    assert set(names(client, "fatima", q=q)) <= {"Kees Prins"}
    assert len(names(client, "fatima", q=q)) <= 1


def test_others_are_found_only_under_an_agreement_and_former_staff_never(client: Client) -> None:
    assert names(client, "fatima", q="sa") == []
    assert names(client, "fatima", q="gerda") == []
    assert names(client, "els", q="sanne") == ["Sanne Bakker"], "she is staff there"
    assert names(client, "fatima", q="peter") == [], "an external is in no directory"


@pytest.mark.parametrize("who", ["peter", "karin", "bas", "ivo", "gone", "sanne-elders"])
def test_who_is_nobodys_staff_has_no_such_page(client: Client, who: str) -> None:
    assert client(who).get("/mensen").status_code == 404
    assert client(who).get("/mensen?q=kees").status_code == 404
    assert 'href="/mensen"' not in client(who).get("/").get_data(as_text=True)


def test_without_a_name_the_own_department_is_there_and_no_other(world: World, client: Client) -> None:
    set_department = "UPDATE plein.affiliation SET department = %s WHERE id = ANY (%s)"
    ours = [world[who].affiliation for who in ("fatima", "kees", "gone")]
    world.keeper.execute(set_department, ("Ruimte", ours))
    world.keeper.execute(set_department, ("Ruimte", [world["sanne"].affiliation]))
    assert names(client, "fatima") == ["Fatima El Idrissi", "Kees Prins"]
    assert names(client, "zara") == []
    assert names(client, "fatima", organisatie=str(world.organisations["meerbergen"])) == [
        "Fatima El Idrissi",
        "Kees Prins",
    ]


def test_an_organisation_that_is_not_open_is_no_filter(world: World, client: Client) -> None:
    page = client("fatima").get("/mensen").get_data(as_text=True)
    assert str(world.organisations["oosterdiep"]) not in page
    for organisation in (str(world.organisations["oosterdiep"]), "x", str(uuid4())):
        assert names(client, "fatima", q="joost", organisatie=organisation) == []
    assert names(client, "els", q="sanne", organisatie=str(world.organisations["zandwijk"])) == []


def test_many_come_in_pages_with_as_many_queries(world: World, app: Hub, client: Client) -> None:
    with counted(app.engine) as few:
        names(client, "olga", q="velen")
    for number in range(70):
        world.person(f"velen-{number}", f"Velen {number:02}", "oosterdiep")
    found, page = list[str](), "/mensen?q=velen"
    while page:
        with counted(app.engine) as many:
            html = client("olga").get(page).get_data(as_text=True)
        assert len(many) == len(few)
        found += re.findall(r'class="hub-row__text"><strong>([^<]+)</strong>', html)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        page = onward[1].replace("&amp;", "&") if onward else ""
    assert found == [f"Velen {number:02}" for number in range(70)]
    assert client("olga").get("/mensen?q=velen&na=onzin").status_code == 404
