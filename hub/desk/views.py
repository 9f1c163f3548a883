"""The frame of Beheer, and the overview that says what needs doing first."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.desk import acts, service, tabs
from hub.kit.feature import Bulk, Fate
from hub.kit.pages import actor, again, page, seen
from tenants.errors import Conflict, Invalid, Missing, words

pages = Blueprint("desk", __name__, template_folder="templates")

LONGEST_QUERY = 120
NAMES_SHOWN = 20
"""Of an act on a whole list so many names are shown, and how many there are besides."""
WHOLE = "hele-lijst"


def draw(template: str, organisation_id: UUID, *, tab: str, **context: object) -> str:
    """A page of Beheer, for the administrators of this organisation; Missing for everybody else.

    The template extends "desk/base.html" and finds `organisation` and `home`; `tab` is the path of its tab.
    """
    organisation = service.find(actor(), organisation_id)
    return page(
        template,
        organisation=organisation,
        home=f"/beheer/{organisation_id}",
        tabs=tabs.of(organisation_id, current=tab),
        tab_title=tabs.title(tab),
        tab_parts=tabs.parts(organisation_id, current=tab),
        **context,
    )


def query() -> str:
    """The beginning of a name that a list is asked for."""
    return request.args.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]


def next_page(organisation_id: UUID, path: str, after: str, **also: str) -> str:
    """The address of the next page of a list; '' on the last one."""
    kept = {name: value for name, value in also.items() if value}
    return f"/beheer/{organisation_id}/{path}?{urlencode(kept | {'na': after})}" if after else ""


@pages.get("/beheer")
def first() -> Response:
    """The overview of the organisation that one acts for, or of the first that one administers."""
    found = [one.id for one in service.administered(actor())]
    if not found:
        raise Missing
    acting = actor().acting
    chosen = acting.organisation_id if acting and acting.organisation_id in found else found[0]
    return seen(f"/beheer/{chosen}")


@pages.get("/beheer/<uuid:organisation_id>")
def overview(organisation_id: UUID) -> str:
    """What needs doing first."""
    service.find(actor(), organisation_id)
    administered = [
        tabs.DrawnTab(one.name, f"/beheer/{one.id}", one.id == organisation_id) for one in service.administered(actor())
    ]
    return draw(
        "desk/overview.html",
        organisation_id,
        tab="",
        duties=tabs.duties(actor(), organisation_id),
        figures=service.figures(actor(), organisation_id),
        administered=administered,
    )


# ---------------------------------------------------------------- many rows at once


@pages.get("/beheer/<uuid:organisation_id>/tegelijk/<string:kind>")
def bulk_page(organisation_id: UUID, kind: str) -> str:
    """What an act would do to each of the ticked rows or the whole list, and who stays out of it and why."""
    service.find(actor(), organisation_id)
    act = acts.of(kind)
    chosen = _chosen(act, organisation_id)
    try:
        detail = act.asks(actor(), organisation_id, _sent())
        fates = _look(act, organisation_id, chosen.ids, detail)
    except Invalid as invalid:
        g.errors = invalid.fields
        detail, fates = dict[str, str](), list[Fate]()
    taking = [one for one in fates if not one.left_out]
    return draw(
        "desk/bulk.html",
        organisation_id,
        tab=act.path,
        act=act,
        chosen=chosen,
        detail=detail,
        sent=_sent(),
        taking=taking,
        seen=_print(taking),
        most=service.MOST_CHOSEN,
        at_most=NAMES_SHOWN if chosen.is_whole else service.MOST_CHOSEN,
        left_out=[one for one in fates if one.left_out],
    )


@pages.post("/beheer/<uuid:organisation_id>/tegelijk/<string:kind>")
@again(bulk_page)
def bulk(organisation_id: UUID, kind: str) -> Response:
    """Begin it for those whom it can be done to; of a whole list, for those who were shown and counted."""
    service.find(actor(), organisation_id)
    act = acts.of(kind)
    chosen = _chosen(act, organisation_id)
    if chosen.is_more:
        raise Invalid({"": _("Kies er hoogstens 500 tegelijk.")})
    detail = act.asks(actor(), organisation_id, _sent())
    taking = [one for one in _look(act, organisation_id, chosen.ids, detail) if not one.left_out]
    if chosen.is_whole and request.form.get("seen", "") != _print(taking):
        raise Conflict(words("De lijst is intussen veranderd. Kijk of het nog klopt, en begin dan."))
    rows = [(one.thing_id, one.shown) for one in taking]
    made = service.start_bulk(actor(), organisation_id, kind, detail=detail, rows=rows)
    return seen(f"/beheer/{organisation_id}/uitkomst/{made}")


@pages.get("/beheer/<uuid:organisation_id>/uitkomst/<uuid:bulk_id>")
def bulk_outcome(organisation_id: UUID, bulk_id: UUID) -> str:
    """How far it is, and what became of each row."""
    found, rows = service.bulk(actor(), organisation_id, bulk_id)
    act = acts.of(found.kind)
    return draw("desk/outcome.html", organisation_id, tab=act.path, act=act, bulk=found, rows=rows)


def _look(act: Bulk, organisation_id: UUID, chosen: Sequence[UUID], detail: Mapping[str, str]) -> list[Fate]:
    return list(act.look(actor(), organisation_id, chosen, detail)) if chosen else []


@dataclass(frozen=True)
class _Chosen:
    """What an act is asked for: the rows, the fields by which a form asks for them again, or too many to begin."""

    ids: Sequence[UUID]
    kept: Sequence[tuple[str, str]]
    is_whole: bool = False
    is_more: bool = False


def _chosen(act: Bulk, organisation_id: UUID) -> _Chosen:
    """The rows that were ticked, or all that the filters leave; what is no id of anything is not there."""
    if act.every and WHOLE in request.values:
        found = act.every(actor(), organisation_id, service.MOST_CHOSEN)
        kept = [(WHOLE, "1"), *found.filters.items()]
        return _Chosen([] if found.is_more else found.ids, kept, is_whole=True, is_more=found.is_more)
    try:
        chosen = [UUID(one) for one in request.values.getlist("chosen")]
    except ValueError as error:
        raise Missing from error
    if len(chosen) > service.MOST_CHOSEN:
        raise Invalid({"": _("Kies er hoogstens 500 tegelijk.")})
    ids = list(dict.fromkeys(chosen))
    return _Chosen(ids, [("chosen", str(one)) for one in ids])


def _print(taking: Sequence[Fate]) -> str:
    """By which a whole list is known again: who would take part."""
    return hashlib.sha256(b"".join(sorted(one.thing_id.bytes for one in taking))).hexdigest()


def _sent() -> dict[str, str]:
    """What was filled in for the act, without the ticks."""
    return {
        name: value.replace("\0", "")
        for name, value in request.values.items()
        if name not in {"chosen", "once", "acting", "seen", WHOLE}
    }
