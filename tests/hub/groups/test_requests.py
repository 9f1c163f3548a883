"""Asking to come into a findable group: who may, who answers, and what others learn of it (nothing)."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from hub.groups import jobs
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.groups.post import sent
from tests.hub.groups.test_groups import text, titles
from tests.world import World

PARTIES = {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant:named"}


@pytest.fixture(scope="module")
def group(world: World) -> UUID:
    """A findable group of Fatima's."""
    return world.group("dijkplan", "Dijkplan", "findable", PARTIES, founder="fatima")


@pytest.fixture(autouse=True)
def _nobody_asked(world: World, group: UUID) -> Iterator[None]:
    yield
    world.keeper.execute("DELETE FROM plein.request")
    world.keeper.execute("DELETE FROM plein.outbox")
    world.keeper.execute("DELETE FROM plein.membership WHERE space_id = %s AND role <> 'steward'", (group,))
    world.keeper.execute("UPDATE plein.space SET archived = false, ends_at = '9999-12-31Z' WHERE id = %s", (group,))


def ask(world: World, client: Client, who: str = "kees", word: str = "Ik werk aan de dijk") -> UUID:
    """Somebody asks; the request's id."""
    answer = client(who).post(f"/groepen/{world.spaces['dijkplan']}/vraag-toegang", data={"word": word})
    assert answer.status_code == 303
    found: UUID = world.one("SELECT id FROM plein.request ORDER BY id DESC LIMIT 1")
    return found


@pytest.mark.parametrize("who", ["daan", "joost", "olga", "lars", "peter", "karin", "gone", "ivo", "sanne-elders"])
def test_who_cannot_find_a_group_cannot_ask_at_it_either(world: World, client: Client, group: UUID, who: str) -> None:
    absent = client(who).post(f"/groepen/{uuid4()}/vraag-toegang", data={"word": "x"})
    answer = client(who).post(f"/groepen/{group}/vraag-toegang", data={"word": "x"})
    assert answer.status_code == absent.status_code == 404
    assert answer.text.replace(str(group), "") == absent.text or "Dijkplan" not in answer.text
    assert client(who).get(f"/groepen/{group}/vraag-toegang").status_code == 404
    assert world.one("SELECT count(*) FROM plein.request") == 0


def test_a_group_that_is_closed_archived_or_over_is_not_there_to_ask_at(
    world: World, client: Client, group: UUID
) -> None:
    for change in ("archived = true", "ends_at = plein.moment()"):
        world.keeper.execute(f"UPDATE plein.space SET {change} WHERE id = %s", (group,))  # noqa: S608 - our own words
        assert client("kees").post(f"/groepen/{group}/vraag-toegang", data={"word": "x"}).status_code == 404
        world.keeper.execute("UPDATE plein.space SET archived = false, ends_at = '9999-12-31Z' WHERE id = %s", (group,))
    for other in ("tender", "elders"):
        assert client("kees").post(f"/groepen/{world.spaces[other]}/vraag-toegang").status_code == 404
    assert (
        client("kees").get(f"/groepen/{world.spaces['visie']}/vraag-toegang").status_code == 303
    )  # sees it: goes there


def test_one_asks_once_and_takes_it_back(world: World, client: Client, group: UUID) -> None:
    once = {"word": "<script>x</script>", "once": str(uuid4())}
    path = f"/groepen/{group}/vraag-toegang"
    assert [client("kees").post(path, data=once).status_code for _ in range(2)] == [303, 303]
    assert client("kees").post(path, data={"word": "weer"}).status_code == 409
    assert client("kees").post(path, data={"word": "x" * 501}).status_code == 422
    made = world.one("SELECT id FROM plein.request")
    mine = titles(text(client("kees"), "/groepen?lijst=vindbaar"))
    assert "Al gevraagd" in mine
    assert "Wacht op antwoord" in mine
    assert "<script>x" not in client("kees").get("/groepen").text
    for who in ("rik", "joost", "fatima", "sanne"):
        assert client(who).post(f"/groepen/verzoeken/{made}/intrekken").status_code == 404, who
        assert "Waar je toegang vroeg" not in text(client(who), "/groepen")
    assert client("kees").post(f"/groepen/verzoeken/{made}/intrekken").status_code == 303
    assert client("kees").post(f"/groepen/verzoeken/{made}/intrekken").status_code == 409
    assert "Waar je toegang vroeg" not in text(client("kees"), "/groepen")
    ask(world, client)  # and once more is allowed


