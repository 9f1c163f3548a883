"""The pages of signing in and out, and the door behind which issuers knock."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, g, redirect, render_template, request
from flask import session as cookie
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from sso import service, tokens
from sso.answers import Arrived, Leaving, Linking, NeedsPerson, Returning
from sso.issuer import SignInFailed
from sso.service import Desk, fingerprint
from tenants.db import by_session, transaction
from tenants.errors import Missing

LONGEST_URL = 3500  # Keycloak's server takes 4,096 signs in a request's first line
LONGEST_ADDRESS = 254
BROWSER_SECONDS = 24 * 3600

pages = Blueprint("sso", __name__, template_folder="templates")
View = TypeVar("View", bound=Callable[..., Any])


def attach(app: Flask, desk: Desk) -> None:
    """Give an application these pages."""
    app.extensions["plein.desk"] = desk
    app.register_blueprint(pages)


def _outside(view: View) -> View:
    """A view for who is not signed in, that speaks with issuers: no transaction of the edge waits for them."""
    view.is_public = True  # type: ignore[attr-defined]
    view.enters_itself = True  # type: ignore[attr-defined]
    return view


# ---------------------------------------------------------------- in


@pages.get("/inloggen")
@_outside
def sign_in() -> AnyResponse:
    """Where to sign in. Who has a session goes on; when the issuer refuses to refresh it, one try without a page."""
    desk, proof, return_to = _desk(), _proof(), _local(request.args.get("terug"))
    if proof and _is_known(desk, proof):
        if service.refresh(desk, proof):
            return redirect(return_to)
        issuer_id = service.stale_issuer(desk, proof)
        if issuer_id:
            return start(issuer_id, return_to=return_to, silent=True)
    return _sign_in_page(return_to)


@pages.post("/inloggen")
@_outside
def find() -> AnyResponse:
    """From a mail address to the organisation's own sign-in."""
    return_to = _local(request.form.get("terug"))
    address = request.form.get("address", "").strip()[:LONGEST_ADDRESS]
    choice = service.at_domain(_desk(), address)
    if choice is None or choice.issuer_id is None:
        wrong = _("Vul je hele werkadres in, zoals naam@gemeente.nl.")
        if "@" in address:
            wrong = _(
                "We kennen geen organisatie bij dit adres. Klopt het? Vraag anders je beheerder om het inlogadres."
            )
        return _sign_in_page(return_to, typed=address, wrong=wrong)
    cookie["organisatie"], cookie.permanent = choice.handle, True
    return start(choice.issuer_id, return_to=return_to, hint=address)


@pages.get("/inloggen/bij/<string:handle>")
@_outside
def at(handle: str) -> AnyResponse:
    """An organisation's own sign-in address, listed or not."""
    choice = service.by_handle(_desk(), handle)
    if choice is None or choice.issuer_id is None:
        raise Missing
    cookie["organisatie"], cookie.permanent = choice.handle, True
    return start(choice.issuer_id, return_to=_local(request.args.get("terug")))


@pages.get("/inloggen/gast")
@_outside
def as_guest() -> AnyResponse:
    """Where who was invited from outside signs in again."""
    issuer_id = service.at_guests(_desk())
    if issuer_id is None:
        raise Missing
    return start(issuer_id, return_to=_local(request.args.get("terug")))


def start(
    issuer_id: UUID,
    *,
    return_to: str = "/",
    invitation: bytes | None = None,
    hint: str = "",
    silent: bool = False,
    link: bytes | None = None,
) -> AnyResponse:
    """Send the browser to an issuer, to come back to `return_to`, maybe with an invitation. May raise SignInFailed.

    `link` proves the session of who wants to link that other sign-in; it stays as it is.
    """
    browser = request.cookies.get(_browser_cookie()) or service.new_secret()
    url = service.begin(
        _desk(),
        issuer_id,
        browser=browser,
        return_to=_local(return_to),
        invitation=invitation,
        silent=silent,
        hint=hint,
        language=str(get_locale() or ""),
        link=link,
    )
    answer = _onward(url) if request.method == "POST" else redirect(url)
    _set(answer, _browser_cookie(), browser, seconds=BROWSER_SECONDS)
    return answer


def offered() -> tuple[list[service.Choice], bool]:
    """Where one can sign in: the organisations of the sign-in page, and whether there are guests' accounts."""
    return service.picker(_desk()), service.at_guests(_desk()) is not None


def issuer_for(*, handle: str = "", address: str = "", guest: bool = False) -> UUID | None:
    """The issuer of an organisation by its handle, of a mail address, or of guests; None when there is none."""
    if guest:
        return service.at_guests(_desk())
    choice = service.by_handle(_desk(), handle) if handle else service.at_domain(_desk(), address[:LONGEST_ADDRESS])
    return choice.issuer_id if choice else None


