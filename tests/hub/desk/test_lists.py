"""Every list of Beheer is searched, filtered, ordered, read in pages, and taken as a file in which nothing runs."""

import csv
import io
import re
from uuid import UUID

import pytest

from hub.desk import lists
from hub.kit import sheets
from hub.kit.edge import Hub
from tests.hub.conftest import Client
from tests.hub.queries import counted
from tests.world import World

NASTY = (
    "=1+1",
    "+31 6 12345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =cmd|' /C calc'!A0",
    "\N{ZERO WIDTH SPACE}=1+1",
    "\N{BYTE ORDER MARK}=1+1",
    "\N{NO-BREAK SPACE}@A1",
    "＝1+1",  # noqa: RUF001 - full-width forms, which some programs read as the plain ones
    "＋1",  # noqa: RUF001
    "－1",  # noqa: RUF001
    "＠A1",  # noqa: RUF001
    "|cmd",
    '=HYPERLINK("http://evil.example","x")',
    '"=1+1"',
    'Jan "de" Boer; =1+1',
)
FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠|]")  # noqa: RUF001


def read(text: str) -> list[list[str]]:
    assert text.startswith("\N{BYTE ORDER MARK}")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))


@pytest.fixture(scope="module")
def crowd(world: World) -> World:
    """Sixty-four places of externals in Oosterdiep, with names of every kind."""
    names = [*NASTY, *(f"Gast {number:02}" for number in range(45))]
    for number, name in enumerate(names):
        world.person(f"veel-{number}", name, "oosterdiep:external", issuer="gasten", employer=name[:40])
        world.member("elders", f"veel-{number}", sponsor="joost", days=number + 1)
    return world


