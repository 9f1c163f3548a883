"""The life of an external: let in, waiting for the sponsor, extended, warned, ended; links that no longer work."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

import pytest

from hub.externals import jobs
from hub.kit.queue import Periodic, Queue
from tests.hub.conftest import Client
from tests.hub.externals.conftest import Invite, in_days, link_in
from tests.world import World

Work = Callable[[], None]
Mails = Callable[[str], list[EmailMessage]]


@pytest.fixture(autouse=True)
def _on_time(world: World) -> Iterator[None]:
    yield
    world.on_time()


@pytest.fixture
def newcomer(world: World) -> Callable[..., str]:
    """Somebody who signed in at the guests' issuer and is known to nobody: with this address, verified or not."""

    def arrive(address: str, *, verified: bool = True) -> str:
        key = f"nieuw-{uuid4().hex[:8]}"
        made = world.person(key, "Nova Nieuw", issuer="gasten")
        world.keeper.execute(
            "UPDATE plein.session SET address = %s, address_verified = %s WHERE proof = %s",
            (address, verified, made.proof),
        )
        return key

    return arrive


@pytest.fixture
def invited(invite: Invite, work: Work, post: Mails) -> Callable[..., tuple[UUID, str]]:
    """An invitation that was mailed: its id and the path of its link."""

    def send(address: str, **also: object) -> tuple[UUID, str]:
        invitation_id = invite(address, **also)
        work()
        return invitation_id, link_in(post(address)[-1])

    return send


Invited = Callable[..., tuple[UUID, str]]
Newcomer = Callable[..., str]


def membership_of(world: World, who: str) -> UUID:
    found: UUID = world.one(
        "SELECT m.id FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id"
        " WHERE a.person_id = %s",
        world[who].person_id,
    )
    return found


def test_the_mail_and_the_page_before_sign_in_name_the_sponsor_and_never_the_group(
    client: Client, invited: Invited, post: Mails
) -> None:
    _id, link = invited("groet@nieuw.example")
    said = client("").get(link).get_data(as_text=True) + str(post("groet@nieuw.example")[0])
    assert "Fatima El Idrissi" in said
    assert "Gemeente Zandwijk" in said
    assert "Aanbesteding dijk" not in said


def test_who_accepts_with_the_invited_address_sees_that_one_group_and_nothing_else(
    world: World, client: Client, invited: Invited, newcomer: Newcomer, work: Work, post: Mails
) -> None:
    _id, link = invited("een@nieuw.example")
    who = newcomer("een@nieuw.example")
    terms = client(who).get(link).get_data(as_text=True)

    answer = client(who).post(f"{link}/aannemen", data={"shown": "Nova Nieuw", "once": str(uuid4())})

    assert "Aanbesteding dijk" in terms
    assert answer.headers["Location"] == f"/groepen/{world.spaces['tender']}"
    seen = {key for key, space in world.spaces.items() if client(who).get(f"/groepen/{space}").status_code == 200}
    assert seen == {"tender"}
    work()
    assert any("aangenomen" in mail["Subject"] for mail in post("fatima@zandwijk.example"))
    assert client(who).get(link).status_code == 404
    assert "Nova Nieuw" in client("fatima").get("/externen").get_data(as_text=True)


@pytest.mark.parametrize(("address", "verified"), [("ander@elders.example", True), ("twee@nieuw.example", False)])
@pytest.mark.parametrize("right", [True, False])
def test_another_or_unverified_address_waits_for_the_sponsor(
    world: World,
    client: Client,
    invited: Invited,
    newcomer: Newcomer,
    address: str,
    verified: bool,  # noqa: FBT001
    right: bool,  # noqa: FBT001
) -> None:
    invitation_id, link = invited(f"{uuid4().hex[:6]}@nieuw.example")
    who = newcomer(address, verified=verified)
    assert "een ander mailadres" in client(who).get(link).get_data(as_text=True)

    answer = client(who).post(f"{link}/aannemen", data={"shown": "Nova Nieuw"})

    assert answer.headers["Location"] == "/uitnodiging/wacht"
    assert client(who).get("/uitnodiging/wacht").status_code == 200
    assert client(who).get(f"/groepen/{world.spaces['tender']}").status_code == 404
    assert address in client("fatima").get("/externen").get_data(as_text=True)
    url = f"/uitnodigingen/{invitation_id}/bevestigen"
    assert client("sanne").post(url, data={"right": "yes"}).status_code == 404
    assert client("fatima").post(url, data={"right": "yes" if right else "no"}).status_code == 303
    assert client(who).get(f"/groepen/{world.spaces['tender']}").status_code == (200 if right else 404)
    assert client("fatima").post(url, data={"right": "yes"}).status_code == 409


def test_a_link_that_is_used_refused_withdrawn_run_out_or_unknown_is_the_same_nothing(
    world: World, client: Client, invited: Invited, newcomer: Newcomer
) -> None:
    links = [invited(f"dood{number}@nieuw.example") for number in range(4)]
    taker = newcomer("dood0@nieuw.example")
    client(taker).post(f"{links[0][1]}/aannemen", data={"shown": "Nova"})
    assert client(newcomer("x@y.example")).post(f"{links[1][1]}/weigeren").headers["Location"].endswith("geweigerd")
    assert client("fatima").post(f"/uitnodigingen/{links[2][0]}/intrekken").status_code == 303
    world.keeper.execute("UPDATE plein.invitation SET expires_at = plein.moment() WHERE id = %s", (links[3][0],))

    for who in ("", newcomer("dood3@nieuw.example")):
        answers = [client(who).get(link) for link in (*(link for _id, link in links), "/uitnodiging/nooit-bestaan")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.get_data() for answer in answers}) == 1
        for _id, link in links:
            assert client(who).post(f"{link}/inloggen").status_code == 404


