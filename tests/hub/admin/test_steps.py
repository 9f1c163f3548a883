"""What an administrator does: answers requests, signs agreements, appoints, ends, leaves a group."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.world import World


def propose(world: World, group: str, organisation: str, *, by: str, of: str, reach: str = "all") -> UUID:
    made, named = (
        new_id(),
        world.one("SELECT name FROM plein.organisation WHERE id = %s", world.organisations[organisation]),
    )
    world.lay(
        "proposal",
        id=made,
        group_id=world.spaces[group],
        organisation_id=world.organisations[organisation],
        named=named,
        role="participant",
        reach=reach,
        proposed_by=world[by].affiliation,
        proposer_id=world.organisations[of],
        created_at=world.now,
        until=world.now + timedelta(days=30),
    )
    return made


def home(world: World, organisation: str) -> str:
    return f"/beheer/{world.organisations[organisation]}"


def test_a_party_begins_when_both_administrators_agree(world: World, client: Client) -> None:
    world.group("weg", "Wegen in de regio", "open", {"zandwijk": "owner"}, founder="fatima")
    proposal = propose(world, "weg", "oosterdiep", by="fatima", of="zandwijk")
    url = f"{home(world, 'oosterdiep')}/voorstellen/{proposal}"
    assert url in client("olga").get(f"{home(world, 'oosterdiep')}/voorstellen").text
    said = client("olga").get(url).text
    assert "Alle medewerkers van jouw organisatie kunnen dan alles lezen" in said
    assert "Gemeente Zandwijk, Gemeente Oosterdiep" in said
    assert client("joost").get(f"/groepen/{world.spaces['weg']}").status_code == 404

    once = {"answer": "yes", "once": str(uuid4())}
    assert [client("olga").post(url, data=once).status_code for _ in range(2)] == [303, 303]
    assert "Jouw organisatie is akkoord" in client("olga").get(f"{home(world, 'oosterdiep')}/voorstellen").get_data(
        as_text=True
    )
    assert client("joost").get(f"/groepen/{world.spaces['weg']}").status_code == 404
    assert (
        client("zara").post(f"{home(world, 'zandwijk')}/voorstellen/{proposal}", data={"answer": "yes"}).status_code
        == 303
    )

    assert client("joost").get(f"/groepen/{world.spaces['weg']}").status_code == 200
    again = client("olga").post(url, data={"answer": "no"})
    assert again.status_code == 409
    assert "al beslist" in again.get_data(as_text=True)


def test_a_refused_proposal_opens_nothing(world: World, client: Client) -> None:
    proposal = propose(world, "intern", "meerbergen", by="fatima", of="zandwijk")
    for stranger in ("fatima", "olga", "sanne"):
        for organisation in ("zandwijk", "meerbergen", "oosterdiep"):
            url = f"{home(world, organisation)}/voorstellen/{proposal}"
            assert client(stranger).post(url, data={"answer": "yes"}).status_code == 404
    url = f"{home(world, 'meerbergen')}/voorstellen/{proposal}"
    assert client("mehmet").post(url, data={"answer": "onzin"}).status_code == 303
    assert world.one("SELECT status FROM plein.proposal WHERE id = %s", proposal) == "refused"
    assert client("sanne").get(f"/groepen/{world.spaces['intern']}").status_code == 404


@pytest.mark.parametrize(("answer", "status"), [("yes", 200), ("no", 404)])
def test_who_waits_where_only_named_people_are_comes_in_by_the_administrator(
    world: World, client: Client, answer: str, status: int
) -> None:
    key = f"wacht-{answer}"
    world.person(key, "Wim Wacht", "dienst")
    membership = world.member("tender", key, confirmed=False, let_in_by=world["fatima"].affiliation)
    assert client(key).get(f"/groepen/{world.spaces['tender']}").status_code == 404
    said = client("daan").get(f"{home(world, 'dienst')}/verzoeken").get_data(as_text=True)
    assert "Wim Wacht" in said
    assert "Fatima El Idrissi" in said
    assert "1 collega wacht" in client("daan").get(home(world, "dienst")).get_data(as_text=True)

    foreign = f"{home(world, 'meerbergen')}/nieuwkomers/{membership}"
    assert client("mehmet").post(foreign, data={"answer": "yes"}).status_code == 404
    url = f"{home(world, 'dienst')}/nieuwkomers/{membership}"
    assert client("daan").post(url, data={"answer": answer}).status_code == 303

    assert client(key).get(f"/groepen/{world.spaces['tender']}").status_code == status


def test_an_agreement_is_in_force_when_all_have_signed_and_ends_for_all(world: World, client: Client) -> None:
    form = {
        "title": "Samen <b>sterk</b>",
        "organisations": [str(world.organisations["meerbergen"]), str(world.organisations["dienst"])],
        "directory": "1",
        "once": str(uuid4()),
    }
    first = client("zara").post(f"{home(world, 'zandwijk')}/afspraken/nieuw", data=form)
    second = client("zara").post(f"{home(world, 'zandwijk')}/afspraken/nieuw", data=form)
    assert first.headers["Location"] == second.headers["Location"]
    agreement = first.headers["Location"].rsplit("/", 1)[1]

    def step(who: str, organisation: str, what: str) -> int:
        return client(who).post(f"{home(world, organisation)}/afspraken/{agreement}", data={"step": what}).status_code

    page = client("mehmet").get(f"{home(world, 'meerbergen')}/afspraken/{agreement}").get_data(as_text=True)
    assert "<b>sterk" not in page
    assert 'value="sign"' in page
    assert 'value="withdraw"' not in page
    assert client("olga").get(f"{home(world, 'oosterdiep')}/afspraken/{agreement}").status_code == 404
    assert step("olga", "oosterdiep", "sign") == 404
    assert step("mehmet", "meerbergen", "withdraw") == 403
    assert step("mehmet", "meerbergen", "onzin") == 422
    assert step("mehmet", "meerbergen", "sign") == 303
    assert world.one("SELECT status FROM plein.agreement WHERE id = %s", agreement) == "proposed"
    assert step("daan", "dienst", "sign") == 303
    assert world.one("SELECT status FROM plein.agreement WHERE id = %s", agreement) == "signed"
    assert step("daan", "dienst", "refuse") == 409
    assert "eindigt meteen" in client("daan").get(f"{home(world, 'dienst')}/afspraken/{agreement}/beeindigen").get_data(
        as_text=True
    )
    assert step("daan", "dienst", "end") == 303
    assert client("daan").get(f"{home(world, 'dienst')}/afspraken/{agreement}/beeindigen").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"organisations": "geen-id"}, "organisations"),
        ({"organisations": "01930000-0000-7000-8000-000000000000"}, "organisations"),
        ({"last_day": "2001-01-01"}, "last_day"),
        ({"last_day": "gisteren"}, "last_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
    ],
)
def test_a_wrong_agreement_says_so_and_keeps_what_was_typed(
    world: World, client: Client, wrong: dict[str, str], field: str
) -> None:
    form = {"title": "Houd dit vast", "organisations": str(world.organisations["dienst"]), "last_day": ""} | wrong
    before = world.one("SELECT count(*) FROM plein.agreement")

    answer = client("zara").post(f"{home(world, 'zandwijk')}/afspraken/nieuw", data=form)

    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="fout-{field}"' in said
    assert "Houd dit vast" in said or field == "title"
    assert field == "organisations" or re.search(f'value="{world.organisations["dienst"]}" checked', said)
    assert world.one("SELECT count(*) FROM plein.agreement") == before


def test_people_are_found_by_the_beginning_of_a_name_and_page_by_page(world: World, client: Client) -> None:
    for number in range(35):
        world.person(f"rij-{number}", f"Rij Nummer{number:02}", "meerbergen")
    url = f"{home(world, 'meerbergen')}/mensen"
    first = client("mehmet").get(f"{url}?q=nummer").get_data(as_text=True)
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = client("mehmet").get(more[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "Nummer00" in first
    assert "Nummer34" not in first
    assert "Nummer34" in second
    assert "Sanne" not in first
    assert "Niemand gevonden" in client("mehmet").get(f"{url}?q=%25%00'--").get_data(as_text=True)
    assert "Sanne Bakker" in client("mehmet").get(f"{url}?q=bakk").get_data(as_text=True)


def test_an_administrator_is_appointed_and_the_last_one_stays(world: World, client: Client) -> None:
    url = f"{home(world, 'oosterdiep')}/mensen"
    olga, joost = world["olga"].affiliation, world["joost"].affiliation
    last = client("olga").post(f"{url}/{olga}/rol", data={"role": "member"})
    assert last.status_code == 409
    assert "laatste beheerder" in last.get_data(as_text=True)
    assert client("olga").post(f"{url}/{olga}/uit-dienst", data={"why": ""}).status_code == 409
    for wrong in ({}, {"role": "koning"}):
        assert client("olga").post(f"{url}/{joost}/rol", data=wrong).status_code == 422
    assert client("joost").get(url).status_code == 404

    assert client("olga").post(f"{url}/{joost}/rol", data={"role": "administrator"}).status_code == 303
    assert client("joost").get(url).status_code == 200
    answer = client("olga").post(f"{url}/{olga}/rol", data={"role": "member"})

    assert answer.headers["Location"] == "/"
    assert client("olga").get(url).status_code == 404
    assert client("joost").post(f"{url}/{olga}/rol", data={"role": "administrator"}).status_code == 303


def test_who_leaves_the_organisation_sees_nothing_any_more_and_what_was_written_stays(
    world: World, client: Client
) -> None:
    world.person("weg", "Willem Weg", "zandwijk")
    world.member("tender", "weg")
    item = world.item("bericht-van-weg", "tender", "weg")
    url = f"{home(world, 'zandwijk')}/mensen/{world['weg'].affiliation}/uit-dienst"
    assert "1 lidmaatschap eindigt" in client("zara").get(url).get_data(as_text=True)
    assert client("zara").post(url, data={"why": "x" * 2000}).status_code == 422

    once = {"why": "Andere baan", "once": str(uuid4())}
    assert [client("zara").post(url, data=once).status_code for _ in range(2)] == [303, 303]

    assert (
        "/inloggen" in client("weg").get(f"/groepen/{world.spaces['tender']}").headers["Location"]
    )  # the session ended
    assert client("fatima").get(f"/berichten/{item}").status_code == 200
    assert "uit dienst" in client("zara").get(f"{home(world, 'zandwijk')}/mensen?q=willem").get_data(as_text=True)
    why = "SELECT why FROM plein.audit WHERE verb = 'affiliation.ended' AND thing_id = %s"
    assert world.one(why, world["weg"].affiliation) == "Andere baan"


def test_externals_are_looked_after_from_beheer(world: World, client: Client) -> None:
    url, place = f"{home(world, 'zandwijk')}/externen", world.memberships["kamer-a", world["karin"].affiliation]
    said = client("zara").get(f"{url}?q=karin").get_data(as_text=True)
    assert "Karin Kade" in said
    assert "Peter Aalbers" not in said
    assert "Kamer Kade" in said
    extend = f"/externen/{place}/verlengen?back={url}"
    assert extend in said
    day = (world.now + timedelta(days=80)).date().isoformat()
    answer = client("zara").post(f"/externen/{place}/verlengen", data={"access_until": day, "back": url})
    assert answer.headers["Location"] == url
    elsewhere = {"access_until": day, "back": "https://evil.example/beheer/"}
    assert client("zara").post(f"/externen/{place}/verlengen", data=elsewhere).headers["Location"] == "/externen"


def test_an_external_whose_sponsor_has_gone_is_seen_first(world: World, client: Client) -> None:
    world.person("sponsor", "Sietske Sponsor", "dienst")
    world.person("los", "Lotte Los", "dienst:external", issuer="gasten")
    mine = world.member("tender", "sponsor")
    world.member("tender", "los", sponsor="sponsor", days=9)
    world.keeper.execute("UPDATE plein.membership SET until = plein.moment() WHERE id = %s", (mine,))
    said = client("daan").get(home(world, "dienst")).get_data(as_text=True)
    assert "1 externe zonder contactpersoon" in said
    assert "1 externe verliest binnen 14 dagen toegang" in said
    assert "doet niet meer mee" in client("daan").get(f"{home(world, 'dienst')}/externen").get_data(as_text=True)


def test_a_party_leaves_and_the_last_owner_stays(world: World, client: Client) -> None:
    url = f"{home(world, 'zandwijk')}/groepen"
    only = client("zara").post(f"{url}/{world.spaces['intern']}/verlaten")
    assert only.status_code == 409
    assert "enige eigenaar" in only.get_data(as_text=True)
    assert client("zara").post(f"{url}/{world.squares['zandwijk']}/verlaten").status_code == 409

    leave = f"{home(world, 'dienst')}/groepen/{world.spaces['visie']}/verlaten"
    assert "Dit blijft" in client("daan").get(leave).get_data(as_text=True)
    assert client("els").get(f"/berichten/{world.items['bericht-visie']}").status_code == 200
    once = {"once": str(uuid4())}
    assert [client("daan").post(leave, data=once).status_code for _ in range(2)] == [303, 303]
    assert client("daan").get(leave).status_code == 404
    assert client("daan").get(f"/groepen/{world.spaces['visie']}").status_code == 404


def test_invitations_are_seen_sent_again_and_withdrawn(world: World, client: Client) -> None:
    url, made = f"{home(world, 'zandwijk')}/uitnodigingen", new_id()
    world.lay(
        "invitation",
        id=made,
        kind="external",
        organisation_id=world.organisations["zandwijk"],
        group_id=world.spaces["tender"],
        space_id=world.spaces["tender"],
        sponsor_id=world["fatima"].affiliation,
        shown="Ina Invitatie",
        address="ina@buiten.example",
        proof=made.bytes,
        access_until=world.now + timedelta(days=30),
        expires_at=world.now + timedelta(days=14),
        created_at=world.now,
    )
    assert "ina@buiten.example" in client("zara").get(url).get_data(as_text=True)
    assert client("mehmet").post(f"/uitnodigingen/{made}/opnieuw").status_code == 404
    again = client("zara").post(f"/uitnodigingen/{made}/opnieuw", data={"back": url})
    assert again.headers["Location"] == url
    assert client("zara").post(f"/uitnodigingen/{made}/intrekken", data={"back": url}).headers["Location"] == url
    assert client("zara").post(f"/uitnodigingen/{made}/opnieuw", data={"back": url}).status_code == 409
    assert "Ingetrokken" in client("zara").get(url).get_data(as_text=True)
