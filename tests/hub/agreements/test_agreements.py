"""An agreement counts when all want it, pauses when one does not, and opens the staff directory for just so long."""

import re
from datetime import timedelta
from email import message_from_string, policy
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from hub.features import FEATURES
from hub.kit.edge import Hub
from hub.kit.queue import Queue
from tests.hub.conftest import Client
from tests.world import World

ADMINISTRATOR = {"zandwijk": "zara", "meerbergen": "mehmet", "dienst": "daan", "oosterdiep": "olga", "landwijs": "lex"}
ORGANISATION = {who: organisation for organisation, who in ADMINISTRATOR.items()}
STATUS = "SELECT status FROM plein.agreement WHERE id = %s"


@pytest.fixture(autouse=True, scope="module")
def landwijs(world: World) -> None:
    """The unlisted firm has an administrator too."""
    world.person("lex", "Lex Landwijs", "landwijs:administrator")


def url(world: World, of: str) -> str:
    return f"/beheer/{world.organisations[of]}/afspraken"


def proposed(world: World, client: Client, *others: str, of: str = "zandwijk", domains: str = "", **also: str) -> UUID:
    data: dict[str, object] = {
        "title": f"Afspraak {uuid4().hex[:6]}",
        "organisations": [str(world.organisations[one]) for one in others],
        "directory": "1",
        "domains": domains,
        **also,
    }
    answer = client(ADMINISTRATOR[of]).post(f"{url(world, of)}/nieuw", data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return UUID(answer.headers["Location"].rsplit("/", 1)[1])


def does(world: World, client: Client, agreement: UUID, of: str, step: str, who: str = "", **also: object) -> int:
    data = {"step": step, **also}
    return client(who or ADMINISTRATOR[of]).post(f"{url(world, of)}/{agreement}", data=data).status_code


def signed(world: World, client: Client, *others: str, of: str = "zandwijk", **also: str) -> UUID:
    made = proposed(world, client, *others, of=of, **also)
    assert [does(world, client, made, one, "sign") for one in others] == [303] * len(others)
    assert world.one(STATUS, made) == "signed"
    return made


def ended(world: World, *agreements: UUID) -> None:
    world.keeper.execute("UPDATE plein.agreement SET status = 'ended' WHERE id = ANY (%s)", (list(agreements),))


def finds(client: Client, who: str, name: str, page: str = "/mensen") -> bool:
    answer = client(who).get(page, query_string={"q": name})
    return answer.status_code == 200 and name in re.findall(r"<strong>([^<]+)</strong>", answer.get_data(as_text=True))


def test_a_signed_agreement_opens_the_directory_both_ways_and_suspending_closes_it_at_the_next_click(
    world: World, client: Client
) -> None:
    assert not finds(client, "kees", "Joost van der Meulen")
    made = proposed(world, client, "oosterdiep")
    assert not finds(client, "kees", "Joost van der Meulen")
    assert does(world, client, made, "oosterdiep", "sign") == 303
    assert finds(client, "kees", "Joost van der Meulen")
    assert finds(client, "joost", "Kees Prins")

    assert does(world, client, made, "oosterdiep", "suspend") == 303
    assert not finds(client, "kees", "Joost van der Meulen")
    assert not finds(client, "joost", "Kees Prins")

    assert does(world, client, made, "oosterdiep", "resume") == 303
    assert world.one(STATUS, made) == "suspended"
    assert not finds(client, "kees", "Joost van der Meulen"), "one side alone resumes nothing"
    assert does(world, client, made, "oosterdiep", "resume") == 409
    assert "1 afspraak kan worden hervat" in client("zara").get(f"/beheer/{world.organisations['zandwijk']}").get_data(
        as_text=True
    )
    assert does(world, client, made, "zandwijk", "resume") == 303
    assert world.one(STATUS, made) == "signed"
    assert finds(client, "kees", "Joost van der Meulen")

    assert does(world, client, made, "zandwijk", "end") == 303
    assert not finds(client, "kees", "Joost van der Meulen")
    assert [does(world, client, made, "oosterdiep", step) for step in ("resume", "suspend", "sign", "end")] == [409] * 4


def test_who_wanted_to_resume_may_take_that_back(world: World, client: Client) -> None:
    made = signed(world, client, "oosterdiep")
    assert does(world, client, made, "zandwijk", "suspend") == 303
    assert does(world, client, made, "oosterdiep", "suspend") == 409
    assert does(world, client, made, "oosterdiep", "resume") == 303
    assert does(world, client, made, "oosterdiep", "suspend") == 303
    assert does(world, client, made, "zandwijk", "resume") == 303
    assert world.one(STATUS, made) == "suspended"
    ended(world, made)


def test_of_three_sides_all_three_resume(world: World, client: Client) -> None:
    made = signed(world, client, "oosterdiep", "dienst")
    assert does(world, client, made, "dienst", "suspend") == 303
    for of, status in (("zandwijk", "suspended"), ("oosterdiep", "suspended"), ("dienst", "signed")):
        assert does(world, client, made, of, "resume") == 303
        assert world.one(STATUS, made) == status
    ended(world, made)


@pytest.mark.parametrize("step", ["sign", "refuse", "withdraw", "suspend", "resume", "end"])
def test_who_is_no_side_of_it_finds_nothing_there(world: World, client: Client, step: str) -> None:
    made = signed(world, client, "oosterdiep")
    before = world.one("SELECT count(*) FROM plein.audit")
    for who in ("mehmet", "daan", "lex", "fatima", "joost", "els", "peter", "gone"):
        for of in ("zandwijk", "oosterdiep", "meerbergen", "dienst"):
            assert does(world, client, made, of, step, who) == 404
    for page in ("", "/beeindigen", "/opschorten"):
        assert client("mehmet").get(f"{url(world, 'meerbergen')}/{made}{page}").status_code == 404
        assert client("mehmet").get(f"{url(world, 'zandwijk')}/{made}{page}").status_code == 404
    assert (world.one("SELECT count(*) FROM plein.audit"), world.one(STATUS, made)) == (before, "signed")
    ended(world, made)


def test_an_exact_domain_says_the_same_whether_anybody_is_there(world: World, client: Client) -> None:
    there, nowhere = (
        proposed(world, client, domains=domain, title="Op domein")
        for domain in ("landwijs.example", "niemand1.example")
    )
    told = r"[0-9a-f-]{36}|landwijs|niemand1|\d\d:\d\d|datetime=\"[^\"]*\""
    pages = [
        re.sub(
            told,
            "",
            client("zara").get(f"{url(world, 'zandwijk')}/{one}").get_data(as_text=True),
        )
        for one in (there, nowhere)
    ]
    assert pages[0] == pages[1]
    listed = client("zara").get(url(world, "zandwijk")).get_data(as_text=True)
    assert "Bureau Landwijs" not in listed
    assert "landwijs.example" in listed
    assert "Bureau Landwijs" not in client("zara").get(f"{url(world, 'zandwijk')}/nieuw").get_data(as_text=True)

    assert "Op domein" in client("lex").get(url(world, "landwijs")).get_data(as_text=True)
    assert "1 afspraak wacht op een handtekening" in client("lex").get(
        f"/beheer/{world.organisations['landwijs']}"
    ).get_data(as_text=True)
    for step in ("withdraw", "suspend", "resume", "end"):
        assert does(world, client, there, "landwijs", step) in {403, 409}
    assert does(world, client, there, "landwijs", "sign") == 303
    assert world.one(STATUS, there) == "signed"
    assert "Bureau Landwijs" in client("zara").get(f"{url(world, 'zandwijk')}/{there}").get_data(as_text=True)
    ended(world, there)


def test_who_is_asked_by_domain_refuses_in_silence(world: World, client: Client) -> None:
    """Whoever proposed reads the same as where nobody is: for ever, on every page, in the log and in the mail."""
    there, nowhere = (
        proposed(world, client, "meerbergen", domains=domain, title="In stilte")
        for domain in ("iemand@landwijs.example", "niemand2.example")
    )
    answer = client("lex").post(f"{url(world, 'landwijs')}/{there}", data={"step": "refuse"})
    assert answer.headers["Location"] == url(world, "landwijs")
    assert "In stilte" not in client("lex").get(url(world, "landwijs")).get_data(as_text=True)
    for step in ("sign", "refuse"):
        assert does(world, client, there, "landwijs", step) == 404

    told = r"[0-9a-f-]{36}|landwijs|niemand2|\d\d:\d\d|datetime=\"[^\"]*\""

    def reads(who: str) -> list[str]:
        pages = (client(who).get(f"{url(world, ORGANISATION[who])}/{one}") for one in (there, nowhere))
        return [re.sub(told, "", page.get_data(as_text=True)) for page in pages]

    rows = "SELECT verb, actor_shown FROM plein.audit WHERE organisation_id = %s AND thing_id = %s ORDER BY id"
    for step in ("", "sign"):
        for one in (there, nowhere) if step else ():
            assert does(world, client, one, "meerbergen", step) == 303
        for who in ("zara", "mehmet"):
            pages = reads(who)
            assert pages[0] == pages[1]
            logs = [world.rows(rows, world.organisations[ORGANISATION[who]], one) for one in (there, nowhere)]
            assert logs[0] == logs[1]
    assert [world.one(STATUS, one) for one in (there, nowhere)] == ["proposed", "proposed"]
    refused = "SELECT count(*) FROM plein.outbox WHERE payload ->> 'agreement' = %s AND payload ->> 'step' = 'refuse'"
    assert world.one(refused, str(there)) == 0
    assert ("agreement.refused", "Lex Landwijs") in world.rows(rows, world.organisations["landwijs"], there)
    assert [does(world, client, one, "zandwijk", "withdraw") for one in (there, nowhere)] == [303, 303]


@pytest.mark.parametrize(
    "form",
    [
        {"domains": "zandwijk.example"},
        {"domains": "geen domein!"},
        {"domains": "x"},
        {"domains": " ".join(f"d{number}.example" for number in range(21))},
        {"domains": "", "organisations": []},
        {"domains": "landwijs.example", "directory": "0"},
    ],
)
def test_a_wrong_proposal_is_said_beside_its_field(world: World, client: Client, form: dict[str, object]) -> None:
    before = world.one("SELECT count(*) FROM plein.agreement")
    answer = client("zara").post(f"{url(world, 'zandwijk')}/nieuw", data={"title": "T", "directory": "1", **form})
    assert answer.status_code == 422
    assert 'id="fout-' in answer.get_data(as_text=True)
    assert world.one("SELECT count(*) FROM plein.agreement") == before


def test_ending_says_what_stops_and_leaves_the_groups_that_were_ticked(world: World, client: Client) -> None:
    world.group("samen", "Samen op pad", "open", {"zandwijk": "owner", "oosterdiep": "owner"}, founder="fatima")
    world.group("blijft", "Dit blijft", "open", {"zandwijk": "owner", "oosterdiep": "participant"}, founder="fatima")
    made = signed(world, client, "oosterdiep", questions="1")
    page = client("zara").get(f"{url(world, 'zandwijk')}/{made}/beeindigen").get_data(as_text=True)
    own, theirs = (
        world.one(
            "SELECT count(*) FROM plein.affiliation"
            " WHERE kind = 'staff' AND organisation_id = %s AND until > plein.moment()",
            world.organisations[of],
        )
        for of in ("zandwijk", "oosterdiep")
    )
    assert f"Wij vinden {theirs} namen van Gemeente Oosterdiep niet meer" in page
    assert f"Zij vinden er van ons {own} niet meer" in page
    assert "Samen op pad" in page
    assert re.search(rf'value="{world.spaces["blijft"]}"[^>]*disabled', page), "its only owner cannot leave"
    assert "Omgevingsvisie" not in page, "shared with others, not with this side"

    only = does(
        world, client, made, "zandwijk", "end", leaving=[str(world.spaces["samen"]), str(world.spaces["blijft"])]
    )
    assert only == 409
    assert world.one(STATUS, made) == "signed"
    assert client("fatima").get(f"/groepen/{world.spaces['samen']}").status_code == 200, "all of it or nothing"
    assert does(world, client, made, "zandwijk", "end", leaving=[str(world.spaces["visie"])]) == 404
    assert does(world, client, made, "zandwijk", "suspend", leaving=[str(world.spaces["samen"])]) == 403

    assert does(world, client, made, "zandwijk", "end", leaving=[str(world.spaces["samen"])]) == 303
    assert world.one(STATUS, made) == "ended"
    assert client("fatima").get(f"/groepen/{world.spaces['samen']}").status_code == 404
    assert client("joost").get(f"/groepen/{world.spaces['blijft']}").status_code == 200


def test_another_agreement_that_keeps_the_directory_open_is_counted(world: World, client: Client) -> None:
    first, second = signed(world, client, "oosterdiep"), signed(world, client, "oosterdiep")
    page = client("zara").get(f"{url(world, 'zandwijk')}/{first}/beeindigen").get_data(as_text=True)
    assert "Aan wie wie kan vinden verandert niets." in page
    assert does(world, client, first, "zandwijk", "end") == 303
    assert finds(client, "kees", "Joost van der Meulen")
    ended(world, second)


def test_administrators_of_every_side_are_warned_once_before_the_end(
    world: World, app: Hub, client: Client, queue: Queue
) -> None:
    made = signed(world, client, "oosterdiep", last_day=str((world.now + timedelta(days=90)).date()))
    count = "SELECT count(*) FROM plein.outbox WHERE kind = 'agreements.warning' AND payload ->> 'agreement' = %s"
    warn = next(one for feature in FEATURES for one in feature.periodic if one.name == "agreements.warn")
    try:
        for later, expected in ((0, 0), (40, 1), (1, 1), (40, 2)):
            world.later(days=later)
            assert queue.repeat(warn)
            assert queue.repeat(warn)
            assert world.one(count, str(made)) == expected
    finally:
        world.on_time()
    for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE kind = 'agreements.warning'"):
        queue.do(row_id)
    mails = [path.read_text() for path in _mailbox(app).glob("*") if path.is_file()]
    warned = [mail for mail in mails if "samenwerkingsafspraak eindigt" in _plain(mail)]
    assert sum("zara@" in mail for mail in warned) == 2
    assert sum("olga@" in mail for mail in warned) == 2
    ended(world, made)


def test_every_step_is_told_to_the_other_sides_and_stands_in_the_history(
    world: World, app: Hub, client: Client, queue: Queue
) -> None:
    made = signed(world, client, "oosterdiep")
    assert does(world, client, made, "oosterdiep", "suspend") == 303
    page = client("zara").get(f"{url(world, 'zandwijk')}/{made}").get_data(as_text=True)
    for words in ("stelde deze afspraak voor", "tekende", "schortte de afspraak op", "Deze afspraak is opgeschort"):
        assert words in page
    for path in _mailbox(app).glob("*"):
        path.unlink()
    for (row_id,) in world.rows("SELECT id FROM plein.outbox WHERE kind = 'agreements.step' AND done_at IS NULL"):
        queue.do(row_id)
    mails = "".join(_plain(path.read_text()) for path in _mailbox(app).glob("*"))
    assert "Gemeente Oosterdiep schortte een samenwerkingsafspraak op" in mails
    for of, verb in (("zandwijk", "agreement.suspended"), ("oosterdiep", "agreement.suspended")):
        query = "SELECT count(*) FROM plein.audit WHERE organisation_id = %s AND verb = %s AND thing_id = %s"
        assert world.one(query, world.organisations[of], verb, made) == 1
    ended(world, made)


def test_a_form_that_is_sent_twice_is_one_step(world: World, client: Client) -> None:
    made = signed(world, client, "oosterdiep")
    once = {"step": "suspend", "once": str(uuid4())}
    assert [client("zara").post(f"{url(world, 'zandwijk')}/{made}", data=once).status_code for _ in range(2)] == [
        303
    ] * 2
    query = "SELECT count(*) FROM plein.agreement_step WHERE agreement_id = %s AND step = 'suspend'"
    assert world.one(query, made) == 1
    ended(world, made)


def _mailbox(app: Hub) -> Path:
    return Path(app.settings.mail.removeprefix("mailbox:"))


def _plain(mail: str) -> str:
    read = message_from_string(mail, policy=policy.default)
    return f"{read['Subject']}\n{read.get_content() if not read.is_multipart() else ''}"
