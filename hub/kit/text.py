"""Text that people write: Markdown to safe HTML, and the plain beginning of it. The only place that makes Markup of it."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "del", "ul", "ol", "li", "blockquote", "code", "pre", "a", "h3", "h4", "h5", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
EXCERPT = 280

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("strikethrough")


def rendered(text: str) -> Markup:
    """Markdown as HTML that is safe to show: an allow-list of tags, no attributes but a link's address, no scheme that runs code.

    Headings begin at h3, below the page's own. Links carry rel="noopener nofollow".
    """
    html = _markdown.render(text)
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"))  # noqa: S704


def excerpt(text: str, length: int = EXCERPT) -> str:
    """The beginning of a text without its marks, for a card or a list."""
    plain = " ".join(nh3.clean(_markdown.render(text), tags=set()).split())
    unescaped = Markup(plain).unescape()  # noqa: S704 - unescaped into a str, which the template escapes again
    return unescaped if len(unescaped) <= length else unescaped[:length].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
