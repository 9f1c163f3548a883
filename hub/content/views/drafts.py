"""Drafts: kept while one types, listed, shown again, thrown away."""

from collections.abc import Sequence
from uuid import UUID

from flask import g, request
from flask_babel import format_time
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.content import service
from hub.content.models import Draft
from hub.content.schemas import DraftForm
from hub.content.service import KeptFile
from hub.content.views.edge import pages
from hub.content.views.keeping import keep_all, ways_of
from hub.kit.pages import actor, form, local, page, seen, settings, takes_files, toast


@pages.get("/concepten")
def drafts() -> str:
    """My drafts: for what, since when."""
    return page("content/drafts.html", drafts=service.drafts(actor()), places=PLACES, days=settings().draft_days)


@pages.post("/concepten")
@takes_files
def keep_draft() -> Response | tuple[str, int]:
    """Keep what was typed so far; the script asks only for the time, who pressed the button goes to the list."""
    sent = form(DraftForm())
    kept, not_all = keep_all(sent["place"], sent["thing"])
    draft = kept.draft
    if request.headers.get("X-Draft"):
        return page("content/_draft.html", draft=draft, time=format_time(draft.saved_at, "HH.mm") if draft else ""), 200
    if draft is None:
        toast(not_all or _("Er was niets om te bewaren."))
    elif not_all:
        toast(_("Je concept is bewaard, maar niet alles.") + " " + not_all)
    else:
        toast(_("Je concept is bewaard."))
    return seen("/concepten")


@pages.post("/concepten/<uuid:draft_id>/weg")
def throw_away(draft_id: UUID) -> Response:
    """Let go of a draft."""
    service.throw_away(actor(), draft_id)
    toast(_("Het concept is weg."))
    return seen(local(request.form.get("back"), "/concepten"))


def draft_for(where: str) -> Draft | None:
    """The own draft for a place ("post <id>"), for a template; one query for a whole page, none for who looks along."""
    if "drafts" not in g:
        g.drafts = {} if actor().viewing else service.own_drafts(actor())
    found: Draft | None = g.drafts.get(where)
    return found


def kept_for(where: str) -> Sequence[KeptFile]:
    """The files that wait with the own draft for a place; one query for a whole page, none for who has no drafts."""
    mine = draft_for(where)
    if "kept_files" not in g:
        g.kept_files = service.kept_files(g.drafts.values())
    found: Sequence[KeptFile] = g.kept_files.get(mine.id, ()) if mine else ()
    return found


def request_path() -> str:
    """Where one is."""
    return request.path


pages.add_app_template_global(draft_for)
pages.add_app_template_global(kept_for)
pages.add_app_template_global(ways_of)
pages.add_app_template_global(request_path)


PLACES = {
    "post": lambda: _("Bericht"),
    "question": lambda: _("Vraag"),
    "comment": lambda: _("Reactie"),
    "answer": lambda: _("Antwoord"),
    "edit": lambda: _("Wijziging"),
    "document": lambda: _("Documenten"),
    "version": lambda: _("Nieuwe versie"),
}
