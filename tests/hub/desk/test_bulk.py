"""An act on many rows says first what it will do, does each once in the administrator's name, and stops with her."""

import os
import re
import signal
from collections.abc import Mapping, Sequence
from datetime import timedelta
from multiprocessing import get_context
from uuid import UUID, uuid4

import pytest

from hub.desk import acts, service
from hub.desk.service import MOST_CHOSEN
from hub.desk.views import NAMES_SHOWN
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from hub.settings import Settings
from hub.worker import queue_of
from tenants.actor import Actor
from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.world import World

DUE = "SELECT id FROM plein.outbox WHERE kind = 'desk.bulk' AND done_at IS NULL ORDER BY id"


def guests(world: World, number: int, *, days: int = 5, of: str = "oosterdiep", space: str = "elders") -> list[UUID]:
    """Places of so many new externals."""
    sponsor, found = {"oosterdiep": "joost", "zandwijk": "fatima"}[of], []
    for _ in range(number):
        key = f"gast-{uuid4().hex[:8]}"
        world.person(key, f"Gast {key}", f"{of}:external", issuer="gasten")
        found.append(world.member(space, key, sponsor=sponsor, days=days))
    return found


def url(world: World, kind: str, of: str = "oosterdiep") -> str:
    return f"/beheer/{world.organisations[of]}/tegelijk/{kind}"


def day(world: World, days: int) -> str:
    return str((world.now + timedelta(days=days)).date())


def begin(world: World, client: Client, kind: str, chosen: Sequence[UUID], who: str = "olga", **sent: str) -> str:
    answer = client(who).post(url(world, kind), data={"chosen": [str(one) for one in chosen], **sent})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def work(world: World, queue: Queue) -> None:
    """Everything that is due, as workers would."""
    while due := world.rows(DUE):
        for (row_id,) in due:
            queue.do(row_id)


def left(world: World, chosen: Sequence[UUID]) -> list[int]:
    """The days until each place ends, 0 for what has ended."""
    query = (
        "SELECT greatest(0, ceil(extract(epoch FROM until - plein.moment()) / 86400))::int"
        " FROM plein.membership WHERE id = ANY (%s)"
    )
    return sorted(row[0] for row in world.rows(query, list(chosen)))


def logged(world: World, verb: str, chosen: Sequence[UUID]) -> list[int]:
    """How many rows of the log each place's person has of this verb."""
    query = (
        "SELECT count(a.id) FROM plein.membership m"
        " LEFT JOIN plein.audit a ON a.thing_id = m.affiliation_id AND a.verb = %s WHERE m.id = ANY (%s) GROUP BY m.id"
    )
    return [row[0] for row in world.rows(query, verb, list(chosen))]


def test_it_says_first_what_will_happen_and_who_stays_out(world: World, client: Client) -> None:
    soon, long = guests(world, 2), guests(world, 1, days=80)
    query = "&".join(f"chosen={one}" for one in [*soon, *long])
    html = (
        client("olga")
        .get(f"{url(world, 'externen-verlengen')}?{query}&last_day={day(world, 40)}")
        .get_data(as_text=True)
    )
    assert "Dit gebeurt met 2 plekken" in html
    assert "1 blijft zoals het is" in html
    assert "heeft al toegang tot en met" in html
    assert left(world, soon) == [5, 5]


def test_each_row_is_done_once_whoever_clicks_twice(world: World, client: Client, queue: Queue) -> None:
    chosen = guests(world, 25)
    sent = {"once": str(uuid4()), "last_day": day(world, 40)}
    there, again = (begin(world, client, "externen-verlengen", [*chosen, *chosen], **sent) for _ in range(2))
    assert there == again
    assert "0 van 25 klaar" in client("olga").get(there).get_data(as_text=True)
    work(world, queue)
    assert set(left(world, chosen)) <= {40, 41}
    assert logged(world, "external.extended", chosen) == [1] * 25
    html = client("olga").get(there).get_data(as_text=True)
    assert "Alle 25 zijn gedaan" in html
    assert "hx-trigger" not in html


