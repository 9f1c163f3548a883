"""Messages in a space: written, read and paged by who may, refused to who may not."""

from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from hub.posts.service import PAGE
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World


def body(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def posts_in(world: World, space: str) -> int:
    return int(world.one("SELECT count(*) FROM plein.item WHERE space_id = %s AND kind = 'post'", world.spaces[space]))


def test_a_member_posts_and_the_others_read_it(world: World, client: Client) -> None:
    sent = {"title": "Stand van zaken", "text": "We zijn **halverwege**.", "once": str(uuid4())}
    answer = client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/groepen/{world.spaces['tender']}")
    page = body(client("peter").get(f"/groepen/{world.spaces['tender']}"))
    assert "Stand van zaken" in page
    assert "<strong>halverwege</strong>" in page


def test_a_second_click_posts_once(world: World, client: Client) -> None:
    sent, before = {"text": "Maar één keer", "once": str(uuid4())}, posts_in(world, "tender")
    for _ in range(2):
        assert client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data=sent).status_code == 303
    assert posts_in(world, "tender") == before + 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rik", 403),  # a reader
        ("kees", 404),
        ("zara", 404),
        ("former", 404),
        ("gone", 404),
        ("ivo", 404),
        ("karin", 404),
        ("bas", 404),
        ("joost", 404),
        ("sanne-elders", 404),
        ("", 401),  # nobody is signed in
    ],
)
def test_who_may_not_write_in_a_closed_group_writes_nothing(
    world: World, client: Client, who: str, status: int
) -> None:
    before = posts_in(world, "tender")
    answer = client(who).post(f"/groepen/{world.spaces['tender']}/berichten", data={"text": "x"})
    assert answer.status_code == status
    assert posts_in(world, "tender") == before


def test_a_colleague_who_posts_in_an_open_group_becomes_a_member(world: World, client: Client) -> None:
    assert client("daan").post(f"/groepen/{world.spaces['visie']}/berichten", data={"text": "Hoi"}).status_code == 303
    role = "SELECT role FROM plein.membership WHERE space_id = %s AND affiliation_id = %s"
    assert world.one(role, world.spaces["visie"], world["daan"].affiliation) == "member"


@pytest.mark.parametrize(
    ("sent", "sentence", "kept"),
    [
        ({"title": "Alleen een titel", "text": ""}, "Schrijf eerst je bericht.", "Alleen een titel"),
        ({"text": "Een te lange titel", "title": "t" * 201}, "hooguit 200 tekens", "Een te lange titel"),
        ({"text": "Veel te veel " + "x" * 20_001}, "hooguit 20.000 tekens", "Veel te veel"),
    ],
)
def test_a_wrong_message_comes_back_with_what_was_typed(
    world: World, client: Client, sent: dict[str, str], sentence: str, kept: str
) -> None:
    before = posts_in(world, "tender")
    answer = client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data=sent)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert kept in body(answer)
    assert posts_in(world, "tender") == before


def test_a_form_larger_than_the_limit_is_refused(world: World, client: Client) -> None:
    answer = client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data={"text": "x" * 2_000_000})
    assert answer.status_code == 413


def test_characters_that_a_database_refuses_do_no_harm(world: World, client: Client) -> None:
    sent = {"title": "nul\x00teken", "text": "voor\x00na \ud7ff \N{GRINNING FACE}"}
    assert client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data=sent).status_code == 303
    assert "nulteken" in body(client("sanne").get(f"/groepen/{world.spaces['tender']}"))


def test_markup_in_a_title_is_text(world: World, client: Client) -> None:
    sent = {"title": "<img src=x onerror=alert(1)>", "text": "<script>alert(2)</script>"}
    client("sanne").post(f"/groepen/{world.spaces['tender']}/berichten", data=sent)
    for path in (f"/groepen/{world.spaces['tender']}", "/"):
        page = body(client("fatima").get(path))
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_one_message_shows_its_comments_in_pages(world: World, client: Client) -> None:
    post = world.item("druk", "intern", "fatima")
    first = world.item("druk-0", "intern", "fatima", "comment", parent="druk", text="Allereerste reactie")
    for number in range(1, 60):
        world.item(f"druk-{number}", "intern", "fatima", "comment", parent="druk", text=f"Reactie nummer {number}.")
    newest = body(client("kees").get(f"/berichten/{post}"))
    assert "Allereerste reactie" not in newest
    assert "Reactie nummer 59." in newest
    older = newest.split("tot=")[1].split("#")[0]
    before = body(client("kees").get(f"/berichten/{post}?tot={older}"))
    assert "Allereerste reactie" in before
    assert "Reactie nummer 59." not in before
    lasting = client("kees").get(f"/items/{first}").headers["Location"]
    assert "Allereerste reactie" in body(client("kees").get(lasting.split("#")[0]))


def test_older_messages_come_by_key_and_each_once(world: World, client: Client) -> None:
    world.group("lang", "Lange groep", "closed", {"zandwijk": "owner"}, founder="fatima")
    ids = {world.item(f"lang-{number}", "lang", "fatima") for number in range(PAGE + 5)}
    first = body(client("fatima").get(f"/groepen/{world.spaces['lang']}"))
    after = first.split(f"/groepen/{world.spaces['lang']}?na=")[1].split('"')[0]
    second = body(client("fatima").get(f"/groepen/{world.spaces['lang']}?na={after}"))
    on_first, on_second = ({one for one in ids if f"item-{one}" in page} for page in (first, second))
    assert (len(on_first), len(on_second)) == (PAGE, 5)
    assert on_first | on_second == ids
    for wrong in ("x", "0", "'"):
        assert client("fatima").get(f"/groepen/{world.spaces['lang']}?na={wrong}").status_code == 404


def test_the_page_of_a_space_asks_as_much_for_twenty_messages_as_for_one(
    app: Hub, world: World, client: Client
) -> None:
    numbers = []
    world.group("tel", "Telgroep", "closed", {"zandwijk": "owner"}, founder="fatima")
    for many in (1, PAGE):
        for number in range(many):
            key = f"tel-{many}-{number}"
            world.item(key, "tel", "fatima")
            world.item(f"{key}-r", "tel", "fatima", "comment", parent=key)
        with counted(app.engine) as statements:
            assert client("fatima").get(f"/groepen/{world.spaces['tel']}").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], numbers
    assert numbers[0] <= 35, numbers


def test_choosing_where_to_write_offers_exactly_where_one_may(world: World, client: Client) -> None:
    for path in ("/nieuw/bericht", "/nieuw/vraag"):
        page = body(client("fatima").get(path))
        for space in ("visie", "tender", "kamer-a", "intern", "plein-zandwijk"):
            assert str(world.spaces[space]) in page, space
        for space in ("kamer-b", "elders", "plein-meerbergen"):
            assert str(world.spaces[space]) not in page, space
        only = client("karin").get(path)
        assert only.status_code == 303
        assert only.headers["Location"].startswith(f"/groepen/{world.spaces['kamer-a']}/")
        assert "Je kunt nog nergens schrijven" in body(client("ivo").get(path))


def test_a_message_of_another_kind_has_no_page_here(world: World, client: Client) -> None:
    for key in ("vraag-tender", "antwoord-tender", "reactie-tender", "stuk-tender"):
        assert client("fatima").get(f"/berichten/{world.items[key]}").status_code == 404
    assert client("fatima").get(f"/berichten/{UUID(int=0)}").status_code == 404
