"""Who is in a group, joining, adding, roles and ending."""

from html import unescape

from hub.kit.edge import Hub
from tenants.ids import new_id
from tests.hub.conftest import Client
from tests.hub.groups.test_groups import text, titles
from tests.hub.queries import counted
from tests.world import World


def test_the_end_and_sponsor_of_an_external_are_for_those_who_may_know(world: World, client: Client) -> None:
    path = f"/groepen/{world.spaces['tender']}/leden"
    for who in ("fatima", "peter"):
        assert "tot en met" in titles(text(client(who), path))
    for who in ("sanne", "rik"):
        page = titles(text(client(who), path))
        assert "Peter Aalbers" in page
        assert "tot en met" not in page
        assert "contactpersoon" not in page


def test_former_members_and_those_whose_date_has_passed_are_in_no_list(world: World, client: Client) -> None:
    page = titles(text(client("fatima"), f"/groepen/{world.spaces['tender']}/leden"))
    assert not [name for name in ("Frank", "Gerda", "Ivo") if name in page]


def test_members_are_filtered_by_name_organisation_role_and_kind(world: World, client: Client) -> None:
    path, browser = f"/groepen/{world.spaces['tender']}/leden", client("sanne")
    for query, there, not_there in (
        ("q=aalb", "Peter Aalbers", "Rik de Lezer"),
        (f"organisatie={world.organisations['dienst']}", "Els Wiersma", "Peter Aalbers"),
        ("rol=reader", "Rik de Lezer", "Els Wiersma"),
        ("soort=external", "Peter Aalbers", "Els Wiersma"),
    ):
        page = titles(text(browser, f"{path}?{query}"))
        assert there in page
        assert not_there not in page
    assert "Niemand gevonden" in text(browser, f"{path}?q=%25%27--")
    assert browser.get(f"{path}?na=x").status_code == 404


def test_staff_of_a_party_join_an_open_group_and_nobody_else(world: World, client: Client) -> None:
    group = world.spaces["visie"]
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code == 303
    assert "Kees Prins" in titles(text(client("fatima"), f"/groepen/{group}/leden"))
    for who, space, status in (
        ("joost", "visie", 404),
        ("peter", "visie", 404),
        ("kees", "tender", 404),
        ("rik", "tender", 403),
        ("karin", "kamer-a", 303),  # is a member: nothing more happens
    ):
        assert client(who).post(f"/groepen/{world.spaces[space]}/leden/ik").status_code == status, who


def test_whom_a_steward_ended_does_not_come_back_alone_and_a_steward_undoes_it(world: World, client: Client) -> None:
    group = world.group("terug", "Terug", "open", {"zandwijk": "owner"}, founder="fatima")
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code == 303
    kees = world.one(
        "SELECT id FROM plein.membership WHERE space_id = %s AND let_in_by = affiliation_id AND role = 'member'", group
    )
    answer = client("fatima").post(f"/groepen/{group}/leden/{kees}/stoppen")
    assert answer.status_code == 303
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code == 403
    assert client("kees").get(f"/groepen/{group}").status_code == 200  # goes on reading: the group is open
    undo = {"affiliation": world["kees"].affiliation, "role": "member"}
    assert client("fatima").post(f"/groepen/{group}/leden", data=undo).status_code == 303
    assert "Kees Prins" in titles(text(client("fatima"), f"/groepen/{group}/leden"))


def test_the_last_steward_neither_leaves_nor_steps_down(world: World, client: Client) -> None:
    group, own = world.spaces["intern"], world.memberships["intern", world["fatima"].affiliation]
    answer = client("fatima").post(f"/groepen/{group}/leden/{own}/stoppen")
    assert answer.status_code == 409
    assert "enige groepsbeheerder" in answer.text
    assert client("fatima").post(f"/groepen/{group}/leden/{own}/rol", data={"role": "member"}).status_code == 409


