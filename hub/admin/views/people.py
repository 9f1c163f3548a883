"""The own people: staff, and one person."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.admin import service
from hub.admin.schemas import Role, Why
from hub.admin.views.edge import pages
from hub.desk.views import draw, next_page, query
from hub.kit.pages import actor, again, form, seen, toast


@pages.get("/beheer/<uuid:organisation_id>/mensen")
def people(organisation_id: UUID) -> str:
    """The staff."""
    name = query()
    found = service.people(actor(), organisation_id, name=name, after=_after())
    more = next_page(organisation_id, "mensen", found.after, q=name)
    return draw("admin/people.html", organisation_id, tab="/mensen", people=found.rows, more=more, q=name)


@pages.get("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>")
def person(organisation_id: UUID, affiliation_id: UUID) -> str:
    """One of the own people, with the places that they have."""
    found = service.person(actor(), organisation_id, affiliation_id)
    places = service.places(actor(), organisation_id, affiliation_id)
    tab = "/mensen" if found.kind == "staff" else "/externen"
    return draw("admin/person.html", organisation_id, tab=tab, person=found, places=places)


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/rol")
@again(person)
def appoint(organisation_id: UUID, affiliation_id: UUID) -> Response:
    """Appoint or withdraw an administrator."""
    service.person(actor(), organisation_id, affiliation_id)
    role = form(Role())["role"]
    found = service.appoint(actor(), organisation_id, affiliation_id, role=role)
    said = _("%(name)s is nu beheerder.") if role == "administrator" else _("%(name)s is geen beheerder meer.")
    toast(said % {"name": found.shown})
    mine = role == "member" and affiliation_id in actor().staff_affiliations
    return seen("/" if mine else f"/beheer/{organisation_id}/mensen/{affiliation_id}")


@pages.get("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/uit-dienst")
def end_page(organisation_id: UUID, affiliation_id: UUID) -> str:
    """Ask, and say what ends and what stays."""
    found = service.person(actor(), organisation_id, affiliation_id)
    places = service.places(actor(), organisation_id, affiliation_id)
    tab = "/mensen" if found.kind == "staff" else "/externen"
    return draw("admin/end.html", organisation_id, tab=tab, person=found, places=places)


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/uit-dienst")
@again(end_page)
def end_affiliation(organisation_id: UUID, affiliation_id: UUID) -> Response:
    """End somebody's place in the organisation."""
    service.person(actor(), organisation_id, affiliation_id)
    found = service.end_affiliation(actor(), organisation_id, affiliation_id, why=form(Why())["why"])
    toast(_("%(name)s heeft geen toegang meer via jouw organisatie.", name=found.shown))
    if affiliation_id in actor().mine:
        return seen("/")
    return seen(f"/beheer/{organisation_id}/{'mensen' if found.kind == 'staff' else 'externen'}")


def _after() -> str:
    return request.args.get("na", "").replace("\0", "")
