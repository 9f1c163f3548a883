"""What every kind of item shares, over HTTP: comment, react, edit, delete, bring back; for whom, and for whom not."""

from io import BytesIO
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.world import World

HIDDEN_FROM = ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara", "mehmet", "lars"]
"""Who does not see the group "tender": colleagues, others, former, ended, in a room only, by another login."""


def text_of(world: World, item_id: UUID) -> str:
    return str(world.one("SELECT body FROM plein.item_text WHERE item_id = %s", item_id))


def comments_under(world: World, key: str) -> int:
    return int(world.one("SELECT count(*) FROM plein.item WHERE parent_id = %s AND kind = 'comment'", world.items[key]))


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_a_comment_lands_under_its_item_and_leads_back_to_it(world: World, client: Client) -> None:
    post = world.items["bericht-tender"]
    answer = client("fatima").post(f"/items/{post}/reactie", data={"text": "Goed verhaal", "once": str(uuid4())})
    assert answer.status_code == 303
    made = UUID(answer.headers["Location"].split("#reactie-")[1])
    assert answer.headers["Location"].startswith(f"/berichten/{post}")
    assert text_of(world, made) == "Goed verhaal"
    assert "Goed verhaal" in body(client("peter").get(f"/berichten/{post}"))


def test_a_second_click_comments_once(world: World, client: Client) -> None:
    post, sent = world.items["bericht-tender"], {"text": "Eén keer", "once": str(uuid4())}
    before = comments_under(world, "bericht-tender")
    first = client("sanne").post(f"/items/{post}/reactie", data=sent)
    second = client("sanne").post(f"/items/{post}/reactie", data=sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert comments_under(world, "bericht-tender") == before + 1


@pytest.mark.parametrize("who", HIDDEN_FROM)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/items/{}"),
        ("GET", "/items/{}/bewerken"),
        ("GET", "/items/{}/verwijderen"),
        ("POST", "/items/{}/reactie"),
        ("POST", "/items/{}/bewerken"),
        ("POST", "/items/{}/verwijderen"),
        ("POST", "/items/{}/terugzetten"),
        ("POST", "/reacties/{}"),
    ],
)
def test_who_may_not_see_an_item_gets_404_and_changes_nothing(
    world: World, client: Client, who: str, method: str, path: str
) -> None:
    item = world.items["bericht-tender"]
    before = comments_under(world, "bericht-tender")
    sent = {"text": "x", "kind": "useful", "why": "x"}
    there = client(who).open(path.format(item), method=method, data=sent)
    nowhere = client(who).open(path.format(uuid4()), method=method, data=sent)
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.get_data() == nowhere.get_data()
    assert comments_under(world, "bericht-tender") == before
    assert world.one("SELECT deleted_at FROM plein.item WHERE id = %s", item) is None


def test_a_reader_reacts_but_does_not_write(world: World, client: Client) -> None:
    post = world.items["bericht-tender"]
    assert client("rik").post(f"/items/{post}/reactie", data={"text": "Mag ik?"}).status_code == 403
    assert client("rik").post(f"/reacties/{post}", data={"kind": "thanks"}).status_code == 303
    mine = "SELECT count(*) FROM plein.reaction WHERE item_id = %s AND author_id = %s"
    assert world.one(mine, post, world["rik"].affiliation) == 1
    assert client("rik").post(f"/reacties/{post}", data={"kind": "thanks"}).status_code == 303
    assert world.one(mine, post, world["rik"].affiliation) == 0


def test_who_reacts_in_an_open_group_becomes_a_reader_and_who_comments_a_member(world: World, client: Client) -> None:
    post = world.items["bericht-visie"]
    role = "SELECT role FROM plein.membership WHERE space_id = %s AND affiliation_id = %s"
    assert client("kees").post(f"/reacties/{post}", data={"kind": "useful"}).status_code == 303
    assert world.one(role, world.spaces["visie"], world["kees"].affiliation) == "reader"
    assert client("kees").post(f"/items/{post}/reactie", data={"text": "Ik doe mee"}).status_code == 303
    assert world.one(role, world.spaces["visie"], world["kees"].affiliation) == "member"


