"""Files that came with a form which is shown again: they wait with the own draft, and go along when it is posted."""

import re
from dataclasses import replace
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service import MOST_ATTACHED
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.content.test_nothing_lost import at_once
from tests.hub.documents import files
from tests.hub.documents.conftest import Work
from tests.world import World

WAIT = (
    "SELECT f.id, f.file_name FROM plein.draft_file f JOIN plein.draft d ON d.id = f.draft_id"
    " WHERE d.person_id = %s AND d.place = %s AND d.thing_id = %s ORDER BY f.id"
)
STAND = "SELECT file_name, alt FROM plein.attachment WHERE item_id = %s ORDER BY id"
Sent = tuple[str, bytes]


@pytest.fixture(autouse=True)
def _nothing_waits(world: World) -> None:
    world.keeper.execute("DELETE FROM plein.draft")


def send(client: Client, path: str, *sent: Sent, who: str = "sanne", **fields: object) -> TestResponse:
    chosen = [(BytesIO(octets), name) for name, octets in sent]
    data = {"text": "", "once": str(uuid4()), **({"files": chosen} if chosen else {}), **fields}
    follow = path == "/concepten"
    return client(who).post(path, data=data, content_type="multipart/form-data", follow_redirects=follow)


def save(client: Client, place: str, thing: UUID, *sent: Sent, who: str = "sanne", **fields: object) -> TestResponse:
    return send(client, "/concepten", *sent, who=who, place=place, thing=str(thing), **fields)


def waiting(world: World, place: str, thing: UUID, who: str = "sanne") -> dict[str, UUID]:
    return {name: one for one, name in world.rows(WAIT, world[who].person_id, place, thing)}


def kept_in(page: TestResponse) -> list[UUID]:
    return [UUID(one) for one in re.findall(r'name="kept" value="([^"]+)"', page.text)]


def newest(world: World, kind: str = "post") -> UUID:
    found: UUID = world.one("SELECT id FROM plein.item WHERE kind = %s ORDER BY id DESC LIMIT 1", kind)
    return found


def test_a_file_waits_while_the_form_comes_back_and_goes_along(world: World, client: Client, work: Work) -> None:
    space = world.spaces["tender"]
    path = f"/groepen/{space}/berichten"
    back = send(client, path, ("plan.txt", b"het plan"), ("plein.jpg", files.photo()), **{"alt-1": "Het plein"})
    assert back.status_code == 422
    assert "Deze bestanden wachten bij je concept" in back.text
    ids = list(waiting(world, "post", space).values())
    assert kept_in(back) == ids
    assert 'value="Het plein"' in back.text
    made = "SELECT count(*) FROM plein.preview p JOIN plein.draft_file f USING (owner_id, sha256)"
    assert world.one(made) == 0  # nothing looks into what is not posted
    sent = {"text": "Nu wel", "kept": [str(one) for one in ids], "once": str(uuid4())}
    for _click in range(2):
        answer = client("sanne").post(path, data=sent)
        assert answer.status_code == 303
    post = newest(world)
    assert world.rows(STAND, post) == [("plan.txt", ""), ("plein.jpg", "Het plein")]
    assert world.one("SELECT count(*) FROM plein.item_text WHERE body = 'Nu wel'") == 1
    assert waiting(world, "post", space) == {}
    assert world.one("SELECT count(*) FROM plein.draft WHERE thing_id = %s", space) == 0
    work()
    shown = client("peter").get(f"/berichten/{post}").text
    assert 'alt="Het plein"' in shown
    [url] = re.findall(r'class="hub-attachment" href="([^"]+)"', shown)
    assert client("peter").get(url).data == b"het plan"


@pytest.mark.parametrize("wrong", [{}, {"title": "x" * 300}], ids=["files", "title too"])
def test_of_several_files_those_wait_that_are_not_refused(world: World, client: Client, wrong: dict[str, str]) -> None:
    space = world.spaces["visie"]
    back = send(
        client,
        f"/groepen/{space}/berichten",
        ("goed.txt", b"goed"),
        ("virus.exe", b"MZ"),
        ("leeg.txt", b""),
        text="Mijn verhaal",
        **wrong,
    )
    assert back.status_code == 422
    assert "virus.exe is een programma" in back.text
    assert "Mijn verhaal" in back.text
    assert list(waiting(world, "post", space)) == ["goed.txt"]


