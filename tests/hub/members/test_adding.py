"""Over HTTP: several colleagues at once, by work address, those who wait, those who come back."""

from uuid import UUID

import pytest

from tests.hub.conftest import Client
from tests.hub.groups.test_groups import text, titles
from tests.world import World


@pytest.fixture
def group(world: World) -> UUID:
    """A closed group of two towns and a service of which only named people are in."""
    made = world.group(
        "erbij",
        "Erbij-groep",
        "closed",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant:named"},
        founder="fatima",
    )
    world.member("erbij", "sanne")
    world.member("erbij", "peter", sponsor="fatima")
    return made


def ids(world: World, *who: str) -> list[str]:
    return [str(world[one].affiliation) for one in who]


def sees(client: Client, who: str, group: UUID) -> bool:
    return client(who).get(f"/groepen/{group}").status_code == 200


def test_several_come_in_at_once_or_nobody(world: World, client: Client, group: UUID) -> None:
    path = f"/groepen/{group}/leden"
    wrong = {"affiliation": ids(world, "kees", "joost"), "role": "reader"}
    assert client("fatima").post(path, data=wrong).status_code == 422
    assert not sees(client, "kees", group)
    both = {"affiliation": ids(world, "kees", "rik", "sanne"), "role": "reader"}
    for who, status in (("sanne", 403), ("peter", 403), ("kees", 404), ("zara", 404), ("joost", 404)):
        assert client(who).post(path, data=both).status_code == status, who
    assert client("fatima").post(path, data=both).status_code == 303
    assert sees(client, "kees", group)
    assert sees(client, "rik", group)
    role = "SELECT role FROM plein.membership WHERE space_id = %s AND affiliation_id = %s"
    assert world.one(role, group, world["sanne"].affiliation) == "member"  # was in already
    assert client("fatima").post(path, data=both).status_code == 409
    assert client("fatima").post(path, data={"affiliation": ids(world, "kees") * 51}).status_code == 422


@pytest.mark.usefixtures("group")
def test_the_members_of_the_group_are_offered_for_a_room(world: World, client: Client) -> None:
    room = world.room("erbij-kamer", "erbij", "Kamer erbij", founder="fatima")
    page = text(client("fatima"), f"/groepen/{room}/leden/toevoegen")
    assert "Sanne Bakker" in page
    assert "Peter Aalbers" not in page  # an external is invited
    sent = {"affiliation": ids(world, "sanne")}
    assert client("fatima").post(f"/groepen/{room}/leden", data=sent).status_code == 303
    assert sees(client, "sanne", room)


