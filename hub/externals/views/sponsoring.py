"""The sponsor's pages: my externals, until when, and my invitations that wait."""

from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from hub.externals import service
from hub.externals.schemas import LastDay
from hub.externals.service import vouching
from hub.externals.views.edge import back, pages
from hub.groups import service as groups
from hub.kit.pages import actor, again, form, page, seen, settings, toast
from hub.kit.paging import after_id
from tenants import clock
from tenants.errors import Missing

LONGEST_QUERY = 120
SORTS = ("until", "name", "place")


@pages.get("/externen")
def mine() -> str:
    """My externals, what I am asked to take over, and my invitations that wait."""
    sought = _sought()
    after = request.args.get("na", "").replace("\0", "")
    found = service.externals(actor(), sought, after=after)
    is_asked = bool(sought.name or sought.space_id or sought.soon)
    return page(
        "externals/mine.html",
        externals=found.rows,
        more=_address(sought, na=found.after) if found.after else "",
        sought=sought,
        sorts={sort: _address(sought, op=sort) for sort in SORTS},
        soon_days=service.SOON_DAYS,
        place_title=groups.find(actor(), sought.space_id).title if sought.space_id else "",
        is_asked=is_asked,
        is_first=not after,
        offers=vouching.offers(actor()),
        pending=service.pending(actor()),
    )


def _sought() -> service.Sought:
    asked = request.args
    sort = asked.get("op", SORTS[0])
    space_id = after_id(asked.get("groep"))
    return service.Sought(
        name=asked.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY],
        space_id=space_id if space_id in actor().sees else None,
        soon=asked.get("wanneer") == "binnenkort",
        sort=sort if sort in SORTS else SORTS[0],
    )


def _address(sought: service.Sought, **also: str) -> str:
    kept = {
        "q": sought.name,
        "groep": str(sought.space_id or ""),
        "wanneer": "binnenkort" if sought.soon else "",
        "op": sought.sort if sought.sort != SORTS[0] else "",
    }
    return "/externen?" + urlencode({name: value for name, value in (kept | also).items() if value})


@pages.post("/uitnodigingen/<uuid:invitation_id>/opnieuw")
def resend(invitation_id: UUID) -> Response:
    """Send it once more, with a new link."""
    name = service.resend(actor(), invitation_id, link_key=settings().secret, days=settings().invitation_days)
    toast(
        _("De uitnodiging aan %(name)s is opnieuw verstuurd. De oude link werkt niet meer.", name=name)
        if name
        else _("De uitnodiging is opnieuw verstuurd. De oude link werkt niet meer.")
    )
    return seen(back())


@pages.post("/uitnodigingen/<uuid:invitation_id>/intrekken")
def withdraw(invitation_id: UUID) -> Response:
    """Take it back."""
    service.withdraw(actor(), invitation_id)
    toast(_("De uitnodiging is ingetrokken."))
    return seen(back())


@pages.post("/uitnodigingen/<uuid:invitation_id>/bevestigen")
def confirm(invitation_id: UUID) -> Response:
    """Say whether the taker is who was meant."""
    right = request.form.get("right") == "yes"
    invitation = service.confirm(actor(), invitation_id, right=right)
    said = _("%(name)s is toegelaten.") if right else _("%(name)s krijgt geen toegang.")
    toast(said % {"name": invitation.taker_shown})
    return seen(back())


@pages.get("/externen/<uuid:membership_id>/verlengen")
def extend_page(membership_id: UUID) -> str:
    """Ask for another last day."""
    found = service.term(actor(), membership_id)
    last_day = clock.last_day(found.until)
    return page(
        "externals/extend.html", place=found, last_day=last_day, latest=service.latest_day(found.latest), back=back()
    )


@pages.post("/externen/<uuid:membership_id>/verlengen")
@again(extend_page)
def extend(membership_id: UUID) -> Response:
    """Set another last day."""
    service.extend(actor(), membership_id, last_day=form(LastDay())["access_until"])
    toast(_("De einddatum is aangepast."))
    return seen(back())


@pages.get("/externen/<uuid:membership_id>/beeindigen")
def end_page(membership_id: UUID) -> str:
    """Ask whether to end it now."""
    return page("externals/end.html", place=service.term(actor(), membership_id), back=back())


@pages.post("/externen/<uuid:membership_id>/beeindigen")
def end(membership_id: UUID) -> Response:
    """End it now."""
    service.end(actor(), membership_id)
    toast(_("De toegang is beëindigd."))
    return seen(back())


@pages.get("/externen/beeindigen")
@again(mine)
def end_all_page() -> str:
    """Say whose access ends when one goes on, and where."""
    return page("externals/end_all.html", chosen=service.chosen(actor(), _ids(request.args)))


@pages.post("/externen/beeindigen")
@again(mine)
def end_all() -> Response:
    """End the access of those who were chosen."""
    number = service.end_all(actor(), _ids(request.form))
    toast(
        ngettext("De toegang van %(num)s persoon is beëindigd.", "De toegang van %(num)s mensen is beëindigd.", number)
    )
    return seen("/externen")


def _ids(sent: MultiDict[str, str]) -> list[UUID]:
    try:
        return [UUID(one) for one in sent.getlist("wie")]
    except ValueError as error:
        raise Missing from error
