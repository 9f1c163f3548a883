"""What views read a request and answer with a page by: the actor, forms that keep what was typed, redirects, toasts."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, flash, g, redirect, render_template, request
from flask_babel import gettext
from marshmallow import Schema, ValidationError
from werkzeug.wrappers import Response

from hub.settings import Settings
from tenants import db
from tenants.actor import Actor
from tenants.errors import Invalid

View = TypeVar("View", bound=Callable[..., Any])


def settings() -> Settings:
    """The settings of this installation, in a request or a job."""
    found: Settings = current_app.settings  # type: ignore[attr-defined] # hub.kit.edge.Hub
    return found


def actor() -> Actor:
    """Who asks, as the transaction of this request found."""
    return db.session().who


def page(template: str, **context: Any) -> str:  # noqa: ANN401 - whatever the template draws
    """Draw a page or a partial. Forms find `typed` (what was sent) and `errors` (by field) in their context."""
    return render_template(template, errors=errors(), typed=typed, **context)


def errors() -> dict[str, str]:
    """What was wrong with the form that was sent, translated, by field."""
    return {name: gettext(sentence) for name, sentence in g.get("errors", {}).items()}


def typed(name: str, otherwise: object = "") -> Any:  # noqa: ANN401 - text, or what the page gave
    """What was typed in this field before the form came back with errors; else what the page starts with."""
    if not g.get("errors"):
        return otherwise
    return request.form.get(name, "")


def form(schema: Schema) -> dict[str, Any]:
    """What was sent, read by a schema. Raises Invalid with a sentence for each field that is wrong."""
    sent = {name: values if len(values) > 1 else values[0] for name, values in request.form.lists()}
    for ours in ("once", "acting"):
        sent.pop(ours, None)
    return read(schema, sent)


def read(schema: Schema, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What came in by another way than a form, as `form` reads it."""
    try:
        found: dict[str, Any] = schema.load(sent)
    except ValidationError as error:
        raise Invalid(_sentences(error)) from error
    return found


def _sentences(error: ValidationError) -> dict[str, str]:
    messages = error.normalized_messages()  # type: ignore[no-untyped-call]
    return {("" if name == "_schema" else name): _first(value) for name, value in messages.items()}


def _first(value: object) -> str:
    while isinstance(value, dict):
        value = next(iter(value.values()))
    return str(value[0] if isinstance(value, list) else value)


def again(show: Callable[..., Any]) -> Callable[[View], View]:
    """When the view says Invalid or Conflict, show this page again, with what was typed and the sentences."""

    def mark(view: View) -> View:
        view.shows_again = show  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that answers who is not signed in; it still enters the database as whoever asks."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def as_whoever(view: View) -> View:
    """Mark a view for which it does not matter as whom of the own affiliations a form was opened."""
    view.is_as_whoever = True  # type: ignore[attr-defined]
    return view


def comes_first(view: View) -> View:
    """Mark a view that opens for who must do something first: where it is done, and what one may do without it."""
    view.is_first = True  # type: ignore[attr-defined]
    return view


def as_oneself(view: View) -> View:
    """Mark a view that is answered as oneself also while one looks as an external: the form to stop."""
    view.is_as_oneself = True  # type: ignore[attr-defined]
    return view


def outside(view: View) -> View:
    """Mark a view that speaks with an issuer: no transaction waits meanwhile; it enters by `alone`."""
    view.enters_itself = True  # type: ignore[attr-defined]
    return view


@contextmanager
def alone() -> Iterator[None]:
    """A short transaction as nobody, for a view that is `outside`."""
    with db.transaction(current_app.engine, db.NOBODY_ENTERS):  # type: ignore[attr-defined] # hub.kit.edge.Hub
        yield


def takes_files(view: View) -> View:
    """Mark a view that takes uploads: its body may be as large as a file may be."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def seen(url: str) -> Response:
    """Go on to this page after a change (303, so that a reload repeats nothing)."""
    return redirect(url, code=303)


def toast(text: str, *, undo_url: str = "", undo_label: str = "", **fields: str) -> None:
    """Say one sentence on the next page, with at most one action: a POST to `undo_url` with these fields."""
    flash({"text": text, "undo_url": undo_url, "undo_label": undo_label, "fields": fields}, "toast")  # type: ignore[arg-type]


def local(url: str | None, otherwise: str = "/") -> str:
    """An address on this site, or the other one: nobody is sent elsewhere by a link."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")) or urlsplit(url).netloc or "\\" in url:
        return otherwise
    return url
