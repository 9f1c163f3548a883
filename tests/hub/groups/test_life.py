"""The life of a group: labels, picture, end date, archive and waking; and what is past its end is read, not written."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from hub.groups import jobs
from hub.kit.edge import Hub
from tenants.db import NOBODY_ENTERS, connect, door, transaction
from tests.hub.conftest import Client
from tests.hub.groups.post import sent
from tests.hub.groups.test_groups import text, titles
from tests.world import World


def worker(world: World, name: str, **values: Any) -> Any:  # noqa: ANN401 - what the door returns
    """Call a door of the worker."""
    engine = connect(world.database.worker, pool_size=1)
    with transaction(engine, NOBODY_ENTERS):
        found = door(name, **values)
    engine.dispose()
    return found


def made(world: World, key: str, **changes: object) -> UUID:
    """An open group of Zandwijk with Sanne's town as a participant, and a room."""
    group = world.group(
        key, f"Groep {key}", "open", {"zandwijk": "owner", "meerbergen": "participant"}, founder="fatima"
    )
    world.member(key, "sanne")
    world.room(f"{key}-kamer", key, f"Kamer {key}", founder="fatima")
    world.member(f"{key}-kamer", "karin", sponsor="fatima")
    for space in (key, f"{key}-kamer"):
        world.item(f"los-{space}", space, "fatima")
    for name, value in changes.items():
        world.keeper.execute(f"UPDATE plein.space SET {name} = %s WHERE id = %s".encode(), (value, group))  # noqa: S608
    return group


def change(title: str, **more: object) -> dict[str, object]:
    """The form of a steward."""
    return {"title": title, "purpose": "", "tags": "", "icon": "", "tint": "-1"} | more


def test_a_steward_gives_labels_a_picture_and_an_end(world: World, client: Client) -> None:
    group = made(world, "mooi")
    path = f"/groepen/{group}/bewerken"
    assert client("fatima").get(path).status_code == 200
    day = (world.now + timedelta(days=20)).date().isoformat()
    form = change("Mooie groep", tags="Water, DIJK,water", icon="waves", tint="3", ends_on=day)
    assert client("fatima").post(path, data=form).status_code == 303
    page = text(client("kees"), f"/groepen/{group}")
    assert "#waves" in page
    assert "hub-tint-3" in page
    assert "Loopt tot en met" in page
    assert all(f">{tag}</a>" in page for tag in ("dijk", "water"))
    verbs = {row[0] for row in world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s", group)}
    assert {"space.renamed", "space.tagged", "space.pictured", "space.end-set"} <= verbs
    before = world.one("SELECT count(*) FROM plein.audit")
    assert client("fatima").post(path, data=form).status_code == 303  # what stays as it is leaves no trace
    assert world.one("SELECT count(*) FROM plein.audit") == before
    assert client("fatima").post(path, data=form | {"ends_on": ""}).status_code == 303
    assert "Loopt tot en met" not in text(client("kees"), f"/groepen/{group}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"icon": "../../etc/passwd"},
        {"icon": "trash-2"},
        {"tint": "8"},
        {"tint": "x"},
        {"tags": ",".join("abcdefghi") * 2},
        {"tags": "x" * 400},
        {"ends_on": "2001-01-01"},
        {"title": ""},
    ],
)
def test_what_no_page_offers_is_refused(world: World, client: Client, wrong: dict[str, str]) -> None:
    path = f"/groepen/{world.spaces['intern']}/bewerken"
    answer = client("fatima").post(path, data=change("Team Ruimte", purpose="Blijft staan") | wrong)
    assert answer.status_code == 422
    assert "Blijft staan" in answer.text


@pytest.mark.parametrize(
    ("who", "status"), [("sanne", 403), ("kees", 403), ("joost", 404), ("peter", 404), ("zara", 403)]
)
def test_nobody_else_changes_a_group(world: World, client: Client, who: str, status: int) -> None:
    path = f"/groepen/{world.spaces['visie']}"
    assert client(who).get(f"{path}/bewerken").status_code == status
    assert client(who).post(f"{path}/bewerken", data=change("Gekaapt")).status_code == status
    for what in ("archiveren", "wekken"):
        assert client(who).post(f"{path}/{what}").status_code == status