@pages.get("/inloggen/terug/<uuid:issuer_id>")
@_outside
def back(issuer_id: UUID) -> AnyResponse:
    """The callback of one issuer."""
    callback = {name: values[0] for name, values in request.args.lists() if len(values) == 1}
    browser = request.cookies.get(_browser_cookie(), "")
    result = service.finish(_desk(), issuer_id, callback, browser=browser, former=_proof())
    if isinstance(result, Arrived):
        answer = redirect(_local(result.return_to), HTTPStatus.SEE_OTHER)
        _forget_toasts()
        _set(answer, _session_cookie(), result.secret)
        return answer
    if isinstance(result, Linking):
        return redirect(_local(result.return_to), HTTPStatus.SEE_OTHER)
    if isinstance(result, NeedsPerson):
        answer = redirect(_sign_in_url(result.return_to, verlopen="1"), HTTPStatus.SEE_OTHER)
        _unset(answer, _session_cookie())
        return answer
    page = (
        render_template("sso/returning.html", organisations=result.organisations)
        if isinstance(result, Returning)
        else render_template("sso/no_place.html", title=result.title)
    )
    answer = Response(page, HTTPStatus.FORBIDDEN)
    _unset(answer, _session_cookie())
    return answer


@pages.app_errorhandler(SignInFailed)
def failed(failure: SignInFailed) -> tuple[str, int]:
    """What to tell the person: what to do, and a reference."""
    page = render_template("sso/failed.html", reason=failure.reason.value, reference=failure.reference)
    return page, HTTPStatus.BAD_REQUEST


# ---------------------------------------------------------------- out


@pages.post("/uitloggen")
@_outside
def sign_out() -> AnyResponse:
    """End the session here and at once go on to end it at the issuer; a long token goes by a form."""
    desk, proof = _desk(), _proof()
    leaving = service.leave(desk, proof, return_to="/uitgelogd") if proof else Leaving()
    if not leaving.url:
        answer: AnyResponse = redirect("/uitgelogd", HTTPStatus.SEE_OTHER)
    else:
        origin = urlsplit(leaving.url)
        g.form_action_origins = (f"{origin.scheme}://{origin.netloc}",)
        answer = Response(render_template("sso/sign_out.html", leaving=leaving))
        url = f"{leaving.url}{'&' if origin.query else '?'}{urlencode(leaving.fields)}"
        if len(url) <= LONGEST_URL:
            answer.headers["Refresh"] = f"0; url={url}"
    _forget_toasts()
    _unset(answer, _session_cookie())
    return answer


@pages.get("/uitgelogd")
@_outside
def signed_out() -> str:
    """Signed out, here and there."""
    return render_template("sso/signed_out.html", remembered=_remembered())


@pages.post("/uitloggen/achterdeur/<uuid:issuer_id>")
@_outside
def behind(issuer_id: UUID) -> Response:
    """Back-channel logout: an issuer says that somebody left. It hears yes or no, and no reason."""
    try:
        service.leave_behind(_desk(), issuer_id, request.form.get("logout_token", ""))
    except (tokens.Refused, SignInFailed):
        return Response(status=HTTPStatus.BAD_REQUEST)
    return Response(status=HTTPStatus.OK)


behind.is_from_elsewhere = True  # type: ignore[attr-defined]


# ---------------------------------------------------------------- parts


def _sign_in_page(return_to: str, *, typed: str = "", wrong: str = "") -> AnyResponse:
    page = render_template(
        "sso/sign_in.html",
        return_to=return_to,
        back=f"?{urlencode({'terug': return_to})}" if return_to != "/" else "",
        choices=service.picker(_desk()),
        remembered=_remembered(),
        takes_guests=service.at_guests(_desk()) is not None,
        typed=typed,
        wrong=wrong,
        is_over="verlopen" in request.args,
    )
    return Response(page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)


def _onward(url: str) -> Response:
    """A page that goes on by itself: our form-action stops a redirect elsewhere as the answer to a form."""
    answer = Response(render_template("sso/onward.html", url=url))
    answer.headers["Refresh"] = f"0; url={url}"
    return answer


def _is_known(desk: Desk, proof: bytes) -> bool:
    with transaction(desk.engine, by_session(proof)) as tx:
        return tx.who.is_somebody


def _remembered() -> service.Choice | None:
    handle = str(cookie.get("organisatie", ""))
    return service.by_handle(_desk(), handle) if handle else None


def _desk() -> Desk:
    desk: Desk = current_app.extensions["plein.desk"]
    return desk


def _sign_in_url(return_to: str, **more: str) -> str:
    return f"/inloggen?{urlencode({'terug': return_to} | more)}"


def _local(url: str | None) -> str:
    """An address on this site, or the start page: nobody is sent elsewhere by a link."""
    if not url or not url.startswith("/") or url.startswith("//") or "\\" in url or not url.isprintable():
        return "/"
    return url


def _proof() -> bytes | None:
    secret = request.cookies.get(_session_cookie())
    return fingerprint(secret) if secret else None


def _is_secure() -> bool:
    return _desk().address.startswith("https://")


def _session_cookie() -> str:
    return "__Host-plein" if _is_secure() else "plein"


def _browser_cookie() -> str:
    return "__Host-plein-inloggen" if _is_secure() else "plein-inloggen"


def _forget_toasts() -> None:
    """What was still to be said was meant for the person before, not for the next one at this browser."""
    cookie.pop("_flashes", None)


def _set(answer: AnyResponse, name: str, value: str, *, seconds: int | None = None) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=_is_secure(), httponly=True, samesite="Lax")


def _unset(answer: AnyResponse, name: str) -> None:
    answer.delete_cookie(name, path="/", secure=_is_secure(), httponly=True, samesite="Lax")
