"""The page on which staff find a colleague."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request

from hub.desk.service import cursor
from hub.directory import service
from hub.kit.pages import actor, page
from tenants.names import sort_name

pages = Blueprint("directory", __name__, template_folder="templates")

LONGEST_QUERY = 120


@pages.get("/mensen")
def colleagues() -> str:
    """Colleagues by the beginning of a name, or those of the own department."""
    open_to_me = service.directories(actor())
    name, chosen = _typed("q"), _organisation([one.id for one in open_to_me])
    asked = service.Sought(name, chosen, cursor(_typed("na")))
    found = service.colleagues(actor(), asked)
    kept = {"q": name, "organisatie": str(chosen or "")}
    query = {key: value for key, value in (kept | {"na": found.after}).items() if value}
    return page(
        "directory/colleagues.html",
        people=found.rows,
        more=f"/mensen?{urlencode(query)}" if found.after else "",
        q=name,
        is_short=0 < len(sort_name(name)) < service.SHORTEST,
        chosen=str(chosen or ""),
        organisations=open_to_me,
        department="" if name else service.department(actor()),
    )


def _organisation(known: list[UUID]) -> UUID | None:
    """The organisation of the filter; one whose directory is not open, and nonsense, count as none."""
    typed = _typed("organisatie")
    return next((one for one in known if str(one) == typed), None)


def _typed(name: str) -> str:
    return request.args.get(name, "").replace("\0", "").strip()[:LONGEST_QUERY]
