"""What is checked of a page in the browser; each check gives sentences about what is wrong, none when all is well."""

import json
import re
from collections.abc import Iterator
from typing import Any

import html5lib
from playwright.sync_api import Page

from hub.kit.assets import ROOT, SOURCES

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
DRAWN = set((SOURCES / "icons.txt").read_text(encoding="utf-8").split())
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# WCAG 1.4.12: what a reader's own stylesheet may ask for.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-block-end: 2em !important }"
)


def axe(page: Page) -> Iterator[str]:
    """What axe-core says against the page as it stands; not of what an open menu covers: it is tried when closed."""
    page.evaluate(AXE)
    # A transition that has not ended is measured half way; the end of it is what people read.
    page.evaluate("() => document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } })")
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document.querySelector('.hub-new[open], .hub-new [open]') ? {exclude: [['main']]}"
        " : document.querySelector('main [data-menu][open]') ? {include: [['[data-menu][open]']]} : document,"
        " {runOnly: tags, resultTypes: ['violations']})",
        TAGS,
    )
    for violation in found["violations"]:
        for node in violation["nodes"]:
            yield f"axe {violation['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"


def shape(page: Page) -> Iterator[str]:
    """One h1, a language, a title."""
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} h1"
    if page.locator("html").get_attribute("lang") not in {"nl", "en"}:
        yield "no language"
    if len(page.title()) < 5:
        yield f"title {page.title()!r}"


def icons(text: str) -> Iterator[str]:
    """Each icon is in our sprite: one that is not takes room and shows nothing."""
    for name in sorted(set(re.findall(r"/static/icons[^\"#]*#([\w-]+)", text)) - DRAWN):
        yield f"no drawing of {name}"


def reflow(page: Page) -> Iterator[str]:
    """Nothing sticks out sideways: as it stands, with text spacing, and 320 pixels wide."""
    yield from _sticks_out(page, "as it stands")
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet] }",
        SPACING,
    )
    yield from _sticks_out(page, "with text spacing")
    page.evaluate("() => { document.adoptedStyleSheets = [] }")
    page.set_viewport_size({"width": 320, "height": 640})
    yield from _sticks_out(page, "320 px wide")


def _sticks_out(page: Page, when: str) -> Iterator[str]:
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.body.querySelectorAll("*")]
            .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 1)
            .slice(-3).map(one => one.outerHTML.slice(0, 120));
        }"""
    )
    if wide:
        yield f"sticks out {when}: {wide}"


def markup(text: str) -> Iterator[str]:
    """What a strict parser of HTML says against an answer."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    lines = text.splitlines()
    for (line, _column), error, details in parser.errors:
        yield f"html {error} {json.dumps(details)} line {line}: {lines[line - 1].strip()[:160]}"
