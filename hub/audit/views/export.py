"""The log as a file: CSV for a spreadsheet, lines of JSON for who wants to verify the chain elsewhere."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, current_app, g, request

from hub.audit import service
from hub.audit.views.edge import asked, in_short, pages, typed
from hub.kit import filenames, sheets
from hub.kit.pages import actor
from hub.kit.verbs import sentence
from tenants import db
from tenants.clock import moment, today
from tenants.errors import Missing
from tenants.models import Audit

AT_ONCE = 1000
HEADINGS = (
    "position", "hash", "at", "verb", "sentence", "actor_shown", "thing_kind", "thing_shown", "why", "origin", "id",
    "event_id", "affiliation_id", "actor_organisation_id", "thing_id",
)  # fmt: skip

Line = Callable[[Audit, service.Seal], str]


@pages.get("/beheer/<uuid:organisation_id>/auditlog/uitvoer")
def export(organisation_id: UUID) -> Response:
    """Every row that is asked for, the oldest first, written while it is sent."""
    form = request.args.get("vorm", "csv")
    if form not in {"csv", "jsonl"}:
        raise Missing
    said = typed()
    wanted = asked(said)
    handle = service.exported(actor(), organisation_id, said=f"{form} {in_short(said)}".strip())
    name = f"auditlog-{handle}-{today()}.{form}"
    if form == "csv":
        parts = _parts(organisation_id, wanted, _row)
        return Response(_after(sheets.START + sheets.line(HEADINGS), parts), headers=sheets.headers(name))
    headers = {
        "Content-Type": "application/jsonl; charset=utf-8",
        "Content-Disposition": filenames.attachment(name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    return Response(_parts(organisation_id, wanted, _json), headers=headers)


def _parts(organisation_id: UUID, wanted: service.Asked, line: Line) -> Iterator[str]:
    """The lines, a thousand at a time: each time anew as this session, so that it ends when the access does."""
    engine, proof, until = current_app.engine, g.proof, moment()  # type: ignore[attr-defined] # hub.kit.edge.Hub
    context = current_app.app_context()
    language = str(g.get("language", "nl"))

    def parts() -> Iterator[str]:
        after: UUID | None = None
        while True:
            with context, db.transaction(engine, db.by_session(proof)) as tx:
                g.language = language
                rows = service.part(tx.who, organisation_id, wanted, until=until, after=after, size=AT_ONCE)
                said = "".join(line(row, seal) for row, seal in rows)
            yield said
            if len(rows) < AT_ONCE:
                return
            after = rows[-1][0].id

    return parts()


def _after(first: str, parts: Iterator[str]) -> Iterator[str]:
    yield first
    yield from parts


def _row(row: Audit, seal: service.Seal) -> str:
    return sheets.line(
        (
            seal.position, seal.hash, _at(row.at), row.verb, sentence(row), row.actor_shown, row.thing_kind,
            row.thing_shown, row.why, row.origin, str(row.id), str(row.event_id), _text(row.affiliation_id),
            _text(row.actor_organisation_id), _text(row.thing_id),
        )
    )  # fmt: skip


def _json(row: Audit, seal: service.Seal) -> str:
    """Every column as tenants/chain.py has it, in its order, and the link."""
    said = {
        "id": str(row.id),
        "event_id": str(row.event_id),
        "organisation_id": str(row.organisation_id),
        "at": _at(row.at),
        "person": seal.person,
        "affiliation_id": _text(row.affiliation_id),
        "actor_shown": row.actor_shown,
        "actor_organisation_id": _text(row.actor_organisation_id),
        "verb": row.verb,
        "thing_kind": row.thing_kind,
        "thing_id": _text(row.thing_id),
        "thing_shown": row.thing_shown,
        "origin": row.origin,
        "why": row.why,
        "position": seal.position,
        "hash": seal.hash,
    }
    return json.dumps(said, ensure_ascii=False) + "\n"


def _at(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _text(one: UUID | None) -> str | None:
    return str(one) if one else None
