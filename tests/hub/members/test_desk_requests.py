"""What own people asked of groups, in Beheer: their administrator reads where, and may take it back; nobody else."""

from uuid import UUID, uuid4

import pytest

from tests.hub.conftest import Client
from tests.world import World

WORD = "Ik werk aan de dijk en wil graag meelezen."


@pytest.fixture
def asked(world: World) -> UUID:
    """Kees asked at a findable group."""
    world.group(
        "vindbaar", "Dijkversterking", "findable", {"meerbergen": "owner", "zandwijk": "participant"}, founder="sanne"
    )
    made = uuid4()
    world.lay(
        "request",
        id=made,
        group_id=world.spaces["vindbaar"],
        named="Dijkversterking",
        affiliation_id=world["kees"].affiliation,
        organisation_id=world.organisations["zandwijk"],
        word=WORD,
        created_at=world.now,
    )
    return made


def test_her_administrator_takes_it_back(world: World, client: Client, asked: UUID) -> None:
    home = f"/beheer/{world.organisations['zandwijk']}"
    back = f"{home}/toegangsvragen/{asked}/intrekken"

    html = client("zara").get(f"{home}/verzoeken").get_data(as_text=True)
    assert "Kees Prins vroeg om toegang" in html
    assert "Dijkversterking" in html
    assert WORD not in html
    for who in ("mehmet", "fatima", "kees", "olga", "peter"):
        assert client(who).post(back).status_code == 404, who
    elsewhere = f"/beheer/{world.organisations['meerbergen']}"
    assert "Kees Prins" not in client("mehmet").get(f"{elsewhere}/verzoeken").get_data(as_text=True)
    assert client("mehmet").post(f"{elsewhere}/toegangsvragen/{asked}/intrekken").status_code == 404

    assert client("zara").post(back).status_code == 303
    assert world.one("SELECT status FROM plein.request WHERE id = %s", asked) == "withdrawn"
    assert client("zara").post(back).status_code == 404


def test_of_a_group_that_is_no_group_of_ours_any_more_nothing_is_said(
    world: World, client: Client, asked: UUID
) -> None:
    world.keeper.execute(
        "UPDATE plein.party SET until = plein.moment() WHERE group_id = %s AND organisation_id = %s",
        (world.spaces["vindbaar"], world.organisations["zandwijk"]),
    )
    home = f"/beheer/{world.organisations['zandwijk']}"

    assert "Dijkversterking" not in client("zara").get(f"{home}/verzoeken").get_data(as_text=True)
    assert client("zara").post(f"{home}/toegangsvragen/{asked}/intrekken").status_code == 404