def test_an_administrator_takes_back_a_request_of_the_own_people_and_no_others(world: World, client: Client) -> None:
    made = ask(world, client)
    assert client("mehmet").post(f"/groepen/verzoeken/{made}/intrekken").status_code == 404
    assert client("zara").post(f"/groepen/verzoeken/{made}/intrekken").status_code == 303


def test_a_steward_reads_who_asks_and_why_and_nobody_else_does(world: World, client: Client, group: UUID) -> None:
    made = ask(world, client, "rik")
    page = titles(text(client("fatima"), f"/groepen/{group}/verzoeken"))
    assert "Rik de Lezer" in page
    assert "Gemeente Meerbergen" in page
    assert "Ik werk aan de dijk" in page
    assert "1 collega wil meedoen" in text(client("fatima"), f"/groepen/{group}")
    world.member("dijkplan", "sanne")
    assert "wil meedoen" not in text(client("sanne"), f"/groepen/{group}")
    for who, status in (("sanne", 403), ("kees", 404), ("rik", 404), ("zara", 404), ("joost", 404), ("peter", 404)):
        paths = [f"/groepen/{group}/verzoeken", f"/groepen/{group}/verzoeken/{made}/weigeren"]
        assert [client(who).get(path).status_code for path in paths] == [status] * 2, who
        for what in ("toelaten", "weigeren"):
            path = f"/groepen/{group}/verzoeken/{made}/{what}"
            assert client(who).post(path, data={"role": "member"}).status_code == status, who
    assert world.one("SELECT status FROM plein.request") == "asked"
    room = world.spaces["kamer-a"]
    assert client("fatima").get(f"/groepen/{room}/verzoeken").status_code == 404
    for other in ("tender", "visie"):  # another group of the same steward
        path = f"/groepen/{world.spaces[other]}/verzoeken/{made}"
        assert client("fatima").post(f"{path}/toelaten", data={"role": "member"}).status_code == 404
        assert client("fatima").get(f"{path}/weigeren").status_code == 404


@pytest.mark.parametrize(("role", "writes"), [("member", 303), ("reader", 403)])
def test_whom_a_steward_lets_in_reads_at_once(
    world: World, client: Client, group: UUID, role: str, writes: int
) -> None:
    made = ask(world, client)
    path = f"/groepen/{group}/verzoeken/{made}/toelaten"
    assert client("fatima").post(path, data={"role": "steward"}).status_code == 422
    assert client("kees").get(f"/groepen/{group}").status_code == 404
    assert client("fatima").post(path, data={"role": role}).status_code == 303
    assert client("fatima").post(path, data={"role": role}).status_code == 409
    assert client("kees").get(f"/groepen/{group}").status_code == 200
    assert client("kees").post(f"/groepen/{group}/berichten", data={"text": "Hoi"}).status_code == writes
    mine = titles(text(client("kees"), "/groepen"))
    assert "Toegelaten" in mine
    world.later(days=31)
    assert "Toegelaten" not in titles(text(client("kees"), "/groepen"))
    world.on_time()
    world.keeper.execute("DELETE FROM plein.item_text WHERE space_id = %s", (group,))
    world.keeper.execute("DELETE FROM plein.thread_read WHERE space_id = %s", (group,))
    world.keeper.execute("DELETE FROM plein.item WHERE space_id = %s", (group,))


def test_a_refusal_carries_a_word_and_opens_nothing(world: World, client: Client, group: UUID) -> None:
    made = ask(world, client)
    path = f"/groepen/{group}/verzoeken/{made}/weigeren"
    assert client("fatima").get(path).status_code == 200
    assert client("fatima").post(path, data={"word": "x" * 501}).status_code == 422
    assert client("fatima").post(path, data={"word": "Het team is vol."}).status_code == 303
    assert client("fatima").post(path, data={"word": "nog eens"}).status_code == 404
    assert "Het team is vol." in titles(text(client("kees"), "/groepen"))
    assert client("kees").get(f"/groepen/{group}").status_code == 404


