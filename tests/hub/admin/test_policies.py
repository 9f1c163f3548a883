"""What an organisation decides counts at once, is in the log with what it was, and is hers alone to decide."""

import re

import pytest

from tests.hub.conftest import Client
from tests.world import World

DECIDED = "SELECT guest_days, founders, forget_days, brand FROM plein.organisation WHERE handle = 'dienst'"
FORM = {"guest_days": "90", "founders": "administrators", "forget_days": "30", "brand": "#2F6B3A"}


def url(world: World, of: str = "dienst") -> str:
    return f"/beheer/{world.organisations[of]}/beleid"


def test_each_change_is_in_the_log_with_what_it_was(world: World, client: Client) -> None:
    assert client("daan").post(url(world), data=FORM).status_code == 303
    found = world.rows(DECIDED)
    assert found == [(90, "administrators", 30, "#2f6b3a")]
    query = "SELECT verb, why FROM plein.audit WHERE organisation_id = %s AND verb LIKE 'policy.%%' ORDER BY id"
    assert dict(world.rows(query, world.organisations["dienst"])) == {
        "policy.guest-days": "183 → 90",
        "policy.founders": "staff → administrators",
        "policy.forget-days": "365 → 30",
        "policy.brand": "#0b5c8c → #2f6b3a",
    }
    assert client("daan").post(url(world), data=FORM | {"guest_days": "91"}).status_code == 303
    assert len(world.rows(query, world.organisations["dienst"])) == 5
    log = client("daan").get(f"/beheer/{world.organisations['dienst']}/auditlog").get_data(as_text=True)
    assert "hoe lang externen mogen blijven: 183 → 90 dagen" in log
    assert client("daan").get("/groepen/nieuw").status_code == 200
    assert client("els").get("/groepen/nieuw").status_code == 200, "she may found one elsewhere"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("guest_days", "0"), ("guest_days", "1097"), ("guest_days", "-3"), ("guest_days", "veel"),
        ("guest_days", "9" * 40),
        ("forget_days", "0"), ("forget_days", "3651"), ("forget_days", ""), ("founders", "iedereen"), ("founders", ""),
        ("brand", "blauw"), ("brand", "#12345"), ("brand", "#0b5c8c;x"), ("brand", "#0b5c8g"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_beside_its_field(world: World, client: Client, field: str, value: str) -> None:
    before = world.rows(DECIDED)
    answer = client("daan").post(url(world), data=FORM | {field: value})
    assert answer.status_code == 422
    assert f'id="fout-{field}"' in answer.get_data(as_text=True)
    after = world.rows(DECIDED)
    assert before == after


@pytest.mark.parametrize("who", ["fatima", "zara", "mehmet", "els", "peter", "gone", "olga"])
def test_nobody_else_decides(world: World, client: Client, who: str) -> None:
    before = world.one("SELECT count(*) FROM plein.audit")
    for path, data in (("", FORM), ("/voorwaarden", {"text": "x"}), ("/voorwaarden/voorbeeld", {"text": "x"})):
        assert client(who).post(url(world) + path, data=data).status_code == 404
    for path in ("", "/voorwaarden", "/voorwaarden/1"):
        assert client(who).get(url(world) + path).status_code == 404
    assert world.one("SELECT count(*) FROM plein.audit") == before


def test_a_colour_is_tried_before_it_is_kept_and_its_contrast_is_said(world: World, client: Client) -> None:
    page = client("daan").get(url(world), query_string={"brand": "#f2b705"}).get_data(as_text=True)
    assert 'href="/thema/f2b705.css"' in page
    assert "Knoppen worden daarom iets donkerder" in page
    assert re.search(r"contrast van 1,\d op 1", page)
    for nonsense in ("rood", '"><script>', "#f2b70", "\0"):
        assert "/thema/f2" not in client("daan").get(url(world), query_string={"brand": nonsense}).get_data(
            as_text=True
        )


def test_a_shorter_term_takes_nobody_out(world: World, client: Client) -> None:
    world.person("lang", "Lang Hier", "dienst:external", issuer="gasten")
    until = "SELECT until FROM plein.affiliation WHERE id = %s"
    before = world.one(until, world["lang"].affiliation)
    assert client("daan").post(url(world), data=FORM | {"guest_days": "1"}).status_code == 303
    assert world.one(until, world["lang"].affiliation) == before


def test_terms_are_written_looked_at_and_published_as_versions(world: World, client: Client) -> None:
    page = url(world) + "/voorwaarden"
    shown = client("daan").post(page + "/voorbeeld", data={"text": "**Deel niets.**\r\n\r\n<script>x</script>"})
    assert "<strong>Deel niets.</strong>" in shown.get_data(as_text=True)
    assert "<script>x" not in shown.get_data(as_text=True)
    assert world.one("SELECT count(*) FROM plein.terms WHERE organisation_id = %s", world.organisations["dienst"]) == 0
    for text in ("Regel een\r\nRegel twee", "Regel een\r\nRegel drie"):
        assert client("daan").post(page, data={"text": text}).status_code == 303
    second = client("daan").get(page + "/2").get_data(as_text=True)
    assert "<ins>Regel drie</ins>" in second
    assert "<del>Regel twee</del>" in second
    assert "Verschil" not in client("daan").get(page + "/1").get_data(as_text=True)
    assert client("daan").get(page + "/3").status_code == 404
    assert client("daan").post(page, data={"text": "  "}).status_code == 422
    assert client("daan").post(page, data={"text": "x" * 20_001}).status_code == 422
    assert "Versie 2" in client("daan").get(url(world)).get_data(as_text=True)