@pytest.mark.parametrize("kind", ["", "unknown", "me_too", "USEFUL", "useful' OR 1=1"])
def test_a_word_that_there_is_not_is_refused(world: World, client: Client, kind: str) -> None:
    answer = client("fatima").post(f"/reacties/{world.items['bericht-tender']}", data={"kind": kind})
    assert answer.status_code == 422
    assert world.one("SELECT count(*) FROM plein.reaction WHERE word = 'me_too'") == 0


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "Schrijf eerst je reactie."),
        ({"text": " \n\u202e "}, "Schrijf eerst je reactie."),
        ({}, "Schrijf eerst je reactie."),
        ({"text": "x" * 5_001}, "hooguit 5.000 tekens"),
        ({"text": ["een", "twee"]}, "Stuur dit veld één keer."),
    ],
)
def test_a_wrong_comment_comes_back_beside_its_field(
    world: World, client: Client, sent: dict[str, object], sentence: str
) -> None:
    before = comments_under(world, "bericht-tender")
    answer = client("fatima").post(f"/items/{world.items['bericht-tender']}/reactie", data=sent)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert comments_under(world, "bericht-tender") == before


def test_what_was_typed_comes_back(world: World, client: Client) -> None:
    long = "Zonde om kwijt te raken. " + "x" * 5_000
    answer = client("fatima").post(f"/items/{world.items['antwoord-tender']}/reactie", data={"text": long})
    assert answer.status_code == 422
    assert "Zonde om kwijt te raken." in body(answer)
    assert f"gesprek-{world.items['antwoord-tender']}" in body(answer)


def test_only_its_author_edits_a_text_and_it_says_so(world: World, client: Client) -> None:
    item = world.item("te-bewerken", "tender", "sanne")
    for who, status in (("fatima", 403), ("rik", 403), ("peter", 403)):
        assert client(who).get(f"/items/{item}/bewerken").status_code == status
        assert client(who).post(f"/items/{item}/bewerken", data={"text": "gekaapt"}).status_code == status
    sent = {"title": "Nieuwe titel", "text": "Beter zo"}
    assert client("sanne").post(f"/items/{item}/bewerken", data=sent).status_code == 303
    page = body(client("fatima").get(f"/berichten/{item}"))
    assert "Beter zo" in page
    assert "Nieuwe titel" in page
    assert "bewerkt" in page
    again = client("sanne").post(f"/items/{item}/bewerken", data={"title": "t" * 201, "text": "Dit blijft staan"})
    assert again.status_code == 422
    assert "Dit blijft staan" in body(again)


def test_an_author_deletes_at_once_and_brings_back(world: World, client: Client) -> None:
    item, browser = world.item("weg-ermee", "tender", "sanne"), client("sanne")
    gone = browser.post(f"/items/{item}/verwijderen", data={"once": str(uuid4())})
    assert gone.headers["Location"] == f"/groepen/{world.spaces['tender']}"
    assert f"/items/{item}/terugzetten" in body(browser.get("/vragen"))  # the toast with its undo
    assert browser.get(f"/berichten/{item}").status_code == 404
    assert client("fatima").post(f"/items/{item}/reactie", data={"text": "x"}).status_code == 404
    assert browser.post(f"/items/{item}/terugzetten").headers["Location"] == f"/berichten/{item}"
    assert browser.get(f"/berichten/{item}").status_code == 200


