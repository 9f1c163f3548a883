"""The composition root: makes the web application out of settings, the ground floor, sign-in and the features."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import cast
from urllib.parse import urlencode, urlsplit

import redis
from flask import Response, current_app, g, has_request_context, render_template, request
from flask_babel import Babel, gettext
from werkzeug.middleware.proxy_fix import ProxyFix

from hub.content import cards, kinds
from hub.content.service import MOST_ATTACHED, moving, turning
from hub.copies.service import sources as copies
from hub.desk import acts as desk_acts
from hub.desk import tabs as desk_tabs
from hub.features import FEATURES, rail_groups
from hub.groups import tabs
from hub.kit import drawing, text, verbs, words
from hub.kit.assets import parts
from hub.kit.edge import Hub
from hub.kit.feature import Feature
from hub.kit.frame import Frame
from hub.kit.health import answer_watchers
from hub.kit.limits import limit
from hub.kit.mailbox import mailbox
from hub.kit.pages import public
from hub.kit.storage import Storage
from hub.kit.theme import Seed, theme
from hub.kit.uploads import Receiving
from hub.settings import Settings
from sso import service as sso
from sso.views import attach
from tenants import db
from tenants.actor import Actor
from tenants.clock import moment
from tenants.errors import Missing
from tenants.models import Organisation

LANGUAGES = ("nl", "en")
A_YEAR = 31_536_000
PRODUCT_PAGES = {
    "/toegankelijkheid": "toegankelijkheid.html",
    "/privacy": "privacy.html",
    "/onderdelen": "onderdelen.html",
}


def create_app(settings: Settings, features: Sequence[Feature] = FEATURES) -> Hub:
    """The application for these settings; it starts no server."""
    app = Hub("hub", static_folder="static/build", static_url_path="/static")
    app.settings = settings
    app.engine = db.connect(settings.database, statement_seconds=settings.statement_seconds)
    app.storage = Storage(settings.storage)
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=settings.form_bytes,
        MAX_FORM_MEMORY_SIZE=settings.form_bytes,
        SESSION_COOKIE_NAME="__Host-plein-keuze" if settings.secure else "plein-keuze",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=A_YEAR,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
        BABEL_TRANSLATION_DIRECTORIES=";".join(words.directories()),
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    Babel(app, locale_selector=_language)
    drawing.prepare(app, now=moment)
    text.at_home(settings.address, gettext)
    app.jinja_env.globals.update(largest_upload=settings.upload_bytes, most_attached=MOST_ATTACHED)
    app.draw_refusal = draw_refusal
    app.draw_signed_out = draw_signed_out
    app.draw_first = draw_first
    app.first = partial(_first, features)
    app.sign_in_url = sign_in_url
    desk = sso.Desk.open(
        app.engine,
        address=settings.address,
        secret=settings.secret,
        session_hours=settings.session_hours,
        idle_minutes=settings.idle_minutes,
        loopback=settings.environment != "production",
    )
    attach(app, desk)
    app.refresh = partial(sso.refresh, desk)
    app.watches = [watch for feature in features for watch in feature.watches]
    for feature in features:
        kinds.register(feature.kinds)
        cards.register(feature.cards, feature.panels, feature.copies)
        turning.register(feature.becoming)
        moving.register(feature.lying)
        tabs.register(feature.tabs, feature.banners)
        copies.register(feature.copies)
        desk_tabs.register(feature.desk, feature.duties)
        verbs.register(feature.verbs)
        desk_acts.register(feature.bulk)
        if feature.pages is not None:
            app.register_blueprint(feature.pages)
    app.context_processor(lambda: {"frame": _frame(features)})
    _product_pages(app)
    limit(app, redis=settings.redis, attempts_per_minute=settings.attempts_per_minute)
    if urlsplit(settings.mail).scheme == "mailbox":
        app.register_blueprint(mailbox(settings))
    answer_watchers(app, {"database": lambda: _reach_database(app), "redis": redis.Redis.from_url(settings.redis).ping})
    app.prepare()
    return app


def sign_in_url(wanted: str) -> str:
    """Where who is not signed in goes, to come back to what was wanted."""
    return "/inloggen?" + urlencode({"terug": wanted}) if wanted != "/" else "/inloggen"


def draw_refusal(status: int, sentence: str) -> str:
    """The page for a refusal or a fault; nothing of who asks is on it."""
    known = {403, 404, 409, 413, 422, 429, 500, 503, 507}
    name = status if status in known else (422 if status < 500 else 500)  # noqa: PLR2004 - where faults of ours begin
    largest = getattr(request, "largest", 0)
    limit = drawing.size(largest) if largest else ""
    return render_template(f"errors/{name}.html", sentence=sentence, limit=limit)


def draw_signed_out() -> str:
    """The page for a form that came without a session: what was typed, to be sent again after signing in."""
    return render_template("errors/401.html", **_kept())


def draw_first(url: str) -> str:
    """The page for a form that came before what must be done first, at `url`: what was typed, to be sent after it."""
    return render_template("errors/first.html", url=url, **_kept())


def _kept() -> dict[str, object]:
    """What was typed. Files are not kept, nor read when they are large: nobody sends us those unasked."""
    with_files, most = request.mimetype == "multipart/form-data", current_app.config["MAX_CONTENT_LENGTH"]
    asked = cast("Receiving", request)
    is_read = not with_files or asked.storage is not None or (request.content_length or 0) <= most
    typed = list(request.form.items(multi=True)) if is_read else asked.typed_before_files(most)
    sent = [(name, value) for name, value in typed if name != "once"]
    files = with_files and (not is_read or any(one.filename for one in request.files.values()))
    if files and "text" not in dict(sent):  # without its files there is nothing to send again
        sent = []
    return {"sent": sent, "once": dict(typed).get("once") if sent else None, "files": files}


def _first(features: Sequence[Feature], actor: Actor) -> str:
    """Where this actor must go before any other page; '' for nearly everybody."""
    return next((url for feature in features for first in feature.first if (url := first(actor))), "")


def _language() -> str:
    """The language of this request: the person's choice, else the browser's, else Dutch."""
    try:
        actor = db.session().who
    except db.NoActor:
        return str(g.get("language") or _browser_language())
    g.language = actor.language if actor.is_somebody else _browser_language()
    return str(g.language)


def _browser_language() -> str:
    return (request.accept_languages.best_match(LANGUAGES) if has_request_context() else None) or LANGUAGES[0]


def _frame(features: Sequence[Feature]) -> Frame | None:
    """The frame of who is signed in; None on pages drawn for nobody and on error pages."""
    try:
        actor = db.session().who
    except db.NoActor:
        return None
    if not actor.is_somebody:
        return None
    if "frame" not in g or g.frame.actor is not actor:
        g.frame = Frame(actor=actor, features=features, rail_groups=rail_groups, theme=_theme_url)
    found: Frame = g.frame
    return found


def _theme_url(organisation: Organisation) -> str:
    return f"/thema/{organisation.brand.removeprefix('#')}.css"


@lru_cache(maxsize=256)
def _theme_css(brand: str) -> str:
    return theme(Seed(brand=f"#{brand}")).css


def _product_pages(app: Hub) -> None:
    """Pages that no feature owns: what the footer links to, and the stylesheet of a colour (it names nobody)."""

    @public
    def colours(brand: str) -> Response:
        if len(brand) != 6 or set(brand) - set("0123456789abcdef"):  # noqa: PLR2004 - rrggbb
            raise Missing
        answer = Response(_theme_css(brand), mimetype="text/css")
        answer.headers["Cache-Control"] = "public, max-age=86400"
        return answer

    @public
    def product_page() -> str:
        return render_template(PRODUCT_PAGES[request.path], parts=parts())

    app.add_url_rule("/thema/<string(length=6):brand>.css", "colours", colours)
    for path in PRODUCT_PAGES:
        app.add_url_rule(path, path.removeprefix("/"), product_page)


def _reach_database(app: Hub) -> None:
    with db.transaction(app.engine, db.NOBODY_ENTERS) as tx:
        tx.connection()
