"""The edge: one request, one transaction, as whoever asks; a refusal is a page, a second click no second act."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, Request, Response, flash, g, request
from flask_babel import gettext
from sqlalchemy import Engine, func, select
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from hub.kit import looking
from hub.kit.security import SAFE_METHODS, protect, refuse_foreign
from hub.kit.storage import NoRoom, Storage
from hub.kit.uploads import Receiving
from hub.settings import Settings
from tenants import db
from tenants.actor import Actor
from tenants.clock import moment
from tenants.errors import Conflict, Forbidden, Invalid, Missing, Refusal, words
from tenants.models import Once
from tenants.refusals import Fenced

STATUSES: dict[type[Refusal], int] = {Missing: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
NO_TRANSACTION = frozenset({"static", "healthz", "readyz"})

_log = logging.getLogger(__name__)

Watch = Callable[[Actor, str, Mapping[str, object]], None]
"""As hub.kit.feature has it."""
Refresh = Callable[[bytes], bool]
"""Refreshes the tokens of the session with this proof; False when the session has ended."""


class Hub(Flask):
    """The web application: Flask, with the transaction around each view."""

    request_class = Receiving
    engine: Engine
    settings: Settings
    storage: Storage
    refresh: Refresh
    draw_refusal: Callable[[int, str], str]
    draw_signed_out: Callable[[], str]
    first: Callable[[Actor], str]
    draw_first: Callable[[str], str]
    sign_in_url: Callable[[str], str]
    watches: Sequence[Watch]

    def make_response(self, rv: Any) -> Response:  # noqa: ANN401 - Flask's own signature
        """As Flask; a `str` is a page."""
        return super().make_response(rv)

    def dispatch_request(self) -> Any:  # noqa: ANN401 - Flask's own signature
        """Find the view, enter, call it, commit. What is raised rolls everything back."""
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        if request.method == "OPTIONS":  # the router's own answer: a form's view would do what the form asks
            return self.make_default_options_response()
        endpoint = request.endpoint or ""
        if endpoint in NO_TRANSACTION or endpoint.endswith(".static"):
            return super().dispatch_request()
        view = self.view_functions[endpoint]
        if not getattr(view, "is_from_elsewhere", False):
            refuse_foreign(request, self.settings.address)
        if getattr(view, "enters_itself", False):  # signing in: no transaction waits while an issuer answers
            return self._call(view)
        proof = proof_of(request, secure=self.settings.secure)
        if getattr(view, "takes_files", False) and not self._is_somebody(proof):
            return self._ask_to_sign_in()  # before the body is read: nobody sends us large files unasked
        self._take_in(view)
        return self._answer(proof, view)

    def _take_in(self, view: Callable[..., Any]) -> None:
        """Read the body before the transaction begins: a slow upload holds no connection."""
        if getattr(view, "takes_files", False):
            taking = cast("Receiving", request)
            taking.receive(
                self.storage,
                largest=self.settings.upload_bytes,
                fields=self.settings.form_bytes,
                refused=self.settings.refused_files,
            )
        _ = request.form

    def _answer(self, proof: bytes | None, view: Callable[..., Any]) -> Any:  # noqa: ANN401 - as dispatch_request
        try:
            return self._in_transaction(proof, view)
        except db.ViewEnded:  # the external's access, or the right to look, ended meanwhile
            return self._look_as_oneself()
        except _Looking:
            return self.make_response(self._refused(Conflict(_Looking.sentence)))
        except _Stale:
            assert proof is not None  # noqa: S101 - nobody's session cannot be stale
            return self._in_transaction(proof if self.refresh(proof) else None, view, refreshed=True)
        except (Invalid, Conflict) as refusal:
            if getattr(view, "shows_again", None) is None:
                raise
            return self._show_again(_entrance(proof, view), view, refusal)
        except StaleDataError as error:
            raise Missing from error

    def _is_somebody(self, proof: bytes | None) -> bool:
        with db.transaction(self.engine, db.by_session(proof)) as tx:
            tx.connection()
            return tx.who.is_somebody

    def _in_transaction(self, proof: bytes | None, view: Callable[..., Any], *, refreshed: bool = False) -> Any:  # noqa: ANN401
        look = _look(proof, view)
        reads = request.method in SAFE_METHODS
        with db.transaction(self.engine, _entrance(proof, view)) as tx:
            tx.connection()
            if look is not None and not reads and moment() < look.until:
                raise _Looking
            if tx.who.is_somebody and not tx.who.fresh and not refreshed:
                raise _Stale
            if not tx.who.is_somebody and not getattr(view, "is_public", False):
                return self._ask_to_sign_in()
            g.language = tx.who.is_somebody and tx.who.language  # refusals are drawn after the transaction
            g.proof = proof if tx.who.is_somebody and look is None else None
            first = self.first(tx.who) if _may_wait(view) and look is None else ""
            if first:
                return self._put_first(first)
            key = _once()
            if key is None or tx.who.person_id is None:
                response = self._call(view)
                if reads and look is None:
                    self._watch(tx.who, response)
                return response
            handled = _handled(tx.who.person_id, key)
            if handled is not None:
                return self.redirect(handled, code=303)
            if not getattr(view, "is_as_whoever", False):
                _refuse_switched(tx.who)
            response = self._call(view)
            if response.status_code in {302, 303}:  # something was done; a page that only asks on is no handling
                tx.add(
                    Once(
                        person_id=tx.who.person_id, key=key, location=response.headers["Location"], created_at=moment()
                    )
                )
            return response

    def _look_as_oneself(self) -> Response:
        looking.stop()
        flash({"text": gettext("Het meekijken is afgelopen.")}, "toast")  # type: ignore[arg-type] # as hub.kit.pages.toast
        return self.make_response(self.redirect(request.full_path.rstrip("?"), code=303))

    def _watch(self, actor: Actor, response: Response) -> None:
        """Let features know that a page was shown, in its transaction."""
        if actor.is_somebody and response.status_code < HTTPStatus.MULTIPLE_CHOICES:
            for watch in self.watches:
                watch(actor, request.path, request.view_args or {})

    def _call(self, view: Callable[..., Any]) -> Response:
        return self.make_response(self.ensure_sync(view)(**request.view_args or {}))

    def _show_again(self, entrance: db.Entrance, view: Callable[..., Any], refusal: Refusal) -> Response:
        """The form once more, with what was typed; what came with it is kept first where the view says how."""
        keep: Callable[..., object] | None = getattr(view, "keeps", None)
        g.errors = refusal.fields if isinstance(refusal, Invalid) else {"": gettext(refusal.message) % refusal.values}
        with db.transaction(self.engine, entrance):
            if keep is not None:
                keep(**request.view_args or {})
            response = self._call(view.shows_again)  # type: ignore[attr-defined]
        response.status_code = _status(refusal)
        return response

    def _ask_to_sign_in(self) -> Response:
        """To the sign-in page and back; who sent a form gets it back, to send once signed in: nothing typed is lost."""
        if request.method in SAFE_METHODS:
            return self.make_response(self.redirect(self.sign_in_url(request.full_path.rstrip("?")), code=303))
        return self.make_response((self.draw_signed_out(), 401))

    def _put_first(self, url: str) -> Response:
        """To what comes first and back; who sent a form gets it back, to send afterwards: nothing typed is lost."""
        if request.method in SAFE_METHODS:
            back = urlencode({"terug": request.full_path.rstrip("?")})
            return self.make_response(self.redirect(f"{url}?{back}", code=303))
        return self.make_response((self.draw_first(url), 409))

    def prepare(self) -> None:
        """Hang up what every answer goes through."""
        self.after_request(protect)
        self.register_error_handler(Refusal, self._refused)
        self.register_error_handler(NoRoom, self._no_room)
        self.register_error_handler(HTTPException, self._refused_by_http)
        self.register_error_handler(Exception, self._failed)

    def _refused(self, refusal: Refusal) -> tuple[str, int]:
        if isinstance(refusal, Fenced):
            _log.error("fenced", extra={"endpoint": request.endpoint})
        status = _status(refusal)
        return self.draw_refusal(status, gettext(refusal.message) % refusal.values), status

    def _refused_by_http(self, error: HTTPException) -> tuple[str, int] | HTTPException:
        if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects of the router
            return error
        if error.code == 404:  # noqa: PLR2004 - what does not exist and what one may not see are the same page
            return self._refused(Missing())
        return self.draw_refusal(error.code, ""), error.code

    def _no_room(self, _error: NoRoom) -> tuple[str, int]:
        _log.critical("storage full", extra={"endpoint": request.endpoint})
        return self.draw_refusal(507, ""), 507

    def _failed(self, error: Exception) -> tuple[str, int]:
        _log.exception("failed", exc_info=error, extra={"endpoint": request.endpoint})
        return self.draw_refusal(500, ""), 500


class _Looking(Exception):
    """Who looks as an external changes nothing."""

    sentence = words(
        "Je kijkt mee als een externe. Zolang je meekijkt, kun je niets wijzigen. Stop eerst met meekijken."
    )


class _Stale(Exception):
    """The session's access token has run out: refresh first."""