def table(client: Client, world: World, query: str = "", who: str = "olga", page: str = "externen") -> str:
    answer = client(who).get(f"/beheer/{world.organisations['oosterdiep']}/{page}{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def names_in(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', html)


def walk(client: Client, world: World, query: str) -> list[str]:
    """Every name, page after page."""
    found, html = list[str](), table(client, world, query)
    while True:
        found += names_in(html)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        if onward is None:
            return found
        html = client("olga").get(onward[1].replace("&amp;", "&")).get_data(as_text=True)


@pytest.mark.parametrize("order", ["naam", "-naam", "tot", "-tot", "contact", "-werkgever", "plek"])
def test_every_order_walks_over_every_row_once(crowd: World, client: Client, order: str) -> None:
    found = walk(client, crowd, f"?op={order}")
    assert len(found) == len(set(found)) == 64
    if order.endswith("naam"):
        plain = [name for name in found if name.startswith("Gast")]
        assert plain == sorted(plain, reverse=order.startswith("-"))


def test_what_was_asked_stays_in_every_address(crowd: World, client: Client) -> None:
    html = table(client, crowd, "?q=gast&eindigt=30&op=-naam")
    assert set(names_in(html)) <= {f"Gast {number:02}" for number in range(45)}
    assert 'name="op" value="-naam"' in html
    assert "externen.csv?q=gast&amp;eindigt=30&amp;op=-naam" in html
    assert 'aria-sort="descending"' in html
    assert '<option value="30" selected>' in html


def test_filters_narrow_and_nonsense_counts_as_none(crowd: World, client: Client) -> None:
    everybody = walk(client, crowd, "")
    soon = walk(client, crowd, "?eindigt=14")
    assert 0 < len(soon) < len(everybody)
    assert walk(client, crowd, f"?groep={crowd.spaces['elders']}") == everybody
    for nonsense in (
        "?eindigt=zeven",
        "?eindigt=-1",
        f"?groep={UUID(int=7)}",
        "?contact=x",
        "?op=--naam",
        "?op=id",
        "?op=",
    ):
        assert walk(client, crowd, nonsense) == everybody
    assert walk(client, crowd, "?contact=zonder") == []
    crowd.keeper.execute(
        "UPDATE plein.membership SET role = 'reader' WHERE affiliation_id = %s AND space_id = %s",
        (crowd["joost"].affiliation, crowd.spaces["elders"]),
    )
    try:
        assert len(walk(client, crowd, "?contact=zonder")) == 64
    finally:
        crowd.keeper.execute(
            "UPDATE plein.membership SET role = 'steward' WHERE affiliation_id = %s AND space_id = %s",
            (crowd["joost"].affiliation, crowd.spaces["elders"]),
        )


def test_a_file_has_every_row_and_nothing_in_it_runs(
    crowd: World, app: Hub, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "ROWS_AT_ONCE", 10)  # several transactions
    url = f"/beheer/{crowd.organisations['oosterdiep']}/externen.csv"
    with counted(app.engine) as said:
        answer = client("olga").get(url)
        rows = read(answer.get_data(as_text=True))
    assert len(rows) == 65
    assert sum("admin_externals" in one for one in said) == 7
    assert not [cell for row in rows for cell in row if FORMULA.match(cell) and not cell.startswith("'")]
    assert {cell.removeprefix("'") for row in rows[1:] for cell in row[:1]} >= set(NASTY)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Externen Gemeente Oosterdiep')
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert len(read(client("olga").get(url + "?eindigt=14").get_data(as_text=True))) < 65


def test_that_a_file_was_taken_is_in_the_log_once(crowd: World, client: Client) -> None:
    count = "SELECT count(*) FROM plein.audit WHERE verb = 'export.made' AND organisation_id = %s"
    before = crowd.one(count, crowd.organisations["oosterdiep"])
    url = f"/beheer/{crowd.organisations['oosterdiep']}/externen.csv?q=gast"
    client("olga").head(url)
    client("olga").get(url).get_data()
    assert crowd.one(count, crowd.organisations["oosterdiep"]) == before + 1
    assert "q=gast" in crowd.one("SELECT why FROM plein.audit WHERE verb = 'export.made' ORDER BY id DESC LIMIT 1")
    log = (
        client("olga").get(f"/beheer/{crowd.organisations['oosterdiep']}/auditlog?soort=beheer").get_data(as_text=True)
    )
    assert "haalde de lijst “Externen” op als bestand" in log


def test_a_file_breaks_off_when_its_reader_is_no_administrator_any_more(
    crowd: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "ROWS_AT_ONCE", 10)
    answer = client("olga").get(f"/beheer/{crowd.organisations['oosterdiep']}/externen.csv", buffered=False)
    lines = answer.iter_encoded()
    assert next(lines)
    crowd.keeper.execute("UPDATE plein.affiliation SET role = 'member' WHERE id = %s", (crowd["olga"].affiliation,))
    try:
        with pytest.raises(Exception, match="bestaat niet"):
            list(lines)
    finally:
        crowd.keeper.execute(
            "UPDATE plein.affiliation SET role = 'administrator' WHERE id = %s", (crowd["olga"].affiliation,)
        )


@pytest.mark.parametrize("page", ["externen.csv", "uitnodigingen.csv", "groepen.csv"])
def test_nobody_else_takes_a_file(world: World, client: Client, page: str) -> None:
    url = f"/beheer/{world.organisations['zandwijk']}/{page}"
    assert client("zara").get(url).status_code == 200
    strangers = ("fatima", "mehmet", "els", "gone", "olga", "peter", "karin", "sanne-elders")
    assert {client(who).get(url).status_code for who in strangers} == {404}


def test_cells_say_what_they_mean() -> None:
    assert sheets.line(["a", None, True, 3, -3]) == '"a";"";"1";"3";"-3"\r\n'
    assert sheets.line(['x"y', "een\ntwee"]) == '"x""y";"een\ntwee"\r\n'
    assert sheets.text("Jan-Willem") == "Jan-Willem"


@pytest.mark.parametrize("page", ["externen", "uitnodigingen", "groepen"])
@pytest.mark.parametrize("after", ["onzin", "~", "x~1", f"{'9' * 50}~x"])
def test_a_page_after_nonsense_is_not_there(world: World, client: Client, page: str, after: str) -> None:
    assert client("zara").get(f"/beheer/{world.organisations['zandwijk']}/{page}?na={after}").status_code == 404


def test_a_participant_learns_of_the_owners_alone(world: World, client: Client) -> None:
    owner = client("zara").get(f"/beheer/{world.organisations['zandwijk']}/groepen").get_data(as_text=True)
    assert "Dienst Midden" in owner
    world.group(
        "derden",
        "Regio en derden",
        "open",
        {"zandwijk": "owner", "dienst": "participant", "oosterdiep": "participant"},
        founder="fatima",
    )
    home = f"/beheer/{world.organisations['dienst']}/groepen"
    for url in (home, f"{home}/{world.spaces['derden']}", f"{home}.csv"):
        said = client("daan").get(url).get_data(as_text=True)
        assert "Gemeente Zandwijk" in said
        assert "Oosterdiep" not in said
    people = client("daan").get(f"{home}/{world.spaces['tender']}").get_data(as_text=True)
    assert "Els Wiersma" in people
    for hidden in ("Fatima", "Sanne", "Peter Aalbers", "Kamer Kade", "Kamer Bouwgroep"):
        assert hidden not in people
    assert (
        client("zara").get(f"/beheer/{world.organisations['zandwijk']}/groepen/{world.spaces['elders']}").status_code
        == 404
    )
