"""The log as administrators read and export it, and as a person reads the own acts; that it was read stands in it."""

import csv
import io
import json
import re
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from hub.audit.service import GROUPS, kind_of
from hub.features import FEATURES
from hub.kit.edge import Hub
from tenants import chain
from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

ROOT = Path(__file__).parents[3]
STRANGERS = ("fatima", "sanne", "mehmet", "daan", "olga", "els", "former", "gone", "peter", "sanne-elders")


def seal(world: World) -> None:
    """Seals as the scheduler does."""
    with psycopg.connect(world.database.worker) as worker:
        worker.execute("SELECT plein.work_seal(100000)")


OF_WHAT_STANDS_ALONE = {"pinned", "unpinned", "moved"}


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
            kinds = ("post", "question", "document", *(() if ending in OF_WHAT_STANDS_ALONE else ("answer", "comment")))
            verbs |= {f"{kind}.{ending}" for kind in kinds}
    verbs |= {f"agreement.{step}" for step in ("signed", "refused", "withdrawn", "ended")}
    verbs |= {f"operator.{status}" for status in ("active", "suspended")}

    assert len(verbs) > 50
    assert verbs - {verb for feature in FEATURES for verb in feature.verbs} == set()


def test_every_verb_is_in_one_group_of_the_filter() -> None:
    declared = [verb for feature in FEATURES for verb in feature.verbs]

    assert [verb for verb in declared if not kind_of(verb)] == []
    assert len(declared) == len(set(declared))
    beginnings = [one for group in GROUPS.values() for one in group]
    assert len(beginnings) == len(set(beginnings))


def test_what_was_read_is_written_once_for_what_was_asked(world: World, client: Client) -> None:
    organisation = world.organisations["dienst"]
    home = f"/beheer/{organisation}/auditlog"
    count = "SELECT count(*) FROM plein.audit WHERE verb = 'audit.read' AND organisation_id = %s"
    for _ in range(3):
        assert client("daan").get(home).status_code == 200
    assert world.one(count, organisation) == 3
    assert client("daan").get(f"{home}?na={new_id()}").status_code == 200  # a further page of the same
    assert world.one(count, organisation) == 3
    client("daan").get(f"{home}?q=Daan&soort=beheer")
    why = "SELECT why FROM plein.audit WHERE verb = 'audit.read' AND organisation_id = %s ORDER BY id DESC LIMIT 1"
    assert world.one(why, organisation) == "q=Daan&soort=beheer"
    assert "Daan Kuiper las dit auditlog." in client("daan").get(home).get_data(as_text=True)


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


def test_words_of_a_sentence_find_the_rows_that_say_them(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['meerbergen']}/auditlog"
    said = client("mehmet").get(f"{home}?q=werd+lid").get_data(as_text=True)
    assert "Bram" in said
    assert "G39" not in said
    assert "G12" in client("mehmet").get(f"{home}?q=G12").get_data(as_text=True)


def test_one_person_and_one_thing_can_be_followed(world: World, client: Client) -> None:
    home, kees = f"/beheer/{world.organisations['zandwijk']}", world["kees"].affiliation
    browser = client("zara")
    browser.post(f"{home}/mensen/{kees}/rol", data={"role": "administrator", "once": str(uuid4())})
    browser.post(f"{home}/mensen/{kees}/rol", data={"role": "member", "once": str(uuid4())})
    about = browser.get(f"{home}/auditlog?wat={kees}").get_data(as_text=True)
    assert about.count("Kees Prins") >= 2
    assert "maakte de organisatie" not in about
    did = browser.get(f"{home}/auditlog?wie={world['zara'].affiliation}").get_data(as_text=True)
    assert "Kees Prins" in did
    assert "maakte de organisatie" not in did
    assert "Niets gevonden" in browser.get(f"{home}/auditlog?wie={world['sanne'].affiliation}").get_data(as_text=True)
    assert browser.get(f"{home}/auditlog?wie=onzin").status_code == 422


def test_a_row_says_whether_it_is_sealed(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['dienst']}/auditlog"
    client("daan").get(home)
    assert "nog niet verzegeld" in client("daan").get(home).get_data(as_text=True)
    seal(world)
    said = client("daan").get(home).get_data(as_text=True)
    assert "verzegeld, positie 1" in said
    assert "Verzegeld tot en met positie" in said