def cookie_name(*, secure: bool) -> str:
    """The name of the session's cookie: bound to this very host where there is TLS (RFC 6265bis, section 4.1.3)."""
    return "__Host-plein" if secure else "plein"


def proof_of(request: Request, *, secure: bool) -> bytes | None:
    """What the database is shown of the session's secret: its SHA-256."""
    secret = request.cookies.get(cookie_name(secure=secure))
    return hashlib.sha256(secret.encode()).digest() if secret else None


def _status(refusal: Refusal) -> int:
    return next(status for kind, status in STATUSES.items() if isinstance(refusal, kind))


def _may_wait(view: Callable[..., Any]) -> bool:
    """Whether something else can come before this view: not before what everybody may open, nor before itself."""
    return not (getattr(view, "is_public", False) or getattr(view, "is_first", False))


def _entrance(proof: bytes | None, view: Callable[..., Any]) -> db.Entrance:
    """As whom this request enters, also when it shows a page once more: who looks as an external, looks there too."""
    look = _look(proof, view) if request.method in SAFE_METHODS else None
    return db.by_session(proof, origin=request.remote_addr or "", viewing=look)


def _look(proof: bytes | None, view: Callable[..., Any]) -> db.Look | None:
    """As whom of the externals this session looks, on views where that counts."""
    if getattr(view, "is_as_oneself", False) or getattr(view, "is_public", False):
        return None
    return looking.chosen(proof)


def _once() -> UUID | None:
    if request.method in SAFE_METHODS:
        return None
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        return None


def _refuse_switched(actor: Actor) -> None:
    """What was begun as one affiliation is not sent as another that was chosen meanwhile: the form comes back first."""
    began = request.form.get("acting")
    if began and actor.acting and began != str(actor.acting.id):
        raise Conflict(
            words(
                "Je werkt intussen namens een andere organisatie. Wil je dit namens die plaatsen? Verstuur dan opnieuw."
            )
        )


def _handled(person_id: UUID, key: UUID) -> str | None:
    """Where the first handling of this form led; None when it is new. A second click waits for the first's commit."""
    session = db.session()
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(key), 0))))
    return session.scalar(select(Once.location).where(Once.person_id == person_id, Once.key == key))
