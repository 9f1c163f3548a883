"""Two people at once: the second is told what the first did, and goes over it only knowingly; and what is not taken."""

from io import BytesIO
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from hub.settings import Settings
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, of, shown
from tests.world import World

VERSIONS = "SELECT count(*) FROM plein.document_version WHERE document_id = %s"


def _sent(client: Client, who: str, url: str, based_on: str) -> TestResponse:
    data = {"once": str(uuid4()), "note": "van " + who, "based_on": based_on, "file": (BytesIO(b"mijne"), "b.txt")}
    return client(who).post(f"{url}/versies", data=data)


def test_who_comes_second_with_a_version_hears_who_was_first_and_may_go_over_it(
    world: World, client: Client, follow: Put, placed: Placed
) -> None:
    url = placed("sanne", "visie")
    assert 'name="based_on" value="1"' in client("fatima").get(f"{url}/versies").text
    assert follow("sanne", url, b"eerst").status_code == 303
    answer = _sent(client, "fatima", url, "1")
    assert answer.status_code == 409
    assert "Sanne Bakker zette intussen versie 2 erop" in shown(answer)
    assert 'value="van fatima"' in answer.text
    assert 'name="based_on" value="2"' in answer.text
    assert world.one(VERSIONS, of(url)) == 2
    assert _sent(client, "fatima", url, "2").status_code == 303
    assert world.one(VERSIONS, of(url)) == 3


@pytest.mark.parametrize("based_on", ["x", "1.5", "99999999999999999999"])
def test_a_version_that_is_based_on_nothing_is_refused(
    world: World, client: Client, placed: Placed, based_on: str
) -> None:
    url = placed("sanne", "visie")
    assert _sent(client, "sanne", url, based_on).status_code in {409, 422}
    assert world.one(VERSIONS, of(url)) == 1


def test_who_renames_what_was_renamed_meanwhile_hears_it_first(client: Client, placed: Placed) -> None:
    url = placed("sanne", "visie", "plan.txt")
    assert client("fatima").post(f"{url}/naam", data={"name": "Plan A", "based_on": "plan.txt"}).status_code == 303
    answer = client("sanne").post(f"{url}/naam", data={"name": "Plan B", "based_on": "plan.txt"})
    assert answer.status_code == 409
    assert "Dit heet intussen “Plan A.txt”" in shown(answer)
    assert 'value="Plan B"' in answer.text
    assert client("sanne").post(f"{url}/naam", data={"name": "Plan B", "based_on": "Plan A.txt"}).status_code == 303


def test_so_it_is_with_a_folder(client: Client, folder: Folders) -> None:
    where = folder("sanne", "visie", "Eerst zo")
    assert client("fatima").post(f"{where}/naam", data={"name": "Zo", "based_on": "Eerst zo"}).status_code == 303
    answer = client("sanne").post(f"{where}/naam", data={"name": "Anders", "based_on": "Eerst zo"})
    assert (answer.status_code, "Dit heet intussen “Zo”" in shown(answer)) == (409, True)


PROGRAM = b"MZ" + b"\x00" * 58 + b"\x80\x00\x00\x00" + b"\x00" * 64 + b"PE\x00\x00" + b"\x00" * 64


@pytest.mark.parametrize("name", ["spel.exe", "SPEL.EXE", "spel.exe.", "brief.pdf.scr", "opruimen.bat"])
def test_a_program_is_refused_by_its_name(world: World, put: Put, name: str) -> None:
    before = world.one("SELECT count(*) FROM plein.document")
    answer = put("sanne", "visie", ("goed.txt", b"x"), (name, b"echo hallo"))
    assert answer.status_code == 422
    assert "is een programma of een andere soort die hier niet mag" in shown(answer)
    assert world.one("SELECT count(*) FROM plein.document") == before


def test_a_program_is_refused_by_what_it_is(follow: Put, put: Put, placed: Placed) -> None:
    assert put("sanne", "visie", ("brief.txt", PROGRAM)).status_code == 422
    assert follow("sanne", placed("sanne", "visie"), PROGRAM, name="brief.txt").status_code == 422
    assert put("sanne", "visie", ("over een exe.txt", b"zo heet een .exe")).status_code == 303


def test_what_is_refused_is_a_setting() -> None:
    base = {
        "PLEIN_ADDRESS": "https://plein.test",
        "PLEIN_SECRET": "x" * 40,
        "DATABASE_URL": "postgresql://a@b/c",
        "REDIS_URL": "redis://localhost",
        "PLEIN_STORAGE": "/x",
        "MAIL_URL": "smtp://localhost?tls=no",
        "MAIL_FROM": "a@b.c",
    }
    assert ".exe" in Settings.read(base).refused_files
    assert Settings.read({**base, "PLEIN_UPLOAD_REFUSE": "-"}).refused_files == frozenset()
    assert Settings.read({**base, "PLEIN_UPLOAD_REFUSE": ".Zip, image/png"}).refused_files == {".zip", "image/png"}
