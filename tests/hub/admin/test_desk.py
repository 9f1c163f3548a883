"""Beheer opens for the administrators of that very organisation, and for nobody else."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from hub.features import FEATURES
from hub.kit.edge import Hub
from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

PAGES = (
    "",
    "/verzoeken",
    "/voorstellen",
    "/mensen",
    "/externen",
    "/uitnodigingen",
    "/groepen",
    "/afspraken",
    "/afspraken/nieuw",
    "/auditlog",
)
ROOT = Path(__file__).parents[3]
STRANGERS = (
    "fatima", "sanne", "rik", "kees", "mehmet", "daan", "els", "former", "gone", "joost", "olga", "lars", "peter",
    "karin", "bas", "ivo", "sanne-elders",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_only_the_own_administrator_opens_a_page(world: World, client: Client, page: str) -> None:
    url = f"/beheer/{world.organisations['zandwijk']}{page}"
    assert client("zara").get(url).status_code == 200
    assert {who: client(who).get(url).status_code for who in STRANGERS} == dict.fromkeys(STRANGERS, 404)


def test_the_entry_is_there_for_administrators_alone(world: World, client: Client) -> None:
    assert 'href="/beheer"' in client("zara").get("/").get_data(as_text=True)
    assert 'href="/beheer"' not in client("fatima").get("/").get_data(as_text=True)
    assert client("zara").get("/beheer").headers["Location"] == f"/beheer/{world.organisations['zandwijk']}"
    assert client("fatima").get("/beheer").status_code == 404


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_changes_anything(world: World, client: Client, who: str) -> None:
    home, kees = f"/beheer/{world.organisations['zandwijk']}", world["kees"].affiliation
    posts = {
        f"{home}/mensen/{kees}/rol": {"role": "administrator"},
        f"{home}/mensen/{kees}/uit-dienst": {"why": "zomaar"},
        f"{home}/groepen/{world.spaces['visie']}/verlaten": {},
        f"{home}/afspraken/nieuw": {"title": "x", "organisations": str(world.organisations["meerbergen"])},
        f"{home}/voorstellen/{new_id()}": {"answer": "yes"},
        f"{home}/nieuwkomers/{new_id()}": {"answer": "yes"},
    }
    before = world.one("SELECT count(*) FROM plein.audit")
    assert {client(who).post(url, data=data).status_code for url, data in posts.items()} == {404}
    assert world.one("SELECT count(*) FROM plein.audit") == before


def test_another_organisations_ids_are_not_there(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['zandwijk']}"
    foreign = [
        f"/mensen/{world['sanne'].affiliation}",
        f"/mensen/{world['sanne'].affiliation}/uit-dienst",
        f"/mensen/{world['bas'].affiliation}",
        f"/groepen/{world.spaces['elders']}/verlaten",
        f"/afspraken/{new_id()}",
    ]
    assert {client("zara").get(home + path).status_code for path in foreign} == {404}
    assert (
        client("zara").post(f"{home}/mensen/{world['sanne'].affiliation}/rol", data={"role": "member"}).status_code
        == 404
    )


def test_titles_and_people_but_no_content(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['zandwijk']}"
    said = "".join(client("zara").get(home + page).get_data(as_text=True) for page in PAGES)
    assert "Aanbesteding dijk" in said
    assert "Peter Aalbers" in said
    for hidden in ("Tekst van", "Titel van", "Alleen Oosterdiep", "Sanne Bakker", "Bas Bouw", "Kamer Bouwgroep"):
        assert hidden not in said


@pytest.mark.parametrize("page", ["/mensen?na=onzin", "/externen?na=onzin~1", "/uitnodigingen?na=1", "/auditlog?na=x"])
def test_a_page_after_nonsense_is_not_there(world: World, client: Client, page: str) -> None:
    assert client("zara").get(f"/beheer/{world.organisations['zandwijk']}{page}").status_code == 404


def test_a_list_of_many_asks_as_often_as_a_list_of_few(app: Hub, world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['oosterdiep']}"

    def asked() -> dict[str, int]:
        found = {}
        for page in PAGES:
            with counted(app.engine) as said:
                client("olga").get(home + page)
            found[page] = len(said)
        return found

    few = asked()
    for number in range(12):
        world.person(f"velen-{number}", f"Velen {number:02}", "oosterdiep")
        world.person(f"gast-{number}", f"Gast {number:02}", "oosterdiep:external", issuer="gasten")
        world.member("elders", f"gast-{number}", sponsor="joost")
        world.group(f"groep-{number}", f"Groep {number:02}", "closed", {"oosterdiep": "owner"}, founder="joost")

    assert asked() == few
    overview = few.pop("")
    assert max(few.values()) <= 14
    assert overview <= 30  # it asks every feature what waits


def test_every_verb_has_a_sentence() -> None:
    verbs = set[str]()
    for path in (ROOT / "migrations" / "sql").rglob("*.sql"):
        for call in re.findall(r"plein\.note\((.*?);", path.read_text(encoding="utf-8"), re.DOTALL):
            verbs |= set(re.findall(r"'([a-z]+\.[a-z-]+)'", call))
    code = [*(ROOT / "hub").rglob("*.py"), ROOT / "tenants" / "installation.py"]
    texts = [path.read_text(encoding="utf-8") for path in code]
    for text in texts:
        verbs |= set(re.findall(r'(?:record\([^"]*?|_note\([^"]*?)"([a-z]+\.[a-z_-]+)"', text))
        for ending in re.findall(r'f"\{(?:item\.)?kind\}\.([a-z_]+)"', text):
            verbs |= {f"{kind}.{ending}" for kind in ("post", "question", "answer", "comment", "document")}
    verbs |= {f"agreement.{step}" for step in ("signed", "refused", "withdrawn", "ended")}
    verbs |= {f"operator.{status}" for status in ("active", "suspended")}

    assert len(verbs) > 50
    assert verbs - {verb for feature in FEATURES for verb in feature.verbs} == set()


def test_what_was_read_is_written_once_for_each_page(world: World, client: Client) -> None:
    organisation = world.organisations["dienst"]
    count = "SELECT count(*) FROM plein.audit WHERE verb = 'audit.read' AND organisation_id = %s"
    for _ in range(3):
        assert client("daan").get(f"/beheer/{organisation}/auditlog").status_code == 200
    assert world.one(count, organisation) == 3
    assert "Daan Kuiper las dit auditlog." in client("daan").get(f"/beheer/{organisation}/auditlog").get_data(
        as_text=True
    )


def test_the_log_shows_the_own_rows_and_filters_them(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['meerbergen']}/auditlog"
    row = (
        "INSERT INTO plein.audit (id, event_id, organisation_id, at, actor_shown, verb, thing_kind, thing_shown)"
        " VALUES (%s, %s, %s, %s, %s, %s, 'space', %s)"
    )
    for number in range(40):
        world.keeper.execute(
            row.encode(),
            (
                new_id(),
                new_id(),
                world.organisations["meerbergen"],
                world.now,
                "Anna A",
                "group.founded",
                f"G{number:02}",
            ),
        )
    world.keeper.execute(
        row.encode(),
        (
            new_id(),
            new_id(),
            world.organisations["meerbergen"],
            world.now,
            "Bram 100%",
            "membership.joined",
            "<b>Vet</b>",
        ),
    )
    world.keeper.execute(
        row.encode(), (new_id(), new_id(), world.organisations["zandwijk"], world.now, "Zz", "group.founded", "Vreemd")
    )

    def said(query: str = "") -> str:
        answer = client("mehmet").get(home + query)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    first = said()
    assert "G39" in first
    assert "G00" not in first
    assert "Vreemd" not in first
    assert "<b>Vet</b>" not in first
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    assert "G00" in client("mehmet").get(more[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "G39" not in said("?soort=toegang")
    assert "Bram" in said("?soort=toegang")
    assert "G39" not in said("?q=100%25")
    assert "Bram" in said("?q=100%25")
    assert "Bram" not in said("?van=2199-01-01")
    assert "Bram" in said("?van=2001-01-01&tot=2199-01-01")
    for wrong in ("van=morgen", "tot=9999-12-31", f"q={'x' * 500}"):
        answer = client("mehmet").get(f"{home}?{wrong}")
        assert answer.status_code == 422
        assert 'id="fout-' in answer.get_data(as_text=True)


def test_the_log_speaks_english_too(world: World, client: Client) -> None:
    browser = client("olga")
    browser.post("/voorkeuren", data={"language": "en", "once": str(uuid4())})
    url = f"/beheer/{world.organisations['oosterdiep']}/auditlog"
    browser.get(url)
    assert "Olga Beheer read this audit log." in browser.get(url).get_data(as_text=True)
