"""Duplicates become one, by a steward; both askers are told, and it is taken back."""

from collections.abc import Callable
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.hub.questions.made import answered, asked, body
from tests.world import World


@pytest.fixture
def twins(world: World) -> tuple[UUID, UUID]:
    """Two questions that ask the same in a group, by two people, each with an answer."""
    duplicate, target = (
        asked(world, "tender", "els", "Dijkprofiel meten?"),
        asked(world, "tender", "sanne", "Dijkprofiel?"),
    )
    answered(world, duplicate, "tender", "peter")
    answered(world, target, "tender", "fatima")
    return duplicate, target


def merged_into(world: World, question: UUID) -> UUID | None:
    found: UUID | None = world.one("SELECT merged_into FROM plein.question WHERE item_id = %s", question)
    return found


def test_a_steward_merges_and_takes_apart(world: World, client: Client, twins: tuple[UUID, UUID]) -> None:
    duplicate, target = twins
    browser, path = client("fatima"), f"/vragen/{duplicate}/samenvoegen"
    assert str(target) in body(browser.get(path))
    sure = body(browser.get(path, query_string={"doel": str(target)}))
    assert "Els Wiersma en Sanne Bakker krijgen een mail" in sure
    assert browser.post(path, data={"doel": str(target)}).headers["Location"] == f"/vragen/{target}"
    page = body(browser.get(f"/vragen/{target}"))
    for part in ("Uit een samengevoegde vraag", "2 antwoorden", f"/vragen/{duplicate}/losmaken"):
        assert part in page
    page = body(client("els").get(f"/vragen/{duplicate}"))
    assert f"/vragen/{target}" in page
    assert "Jouw antwoord" not in page
    assert client("sanne").post(f"/vragen/{duplicate}/antwoorden", data={"text": "Hier"}).status_code == 409
    for where in (
        f"/groepen/{world.spaces['tender']}/vragen?toon=alle",
        "/vragen",
        f"/groepen/{world.spaces['tender']}",
    ):
        assert f'"/vragen/{duplicate}"' not in body(client("sanne").get(where)), where
    assert browser.post(f"/vragen/{duplicate}/losmaken").status_code == 303
    assert merged_into(world, duplicate) is None
    assert "Uit een samengevoegde vraag" not in body(browser.get(f"/vragen/{target}"))


@pytest.mark.parametrize(("who", "status"), [("els", 403), ("sanne", 403), ("rik", 403), ("kees", 404), ("joost", 404)])
def test_only_a_steward_merges(world: World, client: Client, twins: tuple[UUID, UUID], who: str, status: int) -> None:
    duplicate, target = twins
    path = f"/vragen/{duplicate}/samenvoegen"
    assert client(who).get(path).status_code == status
    assert client(who).post(path, data={"doel": str(target)}).status_code == status
    assert merged_into(world, duplicate) is None
    client("fatima").post(path, data={"doel": str(target)})
    assert client(who).post(f"/vragen/{duplicate}/losmaken").status_code == status
    assert merged_into(world, duplicate) == target


def test_a_question_merges_with_another_of_its_space_once(
    world: World, client: Client, twins: tuple[UUID, UUID]
) -> None:
    duplicate, target = twins
    path = f"/vragen/{duplicate}/samenvoegen"
    elsewhere = asked(world, "visie", "sanne", "Dijkprofiel meten?")
    hidden = asked(world, "elders", "joost", "Dijkprofiel meten?")
    gone = asked(world, "tender", "sanne", "Dijkprofiel weg?")
    client("sanne").post(f"/items/{gone}/verwijderen")
    page = body(client("fatima").get(path))
    for other, status in ((elsewhere, 422), (duplicate, 422), (hidden, 404), (gone, 404), (uuid4(), 404)):
        assert f"doel={other}" not in page
        assert client("fatima").post(path, data={"doel": str(other)}).status_code == status
    assert client("fatima").post(path, data={"doel": "x"}).status_code == 422
    client("fatima").post(path, data={"doel": str(target)})
    third = asked(world, "tender", "sanne", "Dijkprofiel en meer?")
    assert client("fatima").post(f"/vragen/{third}/samenvoegen", data={"doel": str(duplicate)}).status_code == 422
    assert client("sanne").get(f"/vragen/{third}/samenvoegen?doel={target}").status_code == 403
    assert client("fatima").post(f"/vragen/{target}/samenvoegen", data={"doel": str(third)}).status_code == 409
    assert merged_into(world, target) is None


