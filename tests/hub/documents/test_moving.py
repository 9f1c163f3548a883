"""Several things at once to another folder, and a folder into the bin with all that lies in it: who may, and undo."""

import re
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.documents.service import MOST_BINNED, MOST_CHOSEN
from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, Placed, Put, of, shown
from tests.world import World

LIES_IN = (
    "SELECT d.folder_id FROM plein.document d JOIN plein.document_head h ON h.document_id = d.item_id"
    " AND h.folder_id IS NOT DISTINCT FROM d.folder_id WHERE d.item_id = %s"
)
NONE = "0" * 31 + "7"
BINNED = "SELECT deleted_at IS NOT NULL FROM plein.item WHERE id = %s"


def _move(client: Client, world: World, who: str, space: str, *urls: str, to: str = "") -> TestResponse:
    data = {"once": str(uuid4()), "stuk": [of(url) for url in urls], "naar": of(to) if to else ""}
    return client(who).post(f"/groepen/{world.spaces[space]}/verplaatsen", data=data)


def _undo(client: Client, who: str, page: TestResponse) -> TestResponse:
    """Press what the toast offers."""
    browser = client(who)
    form = re.search(r"<form[^>]*action=\"([^\"]+)\"(?:(?!</form>).)*?Ongedaan maken", page.text, re.DOTALL)
    assert form is not None, page.text[:3000]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))
    return browser.post(form[1], data=fields)


def test_several_things_go_to_a_folder_and_come_back_in_one_step(
    world: World, client: Client, placed: Placed, folder: Folders
) -> None:
    url, inner, target = placed("sanne", "visie"), folder("sanne", "visie", "Mee"), folder("sanne", "visie", "Doel")
    browser = client("sanne")
    data = {"once": str(uuid4()), "stuk": [of(url), of(inner)], "naar": of(target)}
    answer = browser.post(f"/groepen/{world.spaces['visie']}/verplaatsen", data=data)
    assert answer.headers["Location"] == target
    assert str(world.one(LIES_IN, of(url))) == of(target)
    assert str(world.one("SELECT parent_id FROM plein.folder WHERE item_id = %s", of(inner))) == of(target)
    verbs = world.rows("SELECT verb FROM plein.audit WHERE thing_id = ANY (%s) ORDER BY id", [[of(url), of(inner)]][0])
    assert [row[0] for row in verbs][-2:] == ["folder.moved", "document.filed"]
    page = browser.get(target)
    assert "2 dingen zijn verplaatst" in shown(page)
    assert _undo(client, "sanne", page).status_code == 303
    assert world.one(LIES_IN, of(url)) is None


def test_things_of_several_folders_each_go_back_to_their_own(
    world: World, client: Client, put: Put, placed: Placed, folder: Folders
) -> None:
    here, there = folder("sanne", "visie", "Hier"), folder("sanne", "visie", "Daar")
    inner, target = folder("sanne", "visie", "Erin", inside=here), folder("sanne", "visie", "Samen hier")
    put("sanne", "visie", ("uit daar.txt", b"x"), map=of(there))
    document = world.one("SELECT item_id FROM plein.document WHERE folder_id = %s", of(there))
    loose = placed("sanne", "visie", "los.txt")
    things = [of(inner), str(document), of(loose), of(there)]
    browser = client("sanne")
    data = {"once": str(uuid4()), "stuk": things, "naar": of(target)}
    answer = browser.post(f"/groepen/{world.spaces['visie']}/verplaatsen", data=data)
    assert _where(world, *things) == [of(target)] * 4
    assert _undo(client, "sanne", browser.get(answer.headers["Location"])).status_code == 303
    assert _where(world, *things) == [of(here), of(there), None, None]


