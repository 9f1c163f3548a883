"""One of the own people: leaving, coming back, administrators, sessions."""

from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hub.kit.pages import actor, again, form, seen, toast
from hub.staff import service
from hub.staff.schemas import Leaving, Role, Term
from hub.staff.views.edge import draw, pages
from tenants.clock import last_day_if_any, today
from tenants.errors import Invalid, Missing, words


@pages.get("/beheer/<uuid:organisation_id>/mensen/beheerders")
def administrators(organisation_id: UUID) -> str:
    """Who looks after the organisation here."""
    found = service.administrators(actor(), organisation_id)
    return draw("staff/administrators.html", organisation_id, part="/beheerders", people=found)


@pages.get("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>")
def person(organisation_id: UUID, affiliation_id: UUID) -> str:
    """One of the own people: who, where, through which logins; and what can be done."""
    found = service.person(actor(), organisation_id, affiliation_id)
    return draw(
        "staff/person.html",
        organisation_id,
        tab=_tab(found),
        person=found,
        places=service.places(actor(), organisation_id, affiliation_id),
        logins=service.logins(actor(), organisation_id, affiliation_id),
        ends_on=last_day_if_any(found.until),
    )


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
    """Ask when, and say what ends, what stays and what is left without anybody."""
    found = service.person(actor(), organisation_id, affiliation_id)
    follows = service.leaving(actor(), organisation_id, affiliation_id)
    return draw(
        "staff/end.html",
        organisation_id,
        tab=_tab(found),
        person=found,
        places=service.places(actor(), organisation_id, affiliation_id),
        stewards=[one for one in follows if one.what == "steward"],
        sponsored=[one for one in follows if one.what == "sponsor"],
        today=today(),
    )


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/uit-dienst")
@again(end_page)
def end_affiliation(organisation_id: UUID, affiliation_id: UUID) -> Response:
    """End somebody's place in the organisation, now or after a last day."""
    found = service.person(actor(), organisation_id, affiliation_id)
    said, url = form(Leaving()), f"/beheer/{organisation_id}/mensen/{affiliation_id}"
    if said["when"] == "later" and found.kind == "staff":
        if said["last_day"] is None:
            raise Invalid({"last_day": words("Kies de laatste dag, of kies: meteen.")})
        service.set_term(actor(), organisation_id, affiliation_id, last_day=said["last_day"], why=said["why"])
        toast(_("%(name)s heeft toegang tot en met de gekozen dag.", name=found.shown))
        return seen(url)
    service.end_affiliation(actor(), organisation_id, affiliation_id, why=said["why"])
    text = _("%(name)s heeft geen toegang meer via jouw organisatie.", name=found.shown)
    if affiliation_id in actor().mine:
        toast(text)
        return seen("/")
    if found.kind != "staff" or found.ended:
        toast(text)
        return seen(f"/beheer/{organisation_id}/externen" if found.kind != "staff" else url)
    ends_on = last_day_if_any(found.until)
    toast(
        text,
        undo_url=f"{url}/heropenen",
        undo_label=_("Geef weer toegang, zonder de groepen"),
        last_day=ends_on.isoformat() if ends_on else "",
    )
    return seen(url)


@pages.get("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/termijn")
def term_page(organisation_id: UUID, affiliation_id: UUID) -> str:
    """Ask for another last day."""
    found = service.person(actor(), organisation_id, affiliation_id)
    if found.kind != "staff" or found.ended:
        raise Missing
    return draw("staff/term.html", organisation_id, person=found, ends_on=last_day_if_any(found.until), today=today())


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/termijn")
@again(term_page)
def set_term(organisation_id: UUID, affiliation_id: UUID) -> Response:
    """Set another last day, or none."""
    service.person(actor(), organisation_id, affiliation_id)
    said = form(Term())
    service.set_term(actor(), organisation_id, affiliation_id, last_day=said["last_day"], why=said["why"])
    toast(_("De einddatum is aangepast."))
    return seen(f"/beheer/{organisation_id}/mensen/{affiliation_id}")


@pages.get("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/heropenen")
def reopen_page(organisation_id: UUID, affiliation_id: UUID) -> str:
    """Ask, and say what comes back and what does not."""
    found = service.person(actor(), organisation_id, affiliation_id)
    if found.kind != "staff" or not found.ended:
        raise Missing
    return draw("staff/reopen.html", organisation_id, person=found, today=today())


def _reopen_again(organisation_id: UUID, affiliation_id: UUID) -> str:
    found = service.person(actor(), organisation_id, affiliation_id)
    return (reopen_page if found.ended else person)(organisation_id, affiliation_id)


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/heropenen")
@again(_reopen_again)
def reopen(organisation_id: UUID, affiliation_id: UUID) -> Response:
    """Open a place that was ended."""
    service.person(actor(), organisation_id, affiliation_id)
    found = service.reopen(actor(), organisation_id, affiliation_id, last_day=form(Term())["last_day"])
    toast(_("%(name)s heeft weer toegang. Lid worden van groepen moet opnieuw.", name=found.shown))
    return seen(f"/beheer/{organisation_id}/mensen/{affiliation_id}")


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/sessies")
def end_sessions(organisation_id: UUID, affiliation_id: UUID) -> Response:
    """End the sessions of one of the own people."""
    ended = service.end_sessions(actor(), organisation_id, affiliation_id)
    toast(ngettext("%(num)s sessie is beëindigd.", "%(num)s sessies zijn beëindigd.", ended))
    return seen(f"/beheer/{organisation_id}/mensen/{affiliation_id}")


@pages.post("/beheer/<uuid:organisation_id>/mensen/<uuid:affiliation_id>/aanmeldingen/<uuid:login_id>")
@again(lambda organisation_id, affiliation_id, login_id: person(organisation_id, affiliation_id))  # noqa: ARG005 - the page of them all
def take_login(organisation_id: UUID, affiliation_id: UUID, login_id: UUID) -> Response:
    """Take one login away from somebody."""
    found = service.take_login(actor(), organisation_id, affiliation_id, login_id=login_id)
    toast(_("Die aanmelding van %(name)s geldt hier niet meer.", name=found.shown))
    return seen(f"/beheer/{organisation_id}/mensen/{affiliation_id}")


def _tab(found: object) -> str:
    return "/mensen" if getattr(found, "kind", "") == "staff" else "/externen"