def test_sending_again_ends_the_old_link(client: Client, invited: Invited, work: Work, post: Mails) -> None:
    invitation_id, old = invited("weer@nieuw.example")
    assert client("fatima").post(f"/uitnodigingen/{invitation_id}/opnieuw").status_code == 303
    work()
    new = link_in(post("weer@nieuw.example")[-1])
    assert new != old
    assert client("").get(old).status_code == 404
    assert client("").get(new).status_code == 200


def test_staff_of_the_organisation_is_told_that_no_guest_account_is_needed(client: Client, invited: Invited) -> None:
    _id, link = invited("kees@prive.example")
    assert "Je werkt hier al" in client("kees").get(link).get_data(as_text=True)
    assert client("kees").post(f"{link}/aannemen", data={"shown": "Kees"}).status_code == 409


def test_without_a_name_the_page_asks_for_one(client: Client, invited: Invited, newcomer: Newcomer) -> None:
    _id, link = invited("naamloos@nieuw.example")
    answer = client(newcomer("naamloos@nieuw.example")).post(f"{link}/aannemen", data={"shown": " " * 4})
    assert answer.status_code in {303, 422}
    _id, link = invited("lang@nieuw.example")
    answer = client(newcomer("lang@nieuw.example")).post(f"{link}/aannemen", data={"shown": "x" * 100_000})
    assert answer.status_code == 422
    assert 'id="fout-shown"' in answer.get_data(as_text=True)


def test_the_sponsor_extends_within_the_maximum_and_a_stranger_finds_nothing(world: World, client: Client) -> None:
    place = world.memberships["tender", world["peter"].affiliation]
    url = f"/externen/{place}/verlengen"
    good, late, past = (in_days(world, days).isoformat() for days in (90, 900, -3))

    for day in (late, past, "morgen", ""):
        answer = client("fatima").post(url, data={"access_until": day})
        assert answer.status_code == 422
        assert 'id="fout-access_until"' in answer.get_data(as_text=True)
    for stranger in ("sanne", "mehmet", "olga", "peter", "karin", "rik"):
        assert client(stranger).get(url).status_code == 404
        assert client(stranger).post(url, data={"access_until": good}).status_code == 404
        assert client(stranger).post(f"/externen/{place}/beeindigen").status_code == 404
    assert client("fatima").get(url).status_code == 200
    assert client("fatima").post(url, data={"access_until": good}).headers["Location"] == "/externen"
    assert world.one("SELECT until FROM plein.membership WHERE id = %s", place) > world.now + timedelta(days=89)
    assert client("zara").get(url).status_code == 200


def test_what_the_form_to_extend_proposes_is_good(world: World, client: Client) -> None:
    url = f"/externen/{world.memberships['kamer-a', world['karin'].affiliation]}/verlengen"
    proposed = re.search(r'name="access_until"[^>]* value="([^"]+)"', client("fatima").get(url).get_data(as_text=True))
    assert proposed
    assert client("fatima").post(url, data={"access_until": proposed[1]}).status_code == 303
    world.keeper.execute(
        "UPDATE plein.membership SET until = plein.moment() + interval '60 days' WHERE id = %s",
        (world.memberships["kamer-a", world["karin"].affiliation],),
    )


def test_ended_now_the_next_click_finds_nothing(
    world: World, client: Client, invited: Invited, newcomer: Newcomer
) -> None:
    _id, link = invited("kort@nieuw.example")
    who = newcomer("kort@nieuw.example")
    client(who).post(f"{link}/aannemen", data={"shown": "Kort"})
    url = f"/externen/{membership_of(world, who)}/beeindigen"
    assert client(who).get(f"/groepen/{world.spaces['tender']}").status_code == 200
    assert "direct niet meer" in client("fatima").get(url).get_data(as_text=True)

    once = {"once": str(uuid4())}
    assert [client("fatima").post(url, data=once).status_code for _ in range(2)] == [303, 303]

    assert client(who).get(f"/groepen/{world.spaces['tender']}").status_code == 404
    assert client("fatima").get(url).status_code == 404


def test_when_the_day_has_passed_every_address_is_gone_at_the_next_click(world: World, client: Client) -> None:
    paths = [f"/groepen/{world.spaces['kamer-a']}{tab}" for tab in ("", "/leden", "/vragen", "/documenten", "/wie")] + [
        f"/vragen/{world.items['vraag-kamer-a']}",
        f"/documenten/{world.items['stuk-kamer-a']}",
    ]
    assert {client("karin").get(path).status_code for path in paths} == {200}

    world.later(days=61)

    assert {client("karin").get(path).status_code for path in paths} == {404}
    assert client("karin").get("/").status_code == 200


def test_warnings_come_once_at_30_14_and_3_days_to_both(
    world: World, queue: Queue, work: Work, post: Mails, client: Client, invited: Invited, newcomer: Newcomer
) -> None:
    _id, link = invited("waarschuw@nieuw.example", days=40)
    who = newcomer("waarschuw@nieuw.example")
    client(who).post(f"{link}/aannemen", data={"shown": "Walter Waarschuw"})
    warn = Periodic("externals.warn", 1, jobs.warn)

    def told() -> tuple[int, int]:
        for _ in range(2):
            queue.repeat(warn)
            work()
        mine = [mail for mail in post("waarschuw@nieuw.example") if "Je toegang eindigt" in mail["Subject"]]
        sponsors = [mail for mail in post("fatima@zandwijk.example") if "Walter Waarschuw eindigt" in mail["Subject"]]
        return len(mine), len(sponsors)

    assert told() == (0, 0)
    for days, wanted in ((11, 1), (16, 2), (11, 3)):
        world.later(days=days)
        assert told() == (wanted, wanted)
