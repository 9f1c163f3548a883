"""A file under a name that was there already: who put it in is asked, and may make it the next version."""

from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, of, shown
from tests.world import World

VERSIONS = "SELECT count(*) FROM plein.document_version WHERE document_id = %s"
BINNED = "SELECT deleted_at IS NOT NULL FROM plein.item WHERE id = %s"


def _asked(answer: TestResponse) -> list[str]:
    """The ids that one is asked about."""
    path, _, ids = answer.headers["Location"].partition("?stuk=")
    assert path.endswith("/documenten/dubbel")
    return ids.split(",")


def _into_versions(client: Client, world: World, who: str, space: str, *ids: str) -> TestResponse:
    data = {"once": str(uuid4()), "stuk": list(ids)}
    return client(who).post(f"/groepen/{world.spaces[space]}/documenten/dubbel", data=data)


def test_a_file_becomes_the_next_version_of_its_namesake(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Dubbelen")
    put("sanne", "visie", ("Plan.txt", b"een"), ("Ander.txt", b"x"), map=of(where))
    old = world.one("SELECT item_id FROM plein.document WHERE folder_id = %s AND name = 'Plan.txt'", of(where))
    answer = put("fatima", "visie", ("PLAN.txt", b"twee"), ("Nieuw.txt", b"y"), map=of(where))
    (new,) = _asked(answer)
    page = shown(client("fatima").get(answer.headers["Location"]))
    assert "Er was al een document met deze naam" in page
    assert "Plan.txt wordt versie 2; versie 1 is van Sanne Bakker" in page
    assert _into_versions(client, world, "fatima", "visie", new).headers["Location"] == f"/documenten/{old}"
    assert client("kees").get(f"/documenten/{old}/versies/2").data == b"twee"
    assert client("kees").get(f"/documenten/{old}/versies/1").data == b"een"
    assert world.one(BINNED, new) is True
    verbs = world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s ORDER BY id", old)
    assert [verb for (verb,) in verbs].count("document.version_added") == 2
    again = _into_versions(client, world, "fatima", "visie", new)
    assert again.status_code == 404


def test_both_stay_when_nothing_is_done(client: Client, put: Put, folder: Folders) -> None:
    where = folder("sanne", "visie", "Allebei")
    put("sanne", "visie", ("a.txt", b"een"), map=of(where))
    answer = put("sanne", "visie", ("a.txt", b"twee"), map=of(where))
    assert client("sanne").get(answer.headers["Location"]).text.count("Bewaar allebei") == 1
    assert client("sanne").get(where).text.count(">a.txt<") == 2


def test_a_name_in_another_folder_or_in_the_bin_asks_nothing(
    client: Client, put: Put, placed: Placed, folder: Folders
) -> None:
    name = f"{uuid4()}.txt"
    url = placed("sanne", "visie", name)
    where = folder("sanne", "visie", "Ergens anders")
    assert "dubbel" not in put("sanne", "visie", (name, b"x"), map=of(where)).headers["Location"]
    client("sanne").post(f"/items/{of(url)}/verwijderen")
    assert "dubbel" not in put("sanne", "visie", (name, b"x")).headers["Location"]


@pytest.mark.parametrize(("who", "status"), [("fatima", 403), ("rik", 403), ("joost", 404), ("karin", 404), ("", 401)])
def test_only_who_put_it_in_makes_a_version_of_it(
    world: World, client: Client, put: Put, placed: Placed, who: str, status: int
) -> None:
    name = f"{uuid4()}.txt"
    old = placed("fatima", "tender", name)
    (new,) = _asked(put("sanne", "tender", (name, b"twee")))
    path = f"/groepen/{world.spaces['tender']}/documenten/dubbel?stuk={new}"
    assert client(who).get(path).status_code == (303 if status == 401 else status)
    assert _into_versions(client, world, who, "tender", new).status_code == status
    assert (world.one(VERSIONS, of(old)), world.one(BINNED, new)) == (1, False)


def test_without_a_namesake_there_is_nothing_to_do(world: World, client: Client, placed: Placed) -> None:
    url = placed("sanne", "visie", f"{uuid4()}.txt")
    path = f"/groepen/{world.spaces['visie']}/documenten/dubbel"
    assert client("sanne").get(f"{path}?stuk={of(url)}").status_code == 303
    assert _into_versions(client, world, "sanne", "visie", of(url)).status_code == 409
    assert _into_versions(client, world, "sanne", "visie").status_code == 303
    assert world.one(BINNED, of(url)) is False
