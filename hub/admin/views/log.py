"""The audit log, a sentence a row."""

from uuid import UUID

from flask import g, request
from flask_babel import gettext as _

from hub.admin import service
from hub.admin.schemas import Sought
from hub.admin.views.edge import pages
from hub.desk.service import find
from hub.desk.views import draw, next_page
from hub.kit.pages import actor, read
from hub.kit.paging import Page, after_id
from hub.kit.verbs import sentence
from tenants.errors import Invalid
from tenants.models import Audit


@pages.get("/beheer/<uuid:organisation_id>/auditlog")
def log(organisation_id: UUID) -> str | tuple[str, int]:
    """Who did what, newest first; what is asked for wrongly is said beside its field."""
    find(actor(), organisation_id)
    typed = {name: request.args.get(name, "").replace("\0", "") for name in ("q", "soort", "van", "tot")}
    try:
        sought = read(Sought(), typed)
    except Invalid as invalid:
        g.errors = invalid.fields
        return _draw(organisation_id, Page[Audit](()), typed), 422
    asked = service.Asked(sought["soort"], sought["q"].strip(), service.Range(sought["van"], sought["tot"]))
    found = service.log(actor(), organisation_id, asked, after=after_id(request.args.get("na")))
    return _draw(organisation_id, found, typed)


def _draw(organisation_id: UUID, found: Page[Audit], asked: dict[str, str]) -> str:
    groups = {
        "": _("Alles"),
        "toegang": _("Toegang van mensen"),
        "groepen": _("Groepen en organisaties"),
        "afspraken": _("Afspraken"),
        "inhoud": _("Berichten, vragen en documenten"),
        "beheer": _("Beheer en techniek"),
    }
    return draw(
        "admin/log.html",
        organisation_id,
        tab="/auditlog",
        rows=[(row, sentence(row)) for row in found.rows],
        more=next_page(organisation_id, "auditlog", found.after, **asked),
        asked=asked,
        groups=list(groups.items()),
    )
