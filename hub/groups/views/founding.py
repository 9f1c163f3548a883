"""Founding a group on one page: what it is for, who reads it, and which organisations take part."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hub.groups import schemas, service
from hub.groups.service import Beginning, Wanted
from hub.groups.views.edge import pages
from hub.kit.pages import actor, again, form, page, read, seen, toast
from tenants.clock import today
from tenants.errors import Forbidden, Invalid

FIELDS = ("organisation", "domain", "role", "reach")


@pages.get("/groepen/nieuw")
def new_group() -> str:
    """The page to found a group on; after a form with errors or one more row, with what was typed."""
    founders = service.founders(actor())
    if not founders:
        raise Forbidden
    sent = request.form
    return page(
        "groups/new.html",
        founders=founders,
        organisations=service.proposable(actor()),
        rows=_rows(sent),
        filled=sent,
        tomorrow=today() + timedelta(days=1),
        tags_in_use=service.tags_in_use(12),
        limits=schemas,
        preview=None,
    )


@pages.post("/groepen")
@again(new_group)
def found() -> str | Response:
    """Found a group; with other organisations first say what opens to whom. More rows, or going back, found nothing."""
    if any(name in request.form for name in ("more", "back")):
        return new_group()
    wanted = _beginning()
    if wanted.parties and "sure" not in request.form:
        return page(
            "groups/found.html",
            preview=service.preview(actor(), wanted),
            wanted=wanted,
            sent=[(name, value) for name, value in request.form.items() if name not in {"once", "acting"}],
        )
    made = service.found(actor(), wanted)
    toast(_founded(wanted))
    return seen(f"/groepen/{made}")


def _founded(wanted: Beginning) -> str:
    if not wanted.parties:
        return _("De groep “%(title)s” is er. Nodig nu collega’s en organisaties uit.", title=wanted.title)
    proposed = ngettext(
        "%(num)s organisatie is voorgesteld en doet mee zodra iedereen akkoord is.",
        "%(num)s organisaties zijn voorgesteld en doen mee zodra iedereen akkoord is.",
        len(wanted.parties),
    )
    return _("De groep “%(title)s” is er. %(proposed)s", title=wanted.title, proposed=proposed)


def _rows(sent: Mapping[str, str]) -> list[int]:
    """The numbers of the rows of the form: those that were sent, and one more when that was asked for."""
    rows = [number for number in range(1, schemas.MOST_PARTIES + 1) if f"organisation-{number}" in sent]
    if "more" in sent and len(rows) < schemas.MOST_PARTIES:
        rows.append(next(number for number in range(1, schemas.MOST_PARTIES + 1) if number not in rows))
    return rows or [1]


def _beginning() -> Beginning:
    """What was sent. Every field that is wrong has its sentence, of each row too."""
    wrong: dict[str, str] = {}
    sent: dict[str, Any] = {}
    try:
        sent = form(schemas.NewGroup())
    except Invalid as invalid:
        wrong |= invalid.fields
    parties = []
    for number in range(1, schemas.MOST_PARTIES + 1):
        row = {name: request.form.get(f"{name}-{number}", "") for name in FIELDS}
        if not row["organisation"].strip() and not row["domain"].strip():
            continue  # a row that was left empty proposes nobody
        try:
            one = read(schemas.Joining(), row)
        except Invalid as invalid:
            wrong |= {f"{name}-{number}": sentence for name, sentence in invalid.fields.items()}
        else:
            parties.append(Wanted(number, one["organisation"], one["domain"], one["role"], one["reach"]))
    if wrong:
        raise Invalid(wrong)
    chosen: UUID | None = sent["affiliation"]
    return Beginning(
        sent["title"], sent["purpose"], sent["form"], sent["ends_on"], sent["tags"], chosen, tuple(parties)
    )
