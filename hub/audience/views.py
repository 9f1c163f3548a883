"""Pages of who can read what, and the two forms of looking as an external."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.audience import service
from hub.groups import service as groups
from hub.groups.views import space_page
from hub.kit import looking
from hub.kit.pages import actor, as_oneself, as_whoever, local, seen, toast
from hub.kit.paging import after_id

pages = Blueprint("audience", __name__, template_folder="templates")

NAME_MAX = 120
FILTERS = ("q", "organisatie", "rol", "soort")


@pages.get("/groepen/<uuid:space_id>/wie")
def readers(space_id: UUID) -> str:
    """Who can read this, and why: the list behind the audience bar."""
    asked = request.args
    only = groups.Filter(
        name=asked.get("q", "")[:NAME_MAX],
        organisation_id=after_id(asked.get("organisatie")),
        role=asked.get("rol", ""),
        kind=asked.get("soort", ""),
    )
    found = groups.members(actor(), space_id, only=only, after=after_id(asked.get("na")))
    kept = {name: asked[name] for name in FILTERS if asked.get(name)}
    return space_page(
        "audience/readers.html",
        space_id,
        tab="",
        everybody=service.everybody(actor(), space_id),
        found=found,
        came=service.came(space_id, [one.membership_id for one in found.rows]),
        only=only,
        more=f"/groepen/{space_id}/wie?" + urlencode(kept | {"na": found.after}) if found.after else "",
    )


@pages.post("/bekijk-als/<uuid:membership_id>")
def start(membership_id: UUID) -> Response:
    """Look as this external, until one stops or a quarter of an hour has passed."""
    first = service.start_looking(actor(), membership_id)
    looking.begin(g.proof, membership_id, back=local(request.form.get("back")))
    return seen(first)


@pages.post("/bekijk-als/stoppen")
@as_oneself
@as_whoever
def stop() -> Response:
    """Look as oneself again."""
    back = looking.stop()
    toast(_("Je kijkt weer als jezelf."))
    return seen(local(back))