def test_whom_an_administrator_put_out_only_she_brings_back(world: World, client: Client, group: UUID) -> None:
    world.member("dijkplan", "kees", until=world.now, ended_by="administrator")
    made = ask(world, client)
    page = titles(text(client("fatima"), f"/groepen/{group}/verzoeken"))
    assert "Alleen die kan Kees Prins terughalen" in page
    assert "Laat toe als lid" not in page
    path = f"/groepen/{group}/verzoeken/{made}/toelaten"
    assert client("fatima").post(path, data={"role": "member"}).status_code == 403
    world.keeper.execute(
        "UPDATE plein.membership SET ended_by = 'steward' WHERE space_id = %s AND role <> 'steward'", (group,)
    )
    assert client("fatima").post(path, data={"role": "member"}).status_code == 303
    assert client("kees").get(f"/groepen/{group}").status_code == 200


def test_where_only_named_people_are_in_by_now_the_administrator_confirms(
    world: World, client: Client, group: UUID
) -> None:
    made = ask(world, client, "rik")
    reach = "UPDATE plein.party SET reach = %s WHERE group_id = %s AND organisation_id = %s"
    world.keeper.execute(reach, ("named", group, world.organisations["meerbergen"]))
    path = f"/groepen/{group}/verzoeken/{made}/toelaten"
    assert client("fatima").post(path, data={"role": "member"}).status_code == 303
    assert client("rik").get(f"/groepen/{group}").status_code == 404
    assert "zodra de beheerder van je organisatie" in titles(text(client("rik"), "/groepen"))
    assert world.one("SELECT count(*) FROM plein.outbox WHERE kind = 'groups.answered'") == 0
    world.keeper.execute(reach, ("all", group, world.organisations["meerbergen"]))


def test_who_left_the_organisation_meanwhile_is_not_let_in(world: World, client: Client, group: UUID) -> None:
    made = ask(world, client)
    end = "UPDATE plein.affiliation SET until = %s WHERE id = %s"
    world.keeper.execute(end, (world.now, world["kees"].affiliation))
    path = f"/groepen/{group}/verzoeken/{made}/toelaten"
    assert "Kees Prins" not in titles(text(client("fatima"), f"/groepen/{group}/verzoeken"))
    assert client("fatima").post(path, data={"role": "member"}).status_code == 409
    world.keeper.execute(end, ("9999-12-31Z", world["kees"].affiliation))


def test_stewards_get_a_mail_and_so_does_the_asker(
    world: World, app: Hub, client: Client, group: UUID, tmp_path: Path
) -> None:
    made = ask(world, client)
    rows = world.rows("SELECT payload FROM plein.outbox WHERE kind = 'groups.request'")
    assert rows == [({"request": str(made), "affiliation": str(world["fatima"].affiliation)},)]
    mails = sent(world, app, tmp_path / "one", lambda row_id: jobs.request(row_id, **rows[0][0]))
    assert "Kees Prins vraagt toegang tot “Dijkplan”" in mails["fatima@zandwijk.example"]
    assert "Ik werk aan de dijk" not in mails["fatima@zandwijk.example"]
    # Somebody who is no steward of it gets none, whatever the row says.
    stranger = str(world["joost"].affiliation)
    assert (
        sent(world, app, tmp_path / "two", lambda row_id: jobs.request(row_id, request=str(made), affiliation=stranger))
        == {}
    )
    client("kees").post(f"/groepen/verzoeken/{made}/intrekken")
    again = ask(world, client)  # the same day: no second mail
    assert world.one("SELECT count(*) FROM plein.outbox WHERE kind = 'groups.request'") == 1
    assert (
        client("fatima").post(f"/groepen/{group}/verzoeken/{again}/weigeren", data={"word": "Vol"}).status_code == 303
    )
    told = sent(world, app, tmp_path / "three", lambda row_id: jobs.answered(row_id, request=str(again)))
    assert list(told) == ["kees@zandwijk.example"]
    assert "Vol" not in told["kees@zandwijk.example"].replace("Volledig", "")


def test_every_step_is_in_the_log_of_the_asker_s_organisation_alone(world: World, client: Client, group: UUID) -> None:
    made = ask(world, client, "rik")
    client("fatima").post(f"/groepen/{group}/verzoeken/{made}/weigeren", data={"word": ""})
    rows = world.rows(
        "SELECT a.verb, o.handle FROM plein.audit a JOIN plein.organisation o ON o.id = a.organisation_id"
        " WHERE a.verb LIKE 'request.%%' AND (a.thing_id = %s OR a.thing_id = %s) ORDER BY a.id DESC LIMIT 3",
        group,
        world["rik"].affiliation,
    )
    assert sorted(rows) == [
        ("request.asked", "meerbergen"),
        ("request.refused", "meerbergen"),
        ("request.refused", "zandwijk"),
    ]
