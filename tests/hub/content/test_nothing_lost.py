"""Nothing that somebody wrote is lost or doubled: two clicks, two people at once, a session that ends while typing."""

import html
import re
from collections.abc import Callable
from io import BytesIO
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.hub.conftest import Client
from tests.world import World

CLICKS = 4
TEXT = "Een lange tekst <b>die</b> niet weg mag, ook niet voor een deel."


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """Do all of this at the same moment."""
    start, answers = Barrier(len(acts)), list[TestResponse]()

    def run(act: Callable[[], TestResponse]) -> None:
        start.wait()
        answers.append(act())

    crowd = [Thread(target=run, args=(act,)) for act in acts]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(answers) == len(acts)
    return answers


def file(octets: bytes = b"inhoud", name: str = "plan.txt") -> tuple[BytesIO, str]:
    return BytesIO(octets), name


FORMS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "message": ("/groepen/{visie}/berichten", lambda: {"text": TEXT}),
    "message with file": ("/groepen/{visie}/berichten", lambda: {"text": TEXT, "files": file()}),
    "comment": ("/items/{bericht}/reactie", lambda: {"text": TEXT}),
    "question": ("/groepen/{visie}/vragen", lambda: {"title": "Waar blijft mijn tekst?", "text": TEXT}),
    "answer": ("/vragen/{vraag}/antwoorden", lambda: {"text": TEXT}),
    "document": ("/groepen/{visie}/documenten", lambda: {"files": file()}),
    "version": ("/documenten/{stuk}/versies", lambda: {"file": file(), "note": TEXT}),
}
COUNT = (
    "SELECT (SELECT count(*) FROM plein.item), (SELECT count(*) FROM plein.document_version),"
    " (SELECT count(*) FROM plein.attachment), (SELECT count(*) FROM plein.audit WHERE verb NOT LIKE '%%.read')"
)


def address(world: World, path: str) -> str:
    items = {name: world.items[f"{name}-visie"] for name in ("bericht", "vraag", "stuk")}
    return path.format(visie=world.spaces["visie"], **items)


@pytest.mark.parametrize("which", FORMS)
def test_a_form_that_is_clicked_many_times_at_once_is_handled_once(world: World, client: Client, which: str) -> None:
    path, fields = FORMS[which]
    url, before = address(world, path), world.rows(COUNT)[0]

    def send(once: str) -> TestResponse:
        return client("sanne").post(url, data=fields() | {"once": once})

    assert send(str(uuid4())).status_code == 303
    single = [now - then for now, then in zip(world.rows(COUNT)[0], before, strict=True)]

    once, between = str(uuid4()), world.rows(COUNT)[0]
    answers = at_once(*[lambda: send(once)] * CLICKS)

    assert [answer.status_code for answer in answers] == [303] * CLICKS
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert [now - then for now, then in zip(world.rows(COUNT)[0], between, strict=True)] == single