@pytest.mark.parametrize(
    "address", ["mehmet@meerbergen.example", "bestaat-niet@meerbergen.example", "a@oosterdiep.example"]
)
def test_the_page_says_the_same_of_every_address(world: World, client: Client, address: str) -> None:
    key = f"adres-{address}"
    made = world.group(key, "Adresgroep", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    path = f"/groepen/{made}/leden/adres"
    for who, status in (("kees", 404), ("zara", 404), ("sanne", 404), ("peter", 404)):
        assert client(who).post(path, data={"address": address}).status_code == status, who
    browser = client("fatima")
    answer = browser.post(path, data={"address": f" {address.upper()} ", "address_role": "reader"})
    assert answer.status_code == 303
    page = text(browser, f"/groepen/{made}/leden/toevoegen")
    assert "Als dit adres bij een deelnemende organisatie hoort" in page
    assert address in page
    assert browser.post(path, data={"address": address}).status_code == 409
    assert "Mehmet" not in titles(text(browser, f"/groepen/{made}/leden"))
    home = f"/beheer/{world.organisations['meerbergen']}/verzoeken"
    assert (address in text(client("mehmet"), home)) == address.startswith("mehmet")
    request = world.one("SELECT id FROM plein.address_request WHERE space_id = %s", made)
    back = f"{path}/{request}/intrekken"
    assert client("sanne").post(back).status_code == 404
    assert browser.post(back).status_code == 303
    assert browser.post(back).status_code == 404


def test_what_is_no_address_is_said_at_the_field(client: Client, group: UUID) -> None:
    for wrong in ("", "mehmet", "a b@c.nl", "a@b", "@x.nl", "a@@b.nl", "x" * 260 + "@a.nl"):
        answer = client("fatima").post(f"/groepen/{group}/leden/adres", data={"address": wrong})
        assert answer.status_code == 422, wrong
        assert "Vul een werkadres in" in answer.text


def test_an_administrator_decides_about_an_address(world: World, client: Client, group: UUID) -> None:
    path = f"/groepen/{group}/leden/adres"
    assert client("fatima").post(path, data={"address": "rik@meerbergen.example"}).status_code == 303
    request = world.one("SELECT id FROM plein.address_request WHERE space_id = %s", group)
    home = f"/beheer/{world.organisations['meerbergen']}"
    for who in ("zara", "sanne", "fatima", "olga", "peter"):
        assert client(who).post(f"{home}/adressen/{request}", data={"answer": "yes"}).status_code == 404
    zandwijk = f"/beheer/{world.organisations['zandwijk']}/adressen/{request}"
    assert client("zara").post(zandwijk, data={"answer": "yes"}).status_code == 404
    said = text(client("mehmet"), f"{home}/verzoeken")
    assert "Rik de Lezer" in said
    assert "Erbij-groep" in titles(said)
    assert client("mehmet").post(f"{home}/adressen/{request}", data={"answer": "yes"}).status_code == 303
    assert sees(client, "rik", group)


def test_who_came_before_the_group_was_closed_waits_for_a_steward(world: World, client: Client, group: UUID) -> None:
    world.member("erbij", "kees", came="self", confirmed=False)
    world.member("erbij", "daan", came="self", confirmed=False)  # only named people of his organisation are in
    page = f"/groepen/{group}/leden/wachten"
    assert not sees(client, "kees", group)
    said = titles(text(client("fatima"), page))
    assert "Kees Prins" in said
    assert "Daan Kuiper" in said
    for who, status in (("sanne", 403), ("peter", 403), ("kees", 404), ("zara", 404), ("joost", 404)):
        assert client(who).get(page).status_code == status, who
    away = f"{page}/{world.memberships['erbij', world['kees'].affiliation]}/afwijzen"
    for who in ("sanne", "peter", "kees", "joost"):
        assert client(who).post(away).status_code == 404, who
    assert client("fatima").post(f"/groepen/{group}/leden", data={"affiliation": ids(world, "kees")}).status_code == 303
    assert sees(client, "kees", group)
    assert client("fatima").post(away).status_code == 404  # is in
    assert not sees(client, "daan", group)
    home = f"/beheer/{world.organisations['dienst']}"
    membership = world.memberships["erbij", world["daan"].affiliation]
    for who in ("zara", "mehmet", "fatima"):
        assert client(who).post(f"{home}/nieuwkomers", data={"membership": str(membership)}).status_code == 404
    # Not by himself, though he is the administrator: another one of them decides.
    assert client("daan").post(f"{home}/nieuwkomers", data={"membership": str(membership)}).status_code == 404
    alone = f"{home}/nieuwkomers/{membership}"
    assert client("daan").post(alone, data={"answer": "yes"}).status_code == 404
    world.person("dora", "Dora Dienst", "dienst:administrator")
    assert client("dora").post(f"{home}/nieuwkomers", data={"membership": str(membership)}).status_code == 303
    assert sees(client, "daan", group)


def test_a_steward_brings_back_whom_a_steward_took_out_and_an_administrator_hers(
    world: World, client: Client, group: UUID
) -> None:
    world.member("erbij", "rik", "reader")
    page, place = f"/groepen/{group}/leden/niet-meer", world.memberships["erbij", world["rik"].affiliation]
    assert client("fatima").post(f"/groepen/{group}/leden/{place}/stoppen").status_code == 303
    assert "Rik de Lezer" in titles(text(client("fatima"), page))
    for who, status in (("sanne", 403), ("peter", 403), ("rik", 404), ("zara", 404), ("mehmet", 404)):
        assert client(who).get(page).status_code == status, who
    home = f"/beheer/{world.organisations['meerbergen']}"
    admit = f"{home}/groepen/{group}/toelaten"
    assert "Rik de Lezer" not in text(client("mehmet"), f"{admit}?q=rik")
    assert client("mehmet").post(admit, data={"affiliation": ids(world, "rik")}).status_code == 403
    back = {"affiliation": ids(world, "rik"), "role": "reader"}
    assert client("fatima").post(f"/groepen/{group}/leden", data=back).status_code == 303
    assert sees(client, "rik", group)

    ending = f"{home}/leden/{place}/stoppen"
    for who in ("zara", "fatima", "sanne", "olga"):
        assert client(who).get(ending).status_code == client(who).post(ending).status_code == 404, who
    assert "Alleen een beheerder van jouw organisatie kan dit herstellen" in text(client("mehmet"), ending)
    assert client("mehmet").post(ending).status_code == 303
    assert "Rik" not in titles(text(client("fatima"), page))
    assert client("fatima").post(f"/groepen/{group}/leden", data=back).status_code == 403
    ended = f"{home}/niet-meer-lid"
    assert "Rik de Lezer" in text(client("mehmet"), ended)
    for who in ("zara", "fatima", "sanne", "rik"):
        assert client(who).post(f"{ended}/{place}").status_code == 404, who
    assert client("mehmet").post(f"{ended}/{place}").status_code == 303
    assert world.one("SELECT role FROM plein.membership WHERE id = %s", place) == "reader"  # as before
    assert client("mehmet").post(f"{ended}/{place}").status_code == 404


def test_an_administrator_lets_own_people_in_and_never_herself(world: World, client: Client, group: UUID) -> None:
    page = f"/beheer/{world.organisations['meerbergen']}/groepen/{group}/toelaten"
    said = text(client("mehmet"), page)
    assert "Frank Vertrokken" in said
    assert "Mehmet" not in titles(said)
    for who in ("zara", "sanne", "fatima", "olga", "peter"):
        assert client(who).get(page).status_code == 404, who
        assert client(who).post(page, data={"affiliation": ids(world, "former")}).status_code == 404, who
    assert client("mehmet").post(page).status_code == 422
    assert client("mehmet").post(page, data={"affiliation": ids(world, "kees")}).status_code == 404
    assert client("mehmet").post(page, data={"affiliation": ids(world, "mehmet")}).status_code == 403
    assert not sees(client, "mehmet", group)
    assert client("mehmet").post(page, data={"affiliation": ids(world, "former")}).status_code == 303
    assert sees(client, "former", group)
    room = world.room("erbij-dicht", "erbij", "Dichte kamer", founder="fatima")
    assert client("mehmet").get(page.replace(str(group), str(room))).status_code == 404
