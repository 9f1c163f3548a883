"""Files in a text: put in with it, shown to who reads it, hidden from who does not, taken along, taken out."""

from io import BytesIO
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.content.service import MOST_ATTACHED
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.documents import files
from tests.hub.documents.conftest import Work
from tests.hub.queries import counted
from tests.world import World

HIDDEN_FROM = ["kees", "joost", "former", "gone", "ivo", "karin", "bas", "sanne-elders", "zara", "mehmet", "lars"]
OF = "SELECT id FROM plein.attachment WHERE item_id = %s ORDER BY id"


def write(client: Client, world: World, *sent: tuple[str, bytes], who: str = "sanne", **more: str) -> TestResponse:
    chosen = [(BytesIO(octets), name) for name, octets in sent]
    data = {"text": "Zie de bijlage", "once": str(uuid4()), "files": chosen, **more}
    return client(who).post(f"/groepen/{world.spaces['tender']}/berichten", data=data)


def newest(world: World) -> UUID:
    found: UUID = world.one("SELECT id FROM plein.item WHERE kind = 'post' ORDER BY id DESC LIMIT 1")
    return found


def ids(world: World, item: UUID) -> list[UUID]:
    return [one for (one,) in world.rows(OF, item)]


def test_files_stand_with_their_text_and_are_handed_out(world: World, client: Client, work: Work) -> None:
    answer = write(
        client,
        world,
        ("Plan.pdf", files.pdf("Plan")),
        ("plein.jpg", files.photo(located=True)),
        **{"alt-1": "Het plein in de zon"},
    )
    assert answer.status_code == 303
    work()
    post = newest(world)
    pdf, photo = ids(world, post)
    page = client("peter").get(f"/berichten/{post}").text
    assert f'href="/bijlagen/{pdf}"' in page
    assert f'src="/bijlagen/{photo}/beeld"' in page
    assert 'alt="Het plein in de zon"' in page
    assert f"/bijlagen/{photo}/beeld" in client("peter").get(f"/groepen/{world.spaces['tender']}").text
    sent = client("peter").get(f"/bijlagen/{pdf}")
    assert (sent.status_code, sent.data) == (200, files.pdf("Plan"))
    assert "attachment" in sent.headers["Content-Disposition"]
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    logged = "SELECT count(*) FROM plein.audit WHERE verb = 'attachment.downloaded' AND thing_id = %s"
    assert world.one(logged, post) > 0
    shown = client("peter").get(f"/bijlagen/{photo}/beeld")
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    assert b"Exif" not in shown.data


@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_who_does_not_read_the_text_finds_no_file(world: World, client: Client, work: Work, who: str) -> None:
    write(client, world, ("plein.jpg", files.photo()))
    work()
    [photo] = ids(world, newest(world))
    for path in ("/bijlagen/{}", "/bijlagen/{}/beeld"):
        there, nowhere = (client(who).get(path.format(one)) for one in (photo, uuid4()))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.data == nowhere.data


def test_files_go_with_a_deleted_text_and_with_what_it_stands_under(world: World, client: Client) -> None:
    write(client, world, ("a.txt", b"hallo"))
    post = newest(world)
    client("peter").post(f"/items/{post}/reactie", data={"text": "Ook een", "files": [(BytesIO(b"ook"), "b.txt")]})
    comment = world.one("SELECT id FROM plein.item WHERE parent_id = %s", post)
    assert client("fatima").get(f"/bijlagen/{ids(world, comment)[0]}").data == b"ook"
    client("sanne").post(f"/items/{post}/verwijderen")
    for item in (post, comment):
        assert client("fatima").get(f"/bijlagen/{ids(world, item)[0]}").status_code == 404


def test_an_author_changes_the_files_and_nobody_else(world: World, client: Client, work: Work) -> None:
    write(client, world, ("a.txt", b"weg"), ("plein.png", files.photo(kind="PNG")))
    work()
    post = newest(world)
    gone, photo = ids(world, post)
    form = client("sanne").get(f"/items/{post}/bewerken").text
    assert f'name="remove" value="{gone}"' in form
    assert f'name="alt-{photo}"' in form
    change = {"text": "Anders", "remove": str(gone), f"alt-{photo}": "Een plein"}
    assert client("fatima").post(f"/items/{post}/bewerken", data=change).status_code == 403
    assert ids(world, post) == [gone, photo]
    more = {**change, "files": [(BytesIO(b"nieuw"), "c.txt")]}
    assert client("sanne").post(f"/items/{post}/bewerken", data=more).status_code == 303
    assert ids(world, post)[0] == photo
    assert world.one("SELECT alt FROM plein.attachment WHERE id = %s", photo) == "Een plein"
    assert client("sanne").get(f"/bijlagen/{gone}").status_code == 404
    assert len(ids(world, post)) == 2


def test_a_file_of_another_text_is_not_taken_out(world: World, client: Client) -> None:
    write(client, world, ("a.txt", b"blijft"))
    other, [file] = newest(world), ids(world, newest(world))
    write(client, world)
    client("sanne").post(f"/items/{newest(world)}/bewerken", data={"text": "x", "remove": str(file)})
    assert ids(world, other) == [file]


def test_too_many_are_refused_and_the_text_comes_back(world: World, client: Client) -> None:
    answer = write(client, world, *((f"{n}.txt", b"x") for n in range(MOST_ATTACHED + 1)), text="Mijn lange verhaal")
    assert answer.status_code == 422
    assert "hooguit 10 bestanden" in answer.text
    assert "Mijn lange verhaal" in answer.text


def test_questions_and_answers_take_files_too(world: World, client: Client) -> None:
    space = world.spaces["tender"]
    sent = {"title": "Welke kleur?", "text": "", "files": [(BytesIO(b"rood"), "rood.txt")]}
    asked = client("sanne").post(f"/groepen/{space}/vragen", data=sent).headers["Location"]
    reply = {"text": "Deze", "files": [(BytesIO(b"blauw"), "blauw.txt")]}
    assert client("fatima").post(f"{asked}/antwoorden", data=reply).status_code == 303
    page = client("peter").get(asked).text
    assert "rood.txt" in page
    assert "blauw.txt" in page
    assert "rood.txt" in client("sanne").get(f"{asked}/bewerken").text


def test_a_text_that_came_without_a_session_is_kept_also_with_a_file(world: World, app: Hub) -> None:
    path = f"/groepen/{world.spaces['tender']}/berichten"
    answer = app.test_client().post(
        path, data={"text": "Een lang verhaal over bomen", "files": [(BytesIO(b"x"), "a.txt")]}
    )
    assert answer.status_code == 401
    assert "Een lang verhaal over bomen" in answer.text
    assert "gaan niet mee" in answer.text


def test_as_many_queries_whatever_the_number_of_files(world: World, client: Client, app: Hub, work: Work) -> None:
    def count() -> int:
        with counted(app.engine) as statements:
            assert client("fatima").get(f"/groepen/{world.spaces['tender']}").status_code == 200
        return len(statements)

    write(client, world, ("plein.png", files.photo(kind="PNG")))
    work()
    before = count()
    for _ in range(3):
        write(client, world, ("plein.png", files.photo(kind="PNG")), ("b.png", files.photo(kind="PNG", size=(40, 30))))
    work()
    assert count() == before