def _until_killed(settings: Settings, after: int) -> None:
    """A worker that is killed, as by kill -9, in the middle of a row."""
    queue, done = queue_of(settings), 0
    act = acts.of("externen-verlengen").act

    def counting(actor: Actor, organisation_id: UUID, thing_id: UUID, detail: Mapping[str, str]) -> None:
        nonlocal done
        act(actor, organisation_id, thing_id, detail)
        done += 1
        if done > after:
            os.kill(os.getpid(), signal.SIGKILL)

    object.__setattr__(acts.of("externen-verlengen"), "act", counting)
    with queue.engine.connect() as connection:
        connection.info["entered"] = True
        due = [row[0] for row in connection.exec_driver_sql(DUE)]
    while due:
        queue.do(due.pop())
        with queue.engine.connect() as connection:
            connection.info["entered"] = True
            due = [row[0] for row in connection.exec_driver_sql(DUE)]


def test_a_worker_that_is_killed_in_the_middle_leaves_each_row_done_once(
    world: World, app: Hub, client: Client, queue: Queue
) -> None:
    chosen = guests(world, 45)
    there = begin(world, client, "externen-verlengen", chosen, last_day=day(world, 40))
    process = get_context("spawn").Process(target=_until_killed, args=(app.settings, acts.AT_ONCE + 7))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert "20 van 45 klaar" in client("olga").get(there).get_data(as_text=True)
    assert sum(logged(world, "external.extended", chosen)) == acts.AT_ONCE

    work(world, queue)
    assert logged(world, "external.extended", chosen) == [1] * 45
    assert set(left(world, chosen)) <= {40, 41}
    assert "Alle 45 zijn gedaan" in client("olga").get(there).get_data(as_text=True)
    for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE kind = 'desk.bulk'"):
        queue.do(row_id)  # carried a second time
    assert logged(world, "external.extended", chosen) == [1] * 45


def test_it_stops_when_who_began_it_is_administrator_no_more(world: World, client: Client, queue: Queue) -> None:
    world.person("oscar", "Oscar Ook", "oosterdiep:administrator")
    chosen = guests(world, 30)
    there = begin(world, client, "externen-beeindigen", chosen, who="oscar")
    (first,) = world.rows(DUE)
    queue.do(first[0])
    world.keeper.execute("UPDATE plein.affiliation SET role = 'member' WHERE id = %s", (world["oscar"].affiliation,))
    work(world, queue)
    assert left(world, chosen).count(0) == acts.AT_ONCE
    assert sum(logged(world, "membership.ended", chosen)) == acts.AT_ONCE
    html = client("olga").get(there).get_data(as_text=True)
    assert "Gestopt" in html
    assert html.count(">niet gedaan<") == 10
    assert client("oscar").get(there).status_code == 404


def test_what_became_impossible_meanwhile_fails_alone_and_says_why(world: World, client: Client, queue: Queue) -> None:
    chosen = guests(world, 4)
    there = begin(world, client, "externen-verlengen", chosen, last_day=day(world, 100))
    world.keeper.execute("UPDATE plein.membership SET until = plein.moment() WHERE id = %s", (chosen[0],))
    world.keeper.execute(
        "UPDATE plein.membership SET sponsor_id = %s WHERE id = %s", (world["olga"].affiliation, chosen[1])
    )
    work(world, queue)
    html = client("olga").get(there).get_data(as_text=True)
    assert "2 zijn niet gelukt" in html
    assert "Deze is er niet meer, of het mag niet meer." in html
    assert "De contactpersoon is hier geen lid meer." in html
    assert set(left(world, chosen[2:])) <= {100, 101}