def value(page: TestResponse, name: str) -> str:
    """What a hidden field of a form holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, name
    return html.unescape(found[1])


def test_two_who_change_a_text_at_once_both_keep_theirs(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    client("els").post(f"/groepen/{space}/berichten", data={"text": "Samen begonnen", "once": str(uuid4())})
    item = world.one("SELECT item_id FROM plein.item_text WHERE body = 'Samen begonnen'")
    url = f"/items/{item}/bewerken"
    begun = value(client("els").get(url), "based_on")
    first, second = ({"text": f"Van {who}", "based_on": begun} for who in ("de ene kant", "de andere kant"))

    answers = at_once(*[lambda sent=sent: client("els").post(url, data=sent) for sent in (first, second)])

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [303, 409]
    (refused,) = [answer for answer in answers if answer.status_code == 409]
    shown = html.unescape(re.sub(r"<[^>]+>", "", refused.text))
    for part in ("de ene kant", "de andere kant"):
        assert part.split()[1] in shown
    kept = world.one("SELECT body FROM plein.item_text WHERE item_id = %s", item)
    other = next(sent for sent in (first, second) if sent["text"] != kept)
    again = client("els").post(url, data=other | {"based_on": value(refused, "based_on")})
    assert again.status_code == 303
    assert world.one("SELECT body FROM plein.item_text WHERE item_id = %s", item) == other["text"]
    past = [body for (body,) in world.rows("SELECT body FROM plein.item_past WHERE item_id = %s ORDER BY number", item)]
    assert past == ["Samen begonnen", kept]


def test_two_who_change_the_title_of_a_question_see_each_other(world: World, client: Client) -> None:
    space = world.spaces["visie"]
    made = client("sanne").post(
        f"/groepen/{space}/vragen", data={"title": "Waar is het plein?", "text": "Wie weet het?"}
    )
    url = made.headers["Location"] + "/bewerken"
    asker, steward = client("sanne").get(url), client("fatima").get(url)
    hers = {"title": "Waar ligt het plein?", "was": value(steward, "was")}
    assert client("fatima").post(url, data=hers).status_code == 303

    own = {"title": "Waar blijft het plein?", "text": "Wie weet het nog?"}
    own |= {name: value(asker, name) for name in ("was", "based_on")}
    refused = client("sanne").post(url, data=own)

    assert refused.status_code == 409
    page = html.unescape(refused.text)
    assert 'value="Waar blijft het plein?"' in page
    assert "Wie weet het nog?" in page
    assert re.search(r"<ins>.*ligt", page)
    assert value(refused, "was") == "Waar ligt het plein?"
    again = own | {name: value(refused, name) for name in ("was", "based_on")}
    assert client("sanne").post(url, data=again).status_code == 303
    item = made.headers["Location"].rsplit("/", 1)[-1]
    assert world.one("SELECT title FROM plein.question WHERE item_id = %s", item) == "Waar blijft het plein?"


def test_two_who_change_the_text_of_a_question_see_each_other(world: World, client: Client) -> None:
    made = client("sanne").post(
        f"/groepen/{world.spaces['visie']}/vragen", data={"title": "Hoe dan?", "text": "Eerst dit"}
    )
    url = made.headers["Location"] + "/bewerken"
    begun = client("sanne").get(url)
    sent = {"title": "Hoe dan?", **{name: value(begun, name) for name in ("was", "based_on")}}
    assert client("sanne").post(url, data=sent | {"text": "In dit tabblad"}).status_code == 303
    refused = client("sanne").post(url, data=sent | {"text": "In dat tabblad"})
    assert refused.status_code == 409
    assert "In dat tabblad" in refused.text
    assert re.search(r"<ins>.*dit", refused.text)


def test_of_two_who_add_a_version_at_once_the_second_hears_of_the_first(world: World, client: Client) -> None:
    put = client("sanne").post(f"/groepen/{world.spaces['visie']}/documenten", data={"files": file(b"een", "een.txt")})
    url = put.headers["Location"] + "/versies"
    begun = value(client("sanne").get(url), "based_on")

    def add(who: str) -> TestResponse:
        return client(who).post(url, data={"file": file(who.encode()), "note": f"van {who}", "based_on": begun})

    answers = at_once(lambda: add("sanne"), lambda: add("els"))

    assert sorted(answer.status_code for answer in answers) == [303, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert re.search("van (sanne|els)", refused.text)  # what was typed is still there
    document = url.split("/")[2]
    assert world.one("SELECT max(number) FROM plein.document_version WHERE document_id = %s", document) == 2


def test_of_two_who_name_a_document_the_second_hears_of_the_first(world: World, client: Client) -> None:
    put = client("sanne").post(f"/groepen/{world.spaces['visie']}/documenten", data={"files": file(b"x", "twee.txt")})
    url = put.headers["Location"] + "/naam"
    begun = value(client("sanne").get(url), "based_on")
    assert client("els").post(url, data={"name": "Van Els", "based_on": begun}).status_code in {303, 403}
    assert client("fatima").post(url, data={"name": "Van Fatima", "based_on": begun}).status_code in {303, 409}
    refused = client("sanne").post(url, data={"name": "Van Sanne", "based_on": begun})
    assert refused.status_code == 409
    assert "Van Sanne" in refused.text
    assert "Van Fatima" in refused.text or "Van Els" in refused.text


def kept_form(page: TestResponse) -> dict[str, list[str]]:
    """The fields of the form that the page keeps, as a browser would send them again."""
    found: dict[str, list[str]] = {}
    for name, body in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text):
        found.setdefault(name, []).append(html.unescape(body))
    for name, body in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL):
        found.setdefault(name, []).append(html.unescape(body))
    return found


ENDED = {
    **{name: form for name, form in FORMS.items() if name not in {"document", "version"}},
    "changed text": ("/items/{bericht}/bewerken", lambda: {"text": TEXT, "based_on": "0", "title": "Kop"}),
    "changed question": ("/vragen/{vraag}/bewerken", lambda: {"title": "Waar dan?", "text": TEXT, "was": ""}),
}


@pytest.mark.parametrize("multipart", [False, True], ids=["plain", "as with files"])
@pytest.mark.parametrize("which", ENDED)
def test_when_the_session_ended_while_typing_the_text_is_there_and_sent_again(
    world: World, client: Client, which: str, *, multipart: bool
) -> None:
    path, fields = ENDED[which]
    url, sent, once = address(world, path), fields(), str(uuid4())
    before = world.rows(COUNT)[0]
    kind = {"content_type": "multipart/form-data"} if multipart else {}
    refused = client("").post(url, data=sent | {"once": once}, **kind)

    assert refused.status_code == 401
    assert world.rows(COUNT)[0] == before
    assert html.escape(TEXT).replace("&#x27;", "'") in refused.text
    again = kept_form(refused)
    assert again["once"] == [once]
    assert again["text"] == [TEXT]
    if "files" in sent:
        assert "bestand" in refused.text
    done = client("sanne").post(url, data=again)
    assert done.status_code == 303, done.text
    assert world.one("SELECT count(*) FROM plein.item_text WHERE body = %s", TEXT) >= 1
    assert client("sanne").post(url, data=again).headers["Location"] == done.headers["Location"]


@pytest.mark.parametrize("which", ["message", "comment", "answer", "changed text"])
def test_the_text_is_there_also_when_a_large_file_came_with_it(world: World, client: Client, which: str) -> None:
    path, fields = ENDED[which]
    url, once = address(world, path), str(uuid4())
    large = {"once": once, **fields(), "files": file(b"x" * 3_000_000, "foto.jpg")}
    refused = client("").post(url, data=large)
    assert refused.status_code == 401
    assert "bestand" in refused.text
    again = kept_form(refused)
    assert (again["once"], again["text"]) == ([once], [TEXT])
    assert client("sanne").post(url, data=again).status_code in {303, 409}


@pytest.mark.parametrize("which", ["document", "version"])
def test_when_the_session_ended_an_upload_says_that_the_file_must_be_chosen_again(
    world: World, client: Client, which: str
) -> None:
    path, fields = FORMS[which]
    refused = client("").post(address(world, path), data=fields() | {"once": str(uuid4())})
    assert refused.status_code == 401
    assert "Je bestand is niet verstuurd. Log opnieuw in en kies het bestand nog een keer." in refused.text
