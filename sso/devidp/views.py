"""The pages and endpoints of the development identity provider."""

import base64
import time
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Flask, Response, abort, current_app, g, make_response, redirect, render_template, request
from jinja2 import pass_context
from jinja2.runtime import Context
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from werkzeug.datastructures import MultiDict
from werkzeug.security import generate_password_hash
from werkzeug.wrappers import Response as AnyResponse

from sso.claims import mail_domain
from sso.devidp.realms import Account, Realm
from sso.devidp.server import AUTHENTICATIONS, SESSION_LIFE, RealmServer, SignedIn
from sso.devidp.state import State
from sso.devidp.words import ENGLISH

SHORTEST_PASSWORD = 8
LONGEST = 120

pages = Blueprint("devidp", __name__, url_prefix="/realms/<realm>", template_folder="templates", static_folder="static")
OIDC = "/protocol/openid-connect"


def create_app(realms: dict[str, Realm], address: str, state: State) -> Flask:
    """The provider for these realms, reached at `address` (http://127.0.0.1:port)."""
    app = Flask(__name__, static_folder=None)
    app.extensions["devidp"] = {
        name: RealmServer(realm, state, f"{address}/realms/{name}") for name, realm in realms.items()
    }
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.jinja_env.autoescape = True
    app.jinja_env.filters["translated"] = _translated
    app.register_blueprint(pages)
    return app