def test_ids_of_another_organisation_are_as_absent(world: World, client: Client, queue: Queue) -> None:
    foreign, own = guests(world, 1, of="zandwijk", space="tender"), guests(world, 1)
    for kind in ("externen-verlengen", "externen-beeindigen"):
        page = url(world, kind)
        seen = [
            re.sub(r"[0-9a-f-]{36}", "", client("olga").get(f"{page}?chosen={one}").get_data(as_text=True))
            for one in (foreign[0], new_id())
        ]
        assert seen[0] == seen[1]
        assert client("olga").post(page, data={"chosen": [str(foreign[0])]}).status_code == 422
        begin(world, client, kind, [*foreign, *own])
    work(world, queue)
    assert left(world, foreign) == [5]
    assert left(world, own) == [0]


def test_a_forged_row_of_another_organisation_is_not_done(world: World, client: Client, queue: Queue) -> None:
    """As if the page had let it through: els sponsors in Zandwijk, and administers Oosterdiep."""
    world.person("ella", "Ella Twee", "oosterdiep:administrator", "zandwijk")
    world.member("tender", "ella", of="zandwijk")
    (foreign,) = guests(world, 1, of="zandwijk", space="tender")
    world.keeper.execute(
        "UPDATE plein.membership SET sponsor_id = %s WHERE id = %s", (world["ella"].affiliations["zandwijk"], foreign)
    )
    (own,) = guests(world, 1)
    begin(world, client, "externen-beeindigen", [own], who="ella")
    world.keeper.execute("UPDATE plein.bulk_row SET thing_id = %s WHERE thing_id = %s", (foreign, own))
    work(world, queue)
    assert left(world, [foreign]) == [5]
    assert world.one("SELECT status FROM plein.bulk_row WHERE thing_id = %s", foreign) == "failed"


@pytest.mark.parametrize("who", ["fatima", "joost", "zara", "mehmet", "peter", "gone"])
def test_nobody_else_begins_or_sees_one(world: World, client: Client, who: str) -> None:
    chosen = guests(world, 1)
    there = begin(world, client, "externen-beeindigen", chosen)
    world.keeper.execute("UPDATE plein.outbox SET done_at = plein.moment() WHERE kind = 'desk.bulk'")
    page = url(world, "externen-beeindigen")
    assert client(who).get(there).status_code == 404
    assert client(who).get(f"{page}?chosen={chosen[0]}").status_code == 404
    assert client(who).post(page, data={"chosen": [str(chosen[0])]}).status_code == 404
    own = there.replace(str(world.organisations["oosterdiep"]), str(world.organisations["zandwijk"]))
    assert client("zara").get(own).status_code == 404
    assert not world.rows(DUE)


@pytest.mark.parametrize(
    "sent",
    [{}, {"last_day": "2001-01-01"}, {"last_day": "2190-01-01"}, {"last_day": "gisteren"}, {"last_day": "9999-12-31"}],
)
def test_what_is_filled_in_wrongly_is_said_and_begins_nothing(
    world: World, client: Client, sent: dict[str, str]
) -> None:
    chosen = [str(one) for one in guests(world, 1)] if sent else []
    answer = client("olga").post(url(world, "externen-verlengen"), data={"chosen": chosen, **sent})
    assert answer.status_code == 422
    assert not world.rows(DUE)


def test_there_is_an_end_to_how_many_and_no_act_of_any_name(world: World, client: Client) -> None:
    many = {"chosen": [str(new_id()) for _ in range(MOST_CHOSEN + 1)]}
    assert client("olga").post(url(world, "externen-beeindigen"), data=many).status_code == 422
    assert client("olga").get(f"{url(world, 'externen-beeindigen')}?chosen=1").status_code == 404
    assert client("olga").get(url(world, "alles-wissen")).status_code == 404


# ---------------------------------------------------------------- a whole list


