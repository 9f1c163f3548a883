"""What every list of Beheer does: search, filters, order by a column, pages, the same rows as a file, ticks for an act.

A feature declares its list once and has the page and the file of it:

    LIST = Listing(
        path="/externen",
        title=lambda: _("Externen"),
        columns=(Column("naam", lambda: _("Naam"), lambda row: row.shown, by="name"), ...),
        find=service.externals,  # (actor, organisation_id, asked, size) -> Page: desk.service.page_of(door, ...)
        choices=(Choice("eindigt", lambda: _("Eindigt"), lambda _actor, _id: [("", _("altijd")), ...]),),
        order="t/m",
    )

    @pages.get("/beheer/<uuid:organisation_id>/externen")
    def externals(organisation_id: UUID) -> str:
        return draw("admin/externals.html", organisation_id, tab="/externen", list=drawn(LIST, organisation_id))

    @pages.get("/beheer/<uuid:organisation_id>/externen.csv")
    def externals_file(organisation_id: UUID) -> Response:
        return export(LIST, organisation_id)

Everything that was asked stands in the address: `q`, each choice by its name (the first option counts when nothing was
chosen), `op` (a column, `-` before it for the other way round) and `na` (the row that the page follows). The template
draws it with list_filter, list_table, tick, bulk_bar and list_more of parts/table.html; each row is its own `<tr>`. The
file holds all rows that the filters leave, is read in short transactions while it goes out, and stops short (a
broken download) when the reader is no administrator any more. The door orders by a `key` that it returns as text, and
takes the_order, descending, after_key, after_id and at_most (migrations/sql/0006/lists.sql has three).

An act on the rows that were ticked, or on all that the filters leave (`every(LIST)`), is a `hub.kit.feature.Bulk` in
`Feature.bulk` (see hub/desk/acts.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, current_app, g, request, stream_with_context

from hub.desk import service
from hub.desk.service import Asked, cursor
from hub.kit import sheets
from hub.kit.edge import Hub
from hub.kit.feature import Whole, Words
from hub.kit.pages import actor
from hub.kit.paging import PAGE, Page
from tenants import clock, db
from tenants.actor import Actor

LONGEST_QUERY = 120
ROWS_AT_ONCE = 500
"""So many rows of a file are read in one transaction."""

Find = Callable[[Actor, UUID, Asked, int], Page[Any]]
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """A column. `value`: what the file has of a row; `by`: what the door calls this order, '' when there is none.

    `in_page`: whether the page has it too, or only the file.
    """

    key: str
    title: Words
    value: Callable[[Any], sheets.Cell]
    by: str = ""
    in_page: bool = True


@dataclass(frozen=True)
class Choice:
    """A filter: one of its options, as (value, words); the first is the one that counts when nothing was chosen."""

    name: str
    label: Words
    options: Callable[[Actor, UUID], Options]


@dataclass(frozen=True)
class Listing:
    """A list of Beheer. `path` follows the organisation's address; `order`: the key of a column, `-` for descending."""

    path: str
    title: Words
    columns: Sequence[Column]
    find: Find
    order: str
    choices: Sequence[Choice] = ()
    search: Words | None = None


@dataclass(frozen=True)
class DrawnColumn:
    """A column as the table's head draws it."""

    title: str
    key: str = ""
    url: str = ""


@dataclass(frozen=True)
class DrawnChoice:
    """A filter as the form draws it."""

    name: str
    label: str
    options: Options
    value: str


@dataclass(frozen=True)
class Drawn:
    """A page of a list, as parts/table.html draws it."""

    title: str
    rows: Sequence[Any]
    columns: Sequence[DrawnColumn]
    order: str
    choices: Sequence[DrawnChoice]
    q: str
    search: str
    action: str
    more: str
    file: str
    is_filtered: bool
    ticks_all: bool
    tick_all: str
    filters: Mapping[str, str]
    is_longer: bool
    kept: Mapping[str, str] = field(default_factory=dict)


