"""Inviting somebody of another organisation to work here too; and the pages of who is invited."""

from uuid import UUID

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.desk.service import find
from hub.desk.views import next_page
from hub.kit import text
from hub.kit.pages import actor, again, alone, form, outside, page, public, seen, settings, toast
from hub.kit.paging import after_id
from hub.staff import service
from hub.staff.schemas import Invited
from hub.staff.views.edge import draw, pages
from sso.views import start
from tenants.clock import last_day, today
from tenants.errors import Missing


@pages.get("/beheer/<uuid:organisation_id>/mensen/uitnodigingen")
def invitations(organisation_id: UUID) -> str:
    """The invitations of staff, newest first."""
    found = service.invitations(actor(), organisation_id, after=after_id(request.args.get("na")))
    more = next_page(organisation_id, "mensen/uitnodigingen", found.after)
    return draw("staff/invitations.html", organisation_id, part="/uitnodigingen", invitations=found.rows, more=more)


@pages.get("/beheer/<uuid:organisation_id>/mensen/uitnodigingen/nieuw")
def invite_page(organisation_id: UUID) -> str:
    """Ask who, as what, until when."""
    return draw("staff/invite.html", organisation_id, part="/uitnodigingen", today=today())


@pages.post("/beheer/<uuid:organisation_id>/mensen/uitnodigingen/nieuw")
@again(invite_page)
def invite(organisation_id: UUID) -> Response:
    """Send the invitation."""
    find(actor(), organisation_id)
    said = form(Invited())
    service.invite(
        actor(),
        organisation_id,
        shown=said["shown"],
        address=said["address"].strip(),
        title=said["title"],
        last_day=said["last_day"],
        key=settings().secret,
        days=settings().invitation_days,
    )
    toast(_("De uitnodiging aan %(name)s is onderweg.", name=said["shown"]))
    return seen(f"/beheer/{organisation_id}/mensen/uitnodigingen")


@pages.post("/beheer/<uuid:organisation_id>/mensen/uitnodigingen/<uuid:invitation_id>/opnieuw")
@again(lambda organisation_id, invitation_id: invitations(organisation_id))  # noqa: ARG005 - the page of them all
def resend(organisation_id: UUID, invitation_id: UUID) -> Response:
    """Send it once more, with a new link."""
    found = service.resend(
        actor(), organisation_id, invitation_id, key=settings().secret, days=settings().invitation_days
    )
    toast(_("De uitnodiging aan %(name)s is opnieuw verstuurd. De oude link werkt niet meer.", name=found.shown))
    return seen(f"/beheer/{organisation_id}/mensen/uitnodigingen")


@pages.post("/beheer/<uuid:organisation_id>/mensen/uitnodigingen/<uuid:invitation_id>/intrekken")
@again(lambda organisation_id, invitation_id: invitations(organisation_id))  # noqa: ARG005 - the page of them all
def withdraw(organisation_id: UUID, invitation_id: UUID) -> Response:
    """Take it back."""
    found = service.withdraw(actor(), organisation_id, invitation_id)
    toast(_("De uitnodiging aan %(name)s is ingetrokken.", name=found.shown))
    return seen(f"/beheer/{organisation_id}/mensen/uitnodigingen")


@pages.post("/beheer/<uuid:organisation_id>/mensen/uitnodigingen/<uuid:invitation_id>/bevestigen")
@again(lambda organisation_id, invitation_id: invitations(organisation_id))  # noqa: ARG005 - the page of them all
def confirm(organisation_id: UUID, invitation_id: UUID) -> Response:
    """Say whether the taker is who was meant."""
    right = request.form.get("right") == "yes"
    found = service.confirm(actor(), organisation_id, invitation_id, right=right)
    said = _("%(name)s is toegelaten.") if right else _("%(name)s krijgt geen toegang.")
    toast(said % {"name": found.taker_shown})
    return seen(f"/beheer/{organisation_id}/mensen/uitnodigingen")


# ---------------------------------------------------------------- the invited person


@pages.get("/meewerken/<string:secret>")
@public
def invitation(secret: str) -> str:
    """Who invites; after sign-in also as what and until when."""
    proof = service.link_proof(secret)
    greeting = service.greeting(proof)
    if actor().is_somebody:
        found = service.terms(actor(), proof, session_proof=g.proof)
        until = last_day(found.access_until)
        return page("staff/terms.html", greeting=greeting, terms=found, secret=secret, until=until, name=actor().shown)
    return page("staff/greeting.html", greeting=greeting, secret=secret)


@pages.post("/meewerken/<string:secret>/inloggen")
@public
@outside
def sign_in(secret: str) -> Response:
    """Sign in with a guest's account (or make one) to go on with this invitation."""
    proof = service.link_proof(secret)
    with alone():
        greeting = service.greeting(proof)
    if greeting.guests_issuer is None:
        raise Missing
    return start(greeting.guests_issuer, return_to=service.link_path(secret), invitation=proof)


@pages.post("/meewerken/<string:secret>/aannemen")
@again(invitation)
def accept(secret: str) -> Response:
    """Take it: in at once, or after an administrator's word."""
    shown = text.line(request.form.get("shown", ""))
    made = service.accept(actor(), service.link_proof(secret), session_proof=g.proof, shown=shown)
    if made is None:
        return seen("/meewerken/wacht")
    toast(_("Welkom! Je werkt nu ook hier. Wissel rechtsboven van organisatie."))
    return seen("/")


@pages.post("/meewerken/<string:secret>/weigeren")
def refuse(secret: str) -> Response:
    """Say no."""
    service.refuse(actor(), service.link_proof(secret))
    return seen("/meewerken/geweigerd")


@pages.get("/meewerken/wacht")
def waiting() -> str:
    """An administrator has the word."""
    return page("staff/said.html", waits=True)


@pages.get("/meewerken/geweigerd")
def refused() -> str:
    """Said no."""
    return page("staff/said.html", waits=False)
