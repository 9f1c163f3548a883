"""What is hidden and what is not there are one answer: the same words and headers, from as many statements.

The time that a refusal takes says nothing then of whether there is something to refuse.
"""

import io
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

SPINE = {"content", "documents", "posts", "questions"}
FEWEST = 60
"""The spine and its three features have more routes with an id than this."""
FORM = {
    "text": "hallo",
    "title": "t",
    "name": "n",
    "why": "w",
    "kind": "useful",
    "lezers": "0",
    "labels": "aa",
    "voor": "",
}
_PASSED = re.compile(rb"(<time[^>]*>)[^<]*")
_ANY_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}")


@pytest.fixture(scope="module")
def hidden(world: World, app: Hub) -> Mapping[str, UUID]:
    """One of each in the rival's room, where none of the people below is."""
    room, browser = world.spaces["kamer-b"], app.test_client()
    browser.set_cookie("plein", world["sanne"].secret)
    folder = browser.post(f"/groepen/{room}/mappen", data={"name": "Mapje"}).headers["Location"]
    sent = {"title": "Met bestand", "text": "Kijk", "files": (io.BytesIO(b"hoi"), "a.txt")}
    assert browser.post(f"/groepen/{room}/berichten", data=sent).status_code == 303
    kept = {"place": "comment", "thing": str(world.items["bericht-kamer-b"]), "text": "nog niet"}
    assert browser.post("/concepten", data=kept).status_code == 303
    return {
        "space_id": room,
        "item_id": world.items["bericht-kamer-b"],
        "post_id": world.items["bericht-kamer-b"],
        "question_id": world.items["vraag-kamer-b"],
        "answer_id": world.items["antwoord-kamer-b"],
        "document_id": world.items["stuk-kamer-b"],
        "folder_id": UUID(folder.removeprefix("/mappen/")),
        "attachment_id": world.one("SELECT id FROM plein.attachment"),
        "draft_id": world.one("SELECT id FROM plein.draft"),
    }


def told(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """What an answer says, but for the ids that were asked for, the moment, and how long ago things were by then."""
    said = _ANY_ID.sub(b"", _PASSED.sub(rb"\1", answer.data))
    return answer.status_code, said, [one for one in answer.headers if one[0] != "Date"]


@pytest.mark.parametrize("who", ["karin", "peter", "kees", "fatima"])
def test_hidden_and_absent_cost_as_many_statements_and_say_the_same(
    app: Hub, world: World, client: Client, hidden: Mapping[str, UUID], who: str
) -> None:
    told_apart, tried, numbers = list[str](), 0, {"number": 1, "leaf": 1}
    paths = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        names = rule.arguments - set(numbers)
        if rule.endpoint.partition(".")[0] not in SPINE or not names or not names <= set(hidden):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            said = []
            for ids in (hidden, {name: uuid4() for name in hidden}):
                other = {"naar": world.spaces["tender"], "groep": world.spaces["tender"], "doel": ids["question_id"]}
                given = {name: numbers.get(name) or ids[name] for name in rule.arguments}
                url, form = (
                    paths.build(rule.endpoint, given, method=method),
                    FORM | {k: str(v) for k, v in other.items()},
                )
                with counted(app.engine) as statements:
                    answer = client(who).open(url, method=method, data=form if method == "POST" else None)
                said.append((told(answer), len(statements)))
            tried += 1
            if said[0] != said[1] or said[0][0][0] != 404:
                told_apart.append(f"{method} {rule.rule}")
    assert told_apart == []
    assert tried > FEWEST


def _named(browser: FlaskClient, world: World, here: str, there: Mapping[str, UUID]) -> Iterator[TestResponse]:
    """Everything of one's own space, with a thing of elsewhere as second argument."""
    space, item, question = world.spaces[here], world.items[f"bericht-{here}"], world.items[f"vraag-{here}"]
    get, post = browser.get, browser.post
    yield get(f"/items/{item}/verplaatsen?naar={there['space_id']}")
    yield post(f"/items/{item}/verplaatsen", data={"naar": there["space_id"], "lezers": 0})
    yield post(f"/items/{item}/kopie", data={"naar": there["space_id"]})
    yield get(f"/vragen/{question}/samenvoegen?doel={there['question_id']}")
    yield post(f"/vragen/{question}/samenvoegen", data={"doel": there["question_id"]})
    yield get(f"/vragen/{question}/ook-tonen?groep={there['space_id']}")
    yield post(f"/vragen/{question}/ook-tonen", data={"groep": there["space_id"], "text": "x"})
    yield get(f"/vragen/{question}?na={there['answer_id']}")
    yield get(f"/vragen/{question}?bij={there['answer_id']}&tot={there['item_id']}")
    yield post(f"/antwoorden/{world.items[f'antwoord-{here}']}/accepteren", data={"goed": str(there["answer_id"])})
    for order in ("naam", "grootte", "gewijzigd"):
        yield get(f"/groepen/{space}/documenten?na={there['document_id']}&op={order}")
    for path in ("documenten.zip", "verplaatsen", "kopieren"):
        yield get(f"/groepen/{space}/{path}?stuk={there['document_id']}")
    yield get(f"/groepen/{space}/documenten.zip?stuk={world.items[f'stuk-{here}']}&stuk={there['document_id']}")
    yield post(f"/groepen/{space}/kopie-hier", data={"stuk": str(there["document_id"])})
    yield post(f"/groepen/{space}/mappen", data={"map": str(there["folder_id"]), "name": "zz"})
    yield post(f"/groepen/{space}/documenten", data={"map": there["folder_id"], "files": (io.BytesIO(b"x"), "a.txt")})
    yield post("/concepten", data={"place": "edit", "thing": str(there["item_id"]), "text": "x"})
    for path in (f"/groepen/{space}/prullenbak?na=", "/prullenbak?na=", f"/groepen/{space}?na="):
        yield get(f"{path}{there['item_id']}")
    yield get(f"/berichten/{item}?tot={there['item_id']}")
    yield get(f"/vragen/lijkt-op?title=Vraag+vraag-kamer-b&groep={there['space_id']}")


@pytest.mark.parametrize(("who", "here"), [("karin", "kamer-a"), ("fatima", "kamer-a"), ("peter", "tender")])
def test_a_hidden_thing_named_beside_an_own_one_is_as_absent(
    world: World, client: Client, hidden: Mapping[str, UUID], who: str, here: str
) -> None:
    absent = {name: uuid4() for name in hidden}
    both = (_named(client(who), world, here, ids) for ids in (hidden, absent))
    told_apart = [number for number, (one, other) in enumerate(zip_longest(*both)) if told(one) != told(other)]
    assert told_apart == []
