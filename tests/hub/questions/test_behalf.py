"""For whom a question is asked, said afterwards: who may, who may not, what is kept and who is told."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from hub.kit.edge import Hub
from hub.kit.queue import Queue
from hub.questions.jobs import TOLD_AGAIN
from tests.hub.conftest import Client
from tests.hub.questions.made import asked, body
from tests.world import World

FOR = "SELECT asked_for, asked_for_id FROM plein.question WHERE item_id = %s"
AUDIT = "SELECT count(*) FROM plein.audit WHERE verb = 'question.asked_for' AND thing_id = %s"
FATIMA = "Fatima El Idrissi (Gemeente Zandwijk)"
Post = Callable[[str], list[EmailMessage]]


@pytest.fixture
def question(world: World) -> UUID:
    """A question of Sanne, for Piet."""
    made = asked(world, "tender", "sanne", "Voor wie is dit?")
    world.keeper.execute("UPDATE plein.question SET asked_for = 'Piet' WHERE item_id = %s", (made,))
    return made


def edited(client: Client, who: str, question: UUID, **sent: str) -> int:
    form = {"title": "Voor wie is dit?", "text": "", "based_on": "0", "was": "Voor wie is dit?", "voor_was": "Piet"}
    return client(who).post(f"/vragen/{question}/bewerken", data=form | sent).status_code


def test_who_asked_changes_and_removes_it(world: World, client: Client, question: UUID) -> None:
    assert 'value="Piet"' in body(client("sanne").get(f"/vragen/{question}/bewerken"))
    assert edited(client, "sanne", question, voor="fatima el idrissi") == 303
    assert world.rows(FOR, question) == [("", world["fatima"].affiliation)]
    assert f'value="{FATIMA}"' in body(client("sanne").get(f"/vragen/{question}/bewerken"))
    assert edited(client, "sanne", question, voor=FATIMA, voor_was=FATIMA) == 303  # the same: nothing happens
    assert world.one(AUDIT, question) == 1
    assert edited(client, "sanne", question, voor="", voor_was=FATIMA) == 303
    assert world.rows(FOR, question) == [("", None)]
    assert "vraagt dit voor" not in body(client("fatima").get(f"/vragen/{question}"))


def test_a_form_without_the_field_leaves_it(world: World, client: Client, question: UUID) -> None:
    sent = {"title": "Een andere titel?", "text": ""}
    assert client("sanne").post(f"/vragen/{question}/bewerken", data=sent).status_code == 303
    assert world.rows(FOR, question) == [("Piet", None)]


def test_a_steward_takes_a_name_away_and_puts_none_there(world: World, client: Client, question: UUID) -> None:
    page = body(client("fatima").get(f"/vragen/{question}/bewerken"))
    assert 'name="niemand"' in page
    assert 'name="voor"' not in page
    assert edited(client, "fatima", question, voor="Kees de Wit") == 403
    assert edited(client, "fatima", question, voor=FATIMA) == 403
    assert world.rows(FOR, question) == [("Piet", None)]
    assert edited(client, "fatima", question, voor="Piet", niemand="1") == 303
    assert world.rows(FOR, question) == [("", None)]


@pytest.mark.parametrize(("who", "status"), [("rik", 403), ("peter", 403), ("kees", 404), ("joost", 404), ("", 401)])
def test_nobody_else_changes_it(world: World, client: Client, question: UUID, who: str, status: int) -> None:
    for sent in ({"voor": ""}, {"voor": "Joost"}, {"niemand": "1"}):
        answer = edited(client, who, question, **sent)
        assert answer == status if who else answer in {302, 303, 401}
    assert world.rows(FOR, question) == [("Piet", None)]


def test_of_two_who_change_it_the_second_sees_the_first(world: World, client: Client, question: UUID) -> None:
    assert edited(client, "fatima", question, niemand="1") == 303
    sent = {"title": "Voor wie is dit?", "text": "", "based_on": "0", "voor_was": "Piet", "voor": "Piet Jansen"}
    answer = client("sanne").post(f"/vragen/{question}/bewerken", data=sent)
    assert answer.status_code == 409
    assert "geen naam meer bij" in body(answer)
    assert 'value="Piet Jansen"' in body(answer)
    assert world.rows(FOR, question) == [("", None)]


def test_the_new_one_is_told_and_who_is_no_longer_meant_is_not(
    client: Client, question: UUID, work: Callable[[], None], post: Post
) -> None:
    work()
    before = {who: len(post(who)) for who in ("fatima@zandwijk.example", "els@dienst.example")}
    for said, was in ((FATIMA, "Piet"), ("Els Wiersma", FATIMA)):
        form = {"title": "Voor wie is dit?", "text": "", "voor": said, "voor_was": was}
        assert client("sanne").post(f"/vragen/{question}/bewerken", data=form).status_code == 303
    work()
    assert len(post("fatima@zandwijk.example")) == before["fatima@zandwijk.example"]
    told = post("els@dienst.example")[before["els@dienst.example"] :]
    assert [one["Subject"] for one in told] == ["Er is een vraag voor jou gesteld"]
    assert f"/vragen/{question}" in told[0].get_content()
    assert "Voor wie is dit" not in told[0].get_content()


@pytest.mark.parametrize("is_told_between", [True, False])
def test_a_name_that_is_taken_away_and_put_back_is_told_once(
    world: World, client: Client, question: UUID, work: Callable[[], None], post: Post, *, is_told_between: bool
) -> None:
    work()
    before = len(post("fatima@zandwijk.example"))
    for said, was in ((FATIMA, "Piet"), ("", FATIMA), (FATIMA, ""), ("Iemand", FATIMA), (FATIMA, "Iemand")):
        assert edited(client, "sanne", question, voor=said, voor_was=was) == 303
        if is_told_between:
            work()
    work()
    assert len(post("fatima@zandwijk.example")) == before + 1
    other = asked(world, "tender", "sanne", "Een andere vraag?")
    sent = {"title": "Een andere vraag?", "text": "", "voor": FATIMA, "voor_was": ""}
    assert client("sanne").post(f"/vragen/{other}/bewerken", data=sent).status_code == 303
    work()
    assert len(post("fatima@zandwijk.example")) == before + 2


def test_a_name_that_is_put_back_much_later_is_told_again(
    world: World, client: Client, question: UUID, work: Callable[[], None], post: Post
) -> None:
    work()
    before = len(post("fatima@zandwijk.example"))
    assert edited(client, "sanne", question, voor=FATIMA) == 303
    work()
    world.later(days=TOLD_AGAIN.days, hours=1)
    for said, was in (("", FATIMA), (FATIMA, "")):
        assert edited(client, "sanne", question, voor=said, voor_was=was) == 303
    work()
    assert len(post("fatima@zandwijk.example")) == before + 2


def test_who_was_not_meant_when_her_mail_was_due_is_told_when_she_is(
    client: Client, question: UUID, work: Callable[[], None], post: Post
) -> None:
    work()
    before = len(post("fatima@zandwijk.example"))
    for said, was in ((FATIMA, "Piet"), ("", FATIMA)):
        assert edited(client, "sanne", question, voor=said, voor_was=was) == 303
    work()
    assert len(post("fatima@zandwijk.example")) == before
    assert edited(client, "sanne", question, voor=FATIMA, voor_was="") == 303
    work()
    assert len(post("fatima@zandwijk.example")) == before + 1


def test_a_mail_that_did_not_go_out_goes_out_later(
    app: Hub, world: World, client: Client, question: UUID, queue: Queue, work: Callable[[], None], post: Post
) -> None:
    work()
    before = len(post("fatima@zandwijk.example"))
    folder = Path(urlsplit(app.settings.mail).path)
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("No folder, so no mail.")
    assert edited(client, "sanne", question, voor=FATIMA) == 303
    [row] = world.rows("SELECT id FROM plein.outbox WHERE kind = 'questions.asked_for' AND done_at IS NULL")
    queue.do(row[0])
    assert world.rows("SELECT done_at, key FROM plein.outbox WHERE id = %s", row[0]) == [(None, None)]
    folder.unlink()
    aside.rename(folder)
    for said, was in (("", FATIMA), (FATIMA, "")):
        assert edited(client, "sanne", question, voor=said, voor_was=was) == 303
    work()
    assert len(post("fatima@zandwijk.example")) == before + 1


def test_asking_for_oneself_or_for_a_name_tells_nobody(
    world: World, client: Client, question: UUID, work: Callable[[], None]
) -> None:
    work()
    for said, was in (("Sanne Bakker", "Piet"), ("Iemand", "Sanne Bakker (Gemeente Meerbergen)")):
        form = {"title": "Voor wie is dit?", "text": "", "voor": said, "voor_was": was}
        assert client("sanne").post(f"/vragen/{question}/bewerken", data=form).status_code == 303
    assert not world.rows("SELECT kind FROM plein.outbox WHERE done_at IS NULL AND kind = 'questions.asked_for'")
