"""Another sponsor for an external: whom to ask, the answer, taking the question back."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.externals import service
from hub.externals.service import vouching
from hub.externals.views.edge import back, pages
from hub.kit.pages import actor, again, page, seen, toast
from hub.kit.paging import after_id
from tenants.errors import Missing

LONGEST_QUERY = 120


@pages.get("/externen/<uuid:membership_id>/contactpersoon")
def hand_over_page(membership_id: UUID) -> str:
    """Choose who is asked to take over, or is named by an administrator."""
    name = request.args.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    return page(
        "externals/hand_over.html",
        place=service.place(actor(), membership_id),
        candidates=vouching.candidates(actor(), membership_id, name=name),
        most=vouching.MOST_CANDIDATES,
        q=name,
        back=back(),
    )


@pages.post("/externen/<uuid:membership_id>/contactpersoon")
@again(hand_over_page)
def hand_over(membership_id: UUID) -> Response:
    """Ask somebody to take over, or let an administrator name somebody at once."""
    try:
        chosen = after_id(request.form.get("affiliation"))
    except Missing:
        chosen = None
    found = service.place(actor(), membership_id)
    at_once = request.form.get("at_once") == "yes" and found.as_what == "administrator"
    done = vouching.hand_over(actor(), membership_id, chosen, at_once=at_once)
    toast(
        {
            "asked": _("De vraag is verstuurd. Tot het antwoord verandert er niets."),
            "taken": _("Jij bent nu contactpersoon van %(name)s.", name=found.shown),
            "assigned": _("%(name)s heeft een andere contactpersoon.", name=found.shown),
        }[done]
    )
    return seen(back())


@pages.post("/contactpersoon/<uuid:takeover_id>")
def answer(takeover_id: UUID) -> Response:
    """Take over, or not."""
    agrees = request.form.get("answer") == "yes"
    vouching.answer(actor(), takeover_id, agrees=agrees)
    toast(_("Je bent nu contactpersoon.") if agrees else _("Je neemt het niet over. Wie het vroeg, krijgt bericht."))
    return seen("/externen")


@pages.post("/contactpersoon/<uuid:takeover_id>/intrekken")
def take_back(takeover_id: UUID) -> Response:
    """Take the question back."""
    vouching.take_back(actor(), takeover_id)
    toast(_("De vraag is ingetrokken."))
    return seen(back())
