"""What rows of the audit log say, a sentence for each verb; each feature declares those that it or its doors write.

In a sentence `%(who)s` did it, `%(what)s` is the thing's name at that moment, `%(why)s` a title, a role or a reason.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from flask_babel import gettext as _

_SENTENCES: dict[str, str] = {}


class Row(Protocol):
    """A row of the audit log, as far as its sentence needs it."""

    @property
    def verb(self) -> str: ...  # noqa: D102 - the columns of the log
    @property
    def actor_shown(self) -> str: ...  # noqa: D102
    @property
    def thing_shown(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102


def register(verbs: Mapping[str, str]) -> None:
    """Let a feature say its verbs."""
    _SENTENCES.update(verbs)


def sentence(row: Row) -> str:
    """The row in the reader's language; a verb that no feature declares says its own name."""
    who = row.actor_shown or _("Plein zelf")
    known = _SENTENCES.get(row.verb)
    if known is None:
        return f"{who}: {row.verb}"
    return _(known, who=who, what=row.thing_shown or _("iemand"), why=row.why or "…")


def saying(text: str) -> Iterator[str]:
    """The verbs whose sentence holds these words, in the reader's language: what a search for words means."""
    wanted = text.casefold()
    for verb, known in _SENTENCES.items():
        if wanted in verb or wanted in _(known, who="", what="", why="").casefold():
            yield verb
