"""Founding a group with other organisations on one page: rows, what it opens, and nothing that was typed is lost."""

from html import unescape
from uuid import uuid4

import pytest

from tests.hub.conftest import Client
from tests.world import World

FORM = {"title": "Samen aan de dijk", "purpose": "Doel", "readers": "findable", "tags": "Water,  dijk ,water"}


def row(
    number: int, *, organisation: object = "", domain: str = "", role: str = "participant", reach: str = "all"
) -> dict[str, str]:
    """The fields of one organisation."""
    fields = {"organisation": str(organisation), "domain": domain, "role": role, "reach": reach}
    return {f"{name}-{number}": value for name, value in fields.items()}


def test_what_opens_to_whom_is_said_before_the_group_is_there(world: World, client: Client) -> None:
    sent = (
        FORM | row(1, organisation=world.organisations["meerbergen"], role="owner") | row(3, domain="landwijs.example")
    )
    asked = client("kees").post("/groepen", data=sent)
    page = unescape(asked.text)
    assert asked.status_code == 200
    assert "Gemeente Meerbergen" in page
    assert "kunnen toegang vragen" in page
    assert "beslist Gemeente Meerbergen mee" in page
    assert "Bureau Landwijs" not in page
    assert world.one("SELECT count(*) FROM plein.space WHERE title = %s", FORM["title"]) == 0
    # Going back keeps all of it.
    back = unescape(client("kees").post("/groepen", data=sent | {"back": "1"}).text)
    assert 'value="landwijs.example"' in back
    assert f'value="{world.organisations["meerbergen"]}" selected' in back
    once = {"once": str(uuid4()), "sure": "1"}
    made = [client("kees").post("/groepen", data=sent | once) for _ in range(2)]
    assert [one.status_code for one in made] == [303, 303]
    assert made[0].headers["Location"] == made[1].headers["Location"]
    group = made[0].headers["Location"].rsplit("/", 1)[1]
    rows = world.rows("SELECT named, role, reach, status FROM plein.proposal WHERE group_id = %s ORDER BY named", group)
    assert rows == [("Gemeente Meerbergen", "owner", "all", "open"), ("landwijs.example", "participant", "all", "open")]
    assert world.rows("SELECT name FROM plein.space_tag WHERE space_id = %s ORDER BY 1", group) == [
        ("dijk",),
        ("water",),
    ]
    assert client("sanne").get(made[0].headers["Location"]).status_code == 404  # nobody agreed yet


def test_one_more_row_founds_nothing_and_keeps_what_was_typed(world: World, client: Client) -> None:
    before = world.one("SELECT count(*) FROM plein.space")
    page = client("kees").post("/groepen", data=FORM | row(1, domain="x.example") | {"more": "1", "title": ""})
    assert page.status_code == 200
    assert 'name="organisation-2"' in page.text
    assert 'value="x.example"' in page.text
    assert world.one("SELECT count(*) FROM plein.space") == before
    full = FORM | {name: value for number in range(1, 13) for name, value in row(number).items()}
    assert 'name="organisation-13"' not in client("kees").post("/groepen", data=full | {"more": "1"}).text


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"organisation": "zandwijk"}], "Die doet al mee"),
        ([{"domain": "zandwijk.example"}], "doet al mee"),
        ([{"organisation": "meerbergen"}, {"organisation": "meerbergen"}], "staat er al"),
        ([{"organisation": "meerbergen"}, {"domain": "meerbergen.example"}], "al voorgesteld"),
        ([{"organisation": "meerbergen", "domain": "dienst.example"}], "niet allebei"),
        ([{"organisation": "landwijs"}], "uit de lijst"),
        ([{"organisation": "absent"}], "uit de lijst"),
        ([{"domain": "geen domein"}], "achter het apenstaartje"),
        ([{"organisation": "meerbergen", "role": "steward"}], "rollen"),
        ([{"organisation": "meerbergen", "reach": "x"}], "Kies wie er meedoen"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_beside_it_and_no_group_is_left(
    world: World, client: Client, rows: list[dict[str, str]], sentence: str
) -> None:
    sent = FORM | {"sure": "1", "title": "Half begonnen"}
    for number, one in enumerate(rows, start=1):
        known = (
            {"organisation": world.organisations.get(one.get("organisation", ""), uuid4())}
            if "organisation" in one
            else {}
        )
        sent |= row(number, **(one | known))  # type: ignore[arg-type] # fields of a row
    answer = client("kees").post("/groepen", data=sent)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert sentence in page
    assert "Half begonnen" in page
    assert world.one("SELECT count(*) FROM plein.space WHERE title = 'Half begonnen'") == 0


@pytest.mark.parametrize("tags", ["a", "x" * 41, ",".join(f"label {n}" for n in range(9))])
def test_labels_are_few_and_short(client: Client, tags: str) -> None:
    answer = client("kees").post("/groepen", data=FORM | {"tags": tags})
    assert answer.status_code == 422
    assert "hooguit acht labels" in unescape(answer.text)


def test_who_works_for_several_organisations_chooses_one(world: World, client: Client) -> None:
    assert client("els").post("/groepen", data=FORM | {"title": "Van Els"}).status_code == 422
    affiliation = str(world["els"].affiliations["dienst"])
    made = client("els").post("/groepen", data=FORM | {"title": "Van Els", "affiliation": affiliation})
    assert made.status_code == 303
    owner = (
        "SELECT organisation_id FROM plein.party p JOIN plein.space s ON s.id = p.group_id WHERE s.title = 'Van Els'"
    )
    assert world.one(owner) == world.organisations["dienst"]
    others = str(world["kees"].affiliation)
    assert client("els").post("/groepen", data=FORM | {"affiliation": others}).status_code == 422
