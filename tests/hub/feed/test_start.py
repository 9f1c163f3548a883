"""The start page: exactly what one sees, newest first, in as many statements whatever it holds."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from hub.feed.service import ENDED_DAYS, PAGE
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World
from tests.world.sight import GROUP_SIGHT

TOP = ("bericht", "vraag")  # and documents, once their feature is there


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", sorted(GROUP_SIGHT))
def test_the_stream_is_what_one_sees_and_nothing_else(world: World, client: Client, who: str) -> None:
    page = body(client(who).get("/"))
    for space in ("visie", "tender", "kamer-a", "kamer-b", "intern", "elders"):
        for kind in TOP:
            shown = f"item-{world.items[f'{kind}-{space}']}" in page
            assert shown is (space in GROUP_SIGHT[who]), (who, kind, space)


def test_the_choices_narrow_the_stream(world: World, client: Client) -> None:
    world.member("plein-zandwijk", "fatima")
    square = world.item("op-het-plein", "plein-zandwijk", "fatima")
    own = body(client("kees").get(f"/?toon={world.squares['zandwijk']}"))
    assert f"item-{square}" in own
    assert f"item-{world.items['bericht-visie']}" not in own
    mine = body(client("fatima").get("/?toon=groepen"))
    assert f"item-{world.items['bericht-tender']}" in mine
    for hidden in (world.spaces["tender"], world.squares["meerbergen"], UUID(int=0), "x"):
        assert client("kees").get(f"/?toon={hidden}").status_code == 404


def test_older_items_come_by_key_and_each_once(world: World, client: Client) -> None:
    world.group("veel", "Volle groep", "closed", {"oosterdiep": "owner"}, founder="joost")
    ids = {world.item(f"veel-{number}", "veel", "joost") for number in range(PAGE + 4)}
    first = body(client("joost").get("/"))
    assert "Je bent helemaal bij" not in first
    second = body(client("joost").get("/?na=" + first.split("/?na=")[1].split('"')[0]))
    on_first, on_second = ({one for one in ids if f"item-{one}" in page} for page in (first, second))
    assert (len(on_first), len(on_second)) == (PAGE, 4)
    assert on_first | on_second == ids
    assert "Je bent helemaal bij" in second
    assert client("joost").get("/?na=x").status_code == 404


def test_the_start_page_asks_as_much_for_many_items_as_for_few(app: Hub, world: World, client: Client) -> None:
    numbers = []
    for many in (1, PAGE):
        for number in range(many):
            for kind in ("document", "post", "question"):
                key = f"tel-{many}-{kind}-{number}"
                world.item(key, "visie", "fatima", kind)
                if kind == "question":
                    world.item(f"{key}-a", "visie", "sanne", "answer", parent=key)
        with counted(app.engine) as statements:
            assert client("fatima").get("/").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], numbers
    assert numbers[0] <= 31, numbers


def test_an_external_reads_through_whom_and_until_when(client: Client) -> None:
    page = body(client("peter").get("/"))
    assert "Mijn toegang" in page
    assert "via Fatima El Idrissi, Gemeente Zandwijk" in page
    assert "Aanbesteding dijk" in page
    assert "Mijn toegang" not in body(client("fatima").get("/"))


def test_who_lost_access_reads_so_here_and_no_title(client: Client) -> None:
    page = body(client("ivo").get("/"))
    assert "Je toegang via Gemeente Zandwijk is geëindigd op" in page
    assert "Aanbesteding dijk" not in page
    assert "Iets nieuws maken" not in page


@pytest.fixture
def narrowed(world: World, client: Client) -> Callable[..., UUID]:
    """A group open to two towns that Kees and Sanne joined by themselves, narrowed in one of two ways."""

    def narrow(how: str, *, keeps: bool = False) -> UUID:
        made = world.group(
            f"smal-{how}-{keeps}",
            f"Smalle groep {how}",
            "open",
            {"zandwijk": "owner", "meerbergen": "owner"},
            founder="fatima",
        )
        for who in ("kees", "sanne"):
            assert client(who).post(f"/groepen/{made}/leden/ik").status_code == 303
        kept = {"keeps": "1"} if keeps else {}
        if how == "form":
            answer = client("fatima").post(
                f"/groepen/{made}/organisaties/lezers", data={"readers": "findable", "sure": "1"} | kept
            )
        else:
            home = f"/beheer/{world.organisations['zandwijk']}"
            answer = client("zara").post(f"{home}/groepen/{made}/genoemd", data=kept)
        assert answer.status_code == 303
        return made

    return narrow


@pytest.fixture
def _on_time(world: World) -> Iterator[None]:
    """Puts the clock right, and the groups of this test away."""
    yield
    world.on_time()
    world.keeper.execute("UPDATE plein.membership SET narrowed_at = NULL, ended_by = 'self'")


ENDED = "Je toegang tot een groep of kamer, via Gemeente {}, is geëindigd op"


@pytest.mark.usefixtures("_on_time")
@pytest.mark.parametrize(("how", "told"), [("form", {"kees", "sanne"}), ("reach", {"kees"})])
def test_who_loses_sight_because_a_group_narrows_reads_so_for_a_while(
    world: World, client: Client, narrowed: Callable[..., UUID], how: str, told: set[str]
) -> None:
    town = {"kees": "Zandwijk", "sanne": "Meerbergen", "fatima": "Zandwijk", "rik": "Meerbergen", "zara": "Zandwijk"}

    def reads() -> set[str]:
        return {who for who in town if ENDED.format(town[who]) in body(client(who).get("/"))}

    assert reads() == set()
    made = narrowed(how)
    assert reads() == told
    assert f"Smalle groep {how}" not in body(client("kees").get("/"))
    world.later(days=ENDED_DAYS - 1)
    assert reads() == told
    world.later(days=2)
    assert reads() == set()
    world.on_time()
    kees = {"affiliation": str(world["kees"].affiliation), "role": "member"}
    assert client("fatima").post(f"/groepen/{made}/leden", data=kees).status_code == 303
    if how == "reach":  # a named party: its administrator confirms
        assert reads() == told
        place = world.one(
            "SELECT id FROM plein.membership WHERE space_id = %s AND affiliation_id = %s",
            made,
            world["kees"].affiliation,
        )
        home = f"/beheer/{world.organisations['zandwijk']}"
        assert client("zara").post(f"{home}/nieuwkomers/{place}", data={"answer": "yes"}).status_code == 303
    assert reads() == told - {"kees"}


@pytest.mark.usefixtures("_on_time")
@pytest.mark.parametrize("how", ["form", "reach"])
def test_who_stays_when_a_group_narrows_is_told_nothing(
    client: Client, narrowed: Callable[..., UUID], how: str
) -> None:
    made = narrowed(how, keeps=True)
    assert client("kees").get(f"/groepen/{made}").status_code == 200
    assert "Je toegang tot een groep" not in body(client("kees").get("/"))


@pytest.mark.usefixtures("_on_time")
def test_staff_whom_a_steward_ended_read_so_and_who_left_does_not(world: World, client: Client) -> None:
    for key in ("weg-een", "weg-twee"):
        made = world.group(
            key, f"Groep {key}", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima"
        )
        for who in ("sanne", "kees"):
            world.member(key, who)
        place = world.memberships[key, world["sanne"].affiliation]
        assert client("fatima").post(f"/groepen/{made}/leden/{place}/stoppen").status_code == 303
        place = world.memberships[key, world["kees"].affiliation]
        assert client("kees").post(f"/groepen/{made}/leden/{place}/stoppen").status_code == 303

    page = body(client("sanne").get("/"))
    assert "Je toegang tot 2 groepen of kamers, via Gemeente Meerbergen, is geëindigd, het laatst op" in page
    assert "Groep weg" not in page
    assert "Je toegang tot" not in body(client("kees").get("/"))


def test_who_has_nothing_to_read_gets_three_first_steps(client: Client) -> None:
    page = body(client("lars").get("/"))
    assert "Welkom op je plein" in page
    assert page.count('<li><a class="nl-link"') == 3


def test_what_waits_stands_beside_it_but_not_ones_own(client: Client) -> None:
    page = body(client("karin").get("/"))
    assert "Wacht op antwoord" not in page  # her own question is the only one
    assert "Wacht op antwoord" in body(client("kees").get("/"))
