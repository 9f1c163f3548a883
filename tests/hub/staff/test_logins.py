"""Own logins and sessions over HTTP: what counts through this one, asking for another, linking."""

import hashlib
import re
from datetime import timedelta

from tests.hub.conftest import Client
from tests.hub.staff.test_people import home
from tests.world import World


def test_the_page_of_own_logins_shows_what_counts_through_this_one(client: Client) -> None:
    page = client("sanne").get("/account/aanmeldingen").get_data(as_text=True)
    assert "hiermee ben je ingelogd" in page
    assert "Vraag de beheerder" in page
    other = client("sanne-elders").get("/account/aanmeldingen").get_data(as_text=True)
    assert "Gemeente Meerbergen" not in other.replace("Gemeente Meerbergen</strong>", "")
    assert client("").get("/account/aanmeldingen").status_code == 303


def test_asking_and_answering_about_another_login(world: World, client: Client) -> None:
    form = {"affiliation": str(world["sanne"].affiliation), "login": str(world["sanne-elders"].login_id)}
    assert client("sanne-elders").post("/account/aanmeldingen/vragen", data=form).status_code == 404
    assert client("rik").post("/account/aanmeldingen/vragen", data=form).status_code == 404
    assert client("sanne").post("/account/aanmeldingen/vragen", data={}).status_code == 404
    assert client("sanne").post("/account/aanmeldingen/vragen", data=form).status_code == 303
    found = world.one("SELECT id FROM plein.login_request WHERE kind = 'other' AND status = 'open'")
    url = f"{home(world, 'meerbergen')}/verzoeken"
    assert "Sanne Bakker wil ook inloggen" in client("mehmet").get(url).get_data(as_text=True)
    assert client("zara").post(f"{url}/{found}/aanmelding", data={"answer": "yes"}).status_code == 404
    foreign = f"{home(world, 'zandwijk')}/verzoeken/{found}/aanmelding"
    assert client("zara").post(foreign, data={"answer": "yes"}).status_code == 404
    assert client("sanne-elders").get(f"/groepen/{world.spaces['tender']}").status_code == 404

    assert client("mehmet").post(f"{url}/{found}/aanmelding", data={"answer": "yes"}).status_code == 303

    assert client("sanne-elders").get(f"/groepen/{world.spaces['tender']}").status_code == 200
    taken = f"{home(world, 'meerbergen')}/{world['sanne'].affiliation}/aanmeldingen/{world['sanne-elders'].login_id}"
    assert client("zara").post(taken).status_code == 404
    assert client("mehmet").post(taken).status_code == 303
    assert client("sanne-elders").get(f"/groepen/{world.spaces['tender']}").status_code in {303, 404}


def test_own_other_sessions_end(world: World, client: Client) -> None:
    world.person("twee", "Tess Twee", "zandwijk")
    one = world["twee"]
    world.session(one.person_id, one.login_id, world.issuers["zandwijk"], "twee")
    assert "Beëindig alle andere sessies" in client("twee").get("/account/aanmeldingen").get_data(as_text=True)
    assert client("twee").post("/account/sessies/beeindigen").status_code == 303
    assert "Beëindig alle andere sessies" not in client("twee").get("/account/aanmeldingen").get_data(as_text=True)


def test_one_other_session_ends(world: World, client: Client) -> None:
    world.person("drie", "Tom Drie", "zandwijk")
    one = world["drie"]
    for _ in range(2):
        world.session(one.person_id, one.login_id, world.issuers["zandwijk"], "drie")
    page = client("drie").get("/account/aanmeldingen").get_data(as_text=True)
    urls = re.findall(r'action="(/account/sessies/[0-9a-f-]{36}/beeindigen)"', page)
    assert len(urls) == 2
    assert client("kees").post(urls[0]).status_code == 404
    assert client("drie").post(urls[0]).status_code == 303
    assert client("drie").post(urls[0]).status_code == 404
    left = client("drie").get("/account/aanmeldingen").get_data(as_text=True)
    assert re.findall(r'action="(/account/sessies/[0-9a-f-]{36}/beeindigen)"', left) == urls[1:]


def test_a_login_is_unlinked_after_what_follows_was_shown(world: World, client: Client) -> None:
    world.person("los", "Lena Los", "meerbergen")
    second = world.second_login("los", "los-elders", "oosterdiep")
    url = f"/account/aanmeldingen/{second.login_id}/losmaken"
    first = f"/account/aanmeldingen/{world['los'].login_id}/losmaken"
    for who in ("rik", "mehmet"):
        assert client(who).get(url).status_code == 404
        assert client(who).post(url).status_code == 404
    assert url in client("los").get("/account/aanmeldingen").get_data(as_text=True)
    assert first not in client("los").get("/account/aanmeldingen").get_data(as_text=True)
    assert "wordt uitgelogd" in client("los").get(url).get_data(as_text=True)
    assert "Log in met je andere aanmelding" in client("los").get(first).get_data(as_text=True)
    assert client("los").post(first).status_code == 409
    assert "Losmaken kan nog niet" in client("los-elders").get(first).get_data(as_text=True)
    assert client("los-elders").post(first).status_code == 409

    assert client("los").post(url).status_code == 303

    assert client("los").get(url).status_code == 404
    assert "hiermee ben je ingelogd" in client("los").get("/account/aanmeldingen").get_data(as_text=True)
    assert client("los-elders").get("/account/aanmeldingen").status_code == 303  # signed out
    log = client("mehmet").get(f"/beheer/{world.organisations['meerbergen']}/auditlog").get_data(as_text=True)
    assert "Lena Los maakte een aanmelding los." in log


def test_nothing_is_linked_without_a_sign_in_of_this_session(world: World, client: Client) -> None:
    assert client("kees").get("/account/aanmeldingen/bevestigen").status_code == 404
    assert client("kees").post("/account/aanmeldingen/bevestigen").status_code == 404
    world.lay(
        "login_link",
        session=hashlib.sha256(world["kees"].secret.encode()).digest(),
        issuer_id=world.issuers["gasten"],
        subject="kees-thuis",
        shown="Kees thuis",
        until=world.now + timedelta(minutes=5),
    )
    assert client("fatima").get("/account/aanmeldingen/bevestigen").status_code == 404
    assert "Kees thuis" in client("kees").get("/account/aanmeldingen/bevestigen").get_data(as_text=True)
    from_elsewhere = client("kees").post(
        "/account/aanmeldingen/bevestigen", headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    )
    assert from_elsewhere.status_code == 403
    assert client("kees").post("/account/aanmeldingen/bevestigen").status_code == 303
    owner = "SELECT person_id FROM plein.login WHERE subject = 'kees-thuis'"
    assert world.one(owner) == world["kees"].person_id
    assert (
        "onbekend=1" in client("kees").post("/account/aanmeldingen/koppelen", data={"address": "x"}).headers["Location"]
    )