@pytest.mark.parametrize(
    ("who", "status"),
    [("sanne", 303), ("fatima", 303), ("peter", 403), ("rik", 403), ("joost", 404), ("karin", 404), ("", 401)],
)
def test_who_moves_it_puts_it_back(
    world: World, client: Client, placed: Placed, folder: Folders, who: str, status: int
) -> None:
    url, target = placed("sanne", "tender"), folder("sanne", "tender", f"Terug voor {who}")
    data = {"once": str(uuid4()), "terug": f"{of(target)}:{of(url)}"}
    assert client(who).post(f"/groepen/{world.spaces['tender']}/terugleggen", data=data).status_code == status
    assert (world.one(LIES_IN, of(url)) is not None) == (status == 303)


@pytest.mark.parametrize("told", ["x:y", "geen-id", f"{NONE}:{NONE}", NONE, ":", ";"])
def test_what_an_undo_says_is_not_believed(world: World, client: Client, told: str) -> None:
    path = f"/groepen/{world.spaces['visie']}/terugleggen"
    assert client("sanne").post(path, data={"once": str(uuid4()), "terug": told}).status_code in {303, 404}
    many = ";".join(uuid4().hex for _ in range(MOST_CHOSEN + 1))
    assert client("sanne").post(path, data={"once": str(uuid4()), "terug": many}).status_code == 422


def _where(world: World, *things: str) -> list[str | None]:
    """The folders in which these lie."""
    lies = (
        "SELECT coalesce(d.folder_id, f.parent_id) FROM plein.item i LEFT JOIN plein.document d ON d.item_id = i.id"
        " LEFT JOIN plein.folder f ON f.item_id = i.id WHERE i.id = %s"
    )
    found = [world.one(lies, one) for one in things]
    return [str(one) if one else None for one in found]


def test_the_page_opens_folders_until_it_is_the_right_one(
    world: World, client: Client, placed: Placed, folder: Folders
) -> None:
    url, outer = placed("sanne", "visie"), folder("sanne", "visie", "Buiten")
    folder("sanne", "visie", "Binnen", inside=outer)
    path = f"/groepen/{world.spaces['visie']}/verplaatsen?stuk={of(url)}"
    assert "Hier ligt het al" in shown(client("sanne").get(path))
    page = client("sanne").get(f"{path}&naar={of(outer)}")
    assert "Verplaats naar “Buiten”" in shown(page)
    assert "Binnen" in shown(page)
    own = client("sanne").get(f"/groepen/{world.spaces['visie']}/verplaatsen?stuk={of(outer)}")
    assert f"naar={of(outer)}" not in own.text


def test_a_folder_does_not_go_into_itself_nor_too_deep(world: World, client: Client, folder: Folders) -> None:
    outer = folder("sanne", "visie", "Om")
    inner = folder("sanne", "visie", "In", inside=outer)
    for target in (outer, inner):
        answer = _move(client, world, "sanne", "visie", outer, to=target)
        assert (answer.status_code, "niet in zichzelf" in shown(answer)) == (409, True)
    deep = folder("sanne", "visie", "Put")
    for number in range(2, 20):
        deep = folder("sanne", "visie", f"{number}", inside=deep)
    answer = _move(client, world, "sanne", "visie", outer, to=deep)
    assert (answer.status_code, "hoogstens 20 diep" in shown(answer)) == (409, True)
    assert _move(client, world, "sanne", "visie", inner, to=deep).status_code == 303


def test_two_folders_of_one_name_do_not_meet(world: World, client: Client, folder: Folders) -> None:
    target = folder("sanne", "visie", "Samen")
    folder("sanne", "visie", "Gelijk", inside=target)
    answer = _move(client, world, "sanne", "visie", folder("sanne", "visie", "gelijk"), to=target)
    assert (answer.status_code, "Daar ligt al een map" in shown(answer)) == (409, True)


@pytest.mark.parametrize(
    ("who", "status"),
    [("sanne", 303), ("fatima", 303), ("peter", 403), ("rik", 403), ("joost", 404), ("karin", 404), ("", 401)],
)
def test_who_put_it_there_and_a_steward_move_it(
    world: World, client: Client, placed: Placed, folder: Folders, who: str, status: int
) -> None:
    url, target = placed("sanne", "tender"), folder("sanne", "tender", f"Voor {who}")
    assert _move(client, world, who, "tender", url, to=target).status_code == status
    assert (world.one(LIES_IN, of(url)) is not None) == (status == 303)


