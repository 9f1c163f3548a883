"""Headers on every answer, and the check that a change was asked for by our own pages."""

from flask import Request, Response, g
from werkzeug.exceptions import Forbidden

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})


def refuse_foreign(request: Request, address: str) -> None:
    """Refuse a change that another site's page asks for (cross-site request forgery).

    By Fetch Metadata, which every browser of the last years sends, else by Origin. A request with neither is no
    browser's and brings no cookie that was not put there on purpose (OWASP CSRF prevention, "Fetch Metadata headers").
    Cookies are SameSite=Lax besides.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        if site not in OWN_SITES:
            raise Forbidden
    elif origin is not None and origin.rstrip("/") not in {address.rstrip("/"), request.host_url.rstrip("/")}:
        raise Forbidden


def protect(response: Response) -> Response:
    """Put the headers on an answer; what a view has set itself (a file's own stricter policy) stays."""
    policy = dict(POLICY)
    origins: tuple[str, ...] = g.get("form_action_origins", ())
    if origins:
        policy["form-action"] = " ".join(("'self'", *origins))
    headers = response.headers
    headers.setdefault("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items()))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
    if not headers.get("Cache-Control"):
        headers["Cache-Control"] = "no-store"
    return response