def test_a_steward_deletes_anothers_with_a_reason_that_is_kept(world: World, client: Client) -> None:
    item, browser = world.item("van-een-ander", "tender", "sanne"), client("fatima")
    asked = browser.post(f"/items/{item}/verwijderen")
    assert asked.status_code == 200
    assert "Wil je dit verwijderen?" in body(asked)
    assert browser.post(f"/items/{item}/verwijderen", data={"why": " "}).status_code == 422
    assert world.one("SELECT deleted_at FROM plein.item WHERE id = %s", item) is None
    assert browser.post(f"/items/{item}/verwijderen", data={"why": "Dubbel geplaatst"}).status_code == 303
    why = "SELECT count(DISTINCT organisation_id) FROM plein.audit WHERE thing_id = %s AND why = %s"
    assert world.one(why, item, "Dubbel geplaatst") == 2
    assert client("sanne").post(f"/items/{item}/terugzetten").status_code == 403
    assert browser.post(f"/items/{item}/terugzetten").status_code == 303


def test_a_member_neither_deletes_nor_restores_anothers(world: World, client: Client) -> None:
    item = world.item("blijft", "tender", "sanne")
    for who in ("peter", "rik", "els"):
        assert client(who).post(f"/items/{item}/verwijderen", data={"why": "x"}).status_code == 403
    assert world.one("SELECT deleted_at FROM plein.item WHERE id = %s", item) is None


def test_after_thirty_days_nothing_comes_back(world: World, client: Client) -> None:
    item = world.item("te-laat", "visie", "sanne")
    assert client("sanne").post(f"/items/{item}/verwijderen").status_code == 303
    try:
        world.later(days=31)
        assert client("sanne").post(f"/items/{item}/terugzetten").status_code == 409
    finally:
        world.on_time()


def test_the_lasting_address_leads_to_where_an_item_stands(world: World, client: Client) -> None:
    browser, items = client("sanne"), world.items
    assert browser.get(f"/items/{items['bericht-visie']}").headers["Location"] == f"/berichten/{items['bericht-visie']}"
    assert browser.get(f"/items/{items['vraag-visie']}").headers["Location"] == f"/vragen/{items['vraag-visie']}"
    assert (
        browser.get(f"/items/{items['antwoord-visie']}")
        .headers["Location"]
        .endswith(f"/vragen/{items['vraag-visie']}#antwoord-{items['antwoord-visie']}")
    )


def test_what_stands_under_something_deleted_is_gone_too(world: World, client: Client) -> None:
    post = world.item("ouder", "tender", "sanne")
    child = world.item("kind", "tender", "fatima", "comment", parent="ouder")
    assert client("sanne").post(f"/items/{post}/verwijderen").status_code == 303
    for path in (f"/items/{child}", f"/items/{child}/bewerken"):
        assert client("fatima").get(path).status_code == 404
    assert client("fatima").post(f"/reacties/{child}", data={"kind": "useful"}).status_code == 404


def test_in_an_archived_group_nothing_is_written_and_what_was_typed_stays(world: World, client: Client) -> None:
    world.group("stil", "Stille groep", "closed", {"zandwijk": "owner"}, founder="fatima")
    post = world.item("stil-bericht", "stil", "fatima")
    world.item("stil-vraag", "stil", "fatima", "question")
    answer = world.item("stil-antwoord", "stil", "fatima", "answer", parent="stil-vraag")
    world.keeper.execute("UPDATE plein.space SET archived = true WHERE id = %s", (world.spaces["stil"],))
    browser = client("fatima")
    assert browser.get(f"/berichten/{post}").status_code == 200
    late = browser.post(f"/items/{post}/reactie", data={"text": "Toch nog iets"})
    assert late.status_code == 409
    assert "Toch nog iets" in body(late)
    for path, sent in (
        (f"/groepen/{world.spaces['stil']}/berichten", {"text": "Nog een bericht"}),
        (f"/groepen/{world.spaces['stil']}/vragen", {"title": "Nog een vraag?"}),
        (f"/vragen/{world.items['stil-vraag']}/antwoorden", {"text": "Nog een antwoord"}),
    ):
        refused = browser.post(path, data=sent)
        assert refused.status_code == 409, path
        assert next(iter(sent.values())) in body(refused), path
    for path in (
        f"/items/{post}/verwijderen",
        f"/items/{post}/bewerken",
        f"/reacties/{post}?kind=useful",
        f"/antwoorden/{answer}/accepteren",
        f"/vragen/{world.items['stil-vraag']}/terugdraaien",
        f"/vragen/{world.items['stil-vraag']}/bewerken",
    ):
        assert browser.post(path, data={"text": "x", "title": "x"}).status_code == 409, path


