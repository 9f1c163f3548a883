"""The words of Office files (ECMA-376, OpenDocument 1.3), read in the process that holds nothing worth having.

Nothing is believed: so much is unpacked and no more, entities are refused, and what is missing is left out.
"""

import re
import zipfile
from contextlib import suppress
from datetime import datetime, timedelta
from typing import BinaryIO, TypeVar
from xml.parsers import expat

MOST_UNPACKED = 64 * 1024 * 1024
MOST_TEXT = 1_000_000
STEP = 64 * 1024
KINDS = ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation", "opendocument")
MOST_COLUMNS = 200
"""So many cells of a row are shown."""
UNSAID = {"pPr", "rPh", "Fallback", "tracked-changes", "annotation", "notes"}
"""Parts of a document that nobody reads in it: settings, what was deleted, the same again for older programs."""
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
CELLS, ROWS = {"tc", "table-cell", "covered-table-cell"}, {"tr", "table-row"}
DATES = {*range(14, 23), 45, 46, 47}
"""Built-in formats of numbers that are dates or times (ECMA-376, part 1, section 18.8.30)."""
NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Unreadable(Exception):
    """The file is not what its first bytes promise, or asks for more than we give."""


def words_of(file: BinaryIO, kind: str) -> str:
    """The words of a document, sheet or presentation (ECMA-376, OpenDocument 1.3) in its main parts.

    Of a sheet its name and rows with bars between the cells, of a presentation the number of each slide.
    """
    with zipfile.ZipFile(file) as archive:
        package = Package(archive)
        if "spreadsheetml" in kind:
            said = _of_workbook(package)
        elif "presentationml" in kind:
            slides = [path for _name, path in package.listed("ppt/presentation.xml", "sldId")]
            said = [f"— {number} —\n{package.read(path, Running({'t'}))}" for number, path in enumerate(slides, 1)]
        elif "spreadsheet" in kind:
            said = [str(package.read("content.xml", Cells({"p"}, [], frozenset())))]
        elif "opendocument" in kind:
            said = [str(package.read("content.xml", Running({"p", "h"})))]
        else:
            said = [str(package.read("word/document.xml", Running({"t"})))]
    return "\n\n".join(said)


def _of_workbook(package: "Package") -> list[str]:
    shared = package.read("xl/sharedStrings.xml", Shared({"t"})).strings
    dates = package.read("xl/styles.xml", Styles(set())).dates()
    said, left = list[str](), MOST_TEXT
    for name, path in package.listed("xl/workbook.xml", "sheet"):
        if left > 0:
            said.append(f"— {name} —\n{package.read(path, Cells({'v', 't'}, shared, dates))}")
            left -= len(said[-1])
    return said


class Walker:
    """What comes out of one part of an Office file: it hears where tags begin and end, and the words between."""

    def __init__(self, words: set[str]) -> None:
        """Take the tags whose text counts."""
        self.words, self.found, self.size, self.inside, self.unsaid = words, list[str](), 0, 0, 0

    def begin(self, tag: str, given: dict[str, str]) -> None:
        """Hear that a tag begins."""
        if self.unsaid or tag in UNSAID:
            self.unsaid += 1
            return
        self.inside += tag in self.words
        self.open(tag, given)

    def end(self, tag: str) -> None:
        """Hear that a tag ends."""
        if self.unsaid:
            self.unsaid -= 1
            return
        self.close(tag)
        self.inside -= tag in self.words

    def text(self, words: str) -> None:
        """Hear words."""
        if self.inside and not self.unsaid:
            self.say(words)

    def say(self, words: str) -> None:
        """Take words up, as long as there is room."""
        if self.size < MOST_TEXT:
            self.found.append(words)
            self.size += len(words)

    def open(self, tag: str, given: dict[str, str]) -> None:
        """Do what a tag asks that begins."""

    def close(self, tag: str) -> None:
        """Do what a tag asks that ends."""

    def __str__(self) -> str:
        """What was taken up."""
        return "".join(self.found)


