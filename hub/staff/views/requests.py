"""Who wants to come back, and who asks for another login."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.kit.pages import actor, again, form, seen, toast
from hub.staff import service
from hub.staff.schemas import Return
from hub.staff.views.edge import draw, pages
from tenants.clock import today
from tenants.errors import Missing


@pages.get("/beheer/<uuid:organisation_id>/mensen/verzoeken")
def requests(organisation_id: UUID) -> str:
    """All that wait for a yes or a no."""
    found = service.requests(actor(), organisation_id)
    return draw("staff/requests.html", organisation_id, part="/verzoeken", requests=found)


@pages.get("/beheer/<uuid:organisation_id>/mensen/verzoeken/<uuid:request_id>")
def return_page(organisation_id: UUID, request_id: UUID) -> str:
    """Side by side: who was here, and who signs in now."""
    found = service.request(actor(), organisation_id, request_id)
    if found.kind != "return":
        raise Missing
    was = service.person(actor(), organisation_id, found.affiliation_id)
    logins = service.logins(actor(), organisation_id, found.affiliation_id)
    return draw(
        "staff/return.html", organisation_id, part="/verzoeken", one=found, was=was, logins=logins, today=today()
    )


@pages.post("/beheer/<uuid:organisation_id>/mensen/verzoeken/<uuid:request_id>")
@again(return_page)
def answer_return(organisation_id: UUID, request_id: UUID) -> Response:
    """Say who came back."""
    service.request(actor(), organisation_id, request_id)
    said = form(Return())
    found = service.answer_return(
        actor(), organisation_id, request_id, answer=said["answer"], last_day=said["last_day"]
    )
    toast(
        {
            "same": _("%(name)s heeft weer toegang. Lid worden van groepen moet opnieuw."),
            "other": _("%(name)s begint als nieuwe medewerker."),
            "no": _("%(name)s krijgt geen toegang."),
        }[said["answer"]]
        % {"name": found.shown}
    )
    return seen(f"/beheer/{organisation_id}/mensen/verzoeken")


@pages.post("/beheer/<uuid:organisation_id>/mensen/verzoeken/<uuid:request_id>/aanmelding")
@again(lambda organisation_id, request_id: requests(organisation_id))  # noqa: ARG005 - the page of them all
def answer_login(organisation_id: UUID, request_id: UUID) -> Response:
    """Let another login count here, or not."""
    agrees = request.form.get("answer") == "yes"
    found = service.answer_login(actor(), organisation_id, request_id, agrees=agrees)
    said = _("%(name)s kan nu ook zo inloggen.") if agrees else _("Deze aanmelding van %(name)s geldt hier niet.")
    toast(said % {"name": found.was})
    return seen(f"/beheer/{organisation_id}/mensen/verzoeken")
