"""Which groups there are for whom, founding one, rooms, and what stewards change."""

from html import unescape
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World


def text(browser: FlaskClient, path: str) -> str:
    """What a page says."""
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.text)


def titles(page: str) -> str:
    """The part of a page that is its own: without the frame."""
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def test_everybody_sees_the_groups_that_are_theirs_and_no_other(client: Client) -> None:
    mine = titles(text(client("fatima"), "/groepen"))
    assert all(title in mine for title in ("Aanbesteding dijk", "Kamer Kade", "Omgevingsvisie 2040", "Plein Zandwijk"))
    assert not any(title in mine for title in ("Kamer Bouwgroep", "Alleen Oosterdiep", "Plein Meerbergen"))


def test_open_groups_are_offered_to_staff_of_a_party_and_to_nobody_else(client: Client) -> None:
    assert "Omgevingsvisie 2040" in titles(text(client("kees"), "/groepen?lijst=open"))
    assert "Aanbesteding dijk" not in text(client("kees"), "/groepen?lijst=open")
    for who in ("joost", "peter", "karin", "lars"):
        assert "Omgevingsvisie" not in text(client(who), "/groepen?lijst=open")


def test_an_external_sees_only_the_own_spaces_and_no_button_to_found(client: Client) -> None:
    page = text(client("karin"), "/groepen")
    assert "Kamer Kade" in page
    assert "Aanbesteding" not in page
    assert "/groepen/nieuw" not in page
    assert client("karin").get("/groepen/nieuw").status_code == 403
    assert client("karin").post("/groepen", data={"title": "x", "readers": "closed"}).status_code == 403


def test_one_finds_a_group_by_a_part_of_its_name(client: Client) -> None:
    page = titles(text(client("fatima"), "/groepen?q=DIJK"))
    assert "Aanbesteding dijk" in page
    assert "Omgevingsvisie" not in page
    assert "Geen groep gevonden" in text(client("fatima"), "/groepen?q=%25")


def test_the_lists_go_on_page_by_page_and_ask_the_same_for_many_as_for_one(
    world: World, app: Hub, client: Client
) -> None:
    world.organisation("reeksen", "Gemeente Reeksen")  # of its own: what other tests began is not in its lists
    world.person("roel", "Roel Reeks", "reeksen")
    world.person("rosa", "Rosa Reeks", "reeksen")
    client("rosa").get("/groepen")
    with counted(app.engine) as few:
        text(client("rosa"), "/groepen?lijst=open&op=naam")
    for number in range(35):
        world.group(f"reeks-{number:02}", f"Reeks {number:02}", "open", {"reeksen": "owner"}, founder="roel")
        world.item(f"bericht-reeks-{number}", f"reeks-{number:02}", "roel")
    with counted(app.engine) as many:
        first = titles(text(client("rosa"), "/groepen?lijst=open&op=naam"))
    assert "Reeks 29" in first
    assert "Reeks 30" not in first
    assert "Open groepen (35)" in first
    assert len(many) <= len(few) + 3
    after = first.split("na=")[1].split('"')[0]
    second = titles(text(client("rosa"), f"/groepen?lijst=open&op=naam&na={after}"))
    assert "Reeks 29" not in second
    assert "Reeks 34" in second
    # The latest news first, unless asked otherwise; and on without a gap. Two of one millisecond come as their ids do.
    order = sorted(range(35), key=lambda number: world.items[f"bericht-reeks-{number}"], reverse=True)
    first = titles(text(client("rosa"), "/groepen?lijst=open"))
    places = [first.index(f"Reeks {number:02}") for number in order[:30]]
    assert places == sorted(places)
    assert not [number for number in order[30:] if f"Reeks {number:02}" in first]
    after = first.split("na=")[1].split('"')[0]
    second = titles(text(client("rosa"), f"/groepen?lijst=open&na={after}"))
    places = [second.index(f"Reeks {number:02}") for number in order[30:]]
    assert places == sorted(places)
    assert not [number for number in order[:30] if f"Reeks {number:02}" in second]


def test_one_finds_by_purpose_label_organisation_and_form_and_no_group_of_others(world: World, client: Client) -> None:
    group = world.group(
        "zoek", "Zoekplaatje", "closed", {"zandwijk": "owner", "dienst": "participant"}, founder="fatima"
    )
    world.keeper.execute("UPDATE plein.space SET purpose = 'Alles over Riolering' WHERE id = %s", (group,))
    world.lay("space_tag", space_id=group, name="grondwater")
    dienst = world.organisations["dienst"]
    for query in (
        "q=riolering",
        "q=GRONDwater",
        "label=grondwater",
        f"q=zoek&organisatie={dienst}",
        "q=zoek&vorm=closed",
    ):
        page = titles(text(client("fatima"), f"/groepen?{query}"))
        assert "Zoekplaatje" in page, query
        assert "1 groep gevonden" in page, query
        others = titles(text(client("sanne"), f"/groepen?{query}"))
        assert "Zoekplaatje" not in others, query
        assert "0 groepen gevonden" in others, query
    assert "grondwater" not in titles(text(client("sanne"), "/groepen"))  # nor in what the filter offers
    for query in (f"q=zoek&organisatie={world.organisations['meerbergen']}", "q=zoek&vorm=open", "label=grond"):
        assert "Zoekplaatje" not in titles(text(client("fatima"), f"/groepen?{query}"))
    for query in ("organisatie=x", "na=x"):
        assert client("fatima").get(f"/groepen?{query}").status_code == 404
    for query in ("vorm=x", "op=x", "lijst=x", "q=" + "x" * 5000, "label=%00", "q=%5C%25_"):
        assert client("fatima").get(f"/groepen?{query}").status_code == 200, query