def test_an_auditor_verifies_the_export_without_the_database(world: World, client: Client) -> None:
    organisation = world.organisations["zandwijk"]
    for _ in range(3):
        client("zara").get(f"/beheer/{organisation}/auditlog?q=é")
    seal(world)
    answer = client("zara").get(f"/beheer/{organisation}/auditlog/uitvoer?vorm=jsonl")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    sealed = sorted((row for row in rows if row["position"]), key=lambda row: row["position"])
    assert len(sealed) > 3
    assert [row["position"] for row in sealed] == list(range(1, len(sealed) + 1))
    link = b""
    for row in sealed:
        link = chain.link(link, [row[column] for column in chain.COLUMNS])
        assert link.hex() == row["hash"]
    zara = next(row for row in rows if row["actor_shown"] == "Zara Vos")
    assert zara["person"] == chain.person_mark(zara["id"], str(world["zara"].person_id))
    assert str(world["zara"].person_id) not in answer.get_data(as_text=True)


def test_a_spreadsheet_holds_the_same_rows_and_runs_nothing(world: World, client: Client) -> None:
    organisation = world.organisations["meerbergen"]
    world.lay(
        "audit", id=new_id(), event_id=new_id(), organisation_id=organisation, at=world.now, actor_shown="=1+1",
        verb="group.founded", thing_kind="space", thing_shown="@SUM(1)",
    )  # fmt: skip
    seal(world)
    answer = client("mehmet").get(f"/beheer/{organisation}/auditlog/uitvoer?vorm=csv&soort=groepen")
    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert {row["verb"].partition(".")[0] for row in rows} <= {"group", "room", "space", "party"}
    assert all(row["position"].isdigit() and len(row["hash"]) == 64 for row in rows)
    assert "'=1+1" in {row["actor_shown"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "@", "+"))]


def test_an_export_is_written_in_the_log_before_it_goes_out(world: World, client: Client) -> None:
    organisation = world.organisations["dienst"]
    client("daan").get(f"/beheer/{organisation}/auditlog/uitvoer?vorm=jsonl&soort=toegang")
    query = "SELECT why, thing_shown FROM plein.audit WHERE verb = 'audit.exported' AND organisation_id = %s"
    assert world.rows(query, organisation) == [("jsonl soort=toegang", "Dienst Midden")]


def test_an_export_of_many_is_sent_in_parts_and_complete(world: World, client: Client, app: Hub) -> None:
    organisation = world.organisations["landwijs"]
    world.person("lea", "Lea Landwijs", "landwijs:administrator")
    for _ in range(2300):
        world.keeper.execute(
            "SELECT plein.note(ARRAY[%s]::uuid[], NULL, 'group.founded', 'space', plein.new_id(), 'Veel')",
            (organisation,),
        )
    with counted(app.engine) as asked:
        answer = client("lea").get(f"/beheer/{organisation}/auditlog/uitvoer?vorm=jsonl")
        ids = [UUID(json.loads(line)["id"]) for line in answer.get_data(as_text=True).splitlines()]
    assert len(ids) == len(set(ids)) >= 2300
    assert ids == sorted(ids)
    assert len(asked) < 40


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_takes_the_log_along(world: World, client: Client, who: str) -> None:
    before = world.one("SELECT count(*) FROM plein.audit")
    for form in ("csv", "jsonl"):
        url = f"/beheer/{world.organisations['zandwijk']}/auditlog/uitvoer?vorm={form}"
        assert client(who).get(url).status_code == 404
    assert world.one("SELECT count(*) FROM plein.audit") == before


def test_a_form_of_export_that_there_is_not(world: World, client: Client) -> None:
    home = f"/beheer/{world.organisations['zandwijk']}/auditlog/uitvoer"
    assert client("zara").get(f"{home}?vorm=exe").status_code == 404
    assert client("zara").get(f"{home}?van=morgen").status_code == 422


def test_one_reads_the_own_acts_and_nobody_elses(world: World, client: Client) -> None:
    zara, kees = client("zara"), client("kees")
    zara.get(f"/beheer/{world.organisations['zandwijk']}/auditlog")
    assert "Zara Vos las dit auditlog." in zara.get("/account/logboek").get_data(as_text=True)
    said = kees.get("/account/logboek").get_data(as_text=True)
    assert "Zara" not in said
    assert "Nog niets" in said
    assert client("").get("/account/logboek").status_code == 303


def test_the_own_acts_are_those_of_the_affiliations_that_this_login_opens(world: World, client: Client) -> None:
    sanne, elders = client("sanne"), client("sanne-elders")
    space = world.spaces["visie"]
    sanne.post(f"/groepen/{space}/berichten", data={"title": "x", "text": "hallo", "once": str(uuid4())})
    assert "plaatste een bericht" in sanne.get("/account/logboek").get_data(as_text=True)
    assert "plaatste een bericht" not in elders.get("/account/logboek").get_data(as_text=True)
