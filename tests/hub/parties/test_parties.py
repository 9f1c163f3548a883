"""Organisations in a group: who may propose one, what it says before, and that a domain answers like an unknown one."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import uuid4

import pytest

from hub.kit import mail
from hub.kit.edge import Hub
from hub.parties import jobs
from tenants.db import NOBODY_ENTERS, connect, transaction
from tests.hub.conftest import Client
from tests.hub.groups.test_groups import text, titles
from tests.world import World


def test_everybody_who_sees_a_group_sees_who_takes_part(world: World, client: Client) -> None:
    page = titles(text(client("rik"), f"/groepen/{world.spaces['tender']}/organisaties"))
    assert "Dienst Midden" in page
    assert "Alleen wie met naam" in page
    assert "/organisaties/voorstel" not in page
    assert client("joost").get(f"/groepen/{world.spaces['tender']}/organisaties").status_code == 404


def test_what_a_proposal_opens_is_said_before_it_is_sent(world: World, client: Client) -> None:
    path = f"/groepen/{world.spaces['visie']}/organisaties"
    sent = {"organisation": world.organisations["oosterdiep"], "role": "participant", "reach": "all"}
    asked = client("fatima").post(path, data=sent)
    assert asked.status_code == 200
    assert "alle medewerkers van Gemeente Oosterdiep dit lezen" in asked.text
    assert world.one("SELECT count(*) FROM plein.proposal WHERE group_id = %s", world.spaces["visie"]) == 0
    once = {"once": str(uuid4()), "sure": "1"}
    assert [client("fatima").post(path, data=sent | once).status_code for _ in range(2)] == [303, 303]
    assert world.one("SELECT count(*) FROM plein.proposal WHERE group_id = %s", world.spaces["visie"]) == 1
    assert "Gemeente Oosterdiep" in titles(text(client("fatima"), path))
    assert "Gemeente Oosterdiep" not in titles(text(client("sanne"), path))  # proposals are the stewards' affair
    assert client("fatima").post(path, data=sent | {"sure": "1"}).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("sanne", 403), ("kees", 403), ("joost", 404), ("peter", 404)])
def test_only_a_steward_proposes(world: World, client: Client, who: str, status: int) -> None:
    path = f"/groepen/{world.spaces['visie']}/organisaties"
    sent = {"domain": "oosterdiep.example", "role": "participant", "reach": "all"}
    assert client(who).post(path, data=sent).status_code == status
    assert client(who).post(path, data=sent | {"sure": "1"}).status_code == status
    assert client(who).get(f"{path}/voorstel").status_code == status


def test_an_unlisted_organisation_answers_as_a_domain_that_nobody_has(world: World, client: Client) -> None:
    group = world.group("markt", "Marktverkenning", "closed", {"zandwijk": "owner"}, founder="fatima")
    path, browser = f"/groepen/{group}/organisaties", client("fatima")
    answers = []
    for domain in ("landwijs.example", "bestaatniet.example"):
        sent = {"domain": domain, "role": "participant", "reach": "named"}
        asked = browser.post(path, data=sent)
        answer = browser.post(path, data=sent | {"sure": "1"})
        twice = browser.post(path, data=sent | {"sure": "1"})
        answers.append([_plain(asked.text, domain), answer.status_code, twice.status_code, _plain(twice.text, domain)])
    assert answers[0] == answers[1]
    page = titles(text(browser, path))
    assert "Landwijs" not in page
    first, second = (
        re.search(rf"{one}.*?</li>", page, re.DOTALL) for one in ("landwijs.example", "bestaatniet.example")
    )
    assert first is not None
    assert second is not None
    assert _plain(first[0], "landwijs.example") == _plain(second[0], "bestaatniet.example")
    assert "Bureau Landwijs" not in text(browser, f"{path}/voorstel")


def _plain(page: str, domain: str) -> str:
    """A page without what differs in every answer: ids, tints, the name that was typed."""
    page = re.sub(
        r"[0-9a-f]{8}-[0-9a-f-]{27}|hub-tint-\d|datetime=\"[^\"]*\"|title=\"[^\"]*\"",
        "",
        page.replace(domain, "DOMEIN"),
    )
    return re.sub(r"(<span class=\"hub-mark[^>]*>)\w*", r"\1", page)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Kies een organisatie uit de lijst, of vul een maildomein in"),
        ({"domain": "geen domein"}, "achter het apenstaartje"),
        ({"domain": "x" * 300 + ".nl"}, "achter het apenstaartje"),
        ({"domain": "oosterdiep.example", "organisation": "ZELF"}, "niet allebei"),
        ({"organisation": str(uuid4())}, "uit de lijst"),
        ({"organisation": "x"}, "uit de lijst"),
        ({"organisation": "ZELF"}, "doet al mee"),
        ({"domain": "oosterdiep.example", "role": "steward"}, "rollen"),
        ({"domain": "oosterdiep.example", "reach": ""}, "Kies wie er meedoen"),
    ],
)
def test_what_is_wrong_in_a_proposal_is_said_beside_its_field(
    world: World, client: Client, sent: dict[str, str], sentence: str
) -> None:
    filled = {name: str(world.organisations["zandwijk"]) if value == "ZELF" else value for name, value in sent.items()}
    answer = client("fatima").post(
        f"/groepen/{world.spaces['tender']}/organisaties", data={"role": "participant", "reach": "all"} | filled
    )
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_steward_takes_a_proposal_back(world: World, client: Client) -> None:
    group = world.group("bedenk", "Bedenkgroep", "closed", {"zandwijk": "owner"}, founder="fatima")
    path = f"/groepen/{group}/organisaties"
    world.member("bedenk", "kees")
    sent = {"organisation": world.organisations["oosterdiep"], "role": "owner", "reach": "all", "sure": "1"}
    assert client("fatima").post(path, data=sent).status_code == 303
    proposal = world.one("SELECT id FROM plein.proposal WHERE group_id = %s", group)
    assert client("kees").post(f"{path}/{proposal}/intrekken").status_code == 404
    other = f"/groepen/{world.spaces['visie']}/organisaties/{proposal}/intrekken"
    assert client("fatima").post(other).status_code == 404
    assert client("fatima").post(f"{path}/{proposal}/intrekken").status_code == 303
    assert client("fatima").post(f"{path}/{proposal}/intrekken").status_code == 409
    assert "Oosterdiep" not in titles(text(client("fatima"), path))


def test_administrators_who_must_agree_get_a_mail_without_the_group_s_name(
    world: World, app: Hub, client: Client, tmp_path: Path
) -> None:
    group = world.group("geheim", "Geheime overname", "closed", {"zandwijk": "owner"}, founder="fatima")
    sent = {"organisation": world.organisations["oosterdiep"], "role": "participant", "reach": "named", "sure": "1"}
    assert client("fatima").post(f"/groepen/{group}/organisaties", data=sent).status_code == 303
    proposal = world.one("SELECT id FROM plein.proposal WHERE group_id = %s", group)
    mails = sent_mails(world, app, tmp_path, lambda row_id: jobs.proposal(row_id, proposal=str(proposal)))
    assert sorted(mails) == ["olga@oosterdiep.example", "zara@zandwijk.example"]
    assert "Gemeente Zandwijk" in mails["olga@oosterdiep.example"]
    assert not any("Geheim" in one for one in mails.values())


def sent_mails(world: World, app: Hub, folder: Path, job: object) -> dict[str, str]:
    """The mails of a job, by address, as the worker does it."""
    mail._posts[:] = [mail.Post(f"mailbox:{folder}", "Plein <plein@plein.test>")]  # noqa: SLF001 - another folder per test
    engine = connect(world.database.worker, pool_size=1)
    with app.app_context(), transaction(engine, NOBODY_ENTERS):
        job(uuid4())  # type: ignore[operator]
    engine.dispose()
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    return {str(one["To"]): f"{one['Subject']}\n{one.get_content()}" for one in read}
