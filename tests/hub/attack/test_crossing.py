"""Forms with somebody else's ids in their fields and addresses: nothing of them is done."""

import html
import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tenants.ids import new_id
from tests.hub.attack.conftest import Send
from tests.hub.conftest import Client
from tests.world import World

SOON = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011
EVERYTHING = (
    "item", "item_text", "question", "document", "document_version", "reaction", "space", "party", "membership",
    "affiliation", "proposal", "consent", "invitation", "agreement", "agreement_party", "audit", "outbox",
)  # fmt: skip


def _all(world: World) -> dict[str, list[tuple[object, ...]]]:
    return {table: world.rows(f"SELECT * FROM plein.{table} ORDER BY 1, 2") for table in EVERYTHING}  # noqa: S608 - the tests' own words


@pytest.mark.parametrize(
    "field",
    [
        "space",
        "space_id",
        "parent",
        "parent_id",
        "author_id",
        "owner_id",
        "affiliation",
        "answer",
        "id",
        "item_id",
        "kind",
        "created_at",
        "deleted_by",
    ],
)
def test_what_lies_where_is_said_by_the_address_alone(world: World, send: Send, field: str) -> None:
    """Given a form to the open group, when it carries another space's ids too, then they count for nothing."""
    hidden = str(world.spaces["kamer-b"] if "space" in field else world.items["bericht-kamer-b"])
    other = str(world["bas"].affiliation) if field in {"author_id", "affiliation", "deleted_by"} else hidden
    inside = "SELECT count(*) FROM plein.item WHERE space_id IN (%s, %s)"
    before = world.one(inside, world.spaces["kamer-b"], world.spaces["tender"])
    post = send("sanne", f"/groepen/{world.spaces['visie']}/berichten", text="Hier.", **{field: other})
    comment = send("sanne", f"/items/{world.items['bericht-visie']}/reactie", text="Hier.", **{field: other})
    assert (post.status_code, comment.status_code) == (303, 303)
    assert world.one(inside, world.spaces["kamer-b"], world.spaces["tender"]) == before
    rows = world.rows(
        "SELECT DISTINCT author_id FROM plein.item WHERE space_id = %s AND id > %s",
        world.spaces["visie"],
        max(world.items.values()),
    )
    assert rows == [(world["sanne"].affiliation,)]


def test_membership_of_one_group_is_not_changed_at_the_address_of_another(world: World, send: Send) -> None:
    """Given fatima's own group, when she names rik's place in the tender there, or sanne's in room B, then it stays."""
    own, before = world.spaces["intern"], _all(world)["membership"]
    for space, who in (("tender", "rik"), ("kamer-b", "bas"), ("kamer-b", "sanne"), ("elders", "joost")):
        place = world.memberships[space, world[who].affiliation]
        for step in ("rol", "stoppen"):
            answer = send("fatima", f"/groepen/{own}/leden/{place}/{step}", role="reader")
            assert answer.status_code == 404, (space, who, step)
    assert _all(world)["membership"] == before


@pytest.mark.parametrize("role", ["steward", "administrator", "owner", "", "member\0", "MEMBER", "external"])
def test_a_crafted_role_gives_no_more(world: World, send: Send, role: str) -> None:
    """Given a steward, when a form names a role that it does not offer, then nobody gets one."""
    space, before = world.spaces["tender"], _all(world)["membership"]
    rik = world.memberships["tender", world["rik"].affiliation]
    assert send("fatima", f"/groepen/{space}/leden/{rik}/rol", role=role).status_code == (
        303 if role == "member\0" else 422
    )
    send("fatima", f"/groepen/{space}/leden/{rik}/rol", role="reader")
    kees = str(world["kees"].affiliation)
    if role not in {"", "member\0"}:
        assert send("fatima", f"/groepen/{space}/leden", affiliation=kees, role=role).status_code == 422
    guest = {"shown": "X", "address": "x@y.example", "access_until": SOON, "employer": "Y"}
    assert send("fatima", f"/groepen/{space}/uitnodigen", role=role, **guest).status_code == 422
    assert [row[:6] for row in _all(world)["membership"]] == [row[:6] for row in before]


def test_an_administrator_answers_for_the_own_organisation_alone(world: World, send: Send) -> None:
    """Given a proposal to Oosterdiep, when others answer in its name, then it waits; when its own does, not."""
    proposal, at = new_id(), world.now
    world.lay(
        "proposal",
        id=proposal,
        group_id=world.spaces["visie"],
        organisation_id=world.organisations["oosterdiep"],
        named="Gemeente Oosterdiep",
        role="participant",
        reach="named",
        proposed_by=world["fatima"].affiliation,
        proposer_id=world.organisations["zandwijk"],
        status="open",
        created_at=at,
        until=at + timedelta(days=9),
    )
    consents = "SELECT organisation_id FROM plein.consent WHERE proposal_id = %s"
    for who, organisation in (
        ("zara", "oosterdiep"),
        ("daan", "dienst"),
        ("daan", "oosterdiep"),
        ("olga", "zandwijk"),
        ("fatima", "zandwijk"),
        ("joost", "oosterdiep"),
        ("peter", "zandwijk"),
    ):
        home = world.organisations[organisation]
        assert send(who, f"/beheer/{home}/voorstellen/{proposal}", answer="yes").status_code == 404, (who, organisation)
    assert world.rows(consents, proposal) == []
    home = world.organisations["oosterdiep"]
    assert send("olga", f"/beheer/{home}/voorstellen/{proposal}", answer="yes").status_code == 303
    assert world.rows(consents, proposal) == [(home,)]