@pytest.mark.parametrize("away", ["verwijderen", "wordt-bericht"])
def test_whoever_asked_the_other_question_hides_none_of_anybody_else(
    world: World, client: Client, twins: tuple[UUID, UUID], away: str
) -> None:
    """Given a merged question, when the asker of the other one takes that away, then it stands and waits by itself."""
    duplicate, target = twins
    client("fatima").post(f"/vragen/{duplicate}/samenvoegen", data={"doel": str(target)})
    asker = world.one("SELECT author_id FROM plein.item WHERE id = %s", target)
    who = next(key for key in ("sanne", "els", "peter") if asker in world[key].affiliations.values())
    assert client(who).post(f"/items/{target}/{away}").status_code == 303
    all_here = f"/groepen/{world.spaces['tender']}/vragen?toon=alle"
    for path in (all_here, "/vragen"):
        assert f'"/vragen/{duplicate}"' in body(client("fatima").get(path)), path
    for path in (f"/vragen/{duplicate}/antwoorden", f"/items/{duplicate}/reactie"):
        assert client("sanne").post(path, data={"text": "Nu dan hier"}).status_code == 303
    assert 'action="/vragen/' in body(client("sanne").get(f"/vragen/{duplicate}"))
    back = "terugzetten" if away == "verwijderen" else "wordt-vraag"
    assert client(who).post(f"/items/{target}/{back}", data={"title": "Toch weer?"}).status_code == 303
    assert f'"/vragen/{duplicate}"' not in body(client("fatima").get(all_here))
    assert client("sanne").post(f"/vragen/{duplicate}/antwoorden", data={"text": "Hier"}).status_code == 409


def test_me_too_counts_a_person_once_over_merged_questions(
    world: World, client: Client, twins: tuple[UUID, UUID]
) -> None:
    duplicate, target = twins
    for who, question in (("rik", duplicate), ("rik", target), ("peter", duplicate)):
        client(who).post(f"/reacties/{question}?kind=me_too")
    client("fatima").post(f"/vragen/{duplicate}/samenvoegen", data={"doel": str(target)})
    page = body(client("sanne").get(f"/vragen/{target}"))
    vote = page[page.index(f"stem-{target}") :][:900]
    assert "<span>2</span>" in vote
    door = "SELECT plein.how_many_people(%s, %s)"
    people = [world["els"].affiliations["dienst"], world["rik"].affiliation]
    assert (
        world.one(door, world.spaces["tender"], people) is None
    )  # the keeper sees no space: the door asks who is there


def test_both_askers_are_told_by_mail_and_others_are_not(
    client: Client,
    twins: tuple[UUID, UUID],
    work: Callable[[], None],
    post: Callable[[str], list[EmailMessage]],
) -> None:
    duplicate, target = twins
    work()
    before = {who: len(post(who)) for who in ("els@dienst.example", "sanne@meerbergen.example")}
    client("fatima").post(f"/vragen/{duplicate}/samenvoegen", data={"doel": str(target)})
    work()
    for who, number in before.items():
        new = post(who)[number:]
        assert [one["Subject"] for one in new] == ["Je vraag is samengevoegd"], who
        assert f"/vragen/{target}" in new[0].get_content()
        assert "Dijkprofiel" not in new[0].get_content()
    assert not post("fatima@zandwijk.example")
    assert not post("peter@firma.example")


def test_a_mail_that_comes_too_late_is_not_sent(
    client: Client,
    twins: tuple[UUID, UUID],
    work: Callable[[], None],
    post: Callable[[str], list[EmailMessage]],
) -> None:
    duplicate, target = twins
    work()
    number = len(post("sanne@meerbergen.example"))
    client("fatima").post(f"/vragen/{duplicate}/samenvoegen", data={"doel": str(target)})
    client("fatima").post(f"/vragen/{duplicate}/losmaken")
    work()
    assert len(post("sanne@meerbergen.example")) == number


def test_the_page_asks_as_much_for_many_merged_answers_as_for_one(app: Hub, world: World, client: Client) -> None:
    target, numbers = asked(world, "tender", "sanne", "Telvraag?"), []
    for many in (1, 4):
        for _ in range(many):
            duplicate = asked(world, "tender", "sanne", "Telvraag dubbel?")
            answered(world, duplicate, "tender")
            client("fatima").post(f"/vragen/{duplicate}/samenvoegen", data={"doel": str(target)})
        with counted(app.engine) as statements:
            assert client("fatima").get(f"/vragen/{target}").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], numbers
