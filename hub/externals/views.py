"""Pages about externals: inviting in four steps, the invited person's own pages, the sponsor's list."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.externals import service
from hub.externals.schemas import STEPS, HowLong, LastDay
from hub.externals.service import links
from hub.groups import audience
from hub.groups.views import space_page
from hub.kit import text
from hub.kit.pages import actor, again, alone, form, local, outside, page, public, seen, settings, toast
from sso.views import start
from tenants import clock
from tenants.errors import Invalid

pages = Blueprint("externals", __name__, template_folder="templates")

REVIEW = len(STEPS) + 1


# ---------------------------------------------------------------- inviting


@pages.get("/groepen/<uuid:space_id>/uitnodigen")
def invite_page(space_id: UUID) -> str:
    """Step one: who."""
    return _draw(space_id, 1)


@pages.post("/groepen/<uuid:space_id>/uitnodigen/stap")
def invite_step(space_id: UUID) -> str | tuple[str, int]:
    """Check the step that was filled in and show the next; or go back a step with all that was typed."""
    now = _step()
    if "back" in request.form:
        return _draw(space_id, max(1, now - 1))
    try:
        form(STEPS[now - 1]())
        if now == len(STEPS):
            _check_day(space_id)
    except Invalid as invalid:
        g.errors = invalid.fields
        return _draw(space_id, now), HTTPStatus.UNPROCESSABLE_ENTITY
    return _draw(space_id, now + 1)


def _again(space_id: UUID) -> str:
    wrong = set(g.get("errors", {}))
    if wrong & {"shown", "address", "employer"}:
        return _draw(space_id, 1)
    if "role" in wrong:
        return _draw(space_id, 2)
    return _draw(space_id, 3 if "access_until" in wrong else REVIEW)


@pages.post("/groepen/<uuid:space_id>/uitnodigen")
@again(_again)
def invite(space_id: UUID) -> Response:
    """Send the invitation."""
    said = form(HowLong())
    service.invite(
        actor(),
        space_id,
        shown=said["shown"],
        address=said["address"].strip(),
        employer=said["employer"],
        role=said["role"],
        last_day=said["access_until"],
        link_key=settings().secret,
        days=settings().invitation_days,
    )
    toast(_("De uitnodiging aan %(name)s is onderweg.", name=said["shown"]))
    return seen("/externen")


def _step() -> int:
    try:
        return min(max(int(request.form.get("step", "1")), 1), len(STEPS))
    except ValueError:
        return 1


def _check_day(space_id: UUID) -> None:
    allowed, day = service.sponsorship(actor(), space_id), form(HowLong())["access_until"]
    if not allowed.first_day <= day <= allowed.last_day:
        raise Invalid(
            {"access_until": _("Kies een dag tussen vandaag en de laatste dag die jouw organisatie toestaat.")}
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _draw(space_id: UUID, step: int) -> str:
    allowed = service.sponsorship(actor(), space_id)
    fields = ("shown", "address", "employer", "role", "access_until")
    values = {name: request.form.get(name, "") for name in fields}
    values["role"] = values["role"] or "member"
    values["access_until"] = values["access_until"] or allowed.default_day.isoformat()
    return page(
        "externals/invite.html",
        space=allowed.space,
        allowed=allowed,
        step=step,
        values=values,
        last_step=REVIEW,
        readers=audience.of(space_id),
        opens=service.opens(actor(), space_id),
        chosen_day=_day(values["access_until"]) or allowed.default_day,
    )


@pages.get("/groepen/<uuid:space_id>/uitnodigingen")
def waiting_here(space_id: UUID) -> str:
    """The invitations into this space that still wait."""
    return space_page(
        "externals/waiting.html",
        space_id,
        tab="leden",
        waiting=service.waiting_in(actor(), space_id),
    )


# ---------------------------------------------------------------- the invited person


@pages.get("/uitnodiging/<string:secret>")
@public
def invitation(secret: str) -> str:
    """Who invites; after sign-in also what for and until when."""
    proof = links.proof(secret)
    greeting = service.greeting(proof)
    if greeting.kind == "external" and actor().is_somebody:
        found = service.terms(actor(), proof)
        last_day = clock.last_day(found.access_until)
        return page(
            "externals/terms.html", greeting=greeting, terms=found, secret=secret, last_day=last_day, name=actor().shown
        )
    return page("externals/greeting.html", greeting=greeting, secret=secret)


@pages.post("/uitnodiging/<string:secret>/inloggen")
@public
@outside
def sign_in(secret: str) -> Response:
    """Sign in (or make an account) to go on with this invitation."""
    proof = links.proof(secret)
    with alone():
        greeting = service.greeting(proof)
    administrator = greeting.kind == "administrator"
    issuer_id = (
        greeting.organisation_issuer if administrator else greeting.guests_issuer or greeting.organisation_issuer
    )
    return start(issuer_id, return_to="/" if administrator else links.path(secret), invitation=proof)


@pages.post("/uitnodiging/<string:secret>/aannemen")
@again(invitation)
def accept(secret: str) -> Response:
    """Accept: in at once, or after the sponsor's word."""
    shown = text.line(request.form.get("shown", ""))
    space_id = service.accept(actor(), links.proof(secret), session_proof=g.proof, shown=shown)
    if space_id is None:
        return seen("/uitnodiging/wacht")
    toast(_("Welkom! Je doet nu mee."))
    return seen(f"/groepen/{space_id}")


@pages.post("/uitnodiging/<string:secret>/weigeren")
def refuse(secret: str) -> Response:
    """Say no."""
    service.refuse(actor(), links.proof(secret))
    return seen("/uitnodiging/geweigerd")


@pages.get("/uitnodiging/wacht")
def waiting() -> str:
    """The sponsor has the word."""
    return page("externals/said.html", waits=True)


@pages.get("/uitnodiging/geweigerd")
def refused() -> str:
    """Said no."""
    return page("externals/said.html", waits=False)


# ---------------------------------------------------------------- the sponsor


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
    return seen(_back())


@pages.post("/uitnodigingen/<uuid:invitation_id>/intrekken")
def withdraw(invitation_id: UUID) -> Response:
    """Take it back."""
    service.withdraw(actor(), invitation_id)
    toast(_("De uitnodiging is ingetrokken."))
    return seen(_back())


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
        "externals/extend.html", place=found, last_day=last_day, latest=service.latest_day(found.latest), back=_back()
    )


@pages.post("/externen/<uuid:membership_id>/verlengen")
@again(extend_page)
def extend(membership_id: UUID) -> Response:
    """Set another last day."""
    service.extend(actor(), membership_id, last_day=form(LastDay())["access_until"])
    toast(_("De einddatum is aangepast."))
    return seen(_back())


@pages.get("/externen/<uuid:membership_id>/beeindigen")
def end_page(membership_id: UUID) -> str:
    """Ask whether to end it now."""
    return page("externals/end.html", place=service.place(actor(), membership_id), back=_back())


@pages.post("/externen/<uuid:membership_id>/beeindigen")
def end(membership_id: UUID) -> Response:
    """End it now."""
    service.end(actor(), membership_id)
    toast(_("De toegang is beëindigd."))
    return seen(_back())


def _back() -> str:
    """The list that one came from: the own one, a space's, or an administrator's."""
    return local(request.values.get("back"), "/externen")