def _text(world: World, client: Client, place: str) -> tuple[str, UUID, str, str]:
    """The form of a place: where it is sent, what its draft is for, where it stands; and the kind that it makes."""
    space, post, question = world.spaces["tender"], world.items["bericht-tender"], world.items["vraag-tender"]
    match place:
        case "question":
            return f"/groepen/{space}/vragen", space, f"/groepen/{space}/vragen/nieuw", "question"
        case "comment":
            return f"/items/{post}/reactie", post, f"/berichten/{post}", "comment"
        case "reply":
            client("peter").post(f"/items/{post}/reactie", data={"text": "Een reactie", "once": str(uuid4())})
            said = newest(world, "comment")
            return f"/items/{said}/reactie", said, f"/items/{said}/gesprek", "comment"
        case "answer":
            return f"/vragen/{question}/antwoorden", question, f"/vragen/{question}", "answer"
        case "edit":
            return f"/items/{post}/bewerken", post, f"/items/{post}/bewerken", ""
    asked = client("sanne").post(f"/groepen/{space}/vragen", data={"title": "Welke kleur?", "text": "Rood?"})
    own = UUID(asked.headers["Location"].rsplit("/", 1)[1])
    return f"/vragen/{own}/bewerken", own, f"/vragen/{own}/bewerken", ""


@pytest.mark.parametrize("place", ["question", "comment", "reply", "answer", "edit", "question edit"])
def test_every_form_keeps_its_files(world: World, client: Client, place: str) -> None:
    path, thing, page, kind = _text(world, client, place)
    key = {"reply": "comment", "question edit": "edit"}.get(place, place)
    wrong = {"title": "x" * 300} if place.startswith("question") else {}
    back = send(client, path, ("a.txt", b"hallo"), **wrong)
    assert back.status_code == 422, back.text
    assert list(waiting(world, key, thing)) == ["a.txt"]
    [one] = kept_in(back)
    assert kept_in(client("sanne").get(page)) == [one]
    assert kept_in(client("fatima").get(page)) == []
    assert "1 bestand" in client("sanne").get("/concepten").text
    done = send(client, path, title="Een titel", text="Nu heel", kept=str(one))
    assert done.status_code == 303, done.text
    assert world.rows(STAND, newest(world, kind) if kind else thing) == [("a.txt", "")]
    assert waiting(world, key, thing) == {}
    assert world.one("SELECT count(*) FROM plein.draft WHERE thing_id = %s", thing) == 0


