"""Text that people write: cleaned when it comes in, Markdown to safe HTML when it is shown, and its plain beginning.

The only place that makes Markup of what people wrote.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from tenants.errors import words

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "del",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "a",
    "h3",
    "h4",
    "h5",
    "hr",
    "mark",
}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
SCHEMES = {"http", "https", "mailto", "tel"}
EXCERPT = 280

# Control characters (PostgreSQL refuses NUL), and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029")
# Marks of a quote or a list, so many on one line that nobody sees the difference: what follows would be left out.
_DEEP = re.compile(r"^((?:[ ]{0,3}(?:>|[-*+](?= ))[ ]?){12})(?:[ ]{0,3}(?:>|[-*+](?= ))[ ]?)+", re.MULTILINE)
_NESTED = 40
_PRETENDS = re.compile(r"(?:https?://|//)?((?:[\w-]+\.)+[\w-]{2,})(?:[:/?#]\S*)?", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h([1-6])>")

Reference = tuple[str, UUID]
"""A thing of ours that an address leads to: where it stands ("vragen") and its id."""
SHOWN_PATH = 30
"""So much of the path of an address elsewhere is shown."""
_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PLACES = {
    "vragen": words("vraag"),
    "berichten": words("bericht"),
    "documenten": words("document"),
    "groepen": words("groep"),
    "items": words("bericht"),
}
_ADDRESS = re.compile(rf"https?://[^\s<>\"“”]+|(?<![\w/.])/(?:{'|'.join(_PLACES)})/{_ID}(?![\w/-])", re.IGNORECASE)
_OURS = re.compile(rf"/({'|'.join(_PLACES)})/({_ID})(?:[?#].*)?")


@dataclass(frozen=True)
class About:
    """What a text is drawn with: the names that stand for people in it, and what things are called for who reads."""

    names: Sequence[str] = ()
    titles: Mapping[Reference, str] = field(default_factory=dict)


NOTHING = About()


class _Home:
    """Where this installation is found, and how a word is said in the reader's language; told once, when it starts."""

    address = ""
    speak: Callable[[str], str] = staticmethod(str)


def at_home(address: str, speak: Callable[[str], str]) -> None:
    """Say where this installation is found, and how its words are said."""
    _Home.address, _Home.speak = address.rstrip("/"), staticmethod(speak)


def _reader() -> MarkdownIt:
    rules = {"html": False, "linkify": False, "breaks": True, "maxNesting": _NESTED}
    return MarkdownIt("commonmark", rules).enable("strikethrough")


MOST_BRACKETS, MOST_STARS = 300, 3_000
"""Above so many signs that open a link, or so many that stress, a text is read without links and stress.

Nobody writes so, and pairing them takes time that grows with the square: one text would keep a page of many waiting.
"""
_markdown = _reader()
_plainer = _reader().disable(["link", "image", "emphasis", "strikethrough"])


def written(text: str) -> str:
    """What somebody wrote, as it is kept: lines end alike, no characters that do not show, nothing around it."""
    return _UNSEEN.sub("", _NEWLINES.sub("\n", text)).strip()


def line(text: str) -> str:
    """The same on one line, for a title or a name."""
    return " ".join(written(text).split())


_SIGNS = re.compile(r"([\\`*_~\[\]<>#])")


def quoted(text: str, *, is_plain: bool = False) -> str:
    """A text as a quote in Markdown; `is_plain`: signs that it holds mark nothing."""
    said = _SIGNS.sub(r"\\\1", text) if is_plain else text
    return "\n".join(f"> {one}".rstrip() for one in said.split("\n"))


def references(text: str) -> set[Reference]:
    """The things of ours that the addresses in a text lead to."""
    found = (_reference(_trimmed(one[0])) for one in _ADDRESS.finditer(text))
    return {one for one in found if one is not None}


def rendered(text: str, about: About = NOTHING) -> Markup:
    """Markdown as HTML that is safe to show: few tags, no attributes but a link's address, no scheme that runs code.

    Headings begin at h3, below the page's own. Links carry rel="noopener nofollow". A bare address of ours is shown by
    what it leads to, one elsewhere by its host and path.
    """
    html = _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + 2, 5)}>", _html(text, about))
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"))  # noqa: S704


def _html(text: str, about: About) -> str:
    is_tangled = text.count("[") > MOST_BRACKETS or sum(map(text.count, "*_~")) > MOST_STARS
    return str((_plainer if is_tangled else _markdown).render(_DEEP.sub(r"\1", text), {"about": about}))


