"""What was once found by hand on the prototype (design: data, how to test it): nine ways in, each shut by a test.

A leaver who cannot come back: test_who_left_comes_back here;
    tests/tenants/test_doors_members.py::test_a_leaver_can_come_back_and_somebody_put_out_can_not
An ended membership revived by another organisation's steward: test_what_an_administrator_ended_no_steward_revives here;
    tests/tenants/test_doors_members.py::test_no_steward_revives_what_an_administrator_ended
A sponsor named who was never asked: test_nobody_becomes_a_sponsor_unasked here;
    tests/tenants/test_doors_externals.py::test_a_sponsor_who_was_not_asked_is_no_sponsor
A party that returns with all its externals:
    tests/tenants/test_doors_between.py::test_a_party_that_comes_back_brings_nobody
    tests/tenants/test_doors_parties.py::test_a_party_that_is_put_out_returns_without_people_externals_or_invitations
A room of an archived group still written: test_a_room_of_an_archived_group_takes_no_form here;
    tests/tenants/test_doors_groups.py::test_a_room_of_an_archived_group_is_read_and_not_written
An invitation that opens after its sponsor lost the room: test_an_invitation_closes_when_its_sponsor_lost_the_room here;
    tests/tenants/test_doors_externals.py::test_an_invitation_does_not_open_after_its_sponsor_lost_the_room
A reaction in another's name: test_nobody_reacts_in_another_name here;
    tests/hub/attack/test_crossing.py::test_reacting_is_as_the_affiliation_that_has_a_place
An audit row in another organisation's log: test_what_one_does_elsewhere_is_in_no_third_log here;
    tests/tenants/test_doors_people.py::test_nobody_writes_noise_in_another_organisations_log
A successive bidder who reads the name of one who never wrote: test_a_bidder_reads_no_name_of_who_never_wrote here.
"""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tenants.ids import new_id
from tests.hub.attack.conftest import Send
from tests.hub.conftest import Client
from tests.world import World

ROOT = Path(__file__).resolve().parents[3]
REACT = "INSERT INTO plein.reaction VALUES (%s, %s, %s, 'agree', plein.moment())"


def test_every_test_of_the_list_is_there() -> None:
    listed = re.findall(r"(tests/\S+\.py)::(test_\w+)", __doc__) + [
        (str(Path(__file__).relative_to(ROOT)), name) for name in re.findall(r"\b(test_\w+) here", __doc__)
    ]
    assert len(listed) > 9
    assert [(path, name) for path, name in listed if f"def {name}(" not in (ROOT / path).read_text()] == []


def test_who_left_comes_back(world: World, send: Send) -> None:
    """Given sanne in an open group, when she leaves and joins again, then she writes there once more."""
    here, place = world.spaces["visie"], world.memberships["visie", world["sanne"].affiliation]
    assert send("sanne", f"/groepen/{here}/leden/{place}/stoppen").status_code == 303
    assert send("sanne", f"/groepen/{here}/leden/ik").status_code == 303
    assert send("sanne", f"/groepen/{here}/berichten", text="Weer hier.").status_code == 303
    rows = world.rows("SELECT id FROM plein.membership WHERE affiliation_id = %s AND space_id = %s",
                      world["sanne"].affiliation, here)  # fmt: skip
    assert rows == [(place,)], "one row for ever"


def test_what_an_administrator_ended_no_steward_revives(world: World, client: Client, send: Send) -> None:
    """Given rik, whom his administrator took out, when a steward of another town adds him, then he stays out."""
    here, rik = world.spaces["tender"], world["rik"].affiliation
    place, home = world.memberships["tender", rik], world.organisations["meerbergen"]
    assert send("mehmet", f"/beheer/{home}/leden/{place}/stoppen").status_code == 303
    assert send("fatima", f"/groepen/{here}/leden", affiliation=str(rik), role="member").status_code == 403
    assert send("fatima", f"/groepen/{here}/leden/{place}/rol", role="member").status_code in {404, 409}
    assert send("rik", f"/groepen/{here}/leden/ik").status_code == 404
    zandwijk = world.organisations["zandwijk"]
    assert send("zara", f"/beheer/{zandwijk}/niet-meer-lid/{place}").status_code == 404
    assert client("rik").get(f"/groepen/{here}").status_code == 404
    assert send("mehmet", f"/beheer/{home}/niet-meer-lid/{place}").status_code == 303
    assert client("rik").get(f"/groepen/{here}").status_code == 200


