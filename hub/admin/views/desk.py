"""The frame of Beheer: its tabs, and the overview that says what needs doing first."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.admin import service
from hub.kit.pages import actor, page, seen
from tenants.errors import Missing

pages = Blueprint("admin", __name__, template_folder="../templates")

LONGEST_QUERY = 120


@dataclass(frozen=True)
class Tab:
    """A tab as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool
    count: int | None = None


def draw(template: str, organisation_id: UUID, *, tab: str, **context: object) -> str:
    """A page of Beheer, for the administrators of this organisation; Missing for everybody else."""
    organisation = service.find(actor(), organisation_id)
    home = f"/beheer/{organisation_id}"
    titles = {
        "": _("Overzicht"),
        "/verzoeken": _("Verzoeken"),
        "/mensen": _("Mensen"),
        "/externen": _("Externen"),
        "/uitnodigingen": _("Uitnodigingen"),
        "/groepen": _("Groepen"),
        "/afspraken": _("Afspraken"),
        "/auditlog": _("Auditlog"),
    }
    return page(
        template,
        organisation=organisation,
        home=home,
        tabs=[Tab(title, f"{home}{path}", path == tab) for path, title in titles.items()],
        last_day=service.last_day,
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
    todo = service.todo(actor(), organisation_id)
    administered = [
        Tab(one.name, f"/beheer/{one.id}", one.id == organisation_id) for one in service.administered(actor())
    ]
    return draw("admin/overview.html", organisation_id, tab="", todo=todo, administered=administered)
