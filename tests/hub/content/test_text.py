"""Text that people write comes out as text: no scripts, no addresses that run, no markup of ours."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from hub.kit import text

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](vbscript:msgbox)",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "<div hx-get='/uitloggen' hx-trigger='load'>x</div>",
    "<b data-hx-post=/x style=color:red class=hub-danger id=inhoud>x</b>",
    '[x](https://a.nl "onmouseover=alert(1)")',
    "![volg](https://evil.example/pixel.png)",
    "<svg><use href='#x'/></svg>",
    "<!--<img src=x onerror=alert(1)>-->",
    "`<script>`<script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


class Reader(HTMLParser):
    """Collects the tags that a browser would see, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_gives_no_tag_attribute_or_scheme_outside_the_list(attack: str) -> None:
    reader = Reader()
    reader.feed(text.rendered(attack))
    assert {tag for tag, _ in reader.tags} <= text.TAGS
    for _, attributes in reader.tags:
        assert attributes.keys() <= {"href", "rel", "start"}
        assert urlsplit(attributes.get("href") or "").scheme in text.SCHEMES | {""}


def test_headings_begin_below_the_pages_own() -> None:
    assert "<h3>" in text.rendered("# Kop")
    assert "<h5>" in text.rendered("###### Kop")
    assert not re.search("<h[126]", str(text.rendered("# a\n\n## b\n\n### c\n\n###### d")))


def test_deep_nesting_ends_and_takes_no_time() -> None:
    for deep in (">" * 20_000, "[" * 20_000, "- " * 10_000, "*a_" * 6_600, "![x](" * 4_000):
        assert len(text.rendered(deep)) < 200_000


@pytest.mark.parametrize("tangle", ["[*" * 9_000, "![" * 9_000, "*_" * 9_000, "~~a" * 6_000, "[`" * 9_000])
def test_a_text_that_only_keeps_us_busy_is_shown_as_it_was_typed(tangle: str) -> None:
    """Given more signs that open something than anybody writes, when it is shown, then nobody looks for their ends."""
    said = f"**vet** [link](https://link.example) https://los.example\n\n- een\n\n{tangle}"
    shown = str(text.rendered(said))
    assert "**vet** [link](" in shown
    assert '<a href="https://los.example"' in shown
    assert "<li>een</li>" in shown
    assert "<strong>vet</strong>" in str(text.rendered(said[:200]))


def test_characters_that_turn_the_direction_or_end_the_text_are_left_out() -> None:
    assert text.line("factuur\u202efdp.exe\u2066\x00 ") == "factuurfdp.exe"
    assert text.written("een\r\ntwee\rdrie\u2028vier\x07") == "een\ntwee\ndrie\nvier"
    assert text.written("\N{FAMILY}\N{ZERO WIDTH JOINER} ok") == "\N{FAMILY}\N{ZERO WIDTH JOINER} ok"


def test_an_excerpt_is_plain_and_ends_between_words() -> None:
    assert text.excerpt("**Vet** en [link](https://a.nl) <b>") == "Vet en link <b>"
    shown = text.excerpt("woord " * 200, 50)
    assert len(shown) <= 51
    assert shown.endswith("woord…")
