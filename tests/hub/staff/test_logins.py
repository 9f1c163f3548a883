"""Own logins and sessions over HTTP: what counts through this one, asking for another, linking."""

import hashlib
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
