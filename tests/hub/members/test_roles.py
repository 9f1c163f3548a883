"""Over HTTP: asking a colleague to become steward, answering, naming one in Beheer, and what pages say meanwhile."""

from uuid import UUID

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.groups.test_groups import text, titles
from tests.hub.queries import counted
from tests.world import World


@pytest.fixture
def group(world: World) -> UUID:
    """A closed group of two towns that Fatima alone tends."""
    made = world.group(
        "rollen", "Rollengroep", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima"
    )
    world.member("rollen", "sanne")
    world.member("rollen", "kees")
    world.member("rollen", "peter", sponsor="fatima")
    return made


def place(world: World, who: str, space: str = "rollen") -> UUID:
    return world.memberships[space, world[who].affiliation]


def offer_of(world: World, who: str) -> UUID:
    query = "SELECT id FROM plein.offer WHERE affiliation_id = %s ORDER BY created_at DESC LIMIT 1"
    found: UUID = world.one(query, world[who].affiliation)
    return found


def test_a_colleague_is_asked_sees_it_and_takes_over(world: World, client: Client, group: UUID) -> None:
    page = f"/groepen/{group}/leden/{place(world, 'sanne')}/groepsbeheerder"
    assert "Ik draag mijn rol over" in text(client("fatima"), page)
    assert client("fatima").post(page, data={"steps_down": "1"}).status_code == 303
    assert client("fatima").post(page).status_code == 409
    assert "gevraagd als groepsbeheerder" in text(client("fatima"), f"/groepen/{group}/leden")
    asked = f"/rolaanbod/{offer_of(world, 'sanne')}"
    assert asked in text(client("sanne"), "/")
    assert asked in text(client("sanne"), f"/groepen/{group}/leden")
    assert "draagt de rol graag aan je over" in text(client("sanne"), asked)
    for who in ("fatima", "kees", "zara", "mehmet", "peter", "joost"):
        assert client(who).get(asked).status_code == 404, who
        assert client(who).post(asked, data={"answer": "yes"}).status_code == 404, who
    assert client("sanne").post(asked, data={"answer": "yes"}).status_code == 303
    assert client("sanne").get(asked).status_code == 404
    role = "SELECT role FROM plein.membership WHERE id = %s"
    assert world.one(role, place(world, "sanne")) == "steward"
    assert world.one(role, place(world, "fatima")) == "member"
    assert "Vraag als groepsbeheerder" not in text(client("fatima"), f"/groepen/{group}/leden")


@pytest.mark.parametrize(
    ("who", "status"), [("sanne", 403), ("kees", 403), ("peter", 403), ("zara", 404), ("olga", 404)]
)
def test_nobody_but_a_steward_asks_or_takes_back(
    world: World, client: Client, group: UUID, who: str, status: int
) -> None:
    page = f"/groepen/{group}/leden/{place(world, 'kees')}/groepsbeheerder"
    assert client("fatima").post(page).status_code == 303
    back = f"/groepen/{group}/rolaanbod/{offer_of(world, 'kees')}/intrekken"

    assert client(who).get(page).status_code == status
    assert client(who).post(page).status_code == status
    assert client(who).post(back).status_code == 404
    assert client("fatima").post(back).status_code == 303
    assert client("fatima").post(back).status_code == 404


def test_an_external_and_a_steward_are_not_asked(world: World, client: Client, group: UUID) -> None:
    for who, status in (("peter", 403), ("fatima", 409)):
        page = f"/groepen/{group}/leden/{place(world, who)}/groepsbeheerder"
        assert client("fatima").get(page).status_code == status
        assert client("fatima").post(page).status_code == status


