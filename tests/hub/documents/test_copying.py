"""Copying documents to another group or folder: whose the copy is, who may, and that nothing else comes along."""

from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, of, shown
from tests.world import World

COPIES = (
    "SELECT d.item_id, v.author_id, v.owner_id, v.number, v.sha256 FROM plein.document d JOIN plein.document_version v"
    " ON v.document_id = d.item_id WHERE d.space_id = %s AND d.name = %s"
)


def _copy(client: Client, world: World, who: str, target: str, *urls: str, to: str = "") -> TestResponse:
    data = {"once": str(uuid4()), "stuk": ",".join(of(url) for url in urls), "naar": of(to) if to else ""}
    return client(who).post(f"/groepen/{world.spaces[target]}/kopie-hier", data=data)


def test_a_copy_is_of_who_copies_and_holds_the_newest_version_alone(
    world: World, app: Hub, client: Client, follow: Put, placed: Placed, folder: Folders
) -> None:
    url, target = placed("sanne", "visie", "bron.txt"), folder("fatima", "tender", "Kopieën")
    follow("sanne", url, b"tweede")
    assert _copy(client, world, "fatima", "tender", url, to=target).headers["Location"] == target
    ((made, author, owner, number, digest),) = world.rows(COPIES, world.spaces["tender"], "bron.txt")
    assert (author, owner, number) == (world["fatima"].affiliation, world.organisations["zandwijk"], 1)
    assert app.storage.path(owner, digest).is_file()
    assert client("peter").get(f"/documenten/{made}/versies/1").data == b"tweede"
    assert "bron.txt" in shown(client("rik").get(target))
    verbs = {row[0] for row in world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s", of(url))}
    assert "document.copied" in verbs


def test_the_way_there_says_who_reads_along(world: World, client: Client, placed: Placed) -> None:
    url = placed("sanne", "visie")
    page = client("fatima").get(f"/groepen/{world.spaces['visie']}/kopieren?stuk={of(url)}")
    assert f"/groepen/{world.spaces['tender']}/kopie-hier?stuk=" in page.text
    here = client("fatima").get(f"/groepen/{world.spaces['tender']}/kopie-hier?stuk={of(url)}")
    assert "De kopie is van jou en van jouw organisatie" in shown(here)
    assert "lezen mee" in shown(here)


@pytest.mark.parametrize(
    ("who", "status"),
    [("peter", 303), ("els", 303), ("rik", 403), ("kees", 404), ("joost", 404), ("karin", 404), ("former", 404)],
)
def test_who_reads_here_and_writes_there_copies(
    world: World, client: Client, placed: Placed, who: str, status: int
) -> None:
    url = placed("sanne", "tender", f"van {who}.txt")
    before = world.one("SELECT count(*) FROM plein.document")
    assert _copy(client, world, who, "tender", url).status_code == status
    assert world.one("SELECT count(*) FROM plein.document") == before + (status == 303)


def test_what_one_does_not_read_is_not_there_to_copy(
    world: World, client: Client, placed: Placed, folder: Folders
) -> None:
    url = placed("sanne", "tender", "geheim.txt")
    assert _copy(client, world, "kees", "visie", url).status_code == 404
    page = client("kees").get(f"/groepen/{world.spaces['visie']}/kopie-hier?stuk={of(url)}")
    assert page.status_code == 404
    assert _copy(client, world, "peter", "visie", url).status_code == 404
    elsewhere = folder("sanne", "visie", "Niet van tender")
    assert _copy(client, world, "sanne", "tender", url, to=elsewhere).status_code == 404
