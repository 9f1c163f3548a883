"""Mails about roles and about people asked for by address, and forgetting those addresses: through the outbox."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest

from hub.kit.queue import Periodic, Queue
from hub.members import jobs
from tests.hub.conftest import Client
from tests.world import World

Work = Callable[[], None]
Mails = Callable[[str], list[EmailMessage]]
TITLE = "Groep met post"
FATIMA, SANNE, MEHMET = "fatima@zandwijk.example", "sanne@meerbergen.example", "mehmet@meerbergen.example"


@pytest.fixture(autouse=True)
def _on_time(world: World) -> Iterator[None]:
    yield
    world.on_time()
    world.keeper.execute("UPDATE plein.person SET language = 'nl' WHERE language <> 'nl'")


@pytest.fixture
def group(world: World, work: Work) -> UUID:
    """A closed group of two towns that Fatima alone tends; nothing waits in the outbox."""
    made = world.group("post", TITLE, "closed", {"zandwijk": "owner", "meerbergen": "owner"}, founder="fatima")
    world.member("post", "sanne")
    work()
    return made


@pytest.fixture
def asked(world: World, client: Client, group: UUID) -> Callable[..., str]:
    """Fatima asks Sanne to become steward; gives the page where she answers."""

    def ask(**form: str) -> str:
        place = world.memberships["post", world["sanne"].affiliation]
        page = f"/groepen/{group}/leden/{place}/groepsbeheerder"
        assert client("fatima").post(page, data=form).status_code == 303
        offer = world.one("SELECT id FROM plein.offer WHERE space_id = %s AND status = 'sent'", group)
        return f"/rolaanbod/{offer}"

    return ask


def said(mail: EmailMessage) -> str:
    return str(mail.get_content())


def new(post: Mails, address: str, work: Work) -> list[EmailMessage]:
    """What comes in at an address when the outbox is worked."""
    before = len(post(address))
    work()
    return post(address)[before:]


def test_who_is_asked_to_become_steward_gets_a_mail_in_the_own_language(
    world: World, asked: Callable[..., str], work: Work, post: Mails
) -> None:
    world.keeper.execute("UPDATE plein.person SET language = 'en' WHERE id = %s", (world["sanne"].person_id,))
    page = asked()

    (mail,) = new(post, SANNE, work)

    assert mail["Subject"] == f"Will you become a steward of “{TITLE}”?"
    assert "Sanne Bakker" in said(mail)
    assert "Fatima" in said(mail)
    assert page in said(mail)
    assert new(post, SANNE, work) == []


def test_an_offer_that_was_taken_back_or_is_out_of_sight_is_not_mailed(
    world: World, client: Client, group: UUID, asked: Callable[..., str], work: Work, post: Mails
) -> None:
    page = asked()
    back = f"/groepen/{group}{page}/intrekken"
    assert client("fatima").post(back).status_code == 303
    assert new(post, SANNE, work) == []

    asked()
    place = world.memberships["post", world["sanne"].affiliation]
    world.keeper.execute("UPDATE plein.membership SET until = plein.moment() WHERE id = %s", (place,))
    assert new(post, SANNE, work) == []


@pytest.mark.parametrize(
    ("form", "answer", "words"),
    [
        ({}, "no", "wil geen groepsbeheerder worden"),
        ({}, "yes", "is nu ook groepsbeheerder"),
        ({"steps_down": "1"}, "yes", "Jij bent gewoon lid"),
    ],
)
def test_who_asked_is_told_the_answer(
    client: Client,
    group: UUID,
    asked: Callable[..., str],
    work: Work,
    post: Mails,
    form: dict[str, str],
    answer: str,
    words: str,
) -> None:
    page = asked(**form)
    work()
    assert client("sanne").post(page, data={"answer": answer}).status_code == 303

    (mail,) = new(post, FATIMA, work)

    assert mail["Subject"] == f"Antwoord op jouw vraag over “{TITLE}”"
    assert "Sanne Bakker" in said(mail)
    assert words in said(mail)
    assert f"/groepen/{group}/leden" in said(mail)


def test_whom_an_administrator_names_steward_is_told_while_she_sees_the_group(
    world: World, client: Client, group: UUID, work: Work, post: Mails
) -> None:
    page = f"/beheer/{world.organisations['meerbergen']}/groepsbeheerder/{group}"
    chosen = {"affiliation": str(world["sanne"].affiliation)}
    assert client("mehmet").post(page, data=chosen).status_code == 303

    (mail,) = new(post, SANNE, work)

    assert mail["Subject"] == f"Je bent nu groepsbeheerder van “{TITLE}”"
    assert f"/groepen/{group}/leden" in said(mail)

    place = world.memberships["post", world["sanne"].affiliation]
    world.keeper.execute("UPDATE plein.outbox SET done_at = NULL WHERE kind = 'members.named'")
    world.keeper.execute("UPDATE plein.membership SET until = plein.moment() WHERE id = %s", (place,))
    assert new(post, SANNE, work) == []


def test_the_administrators_of_an_address_are_asked_without_a_title_and_nobody_when_it_is_nobodys(
    client: Client, group: UUID, work: Work, post: Mails
) -> None:
    path = f"/groepen/{group}/leden/adres"
    others = (FATIMA, SANNE, "rik@meerbergen.example", "zara@zandwijk.example")
    before = {address: len(post(address)) for address in others}
    assert client("fatima").post(path, data={"address": "rik@meerbergen.example"}).status_code == 303

    (mail,) = new(post, MEHMET, work)

    assert mail["Subject"] == "Gemeente Zandwijk wil een collega van jou in een groep"
    assert "/beheer" in said(mail)
    assert TITLE not in said(mail)
    assert "rik@" not in said(mail)
    assert {address: len(post(address)) for address in others} == before

    assert client("fatima").post(path, data={"address": "niemand@meerbergen.example"}).status_code == 303
    assert new(post, MEHMET, work) == []
    assert post("niemand@meerbergen.example") == []


def test_an_address_that_was_asked_for_is_forgotten_when_its_time_is_over_and_not_before(
    world: World, client: Client, group: UUID, queue: Queue
) -> None:
    sent = {"address": "niemand@meerbergen.example"}
    assert client("fatima").post(f"/groepen/{group}/leden/adres", data=sent).status_code == 303
    forget = Periodic("members.forget", 1, jobs.forget)
    left = "SELECT count(*) FROM plein.address_request WHERE space_id = %s"
    until = world.one("SELECT until FROM plein.address_request WHERE space_id = %s", group)

    world.later(seconds=(until - world.now - timedelta(minutes=1)).total_seconds())
    queue.repeat(forget)
    assert world.one(left, group) == 1
    world.later(minutes=2)
    queue.repeat(forget)
    assert world.one(left, group) == 0
