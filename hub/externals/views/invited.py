"""The invited person's own pages: who invites, what for, yes or no."""

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.externals import service
from hub.externals.service import links
from hub.externals.views.edge import pages
from hub.kit import text
from hub.kit.pages import actor, again, alone, comes_first, outside, page, public, seen, toast
from sso.views import start
from tenants import clock

LONGEST_NUMBER = 7


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
            "externals/terms.html",
            greeting=greeting,
            terms=found,
            rendered=text.rendered(found.terms_text),
            secret=secret,
            last_day=last_day,
            name=actor().shown,
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
@comes_first
@again(invitation)
def accept(secret: str) -> Response:
    """Accept: in at once, or after the sponsor's word."""
    shown, number = text.line(request.form.get("shown", "")), request.form.get("terms", "0")
    space_id = service.accept(
        actor(),
        links.proof(secret),
        session_proof=g.proof,
        shown=shown,
        terms_number=int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 0,
    )
    if space_id is None:
        return seen("/uitnodiging/wacht")
    toast(_("Welkom! Je doet nu mee."))
    return seen(f"/groepen/{space_id}")


@pages.post("/uitnodiging/<string:secret>/weigeren")
@comes_first
def refuse(secret: str) -> Response:
    """Say no."""
    service.refuse(actor(), links.proof(secret))
    return seen("/uitnodiging/geweigerd")


@pages.get("/uitnodiging/wacht")
@comes_first
def waiting() -> str:
    """The sponsor has the word."""
    return page("externals/said.html", waits=True)


@pages.get("/uitnodiging/geweigerd")
@comes_first
def refused() -> str:
    """Said no."""
    return page("externals/said.html", waits=False)
