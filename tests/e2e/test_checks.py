"""The checks bite: each finds the fault that is planted for it, and none in a page without."""

import pytest
from playwright.sync_api import Browser

from tests.e2e import checks

GOOD = '<!DOCTYPE html><html lang="nl"><title>Een pagina</title><main><h1>Een pagina</h1><p>Tekst</p></main></html>'
FAULTS = {
    "axe": ("<p>Tekst</p>", "<p><img src='data:,'><span style='color:#999'>grijs</span></p>"),
    "shape": ("<h1>Een pagina</h1>", "<h1>Een</h1><h1>Twee</h1>"),
    "reflow": ("<p>Tekst</p>", "<p style='width:600px'>Tekst</p>"),
    "icons": ("<p>Tekst</p>", '<svg><use href="/static/icons.svg#bestaat-niet"/></svg>'),
    "markup": ("<p>Tekst</p>", "<p><div>Tekst</div></p>"),
}


@pytest.mark.parametrize("check", FAULTS)
def test_a_check_finds_what_is_planted(browser: Browser, check: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    def said(text: str) -> list[str]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.set_content(text)
        return list(getattr(checks, check)(text if check in {"markup", "icons"} else page))

    assert said(GOOD) == []
    assert said(GOOD.replace(*FAULTS[check])) != []
    page.close()
