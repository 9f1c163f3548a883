"""Terms of use: read and accepted by externals, and who accepted which version, for administrators."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.desk.views import draw, next_page
from hub.externals.service import conditions
from hub.externals.views.edge import pages
from hub.kit import text
from hub.kit.pages import actor, again, comes_first, local, page, seen, toast
from tenants.errors import Missing


@pages.get("/voorwaarden")
@comes_first
def owed_terms() -> str | Response:
    """What must be accepted before anything else can be read; on to where one was when nothing waits."""
    owed = conditions.owed(actor())
    way_on = local(request.values.get("terug"))
    if not owed:
        return seen(way_on)
    return page(
        "externals/owed.html",
        terms=owed[0],
        rendered=text.rendered(owed[0].text),
        more=len(owed) - 1,
        way_on=way_on,
        elsewhere=actor().acting is not None,
    )


@pages.post("/voorwaarden/<uuid:affiliation_id>")
@comes_first
@again(lambda **_address: owed_terms())
def accept_terms(affiliation_id: UUID) -> Response:
    """Accept the version that was shown."""
    conditions.accept(actor(), affiliation_id, number=_number())
    toast(_("Je ging akkoord met de voorwaarden."))
    if conditions.owed(actor()):
        return seen("/voorwaarden")
    return seen(local(request.form.get("terug")))


def _number() -> int:
    found = request.form.get("number", "")
    if not found.isdecimal() or len(found) > 6:  # noqa: PLR2004 - no organisation has a million versions
        raise Missing
    return int(found)


@pages.get("/beheer/<uuid:organisation_id>/voorwaarden")
def terms_accepted(organisation_id: UUID) -> str:
    """Each version of the terms, and who accepted which."""
    versions = conditions.versions(actor(), organisation_id)
    takers = conditions.takers(actor(), organisation_id, after=request.args.get("na", ""))
    return draw(
        "externals/versions.html",
        organisation_id,
        tab="/beleid/voorwaarden",
        versions=[(one, text.rendered(one.text)) for one in versions],
        takers=takers.rows,
        now=versions[0].number if versions else 0,
        more=next_page(organisation_id, "voorwaarden", takers.after),
    )