def test_an_end_date_counts_at_the_click_and_not_when_the_job_comes_by(world: World, client: Client) -> None:
    group = made(world, "eind", ends_at=world.now + timedelta(hours=1))
    room, item = world.spaces["eind-kamer"], world.items["los-eind"]
    assert client("sanne").post(f"/groepen/{group}/berichten", data={"text": "Nog net"}).status_code == 303
    world.later(hours=2)
    assert world.one("SELECT archived FROM plein.space WHERE id = %s", group) is False
    for who, space in (("sanne", group), ("fatima", group), ("kees", group), ("fatima", room), ("karin", room)):
        page = text(client(who), f"/groepen/{space}")
        assert "Schrijven en reageren kan niet meer" in page, who
        assert client(who).post(f"/groepen/{space}/berichten", data={"text": "Te laat"}).status_code in {403, 409}, who
    assert client("sanne").post(f"/reacties/{item}", data={"kind": "useful"}).status_code in {403, 409}
    assert client("sanne").post(f"/items/{item}/reactie", data={"text": "Te laat"}).status_code in {403, 409}
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code in {403, 409}
    kees = {"affiliation": str(world["kees"].affiliation), "role": "member"}
    assert client("fatima").post(f"/groepen/{group}/leden", data=kees).status_code in {403, 409}
    assert client("fatima").post(f"/groepen/{group}/kamers", data={"title": "x"}).status_code in {403, 409}
    assert client("fatima").post(f"/groepen/{group}/bewerken", data=change("x")).status_code == 409
    assert "Groep eind" in titles(text(client("fatima"), "/groepen?lijst=archief"))
    assert "Groep eind" not in titles(text(client("fatima"), "/groepen"))
    # A steward takes it into use again before the job came by.
    assert "Neem weer in gebruik" in text(client("fatima"), f"/groepen/{group}/bewerken")
    assert client("fatima").post(f"/groepen/{group}/wekken").status_code == 303
    assert client("sanne").post(f"/groepen/{group}/berichten", data={"text": "Weer"}).status_code == 303
    assert client("karin").post(f"/groepen/{room}/berichten", data={"text": "Weer"}).status_code == 303
    world.on_time()


def test_the_job_makes_it_permanent_and_tells_everybody_once(world: World, app: Hub, tmp_path: Path) -> None:
    group = made(world, "klaar", ends_at=world.now)
    room = world.spaces["klaar-kamer"]
    world.keeper.execute("DELETE FROM plein.outbox")
    assert worker(world, "work_archive") >= 1
    assert worker(world, "work_archive") == 0
    rows = world.rows("SELECT payload FROM plein.outbox WHERE kind = 'groups.ended'")
    told = {(row[0]["space"], row[0]["affiliation"]) for row in rows if row[0]["space"] in {str(group), str(room)}}
    assert told == {
        (str(group), str(world["fatima"].affiliation)),
        (str(group), str(world["sanne"].affiliation)),
        (str(room), str(world["karin"].affiliation)),
    }
    mails = sent(
        world,
        app,
        tmp_path,
        lambda row_id: jobs.ended(row_id, space=str(room), affiliation=str(world["karin"].affiliation)),
    )
    assert "Kamer klaar" in mails["karin@firma.example"]
    assert "Groep klaar" not in mails["karin@firma.example"]


def test_archiving_by_hand_tells_everybody_in_it_but_who_did_it(
    world: World, app: Hub, client: Client, tmp_path: Path
) -> None:
    group = made(world, "hand")
    room = world.spaces["hand-kamer"]
    world.keeper.execute("DELETE FROM plein.outbox")
    assert "De leden krijgen bericht" in text(client("fatima"), f"/groepen/{group}/archiveren")
    for who in ("sanne", "kees", "karin"):
        assert client(who).post(f"/groepen/{group}/archiveren").status_code in {403, 404}, who
    assert world.rows("SELECT FROM plein.outbox WHERE kind = 'groups.archived'") == []
    assert client("fatima").post(f"/groepen/{group}/archiveren").status_code == 303
    assert client("fatima").post(f"/groepen/{group}/archiveren").status_code == 303  # twice tells once
    assert client("fatima").post(f"/groepen/{room}/archiveren").status_code == 303  # archived with its group already
    rows = world.rows("SELECT payload->>'space', payload->>'affiliation' FROM plein.outbox WHERE kind LIKE 'groups.%%'")
    assert {(UUID(space), UUID(one)) for space, one in rows} == {
        (group, world["sanne"].affiliation),
        (room, world["karin"].affiliation),
    }
    assert len(rows) == 2

    def mails(key: str, space: UUID, who: str) -> dict[str, str]:
        about = {"space": str(space), "affiliation": str(world[who].affiliation)}
        return sent(world, app, tmp_path / key, lambda row_id: jobs.archived(row_id, **about))

    assert "“Groep hand” is gearchiveerd" in mails("lid", group, "sanne")["sanne@meerbergen.example"]
    guest = mails("gast", room, "karin")["karin@firma.example"]
    assert "“Kamer hand” is gearchiveerd" in guest
    assert "Groep hand" not in guest
    assert mails("vreemde", group, "joost") == {}
    world.keeper.execute("UPDATE plein.space SET archived = false WHERE id = ANY (%s)", ([group, room],))
    assert mails("wakker", group, "sanne") == {}


