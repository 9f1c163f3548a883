"""What a party is in a group, and who can read it: said before it is done, wider by consent, narrower at once."""

from pathlib import Path

import pytest

from hub.kit.edge import Hub
from hub.parties import jobs
from tests.hub.conftest import Client
from tests.hub.parties.test_parties import sent_mails
from tests.world import World


def samen(world: World, form: str = "closed", meerbergen: str = "participant") -> str:
    made = world.group("samen", "Dijkgroep", form, {"zandwijk": "owner", "meerbergen": meerbergen}, founder="fatima")
    world.member("samen", "sanne")
    return f"/groepen/{made}/organisaties"


def home(world: World, organisation: str) -> str:
    return f"/beheer/{world.organisations[organisation]}"


def test_opening_a_group_says_first_who_reads_along(world: World, client: Client) -> None:
    url = samen(world)
    asked = client("fatima").post(f"{url}/lezers", data={"readers": "open"})
    assert asked.status_code == 200
    assert "Gemeente Meerbergen" in asked.text
    assert "collega" in asked.text
    assert world.one("SELECT count(*) FROM plein.proposal WHERE group_id = %s", world.spaces["samen"]) == 0
    assert client("fatima").post(f"{url}/lezers", data={"readers": "open", "sure": "1"}).status_code == 303
    assert "De groep openzetten" in client("fatima").get(url).text
    assert "De groep openzetten" not in client("sanne").get(url).text
    proposal = world.one("SELECT id FROM plein.proposal WHERE group_id = %s", world.spaces["samen"])
    shown = client("mehmet").get(f"{home(world, 'meerbergen')}/voorstellen/{proposal}").text
    assert "lezen meteen mee" in shown or "leest meteen mee" in shown
    assert "Gemeente Zandwijk" in shown


def test_closing_a_group_says_first_who_reads_no_more(world: World, client: Client) -> None:
    url = samen(world, "open")
    group = world.spaces["samen"]
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code == 303
    asked = client("fatima").post(f"{url}/lezers", data={"readers": "closed"}).text
    assert "1 collega die zelf lid werd" in asked
    sent = {"readers": "closed", "sure": "1", "keeps": "1"}
    assert client("fatima").post(f"{url}/lezers", data=sent).status_code == 303
    assert client("kees").get(f"/groepen/{group}").status_code == 200
    assert client("zara").get(f"/groepen/{group}").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("sanne", 403), ("zara", 404), ("joost", 404)])
@pytest.mark.parametrize("change", ["owner", "all", "named", "out"])
def test_only_stewards_change_a_party(world: World, client: Client, who: str, status: int, change: str) -> None:
    url = samen(world)
    before = world.rows("SELECT * FROM plein.party WHERE group_id = %s", world.spaces["samen"])
    one = f"{url}/{world.organisations['meerbergen']}"
    assert client(who).get(one).status_code == status
    for sure in ({}, {"sure": "1"}):
        assert client(who).post(one, data={"change": change} | sure).status_code == status
        assert client(who).post(f"{url}/lezers", data={"readers": "open"} | sure).status_code == status
    assert world.rows("SELECT * FROM plein.party WHERE group_id = %s", world.spaces["samen"]) == before
    assert world.one("SELECT count(*) FROM plein.proposal WHERE group_id = %s", world.spaces["samen"]) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("owner", "beslist Gemeente Meerbergen mee"),
        ("named", "lezen de groep meteen niet meer"),
        ("out", "eindigen dan meteen"),
    ],
)
def test_what_a_change_does_is_said_before_it_is_sent(world: World, client: Client, change: str, said: str) -> None:
    one = f"{samen(world, 'open')}/{world.organisations['meerbergen']}"
    assert said in client("fatima").post(one, data={"change": change}).text
    assert client("fatima").post(one, data={"change": change, "sure": "1"}).status_code == 303
    assert client("fatima").post(one, data={"change": "onzin"}).status_code == 422
    gone = f"{one.rsplit('/', 1)[0]}/{world.organisations['oosterdiep']}"
    assert client("fatima").post(gone, data={"change": change, "sure": "1"}).status_code == 404


def test_leaving_says_what_stops_and_what_stays(world: World, client: Client) -> None:
    samen(world)
    world.room("samen-kamer", "samen", "Kamer", founder="sanne")
    world.person("gast", "Gast", "meerbergen:external", issuer="gasten")
    world.member("samen", "gast", sponsor="sanne")
    leave = f"{home(world, 'meerbergen')}/groepen/{world.spaces['samen']}/verlaten"
    said = client("mehmet").get(leave).text
    assert "1 collega verliest de toegang" in said
    assert "ook in 1 kamer" in said
    assert "1 externe van jouw organisatie" in said
    for who in ("zara", "sanne", "olga", "fatima"):
        assert client(who).post(leave).status_code == 404
    assert client("mehmet").post(leave).status_code == 303
    assert client("gast").get(f"/groepen/{world.spaces['samen']}").status_code == 404
    last = f"{home(world, 'zandwijk')}/groepen/{world.spaces['samen']}/verlaten"
    assert "enige eigenaar" in client("zara").get(last).text


def test_an_administrator_narrows_the_own_reach(world: World, client: Client) -> None:
    samen(world, "open")
    group = world.spaces["samen"]
    url = f"{home(world, 'meerbergen')}/groepen/{group}/genoemd"
    assert "Alleen nog genoemde mensen" in client("mehmet").get(url).text
    for who in ("sanne", "zara", "olga"):
        assert client(who).post(url).status_code == 404
    assert client("rik").get(f"/groepen/{group}").status_code == 200
    assert client("mehmet").post(url, data={"keeps": "1"}).status_code == 303
    assert client("rik").get(f"/groepen/{group}").status_code == 404
    assert client("sanne").get(f"/groepen/{group}").status_code == 200
    assert client("mehmet").post(url).status_code == 409


def test_mails_name_no_group(world: World, app: Hub, client: Client, tmp_path: Path) -> None:
    url = samen(world, meerbergen="owner")
    world.spaces["weg"] = world.spaces["samen"]
    assert client("fatima").post(f"{url}/lezers", data={"readers": "open", "sure": "1"}).status_code == 303
    proposal = str(world.one("SELECT id FROM plein.proposal WHERE group_id = %s", world.spaces["samen"]))
    asked = sent_mails(world, app, tmp_path / "asked", lambda row_id: jobs.proposal(row_id, proposal=proposal))
    assert sorted(asked) == ["mehmet@meerbergen.example", "zara@zandwijk.example"]
    answer = f"{home(world, 'meerbergen')}/voorstellen/{proposal}"
    assert client("mehmet").post(answer, data={"answer": "no"}).status_code == 303
    told = sent_mails(world, app, tmp_path / "told", lambda row_id: jobs.decided(row_id, proposal=proposal))
    assert sorted(told) == ["fatima@zandwijk.example"]
    assert "geweigerd" in told["fatima@zandwijk.example"]
    group, gone = str(world.spaces["samen"]), str(world.organisations["meerbergen"])
    assert client("mehmet").post(f"{home(world, 'meerbergen')}/groepen/{group}/verlaten").status_code == 303
    left = sent_mails(world, app, tmp_path / "left", lambda row_id: jobs.left(row_id, group=group, organisation=gone))
    assert sorted(left) == ["zara@zandwijk.example"]
    assert not any("Dijkgroep" in one for mails in (asked, told, left) for one in mails.values())
