"""The audit log, a sentence a row; and the own acts of a person."""

from uuid import UUID

from flask import g, request
from flask_babel import gettext as _

from hub.audit import service
from hub.audit.views.edge import asked, in_short, pages, typed
from hub.desk.service import find
from hub.desk.views import draw, next_page
from hub.kit.pages import actor, page
from hub.kit.paging import Page, after_id
from hub.kit.verbs import sentence
from tenants.errors import Invalid
from tenants.models import Audit


@pages.get("/beheer/<uuid:organisation_id>/auditlog")
def log(organisation_id: UUID) -> str | tuple[str, int]:
    """Who did what, newest first; what is asked for wrongly is said beside its field."""
    find(actor(), organisation_id)
    said = typed()
    try:
        wanted = asked(said)
    except Invalid as invalid:
        g.errors = invalid.fields
        return _draw(organisation_id, Page[Audit](()), said), 422
    after = after_id(request.args.get("na"))
    return _draw(organisation_id, service.log(actor(), organisation_id, wanted, said=in_short(said), after=after), said)


@pages.get("/account/logboek")
def own() -> str:
    """What one did oneself, as it stands in the logs of the own organisations."""
    found = service.own(actor(), after=after_id(request.args.get("na")))
    return page(
        "audit/own.html",
        rows=[(row, sentence(row)) for row in found.rows],
        more=f"/account/logboek?na={found.after}" if found.after else "",
    )


def _draw(organisation_id: UUID, found: Page[Audit], said: dict[str, str]) -> str:
    groups = {
        "": _("Alles"),
        "toegang": _("Toegang van mensen"),
        "groepen": _("Groepen en organisaties"),
        "afspraken": _("Afspraken en beleid"),
        "inhoud": _("Berichten, vragen en documenten"),
        "nood": _("Noodtoegang"),
        "beheer": _("Beheer en techniek"),
    }
    seals = service.seals(organisation_id, found.rows)
    return draw(
        "audit/log.html",
        organisation_id,
        tab="/auditlog",
        rows=[(row, sentence(row), seals[row.id]) for row in found.rows],
        more=next_page(organisation_id, "auditlog", found.after, **said),
        asked=said,
        query=in_short(said),
        head=service.head(actor(), organisation_id),
        groups=list(groups.items()),
        narrowed=_narrowed(found, said),
    )


def _narrowed(found: Page[Audit], said: dict[str, str]) -> list[tuple[str, str]]:
    """What the rows were narrowed down to by a link, with the address that takes that away."""
    row = next(iter(found.rows), None)
    named = {
        "wie": _("Gedaan door %(name)s", name=row.actor_shown if row else "…"),
        "wat": _("Over “%(name)s”", name=(row.thing_shown or row.thing_kind) if row else "…"),
    }
    return [(text, in_short(said | {name: ""})) for name, text in named.items() if said[name]]
