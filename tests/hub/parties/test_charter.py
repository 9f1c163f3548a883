"""What a group agrees on: written by a steward, consented to by every co-owner, read by who sees the group."""

import pytest

from hub.features import FEATURES
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

SAID = {"purpose": "Samen de dijk", "sharing": "Alleen concepten", "inviters": "members", "classification": "internal"}


def samen(world: World) -> str:
    """A group of two co-owners and a participant."""
    made = world.group(
        "samen",
        "Dijkgroep",
        "closed",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant"},
        founder="fatima",
    )
    world.member("samen", "sanne")
    return f"/groepen/{made}/afspraken"


def home(world: World, organisation: str) -> str:
    return f"/beheer/{world.organisations[organisation]}"


def lay_before(world: World, client: Client, url: str, **said: str) -> str:
    """Write a version and propose it; the id of the proposal."""
    assert client("fatima").post(url, data=SAID | said).status_code == 303
    assert client("fatima").post(f"{url}/voorleggen").status_code == 303
    found = world.one(
        "SELECT id FROM plein.proposal WHERE status = 'open' AND kind = 'charter' ORDER BY id DESC LIMIT 1"
    )
    return str(found)


def agree(world: World, client: Client, proposal: str) -> None:
    for who, organisation in (("zara", "zandwijk"), ("mehmet", "meerbergen")):
        url = f"{home(world, organisation)}/voorstellen/{proposal}"
        assert client(who).post(url, data={"answer": "yes"}).status_code == 303


def test_a_charter_is_in_force_when_every_co_owner_agrees(world: World, client: Client) -> None:
    url = samen(world)
    group = world.spaces["samen"]
    assert "nog niets afgesproken" in client("sanne").get(url).text
    proposal = lay_before(world, client, url)
    assert "Samen de dijk" in client("fatima").get(url).text
    assert "Samen de dijk" not in client("sanne").get(url).text  # drafts and what waits are the stewards' affair
    assert client("fatima").post(url, data=SAID).status_code == 409  # not while a version waits
    assert client("daan").get(f"{home(world, 'dienst')}/voorstellen/{proposal}").status_code == 404
    shown = client("mehmet").get(f"{home(world, 'meerbergen')}/voorstellen/{proposal}").text
    assert "Alleen concepten" in shown
    assert world.one("SELECT plein.members_may_invite(%s)", group) is False
    agree(world, client, proposal)
    assert "Alleen concepten" in client("sanne").get(url).text
    assert world.one("SELECT plein.members_may_invite(%s)", group) is True
    assert world.one("SELECT plein.classification(%s)", group) == "internal"


def test_a_change_shows_what_differs_and_asks_again(world: World, client: Client) -> None:
    url = samen(world)
    agree(world, client, lay_before(world, client, url))
    proposal = lay_before(world, client, url, sharing="Ook besluiten", inviters="stewards")
    shown = client("mehmet").get(f"{home(world, 'meerbergen')}/voorstellen/{proposal}").text
    assert "Alleen concepten</del>" in shown
    assert "Ook besluiten</ins>" in shown
    assert "Samen de dijk" not in shown  # that stays as it is
    assert world.one("SELECT plein.members_may_invite(%s)", world.spaces["samen"]) is True  # the one in force
    agree(world, client, proposal)
    assert world.one("SELECT plein.members_may_invite(%s)", world.spaces["samen"]) is False
    assert "Alleen concepten" in client("sanne").get(url).text  # among the earlier versions


