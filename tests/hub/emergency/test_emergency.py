"""Asking, deciding, reading and ending, through pages; and what of it everybody sees."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from hub.emergency import jobs
from hub.kit import mail
from hub.kit.edge import Hub
from tenants.db import NOBODY_ENTERS, connect, transaction
from tests.hub.conftest import Client
from tests.world import World

WHY = "De groepsbeheerder is ziek en er loopt een termijn."


@pytest.fixture
def space(world: World) -> Iterator[UUID]:
    """A group of one owner with something in it; a second administrator."""
    if "zoe" not in world.people:
        world.person("zoe", "Zoë Tweede", "zandwijk:administrator")
    made = world.group("dicht", f"Geheim {uuid4().hex[:8]}", "closed", {"zandwijk": "owner"}, founder="fatima")
    world.item("bericht-dicht", "dicht", "fatima")
    world.item("vraag-dicht", "dicht", "fatima", "question")
    yield made
    world.on_time()


def post(browser: FlaskClient, url: str, **data: str) -> int:
    return browser.post(url, data=data | {"once": str(uuid4())}).status_code


def home(world: World, of: str = "zandwijk") -> str:
    return f"/beheer/{world.organisations[of]}"


def ask(world: World, client: Client, space: UUID) -> UUID:
    assert post(client("zara"), f"{home(world)}/groepen/{space}/noodtoegang", reason=WHY, hours="2") == 303
    made: UUID = world.one("SELECT id FROM plein.emergency WHERE space_id = %s AND status = 'open'", space)
    return made


def grant(world: World, client: Client, space: UUID) -> UUID:
    made = ask(world, client, space)
    assert post(client("zoe"), f"{home(world)}/noodtoegang/{made}", answer="yes") == 303
    return made


def said(browser: FlaskClient, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def reads(world: World, space: UUID) -> list[tuple[str, UUID]]:
    """What was written of readings in this space, in order."""
    title = world.one("SELECT title FROM plein.space WHERE id = %s", space)
    return world.rows(
        "SELECT thing_kind, thing_id FROM plein.audit WHERE verb = 'emergency.read' AND thing_shown = %s ORDER BY id",
        title,
    )


def test_from_the_question_to_the_end(world: World, client: Client, space: UUID) -> None:
    zara, zoe, fatima = client("zara"), client("zoe"), client("fatima")
    assert zara.get(f"/groepen/{space}").status_code == 404
    page = said(zara, f"{home(world)}/groepen/{space}/noodtoegang")
    assert "Een tweede beheerder van jouw organisatie moet akkoord gaan." in page
    made = ask(world, client, space)
    assert zara.get(f"/groepen/{space}").status_code == 404

    assert "1 verzoek om noodtoegang wacht op jou" in said(zoe, home(world))
    assert "wacht op jou" not in said(zara, home(world))
    page = said(zoe, f"{home(world)}/noodtoegang/{made}")
    assert WHY in page
    assert "Ik ga akkoord" in page
    assert "Ik ga akkoord" not in said(zara, f"{home(world)}/noodtoegang/{made}")

    assert post(zoe, f"{home(world)}/noodtoegang/{made}", answer="yes") == 303
    assert "Tekst van bericht-dicht" in said(zara, f"/groepen/{space}")
    for path in ("", "/leden", "/wie", "/vragen", "/documenten"):
        page = said(fatima, f"/groepen/{space}{path}")
        assert "Noodtoegang tot" in page, path
        assert "Zara Vos van Gemeente Zandwijk leest hier mee" in page
        assert WHY in page
    assert post(fatima, f"/noodtoegang/{made}/beeindigen", back=f"/groepen/{space}") == 303
    assert zara.get(f"/groepen/{space}").status_code == 404
    assert "Noodtoegang tot" not in said(fatima, f"/groepen/{space}")


def test_a_reader_reads_and_does_not_write(world: World, client: Client, space: UUID) -> None:
    grant(world, client, space)
    zara = client("zara")
    assert post(zara, f"/groepen/{space}/berichten", title="", text="hallo") == 403
    assert post(zara, f"/items/{world.items['bericht-dicht']}/reactie", text="hallo") == 403
    assert (
        world.one(
            "SELECT count(*) FROM plein.item WHERE space_id = %s AND author_id = %s", space, world["zara"].affiliation
        )
        == 0
    )


def test_everything_that_is_opened_is_written_and_nothing_of_others(world: World, client: Client, space: UUID) -> None:
    grant(world, client, space)
    zara, post_id, question = client("zara"), world.items["bericht-dicht"], world.items["vraag-dicht"]
    said(zara, f"/groepen/{space}")
    said(zara, f"/berichten/{post_id}")
    said(zara, f"/vragen/{question}")
    said(zara, "/")
    said(zara, f"/groepen/{world.spaces['intern']}")  # seen without any emergency
    said(zara, home(world))
    said(client("fatima"), f"/groepen/{space}")
    assert zara.get(f"/berichten/{world.items['bericht-elders']}").status_code == 404
    assert reads(world, space) == [("space", space), ("post", post_id), ("question", question), ("overview", space)]
    assert "Tekst van" not in str(world.rows("SELECT * FROM plein.audit WHERE verb LIKE 'emergency.%%'"))


def test_a_reader_cannot_take_the_readings_out_of_the_log(world: World, client: Client, space: UUID) -> None:
    grant(world, client, space)
    zara = client("zara")
    said(zara, f"/groepen/{space}")
    before = reads(world, space)
    url = f"{home(world)}/auditlog?soort=nood"
    assert "Zara Vos bekeek iets in" in said(zara, url)
    for method in ("DELETE", "PUT", "PATCH", "POST"):
        assert zara.open(url, method=method, data={"once": str(uuid4())}).status_code in {404, 405}
    assert reads(world, space) == before


def test_it_is_over_when_the_hours_are(world: World, client: Client, space: UUID) -> None:
    grant(world, client, space)
    world.later(hours=2)
    assert client("zara").get(f"/groepen/{space}").status_code == 404
    assert client("zara").get(f"/berichten/{world.items['bericht-dicht']}").status_code == 404
    assert "Voorbij" in said(client("zoe"), f"{home(world)}/noodtoegang")


def test_a_reason_is_needed_and_what_was_typed_comes_back(world: World, client: Client, space: UUID) -> None:
    url = f"{home(world)}/groepen/{space}/noodtoegang"
    answer = client("zara").post(url, data={"reason": "kort", "hours": "8", "once": str(uuid4())})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="fout-reason"' in page
    assert "kort</textarea>" in page
    assert post(client("zara"), url, reason=WHY, hours="99") == 422
    assert world.one("SELECT count(*) FROM plein.emergency WHERE space_id = %s", space) == 0


@pytest.mark.parametrize("who", ["fatima", "kees", "mehmet", "daan", "olga", "sanne", "peter", "gone", "former"])
def test_nobody_else_asks_reads_or_decides(world: World, client: Client, space: UUID, who: str) -> None:
    made = ask(world, client, space)
    browser = client(who)
    for of in ("zandwijk", "meerbergen", "dienst", "oosterdiep"):
        for path in (f"/noodtoegang/{made}", f"/groepen/{space}/noodtoegang"):
            assert browser.get(home(world, of) + path).status_code == 404
            assert post(browser, home(world, of) + path, answer="yes", reason=WHY, hours="2") == 404
    assert post(browser, f"/noodtoegang/{made}/beeindigen") == 404
    assert world.one("SELECT status FROM plein.emergency WHERE id = %s", made) == "open"


def test_a_participant_may_not_and_is_told_why(world: World, client: Client) -> None:
    tender = world.spaces["tender"]
    url = f"{home(world, 'dienst')}/groepen/{tender}/noodtoegang"
    assert "Hier is geen noodtoegang mogelijk" in said(client("daan"), url)
    assert post(client("daan"), url, reason=WHY, hours="2") == 403


def test_the_mails_tell_who_must_know_and_name_the_group_to_nobody_else(
    app: Hub, world: World, client: Client, space: UUID
) -> None:
    title = world.one("SELECT title FROM plein.space WHERE id = %s", space)
    for key in ("zoe", "zara", "fatima"):
        world.keeper.execute(
            "INSERT INTO plein.affiliation_address VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (world[key].affiliation, f"{key}@zandwijk.example"),
        )
    made = grant(world, client, space)
    mail.configure(app.settings)
    engine = connect(world.database.worker)
    folder = mail.folder_of(mail.Post(app.settings.mail, app.settings.mail_from).url)
    letters = {}
    for kind, job in (("asked", jobs.asked), ("answered", jobs.answered)):
        world.keeper.execute(
            "UPDATE plein.emergency SET status = %s WHERE id = %s",
            ({"asked": "open", "answered": "granted"}[kind], made),
        )
        world.keeper.execute(
            "DELETE FROM plein.emergency_consent WHERE emergency_id = %s AND given_by = %s AND %s",
            (made, world["zoe"].affiliation, kind == "asked"),
        )
        for path in folder.glob("*.eml"):
            path.unlink()
        for _ in range(2):  # a repeat is the same mail
            with app.app_context(), transaction(engine, NOBODY_ENTERS):
                job(made, emergency=str(made))
        letters[kind] = [path.read_text() for path in folder.glob("*.eml")]
    engine.dispose()
    to = {
        kind: sorted(word for text in found for word in ("zoe@", "zara@", "fatima@") if f"To: {word}" in text)
        for kind, found in letters.items()
    }
    assert set(to["asked"]) >= {"zoe@"}
    assert "zara@" not in to["asked"]
    assert to["answered"] == ["fatima@", "zara@"]
    assert not [text for text in letters["asked"] if title.split()[1] in text]
    assert all(title.split()[1] in text for text in letters["answered"] if "To: fatima@" in text)


def test_it_speaks_english(world: World, client: Client, space: UUID) -> None:
    made = ask(world, client, space)
    client("zoe").post("/voorkeuren", data={"language": "en", "once": str(uuid4())})
    page = said(client("zoe"), f"{home(world)}/noodtoegang/{made}")
    client("zoe").post("/voorkeuren", data={"language": "nl", "once": str(uuid4())})
    assert "I agree" in page


def row_of(page: str, name: str) -> str:
    """The line of this person in a list of people."""
    rows = (one[0] for one in re.finditer(r'<li class="hub-row">.*?</li>', page, re.DOTALL))
    return next(row for row in rows if f"<strong>{name}" in row)


@pytest.mark.parametrize("path", ["/leden", "/wie"])
def test_the_lists_of_people_mark_who_reads_along_and_tell_stewards_until_when(
    world: World, client: Client, space: UUID, path: str
) -> None:
    world.member("dicht", "kees")
    assert "oodtoegang" not in said(client("fatima"), f"/groepen/{space}{path}")
    grant(world, client, space)
    for who, knows in (("fatima", True), ("zara", True), ("kees", False)):
        row = row_of(said(client(who), f"/groepen/{space}{path}"), "Zara Vos")
        assert "oodtoegang" in row, who
        assert bool(re.search(r"tot <time[^>]*>[^<]* uur", row)) == knows, who
        assert "oodtoegang" not in row_of(said(client(who), f"/groepen/{space}{path}"), "Kees Prins")


def test_a_steward_ends_it_in_the_list_and_nothing_brings_it_back(world: World, client: Client, space: UUID) -> None:
    grant(world, client, space)
    fatima, url = client("fatima"), f"/groepen/{space}/leden"
    row = row_of(said(fatima, url), "Zara Vos")
    assert "Beëindig de noodtoegang" in row
    for other in ("Maak lid", "Vraag als groepsbeheerder", "Beëindig lidmaatschap"):
        assert other not in row
    one = re.search(r"/leden/([0-9a-f-]{36})/stoppen", row)
    assert one is not None
    assert post(fatima, f"{url}/{one[1]}/stoppen") == 303
    page = said(fatima, url)
    assert "De noodtoegang van Zara Vos is voorbij." in page
    assert "Ongedaan maken" not in page
    assert client("zara").get(f"/groepen/{space}").status_code == 404