def test_waking_tells_the_people_and_the_administrators_of_every_party(
    world: World, app: Hub, client: Client, tmp_path: Path
) -> None:
    group = made(world, "slaap", archived=True)
    world.keeper.execute("DELETE FROM plein.outbox")
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["slaap-kamer"],))
    assert client("fatima").post(f"/groepen/{world.spaces['slaap-kamer']}/wekken").status_code == 409
    world.keeper.execute("UPDATE plein.space SET archived = false WHERE id = %s", (world.spaces["slaap-kamer"],))
    assert client("fatima").post(f"/groepen/{group}/wekken").status_code == 303
    rows = world.rows("SELECT kind, payload->>'affiliation' FROM plein.outbox WHERE kind LIKE 'groups.woken%%'")
    assert {(kind, UUID(one)) for kind, one in rows} == {
        ("groups.woken", world["sanne"].affiliation),
        ("groups.woken", world["karin"].affiliation),
        ("groups.woken-admin", world["zara"].affiliation),
        ("groups.woken-admin", world["mehmet"].affiliation),
    }
    admin = {"group": str(group), "affiliation": str(world["mehmet"].affiliation)}
    mails = sent(world, app, tmp_path / "one", lambda row_id: jobs.woken_admin(row_id, **admin))
    assert "Groep slaap" in mails["mehmet@meerbergen.example"]
    for who in ("joost", "olga", "kees"):  # no administrator of a party: no title
        one = admin | {"affiliation": str(world[who].affiliation)}
        assert sent(world, app, tmp_path / who, lambda row_id, one=one: jobs.woken_admin(row_id, **one)) == {}  # type: ignore[misc]


def test_a_group_without_an_owner_stays_archived(world: World, client: Client) -> None:
    group = made(world, "wees", archived=True)
    world.keeper.execute(
        "UPDATE plein.membership SET role = 'steward' WHERE space_id = %s AND kind = 'staff'", (group,)
    )
    world.keeper.execute(
        "UPDATE plein.party SET until = plein.moment() WHERE group_id = %s AND role = 'owner'", (group,)
    )
    assert client("sanne").post(f"/groepen/{group}/wekken").status_code == 409
    assert world.one("SELECT archived FROM plein.space WHERE id = %s", group) is True


def test_stewards_are_warned_14_and_3_days_before_the_end_once_each(world: World, app: Hub, tmp_path: Path) -> None:
    group = made(world, "bijna", ends_at=world.now + timedelta(days=20))
    count = "SELECT count(*) FROM plein.outbox WHERE kind = 'groups.ends' AND payload->>'space' = %s"
    told = []
    for days in (0, 7, 0, 10, 0, 4):
        world.later(days=days)
        worker(world, "work_warn_ends", the_days=[14, 3])
        told.append(world.one(count, str(group)))
    assert told == [0, 1, 1, 2, 2, 2]
    world.on_time()
    about = {"space": str(group), "affiliation": str(world["fatima"].affiliation)}
    mails = sent(world, app, tmp_path / "one", lambda row_id: jobs.ends(row_id, **about))
    assert "Groep bijna" in mails["fatima@zandwijk.example"]
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (group,))
    assert sent(world, app, tmp_path / "two", lambda row_id: jobs.ends(row_id, **about)) == {}


def test_a_square_is_explained_renamed_by_its_steward_and_never_ends(world: World, client: Client) -> None:
    square = world.squares["zandwijk"]
    assert "altijd open voor iedereen die er werkt" in text(client("kees"), f"/groepen/{square}")
    world.member("plein-zandwijk", "fatima", "steward")
    page = text(client("fatima"), f"/groepen/{square}/bewerken")
    assert 'name="ends_on"' not in page
    day = (world.now + timedelta(days=20)).date().isoformat()
    assert (
        client("fatima").post(f"/groepen/{square}/bewerken", data=change("Ons plein", ends_on=day)).status_code == 409
    )
    assert client("fatima").post(f"/groepen/{square}/bewerken", data=change("Ons plein")).status_code == 303
    for what in ("archiveren", "wekken"):
        assert client("fatima").post(f"/groepen/{square}/{what}").status_code == 403