def test_the_other_parties_read_it_and_say_so(world: World, client: Client) -> None:
    url = samen(world)
    agree(world, client, lay_before(world, client, url))
    desk = home(world, "dienst")
    assert "nieuwe groepsafspraken" in client("daan").get(desk).text
    assert "nieuwe groepsafspraken" not in client("zara").get(home(world, "zandwijk")).text
    own = f"{desk}/groepen/{world.spaces['samen']}"
    page = client("daan").get(f"{own}/deelname").text
    assert "Alleen concepten" in page
    assert "Wij hebben dit gelezen" in page
    charter = world.one("SELECT id FROM plein.charter WHERE group_id = %s", world.spaces["samen"])
    for who, organisation in (("zara", "dienst"), ("daan", "zandwijk"), ("els", "dienst"), ("olga", "oosterdiep")):
        foreign = f"{home(world, organisation)}/groepen/{world.spaces['samen']}/afspraken"
        assert client(who).post(foreign, data={"charter": charter}).status_code == 404, who
    assert client("daan").post(f"{own}/afspraken", data={"charter": charter}).status_code == 303
    assert "Wij hebben dit gelezen" not in client("daan").get(f"{own}/deelname").text


@pytest.mark.parametrize(("who", "status"), [("sanne", 403), ("zara", 404), ("joost", 404), ("peter", 404)])
def test_only_stewards_write(world: World, client: Client, who: str, status: int) -> None:
    url = samen(world)
    assert client(who).get(f"{url}/bewerken").status_code == status
    assert client(who).post(url, data=SAID).status_code == status
    assert client(who).post(f"{url}/voorleggen").status_code == status
    assert world.one("SELECT count(*) FROM plein.charter WHERE group_id = %s", world.spaces["samen"]) == 0


@pytest.mark.parametrize("field", ["inviters", "classification", "sharing"])
def test_what_is_wrong_is_said_beside_its_field(world: World, client: Client, field: str) -> None:
    url = samen(world)
    answer = client("fatima").post(url, data=SAID | {field: "x" * 5000})
    assert answer.status_code == 422
    assert f"fout-{field}" in answer.text or f"veld-{field}" in answer.text


def test_who_is_proposed_sees_the_charter_before_it_agrees(world: World, client: Client) -> None:
    url = samen(world)
    agree(world, client, lay_before(world, client, url))
    sent = {"organisation": world.organisations["oosterdiep"], "role": "participant", "reach": "all", "sure": "1"}
    assert client("fatima").post(url.replace("afspraken", "organisaties"), data=sent).status_code == 303
    proposal = world.one(
        "SELECT id FROM plein.proposal WHERE kind = 'party' AND group_id = %s AND status = 'open'",
        world.spaces["samen"],
    )
    assert "Alleen concepten" in client("olga").get(f"{home(world, 'oosterdiep')}/voorstellen/{proposal}").text


def test_every_step_of_every_kind_of_proposal_has_its_sentence(world: World) -> None:
    said = {verb for feature in FEATURES for verb in feature.verbs}
    for kind in ("party", "role", "reach", "form", "out", "charter"):
        for step in ("proposed", "agreed", "began", "refused", "withdrawn"):
            assert world.one("SELECT plein.proposal_verb(%s, %s)", kind, step) in said


def test_lists_ask_as_often_whatever_they_hold(world: World, app: Hub, client: Client) -> None:
    samen(world)
    group, desk = world.spaces["samen"], home(world, "zandwijk")
    pages = (f"/groepen/{group}/organisaties", f"/groepen/{group}/organisaties/beslist")

    def asked() -> list[int]:
        found = []
        for who, page in (("fatima", pages[0]), ("fatima", pages[1]), ("zara", f"{desk}/voorstellen")):
            with counted(app.engine) as said:
                assert client(who).get(page).status_code == 200
            found.append(len(said))
        return found

    def propose(domain: str) -> None:
        sent = {"domain": domain, "role": "participant", "reach": "named", "sure": "1"}
        assert client("fatima").post(pages[0], data=sent).status_code == 303

    propose("een.example")
    propose("twee.example")
    one = world.one("SELECT id FROM plein.proposal WHERE named = 'twee.example'")
    assert client("fatima").post(f"{pages[0]}/{one}/intrekken").status_code == 303
    few = asked()
    for number in range(6):
        propose(f"meer-{number}.example")
        propose(f"weg-{number}.example")
        one = world.one("SELECT id FROM plein.proposal WHERE named = %s", f"weg-{number}.example")
        assert client("fatima").post(f"{pages[0]}/{one}/intrekken").status_code == 303
    assert asked() == few