class Running(Walker):
    """Running text: each paragraph on a line, rows of a table too, slides of OpenDocument numbered."""

    cell = slide = 0

    def open(self, tag: str, given: dict[str, str]) -> None:  # noqa: ARG002 - as its kind has it
        """Begin a cell or a slide, or break a line."""
        self.cell += tag in CELLS
        if tag in BREAKS:
            self.say(BREAKS[tag])
        elif tag == "page":
            self.slide += 1
            self.say(f"\n— {self.slide} —\n")

    def close(self, tag: str) -> None:
        """End a line or a cell."""
        if tag in CELLS:
            self.cell -= 1
            self.say("| ")
        elif tag in {"p", "h"}:
            self.say(" " if self.cell else "\n")
        elif tag in ROWS:
            self.say("\n")


class Shared(Walker):
    """The texts that cells of a workbook refer to by their place."""

    def __init__(self, words: set[str]) -> None:
        """Begin with none."""
        super().__init__(words)
        self.strings = list[str]()

    def close(self, tag: str) -> None:
        """Keep a text; beyond what is shown in all, an empty one."""
        if tag == "si":
            self.strings.append(str(self))
            self.found.clear()


class Styles(Walker):
    """Which styles of cells say that their number is a date."""

    def __init__(self, words: set[str]) -> None:
        """Begin with none."""
        super().__init__(words)
        self.formats, self.used, self.counts = dict[str, str](), list[str](), False

    def open(self, tag: str, given: dict[str, str]) -> None:
        """Note a format, or which one a style has."""
        self.counts = self.counts or tag == "cellXfs"
        if tag == "numFmt":
            self.formats[given.get("numFmtId", "")] = NO_DATE.sub("", given.get("formatCode", ""))
        elif tag == "xf" and self.counts:
            self.used.append(given.get("numFmtId", ""))

    def close(self, tag: str) -> None:
        """Only the formats of cells count."""
        self.counts = self.counts and tag != "cellXfs"

    def dates(self) -> frozenset[str]:
        """The places of those styles."""
        is_date = {one for one, code in self.formats.items() if set(code.lower()) & set("dmyhs")} | set(map(str, DATES))
        return frozenset(str(place) for place, one in enumerate(self.used) if one in is_date)


class Cells(Walker):
    """The rows of a sheet, with bars between the cells; of OpenDocument also the name of each sheet."""

    def __init__(self, words: set[str], shared: list[str], dates: frozenset[str]) -> None:
        """Take the texts that cells refer to, and the styles that make a number a date."""
        super().__init__(words)
        self.shared, self.dates = shared, dates
        self.row, self.value, self.given = list[str](), list[str](), dict[str, str]()
        self.times = 1

    def text(self, words: str) -> None:
        """Hear words of a cell."""
        if self.inside and not self.unsaid and self.size < MOST_TEXT:
            self.value.append(words)
            self.size += len(words)

    def open(self, tag: str, given: dict[str, str]) -> None:
        """Begin a sheet, a row or a cell."""
        if tag == "table":
            self.say(f"\n— {given.get('name', '')} —\n")
        elif tag in {"row", "table-row"}:
            self.row, self.times = [], _count(given.get("number-rows-repeated", "1"))
        elif tag == "c" or tag in CELLS:
            self.value, self.given = [], given

    def close(self, tag: str) -> None:
        """End a paragraph in a cell, a cell or a row."""
        if tag == "p":
            self.value.append(" ")
        elif tag == "c":
            place = _column(self.given.get("r", "")) or len(self.row) + 1
            if place <= MOST_COLUMNS:
                self.row += [""] * (place - 1 - len(self.row)) + [self._shown()]
        elif tag in CELLS:
            times = min(_count(self.given.get("number-columns-repeated", "1")), MOST_COLUMNS - len(self.row))
            self.row += ["".join(self.value).strip()] * times
        elif tag in {"row", "table-row"}:
            line = " | ".join(self.row).rstrip(" |")
            for _time in range(self.times if line else 0):
                if self.size >= MOST_TEXT:
                    break
                self.say(line + "\n")

    def _shown(self) -> str:
        """What stands in a cell of a workbook."""
        said, kind = "".join(self.value).strip(), self.given.get("t", "n")
        if kind == "s":
            return self.shared[int(said)].strip() if said.isdecimal() and int(said) < len(self.shared) else ""
        if kind == "b":
            return {"1": "✓", "0": "✗"}.get(said, said)
        if kind != "n" or not said:
            return said
        with suppress(ValueError, OverflowError):
            return _date(float(said)) if self.given.get("s", "0") in self.dates else format(float(said), ".15g")
        return said


