"""What a template may not hold, as functions that name what is wrong and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateError, nodes
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
FORM = re.compile(r"<form\b(?P<head>(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*)>(?P<body>.*?)</form>", re.DOTALL | re.IGNORECASE)
ONCE = re.compile(r"\{\{-?\s*once\(|\{#-? no once: \S")
UNESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\b|\bMarkup\(")
BLANK = "\N{FULL BLOCK}"
PARAGRAPH = re.compile(r"<p\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*>(?P<body>.*?)</p>", re.DOTALL | re.IGNORECASE)
OF_FORMS = re.compile(r"<form\b|\b(?:post_button|confirm|composer|me_too|useful|reactions)\(")
ELSEWHERE = re.compile(r"(?:https?:)?//")


def faults(source: str, *, writes: bool = True) -> Iterator[str]:
    """What is wrong with a template: inline code, eval, text that is not escaped, a form that writes twice.

    `writes`: its forms go to the product, not to the development provider, which keeps nothing.
    """
    yield from _read(source).found
    for form in FORM.finditer(source) if writes else ():
        if re.search(r"method=[\"']?post", form["head"], re.IGNORECASE) and not ONCE.search(form["body"]):
            yield f"{_line(source, form)}: a form that posts has once(), or says {{# no once: why #}}"
    for paragraph in PARAGRAPH.finditer(source):
        if OF_FORMS.search(paragraph["body"]):
            yield f"{_line(source, paragraph)}: a form ends the <p> that it stands in: take a <div>"
    for jinja in JINJA.finditer(source):
        if not jinja[0].startswith("{#") and UNESCAPED.search(jinja[0]):
            yield f"{_line(source, jinja)}: text stays escaped; Markdown comes from hub/kit/text.py"


def addresses(source: str) -> Iterator[tuple[str, str]]:
    """Where a template's links and forms go, with the method, as far as they are written out."""
    for method, address in _read(source).addresses:
        if address.startswith("/") and BLANK not in address:
            yield method, address.split("?")[0].split("#")[0]


def _read(source: str) -> "Reader":
    reader = Reader()
    reader.feed(JINJA.sub(lambda jinja: _blank(jinja[0]), source))
    return reader


def _line(source: str, found: re.Match[str]) -> int:
    return source.count("\n", 0, found.start()) + 1


def _blank(jinja: str) -> str:
    """Something of the same height that is neither markup nor a quote."""
    return (BLANK if jinja.startswith("{{") else " ") + "\n" * jinja.count("\n")


@dataclass
class Reader(HTMLParser):
    """Reads the tags of a template whose Jinja was blanked."""

    found: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Set the parser up."""
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag == "a":
            self.addresses.append(("GET", given.get("href", "")))
        if tag == "form":
            self.addresses.append((given.get("method", "get").upper(), given.get("action", "")))
        self.found += [f"{line}: {fault}" for fault in chain(_of_tag(tag, given), *map(_of_attribute, given.items()))]


def _of_tag(tag: str, given: dict[str, str]) -> Iterator[str]:
    if tag == "style":
        yield "no <style>: the policy of our pages blocks it"
    if tag == "script" and "src" not in given:
        yield "no inline <script>: the policy of our pages blocks it"
    if tag == "img" and "alt" not in given:
        yield 'a picture without alt (alt="" for decoration)'
    if tag in {"script", "img", "link", "iframe"} and ELSEWHERE.match(given.get("src", given.get("href", ""))):
        yield "nothing is loaded from elsewhere"


def _of_attribute(attribute: tuple[str, str]) -> Iterator[str]:
    name, value = attribute
    bare = name.removeprefix("data-").split(":")[0]
    if name == "style":
        yield "no style attribute: the policy of our pages blocks it"
    if name.startswith("on"):
        yield f"no {name} handler: the policy of our pages blocks it"
    if re.match(r"\s*(?:js|javascript):", value, re.IGNORECASE):
        yield f"{name} holds a script, which needs eval"
    if bare.startswith(("hx-on", "hx-live", "hx-vars")):
        yield f"{name} needs eval"
    if bare == "hx-trigger" and "[" in value:
        yield "a filter in hx-trigger needs eval"


def unknown_names(folders: list[Path], filters: set[str], tests: set[str]) -> Iterator[str]:
    """Templates that do not compile, or take from another template what it does not have."""
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.filters |= dict.fromkeys(filters - FILTERS.keys(), lambda value: value)
    environment.tests |= dict.fromkeys(tests - TESTS.keys(), lambda _value: True)
    for template in environment.list_templates(extensions=["html", "txt"]):
        try:
            tree = environment.parse(_source(environment, template))
            environment.compile(tree, template)
        except TemplateError as error:
            yield f"{template}: {error}"
            continue
        for taken in tree.find_all((nodes.FromImport, nodes.Extends, nodes.Include, nodes.Import)):
            yield from (f"{template}: {fault}" for fault in _unmet(environment, taken))


def _unmet(environment: Environment, taken: nodes.Node) -> Iterator[str]:
    target = getattr(taken, "template", None)
    if not isinstance(target, nodes.Const):
        return
    try:
        tree = environment.parse(_source(environment, target.value))
    except TemplateError:
        yield f"takes {target.value}, which is not there"
        return
    if isinstance(taken, nodes.FromImport):
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        for name in (name if isinstance(name, str) else name[0] for name in taken.names):
            if name not in macros | {set_.name for set_ in tree.find_all(nodes.Name) if set_.ctx == "store"}:
                yield f"takes {name} from {target.value}, which has no such macro"


def _source(environment: Environment, template: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, template)[0]
