"""The frame of Beheer, and the overview that says what needs doing first."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.desk import acts, service, tabs
from hub.kit.feature import Bulk, Fate
from hub.kit.pages import actor, again, page, seen
from tenants.errors import Invalid, Missing

pages = Blueprint("desk", __name__, template_folder="templates")

LONGEST_QUERY = 120


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
    """What an act would do to each of the ticked rows, and who stays out of it and why."""
    service.find(actor(), organisation_id)
    act, chosen = acts.of(kind), _chosen()
    try:
        detail = act.asks(actor(), organisation_id, _sent())
    except Invalid as invalid:
        g.errors = invalid.fields
        detail = dict[str, str]()
    fates = _look(act, organisation_id, chosen, detail) if not g.get("errors") or detail else []
    return draw(
        "desk/bulk.html",
        organisation_id,
        tab=act.path,
        act=act,
        chosen=chosen,
        detail=detail,
        sent=_sent(),
        taking=[one for one in fates if not one.left_out],
        left_out=[one for one in fates if one.left_out],
    )


@pages.post("/beheer/<uuid:organisation_id>/tegelijk/<string:kind>")
@again(bulk_page)
def bulk(organisation_id: UUID, kind: str) -> Response:
    """Begin it for those whom it can be done to."""
    service.find(actor(), organisation_id)
    act = acts.of(kind)
    detail = act.asks(actor(), organisation_id, _sent())
    fates = _look(act, organisation_id, _chosen(), detail)
    rows = [(one.thing_id, one.shown) for one in fates if not one.left_out]
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


def _chosen() -> list[UUID]:
    """The rows that were ticked; what is no id of anything is not there."""
    try:
        chosen = [UUID(one) for one in request.values.getlist("chosen")]
    except ValueError as error:
        raise Missing from error
    if len(chosen) > service.MOST_CHOSEN:
        raise Invalid({"": _("Kies er hoogstens 500 tegelijk.")})
    return list(dict.fromkeys(chosen))


def _sent() -> dict[str, str]:
    """What was filled in for the act, without the ticks."""
    return {
        name: value.replace("\0", "")
        for name, value in request.values.items()
        if name not in {"chosen", "once", "acting"}
    }