def _count(said: str) -> int:
    return min(int(said), MOST_TEXT) if said.isdecimal() else 1


def _column(place: str) -> int:
    """The number of the column of a cell called "AB12"; 0 where it is not said."""
    number = 0
    for sign in place[:3]:
        if "A" <= sign <= "Z":
            number = number * 26 + ord(sign) - 64
    return number


def _date(days: float) -> str:
    """A day and a time as workbooks count them (ECMA-376, part 1, section 18.17.4)."""
    at = datetime(1899, 12, 30) + timedelta(days=days)  # noqa: DTZ001 - a workbook knows no zones
    shown = (at + timedelta(seconds=0.5)).replace(microsecond=0)
    if days < 1:
        return shown.strftime("%H:%M")
    return shown.strftime("%Y-%m-%d" if days == int(days) else "%Y-%m-%d %H:%M")


Made = TypeVar("Made", bound=Walker)


class Package:
    """An Office file: a zip of XML, of which so much is unpacked and no more."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Take the zip."""
        self.archive, self.names, self.left = archive, set(archive.namelist()), MOST_UNPACKED

    def read(self, path: str, walker: Made) -> Made:
        """Walk through one part; one that is not there says nothing."""
        if path not in self.names:
            return walker
        parser = expat.ParserCreate(namespace_separator=" ")

        def begin(name: str, given: dict[str, str]) -> None:
            walker.begin(_local(name), {_local(key): value for key, value in given.items()})

        def refuse(*_given: object) -> None:
            raise Unreadable

        parser.StartElementHandler, parser.CharacterDataHandler = begin, walker.text
        parser.EndElementHandler = lambda name: walker.end(_local(name))
        parser.EntityDeclHandler = refuse  # an Office file declares none; a bomb does
        with self.archive.open(path) as part:
            while walker.size < MOST_TEXT and (octets := part.read(STEP)):
                self.left -= len(octets)
                if self.left < 0:
                    raise Unreadable
                parser.Parse(octets)
        return walker

    def listed(self, main: str, tag: str) -> list[tuple[str, str]]:
        """The sheets or slides in their order: the name of each, and its part."""
        ways, listed = Attributes("Relationship"), Attributes(tag)
        folder, _, name = main.rpartition("/")
        self.read(f"{folder}/_rels/{name}.rels", ways)
        self.read(main, listed)
        parts = {one.get("Id", ""): one.get("Target", "") for one in ways.all}
        wanted = [(one.get("name", ""), parts.get(one.get("rid", ""), "")) for one in listed.all]
        paths = [(shown, path[1:] if path.startswith("/") else f"{folder}/{path}") for shown, path in wanted]
        return [(shown, path) for shown, path in paths if path in self.names]


class Attributes(Walker):
    """What tags of one name are given."""

    def __init__(self, tag: str) -> None:
        """Take the name."""
        super().__init__(set())
        self.tag, self.all = tag, list[dict[str, str]]()

    def open(self, tag: str, given: dict[str, str]) -> None:
        """Keep what it is given."""
        if tag == self.tag:
            self.all.append(given)


def _local(name: str) -> str:
    """The name of a tag or an attribute without its namespace; that of a relationship is called `rid`."""
    space, _, local = name.rpartition(" ")
    return "rid" if local == "id" and space.endswith("/relationships") else local