def test_a_findable_group_is_found_by_staff_of_a_party_and_read_by_nobody_of_them(world: World, client: Client) -> None:
    parties = {"zandwijk": "owner", "meerbergen": "participant", "dienst": "participant:named"}
    group = world.group("vindbaar", "Vindbaar plan", "findable", parties, founder="fatima")
    world.lay("space_tag", space_id=group, name="verborgen")
    for who, finds in (
        ("kees", True),
        ("rik", True),
        ("daan", False),  # of a party that only named people are in
        ("joost", False),
        ("peter", False),
        ("lars", False),
        ("sanne-elders", False),
    ):
        page = titles(text(client(who), "/groepen?lijst=vindbaar"))
        assert ("Vindbaar plan" in page) is finds, who
        assert ("Vindbare groepen (1)" in page) is finds, who
        assert "verborgen" not in page
        assert client(who).get(f"/groepen/{group}").status_code == 404
        assert client(who).get(f"/groepen/{group}/vraag-toegang").status_code == (200 if finds else 404), who
    assert "Groepsbeheerder: Fatima El Idrissi" in text(client("kees"), "/groepen?lijst=vindbaar&q=PLAN")
    # What a finder is not told cannot be searched by either: labels, and which other organisations take part.
    meerbergen = world.organisations["meerbergen"]
    for query in ("q=anders", "q=verborgen", "label=verborgen", f"organisatie={meerbergen}", "vorm=closed"):
        page = titles(text(client("kees"), f"/groepen?lijst=vindbaar&{query}"))
        assert "Vindbaar plan" not in page, query
        assert "Vindbare groepen (1)" not in page, query
    zandwijk = world.organisations["zandwijk"]
    assert "Vindbaar plan" in titles(
        text(client("kees"), f"/groepen?lijst=vindbaar&organisatie={zandwijk}&vorm=findable")
    )
    assert "Vindbaar plan" not in titles(text(client("fatima"), "/groepen?lijst=vindbaar"))
    world.keeper.execute("UPDATE plein.space SET ends_at = plein.moment() WHERE id = %s", (group,))
    assert "Vindbaar plan" not in text(client("kees"), "/groepen?lijst=vindbaar")
    assert client("kees").get(f"/groepen/{group}/vraag-toegang").status_code == 404


def test_findable_groups_go_on_page_by_page_too(world: World, client: Client) -> None:
    for number in range(35):
        world.group(f"vind-{number:02}", f"Vind {number:02}", "findable", {"oosterdiep": "owner"}, founder="joost")
    first = titles(text(client("olga"), "/groepen?lijst=vindbaar"))
    assert "Vind 29" in first
    assert "Vind 30" not in first
    assert "Vindbare groepen (35)" in first
    after = first.split("na=")[1].split('"')[0]
    second = titles(text(client("olga"), f"/groepen?lijst=vindbaar&na={after}"))
    assert "Vind 29" not in second
    assert "Vind 34" in second
    hidden = world.spaces["tender"]  # another's group as the place to go on from tells nothing
    assert "Vind" not in titles(text(client("olga"), f"/groepen?lijst=vindbaar&na={hidden}")).replace("Vindb", "")