def test_nobody_becomes_a_sponsor_unasked(world: World, send: Send) -> None:
    """Given karin of fatima's, when forms name others as her sponsor, then fatima is, until the other has agreed."""
    place = world.memberships["kamer-a", world["karin"].affiliation]
    sponsor = "SELECT sponsor_id FROM plein.membership WHERE id = %s"
    for whom in ("kees", "zara", "els", "sanne", "joost"):
        fields = {"affiliation": str(world[whom].affiliation), "sponsor_id": str(world[whom].affiliation)}
        for step in ("contactpersoon", "verlengen"):
            until = str((world.now + timedelta(days=20)).date())
            send("fatima", f"/externen/{place}/{step}", access_until=until, at_once="yes", **fields)
            assert world.one(sponsor, place) == world["fatima"].affiliation, (whom, step)


def test_a_room_of_an_archived_group_takes_no_form(world: World, send: Send) -> None:
    """Given a group that is archived, when every form of a room in it is sent by who may, then no item comes of it."""
    room, items = world.spaces["kamer-a"], "SELECT count(*), max(id::text) FROM plein.item"
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["tender"],))
    before, wrong = world.rows(items), []
    message, question = (world.items[f"{kind}-kamer-a"] for kind in ("bericht", "vraag"))
    for who in ("karin", "fatima"):
        for path in (f"/groepen/{room}/berichten", f"/groepen/{room}/vragen", f"/items/{message}/reactie",
                     f"/reacties/{message}", f"/vragen/{question}/antwoorden", f"/groepen/{room}/bewerken",
                     f"/groepen/{room}/leden", f"/groepen/{room}/uitnodigen", f"/groepen/{room}/wekken"):  # fmt: skip
            fields = {"title": "Te laat?", "text": "Te laat.", "kind": "useful", "role": "member", "shown": "Naam"}
            fields |= {"address": "n@elders.example", "access_until": str((world.now + timedelta(days=20)).date())}
            answer = send(who, path, affiliation=str(world["kees"].affiliation), **fields)
            if answer.status_code not in {403, 409}:
                wrong.append(f"{path} as {who}: {answer.status_code}")
    world.keeper.execute("UPDATE plein.space SET archived = false WHERE id = %s", (world.spaces["tender"],))
    assert not wrong, "\n".join(wrong)
    assert world.rows(items) == before


LOST = {
    "the room": "UPDATE plein.membership SET until = {} WHERE affiliation_id = %s AND space_id = %s",
    "the group": "UPDATE plein.party p SET until = {} FROM plein.affiliation a WHERE a.id = %s"
    " AND p.organisation_id = a.organisation_id AND p.group_id = (SELECT group_id FROM plein.space WHERE id = %s)",
    "the organisation": "UPDATE plein.affiliation SET until = {} WHERE id = %s AND %s::uuid IS NOT NULL",
}


@pytest.mark.parametrize("lost", sorted(LOST))
def test_an_invitation_closes_when_its_sponsor_lost_the_room(world: World, send: Send, lost: str) -> None:
    """Given an invitation of sanne's into room B, when she has lost her place, then its link lets nobody in."""
    key = lost.replace(" ", "-")
    room, sanne, at = world.spaces["kamer-b"], world["sanne"].affiliation, world.now
    guest = world.person(key, "Gast", issuer="gasten")
    world.lay(
        "invitation",
        id=new_id(),
        kind="external",
        organisation_id=world.organisations["meerbergen"],
        group_id=world.spaces["tender"],
        space_id=room,
        sponsor_id=sanne,
        shown="Gast",
        address=f"{key}@firma.example",
        proof=hashlib.sha256(key.encode()).digest(),
        access_until=at + timedelta(days=30),
        expires_at=at + timedelta(days=14),
        created_at=at,
    )
    world.keeper.execute(LOST[lost].format("plein.moment()").encode(), (sanne, room))
    answer = send(key, f"/uitnodiging/{key}/aannemen", shown="Gast", terms="0")
    world.keeper.execute(LOST[lost].format("'9999-12-31Z'").encode(), (sanne, room))
    assert answer.status_code in {404, 409}
    assert world.rows("SELECT id FROM plein.affiliation WHERE person_id = %s", guest.person_id) == []
    assert send(key, f"/uitnodiging/{key}/aannemen", shown="Gast", terms="0").status_code == 303, "else it opens"