@pages.url_value_preprocessor
def _find_realm(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    servers: dict[str, RealmServer] = current_app.extensions["devidp"]
    g.server = servers.get((values or {}).pop("realm", "")) or abort(HTTPStatus.NOT_FOUND)
    wished = request.args.get("ui_locales", "").split()
    known = [one.partition("-")[0] for one in wished if one.partition("-")[0] in {"nl", "en"}]
    g.language = known[0] if known else request.accept_languages.best_match(["nl", "en"], "nl")


@pages.after_request
def _careful(response: Response) -> Response:
    client = urlsplit(request.args.get("redirect_uri", ""))
    back = f" {client.scheme}://{client.netloc}" if client.scheme in {"http", "https"} and _is_known_client() else ""
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; form-action 'self'{back}; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "devidp.static":
        response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/.well-known/openid-configuration")
def configuration() -> dict[str, Any]:
    """What clients need to know (OpenID Connect Discovery 1.0)."""
    server: RealmServer = g.server
    at = f"{server.issuer}{OIDC}"
    return {
        "issuer": server.issuer,
        "authorization_endpoint": f"{at}/auth",
        "token_endpoint": f"{at}/token",
        "userinfo_endpoint": f"{at}/userinfo",
        "jwks_uri": f"{at}/certs",
        "end_session_endpoint": f"{at}/logout",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": AUTHENTICATIONS,
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email", "organization"],
        "prompt_values_supported": ["none", "login"] + (["create"] if server.realm.registration else []),
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }


@pages.get(f"{OIDC}/certs")
def certs() -> dict[str, Any]:
    """The public key."""
    return dict(KeySet([g.server.key]).as_dict(private=False))


@pages.post(f"{OIDC}/token")
def token() -> AnyResponse:
    """Codes and refresh tokens into tokens."""
    return g.server.create_token_response()  # type: ignore[no-any-return]


@pages.route(f"{OIDC}/userinfo", methods=["GET", "POST"])
def userinfo() -> AnyResponse:
    """The claims again, for a live session's access token."""
    server: RealmServer = g.server
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    try:
        claims = jwt.decode(text, server.key, algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry(typ={"essential": True, "value": "Bearer"}, exp={"essential": True}).validate(claims)
    except (JoseError, ValueError):
        claims = {}
    signed_in = server.session(str(claims.get("sid", ""))) if kind.lower() == "bearer" else None
    if signed_in is None:
        return Response(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return make_response(signed_in.account.claims(str(claims["scope"])))


@pages.route(f"{OIDC}/auth", methods=["GET", "POST"])
def auth() -> AnyResponse:
    """Sign-in: a page, or straight back for who is signed in already."""
    server: RealmServer = g.server
    known = None if request.args.get("prompt") == "login" else _known()
    limit = request.args.get("max_age", type=int)
    if known and limit is not None and time.time() - known.auth_time > limit:
        known = None
    if request.args.get("prompt") == "create" and server.realm.registration:
        return redirect(_registration_url())
    try:
        grant = server.get_consent_grant(end_user=known)
    except OAuth2Error as error:
        return _refused(error)
    if known:
        return _granted(grant, known)
    if request.method == "GET":
        return _sign_in_page()
    account = server.account(request.form.get("username", ""))
    if account is None or not account.knows(request.form.get("password", "")):
        return _sign_in_page(typed=request.form.get("username", "")[:LONGEST], is_wrong=True)
    return _granted(grant, server.sign_in(account), is_new=True)


@pages.route(f"{OIDC}/registrations", methods=["GET", "POST"])
def registrations() -> AnyResponse:
    """An account made by oneself, in realms that allow it; then on as after signing in."""
    server: RealmServer = g.server
    if not server.realm.registration:
        abort(HTTPStatus.NOT_FOUND)
    try:
        grant = server.get_consent_grant(end_user=None)
    except OAuth2Error as error:
        return _refused(error)
    if request.method == "GET":
        hint = request.args.get("login_hint", "")[:LONGEST]
        return _registration_page({"email": hint if mail_domain(hint) else ""}, {})
    values = {name: request.form.get(name, "").strip()[:LONGEST] for name in ("given_name", "family_name", "email")}
    password = request.form.get("password", "")
    errors = _registration_errors(values, password)
    if errors:
        return _registration_page(values, errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    account = Account(
        username=values["email"].lower(),
        subject=str(uuid.uuid4()),
        password=generate_password_hash(password),
        given_name=values["given_name"],
        family_name=values["family_name"],
        email=values["email"].lower(),
    )
    server.register(account)
    return _granted(grant, server.sign_in(account), is_new=True)


@pages.route(f"{OIDC}/logout", methods=["GET", "POST"])
def logout() -> AnyResponse:
    """RP-initiated logout: at once with an id token of ours, after a click without one."""
    server: RealmServer = g.server
    try:
        asked = server.validate_endpoint_request("end_session")
    except OAuth2Error as error:
        return _refused(error)
    if asked.needs_confirmation:
        if request.method == "GET":
            return make_response(_page("logout.html"))
        if known := _known():
            server.end(known.sid)
    answer: AnyResponse | None = server.create_endpoint_response("end_session", asked)
    return answer or make_response(_page("signed_out.html"))


def _granted(grant: Any, signed_in: SignedIn, *, is_new: bool = False) -> AnyResponse:  # noqa: ANN401 - Authlib's grant
    server: RealmServer = g.server
    response: AnyResponse = server.create_authorization_response(grant=grant, grant_user=signed_in)
    response = _with_issuer(response, session_state=signed_in.sid)
    if is_new:
        response.set_cookie(
            _cookie(),
            signed_in.sid,
            max_age=SESSION_LIFE,
            path=f"/realms/{server.realm.name}",
            httponly=True,
            samesite="Lax",
        )
    return response


def _refused(error: OAuth2Error) -> AnyResponse:
    if error.redirect_uri:
        return _with_issuer(g.server.handle_error_response(None, error))
    return make_response(_page("refused.html", error=error.error), HTTPStatus.BAD_REQUEST)


def _with_issuer(response: AnyResponse, **more: str) -> AnyResponse:
    """RFC 9207: every answer through the browser says who answers, errors too."""
    if response.location:
        response.location = add_params_to_uri(response.location, [("iss", g.server.issuer), *more.items()])
    return response


def _known() -> SignedIn | None:
    server: RealmServer = g.server
    return server.session(request.cookies.get(_cookie(), ""))


def _cookie() -> str:
    return f"devidp_{base64.urlsafe_b64encode(g.server.realm.name.encode()).decode().rstrip('=')}"


def _is_known_client() -> bool:
    client = g.server.realm.clients.get(request.args.get("client_id", "")) if "server" in g else None
    return bool(client and client.check_redirect_uri(request.args.get("redirect_uri", "")))


def _registration_url() -> str:
    wishes = MultiDict(request.args)
    wishes.pop("prompt", None)
    return add_params_to_uri(f"{g.server.issuer}{OIDC}/registrations", list(wishes.items()))  # type: ignore[no-any-return]


def _sign_in_page(*, typed: str = "", is_wrong: bool = False) -> AnyResponse:
    realm: Realm = g.server.realm
    page = _page(
        "sign_in.html",
        people=sorted(realm.accounts.values(), key=lambda one: (one.family_name, one.username)),
        typed=typed or request.args.get("login_hint", "")[:LONGEST],
        is_wrong=is_wrong,
        registration_url=_registration_url() if realm.registration else "",
    )
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK)


def _registration_page(values: dict[str, str], errors: dict[str, str], *, status: int = HTTPStatus.OK) -> AnyResponse:
    return make_response(_page("registration.html", values=values, errors=errors), status)


def _registration_errors(values: dict[str, str], password: str) -> dict[str, str]:
    errors = {}
    if not values["given_name"]:
        errors["given_name"] = "Vul je voornaam in."
    if not values["family_name"]:
        errors["family_name"] = "Vul je achternaam in."
    if not mail_domain(values["email"]):
        errors["email"] = "Vul een e-mailadres in, zoals naam@bedrijf.nl."
    elif g.server.account(values["email"]):
        errors["email"] = "Met dit e-mailadres is al een account gemaakt. Log daarmee in."
    if len(password) < SHORTEST_PASSWORD:
        errors |= {"password": "Kies een wachtwoord van ten minste 8 tekens."}
    return errors


def _page(name: str, **values: object) -> str:
    server: RealmServer = g.server
    return render_template(f"devidp/{name}", realm=server.realm, language=g.language, here=request.full_path, **values)


@pass_context  # without it Jinja computes a constant's translation once, for everyone
def _translated(context: Context, text: str) -> str:
    return ENGLISH[text] if context["language"] == "en" else text
