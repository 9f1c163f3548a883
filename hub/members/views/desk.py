"""Pages of Beheer about the own people in groups: who waits, who comes in, who comes back, who tends a group."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hub.desk.service import find
from hub.desk.views import draw, next_page, query
from hub.kit.pages import actor, again, form, seen, toast
from hub.members import schemas
from hub.members.service import desk
from hub.members.views.edge import pages


@pages.get("/beheer/<uuid:organisation_id>/verzoeken")
def requests(organisation_id: UUID) -> str:
    """Own people who wait for a yes or a no, groups without a steward of ours, and what own people asked of others."""
    return draw(
        "members/requests.html",
        organisation_id,
        tab="/verzoeken",
        requests=desk.requests(actor(), organisation_id),
        unstewarded=desk.unstewarded(actor(), organisation_id),
        sent=desk.sent(actor(), organisation_id),
    )


@pages.post("/beheer/<uuid:organisation_id>/nieuwkomers/<uuid:membership_id>")
@again(lambda organisation_id, membership_id: requests(organisation_id))  # noqa: ARG005 - the page of them all
def admit(organisation_id: UUID, membership_id: UUID) -> Response:
    """Let one of the own people in where only named ones are, or not."""
    agrees = _says_yes()
    found = desk.admit(actor(), organisation_id, membership_id, agrees=agrees)
    return _one_answered(organisation_id, found.shown, agrees=agrees)


@pages.post("/beheer/<uuid:organisation_id>/nieuwkomers")
@again(requests)
def admit_all(organisation_id: UUID) -> Response:
    """Let several in at once."""
    find(actor(), organisation_id)
    count = desk.admit_all(actor(), organisation_id, form(schemas.Several())["membership"])
    return _several_in(count, f"/beheer/{organisation_id}/verzoeken")


@pages.post("/beheer/<uuid:organisation_id>/adressen/<uuid:address_id>")
@again(lambda organisation_id, address_id: requests(organisation_id))  # noqa: ARG005 - the page of them all
def answer_address(organisation_id: UUID, address_id: UUID) -> Response:
    """Let in whom somebody asked for by work address, or not."""
    agrees = _says_yes()
    found = desk.answer_address(actor(), organisation_id, address_id, agrees=agrees)
    return _one_answered(organisation_id, found.shown, agrees=agrees)


@pages.post("/beheer/<uuid:organisation_id>/adressen/<uuid:address_id>/intrekken")
def withdraw_own_address(organisation_id: UUID, address_id: UUID) -> Response:
    """Take back what one of the own people asked by address."""
    desk.withdraw_address(actor(), organisation_id, address_id)
    toast(_("Het verzoek is ingetrokken."))
    return seen(f"/beheer/{organisation_id}/verzoeken")


@pages.post("/beheer/<uuid:organisation_id>/toegangsvragen/<uuid:join_id>/intrekken")
def withdraw_own_request(organisation_id: UUID, join_id: UUID) -> Response:
    """Take back what one of the own people asked a group."""
    desk.withdraw_request(actor(), organisation_id, join_id)
    toast(_("De vraag is ingetrokken."))
    return seen(f"/beheer/{organisation_id}/verzoeken")


@pages.post("/beheer/<uuid:organisation_id>/rolaanbod/<uuid:offer_id>/intrekken")
def withdraw_own_offer(organisation_id: UUID, offer_id: UUID) -> Response:
    """Take back the role that one of the own people offered."""
    desk.withdraw_offer(actor(), organisation_id, offer_id)
    toast(_("De vraag is ingetrokken."))
    return seen(f"/beheer/{organisation_id}/verzoeken")


# ---------------------------------------------------------------- own people into groups, and back


@pages.get("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/toelaten")
def admit_page(organisation_id: UUID, group_id: UUID) -> str:
    """Look for own people to let into a group."""
    name = query()
    found = desk.own_people(actor(), organisation_id, group_id, name=name, after=_after())
    return draw(
        "members/admit.html",
        organisation_id,
        tab="/groepen",
        group=desk.group(actor(), organisation_id, group_id),
        people=found.rows,
        q=name,
        more=next_page(organisation_id, f"groepen/{group_id}/toelaten", found.after, q=name),
    )


@pages.post("/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/toelaten")
@again(admit_page)
def admit_own(organisation_id: UUID, group_id: UUID) -> Response:
    """Let own people into a group."""
    desk.group(actor(), organisation_id, group_id)
    count = desk.admit_own(actor(), organisation_id, group_id, form(schemas.People())["affiliation"])
    return _several_in(count, f"/beheer/{organisation_id}/groepen/{group_id}/toelaten")


@pages.get("/beheer/<uuid:organisation_id>/niet-meer-lid")
def ended(organisation_id: UUID) -> str:
    """Places that an administrator ended."""
    found = desk.ended(actor(), organisation_id, before=_after())
    more = next_page(organisation_id, "niet-meer-lid", found.after)
    return draw("members/ended.html", organisation_id, tab="/verzoeken", places=found.rows, more=more)


@pages.post("/beheer/<uuid:organisation_id>/niet-meer-lid/<uuid:membership_id>")
@again(lambda organisation_id, membership_id: ended(organisation_id))  # noqa: ARG005 - the page of them all
def bring_back(organisation_id: UUID, membership_id: UUID) -> Response:
    """Bring one of them back."""
    found = desk.bring_back(actor(), organisation_id, membership_id)
    toast(_("%(name)s doet weer mee.", name=found.shown))
    return seen(f"/beheer/{organisation_id}/niet-meer-lid")


@pages.get("/beheer/<uuid:organisation_id>/leden/<uuid:membership_id>/stoppen")
def end_own_page(organisation_id: UUID, membership_id: UUID) -> str:
    """Ask before one of the own people loses a place, and say what follows."""
    found = desk.place(actor(), organisation_id, membership_id)
    tab = "/mensen" if found.kind == "staff" else "/externen"
    return draw("members/end_own.html", organisation_id, tab=tab, place=found)


@pages.post("/beheer/<uuid:organisation_id>/leden/<uuid:membership_id>/stoppen")
@again(end_own_page)
def end_own(organisation_id: UUID, membership_id: UUID) -> Response:
    """End it."""
    found = desk.end(actor(), organisation_id, membership_id)
    toast(_("%(name)s doet niet meer mee.", name=found.shown))
    return seen(f"/beheer/{organisation_id}/mensen/{found.affiliation_id}")


# ---------------------------------------------------------------- who tends a group


@pages.get("/beheer/<uuid:organisation_id>/groepsbeheerder/<uuid:space_id>")
def name_page(organisation_id: UUID, space_id: UUID) -> str:
    """Choose who tends a group or room where nobody of ours does."""
    name = query()
    found = desk.candidates(actor(), organisation_id, space_id, name=name, after=_after())
    return draw(
        "members/name.html",
        organisation_id,
        tab="/verzoeken",
        space=desk.unstewarded_one(actor(), organisation_id, space_id),
        people=found.rows,
        q=name,
        more=next_page(organisation_id, f"groepsbeheerder/{space_id}", found.after, q=name),
    )


@pages.post("/beheer/<uuid:organisation_id>/groepsbeheerder/<uuid:space_id>")
@again(name_page)
def name_steward(organisation_id: UUID, space_id: UUID) -> Response:
    """Name her or him."""
    desk.unstewarded_one(actor(), organisation_id, space_id)
    chosen = form(schemas.Named())["affiliation"]
    found = desk.name_steward(actor(), organisation_id, space_id, affiliation_id=chosen)
    toast(_("“%(title)s” heeft weer een groepsbeheerder van jullie.", title=found.title))
    return seen(f"/beheer/{organisation_id}/verzoeken")


def _one_answered(organisation_id: UUID, name: str, *, agrees: bool) -> Response:
    """Say what became of one who waited, on the page of them all."""
    toast((_("%(name)s doet nu mee.") if agrees else _("%(name)s doet niet mee.")) % {"name": name})
    return seen(f"/beheer/{organisation_id}/verzoeken")


def _several_in(count: int, path: str) -> Response:
    """Say how many came in at once."""
    toast(ngettext("%(num)s collega doet nu mee.", "%(num)s collega’s doen nu mee.", count))
    return seen(path)


def _says_yes() -> bool:
    return request.form.get("answer") == "yes"


def _after() -> str:
    return request.args.get("na", "").replace("\0", "")