def test_nobody_reacts_in_another_name(world: World) -> None:
    """Given rik in the tender, when he writes a reaction by hand as another, or where he is not, then it is refused."""
    here, there = world.spaces["tender"], world.spaces["visie"]
    item, elsewhere = world.items["bericht-tender"], world.items["bericht-visie"]
    rik, sanne, els = (world[who].affiliation for who in ("rik", "sanne", "els"))
    kamer, message = world.spaces["kamer-b"], world.items["bericht-kamer-b"]
    for row in ((here, item, sanne), (here, item, els), (kamer, message, rik), (there, elsewhere, sanne),
                (here, message, rik), (kamer, item, rik)):  # fmt: skip
        with psycopg.connect(world.database.app) as app:
            app.execute("SELECT plein.enter(%s)", (world["rik"].proof,))
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)):
                app.execute(REACT, row)
    with psycopg.connect(world.database.app) as app:
        app.execute("SELECT plein.enter(%s)", (world["rik"].proof,))
        app.execute(REACT, (here, item, rik))
        app.rollback()


def test_what_one_does_elsewhere_is_in_no_third_log(world: World, send: Send) -> None:
    """Given an open group of three, when sanne acts there, then no log but those of whom it concerns has a row."""
    here, logs = world.spaces["visie"], "SELECT organisation_id, count(*) FROM plein.audit GROUP BY 1"
    before = dict(world.rows(logs))
    assert send("sanne", f"/groepen/{here}/berichten", text="Weg ermee.").status_code == 303
    made = world.one("SELECT id FROM plein.item WHERE space_id = %s ORDER BY id DESC LIMIT 1", here)
    assert send("sanne", f"/items/{made}/verwijderen").status_code == 303
    other = world.items["bericht-visie"]
    assert send("fatima", f"/items/{other}/verwijderen", why="Dubbel.").status_code == 303
    assert send("fatima", f"/items/{other}/terugzetten").status_code == 303
    grew = {made for made, count in world.rows(logs) if count > before.get(made, 0)}
    assert grew <= {world.organisations["zandwijk"], world.organisations["meerbergen"]}
    assert world.organisations["zandwijk"] in grew


def test_a_bidder_reads_no_name_of_who_never_wrote(world: World, client: Client) -> None:
    """Given two bidders who left a room, one of whom wrote, when a third comes in, then one name can be read."""
    for key, name, firm in (("zwijgt", "Zwaan Zwijger", "Zwijger BV"), ("volgt", "Vos Volger", "Volger BV")):
        world.person(key, name, "zandwijk:external", issuer="gasten", employer=firm)
    at = "UPDATE plein.membership SET until = %s, ended_by = %s"
    world.member("kamer-a", "zwijgt", sponsor="fatima", ended_by="steward", until=world.now)
    world.member("kamer-a", "volgt", sponsor="fatima")
    karin = world.memberships["kamer-a", world["karin"].affiliation]
    until = world.one("SELECT until FROM plein.membership WHERE id = %s", karin)
    world.keeper.execute(f"{at} WHERE id = %s".encode(), (world.now, "steward", karin))
    room, read = f"/groepen/{world.spaces['kamer-a']}", ""
    message, question = world.items["bericht-kamer-a"], world.items["vraag-kamer-a"]
    for path in (room, f"{room}/leden", f"{room}/wie", f"{room}/vragen", f"{room}/documenten", "/", "/mensen",
                 f"/berichten/{message}", f"/vragen/{question}", f"{room}/leden/toevoegen"):  # fmt: skip
        read += client("volgt").get(path).get_data(as_text=True)
    with psycopg.connect(world.database.app) as app:
        app.execute("SELECT plein.enter(%s)", (world["volgt"].proof,))
        known = {shown for (shown,) in app.execute("SELECT shown FROM plein.affiliation")}
        places = {one for (one,) in app.execute("SELECT affiliation_id FROM plein.membership")}
    world.keeper.execute(f"{at} WHERE id = %s".encode(), (until, "", karin))
    assert "Karin Kade" in read
    assert "Karin Kade" in known
    for told in ("Zwaan", "Zwijger", str(world["zwijgt"].affiliation)):
        assert told not in read
    assert "Zwaan Zwijger" not in known
    assert world["zwijgt"].affiliation not in places
