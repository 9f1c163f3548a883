"""Beheer opens for the administrators of that very organisation, and for nobody else."""

import pytest

from hub.kit.edge import Hub
from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

PAGES = (
    "",
    "/verzoeken",
    "/voorstellen",
    "/mensen",
    "/externen",
    "/uitnodigingen",
    "/groepen",
    "/afspraken",
    "/afspraken/nieuw",
    "/auditlog",
)
STRANGERS = (
    "fatima", "sanne", "rik", "kees", "mehmet", "daan", "els", "former", "gone", "joost", "olga", "lars", "peter",
    "karin", "bas", "ivo", "sanne-elders",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_only_the_own_administrator_opens_a_page(world: World, client: Client, page: str) -> None:
    url = f"/beheer/{world.organisations['zandwijk']}{page}"
    assert client("zara").get(url).status_code == 200
    assert {who: client(who).get(url).status_code for who in STRANGERS} == dict.fromkeys(STRANGERS, 404)


def test_the_entry_is_there_for_administrators_alone(world: World, client: Client) -> None:
    assert 'href="/beheer"' in client("zara").get("/").get_data(as_text=True)
    assert 'href="/beheer"' not in client("fatima").get("/").get_data(as_text=True)
    assert client("zara").get("/beheer").headers["Location"] == f"/beheer/{world.organisations['zandwijk']}"
    assert client("fatima").get("/beheer").status_code == 404


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_changes_anything(world: World, client: Client, who: str) -> None:
    home, kees = f"/beheer/{world.organisations['zandwijk']}", world["kees"].affiliation
    posts = {
        f"{home}/mensen/{kees}/rol": {"role": "administrator"},
        f"{home}/mensen/{kees}/uit-dienst": {"why": "zomaar"},
        f"{home}/groepen/{world.spaces['visie']}/verlaten": {},
        f"{home}/afspraken/nieuw": {"title": "x", "organisations": str(world.organisations["meerbergen"])},
        f"{home}/voorstellen/{new_id()}": {"answer": "yes"},
        f"{home}/nieuwkomers/{new_id()}": {"answer": "yes"},
    }
    before = world.one("SELECT count(*) FROM plein.audit")
    assert {client(who).post(url, data=data).status_code for url, data in posts.items()} == {404}
    assert world.one("SELECT count(*) FROM plein.audit") == before


def test_another_organisations_ids_are_not_there(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['zandwijk']}"
    foreign = [
        f"/mensen/{world['sanne'].affiliation}",
        f"/mensen/{world['sanne'].affiliation}/uit-dienst",
        f"/mensen/{world['bas'].affiliation}",
        f"/groepen/{world.spaces['elders']}/verlaten",
        f"/afspraken/{new_id()}",
    ]
    assert {client("zara").get(home + path).status_code for path in foreign} == {404}
    assert (
        client("zara").post(f"{home}/mensen/{world['sanne'].affiliation}/rol", data={"role": "member"}).status_code
        == 404
    )


def test_titles_and_people_but_no_content(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['zandwijk']}"
    said = "".join(client("zara").get(home + page).get_data(as_text=True) for page in PAGES)
    assert "Aanbesteding dijk" in said
    assert "Peter Aalbers" in said
    for hidden in ("Tekst van", "Titel van", "Alleen Oosterdiep", "Sanne Bakker", "Bas Bouw", "Kamer Bouwgroep"):
        assert hidden not in said


@pytest.mark.parametrize("page", ["/mensen?na=onzin", "/externen?na=onzin~1", "/uitnodigingen?na=1", "/auditlog?na=x"])
def test_a_page_after_nonsense_is_not_there(world: World, client: Client, page: str) -> None:
    assert client("zara").get(f"/beheer/{world.organisations['zandwijk']}{page}").status_code == 404


def test_a_list_of_many_asks_as_often_as_a_list_of_few(app: Hub, world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['oosterdiep']}"

    def asked() -> dict[str, int]:
        found = {}
        for page in PAGES:
            with counted(app.engine) as said:
                client("olga").get(home + page)
            found[page] = len(said)
        return found

    few = asked()
    for number in range(12):
        world.person(f"velen-{number}", f"Velen {number:02}", "oosterdiep")
        world.person(f"gast-{number}", f"Gast {number:02}", "oosterdiep:external", issuer="gasten")
        world.member("elders", f"gast-{number}", sponsor="joost")
        world.group(f"groep-{number}", f"Groep {number:02}", "closed", {"oosterdiep": "owner"}, founder="joost")

    assert asked() == few
    overview = few.pop("")
    assert max(few.values()) <= 13  # the requests page has six lists
    assert overview <= 23  # it asks every feature what waits