def drawn(listing: Listing, organisation_id: UUID, *, size: int = PAGE) -> Drawn:
    """The page of the list that the address asks for; Missing for who does not administer the organisation."""
    service.find(actor(), organisation_id)
    choices, order = _choices(listing, organisation_id), _order(listing)
    asked = _asked(listing, order, {one.name: one.value for one in choices})
    found = listing.find(actor(), organisation_id, asked, size)
    action = f"/beheer/{organisation_id}{listing.path}"
    filters = {name: value for name, value in {"q": asked.q, **asked.chosen}.items() if value}
    ordered = {"op": order} if order != listing.order else {}

    def url(**more: str) -> str:
        query = urlencode({name: value for name, value in (filters | ordered | more).items() if value})
        return f"{action}?{query}" if query else action

    return Drawn(
        title=listing.title(),
        rows=found.rows,
        columns=[
            DrawnColumn(one.title(), one.key, url(op=("-" if order == one.key else "") + one.key) if one.by else "")
            for one in listing.columns
            if one.in_page
        ],
        order=order,
        choices=choices,
        q=asked.q,
        search=(listing.search or listing.columns[0].title)(),
        action=action,
        more=url(na=found.after) if found.after else "",
        file=url().replace(action, f"{action}.csv", 1),
        is_filtered=any(filters.values()),
        ticks_all="alles" in request.args,
        tick_all=url(na=_typed("na"), alles="1"),
        filters=filters,
        is_longer=bool(found.after or asked.after),
        kept=ordered,
    )


def every(listing: Listing) -> Callable[[Actor, UUID, int], Whole]:
    """For an act on all rows of the list that the filters leave: finds them by what was sent, whatever the page."""

    def find(who: Actor, organisation_id: UUID, at_most: int) -> Whole:
        chosen = {one.name: one.value for one in _choices(listing, organisation_id)}
        asked = replace(_asked(listing, listing.order, chosen), after=None)
        found = listing.find(who, organisation_id, asked, at_most)
        filters = {name: value for name, value in {"q": asked.q, **chosen}.items() if value}
        return Whole([row.id for row in found.rows], filters, bool(found.after))

    return find


def export(listing: Listing, organisation_id: UUID) -> Response:
    """All rows that the filters leave, as a file; that it was taken is written in the log."""
    organisation = service.find(actor(), organisation_id)
    chosen = {one.name: one.value for one in _choices(listing, organisation_id)}
    asked = _asked(listing, _order(listing), chosen)
    first = listing.find(actor(), organisation_id, asked, ROWS_AT_ONCE)
    if request.method == "GET":
        service.exported(
            actor(), organisation_id, title=listing.title(), asked=urlencode({"q": asked.q, **asked.chosen})
        )
    name = f"{listing.title()} {organisation.name} {clock.today().isoformat()}.csv"
    lines = _lines(listing, organisation_id, asked, first)
    return Response(stream_with_context(lines), headers=sheets.headers(name))


def _lines(listing: Listing, organisation_id: UUID, asked: Asked, first: Page[Any]) -> Iterator[str]:
    yield sheets.START + sheets.line(one.title() for one in listing.columns)
    found = first
    while True:
        for row in found.rows:
            yield sheets.line(one.value(row) for one in listing.columns)
        if not found.after:
            return
        onward = Asked(asked.q, asked.chosen, asked.by, asked.descending, cursor(found.after))
        with db.transaction(cast("Hub", current_app).engine, db.by_session(g.proof)) as tx:
            found = listing.find(tx.who, organisation_id, onward, ROWS_AT_ONCE)


def _asked(listing: Listing, order: str, chosen: Mapping[str, str]) -> Asked:
    by = next(one.by for one in listing.columns if one.key == order.removeprefix("-"))
    return Asked(_typed("q"), chosen, by, order.startswith("-"), cursor(request.args.get("na", "").replace("\0", "")))


def _order(listing: Listing) -> str:
    wanted = request.args.get("op", "")
    known = {one.key for one in listing.columns if one.by}
    return wanted if wanted.removeprefix("-") in known and not wanted.startswith("--") else listing.order


def _choices(listing: Listing, organisation_id: UUID) -> list[DrawnChoice]:
    found = []
    for one in listing.choices:
        options, typed = one.options(actor(), organisation_id), _typed(one.name)
        value = typed if typed in {key for key, _ in options} else options[0][0]
        found.append(DrawnChoice(one.name, one.label(), options, value))
    return found


def _typed(name: str) -> str:
    return request.values.get(name, "").replace("\0", "").strip()[:LONGEST_QUERY]