def test_after_a_reaction_one_is_back_where_one_was_and_never_elsewhere(world: World, client: Client) -> None:
    post = world.items["bericht-tender"]
    own, sent = f"/berichten/{post}", {"kind": "agree"}
    react = f"/reacties/{post}"
    assert client("fatima").post(f"{react}?back=%2F%3Fna%3D{post}", data=sent).headers["Location"] == f"/?na={post}"
    assert client("fatima").post(react, data=sent, headers={"Referer": "http://localhost/"}).headers["Location"] == "/"
    partial = {"Referer": "http://localhost/", "HX-Target": f"div#reacties-{post}"}
    assert client("fatima").post(react, data=sent, headers=partial).headers["Location"] == own
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert client("fatima").post(react, data=sent | {"back": elsewhere}).headers["Location"] == own
        away = {"Referer": elsewhere}
        assert client("fatima").post(react, data=sent, headers=away).headers["Location"] == own


@pytest.mark.parametrize("of", ["folder", "comment in the bin", "below the bin", "version", "attachment"])
def test_what_takes_no_reaction_is_not_there(world: World, client: Client, of: str) -> None:
    """Given an id that one sees and that takes no reaction, when one reacts, then it is as absent."""
    key = f"zonder-{of.replace(' ', '-')}"
    if of == "folder":
        thing = world.item(key, "tender", "sanne", "folder")
    elif of == "version":
        thing = world.one("SELECT id FROM plein.document_version WHERE document_id = %s", world.items["stuk-tender"])
    else:
        item = world.item(key, "tender", "sanne", "comment", parent="bericht-tender")
        thing = world.item(f"onder-{key}", "tender", "fatima", "comment", parent=key) if of == "below the bin" else item
        if of == "attachment":
            sent = {"text": "Met een bijlage", "files": (BytesIO(b"x"), "x.txt"), "once": str(uuid4())}
            assert client("fatima").post(f"/items/{item}/reactie", data=sent).status_code == 303
            thing = world.one("SELECT id FROM plein.attachment ORDER BY id DESC LIMIT 1")
        else:
            assert client("sanne").post(f"/items/{item}/verwijderen").status_code == 303
    absent = client("fatima").post(f"/reacties/{uuid4()}", data={"kind": "thanks"})
    answer = client("fatima").post(f"/reacties/{thing}", data={"kind": "thanks"})
    assert (answer.status_code, answer.text) == (absent.status_code, absent.text) == (404, answer.text)
    assert world.one("SELECT count(*) FROM plein.reaction WHERE item_id = %s", thing) == 0


@pytest.mark.parametrize("path", ["vastzetten", "wordt-vraag", "wordt-bericht", "verplaatsen", "kopie"])
def test_a_folder_is_no_text(world: World, client: Client, path: str) -> None:
    """A folder is not put on top, turned, moved to another space or copied; and the page of its space stays."""
    folder = world.items.get("map-alleen") or world.item("map-alleen", "tender", "fatima", "folder")
    sent = {"naar": str(world.spaces["kamer-a"]), "lezers": "0", "title": "Een vraag?", "once": str(uuid4())}
    assert client("fatima").post(f"/items/{folder}/{path}", data=sent).status_code in {403, 404, 409}
    assert client("fatima").get(f"/groepen/{world.spaces['tender']}").status_code == 200
    assert world.one("SELECT count(*) FROM plein.pin WHERE item_id = %s", folder) == 0
