"""Asking to come into a group that one can find, and answering who asks."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups import schemas, service
from hub.groups.views.edge import pages
from hub.groups.views.space import space_page
from hub.kit.pages import actor, again, form, page, seen, toast
from hub.kit.paging import after_id

OWN = "/groepen?lijst=vindbaar"


@pages.get("/groepen/<uuid:space_id>/vraag-toegang")
def ask_page(space_id: UUID) -> str | Response:
    """The page to ask on; who sees the group already goes there."""
    if space_id in actor().sees:
        return seen(f"/groepen/{space_id}")
    return page(
        "groups/ask.html",
        group=service.askable(actor(), space_id),
        askers=service.askers(actor(), space_id),
        limits=schemas,
    )


@pages.post("/groepen/<uuid:space_id>/vraag-toegang")
@again(ask_page)
def ask(space_id: UUID) -> Response:
    """Ask to come in."""
    if space_id in actor().sees:  # somebody was quicker to let her in
        return seen(f"/groepen/{space_id}")
    service.askable(actor(), space_id)
    sent = form(schemas.NewRequest())
    group = service.ask(actor(), space_id, affiliation_id=sent["affiliation"], word=sent["word"])
    toast(_("Je vraag is verstuurd. De groepsbeheerders van “%(title)s” krijgen bericht.", title=group.title))
    return seen(OWN)


@pages.post("/groepen/verzoeken/<uuid:request_id>/intrekken")
def withdraw_request(request_id: UUID) -> Response:
    """Take an own request back."""
    service.withdraw(actor(), request_id)
    toast(_("Je vraag om toegang is ingetrokken."))
    return seen(OWN)


@pages.get("/groepen/<uuid:space_id>/verzoeken")
def requests(space_id: UUID) -> str:
    """Who asks to come in, for stewards."""
    found = service.requests(actor(), space_id, after=after_id(request.args.get("na")))
    return space_page("groups/requests.html", space_id, tab="", found=found)


@pages.post("/groepen/<uuid:space_id>/verzoeken/<uuid:request_id>/toelaten")
def admit(space_id: UUID, request_id: UUID) -> Response:
    """Let the asker in."""
    service.answerable(actor(), space_id)
    is_in = service.admit(actor(), space_id, request_id, role=form(schemas.Admission())["role"])
    toast(
        _("Toegelaten. Diegene krijgt bericht.")
        if is_in
        else _("De beheerder van die organisatie bevestigt dit eerst. Daarna doet je collega mee.")
    )
    return seen(f"/groepen/{space_id}/verzoeken")


@pages.get("/groepen/<uuid:space_id>/verzoeken/<uuid:request_id>/weigeren")
def refuse_page(space_id: UUID, request_id: UUID) -> str:
    """Ask for a word to go with the refusal."""
    one = service.request(actor(), space_id, request_id)
    return space_page("groups/refuse.html", space_id, tab="", one=one, limits=schemas)


@pages.post("/groepen/<uuid:space_id>/verzoeken/<uuid:request_id>/weigeren")
@again(refuse_page)
def refuse(space_id: UUID, request_id: UUID) -> Response:
    """Refuse."""
    service.answerable(actor(), space_id)
    service.refuse(actor(), space_id, request_id, word=form(schemas.Refusal())["word"])
    toast(_("De vraag is afgewezen. Diegene krijgt bericht."))
    return seen(f"/groepen/{space_id}/verzoeken")