def test_of_documents_those_wait_that_are_not_refused(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    path = f"/groepen/{space}/documenten"
    back = send(client, path, ("plan.txt", b"plan"), ("foto.png", files.photo(kind="PNG")), ("virus.exe", b"MZ"))
    assert back.status_code == 422
    assert "virus.exe is een programma" in back.text
    ids = list(waiting(world, "document", space).values())
    page = client("sanne").get(f"{path}/nieuw")
    assert kept_in(back) == kept_in(page) == ids
    assert f"alt-{ids[1]}" not in page.text
    assert re.search(r'<input id="veld-files"[^>]* required', page.text) is None
    assert "2 bestanden" in client("sanne").get("/concepten").text
    assert kept_in(client("fatima").get(f"{path}/nieuw")) == []
    assert send(client, path, kept=[str(one) for one in ids], leave=str(ids[1]), who="fatima").status_code == 409
    assert send(client, path, kept=[str(one) for one in ids], leave=str(ids[1])).status_code == 303
    assert world.one("SELECT name FROM plein.document WHERE item_id = %s", newest(world, "document")) == "plan.txt"
    assert world.one("SELECT count(*) FROM plein.draft") == 0
    assert send(client, path).status_code == 422
    assert re.search(r'<input id="veld-files"[^>]* required', client("sanne").get(f"{path}/nieuw").text)


def test_a_new_version_waits_while_somebody_was_first(world: World, client: Client) -> None:
    document = world.items["stuk-visie"]
    path = f"/documenten/{document}/versies"
    first = {"file": (BytesIO(b"van fatima"), "a.txt"), "based_on": "1", "note": ""}
    assert send(client, path, who="fatima", **first).status_code == 303
    back = send(client, path, file=(BytesIO(b"van sanne"), "b.txt"), based_on="1", note="Mijn versie")
    assert back.status_code == 409
    [one] = kept_in(back)
    assert 'value="Mijn versie"' in back.text
    assert list(waiting(world, "version", document)) == ["b.txt"]
    more = {"kept": str(one), "based_on": "2", "note": "Mijn versie"}
    both = send(client, path, file=(BytesIO(b"nog een"), "c.txt"), **more)
    assert both.status_code == 422
    assert len(kept_in(both)) == 2
    assert send(client, path, **more).status_code == 303
    newest_file = "SELECT file_name FROM plein.document_version WHERE document_id = %s ORDER BY number DESC LIMIT 1"
    assert world.one(newest_file, document) == "b.txt"
    assert list(waiting(world, "version", document)) == ["c.txt"]


def test_looking_whether_it_was_asked_before_keeps_them(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    chosen = (("a.txt", b"hallo"), ("virus.exe", b"MZ"))
    looked = send(client, f"/groepen/{space}/vragen", *chosen, title="Welke kleur?", kijk="1")
    assert looked.status_code == 200
    assert "virus.exe is een programma" in looked.text
    assert kept_in(looked) == list(waiting(world, "question", space).values())


def test_who_edited_after_somebody_else_chooses_nothing_again(world: World, client: Client) -> None:
    made = send(client, f"/groepen/{world.spaces['tender']}/berichten", text="Eerst")
    assert made.status_code == 303
    post = newest(world)
    path = f"/items/{post}/bewerken"
    assert send(client, path, text="Anders", based_on="0").status_code == 303
    back = send(client, path, ("a.txt", b"hallo"), text="Van mij", based_on="0")
    assert back.status_code == 409
    assert len(kept_in(back)) == 1
    assert "Van mij" in back.text


def test_without_the_script_a_button_keeps_files_and_asks_what_a_picture_shows(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    sent = {"text": "Half", "title": "Foto's"}
    for _click in range(2):
        listed = save(client, "post", space, ("plein.png", files.photo(kind="PNG")), ("a.txt", b"hallo"), **sent)
        assert "Je concept is bewaard." in listed.text
        assert "2 bestanden" in listed.text
    rows = waiting(world, "post", space)
    assert list(rows) == ["plein.png", "a.txt"]
    page = client("sanne").get(f"/groepen/{space}/berichten/nieuw").text
    assert f'name="alt-{rows["plein.png"]}"' in page
    assert f'name="alt-{rows["a.txt"]}"' not in page
    shown = [str(one) for one in rows.values()]
    alt = {f"alt-{rows['plein.png']}": "Een plein"}
    again = save(client, "post", space, **sent, **alt, kept=shown, leave=str(rows["a.txt"]))
    assert "1 bestand<" in again.text
    assert list(waiting(world, "post", space)) == ["plein.png"]
    assert send(client, f"/groepen/{space}/berichten", text="Heel", kept=shown[0]).status_code == 303
    assert world.rows(STAND, newest(world)) == [("plein.png", "Een plein")]


def test_a_refused_file_is_named_by_the_button_too(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    listed = save(client, "post", space, ("goed.txt", b"x"), ("virus.exe", b"MZ"), text="Half")
    assert "Je concept is bewaard, maar niet alles. virus.exe is een programma" in listed.text
    assert list(waiting(world, "post", space)) == ["goed.txt"]


def test_what_is_left_out_is_gone_and_what_was_not_shown_stays(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    save(client, "post", space, ("weg.txt", b"weg"), ("mee.txt", b"mee"))
    rows = waiting(world, "post", space)
    save(client, "post", space, ("later.txt", b"in een ander venster"), text="Elders")
    done = send(
        client,
        f"/groepen/{space}/berichten",
        text="Daar",
        kept=[str(one) for one in rows.values()],
        leave=str(rows["weg.txt"]),
    )
    assert done.status_code == 303
    assert world.rows(STAND, newest(world)) == [("mee.txt", "")]
    assert list(waiting(world, "post", space)) == ["later.txt"]
    assert world.one("SELECT body FROM plein.draft WHERE thing_id = %s", space) == ""
    draft = world.one("SELECT id FROM plein.draft WHERE thing_id = %s", space)
    client("sanne").post(f"/concepten/{draft}/weg")
    assert waiting(world, "post", space) == {}


def test_anothers_file_is_not_there(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    path = f"/groepen/{space}/berichten"
    save(client, "post", space, ("geheim.txt", b"geheim"), text="Half")
    [one] = waiting(world, "post", space).values()
    answers = [send(client, path, who="fatima", text="Van haar", kept=str(at)) for at in (one, uuid4(), "onzin")]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    said = [re.sub(r'value="[0-9a-f-]{36}"|\d\d:\d\d:\d\d', "", answer.text) for answer in answers]
    assert said[0] == said[1] == said[2]
    assert "Van haar" in said[0]
    save(client, "post", space, who="fatima", text="Van haar", kept=str(one), leave=str(one))
    save(client, "post", space, who="fatima", text="Van haar", kept=str(one), **{f"alt-{one}": "x"})
    assert waiting(world, "post", space) == {"geheim.txt": one}
    assert world.one("SELECT alt FROM plein.draft_file WHERE id = %s", one) == ""
    assert "geheim.txt" not in client("fatima").get(path.removesuffix("/berichten")).text
    # Nor is it in another place of one's own.
    assert send(client, f"/items/{world.items['bericht-tender']}/reactie", text="x", kept=str(one)).status_code == 409


def test_clicked_many_times_at_once_it_waits_once_and_goes_along_once(world: World, client: Client) -> None:
    path = f"/groepen/{world.spaces['tender']}/berichten"
    once, text = str(uuid4()), "Vaak geklikt"
    back = at_once(*[lambda: send(client, path, ("a.txt", b"een keer"), once=once)] * 4)
    assert [answer.status_code for answer in back] == [422] * 4
    [one] = waiting(world, "post", world.spaces["tender"]).values()
    for answers in (
        at_once(*[lambda: send(client, path, text=text, kept=str(one), once=once)] * 4),
        at_once(*[lambda: send(client, path, text=text, kept=str(one), once=once)] * 2),
    ):
        assert [answer.status_code for answer in answers] == [303] * len(answers)
    assert world.one("SELECT count(*) FROM plein.item_text WHERE body = %s", text) == 1
    assert world.rows(STAND, newest(world)) == [("a.txt", "")]
    # Two windows, each with a form of its own: one takes it along, the other is told.
    save(client, "post", world.spaces["tender"], ("b.txt", b"voor een van beide"))
    [one] = waiting(world, "post", world.spaces["tender"]).values()
    both = at_once(*[lambda: send(client, path, text="Twee vensters", kept=str(one))] * 2)
    assert sorted(answer.status_code for answer in both) == [303, 409]


def test_a_file_that_went_meanwhile_is_said_and_the_text_comes_back(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    save(client, "post", space, ("a.txt", b"hallo"), text="Half")
    [one] = waiting(world, "post", space).values()
    draft = world.one("SELECT id FROM plein.draft WHERE thing_id = %s", space)
    client("sanne").post(f"/concepten/{draft}/weg")
    back = send(client, f"/groepen/{space}/berichten", text="Mijn verhaal", kept=str(one))
    assert back.status_code == 409
    assert "Een bestand bij je concept is er niet meer" in back.text
    assert "Mijn verhaal" in back.text


def test_nothing_waits_for_who_does_not_see_the_place(world: World, client: Client) -> None:
    for who in ("kees", "joost", "former", "karin", "bas"):
        assert save(client, "post", world.spaces["tender"], ("a.txt", b"x"), who=who).status_code == 404
        assert waiting(world, "post", world.spaces["tender"], who) == {}


def test_no_more_wait_than_may_stand_with_one_text(world: World, client: Client) -> None:
    space = world.spaces["kamer-b"]
    back = send(
        client, f"/groepen/{space}/berichten", *((f"{n}.txt", b"x") for n in range(MOST_ATTACHED + 2)), text="x"
    )
    assert back.status_code == 422
    assert len(kept_in(back)) == MOST_ATTACHED


def test_one_person_has_so_much_room(world: World, client: Client, app: Hub) -> None:
    settings, app.settings = app.settings, replace(app.settings, draft_bytes=10)
    try:
        save(client, "post", world.spaces["tender"], ("post.txt", b"123456"), who="rik", text="Half")
        listed = save(client, "question", world.spaces["tender"], ("question.txt", b"123456"), who="rik", text="Half")
        assert "geen plaats meer om dit bij je concept te bewaren: question.txt" in listed.text
        back = send(client, f"/groepen/{world.spaces['visie']}/berichten", ("b.txt", b"123456"), who="rik")
    finally:
        app.settings = settings
    assert back.status_code == 422
    assert "geen plaats meer" in back.text
    assert list(waiting(world, "post", world.spaces["tender"], "rik")) == ["post.txt"]
    assert waiting(world, "question", world.spaces["tender"], "rik") == {}


def test_a_file_follows_to_the_organisation_as_which_it_is_posted(world: World, client: Client, app: Hub) -> None:
    """Chosen while acting for one employer, posted where only the other one has a place."""
    space = world.spaces["tender"]
    save(client, "post", space, ("a.txt", b"van els"), who="els", text="Half")
    [one] = waiting(world, "post", space, "els").values()
    owner, digest = world.rows("SELECT owner_id, sha256 FROM plein.draft_file WHERE id = %s", one)[0]
    assert app.storage.path(owner, digest).exists()
    other = world.one(
        "SELECT a.id FROM plein.affiliation a WHERE a.organisation_id <> %s AND a.person_id = %s LIMIT 1",
        owner,
        world["els"].person_id,
    )
    of = world.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", other)
    world.keeper.execute(
        "UPDATE plein.draft_file SET affiliation_id = %s, owner_id = %s WHERE id = %s", (other, of, one)
    )
    app.storage.refer(digest, owner_id=owner, new_owner_id=of)
    app.storage.path(owner, digest).unlink()
    assert send(client, f"/groepen/{space}/berichten", who="els", text="Heel", kept=str(one)).status_code == 303
    assert world.rows("SELECT owner_id, sha256 FROM plein.attachment WHERE item_id = %s", newest(world)) == [
        (owner, digest)
    ]
    assert app.storage.path(owner, digest).read_bytes() == b"van els"


def test_who_works_there_no_more_finds_none_and_lets_them_go(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    save(client, "post", space, ("a.txt", b"van de gemeente"), who="els", text="Half")
    [one] = waiting(world, "post", space, "els").values()
    client("els").get("/concepten")
    of = world.one("SELECT affiliation_id FROM plein.draft_file WHERE id = %s", one)
    until = world.one("SELECT until FROM plein.affiliation WHERE id = %s", of)
    world.keeper.execute("UPDATE plein.affiliation SET until = since WHERE id = %s", (of,))
    try:
        listed = client("els").get("/concepten").text
        draft = world.one("SELECT id FROM plein.draft WHERE person_id = %s", world["els"].person_id)
        assert "Half" in listed
        assert "1 bestand<" not in listed
        assert client("els").post(f"/concepten/{draft}/weg").status_code == 303
    finally:
        world.keeper.execute("UPDATE plein.affiliation SET until = %s WHERE id = %s", (until, of))
    assert world.one("SELECT count(*) FROM plein.draft_file WHERE id = %s", one) == 0
