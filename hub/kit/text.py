"""Text that people write: cleaned when it comes in, Markdown to safe HTML when it is shown, and its plain beginning.

The only place that makes Markup of what people wrote.
"""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "del", "ul", "ol", "li", "blockquote", "code", "pre", "a", "h3", "h4", "h5", "hr"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
SCHEMES = {"http", "https", "mailto", "tel"}
EXCERPT = 280

# Control characters (PostgreSQL refuses NUL), and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029")
_HEADING = re.compile(r"<(/?)h([1-6])>")

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("strikethrough")


def written(text: str) -> str:
    """What somebody wrote, as it is kept: lines end alike, no characters that do not show, nothing around it."""
    return _UNSEEN.sub("", _NEWLINES.sub("\n", text)).strip()


def line(text: str) -> str:
    """The same on one line, for a title or a name."""
    return " ".join(written(text).split())


def rendered(text: str) -> Markup:
    """Markdown as HTML that is safe to show: few tags, no attributes but a link's address, no scheme that runs code.

    Headings begin at h3, below the page's own. Links carry rel="noopener nofollow".
    """
    html = _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + 2, 5)}>", _markdown.render(text))
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"))  # noqa: S704


def excerpt(text: str, length: int = EXCERPT) -> str:
    """The beginning of a text without its marks, for a card or a list."""
    plain = " ".join(nh3.clean(_markdown.render(text[: length * 4]), tags=set()).split())
    unescaped = Markup(plain).unescape()  # noqa: S704 - unescaped into a str, which the template escapes again
    return unescaped if len(unescaped) <= length else unescaped[:length].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
