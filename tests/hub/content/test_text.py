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
    "[klik](java&#115;cript:alert(1))",
    "[klik](&#x6A;avascript&colon;alert(1))",
    "[klik](java\tscript:alert(1))",
    "[klik](<java\nscript:alert(1)>)",
    "[klik](\x01javascript:alert(1))",
    "[klik](%6Aavascript:alert(1))",
    "[klik](feed:javascript:alert(1))",
    "[klik](blob:https://a.nl/x)",
    "[klik](file:///etc/passwd)",
    "[klik](view-source:javascript:alert(1))",
    "[klik](\uff4aavascript:alert(1))",
    "![volg][w]\n\n[w]: https://evil.example/pixel.png",
    "[![volg](https://evil.example/pixel.png)](javascript:alert(1))",
    "![klik](javascript:alert(1))",
    '<https://evil.example/"onmouseover=alert(1)>',
    "<iframe src=//evil.example></iframe><style>@import url(//evil.example)</style>",
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
        assert not (attributes.get("href") or "").lower().startswith(("javascript", "vbscript", "data:"))


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


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "> - ", "* > "])
def test_what_stands_very_deep_is_not_lost(mark: str) -> None:
    assert "woord" in text.rendered(mark * 1_000 + "woord")
    assert "woord" in text.excerpt(mark * 1_000 + "woord") or len(mark * 1_000) > text.EXCERPT * 4
    assert "woord" in text.rendered(mark * 8 + "woord")


def test_a_line_of_twenty_thousand_is_kept_whole() -> None:
    assert text.rendered("a" * 20_000) == f"<p>{'a' * 20_000}</p>\n"
    assert len(text.excerpt("a" * 20_000)) <= text.EXCERPT + 1


def test_a_picture_of_elsewhere_is_a_link_and_never_fetched() -> None:
    assert text.rendered("![de brug](https://a.nl/p.png)") == (
        '<p><a href="https://a.nl/p.png" rel="noopener nofollow">de brug</a></p>\n'
    )
    assert ">a.nl/p.png<" in text.rendered("![](https://a.nl/p.png)")
    inside = text.rendered("[![de brug](https://a.nl/p.png)](https://b.nl)")
    assert inside.count("<a ") == 1
    assert 'href="https://b.nl"' in inside
    assert "de brug" in inside


def test_words_that_name_another_host_say_where_a_link_leads() -> None:
    for said, leads in (
        ("https://bank.nl", "https://evil.example/x"),
        ("bank.nl/inloggen", "https://evil.example"),
        ("www.bank.nl", "//evil.example"),
        ("`bank.nl`", "https://bank.nl@evil.example"),
    ):
        assert "(evil.example)</a>" in text.rendered(f"[{said}]({leads})"), said
    for said, leads in (
        ("onze bank", "https://bank.nl"),
        ("https://bank.nl/a", "https://www.bank.nl/b"),
        ("v1.2", "https://a.nl"),
        ("bank.nl", "/groepen"),
    ):
        assert "(" not in text.rendered(f"[{said}]({leads})"), said


def test_hosts_that_look_like_others_are_shown_by_what_they_are() -> None:
    fake = "https://\u0430pple.com/login"  # a Cyrillic a
    assert ">xn--pple-43d.com/login<" in text.rendered(fake)
    assert ">xn--pple-43d.com/login<" in text.rendered(f"<{fake}>")
    assert "(xn--pple-43d.com)</a>" in text.rendered(f"[{fake}]({fake})")
    assert ">evil.example<" in text.rendered("https://bank.nl@evil.example")
    assert ">evil.example<" in text.rendered("https://user:password@evil.example/")


def test_code_and_lists_are_drawn_and_nothing_in_code_is() -> None:
    assert "<pre><code>if a &lt; b:\n    ga()\n</code></pre>" in text.rendered("```python\nif a < b:\n    ga()\n```")
    assert text.rendered("- a\n- b\n  1. c").count("<li>") == 3
    assert "<a" not in text.rendered("`https://a.nl` en\n\n    https://b.nl")


def test_characters_that_turn_the_direction_or_end_the_text_are_left_out() -> None:
    assert text.line("factuur\u202efdp.exe\u2066\x00 ") == "factuurfdp.exe"
    assert text.written("een\r\ntwee\rdrie\u2028vier\x07") == "een\ntwee\ndrie\nvier"
    assert text.written("\N{FAMILY}\N{ZERO WIDTH JOINER} ok") == "\N{FAMILY}\N{ZERO WIDTH JOINER} ok"


def test_an_excerpt_is_plain_and_ends_between_words() -> None:
    assert text.excerpt("**Vet** en [link](https://a.nl) <b>") == "Vet en link <b>"
    shown = text.excerpt("woord " * 200, 50)
    assert len(shown) <= 51
    assert shown.endswith("woord…")
