"""Rights that end between two clicks: the next one finds nothing, whatever page or form was open."""

import secrets
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tenants import installation
from tests.hub.attack.conftest import Send
from tests.hub.conftest import Client
from tests.world import World


@pytest.fixture(autouse=True)
def _mended(world: World) -> Iterator[None]:
    """What a test ended goes on afterwards."""
    rows = {
        "membership": world.rows("SELECT until, ended_by, role, id FROM plein.membership"),
        "affiliation": world.rows("SELECT until, id FROM plein.affiliation"),
        "party": world.rows("SELECT until, reach, group_id, organisation_id FROM plein.party"),
        "space": world.rows("SELECT archived, form, id FROM plein.space"),
        "organisation": world.rows("SELECT status, id FROM plein.organisation"),
    }
    yield
    mends = {
        "membership": "UPDATE plein.membership SET until = %s, ended_by = %s, role = %s WHERE id = %s",
        "affiliation": "UPDATE plein.affiliation SET until = %s WHERE id = %s",
        "party": "UPDATE plein.party SET until = %s, reach = %s WHERE group_id = %s AND organisation_id = %s",
        "space": "UPDATE plein.space SET archived = %s, form = %s WHERE id = %s",
        "organisation": "UPDATE plein.organisation SET status = %s WHERE id = %s",
    }
    for table, mend in mends.items():
        for row in rows[table]:
            world.keeper.execute(mend.encode(), row)
    world.on_time()


def _forms(world: World, space: str) -> list[tuple[str, dict[str, str]]]:
    """The forms that somebody may have open in a space."""
    here, items = world.spaces[space], world.items
    return [
        (f"/groepen/{here}/berichten", {"text": "Te laat."}),
        (f"/groepen/{here}/vragen", {"title": "Te laat?"}),
        (f"/items/{items[f'bericht-{space}']}/reactie", {"text": "Te laat."}),
        (f"/reacties/{items[f'bericht-{space}']}", {"kind": "useful"}),
        (f"/vragen/{items[f'vraag-{space}']}/antwoorden", {"text": "Te laat."}),
        (f"/items/{items[f'bericht-{space}']}/bewerken", {"text": "Te laat."}),
        (f"/documenten/{items[f'stuk-{space}']}/naam", {"name": "te laat.txt"}),
    ]


def _finds_nothing(world: World, browser: FlaskClient, space: str) -> None:
    here, items = world.spaces[space], world.items
    document = f"/documenten/{items[f'stuk-{space}']}"
    pages = [f"/groepen/{here}", f"/groepen/{here}/leden", document, f"{document}/versies/1"]
    pages += [f"/berichten/{items[f'bericht-{space}']}", f"/vragen/{items[f'vraag-{space}']}"]
    for path in pages:
        assert browser.get(path).status_code == 404, path
    for path, fields in _forms(world, space):
        assert browser.post(path, data={**fields, "once": str(uuid4())}).status_code == 404, path
    start = browser.get("/")
    assert start.status_code == 200
    assert str(here) not in start.get_data(as_text=True)


LAPSES = {
    "membership ended": "UPDATE plein.membership SET ended_by = 'steward', until = plein.moment()"
    " WHERE affiliation_id = %(who)s AND space_id = %(space)s",
    "affiliation ended": "UPDATE plein.affiliation SET until = plein.moment() WHERE id = %(who)s",
    "party out": "UPDATE plein.party SET until = plein.moment()"
    " WHERE group_id = %(space)s AND organisation_id = %(organisation)s",
    "organisation suspended": "UPDATE plein.organisation SET status = 'suspended' WHERE id = %(organisation)s",
}


@pytest.mark.parametrize("what", sorted(LAPSES))
def test_an_ended_right_is_gone_at_the_next_click(world: World, client: Client, what: str) -> None:
    """Given sanne with the tender open, when her right ends, then no page, file or form of it answers her."""
    browser = client("sanne")
    assert browser.get(f"/groepen/{world.spaces['tender']}").status_code == 200
    values = {
        "who": world["sanne"].affiliation,
        "space": world.spaces["tender"],
        "organisation": world.organisations["meerbergen"],
    }
    world.keeper.execute(LAPSES[what].encode(), values)
    _finds_nothing(world, browser, "tender")


def test_an_external_is_out_at_the_second_of_the_end(world: World, client: Client) -> None:
    browser = client("karin")
    assert browser.get(f"/groepen/{world.spaces['kamer-a']}").status_code == 200
    world.later(days=60, seconds=1)
    _finds_nothing(world, browser, "kamer-a")


def test_the_sponsors_organisation_suspended_shuts_its_externals_out(world: World, client: Client) -> None:
    installation.set_status(world.keeper, world.organisations["zandwijk"], "suspended")
    _finds_nothing(world, client("karin"), "kamer-a")
    _finds_nothing(world, client("fatima"), "tender")
    assert client("zara").get("/beheer").status_code == 404
    assert client("zara").get(f"/beheer/{world.organisations['zandwijk']}").status_code == 404
    assert client("sanne").get(f"/berichten/{world.items['bericht-tender']}").status_code == 200  # what it shared stays