def test_founding_makes_a_group_of_which_one_is_the_steward(world: World, client: Client) -> None:
    browser = client("kees")
    sent = {"title": " Nieuwe  groep ", "purpose": "Samen", "readers": "closed", "once": str(uuid4())}
    made = browser.post("/groepen", data=sent)
    again = browser.post("/groepen", data=sent)
    assert made.status_code == again.status_code == 303
    assert made.headers["Location"] == again.headers["Location"]
    assert "Nieuwe groep" in text(browser, made.headers["Location"])
    assert world.one("SELECT count(*) FROM plein.space WHERE title = 'Nieuwe groep'") == 1
    assert client("zara").get(made.headers["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": "  "}, "Geef een naam"),
        ({"title": "x" * 121}, "Geef een naam"),
        ({"title": "\x00\u202e"}, "Geef een naam"),
        ({"readers": "public"}, "Kies wie de groep kan lezen"),
        ({"ends_on": "gisteren"}, "Kies een dag"),
        ({"ends_on": "2001-01-01"}, "al voorbij"),
        ({"ends_on": "9999-12-31"}, "Kies een dag"),
        ({"affiliation": str(uuid4())}, "namens welke organisatie"),
        ({"affiliation": "x"}, "namens welke organisatie"),
        ({"purpose": "x" * 2001}, "hooguit 2.000"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    sent = {"title": "Een <b>titel</b>", "purpose": "Mijn doel", "readers": "open"} | wrong
    answer = client("kees").post("/groepen", data=sent)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert sentence in page
    assert "<b>titel</b>" not in answer.text
    assert "purpose" in wrong or "Mijn doel" in page


def test_where_only_administrators_found_groups_others_get_no_button(world: World, client: Client) -> None:
    world.keeper.execute("UPDATE plein.organisation SET founders = 'administrators' WHERE handle = 'meerbergen'")
    assert client("sanne").get("/groepen/nieuw").status_code == 403
    assert 'href="/groepen/nieuw"' not in text(client("sanne"), "/groepen")
    assert client("sanne").post("/groepen", data={"title": "Toch", "readers": "open"}).status_code == 403
    assert client("mehmet").get("/groepen/nieuw").status_code == 200
    world.keeper.execute("UPDATE plein.organisation SET founders = 'staff' WHERE handle = 'meerbergen'")


def test_a_steward_makes_a_room_that_other_stewards_do_not_see(world: World, client: Client) -> None:
    group = world.spaces["tender"]
    made = client("fatima").post(f"/groepen/{group}/kamers", data={"title": "Stille kamer"})
    assert made.status_code == 303
    room = made.headers["Location"].removesuffix("/leden")
    assert "Stille kamer" in text(client("fatima"), f"/groepen/{group}/kamers")
    for who in ("sanne", "peter"):
        assert "Stille kamer" not in text(client(who), f"/groepen/{group}/kamers")
        assert client(who).get(room).status_code == 404
        assert client(who).post(f"/groepen/{group}/kamers", data={"title": "x"}).status_code == 403
        assert client(who).get(f"/groepen/{group}/kamers/nieuw").status_code == 403
    assert client("joost").post(f"/groepen/{group}/kamers", data={"title": "x"}).status_code == 404


def test_a_guest_of_a_room_learns_nothing_of_its_group_on_any_page(world: World, client: Client) -> None:
    room, group = world.spaces["kamer-a"], world.spaces["tender"]
    strangers = ("Sanne", "Peter", "Rik", "Els", "Meerbergen", "Dienst Midden", "Aanbesteding", "Bouwgroep", str(group))
    for path in ("", "/leden", "/wie", "/leden?organisatie=" + str(world.organisations["meerbergen"])):
        page = text(client("karin"), f"/groepen/{room}{path}")
        assert not [one for one in strangers if one in titles(page).replace("organisatie=", "")], path
    for path in ("/organisaties", "/organisaties/voorstel"):
        assert client("karin").get(f"/groepen/{room}{path}").status_code == 404
        assert client("fatima").get(f"/groepen/{room}{path}").status_code == 404
    for path in ("", "/leden", "/wie", "/kamers", "/organisaties", "/bewerken"):
        assert client("karin").get(f"/groepen/{group}{path}").status_code == 404


def test_only_a_steward_renames_and_archives_and_nothing_is_written_in_an_archive(world: World, client: Client) -> None:
    group = world.group("klaar", "Bijna klaar", "open", {"zandwijk": "owner"}, founder="fatima")
    for path in ("/bewerken", "/archiveren"):
        assert client("kees").get(f"/groepen/{group}{path}").status_code == 403
        assert client("kees").post(f"/groepen/{group}{path}", data={"title": "Gekaapt"}).status_code == 403
        assert client("joost").post(f"/groepen/{group}{path}").status_code == 404
    assert client("fatima").post(f"/groepen/{group}/bewerken", data={"title": "Klaar"}).status_code == 303
    assert client("fatima").get(f"/groepen/{group}/archiveren").status_code == 200
    assert client("fatima").post(f"/groepen/{group}/archiveren").status_code == 303
    assert "Klaar" in titles(text(client("kees"), "/groepen?lijst=archief"))
    assert client("fatima").post(f"/groepen/{group}/bewerken", data={"title": "Toch"}).status_code == 409
    assert client("fatima").post(f"/groepen/{group}/kamers", data={"title": "x"}).status_code == 403
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code == 409
    assert client("kees").post(f"/groepen/{group}/wekken").status_code == 403
    assert client("fatima").post(f"/groepen/{group}/wekken").status_code == 303
    assert client("kees").post(f"/groepen/{group}/leden/ik").status_code == 303


def test_a_square_is_never_archived(world: World, client: Client) -> None:
    square = UUID(str(world.squares["zandwijk"]))
    assert client("fatima").post(f"/groepen/{square}/archiveren").status_code == 403