def test_one_leaves_by_oneself_and_nobody_ends_another_who_may_not(world: World, client: Client) -> None:
    group = world.group("weg", "Weg ermee", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    sanne, rik = world.member("weg", "sanne"), world.member("weg", "rik", "reader")
    for who in ("rik", "joost", "zara"):
        status = client(who).post(f"/groepen/{group}/leden/{sanne}/stoppen").status_code
        assert status == (403 if who == "rik" else 404), who
    assert client("rik").get(f"/groepen/{group}/leden/{sanne}/stoppen").status_code == 403
    assert client("fatima").get(f"/groepen/{world.spaces['tender']}/leden/{sanne}/stoppen").status_code == 404
    assert "direct niets meer lezen" in text(client("rik"), f"/groepen/{group}/leden/{rik}/stoppen")
    assert client("rik").post(f"/groepen/{group}/leden/{rik}/stoppen").status_code == 303
    assert client("rik").get(f"/groepen/{group}").status_code == 404


def test_a_steward_finds_and_adds_colleagues_whom_she_may_see_of_the_parties(world: World, client: Client) -> None:
    group = world.spaces["tender"]
    path = f"/groepen/{group}/leden/toevoegen"
    assert "Kees Prins" in text(client("fatima"), f"{path}?q=prins")
    for name in ("joost", "mehmet", "daan", "karin"):  # no party, not seen, not seen, external
        assert "Geen collega gevonden" in text(client("fatima"), f"{path}?q={name}")
    assert "minstens twee letters" in text(client("fatima"), f"{path}?q=k")
    assert client("sanne").get(path).status_code == 403
    assert client("joost").get(path).status_code == 404
    kees = {"affiliation": str(world["kees"].affiliation)}
    assert client("sanne").post(f"/groepen/{group}/leden", data=kees).status_code == 403
    assert client("fatima").post(f"/groepen/{group}/leden", data=kees).status_code == 303
    assert client("fatima").post(f"/groepen/{group}/leden", data=kees).status_code == 409
    for who in ("joost", "karin"):
        sent = {"affiliation": str(world[who].affiliation)}
        assert client("fatima").post(f"/groepen/{group}/leden", data=sent).status_code == 422
    for sent in ({}, {"affiliation": "x"}, kees | {"role": "steward"}):
        assert client("fatima").post(f"/groepen/{group}/leden", data=sent).status_code == 422
    assert client("kees").get(f"/groepen/{group}").status_code == 200


def test_a_steward_makes_a_member_a_reader_and_back_and_others_do_not(world: World, client: Client) -> None:
    group = world.group("rollen", "Rollen", "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    sanne = world.member("rollen", "sanne")
    path = f"/groepen/{group}/leden/{sanne}/rol"
    assert client("sanne").post(path, data={"role": "reader"}).status_code == 403
    assert client("joost").post(path, data={"role": "reader"}).status_code == 404
    assert client("fatima").post(path, data={"role": "steward"}).status_code == 422
    assert client("fatima").post(path, data={"role": "reader"}).status_code == 303
    assert "Lezer" in titles(text(client("fatima"), f"/groepen/{group}/leden?q=sanne"))


def test_ten_thousand_members_are_a_page_at_a_time(world: World, app: Hub, client: Client) -> None:
    group = world.group("groot", "Groot", "closed", {"oosterdiep": "owner"}, founder="joost")
    with counted(app.engine) as few:
        text(client("joost"), f"/groepen/{group}/leden")
    person, organisation, at = new_id(), world.organisations["oosterdiep"], world.now
    world.lay("person", id=person, created_at=at)
    world.keeper.execute(
        "INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, source, since, until)"
        " SELECT plein.new_id(), %s, %s, 'staff', 'Lid ' || lpad(n::text, 5, '0'), 'lid ' || lpad(n::text, 5, '0'),"
        " 'sign-in', %s, '9999-12-30' FROM generate_series(1, 10000) n",
        (person, organisation, at),
    )
    world.keeper.execute(
        "INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came,"
        " confirmed, since) SELECT plein.new_id(), %s, %s, a.id, %s, 'staff', 'member', 'added', true, %s"
        " FROM plein.affiliation a WHERE a.person_id = %s",
        (group, group, organisation, at, person),
    )
    world.keeper.execute("ANALYZE plein.membership, plein.affiliation")
    with counted(app.engine) as many:
        page = titles(text(client("joost"), f"/groepen/{group}/leden"))
    assert len(many) == len(few)
    assert "Lid 00049" in page
    assert "Lid 00050" not in page
    after = page.split("/leden?na=")[1].split('"')[0]
    assert "Lid 00099" in titles(text(client("joost"), f"/groepen/{group}/leden?na={after}"))
    assert "10001" in page


def test_the_list_behind_the_bar_says_who_reads_and_why(world: World, client: Client) -> None:
    page = titles(text(client("kees"), f"/groepen/{world.spaces['visie']}/wie"))
    assert "Alle medewerkers, want de groep is open" in page
    assert "Dienst Midden" in page
    closed = titles(text(client("sanne"), f"/groepen/{world.spaces['tender']}/wie"))
    assert "Alleen de leden" in closed
    assert "Iedereen die er werkt" not in closed
    assert "waarvan 1 extern" in unescape(closed)
