"""Pages of one's own choices, logins and sessions."""

from uuid import UUID

from flask import Blueprint, g, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hub.account import service
from hub.kit.edge import proof_of
from hub.kit.pages import actor, again, as_whoever, comes_first, local, outside, page, seen, settings, toast
from sso.views import issuer_for, offered, start
from tenants.errors import Missing

pages = Blueprint("account", __name__, template_folder="templates")


@pages.post("/voorkeuren")
@as_whoever
@comes_first
def prefer() -> Response:
    """Keep the language or the colours, and go back to where one was."""
    service.prefer(actor(), language=request.form.get("language", ""), colours=request.form.get("colour_scheme", ""))
    return seen(local(request.form.get("back")))


@pages.post("/organisatie")
@as_whoever
@comes_first
def act_as() -> Response:
    """Go on as another own affiliation."""
    try:
        affiliation_id = UUID(request.form.get("affiliation", ""))
    except ValueError as error:
        raise Missing from error
    service.act_as(actor(), affiliation_id, proof=g.proof)
    toast(_("Je werkt nu namens een andere organisatie."))
    return seen("/")


# ---------------------------------------------------------------- logins and sessions

LOGINS = "/account/aanmeldingen"


@pages.get("/account/aanmeldingen")
def logins() -> str:
    """Through which logins one is here, where each counts, and the sessions of this one."""
    return page(
        "account/logins.html",
        logins=service.logins(actor()),
        places=service.places(actor()),
        sessions=service.sessions(actor(), proof=g.proof),
    )


@pages.post("/account/sessies/beeindigen")
@as_whoever
def end_other_sessions() -> Response:
    """End one's other sessions."""
    ended = service.end_other_sessions(actor(), proof=g.proof)
    toast(ngettext("%(num)s andere sessie is beëindigd.", "%(num)s andere sessies zijn beëindigd.", ended))
    return seen(LOGINS)


@pages.post("/account/sessies/<uuid:session_id>/beeindigen")
@as_whoever
def end_session(session_id: UUID) -> Response:
    """End one other session of this login."""
    service.end_session(actor(), session_id, proof=g.proof)
    toast(_("De sessie is beëindigd."))
    return seen(LOGINS)


@pages.get("/account/aanmeldingen/<uuid:login_id>/losmaken")
def unlink_page(login_id: UUID) -> str:
    """What follows from unlinking a login, or why it cannot be."""
    return page("account/unlink.html", login=service.login(actor(), login_id), url=f"{LOGINS}/{login_id}/losmaken")


@pages.post("/account/aanmeldingen/<uuid:login_id>/losmaken")
@as_whoever
@again(unlink_page)
def unlink(login_id: UUID) -> Response:
    """Unlink it."""
    service.unlink(actor(), login_id)
    toast(_("De aanmelding is losgemaakt."))
    return seen(LOGINS)


@pages.get("/account/aanmeldingen/koppelen")
def link_page() -> str:
    """Ask where the other account is."""
    choices, takes_guests = offered()
    return page(
        "account/link.html",
        # Who is no staff anywhere finds no organisation here: one types an address, or has an account of a guest.
        organisations=choices if actor().staff_affiliations else [],
        takes_guests=takes_guests,
        wrong=_("We kennen geen organisatie bij dit adres. Kies haar uit de lijst.")
        if "onbekend" in request.args
        else "",
    )


@pages.post("/account/aanmeldingen/koppelen")
@outside
def begin_link() -> Response:
    """Off to sign in with the other account, for this very session."""
    proof = proof_of(request, secure=settings().secure)
    if proof is None:
        return seen(f"/inloggen?terug={LOGINS}")
    issuer_id = issuer_for(
        handle=request.form.get("handle", "")[:60],
        address=request.form.get("address", "").strip(),
        guest="guest" in request.form,
    )
    if issuer_id is None:
        return seen(f"{LOGINS}/koppelen?onbekend=1")
    try:
        return start(issuer_id, return_to=f"{LOGINS}/bevestigen", link=proof)
    except Missing:  # the session ended meanwhile
        return seen(f"/inloggen?terug={LOGINS}")


@pages.get("/account/aanmeldingen/bevestigen")
def confirm_link_page() -> str:
    """Show whose account came back, and ask whether it is one's own."""
    return page("account/confirm.html", link=service.pending_link(actor(), proof=g.proof))


@pages.post("/account/aanmeldingen/bevestigen")
@as_whoever
@again(confirm_link_page)
def confirm_link() -> Response:
    """It is one's own."""
    service.link(actor(), proof=g.proof)
    toast(_("De aanmeldingen zijn gekoppeld."))
    return seen(LOGINS)


@pages.post("/account/aanmeldingen/vragen")
@as_whoever
def ask() -> Response:
    """Ask an organisation to let another login count."""
    try:
        affiliation_id, login_id = UUID(request.form.get("affiliation", "")), UUID(request.form.get("login", ""))
    except ValueError as error:
        raise Missing from error
    service.ask(actor(), affiliation_id, login_id=login_id)
    toast(_("Gevraagd. De beheerder beslist."))
    return seen(LOGINS)


@pages.post("/account/aanmeldingen/verzoeken/<uuid:request_id>/intrekken")
@as_whoever
@again(lambda request_id: logins())  # noqa: ARG005 - the page of them all
def withdraw(request_id: UUID) -> Response:
    """Take the request back."""
    service.withdraw(actor(), request_id)
    toast(_("Het verzoek is ingetrokken."))
    return seen(LOGINS)
