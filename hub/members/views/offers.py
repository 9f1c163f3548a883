"""Asking a colleague to become steward, and answering."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.groups.views import space_page
from hub.kit.pages import actor, again, page, seen, toast
from hub.members import service
from hub.members.views.edge import pages
from tenants.actor import Actor


@pages.get("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/groepsbeheerder")
def offer_page(space_id: UUID, membership_id: UUID) -> str:
    """Say what a steward does, and ask whether to ask."""
    one = service.may_offer(actor(), space_id, membership_id)
    return space_page("members/offer.html", space_id, tab="leden", one=one)


@pages.post("/groepen/<uuid:space_id>/leden/<uuid:membership_id>/groepsbeheerder")
@again(offer_page)
def make_offer(space_id: UUID, membership_id: UUID) -> Response:
    """Ask."""
    one = service.offer(actor(), space_id, membership_id, steps_down="steps_down" in request.form)
    toast(_("%(name)s krijgt jouw vraag. Er verandert pas iets als het antwoord ja is.", name=one.person.name))
    return seen(f"/groepen/{space_id}/leden")


@pages.post("/groepen/<uuid:space_id>/rolaanbod/<uuid:offer_id>/intrekken")
def withdraw_offer(space_id: UUID, offer_id: UUID) -> Response:
    """Take the question back."""
    service.withdraw_here(actor(), space_id, offer_id)
    toast(_("De vraag is ingetrokken."))
    return seen(f"/groepen/{space_id}/leden")


# ---------------------------------------------------------------- whoever was asked


def panel(who: Actor, _space_id: UUID | None) -> list[service.Offer] | None:
    """What waits for the actor's answer, for the start page."""
    return service.mine(who) or None


@pages.get("/rolaanbod/<uuid:offer_id>")
def offer(offer_id: UUID) -> str:
    """What is asked of me, by whom, and what it means."""
    return page("members/answer.html", offer=service.one_of_mine(actor(), offer_id))


@pages.post("/rolaanbod/<uuid:offer_id>")
@again(offer)
def answer_offer(offer_id: UUID) -> Response:
    """Say yes or no."""
    agrees = request.form.get("answer") == "yes"
    found = service.answer(actor(), offer_id, agrees=agrees)
    if agrees:
        toast(_("Je bent nu groepsbeheerder van “%(title)s”.", title=found.title))
    else:
        toast(_("Je hebt nee gezegd. %(name)s krijgt bericht.", name=found.offered_by.name))
    return seen(f"/groepen/{found.space_id}/leden")
