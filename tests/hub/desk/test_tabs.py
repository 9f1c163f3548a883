"""The tabs of Beheer: few enough to see at once, with what belongs together inside one."""

import re

import pytest

from tests.hub.conftest import Client
from tests.world import World

TABS = ["Overzicht", "Verzoeken", "Mensen", "Externen", "Groepen", "Afspraken", "Beleid", "Auditlog"]
INSIDE = {
    "/uitnodigingen": ("Externen", "Uitnodigingen"),
    "/externen": ("Externen", "Wie toegang heeft"),
    "/voorstellen": ("Verzoeken", "Voorstellen"),
    "/beleid/voorwaarden": ("Beleid", "Voorwaarden"),
    "/voorwaarden": ("Beleid", "Voorwaarden"),
    "/isolatie": ("Auditlog", "Isolatie"),
    "/noodtoegang": ("Auditlog", "Noodtoegang"),
}


def named(html: str, css: str) -> list[tuple[str, bool]]:
    """The names in a row of links, each with whether it is where one is."""
    row = re.search(rf'<nav class="{css}".*?</nav>', html, re.DOTALL)
    links = re.findall(r"<a ([^>]*)>([^<]*)", row[0]) if row else []
    return [(title.strip(), "aria-current" in attributes) for attributes, title in links]


def test_what_an_administrator_sees_at_once(world: World, client: Client) -> None:
    html = client("zara").get(f"/beheer/{world.organisations['zandwijk']}").get_data(as_text=True)

    assert named(html, "hub-tabs") == [(title, title == "Overzicht") for title in TABS]


@pytest.mark.parametrize("path", INSIDE)
def test_a_part_is_found_inside_its_tab(world: World, client: Client, path: str) -> None:
    tab, part = INSIDE[path]
    html = client("zara").get(f"/beheer/{world.organisations['zandwijk']}{path}").get_data(as_text=True)

    assert [title for title, current in named(html, "hub-tabs") if current] == [tab]
    assert [title for title, current in named(html, "hub-pills") if current] == [part]
