"""Beheer of the own people: list and file, one person, leaving, coming back, invitations of staff."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest

from hub.kit.edge import Hub
from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World


def home(world: World, organisation: str) -> str:
    return f"/beheer/{world.organisations[organisation]}/mensen"


def test_the_list_is_searched_filtered_ordered_and_paged(world: World, client: Client) -> None:
    url = home(world, "dienst")
    for number in range(35):
        world.person(f"rij-{number}", f"Rij Nummer{number:02}", "dienst")
    world.person("vertrekt", "Vera Vertrekt", "dienst")
    later = "UPDATE plein.affiliation SET until = plein.moment() + interval '9 days' WHERE id = %s"
    world.keeper.execute(later, (world["vertrekt"].affiliation,))
    never = "UPDATE plein.affiliation SET seen_at = NULL WHERE id = %s"
    world.keeper.execute(never, (world["rij-7"].affiliation,))

    def said(query: str) -> str:
        answer = client("daan").get(f"{url}?{query}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    assert "Vera Vertrekt" in said("staat=leaving")
    assert "Nummer" not in said("staat=leaving")
    assert "Nummer07" in said("staat=never")
    assert "Vera" not in said("staat=never")
    assert "Daan Kuiper" in said("rol=administrator")
    assert "Vera" not in said("rol=administrator")
    assert "Niemand gevonden" in said("bron=scim")
    assert "Niemand gevonden" in said("staat=ended")
    assert said("op=-naam&q=nummer").index("Nummer34") < said("op=-naam&q=nummer").index("Nummer20")
    names, query = set[str](), "q=nummer&op=-naam"
    while query:
        page = said(query)
        names |= set(re.findall(r"Rij Nummer\d\d", page))
        more = re.search(r'rel="next" href="[^"?]*\?([^"]+)"', page)
        query = more[1].replace("&amp;", "&") if more else ""
    assert len(names) == 35
    for wrong in ("op=onzin", "staat=onzin", "rol='--"):
        assert "Daan Kuiper" in said(wrong)


def test_the_list_is_taken_as_a_file_by_its_administrator_alone(world: World, client: Client) -> None:
    world.person("formule", "=cmd Formule", "oosterdiep")
    file = client("olga").get(f"{home(world, 'oosterdiep')}.csv")
    assert file.status_code == 200
    text = file.get_data(as_text=True)
    assert "joost@oosterdiep.example" in text
    assert not re.search(r"(^|[;,\"])=cmd", text, re.MULTILINE)
    for who in ("joost", "mehmet", "peter"):
        assert client(who).get(f"{home(world, 'oosterdiep')}.csv").status_code == 404


def test_many_leave_at_once_after_a_look(world: World, client: Client, work: Callable[[], None]) -> None:
    for number in range(3):
        world.person(f"weg-{number}", f"Weg {number}", "oosterdiep")
    ids = [str(world[f"weg-{number}"].affiliation) for number in range(3)]
    ids += [str(world["olga"].affiliation), str(world["kees"].affiliation)]  # herself, and of another organisation
    url = f"/beheer/{world.organisations['oosterdiep']}/tegelijk/mensen-uit-dienst"
    page = client("olga").get(url, query_string={"chosen": ids}).get_data(as_text=True)
    assert "Weg 2" in page
    assert "dat ben jij zelf" in page
    assert "Kees Prins" not in page

    assert client("olga").post(url, data={"chosen": ids}).status_code == 303
    work()

    assert "/inloggen" in client("weg-1").get("/").headers["Location"]
    assert client("olga").get("/beheer").status_code == 303
    assert client("kees").get("/").status_code == 200


def test_one_persons_page_says_logins_and_never_the_subject(world: World, client: Client) -> None:
    page = client("zara").get(f"{home(world, 'zandwijk')}/{world['fatima'].affiliation}").get_data(as_text=True)
    assert "Omgevingsvisie 2040" in page
    assert "eerste keer inloggen" in page
    assert f"wat={world['fatima'].affiliation}" in page
    assert str(world["fatima"].person_id) not in page


def test_the_log_is_filtered_by_a_person(world: World, client: Client) -> None:
    browser, fatima = client("zara"), world["fatima"].affiliation
    world.person("log", "Loes Logboek", "zandwijk")
    browser.post(f"{home(world, 'zandwijk')}/{world['log'].affiliation}/rol", data={"role": "administrator"})
    browser.post(f"{home(world, 'zandwijk')}/{world['log'].affiliation}/rol", data={"role": "member"})
    log = f"/beheer/{world.organisations['zandwijk']}/auditlog?wat="
    assert "Loes Logboek werd beheerder" in browser.get(f"{log}{world['log'].affiliation}").get_data(as_text=True)
    assert "Loes Logboek werd beheerder" not in browser.get(f"{log}{fatima}").get_data(as_text=True)
    assert browser.get(f"{log}onzin").status_code in {404, 422}


def test_leaving_says_what_follows_and_can_be_taken_back(world: World, client: Client) -> None:
    world.person("stuur", "Stella Stuur", "zandwijk")
    world.group("enig", "Enige groep", "closed", {"zandwijk": "owner"}, founder="stuur")
    world.person("haar-gast", "Hans Gast", "zandwijk:external", issuer="gasten")
    world.member("enig", "haar-gast", sponsor="stuur")
    url = f"{home(world, 'zandwijk')}/{world['stuur'].affiliation}"
    page = client("zara").get(f"{url}/uit-dienst").get_data(as_text=True)
    assert "1 plek houdt geen groepsbeheerder over" in page
    assert "Hans Gast · Enige groep" in page
    assert client("zara").get(f"{url}/heropenen").status_code == 404

    browser = client("zara")
    assert browser.post(f"{url}/uit-dienst", data={"when": "now", "why": "", "once": str(uuid4())}).status_code == 303
    said = browser.get(url).get_data(as_text=True)
    assert "uit dienst" in said
    assert f'action="{url}/heropenen"' in said
    assert "/inloggen" in client("stuur").get("/").headers["Location"]
    assert browser.post(f"{url}/heropenen", data={"last_day": ""}).status_code == 303
    assert "Doet nergens mee" in browser.get(url).get_data(as_text=True)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"when": "later"}, 422),
        ({"when": "later", "last_day": "2001-01-01"}, 422),
        ({"when": "ooit"}, 422),
        ({"when": "later", "last_day": "onzin"}, 422),
    ],
)
def test_a_wrong_day_of_leaving_is_asked_again(world: World, client: Client, sent: dict[str, str], status: int) -> None:
    url = f"{home(world, 'zandwijk')}/{world['fatima'].affiliation}/uit-dienst"
    answer = client("zara").post(url, data=sent | {"why": "houd vast"})
    assert answer.status_code == status
    assert "houd vast" in answer.get_data(as_text=True)


def test_a_last_day_is_set_and_changed(world: World, client: Client) -> None:
    world.person("tot", "Ton Tot", "zandwijk")
    url, browser = f"{home(world, 'zandwijk')}/{world['tot'].affiliation}", client("zara")
    day = (world.now + timedelta(days=20)).date().isoformat()
    assert browser.post(f"{url}/uit-dienst", data={"when": "later", "last_day": day}).status_code == 303
    assert f'value="{day}"' in browser.get(f"{url}/termijn").get_data(as_text=True)
    assert client("tot").get("/").status_code == 200
    assert browser.post(f"{url}/termijn", data={"last_day": ""}).status_code == 303
    assert "Geef een einddatum" in browser.get(url).get_data(as_text=True)
    for who in ("fatima", "mehmet", "peter"):
        assert client(who).post(f"{url}/termijn", data={"last_day": day}).status_code == 404


def test_administrators_are_listed_and_the_last_one_stays(world: World, client: Client) -> None:
    page = client("mehmet").get(f"{home(world, 'meerbergen')}/beheerders").get_data(as_text=True)
    assert "Mehmet Yildiz" in page
    assert "Sanne Bakker" not in page
    assert "De enige beheerder" in page


def test_an_administrator_ends_the_sessions_of_own_people_alone(world: World, client: Client) -> None:
    world.person("sessie", "Sep Sessie", "zandwijk")
    url = f"{home(world, 'zandwijk')}/{world['sessie'].affiliation}/sessies"
    for who in ("fatima", "mehmet", "sessie"):
        assert client(who).post(url).status_code == 404
    foreign = f"{home(world, 'zandwijk')}/{world['sanne'].affiliation}/sessies"
    assert client("zara").post(foreign).status_code == 404
    assert client("sessie").get("/").status_code == 200

    assert client("zara").post(url).status_code == 303

    assert "/inloggen" in client("sessie").get("/").headers["Location"]


# ---------------------------------------------------------------- who comes back


def returned(world: World, who: str, organisation: str, *, matched: str = "login", login: str = "") -> UUID:
    made = new_id()
    world.lay(
        "login_request",
        id=made,
        kind="return",
        organisation_id=world.organisations[organisation],
        affiliation_id=world[who].affiliations[organisation],
        login_id=world[login or who].login_id,
        matched=matched,
        shown="Terug Keer",
        address="terug@elders.example",
        created_at=world.now,
    )
    return made


def test_who_comes_back_waits_for_the_administrator(world: World, client: Client) -> None:
    url = f"{home(world, 'zandwijk')}/verzoeken"
    made = returned(world, "gone", "zandwijk")
    desk = client("zara").get(f"/beheer/{world.organisations['zandwijk']}").get_data(as_text=True)
    assert "1 oud-collega wil weer toegang" in desk
    assert "Terug Keer wil weer toegang" in client("zara").get(url).get_data(as_text=True)
    page = client("zara").get(f"{url}/{made}").get_data(as_text=True)
    assert "Gerda Uitdienst" in page
    assert "niet bevestigd" in page
    assert 'value="other"' not in page
    for who in ("kees", "mehmet", "gone", "peter"):
        assert client(who).get(f"{url}/{made}").status_code in {404, 303}
        assert client(who).post(f"{url}/{made}", data={"answer": "same"}).status_code in {404, 401}
    elsewhere = f"{home(world, 'meerbergen')}/verzoeken/{made}"
    assert client("mehmet").post(elsewhere, data={"answer": "same"}).status_code == 404
    assert client("zara").post(f"{url}/{made}", data={}).status_code == 422

    assert client("zara").post(f"{url}/{made}", data={"answer": "same"}).status_code == 303

    assert client("gone").get(f"/groepen/{world.squares['zandwijk']}").status_code == 200
    assert client("gone").get(f"/groepen/{world.spaces['tender']}").status_code == 404
    assert client("zara").get(f"{url}/{made}").status_code == 404


# ---------------------------------------------------------------- staff by invitation


def test_staff_is_invited_by_mail_and_works_here_too(
    world: World, client: Client, work: Callable[[], None], post: Callable[[str], list[EmailMessage]]
) -> None:
    url = f"{home(world, 'meerbergen')}/uitnodigingen"
    day = (world.now + timedelta(days=60)).date().isoformat()
    form = {"shown": "Joost", "address": "joost@firma.example", "title": "Adviseur", "last_day": day}
    for wrong, field in (
        ({"shown": ""}, "shown"),
        ({"address": "geen adres"}, "address"),
        ({"address": "iemand@meerbergen.example"}, "address"),
        ({"last_day": ""}, "last_day"),
        ({"last_day": "2001-01-01"}, "last_day"),
    ):
        answer = client("mehmet").post(f"{url}/nieuw", data=form | wrong)
        assert answer.status_code == 422
        assert f'id="fout-{field}"' in answer.get_data(as_text=True)
    for who in ("sanne", "zara", "peter"):
        assert client(who).post(f"{url}/nieuw", data=form).status_code == 404
    assert client("mehmet").post(f"{url}/nieuw", data=form).status_code == 303
    assert "joost@firma.example" in client("mehmet").get(url).get_data(as_text=True)
    work()
    mail = post("joost@firma.example")[0].get_content()
    assert "Adviseur" not in mail
    assert "Mehmet Yildiz van Gemeente Meerbergen" in mail
    found = re.search(r"/meewerken/(\S+)", mail)
    assert found
    secret = found[1]

    greeting = client("").get(f"/meewerken/{secret}").get_data(as_text=True)
    assert "Mehmet Yildiz" in greeting
    assert "Adviseur" not in greeting
    assert client("").get("/meewerken/iets-anders").status_code == 404
    terms = client("joost").get(f"/meewerken/{secret}").get_data(as_text=True)
    assert "Adviseur" in terms
    assert client("sanne").get(f"/meewerken/{secret}").get_data(as_text=True).count("Je werkt hier al")

    once = {"shown": "Joost van der Meulen", "once": str(uuid4())}
    accepted = [client("joost").post(f"/meewerken/{secret}/aannemen", data=once).status_code for _ in range(2)]
    assert accepted == [303, 303]

    work()
    assert "Joost werkt nu ook bij Gemeente Meerbergen" in {one["Subject"] for one in post("mehmet@meerbergen.example")}
    assert client("joost").get(f"/groepen/{world.squares['meerbergen']}").status_code == 200
    assert client("").get(f"/meewerken/{secret}").status_code == 404


def test_an_invitation_of_staff_is_no_external_of_the_inviter(world: World, client: Client) -> None:
    made = new_id()
    world.lay(
        "invitation",
        id=made,
        kind="staff",
        organisation_id=world.organisations["zandwijk"],
        sponsor_id=world["zara"].affiliation,
        shown="Ada Anders",
        address="ada@anders.example",
        proof=made.bytes,
        access_until=world.now + timedelta(days=30),
        expires_at=world.now + timedelta(days=14),
        created_at=world.now,
    )
    url = f"{home(world, 'zandwijk')}/uitnodigingen"
    assert "Ada Anders" not in client("zara").get("/externen").get_data(as_text=True)
    assert client("zara").post(f"/uitnodigingen/{made}/intrekken").status_code in {404, 409}
    assert "Ada Anders" in client("zara").get(url).get_data(as_text=True)
    assert client("mehmet").post(f"{home(world, 'meerbergen')}/uitnodigingen/{made}/intrekken").status_code == 404
    assert client("zara").post(f"{url}/{made}/bevestigen", data={"right": "yes"}).status_code == 409
    assert client("zara").post(f"{url}/{made}/opnieuw").status_code == 303
    assert client("zara").post(f"{url}/{made}/intrekken").status_code == 303
    assert client("zara").post(f"{url}/{made}/opnieuw").status_code == 409


def test_lists_ask_as_often_whatever_they_show(app: Hub, world: World, client: Client) -> None:
    pages = ["", "/beheerders", "/verzoeken", "/uitnodigingen"]

    def asked() -> list[int]:
        found = []
        for page in pages:
            with counted(app.engine) as said:
                assert client("olga").get(home(world, "oosterdiep") + page).status_code == 200
            found.append(len(said))
        return found

    few = asked()
    for number in range(12):
        world.person(f"veel-{number}", f"Veel {number:02}", "oosterdiep")
        returned(world, f"veel-{number}", "oosterdiep")

    assert asked() == few


def test_mails_go_to_whom_they_concern(
    world: World, client: Client, work: Callable[[], None], post: Callable[[str], list[EmailMessage]]
) -> None:
    world.person("benoemd", "Bea Benoemd", "zandwijk")
    url = f"{home(world, 'zandwijk')}/{world['benoemd'].affiliation}"
    client("zara").post(f"{url}/rol", data={"role": "administrator"})
    work()
    assert [one["Subject"] for one in post("benoemd@zandwijk.example")] == [
        "Je bent nu beheerder van Gemeente Zandwijk"
    ]
    els = f"{home(world, 'zandwijk')}/{world['els'].affiliations['zandwijk']}"
    client("zara").post(f"{els}/uit-dienst", data={"when": "now"})
    client("zara").post(f"{els}/heropenen", data={"last_day": ""})
    work()
    told = [one for one in post("mehmet@meerbergen.example") if "bij een andere organisatie" in one["Subject"]]
    assert len(told) == 1
    assert "Gemeente Zandwijk gaf Els Wiersma weer toegang" in " ".join(told[0].get_content().split())
    assert not [one for one in post("olga@oosterdiep.example") if "andere organisatie" in one["Subject"]]