def test_a_form_of_a_group_that_was_archived_meanwhile_says_so(world: World, client: Client) -> None:
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["tender"],))
    before = world.one("SELECT count(*) FROM plein.item")
    for path, fields in _forms(world, "tender"):
        answer = client("sanne").post(path, data={**fields, "once": str(uuid4())})
        assert answer.status_code in {403, 409}, (path, answer.status_code)
    for path, fields in _forms(world, "kamer-b"):
        answer = client("bas").post(path, data={**fields, "once": str(uuid4())})
        assert answer.status_code in {403, 409}, (path, answer.status_code)
        assert "Aanbesteding" not in answer.get_data(as_text=True)
    assert world.one("SELECT count(*) FROM plein.item") == before


def test_a_reader_made_one_meanwhile_writes_no_more(world: World, client: Client) -> None:
    world.keeper.execute(
        "UPDATE plein.membership SET role = 'reader' WHERE id = %s",
        (world.memberships["tender", world["sanne"].affiliation],),
    )
    allowed = {f"/reacties/{world.items['bericht-tender']}"}
    for path, fields in _forms(world, "tender"):
        answer = client("sanne").post(path, data={**fields, "once": str(uuid4())})
        assert answer.status_code == (303 if path in allowed else 403), (path, answer.status_code)


def test_an_open_group_that_closed_takes_no_more_from_its_readers(world: World, client: Client, send: Send) -> None:
    assert client("kees").get(f"/groepen/{world.spaces['visie']}/berichten/nieuw").status_code == 200
    world.keeper.execute("UPDATE plein.space SET form = 'closed' WHERE id = %s", (world.spaces["visie"],))
    assert send("kees", f"/groepen/{world.spaces['visie']}/berichten", text="Te laat.").status_code == 404
    assert send("kees", f"/groepen/{world.spaces['visie']}/leden/ik").status_code == 404


@pytest.mark.parametrize(
    "change", ["", "x", "{}x", "x{}", "{}; plein=x", "\udcff", "a" * 5000, "../../etc/passwd", "null"]
)
def test_another_cookie_is_nobodys(world: World, client: Client, change: str) -> None:
    browser = client("")
    cookie = change.replace("{}", world["fatima"].secret)
    answer = browser.get(
        "/groepen", headers={"Cookie": f"plein={cookie}".encode("utf-8", "surrogateescape").decode("latin-1")}
    )
    if change.startswith("{};"):  # two cookies of one name: one of them counts, never a mixture
        assert answer.status_code in {200, 303}
    else:
        assert answer.status_code == 303
        assert answer.location.startswith("/inloggen")


def test_a_proof_is_no_secret(world: World, client: Client) -> None:
    """Given what the database keeps of a session, when it is sent as the cookie, then it opens nothing."""
    for stolen in (world["fatima"].proof.hex(), str(world["fatima"].person_id), secrets.token_urlsafe(32)):
        browser = client("")
        browser.set_cookie("plein", stolen)
        assert browser.get("/groepen").status_code == 303


def test_the_other_session_of_a_person_goes_on_as_it_was(world: World, client: Client, send: Send) -> None:
    """Given els in two sessions, when she goes on as another in one, then the other still acts as before."""
    els = world["els"]
    issuer = world.issuers["dienst"]
    other = client("")
    other.set_cookie("plein", world.session(els.person_id, els.login_id, issuer, "els-2"))
    before = other.get("/").get_data(as_text=True).count("Dienst Midden")
    assert send("els", "/organisatie", affiliation=str(els.affiliations["meerbergen"])).status_code == 303
    assert other.get("/").get_data(as_text=True).count("Dienst Midden") == before
    world.keeper.execute("UPDATE plein.session SET acting_id = NULL WHERE person_id = %s", (els.person_id,))


def test_whom_one_acted_as_and_lost_counts_no_more(world: World, client: Client, send: Send) -> None:
    """Given els acting for Zandwijk, when that place ends, then she goes on as another and sees Zandwijk's no more."""
    els, intern = world["els"], world.spaces["intern"]
    assert send("els", "/organisatie", affiliation=str(els.affiliations["zandwijk"])).status_code == 303
    assert client("els").get(f"/groepen/{intern}").status_code == 200
    world.keeper.execute(
        "UPDATE plein.affiliation SET until = plein.moment() WHERE id = %s", (els.affiliations["zandwijk"],)
    )
    assert client("els").get(f"/groepen/{intern}").status_code == 404
    assert send("els", f"/groepen/{intern}/berichten", text="Te laat.").status_code == 404
    assert send("els", f"/groepen/{world.spaces['visie']}/berichten", text="Namens de dienst.").status_code == 303
    newest = "SELECT author_id FROM plein.item ORDER BY id DESC LIMIT 1"
    assert world.one(newest) == els.affiliations["dienst"]


def test_the_clock_of_a_session_cannot_be_outlived(world: World, client: Client) -> None:
    world.later(days=401)
    assert client("fatima").get("/groepen").status_code == 303
