"""The frame of Beheer, and the overview that says what needs doing first."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from hub.desk import service, tabs
from hub.kit.pages import actor, page, seen
from tenants.errors import Missing

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
        administered=administered,
    )