def _trimmed(address: str) -> str:
    """An address without what follows it in a sentence."""
    while address and (
        address[-1] in ".,;:!?'*_~]" or (address[-1] == ")" and address.count("(") < address.count(")"))
    ):
        address = address[:-1]
    return address


def _reference(address: str) -> Reference | None:
    path = address.removeprefix(_Home.address) if _Home.address else address
    found = _OURS.fullmatch(path)
    return (found[1], UUID(found[2])) if found else None


def _called(address: str, about: About) -> str:
    """What stands for a bare address; '' for what is none."""
    reference = _reference(address)
    if reference is not None:
        return about.titles.get(reference) or _Home.speak(_PLACES[reference[0]])
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # no address at all
        return ""
    rest = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return (
        f"{host.removeprefix('www.')}{port}{rest if len(rest) <= SHOWN_PATH else rest[:SHOWN_PATH] + '…'}"
        if host
        else ""
    )


def _draw_ours(state: StateCore) -> None:
    """Draw names and bare addresses in what was read as text, not in code; and pictures as links, never fetched."""
    about: About = state.env.get("about", NOTHING)
    longest = sorted(about.names, key=len, reverse=True)
    name = rf"(?<![\w@])@(?:{'|'.join(re.escape(one) for one in longest)})(?!\w)|" if longest else ""
    pattern = re.compile(f"{name}{_ADDRESS.pattern}", re.IGNORECASE)
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_drawn(block.children, pattern, about))


def _drawn(tokens: Sequence[Token], pattern: re.Pattern[str], about: About) -> Iterator[Token]:
    link: Token | None = None
    said = ""
    for token in tokens:
        if token.type == "link_open":
            link, said = token, ""
        elif token.type == "link_close":
            if link is not None and (where := _elsewhere(said, str(link.attrGet("href") or ""))):
                yield _said(f" ({where})")
            link = None
        elif token.type == "image":
            said += token.content
            yield from _picture(token, about, inside=link is not None)
            continue
        elif token.type == "text" and link is None:
            yield from _pieces(token.content, pattern, about)
            continue
        elif token.type == "text" and link is not None and link.markup == "autolink":
            token.content = _called(token.content, about) or token.content
        elif token.content:
            said += token.content
        yield token


def _picture(token: Token, about: About, *, inside: bool) -> Iterator[Token]:
    """A picture of elsewhere: its words, leading to it; within a link its words alone."""
    address = str(token.attrGet("src") or "")
    shown = token.content or _called(address, about) or address
    if inside or not address:
        yield _said(shown)
        return
    yield Token("a_open", "a", 1, attrs={"href": address})
    yield _said(shown)
    yield Token("a_close", "a", -1)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").encode("idna").decode().removeprefix("www.")
    except ValueError:
        return ""


def _elsewhere(said: str, address: str) -> str:
    """The host that a link leads to, when its words are the address of another one, or of one that looks like it."""
    pretends = _PRETENDS.fullmatch(said.strip())
    where = _host(address)
    return where if pretends and where and where != pretends[1].lower().removeprefix("www.") else ""


def _pieces(content: str, pattern: re.Pattern[str], about: About) -> Iterator[Token]:
    at = 0
    for found in pattern.finditer(content):
        said = found[0] if found[0].startswith("@") else _trimmed(found[0])
        shown = said if said.startswith("@") else _called(said, about)
        if not shown:
            continue
        yield _said(content[at : found.start()])
        tag, attributes = ("mark", {}) if said.startswith("@") else ("a", {"href": _href(said)})
        yield Token(f"{tag}_open", tag, 1, attrs=dict(attributes))
        yield _said(shown)
        yield Token(f"{tag}_close", tag, -1)
        at = found.start() + len(said)
    yield _said(content[at:])


def _href(address: str) -> str:
    """Where a bare address leads; within our own house it is a path."""
    reference = _reference(address)
    return address.removeprefix(_Home.address) if reference and _Home.address else _markdown.normalizeLink(address)


def _said(content: str) -> Token:
    return Token("text", "", 0, content=content)


for _one in (_markdown, _plainer):
    _one.core.ruler.push("ours", _draw_ours)


def excerpt(text: str, length: int = EXCERPT, about: About = NOTHING) -> str:
    """The beginning of a text without its marks, for a card or a list."""
    plain = " ".join(nh3.clean(_html(text[: length * 4], about), tags=set()).split())
    unescaped = Markup(plain).unescape()  # noqa: S704 - unescaped into a str, which the template escapes again
    return unescaped if len(unescaped) <= length else unescaped[:length].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
