"""Whom a text names: `@Name` of somebody who reads the space and whom the author sees, and who might be meant."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text

from hub.content.models import Item, Mention
from hub.groups import service as groups
from tenants.actor import Actor
from tenants.db import door_rows, session
from tenants.names import sort_name

LEAST = 2
"""From so many letters on, names are offered."""
OFFERED = 8
MOST_NAMED = 20
"""So many people are named in one text."""
_MOST_SIGNS = 60
_MOST_WORDS = 6
_AT_ONCE = 60
_SIGN = re.compile(r"(?<![\w@])@(?=\w)")
_WORD = re.compile(r"[^\s@()\[\]<>]+")

_NAMED = text(
    "SELECT a.id, a.shown, a.sort_name, a.kind, a.employer, o.name, o.short_name FROM plein.affiliation a"
    " LEFT JOIN plein.organisation o ON o.id = a.organisation_id"
    " WHERE a.organisation_id IN (SELECT e.organisation_id FROM plein.audience(:space) e) AND a.sort_name = ANY(:names)"
    " ORDER BY a.sort_name, a.id LIMIT 200"
)
_BEGINNING = text(
    "SELECT a.id, a.shown, a.sort_name, a.kind, a.employer, o.name, o.short_name FROM plein.affiliation a"
    " LEFT JOIN plein.organisation o ON o.id = a.organisation_id"
    " WHERE a.id IN (SELECT m.affiliation_id FROM plein.membership m WHERE m.space_id = :space)"
    "   AND (a.sort_name LIKE :first OR a.sort_name LIKE :later)"
    "   OR a.organisation_id IN (SELECT e.organisation_id FROM plein.audience(:space) e WHERE e.everyone)"
    "   AND a.sort_name LIKE :first"
    " ORDER BY a.sort_name, a.id LIMIT :most"
)


@dataclass(frozen=True)
class Mentionable:
    """Somebody who can be named: the name, and the organisation that tells apart who have the same."""

    id: UUID
    name: str
    organisation: str
    is_alone: bool

    @property
    def value(self) -> str:
        """What stands in a text to name this person."""
        return f"@{self.name}" if self.is_alone else f"@{self.name} ({self.organisation})"


def mentionable(actor: Actor, space_id: UUID, said: str) -> Sequence[Mentionable]:
    """Who might be meant by the beginning of a name: reads this space, and is seen by the actor; at most eight."""
    groups.find(actor, space_id)
    begin = sort_name(said)
    if len(begin) < LEAST:
        return []
    literal = re.sub(r"([\\%_])", r"\\\1", begin)
    asked = {"space": space_id, "first": f"{literal}%", "later": f"% {literal}%", "most": _AT_ONCE}
    found = _readers(space_id, session().execute(_BEGINNING, asked).all())
    others = [one for one in found if one.id not in actor.mine][:OFFERED]
    if not others:
        return []
    return [
        one for one in _people(space_id, {sort_name(one.shown) for one in others}) if one.id in {o.id for o in others}
    ]


def name_people(item: Item, body: str) -> None:
    """Keep whom a text names, as it reads now: exactly one person, else nobody. What it quotes names nobody anew."""
    session().execute(delete(Mention).where(Mention.item_id == item.id))
    if not _SIGN.search(body):
        return
    begins = [one for one in _SIGN.finditer(body) if not _is_quoted(body, one.start())][:_MOST_SIGNS]
    wanted = {sort_name(said) for one in begins for said, _end in _names(body, one.end())}
    people: dict[str, list[Mentionable]] = {}
    for one in _people(item.space_id, wanted):
        people.setdefault(sort_name(one.name), []).append(one)
    meant: dict[UUID, str] = {}
    for sign in begins:
        found = _meant(body, sign.end(), people)
        if found and len(meant) < MOST_NAMED:
            meant.setdefault(*found)
    for affiliation_id, shown in meant.items():
        session().add(
            Mention(
                item_id=item.id,
                affiliation_id=affiliation_id,
                space_id=item.space_id,
                author_id=item.author_id,
                shown=shown,
            )
        )
    session().flush()


def _is_quoted(body: str, at: int) -> bool:
    """Whether the line on which this stands is a quote."""
    return body[body.rfind("\n", 0, at) + 1 : at].lstrip().startswith(">")


def names_in(item_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[str]]:
    """The names of people that stand in each of these texts; one query, none for no texts."""
    wanted = list(item_ids)
    found: dict[UUID, list[str]] = {}
    if wanted:
        for item_id, shown in session().execute(
            select(Mention.item_id, Mention.shown).where(Mention.item_id.in_(wanted))
        ):
            found.setdefault(item_id, []).append(shown)
    return found


def _names(body: str, begin: int) -> Iterator[tuple[str, int]]:
    """What may be a name after a sign: its first word, its first two, and so on; each with where it ends."""
    at = begin
    for _word in range(_MOST_WORDS):
        word = _WORD.match(body, at)
        if word is None:
            return
        bare = word[0].rstrip(".,;:!?'\"”’…")
        if not bare:
            return
        end = word.start() + len(bare)
        yield body[begin:end], end
        if body[word.end() : word.end() + 1] != " " or word[0] not in {bare, f"{bare}."}:
            return
        at = word.end() + 1  # "J. de Vries" is one name; what is none is found by nobody


def _meant(body: str, begin: int, people: Mapping[str, Sequence[Mentionable]]) -> tuple[UUID, str] | None:
    """Who is named here: the longest name that somebody has; of several the one whose organisation stands behind it."""
    for said, end in sorted(_names(body, begin), key=lambda one: -one[1]):
        found = people.get(sort_name(said), ())
        behind = re.match(r" \(([^()\n]{1,200})\)", body[end:])
        whose = [one for one in found if behind and sort_name(one.organisation) == sort_name(behind[1])]
        if behind and len(whose) == 1:
            return whose[0].id, said + behind[0]
        if len(found) == 1:
            return found[0].id, said
        if found:
            return None
    return None


def _people(space_id: UUID, names: Iterable[str]) -> list[Mentionable]:
    """Who reads a space, is seen by the actor, and has one of these names."""
    wanted = sorted(set(names))
    if not wanted:
        return []
    rows = _readers(space_id, session().execute(_NAMED, {"space": space_id, "names": wanted}).all())
    alike = [row.sort_name for row in rows]
    return [
        Mentionable(
            row.id,
            row.shown,
            (row.employer if row.kind == "external" and row.employer else row.short_name or row.name) or "",
            alike.count(row.sort_name) == 1,
        )
        for row in rows
    ]


def _readers(space_id: UUID, rows: Sequence[Any]) -> list[Any]:
    """Those of these people who read the space now."""
    if not rows:
        return []
    there = {row.id for row in door_rows("reading_there", the_space=space_id, the_people=[row.id for row in rows])}
    return [row for row in rows if row.id in there]