def test_nothing_goes_to_a_folder_of_another_space(
    world: World, client: Client, placed: Placed, folder: Folders
) -> None:
    url, elsewhere = placed("sanne", "visie"), folder("sanne", "tender", "Besloten doel")
    assert _move(client, world, "sanne", "visie", url, to=elsewhere).status_code == 404
    assert _move(client, world, "sanne", "tender", url).status_code == 404
    assert world.one(LIES_IN, of(url)) is None


def test_nothing_ticked_and_too_much_are_said(world: World, client: Client) -> None:
    path = f"/groepen/{world.spaces['visie']}/verplaatsen"
    assert client("sanne").get(path).status_code == 303
    assert client("sanne").get(path + "?stuk=geen-id").status_code == 404
    many = ",".join(str(uuid4()) for _ in range(MOST_CHOSEN + 1))
    assert client("sanne").get(f"{path}?stuk={many}").status_code == 422


def test_a_folder_goes_into_the_bin_with_what_lies_in_it_and_comes_back_whole(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Weg ermee")
    inner = folder("sanne", "visie", "Erin", inside=where)
    put("sanne", "visie", ("weg.txt", b"x"), map=of(inner))
    document = world.one("SELECT item_id FROM plein.document WHERE folder_id = %s", of(inner))
    before = world.one("SELECT documents FROM plein.space_activity WHERE space_id = %s", world.spaces["visie"])
    assert "gaat mee naar de prullenbak: 1 document en 1 map." in shown(client("sanne").get(f"{where}/verwijderen"))
    browser = client("sanne")
    answer = browser.post(f"{where}/verwijderen", data={"once": str(uuid4())})
    assert answer.status_code == 303
    assert [world.one(BINNED, one) for one in (of(where), of(inner), document)] == [True, True, True]
    for path in (where, inner, f"/documenten/{document}"):
        assert client("sanne").get(path).status_code == 404
    now = world.one("SELECT documents FROM plein.space_activity WHERE space_id = %s", world.spaces["visie"])
    assert now == before - 1
    assert "document.deleted" in {
        row[0] for row in world.rows("SELECT verb FROM plein.audit WHERE thing_id = %s", document)
    }
    assert client("sanne").post(f"/items/{document}/terugzetten").status_code == 409
    assert _undo(client, "sanne", browser.get(answer.headers["Location"])).status_code == 303
    assert [world.one(BINNED, one) for one in (of(where), of(inner), document)] == [False, False, False]


def test_what_was_in_the_bin_before_stays_there(world: World, client: Client, put: Put, folder: Folders) -> None:
    where = folder("sanne", "visie", "Half leeg")
    put("sanne", "visie", ("eerder.txt", b"x"), ("later.txt", b"y"), map=of(where))
    rows = world.rows("SELECT item_id FROM plein.document WHERE folder_id = %s ORDER BY name", of(where))
    earlier, later = (row[0] for row in rows)
    assert client("sanne").post(f"/items/{earlier}/verwijderen").status_code == 303
    world.later(minutes=1)
    client("sanne").post(f"{where}/verwijderen")
    client("sanne").post(f"/items/{of(where)}/terugzetten")
    assert [world.one(BINNED, one) for one in (earlier, later)] == [True, False]
    world.on_time()


def test_what_is_anothers_goes_along_with_a_steward_alone_who_says_why(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("sanne", "tender", "Van ons allebei")
    put("peter", "tender", ("van peter.txt", b"x"), map=of(where))
    answer = client("sanne").post(f"{where}/verwijderen", data={"why": "Weg"})
    assert (answer.status_code, "ook iets van een ander" in shown(answer)) == (409, True)
    assert client("fatima").post(f"{where}/verwijderen").status_code == 422
    assert client("peter").post(f"{where}/verwijderen", data={"why": "Weg"}).status_code == 403
    assert client("joost").post(f"{where}/verwijderen", data={"why": "Weg"}).status_code == 404
    assert world.one(BINNED, of(where)) is False
    assert client("fatima").post(f"{where}/verwijderen", data={"why": "Dubbel"}).status_code == 303
    why = (
        "SELECT why FROM plein.audit WHERE verb = 'document.deleted' AND thing_id IN"
        " (SELECT item_id FROM plein.document WHERE folder_id = %s)"
    )
    assert {row[0] for row in world.rows(why, of(where))} == {"Dubbel"}


def test_a_steward_says_why_also_of_what_lies_in_an_own_folder(
    world: World, client: Client, put: Put, folder: Folders
) -> None:
    where = folder("fatima", "tender", "Van Fatima")
    put("sanne", "tender", ("van sanne.txt", b"x"), map=of(where))
    answer = client("fatima").post(f"/items/{of(where)}/verwijderen")
    assert (answer.status_code, "Zeg kort waarom" in shown(answer)) == (422, True)
    assert world.one(BINNED, of(where)) is False


def test_a_name_that_was_taken_meanwhile_keeps_a_folder_in_the_bin(
    client: Client, world: World, folder: Folders
) -> None:
    where = folder("sanne", "visie", "Bezet")
    client("sanne").post(f"{where}/verwijderen")
    folder("sanne", "visie", "bezet")
    answer = client("sanne").post(f"/items/{of(where)}/terugzetten")
    assert (answer.status_code, "andere map met deze naam" in shown(answer)) == (409, True)
    assert world.one(BINNED, of(where)) is True


def test_more_than_one_act_takes_is_refused(world: World, client: Client, folder: Folders) -> None:
    where = folder("sanne", "visie", "Te vol")
    world.keeper.execute(
        "WITH i AS (INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at) SELECT plein.new_id(),"
        " %s, 'folder', %s, %s, plein.moment() FROM generate_series(0, %s) RETURNING id, space_id, author_id)"
        " INSERT INTO plein.folder (item_id, space_id, author_id, parent_id, name)"
        " SELECT id, space_id, author_id, %s, id::text FROM i",
        (
            world.spaces["visie"],
            world["sanne"].affiliation,
            world.organisations["meerbergen"],
            MOST_BINNED,
            of(where),
        ),
    )
    answer = client("sanne").post(f"{where}/verwijderen")
    assert (answer.status_code, "meer dan 500" in shown(answer)) == (409, True)
    assert world.one(BINNED, of(where)) is False


def test_moving_is_offered_where_there_is_another_folder(
    world: World, client: Client, placed: Placed, folder: Folders
) -> None:
    space = world.group("zonder-mappen", "Zonder mappen", "closed", {"zandwijk": "owner"}, founder="fatima")
    url = placed("fatima", "zonder-mappen", "alleen.txt")
    path, listed = f"/groepen/{space}/verplaatsen", f"/groepen/{space}/documenten"
    link = f"{path}?stuk={of(url)}"
    assert link not in client("fatima").get(url).text
    assert f'formaction="{path}"' not in client("fatima").get(listed).text
    answer = client("fatima").get(link)
    assert (answer.status_code, "nog geen andere map" in shown(answer)) == (409, True)
    only = folder("fatima", "zonder-mappen", "De enige")
    assert link in client("fatima").get(url).text
    assert f'formaction="{path}"' in client("fatima").get(listed).text
    assert client("fatima").get(link).status_code == 200
    assert f"{path}?stuk={of(only)}" not in client("fatima").get(only).text
    assert client("fatima").get(f"{path}?stuk={of(only)}").status_code == 409
    inner = folder("fatima", "zonder-mappen", "Erin", inside=only)
    assert f"{path}?stuk={of(inner)}" in client("fatima").get(inner).text
    assert f"{path}?stuk={of(only)}" not in client("fatima").get(only).text


def test_copying_is_offered_to_who_writes_somewhere(world: World, client: Client, placed: Placed) -> None:
    world.person("lies", "Lies Lezer", "zandwijk:external", issuer="gasten", employer="Lees BV")
    world.member("tender", "lies", "reader", sponsor="fatima")
    url = placed("fatima", "tender", "lees maar.txt")
    path = f"/groepen/{world.spaces['tender']}/kopieren"
    pages = (url, f"/groepen/{world.spaces['tender']}/documenten")
    assert [path in client("fatima").get(page).text for page in pages] == [True, True]
    assert [path in client("lies").get(page).text for page in pages] == [False, False]
    assert client("lies").get(f"{path}?stuk={of(url)}").status_code == 403


COUNTS = (
    "SELECT s.documents, (SELECT count(*) FROM plein.document_head h JOIN plein.item i ON i.id = h.document_id"
    " WHERE h.space_id = s.space_id AND i.deleted_at IS NULL),"
    " (SELECT count(*) FROM plein.document d JOIN plein.item i ON i.id = d.item_id WHERE i.space_id = s.space_id"
    " AND i.deleted_at IS NULL) FROM plein.space_activity s WHERE s.space_id = %s"
)
HEAD = "SELECT space_id, folder_id, number, version_id FROM plein.document_head WHERE document_id = %s"


def test_a_document_that_goes_to_another_space_leaves_its_folder_and_is_counted_where_it_is(
    world: World, client: Client, put: Put, folder: Folders, follow: Put
) -> None:
    """Given a document in a folder, when it goes to a room, then no folder has it; an undo puts it in its own again."""
    from_folder = folder("fatima", "tender", "Vertrek")
    put("fatima", "tender", ("stuk.txt", b"x"), map=of(from_folder))
    document = world.one("SELECT item_id FROM plein.document WHERE folder_id = %s", of(from_folder))
    follow("fatima", f"/documenten/{document}", b"xx")
    here, there = world.spaces["tender"], world.spaces["kamer-a"]
    browser, path = client("fatima"), f"/items/{document}/verplaatsen"
    [(documents, *_)], [(others, *_)] = world.rows(COUNTS, here), world.rows(COUNTS, there)
    _space, _folder, number, version = world.rows(HEAD, document)[0]
    assert (_space, str(_folder), number) == (here, of(from_folder), 2)

    asked = browser.get(path, query_string={"naar": there})
    readers = re.search(r'name="lezers" value="(\d+)"', asked.text)
    assert readers is not None
    assert browser.post(path, data={"naar": there, "lezers": readers[1]}).status_code == 303

    assert world.rows(HEAD, document) == [(there, None, 2, version)]
    assert world.one(LIES_IN, document) is None
    assert world.rows(COUNTS, here)[0] == (documents - 1,) * 3
    assert world.rows(COUNTS, there)[0] == (others + 1,) * 3
    emptied = shown(client("fatima").get(from_folder))
    assert "stuk.txt" not in emptied
    assert "Leeg" in emptied or "leeg" in emptied
    assert "stuk.txt" in shown(client("karin").get(f"/groepen/{there}/documenten"))

    assert _undo(client, "fatima", browser.get(f"/groepen/{there}/documenten")).status_code == 303
    assert world.rows(HEAD, document) == [(here, UUID(of(from_folder)), 2, version)]
    assert str(world.one(LIES_IN, document)) == of(from_folder)
    assert world.rows(COUNTS, here)[0] == (documents,) * 3
    assert world.rows(COUNTS, there)[0] == (others,) * 3
    assert "stuk.txt" in shown(client("fatima").get(from_folder))
    assert _move(client, world, "fatima", "tender", f"/documenten/{document}", to="").status_code == 303
    assert world.rows(HEAD, document) == [(here, world.one(LIES_IN, document), 2, version)]