def test_an_external_is_extended_by_whom_and_as_far_as_may_be(world: World, send: Send) -> None:
    """Given karin's place, when others extend it or anybody too far or into nonsense, then its end stays."""
    place = world.memberships["kamer-a", world["karin"].affiliation]
    until = world.one("SELECT until FROM plein.membership WHERE id = %s", place)
    for who in ("karin", "sanne", "bas", "mehmet", "olga", "peter", "kees", "els"):
        for step in ("verlengen", "beeindigen"):
            assert send(who, f"/externen/{place}/{step}", access_until=SOON).status_code == 404, (who, step)
    for who in ("fatima", "zara"):
        for day in (
            "9999-12-31",
            "0001-01-01",
            "10000-01-01",
            "2026-02-30",
            "",
            "morgen",
            "-1",
            "2019-01-01",
            (date.today() + timedelta(days=4000)).isoformat(),  # noqa: DTZ011
        ):
            answer = send(who, f"/externen/{place}/verlengen", access_until=day)
            assert answer.status_code == 422, (who, day)
            assert day in answer.get_data(as_text=True)
    assert world.one("SELECT until FROM plein.membership WHERE id = %s", place) == until


def test_reacting_is_as_the_affiliation_that_has_a_place(world: World, send: Send) -> None:
    """Given els of three organisations, when she acts as another and names a third, then Dienst Midden reacts."""
    els = world["els"]
    world.keeper.execute(
        "UPDATE plein.session SET acting_id = %s WHERE person_id = %s", (els.affiliations["meerbergen"], els.person_id)
    )
    answer = send(
        "els",
        f"/reacties/{world.items['bericht-tender']}",
        kind="thanks",
        affiliation=str(els.affiliations["zandwijk"]),
    )
    assert answer.status_code == 303
    rows = world.rows(
        "SELECT author_id FROM plein.reaction WHERE item_id = %s AND word = 'thanks'", world.items["bericht-tender"]
    )
    assert rows == [(els.affiliations["dienst"],)]
    world.keeper.execute("UPDATE plein.session SET acting_id = NULL WHERE person_id = %s", (els.person_id,))


def test_one_acts_as_none_but_the_own_affiliations(world: World, send: Send) -> None:
    """Given ids of others' and of ended affiliations, when a session is to act as one, then it does not."""
    acting = "SELECT acting_id FROM plein.session WHERE person_id = %s"
    for who, as_whom in (
        ("kees", world["fatima"].affiliation),
        ("gone", world["gone"].affiliation),
        ("sanne-elders", world["sanne"].affiliation),
        ("kees", uuid4()),
    ):
        answer = send(who, "/organisatie", affiliation=str(as_whom))
        assert answer.status_code in {403, 404, 422}, (who, answer.status_code)
        assert world.one(acting, world[who].person_id) is None


def test_the_key_of_a_form_is_of_one_person(world: World, send: Send) -> None:
    """Given a form that sanne sent, when kees sends another with its key, then his is done and not hers shown."""
    key = str(uuid4())
    hers = send("sanne", f"/groepen/{world.spaces['tender']}/vragen", title="Vraag van Sanne?", once=key)
    his = send("kees", f"/groepen/{world.spaces['visie']}/vragen", title="Vraag van Kees?", once=key)
    assert his.status_code == 303
    assert his.location != hers.location
    assert world.one("SELECT count(*) FROM plein.question WHERE title = 'Vraag van Kees?'") == 1


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "///evil.example",
        "/.//evil.example\\@x",
        "http:evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(world: World, client: Client, send: Send, back: str) -> None:
    """Given an address elsewhere, when a form or a link says to go back there, then one stays here."""
    answer = send("sanne", f"/reacties/{world.items['bericht-visie']}", kind="agree", back=back)
    assert answer.status_code == 303
    assert answer.location.startswith("/")
    assert not answer.location.startswith(("//", "/\\"))
    for path in ("/inloggen",):
        known = client("sanne").get(path, query_string={"terug": back})
        assert (known.location or "/").startswith("/")
        assert not (known.location or "").startswith(("//", "/\\"))
    place = world.memberships["kamer-b", world["bas"].affiliation]
    shown = client("sanne").get(f"/externen/{place}/verlengen", query_string={"back": back}).get_data(as_text=True)
    for address in re.findall(r'(?:href|value|action)="([^"]*)"', shown):
        assert not re.match(r"\s*(//|/\\|/\s/|\\|https?:|javascript:)\S*(evil|alert)", html.unescape(address)), address


def test_an_answer_is_accepted_for_its_own_question(world: World, send: Send) -> None:
    """Given two questions in a space, when the asker of one accepts an answer to the other's, then neither changes."""
    space = f"/groepen/{world.spaces['visie']}/vragen"
    mine = UUID(send("kees", space, title="Van Kees?").location.rpartition("/")[2])
    before = _all(world)["question"]
    theirs = world.items["antwoord-visie"]
    assert send("kees", f"/antwoorden/{theirs}/accepteren", question=str(mine)).status_code == 403
    assert send("kees", f"/antwoorden/{mine}/accepteren").status_code == 404
    assert send("kees", f"/antwoorden/{world.items['reactie-visie']}/accepteren").status_code == 404
    assert _all(world)["question"] == before
