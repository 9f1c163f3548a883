"""The words on the screen: Dutch stands in the code, English in one catalogue per folder; this gathers and checks both.

`python -m hub.kit.words extract` after new sentences, `check` before a commit, `compile` before a start.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
FLOORS = ("tenants", "sso", "hub")
LANGUAGE = "en"
Identity = tuple[object, str | None]  # the sentence (with its plural) and what sets it apart from its equals
KEYWORDS = DEFAULT_KEYWORDS | {
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "words": None,
}
JINJA = {"silent": "false", "trimmed": "true", "newstyle_gettext": "true"}
HEADER = """\
# {title}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True)
class Home:
    """A folder with words of its own: a floor, or a feature."""

    folder: Path
    others: tuple[Path, ...]

    @property
    def translations(self) -> Path:
        """Where its catalogues lie, in the form that Babel expects."""
        return self.folder / "translations"

    @property
    def catalogue(self) -> Path:
        """The English words, by hand."""
        return self.translations / LANGUAGE / "LC_MESSAGES" / "messages.po"

    def sources(self) -> Iterator[Path]:
        """Every file that may hold words and belongs to no other home, in a fixed order."""
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "static" not in path.parts and not self._elsewhere(path):
                yield path

    def _elsewhere(self, path: Path) -> bool:
        return any(path.is_relative_to(other) for other in self.others)


def homes(root: Path = ROOT) -> list[Home]:
    """Every floor and every feature, ground floor first: a feature's words win over its floor's."""
    found: list[Home] = []
    for floor in (root / name for name in FLOORS if (root / name).is_dir()):
        features = tuple(sorted(face.parent for face in floor.glob("*/feature.py") if face.parent.name != "kit"))
        found += [Home(floor, features), *(Home(feature, ()) for feature in features)]
    return found


def directories(root: Path = ROOT) -> list[str]:
    """Where the product finds its catalogues (Flask-Babel's BABEL_TRANSLATION_DIRECTORIES)."""
    return [str(home.translations) for home in homes(root) if home.catalogue.exists()]


def said(home: Home) -> Catalog:
    """The sentences that stand in the code of a home, without where they stand, so that differences stay small."""
    catalogue = Catalog(locale=LANGUAGE)
    for path in home.sources():
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        for _line, sentence, comments, context in extract_from_file(method, path, KEYWORDS, options=JINJA):
            catalogue.add(sentence, auto_comments=comments, context=context)
    return catalogue


def written(home: Home) -> Catalog:
    """The catalogue of a home as it lies on disk; empty when there is none yet."""
    if not home.catalogue.exists():
        return Catalog(locale=LANGUAGE)
    with home.catalogue.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def extract(root: Path = ROOT) -> list[str]:
    """Bring every catalogue up to date, translations kept; answers which sentences wait for their English.

    A sentence that another folder has in English already gets that.
    """
    waiting = []
    known = {_identity(message): message for home in homes(root) for message in written(home) if not _unsaid(message)}
    for home in homes(root):
        new, catalogue = said(home), written(home)
        catalogue.update(new, update_header_comment=False)
        for message in catalogue:
            if message.id and _unsaid(message) and _identity(message) in known:
                message.string = known[_identity(message)].string
        if len(new):
            _write(home, catalogue)
        else:
            home.catalogue.unlink(missing_ok=True)
        place = home.catalogue.relative_to(root)
        waiting += [f"{place}: {_shown(message)}" for message in catalogue if message.id and _unsaid(message)]
    return waiting


def faults(root: Path = ROOT) -> list[str]:
    """What is wrong with the catalogues, a sentence each; empty when every Dutch sentence has one good English one."""
    found: list[str] = []
    english: dict[Identity, tuple[object, Path]] = {}
    for home in homes(root):
        catalogue, place = written(home), home.catalogue.relative_to(root)
        found += [f"{place}: {fault}" for fault in _faults(said(home), catalogue)]
        for message in (message for message in catalogue if message.id and not _unsaid(message)):
            first, where = english.setdefault(_identity(message), (message.string, place))
            if first != message.string:
                found.append(f"{place}: {_shown(message)} has other English than in {where}")
    return found


def _faults(code: Catalog, catalogue: Catalog) -> Iterator[str]:
    wanted, have = ({_identity(message): message for message in side if message.id} for side in (code, catalogue))
    yield from (f"{_shown(wanted[new])} is missing (run extract)" for new in wanted.keys() - have.keys())
    yield from (f"{_shown(have[gone])} is no longer said (run extract)" for gone in have.keys() - wanted.keys())
    yield from (f"{_shown(message)} is obsolete (run extract)" for message in catalogue.obsolete.values())
    for message in (have[kept] for kept in have.keys() & wanted.keys()):
        if _unsaid(message):
            yield f"{_shown(message)} has no English yet"
        elif message.fuzzy:
            yield f"{_shown(message)} is only a guess: read it, then take the word fuzzy away"
        elif not _same_blanks(message):
            yield f"{_shown(message)} has other blanks to fill in than its English"


def compile_all(root: Path = ROOT) -> int:
    """Make the files that gettext reads beside every catalogue; the number of them."""
    made = 0
    for home in homes(root):
        if home.catalogue.exists():
            with home.catalogue.with_suffix(".mo").open("wb") as file:
                write_mo(file, written(home))
            made += 1
    return made


def _write(home: Home, catalogue: Catalog) -> None:
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
    home.catalogue.parent.mkdir(parents=True, exist_ok=True)
    title = f"English of the Dutch sentences in {home.folder.name}/; python -m hub.kit.words extract keeps the list."
    text = HEADER.format(title=title, language=LANGUAGE) + body.getvalue().decode().strip() + "\n"
    home.catalogue.write_text(text, encoding="utf-8")


def _identity(message: Message) -> Identity:
    return message.id, message.context


def _shown(message: Message) -> str:
    sentence = message.id if isinstance(message.id, str) else message.id[0]
    return f"«{' '.join(sentence.split())}»"


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)


def _unsaid(message: Message) -> bool:
    return not all(_strings(message))


def _blanks(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|%%", text))


def _same_blanks(message: Message) -> bool:
    """One and many may each say the number or leave it out; every other blank is in both languages."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    allowed = set[str]().union(*map(_blanks, ids))
    needed = allowed.intersection(*map(_blanks, ids)) - ({"%(num)s", "%(num)d"} if len(ids) > 1 else set())
    return all(needed <= _blanks(text) <= allowed for text in _strings(message))


@click.group()
def main() -> None:
    """Gather, check and compile the words on the screen."""


@main.command("extract")
def _extract() -> None:
    """Bring the catalogues up to date with the code."""
    waiting = extract()
    click.echo("\n".join([*waiting, f"{len(waiting)} sentences wait for their English."]))


@main.command("check")
def _check() -> None:
    """Fail when a sentence has no good English."""
    if found := faults():
        click.echo("\n".join(found), err=True)
        sys.exit(1)
    click.echo("Every sentence has its English.")


@main.command("compile")
def _compile() -> None:
    """Make the files that gettext reads."""
    click.echo(f"{compile_all()} catalogues compiled.")


if __name__ == "__main__":
    main()