def test_the_only_steward_is_told_what_to_do_instead_of_leaving(world: World, client: Client, group: UUID) -> None:
    page = f"/groepen/{group}/leden/{place(world, 'fatima')}/stoppen"
    assert "Je kunt nu nog niet stoppen" in text(client("fatima"), page)
    assert client("fatima").post(page).status_code == 409
    world.room("rolkamer", "rollen", "Kamer van Sanne", founder="sanne")
    hers = f"/groepen/{group}/leden/{place(world, 'sanne')}/stoppen"
    assert "Kamer van Sanne" in titles(text(client("sanne"), hers))
    assert client("sanne").post(hers).status_code == 409
    kees = f"/groepen/{group}/leden/{place(world, 'kees')}/stoppen"
    assert "niets meer lezen" in text(client("kees"), kees)
    assert client("kees").post(kees).status_code == 303
    assert client("kees").get(f"/groepen/{group}").status_code == 404


def test_an_administrator_names_one_of_the_own_people_where_nobody_is(
    world: World, client: Client, group: UUID
) -> None:
    home = world.organisations["meerbergen"]
    page = f"/beheer/{home}/groepsbeheerder/{group}"
    assert "Rollengroep" in titles(text(client("mehmet"), f"/beheer/{home}/verzoeken"))
    assert "zonder groepsbeheerder van jullie" in text(client("mehmet"), f"/beheer/{home}")
    said = text(client("mehmet"), page)
    assert "Sanne Bakker" in said
    assert "Kees Prins" not in said
    chosen = {"affiliation": str(world["sanne"].affiliation)}
    for who in ("zara", "fatima", "sanne", "daan", "peter"):
        assert client(who).get(page).status_code == 404, who
        assert client(who).post(page, data=chosen).status_code == 404, who
    assert client("mehmet").post(page).status_code == 422
    for other in ("kees", "mehmet"):
        assert client("mehmet").post(page, data={"affiliation": str(world[other].affiliation)}).status_code == 422
    assert client("mehmet").post(page, data=chosen).status_code == 303
    assert client("mehmet").post(page, data=chosen).status_code == 404  # there is one now
    assert "Vraag als groepsbeheerder" in text(client("sanne"), f"/groepen/{group}/leden")


def test_a_group_says_that_nobody_tends_it(world: World, client: Client, group: UUID) -> None:
    assert "nu geen groepsbeheerder" not in text(client("sanne"), f"/groepen/{group}")
    world.keeper.execute("UPDATE plein.membership SET role = 'member' WHERE id = %s", (place(world, "fatima"),))
    assert "Deze groep heeft nu geen groepsbeheerder" in text(client("sanne"), f"/groepen/{group}")


def test_an_administrator_takes_back_what_own_people_asked(world: World, client: Client, group: UUID) -> None:
    page = f"/groepen/{group}/leden/{place(world, 'sanne')}/groepsbeheerder"
    assert client("fatima").post(page).status_code == 303
    home = f"/beheer/{world.organisations['zandwijk']}"
    said = text(client("zara"), f"{home}/verzoeken")
    assert "iemand van een andere organisatie" in said  # whom, is not hers to know
    assert "Sanne" not in said
    back = f"{home}/rolaanbod/{offer_of(world, 'sanne')}/intrekken"
    for who in ("mehmet", "fatima", "sanne"):
        assert client(who).post(back).status_code == 404
    foreign = back.replace(str(world.organisations["zandwijk"]), str(world.organisations["meerbergen"]))
    assert client("mehmet").post(foreign).status_code == 404
    assert client("zara").post(back).status_code == 303


def test_the_list_of_members_sends_as_many_queries_whatever_their_number(
    world: World, app: Hub, client: Client, group: UUID
) -> None:
    browser = client("fatima")
    browser.get(f"/groepen/{group}/leden")
    with counted(app.engine) as few:
        browser.get(f"/groepen/{group}/leden")
    for number in range(6):
        world.person(f"veel-{number}-{group}", f"Veel {number}", "zandwijk")
        world.member("rollen", f"veel-{number}-{group}")
    with counted(app.engine) as many:
        browser.get(f"/groepen/{group}/leden")
    assert len(many) <= len(few)
    assert len(many) <= 24
