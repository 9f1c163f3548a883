"""What an organisation decides for its own people, and the terms that its guests accept."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from babel.numbers import format_decimal
from flask import request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.admin import service
from hub.admin.schemas import Decided, Terms
from hub.admin.views.edge import pages
from hub.desk.service import figures, find
from hub.desk.views import draw
from hub.kit import text
from hub.kit.oklch import contrast, parse
from hub.kit.pages import actor, again, form, seen, toast
from hub.kit.theme import Seed, theme
from tenants.errors import Missing

TAB = "/beleid"
TERMS = "/beleid/voorwaarden"
WHITE = "#ffffff"


@dataclass(frozen=True)
class Colour:
    """A colour that was chosen, and what becomes of it: where white text on it would be too faint it is made darker."""

    brand: str
    contrast: str
    is_adjusted: bool
    button: str


@dataclass(frozen=True)
class Line:
    """A line of two versions beside each other: '+' came, '-' went, ' ' stayed."""

    sign: str
    words: str


@pages.get("/beheer/<uuid:organisation_id>/beleid")
def policies(organisation_id: UUID) -> str:
    """How long guests stay, who founds groups, what is forgotten, the colour, and the terms."""
    organisation = find(actor(), organisation_id)
    brand = _brand(request.values.get("brand", "")) or organisation.brand
    return draw(
        "admin/policies.html",
        organisation_id,
        tab=TAB,
        colour=_colour(brand),
        is_tried=brand != organisation.brand,
        terms=service.terms(actor(), organisation_id),
        externals=figures(actor(), organisation_id).externals,
    )


@pages.post("/beheer/<uuid:organisation_id>/beleid")
@again(policies)
def decide(organisation_id: UUID) -> Response:
    """Decide them."""
    find(actor(), organisation_id)
    said = form(Decided())
    changed = service.set_policies(actor(), organisation_id, **said)
    if changed:
        toast(ngettext("%(num)s ding is veranderd.", "%(num)s dingen zijn veranderd.", changed))
    else:
        toast(_("Alles stond al zo."))
    return seen(f"/beheer/{organisation_id}{TAB}")


@pages.get("/beheer/<uuid:organisation_id>/beleid/voorwaarden")
def terms(organisation_id: UUID) -> str:
    """The versions of the terms of use, and room for a new one."""
    found = service.terms(actor(), organisation_id)
    typed = text.written(request.form.get("text", ""))
    return draw(
        "admin/terms.html",
        organisation_id,
        tab=TERMS,
        versions=found,
        writing=typed or (found[0].text if found else ""),
        preview=text.rendered(typed) if typed else "",
        externals=figures(actor(), organisation_id).externals,
    )


@pages.post("/beheer/<uuid:organisation_id>/beleid/voorwaarden/voorbeeld")
@again(terms)
def preview_terms(organisation_id: UUID) -> str:
    """Show what was written as guests will read it; nothing is kept."""
    find(actor(), organisation_id)
    form(Terms())
    return terms(organisation_id)


@pages.post("/beheer/<uuid:organisation_id>/beleid/voorwaarden")
@again(terms)
def publish_terms(organisation_id: UUID) -> Response:
    """Make what was written the version in force."""
    find(actor(), organisation_id)
    number = service.publish_terms(actor(), organisation_id, text=form(Terms())["text"])
    toast(_("Versie %(number)s geldt nu. Externen lezen haar bij hun volgende klik.", number=number))
    return seen(f"/beheer/{organisation_id}{TERMS}")


@pages.get("/beheer/<uuid:organisation_id>/beleid/voorwaarden/<int:number>")
def terms_version(organisation_id: UUID, number: int) -> str:
    """One version as guests read it, and what differs from the one before."""
    versions = {one.number: one for one in service.terms(actor(), organisation_id)}
    if number not in versions:
        raise Missing
    before = versions.get(number - 1)
    return draw(
        "admin/terms_version.html",
        organisation_id,
        tab=TERMS,
        version=versions[number],
        html=text.rendered(versions[number].text),
        before=before,
        lines=list(_between(before.text, versions[number].text)) if before else [],
    )


def _between(before: str, after: str) -> Iterator[Line]:
    for one in difflib.ndiff(before.splitlines(), after.splitlines()):
        if one[0] in "+- " and one[2:].strip():
            yield Line(one[0], one[2:])


def _brand(typed: str) -> str:
    code = typed.strip().lower()
    try:
        return parse(code).hex if len(code) == 7 else ""  # noqa: PLR2004 - #rrggbb
    except ValueError:
        return ""


def _colour(brand: str) -> Colour:
    made = theme(Seed(brand=brand))
    button = made.colours["basis-color-action-1-inverse-bg-default"].light
    said = format_decimal(round(contrast(brand, WHITE), 1), locale=get_locale() or "nl")
    return Colour(brand, said, made.adjusted, button)
