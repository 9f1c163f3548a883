"""A copy of the own items: what is in it and what is not, who may have one, and until when."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
import redis

from hub.features import FEATURES
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from tenants.db import connect
from tests.hub.conftest import Client
from tests.world import World

Work = Callable[[], None]


def ask(client: Client, world: World, who: str, space: str) -> UUID:
    """Ask for a copy as somebody; gives its id."""
    answer = client(who).post(f"/groepen/{world.spaces[space]}/kopie", data={"once": str(uuid4())})
    assert answer.status_code == 303, answer.text
    made: UUID = world.one(
        "SELECT id FROM plein.copy WHERE space_id = %s AND affiliation_id = ANY (%s) ORDER BY id DESC LIMIT 1",
        world.spaces[space],
        list(world[who].affiliations.values()),
    )
    return made


def opened(client: Client, who: str, copy_id: UUID) -> ZipFile:
    """Download a copy as somebody."""
    answer = client(who).get(f"/kopieen/{copy_id}/bestand")
    assert answer.status_code == 200, answer.text
    return ZipFile(BytesIO(answer.data))


@contextmanager
def ended(world: World, statement: str, *values: object) -> Iterator[None]:
    """End something, and take that back: the world is the module's."""
    before = world.rows("SELECT id, until, ended_by FROM plein.membership")
    world.keeper.execute(statement.encode(), values)
    yield
    for one, until, by in before:
        world.keeper.execute("UPDATE plein.membership SET until = %s, ended_by = %s WHERE id = %s", (until, by, one))


def test_a_copy_holds_the_own_items_with_files_and_checksums(world: World, client: Client, work: Work) -> None:
    copy_id = ask(client, world, "sanne", "tender")
    assert "staat in de rij" in client("sanne").get(f"/groepen/{world.spaces['tender']}/kopie").text
    work()

    done, total = world.rows("SELECT done, total FROM plein.copy WHERE id = %s", copy_id)[0]
    assert done == total > 0  # what the job said of its progress, in transactions of their own
    with opened(client, "sanne", copy_id) as copy:
        assert copy.testzip() is None
        index = json.loads(copy.read("index.json"))
        sums = {line[66:]: line[:64] for line in copy.read("SHA256SUMS").decode().splitlines()}
        for path in set(copy.namelist()) - {"SHA256SUMS"}:
            assert sums[path] == hashlib.sha256(copy.read(path)).hexdigest(), path
        kinds = {item["kind"]: item for item in index["items"] if item["space_id"] == str(world.spaces["tender"])}
        assert index["format"] == "plein-copy-1"
        assert index["organisation"]["name"] == "Gemeente Meerbergen"
        assert kinds.keys() == {"post", "comment", "question", "answer", "document"}
        assert kinds["question"]["title"] == "Vraag vraag-tender?"
        assert copy.read(kinds["post"]["text"]).decode() == (
            "# Titel van bericht-tender\n\nTekst van bericht-tender, alleen voor tender\n"
        )
        file = kinds["document"]["files"][0]
        assert copy.read(file["path"]) == b"Tekst van stuk-tender, alleen voor tender"
        assert file["sha256"] == hashlib.sha256(copy.read(file["path"])).hexdigest()
        assert kinds["answer"]["parent_id"] == str(world.items["vraag-tender"])
        page = copy.read("index.html").decode()
        assert "Vraag vraag-tender?" in page
        assert not re.search(r"<(script|style|link|img)|style=| on[a-z]+=", page)


def test_a_copy_holds_the_rooms_that_its_asker_sees_and_no_others(world: World, client: Client, work: Work) -> None:
    of_sanne, of_rik = ask(client, world, "sanne", "tender"), ask(client, world, "rik", "tender")
    work()

    said = {}
    for who, copy_id in (("sanne", of_sanne), ("rik", of_rik)):
        with opened(client, who, copy_id) as copy:
            said[who] = b"".join(copy.read(path) for path in copy.namelist()).decode()
    # What an external wrote is the sponsor's organisation's.
    assert "alleen voor kamer-b" in said["sanne"]
    assert "Kamer Bouwgroep" in said["sanne"]
    for unseen in ("kamer-b", "Kamer Bouwgroep", "Bas Bouw"):
        assert unseen not in said["rik"]
    for unseen in ("kamer-a", "Kamer Kade", "Karin Kade"):
        assert unseen not in said["sanne"] + said["rik"]


def test_versions_of_ours_in_anothers_document_go_along_and_theirs_do_not(
    world: World, client: Client, work: Work
) -> None:
    place = f"/documenten/{world.items['stuk-tender']}"
    data = {"once": str(uuid4()), "note": "van ons", "file": (BytesIO(b"versie van Zandwijk"), "b.txt")}
    assert client("fatima").post(f"{place}/versies", data=data).status_code == 303
    copy_id = ask(client, world, "fatima", "tender")
    work()

    with opened(client, "fatima", copy_id) as copy:
        lines = {item["id"]: item for item in json.loads(copy.read("index.json"))["items"]}
        line = lines[str(world.items["stuk-tender"])]
        assert (line["own"], line["text"], line["author"]) == (False, None, "")
        assert [file["number"] for file in line["files"]] == [2]
        assert copy.read(line["files"][0]["path"]) == b"versie van Zandwijk"
        assert not any(b"alleen voor tender" in copy.read(path) for path in copy.namelist())


