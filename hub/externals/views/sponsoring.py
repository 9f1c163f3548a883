"""The sponsor's pages: my externals, until when, and my invitations that wait."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.externals import service
from hub.externals.schemas import LastDay
from hub.externals.views.edge import back, pages
from hub.kit.pages import actor, again, form, page, seen, settings, toast
from tenants import clock


@pages.get("/externen")
def mine() -> str:
    """My externals, and my invitations that wait."""
    return page(
        "externals/mine.html",
        externals=service.externals(actor()),
        pending=service.pending(actor()),
    )


@pages.post("/uitnodigingen/<uuid:invitation_id>/opnieuw")
def resend(invitation_id: UUID) -> Response:
    """Send it once more, with a new link."""
    invitation = service.resend(actor(), invitation_id, link_key=settings().secret, days=settings().invitation_days)
    toast(_("De uitnodiging aan %(name)s is opnieuw verstuurd. De oude link werkt niet meer.", name=invitation.shown))
    return seen(back())


@pages.post("/uitnodigingen/<uuid:invitation_id>/intrekken")
def withdraw(invitation_id: UUID) -> Response:
    """Take it back."""
    service.withdraw(actor(), invitation_id)
    toast(_("De uitnodiging is ingetrokken."))
    return seen(back())


@pages.post("/uitnodigingen/<uuid:invitation_id>/bevestigen")
def confirm(invitation_id: UUID) -> Response:
    """Say whether the taker is who was meant."""
    right = request.form.get("right") == "yes"
    invitation = service.confirm(actor(), invitation_id, right=right)
    said = _("%(name)s is toegelaten.") if right else _("%(name)s krijgt geen toegang.")
    toast(said % {"name": invitation.taker_shown})
    return seen("/externen")


@pages.get("/externen/<uuid:membership_id>/verlengen")
def extend_page(membership_id: UUID) -> str:
    """Ask for another last day."""
    found = service.place(actor(), membership_id)
    last_day = clock.last_day(found.until)
    return page(
        "externals/extend.html", place=found, last_day=last_day, latest=service.latest_day(found.latest), back=back()
    )


@pages.post("/externen/<uuid:membership_id>/verlengen")
@again(extend_page)
def extend(membership_id: UUID) -> Response:
    """Set another last day."""
    service.extend(actor(), membership_id, last_day=form(LastDay())["access_until"])
    toast(_("De einddatum is aangepast."))
    return seen(back())


@pages.get("/externen/<uuid:membership_id>/beeindigen")
def end_page(membership_id: UUID) -> str:
    """Ask whether to end it now."""
    return page("externals/end.html", place=service.place(actor(), membership_id), back=back())


@pages.post("/externen/<uuid:membership_id>/beeindigen")
def end(membership_id: UUID) -> Response:
    """End it now."""
    service.end(actor(), membership_id)
    toast(_("De toegang is beëindigd."))
    return seen(back())
