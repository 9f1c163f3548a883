"""Every Dutch sentence of the product has one good English one, and the tool that says so does not sleep."""

from pathlib import Path

import pytest

from hub.kit import words

CATALOGUE = """\
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#, python-format
msgid "%(num)s lid"
msgid_plural "%(num)s leden"
msgstr[0] "One member"
msgstr[1] "%(num)s members"

msgid "Deze vraag is gesloten"
msgstr "This question is closed"

msgid "Welkom"
msgstr "Welcome"
"""


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A product of one floor and one feature, whose words all have their English."""
    feature = tmp_path / "hub" / "questions"
    (feature / "templates" / "questions").mkdir(parents=True)
    (feature / "feature.py").write_text("")
    (feature / "service.py").write_text('raise Conflict(words("Deze vraag is gesloten"))\n')
    (feature / "templates" / "questions" / "list.html").write_text(
        "<h1>{{ _('Welkom') }}</h1>{{ ngettext('%(num)s lid', '%(num)s leden', n) }}"
    )
    _catalogue(tmp_path).parent.mkdir(parents=True)
    _catalogue(tmp_path).write_text(CATALOGUE)
    return tmp_path


def _catalogue(product: Path, folder: str = "hub/questions") -> Path:
    return product / folder / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def test_every_sentence_has_its_english() -> None:
    assert words.faults() == []


def test_a_catalogue_that_says_everything_is_good(product: Path) -> None:
    assert words.faults(product) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Welkom"\nmsgstr "Welcome"\n', "", "«Welkom» is missing"),
        ('"Welcome"', '""', "«Welkom» has no English yet"),
        ('msgid "Welkom"', '#, fuzzy\nmsgid "Welkom"', "«Welkom» is only a guess"),
        ("%(num)s members", "%(number)s members", "«%(num)s lid» has other blanks"),
        ('"Welcome"', '"%(name)s, welcome"', "«Welkom» has other blanks"),
        ('msgid "Welkom"', 'msgid "Dag"\nmsgstr "Bye"\n\nmsgid "Welkom"', "«Dag» is no longer said"),
        ('msgid "Welkom"', '#~ msgid "Dag"\n#~ msgstr "Bye"\n\nmsgid "Welkom"', "«Dag» is obsolete"),
    ],
)
def test_a_catalogue_that_lies_is_found_out(product: Path, before: str, after: str, fault: str) -> None:
    assert before in CATALOGUE
    _catalogue(product).write_text(CATALOGUE.replace(before, after))

    assert [found for found in words.faults(product) if fault in found], words.faults(product)


def test_one_sentence_has_one_english(product: Path) -> None:
    (product / "hub" / "page.html").write_text("{{ _('Welkom') }}")
    _catalogue(product, "hub").parent.mkdir(parents=True)
    _catalogue(product, "hub").write_text('msgid ""\nmsgstr ""\n\nmsgid "Welkom"\nmsgstr "Hello there"\n')

    assert [found for found in words.faults(product) if "«Welkom» has other English than in" in found]


def test_extracting_keeps_translations_and_lets_go_of_what_is_no_longer_said(product: Path) -> None:
    (product / "hub" / "questions" / "service.py").write_text('_("Nieuw hier")\n')

    waiting = words.extract(product)
    once = _catalogue(product).read_text()
    words.extract(product)

    assert [line.split(": ")[1] for line in waiting] == ["«Nieuw hier»"]
    assert "Deze vraag is gesloten" not in once
    assert 'msgstr[1] "%(num)s members"' in once
    assert _catalogue(product).read_text() == once


def test_extracting_takes_english_that_another_folder_has(product: Path) -> None:
    (product / "hub" / "page.html").write_text("{{ _('Welkom') }}")

    assert words.extract(product) == []
    assert 'msgstr "Welcome"' in _catalogue(product, "hub").read_text()


def test_compiled_words_are_what_gettext_reads(product: Path) -> None:
    assert words.compile_all(product) == 1
    assert _catalogue(product).with_suffix(".mo").stat().st_size > 0
    assert words.directories(product) == [str(product / "hub" / "questions" / "translations")]