def test_who_is_no_staff_member_there_gets_no_copy(world: World, client: Client) -> None:
    for who, space, status in (
        ("peter", "tender", 403),  # an external: the items are the sponsor's organisation's
        ("kees", "visie", 403),  # sees the open group, is no member
        ("kees", "tender", 404),
        ("olga", "tender", 404),
        ("karin", "kamer-b", 404),
        ("karin", "kamer-a", 403),
        ("former", "tender", 404),
    ):
        answer = client(who).post(f"/groepen/{world.spaces[space]}/kopie", data={"once": str(uuid4())})
        assert answer.status_code == status, (who, space)


def test_a_copy_is_its_askers_alone(world: World, client: Client, work: Work) -> None:
    copy_id = ask(client, world, "sanne", "tender")
    work()

    for who in ("fatima", "rik", "mehmet", "zara", "peter", "sanne-elders", "olga"):
        for answer in (
            client(who).get(f"/kopieen/{copy_id}/bestand"),
            client(who).post(f"/kopieen/{copy_id}/verwijderen", data={"once": str(uuid4())}),
        ):
            assert answer.status_code == 404, who
        assert str(copy_id) not in client(who).get(f"/groepen/{world.spaces['tender']}/kopie").text


def test_a_copy_does_not_open_once_something_in_it_is_out_of_sight(world: World, client: Client, work: Work) -> None:
    copy_id = ask(client, world, "sanne", "tender")
    work()
    end = "UPDATE plein.membership SET until = plein.moment(), ended_by = 'self' WHERE id = %s"

    with ended(world, end, world.memberships["kamer-b", world["sanne"].affiliation]):
        answer = client("sanne").get(f"/kopieen/{copy_id}/bestand")
        assert answer.status_code == 409
        assert "PK" not in answer.text[:2]
    with ended(world, end, world.memberships["tender", world["sanne"].affiliation]):
        assert client("sanne").get(f"/kopieen/{copy_id}/bestand").status_code == 409
    assert client("sanne").get(f"/kopieen/{copy_id}/bestand").status_code == 200


def test_asking_twice_is_asking_once_and_the_log_says_who_asked_and_took(
    world: World, client: Client, work: Work
) -> None:
    world.keeper.execute("DELETE FROM plein.audit")
    first, second = ask(client, world, "rik", "tender"), ask(client, world, "rik", "tender")
    assert first == second
    work()
    opened(client, "rik", first).close()

    verbs = world.rows(
        "SELECT verb, organisation_id FROM plein.audit WHERE affiliation_id = %s AND verb LIKE 'copy.%%' ORDER BY id",
        world["rik"].affiliation,
    )
    assert verbs == [(verb, world.organisations["meerbergen"]) for verb in ("copy.asked", "copy.downloaded")]


def test_a_copy_that_was_broken_off_is_made_from_the_start(world: World, client: Client, work: Work, app: Hub) -> None:
    copy_id = ask(client, world, "sanne", "visie")
    lost = app.storage.path(world.organisations["meerbergen"], _digest("stuk-visie"))
    away = lost.with_name("away")
    lost.rename(away)
    with pytest.raises(AssertionError, match="FileNotFoundError"):
        work()
    assert client("sanne").get(f"/kopieen/{copy_id}/bestand").status_code == 409

    away.rename(lost)
    world.keeper.execute("UPDATE plein.outbox SET due_at = plein.moment() WHERE done_at IS NULL")
    work()
    with opened(client, "sanne", copy_id) as copy:
        assert copy.testzip() is None


def _digest(key: str) -> str:
    return hashlib.sha256(f"Tekst van {key}, alleen voor {key.removeprefix('stuk-')}".encode()).hexdigest()


def test_a_copy_whose_time_is_over_is_gone_with_its_file(world: World, client: Client, work: Work, app: Hub) -> None:
    copy_id = ask(client, world, "els", "visie")
    work()
    files = {path for path in (app.storage.root / str(UUID(int=0))).rglob("*") if path.is_file()}
    assert files
    sweep = next(one for feature in FEATURES for one in feature.periodic if one.name == "copies sweep")

    world.keeper.execute("UPDATE plein.copy SET until = plein.moment()")
    assert client("els").get(f"/kopieen/{copy_id}/bestand").status_code == 404
    engine = connect(world.database.worker, pool_size=2)
    with redis.Redis.from_url(app.settings.redis) as carrier:
        Queue(engine, carrier, jobs={}, around=app.app_context).repeat(sweep)
    engine.dispose()

    assert world.rows("SELECT id FROM plein.copy") == []
    assert not {path for path in (app.storage.root / str(UUID(int=0))).rglob("*") if path.is_file()}
