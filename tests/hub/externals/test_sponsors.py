"""Another sponsor on the screen, several ended at once, and an external's own page."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest

from hub.externals import jobs
from hub.kit.edge import Hub
from hub.kit.queue import Periodic, Queue
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

Work = Callable[[], None]
Mails = Callable[[str], list[EmailMessage]]


@pytest.fixture(autouse=True)
def _as_before(world: World) -> Iterator[None]:
    rows = world.rows("SELECT id, sponsor_id, until, ended_by FROM plein.membership")
    affiliations = world.rows("SELECT id, until FROM plein.affiliation")
    yield
    for row in rows:
        world.keeper.execute(
            "UPDATE plein.membership SET sponsor_id = %s, until = %s, ended_by = %s WHERE id = %s", (*row[1:], row[0])
        )
    for row in affiliations:
        world.keeper.execute("UPDATE plein.affiliation SET until = %s WHERE id = %s", (row[1], row[0]))
    world.keeper.execute("DELETE FROM plein.sponsorship")
    world.on_time()


@pytest.fixture(scope="module", autouse=True)
def _colleague(world: World) -> None:
    """Kees is a member where Peter is."""
    world.member("tender", "kees")


def place(world: World) -> UUID:
    return world.memberships["tender", world["peter"].affiliation]


def ask(world: World, client: Client, by: str, whom: str = "kees", **also: str) -> int:
    form = {"affiliation": str(world[whom].affiliation), "once": str(uuid4())} | also
    return client(by).post(f"/externen/{place(world)}/contactpersoon", data=form).status_code


def sponsor(world: World) -> UUID:
    found: UUID = world.one("SELECT sponsor_id FROM plein.membership WHERE id = %s", place(world))
    return found


def test_a_sponsor_asks_a_colleague_who_takes_over_and_all_are_told(
    world: World, client: Client, work: Work, post: Mails
) -> None:
    page = client("fatima").get(f"/externen/{place(world)}/contactpersoon").get_data(as_text=True)
    assert "Kees Prins" in page
    assert "Sanne Bakker" not in page
    assert ask(world, client, "fatima") == 303
    work()
    assert "Word jij contactpersoon" in post("kees@zandwijk.example")[-1]["Subject"]
    assert "Aanbesteding dijk" not in str(post("kees@zandwijk.example")[-1])
    assert "Peter Aalbers" in client("kees").get("/externen").get_data(as_text=True)
    offer = world.one("SELECT id FROM plein.sponsorship")
    for other in ("sanne", "zara", "peter", "fatima", "joost"):
        assert client(other).post(f"/contactpersoon/{offer}", data={"answer": "yes"}).status_code == 404
    assert sponsor(world) == world["fatima"].affiliation

    assert client("kees").post(f"/contactpersoon/{offer}", data={"answer": "yes"}).status_code == 303

    assert sponsor(world) == world["kees"].affiliation
    work()
    assert "Kees Prins is nu je contactpersoon" in post("peter@firma.example")[-1]["Subject"]
    assert client("fatima").get(f"/externen/{place(world)}/verlengen").status_code == 404
    assert client("kees").get(f"/externen/{place(world)}/verlengen").status_code == 200


def test_who_says_no_changes_nothing_and_the_asker_is_told(
    world: World, client: Client, work: Work, post: Mails
) -> None:
    ask(world, client, "fatima")
    offer = world.one("SELECT id FROM plein.sponsorship WHERE status = 'asked'")
    assert client("kees").post(f"/contactpersoon/{offer}", data={"answer": "no"}).status_code == 303
    work()

    assert sponsor(world) == world["fatima"].affiliation
    assert "neemt het niet over" in post("fatima@zandwijk.example")[-1]["Subject"]


def test_an_administrator_names_one_at_once_and_a_sponsor_cannot(world: World, client: Client) -> None:
    assert ask(world, client, "fatima", at_once="yes") == 303
    assert sponsor(world) == world["fatima"].affiliation
    assert ask(world, client, "zara", at_once="yes") == 303
    assert sponsor(world) == world["kees"].affiliation


@pytest.mark.parametrize("who", ["sanne", "mehmet", "rik", "kees", "peter", "karin", "joost", "olga"])
def test_a_stranger_finds_no_page_and_asks_nobody(world: World, client: Client, who: str) -> None:
    assert client(who).get(f"/externen/{place(world)}/contactpersoon").status_code == 404
    assert ask(world, client, who) == 404
    assert client(who).get(f"/externen/beeindigen?wie={place(world)}").status_code == 422
    assert client(who).post("/externen/beeindigen", data={"wie": str(place(world))}).status_code == 422
    assert world.one("SELECT until > plein.moment() FROM plein.membership WHERE id = %s", place(world))


def test_without_a_choice_the_page_asks_for_one(world: World, client: Client) -> None:
    for wrong in ({}, {"affiliation": "x"}, {"affiliation": str(world["sanne"].affiliation)}):
        answer = client("fatima").post(f"/externen/{place(world)}/contactpersoon", data=wrong)
        assert answer.status_code == 422
        assert 'id="fout-affiliation"' in answer.get_data(as_text=True)


def test_several_end_at_once_after_a_page_that_names_them(world: World, client: Client) -> None:
    karin = world.memberships["kamer-a", world["karin"].affiliation]
    bas = world.memberships["kamer-b", world["bas"].affiliation]
    said = client("fatima").get(f"/externen/beeindigen?wie={place(world)}&wie={karin}&wie={bas}")
    assert "van 2 mensen" in said.get_data(as_text=True)
    assert "Bas Bouw" not in said.get_data(as_text=True)

    form = {"wie": [str(place(world)), str(karin), str(bas)], "once": str(uuid4())}
    assert client("fatima").post("/externen/beeindigen", data=form).status_code == 303

    assert client("peter").get(f"/groepen/{world.spaces['tender']}").status_code == 404
    assert client("karin").get(f"/groepen/{world.spaces['kamer-a']}").status_code == 404
    assert client("bas").get(f"/groepen/{world.spaces['kamer-b']}").status_code == 200
    assert client("fatima").get("/externen/beeindigen").status_code == 422
    assert client("fatima").get("/externen/beeindigen?wie=x").status_code == 404


def test_the_list_is_searched_and_ordered(world: World, client: Client) -> None:
    def names(query: str) -> list[str]:
        said = client("fatima").get(f"/externen?{query}").get_data(as_text=True)
        found = sorted((said.find(f">{name}<"), name) for name in ("Karin Kade", "Peter Aalbers"))
        return [name for at, name in found if at >= 0]

    assert names("op=name") == ["Peter Aalbers", "Karin Kade"] or names("op=name") == ["Karin Kade", "Peter Aalbers"]
    assert names("q=karin") == ["Karin Kade"]
    assert names("q=landwijs") == ["Peter Aalbers"]
    assert names(f"groep={world.spaces['tender']}") == ["Peter Aalbers"]
    assert names("wanneer=binnenkort") == []
    assert names("q=niemand") == []
    assert client("fatima").get("/externen?na=onzin").status_code in {200, 404}


def test_the_list_takes_as_many_queries_for_many(app: Hub, world: World, client: Client) -> None:
    browser = client("fatima")
    browser.get("/externen")
    with counted(app.engine) as few:
        browser.get("/externen?op=name")
    for number in range(5):
        world.person(f"veel{number}", f"Vera Veel {number}", "zandwijk:external", issuer="gasten")
        world.member("tender", f"veel{number}", sponsor="fatima")
    with counted(app.engine) as many:
        browser.get("/externen?op=name")
    assert len(many) == len(few)


def test_when_the_sponsor_leaves_stewards_and_administrators_hear_it_once(
    world: World, queue: Queue, work: Work, post: Mails, client: Client
) -> None:
    work()
    world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment(), ended_by = 'self' WHERE id = %s",
        (world.memberships["kamer-a", world["fatima"].affiliation],),
    )
    before = len(post("zara@zandwijk.example"))
    for _ in range(2):
        queue.repeat(Periodic("externals.warn", 1, jobs.warn))
        work()

    told = post("zara@zandwijk.example")[before:]
    assert len(told) == 1
    assert "geen contactpersoon meer" in told[0]["Subject"]
    assert "Kamer Kade" not in str(told[0])
    assert client("karin").get(f"/groepen/{world.spaces['kamer-a']}").status_code == 200


# ---------------------------------------------------------------- the own page


def test_an_external_reads_through_whom_until_when_and_what_is_kept(client: Client) -> None:
    said = client("peter").get("/mijn-toegang").get_data(as_text=True)

    for words in ("Aanbesteding dijk", "Fatima El Idrissi", "peter@firma.example", "Bureau Landwijs", "365 dagen"):
        assert words in said
    for stranger in ("fatima", "kees", "joost"):
        assert client(stranger).get("/mijn-toegang").status_code == 404


def test_an_external_ends_the_own_access_and_the_sponsor_hears(
    world: World, client: Client, work: Work, post: Mails
) -> None:
    url = f"/mijn-toegang/{world['karin'].affiliation}/beeindigen"
    assert "Kamer Kade" in client("karin").get(url).get_data(as_text=True)
    for stranger in ("peter", "fatima", "zara", "bas"):
        assert client(stranger).get(url).status_code == 404
        assert client(stranger).post(url).status_code == 404

    assert client("karin").post(url, data={"once": str(uuid4())}).headers["Location"] == "/"

    assert client("karin").get(f"/groepen/{world.spaces['kamer-a']}").status_code == 404
    assert "geëindigd" in client("karin").get("/").get_data(as_text=True)
    work()
    assert "beëindigde de eigen toegang" in post("fatima@zandwijk.example")[-1]["Subject"]


def test_who_acts_as_a_guest_reads_so_on_every_page(client: Client) -> None:
    assert "Je bent hier als gast van Gemeente Zandwijk." in client("peter").get("/groepen").get_data(as_text=True)
    assert "Je bent hier als gast" not in client("fatima").get("/groepen").get_data(as_text=True)


def test_a_sponsor_who_left_the_room_reads_that_it_is_a_room_and_no_title(world: World, client: Client) -> None:
    karin = world.memberships["kamer-a", world["karin"].affiliation]
    pages = ["/externen", f"/externen/beeindigen?wie={karin}"]
    pages += [f"/externen/{karin}/{step}" for step in ("contactpersoon", "verlengen", "beeindigen")]

    def told(title: str) -> list[bool]:
        return [title in client("fatima").get(page).get_data(as_text=True) for page in pages]

    assert told("Kamer Kade") == [True] * 5
    world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment(), ended_by = 'self' WHERE id = %s",
        (world.memberships["kamer-a", world["fatima"].affiliation],),
    )
    assert told("Kamer Kade") == [False] * 5
    assert all("Karin Kade" in client("fatima").get(page).get_data(as_text=True) for page in pages)
    assert "“Kamer”" in client("fatima").get(pages[-1]).get_data(as_text=True)
