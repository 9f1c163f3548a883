"""Beside a group: which organisations were asked and did not answer yet, for its stewards and nobody else."""

from uuid import uuid4

from hub.kit.edge import Hub
from hub.parties.service import BESIDE
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

HEAD = "Wacht op organisaties"


def propose(client: Client, path: str, domain: str) -> None:
    sent = {"domain": domain, "role": "participant", "reach": "named", "sure": "1", "once": str(uuid4())}
    assert client("fatima").post(f"{path}/organisaties", data=sent).status_code == 303


def test_stewards_see_whom_a_group_waits_for_until_it_is_over(world: World, client: Client) -> None:
    group = world.group("wachtend", "Wachtend", "open", {"zandwijk": "owner"}, founder="fatima")
    world.member("wachtend", "kees")
    path = f"/groepen/{group}"
    assert HEAD not in client("fatima").get(path).text
    propose(client, path, "nergens.example")
    page = client("fatima").get(path).text
    assert HEAD in page
    assert "nergens.example" in page
    assert "gevraagd op" in page
    assert f'href="{path}/organisaties"' in page
    assert "gevraagd op" in client("fatima").get(f"{path}/organisaties").text
    for who in ("kees", "zara"):  # a member; an administrator who reads along
        answer = client(who).get(path)
        assert HEAD not in answer.text
        assert "nergens.example" not in answer.text
    proposal = world.one("SELECT id FROM plein.proposal WHERE group_id = %s", group)
    assert client("fatima").post(f"{path}/organisaties/{proposal}/intrekken").status_code == 303
    assert HEAD not in client("fatima").get(path).text


def test_many_that_wait_cost_as_much_as_one(app: Hub, world: World, client: Client) -> None:
    group = world.group("geduld", "Geduld", "closed", {"zandwijk": "owner"}, founder="fatima")
    path, numbers, page = f"/groepen/{group}", [], ""
    for names in (["een.example"], [f"nog-{number}.example" for number in range(BESIDE + 2)]):
        for domain in names:
            propose(client, path, domain)
        client("fatima").get(path)
        with counted(app.engine) as statements:
            page = client("fatima").get(path).text
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], numbers
    assert page.count("gevraagd op") == BESIDE
    assert "nog meer gevraagd" in page
