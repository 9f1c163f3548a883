"""Inviting in four steps, and the invitations into a space that wait."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hub.externals import service
from hub.externals.schemas import STEPS, HowLong
from hub.externals.service import vouching
from hub.externals.views.edge import pages
from hub.groups import audience
from hub.groups.views import space_page
from hub.kit.pages import actor, again, form, page, seen, settings, toast
from tenants.errors import Invalid

REVIEW = len(STEPS) + 1


@pages.get("/groepen/<uuid:space_id>/uitnodigen")
def invite_page(space_id: UUID) -> str:
    """Step one: who."""
    return _draw(space_id, 1)


@pages.post("/groepen/<uuid:space_id>/uitnodigen/stap")
def invite_step(space_id: UUID) -> str | tuple[str, int]:
    """Check the step that was filled in and show the next; or go back a step with all that was typed."""
    now = _step()
    if "back" in request.form:
        return _draw(space_id, max(1, now - 1))
    try:
        form(STEPS[now - 1]())
        if now == len(STEPS):
            _check_day(space_id)
    except Invalid as invalid:
        g.errors = invalid.fields
        return _draw(space_id, now), HTTPStatus.UNPROCESSABLE_ENTITY
    return _draw(space_id, now + 1)


def _again(space_id: UUID) -> str:
    wrong = set(g.get("errors", {}))
    if wrong & {"shown", "address", "employer"}:
        return _draw(space_id, 1)
    if "role" in wrong:
        return _draw(space_id, 2)
    return _draw(space_id, 3 if "access_until" in wrong else REVIEW)


@pages.post("/groepen/<uuid:space_id>/uitnodigen")
@again(_again)
def invite(space_id: UUID) -> Response:
    """Send the invitation."""
    said = form(HowLong())
    service.invite(
        actor(),
        space_id,
        shown=said["shown"],
        address=said["address"].strip(),
        employer=said["employer"],
        role=said["role"],
        last_day=said["access_until"],
        link_key=settings().secret,
        days=settings().invitation_days,
    )
    toast(_("De uitnodiging aan %(name)s is onderweg.", name=said["shown"]))
    return seen("/externen")


def _step() -> int:
    try:
        return min(max(int(request.form.get("step", "1")), 1), len(STEPS))
    except ValueError:
        return 1


def _check_day(space_id: UUID) -> None:
    allowed, day = service.sponsorship(actor(), space_id), form(HowLong())["access_until"]
    if not allowed.first_day <= day <= allowed.last_day:
        raise Invalid(
            {"access_until": _("Kies een dag tussen vandaag en de laatste dag die jouw organisatie toestaat.")}
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _draw(space_id: UUID, step: int) -> str:
    allowed = service.sponsorship(actor(), space_id)
    fields = ("shown", "address", "employer", "role", "access_until")
    values = {name: request.form.get(name, "") for name in fields}
    values["role"] = values["role"] or "member"
    values["access_until"] = values["access_until"] or allowed.default_day.isoformat()
    return page(
        "externals/invite.html",
        space=allowed.space,
        allowed=allowed,
        step=step,
        values=values,
        last_step=REVIEW,
        readers=audience.of(space_id),
        opens=service.opens(actor(), space_id),
        known=service.known(actor(), space_id, address=values["address"]) if step > 1 and values["address"] else None,
        chosen_day=_day(values["access_until"]) or allowed.default_day,
    )


@pages.get("/groepen/<uuid:space_id>/uitnodigingen")
def waiting_here(space_id: UUID) -> str:
    """The invitations into this space that still wait."""
    return space_page(
        "externals/waiting.html",
        space_id,
        tab="leden",
        sponsorless=vouching.sponsorless(actor(), space_id),
        invitations=service.waiting_in(actor(), space_id),
    )