def crowd(world: World, number: int, name: str, *, days: int = 5) -> list[UUID]:
    """Places of so many new externals of one name."""
    found = []
    for each in range(number):
        key = f"{name.lower()}-{each}"
        world.person(key, f"{name} {each:02}", "oosterdiep:external", issuer="gasten")
        found.append(world.member("elders", key, sponsor="joost", days=days))
    return found


def seen(html: str) -> str:
    """What a page of a whole list says that was shown."""
    return str(re.findall(r'name="seen" value="([0-9a-f]{64})"', html)[0])


def test_an_act_is_for_all_that_a_filter_leaves_and_for_nobody_else(world: World, client: Client, queue: Queue) -> None:
    many, others = crowd(world, 33, "Rijnders"), guests(world, 2)
    externals = f"/beheer/{world.organisations['oosterdiep']}/externen"
    page = client("olga").get(f"{externals}?q=Rijnders").get_data(as_text=True)
    assert "Alles wat aan dit filter voldoet" in page
    assert 'name="q" value="Rijnders"' in page
    whole = {"hele-lijst": "1", "q": "Rijnders", "last_day": day(world, 40)}
    html = client("olga").get(url(world, "externen-verlengen"), query_string=whole).get_data(as_text=True)
    assert "Dit gebeurt met 33 plekken" in html
    assert html.count("<strong>Rijnders") == NAMES_SHOWN
    assert "en nog 13" in html

    there = begin(world, client, "externen-verlengen", [], **whole, seen=seen(html))
    work(world, queue)

    assert set(left(world, many)) <= {40, 41}
    assert logged(world, "external.extended", many) == [1] * 33
    assert left(world, others) == [5, 5]
    assert "Alle 33 zijn gedaan" in client("olga").get(there).get_data(as_text=True)


def test_a_list_that_changed_since_it_was_shown_is_shown_again(world: World, client: Client) -> None:
    crowd(world, 3, "Wissel")
    page, whole = url(world, "externen-beeindigen"), {"hele-lijst": "1", "q": "Wissel"}
    was = seen(client("olga").get(page, query_string=whole).get_data(as_text=True))
    crowd(world, 1, "Wisselaar")

    answer = client("olga").post(page, data={**whole, "seen": was})

    assert answer.status_code == 409
    assert "De lijst is intussen veranderd" in answer.get_data(as_text=True)
    assert "Dit gebeurt met 4 plekken" in answer.get_data(as_text=True)
    assert client("olga").post(page, data=whole).status_code == 409  # never without having been shown
    assert not world.rows(DUE)


def test_more_than_can_be_done_at_once_is_said_and_begins_nothing(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(world, 4, "Teveel")
    monkeypatch.setattr(service, "MOST_CHOSEN", 3)
    page, whole = url(world, "externen-beeindigen"), {"hele-lijst": "1", "q": "Teveel"}
    html = client("olga").get(page, query_string=whole).get_data(as_text=True)
    assert "Er passen meer dan 3 rijen bij dit filter" in html
    assert client("olga").post(page, data=whole).status_code == 422
    assert not world.rows(DUE)


@pytest.mark.parametrize("who", ["fatima", "joost", "zara", "peter"])
@pytest.mark.parametrize("kind", ["externen-beeindigen", "mensen-uit-dienst"])
def test_nobody_else_asks_for_a_whole_list(world: World, client: Client, who: str, kind: str) -> None:
    page = url(world, kind)
    assert client(who).get(page, query_string={"hele-lijst": "1"}).status_code == 404
    assert client(who).post(page, data={"hele-lijst": "1"}).status_code == 404


def test_the_own_people_that_a_filter_leaves_but_not_oneself(world: World, client: Client) -> None:
    whole = {"hele-lijst": "1", "rol": "administrator"}
    html = client("olga").get(url(world, "mensen-uit-dienst"), query_string=whole).get_data(as_text=True)
    assert "dat ben jij zelf" in html
    assert "Joost" not in html.split("handeling")[-1]
