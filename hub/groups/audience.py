"""The audience of a space in words, the same on every page and in every composer (design: who can read this?)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.groups.service import Readers, ReadingOrganisation, audience, audiences


@dataclass(frozen=True)
class Audience:
    """What templates/parts/audience.html draws. `along`: who read along besides externals."""

    level: str
    text: str
    short: str
    readers: str
    url: str
    organisations: tuple[ReadingOrganisation, ...]
    externals: int
    rest: int = 0
    along: str = ""


def of(space_id: UUID) -> Audience:
    """The audience of one space that the actor sees."""
    return in_words(audience(space_id))


def of_each(space_ids: Iterable[UUID]) -> dict[UUID, Audience]:
    """The audiences of several spaces; two queries."""
    return {one: in_words(readers) for one, readers in audiences(space_ids).items()}


def in_words(readers: Readers) -> Audience:
    """Level and sentences: closed, own organisation only, or shared."""
    space, count = readers.space, len(readers.organisations)
    organisations = ngettext("%(num)s organisatie", "%(num)s organisaties", count)
    externals = ngettext("%(num)s externe", "%(num)s externen", readers.externals)
    if space.form != "open":
        people = ngettext("%(num)s mens", "%(num)s mensen", readers.people)
        level, short = "closed", _("besloten, %(people)s", people=people)
        said = (
            _("Kamer · %(people)s van %(organisations)s", people=people, organisations=organisations)
            if space.kind == "room"
            else _("Vindbaar: %(people)s van %(organisations)s", people=people, organisations=organisations)
            if space.form == "findable"
            else _("Besloten: %(people)s van %(organisations)s", people=people, organisations=organisations)
        )
        if readers.externals:
            said = _("%(said)s, waarvan %(count)s extern", said=said, count=readers.externals)
        along = ngettext("%(num)s mens leest mee", "%(num)s mensen lezen mee", readers.people)
    elif readers.is_shared:
        level, short = "shared", organisations
        said = _("Zichtbaar voor %(organisations)s", organisations=organisations)
        along = _("%(organisations)s lezen mee", organisations=organisations)
    else:
        name = readers.organisations[0].name if readers.organisations else ""
        level, short = "own", _("alleen %(organisation)s", organisation=name)
        said = _("Alleen %(organisation)s", organisation=name)
        along = _("Alleen %(organisation)s leest mee", organisation=name)
    besides = organisations if level == "shared" else along
    if readers.externals:
        along = (
            _("%(organisations)s en %(externals)s lezen mee", organisations=organisations, externals=externals)
            if level == "shared"
            else _("%(along)s, ook %(externals)s", along=along, externals=externals)
        )
    return Audience(
        level,
        said,
        short,
        along,
        f"/groepen/{space.id}/wie",
        readers.organisations,
        readers.externals,
        along=besides,
    )
