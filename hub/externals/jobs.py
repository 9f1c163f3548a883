"""Mails about externals: the invitation, what became of it, and warnings before the end. No content, no title."""

from typing import Any
from uuid import UUID, uuid5

from flask_babel import force_locale
from flask_babel import gettext as _

from hub.externals.service import links
from hub.kit import mail, moments
from hub.kit.pages import settings
from tenants.clock import last_day
from tenants.db import door, door_rows

WARN_DAYS = (30, 14, 3)


def invitation(row_id: UUID, *, invitation: str, generation: int) -> None:
    """Mail the link to the invited address, unless the invitation was withdrawn or sent anew meanwhile."""
    found = _one("work_invitation", the_invitation=UUID(invitation))
    if found is None or not found.live or found.generation != generation:
        return
    link = settings().address + links.path(links.secret(settings().secret, UUID(invitation), generation))
    with force_locale("nl"):
        subject = _("%(name)s van %(organisation)s nodigt je uit", name=found.sponsor, organisation=found.organisation)
        text = _(
            "Beste %(shown)s,\n\n%(name)s van %(organisation)s nodigt je uit om samen te werken op Plein.\n\n"
            "Bekijk de uitnodiging:\n%(link)s\n\n"
            "Na het inloggen zie je waarvoor je bent uitgenodigd en tot wanneer. De link werkt tot en met %(day)s en "
            "is alleen voor jou. Verwachtte je dit niet? Dan hoef je niets te doen.",
            shown=found.shown,
            name=found.sponsor,
            organisation=found.organisation,
            link=link,
            day=moments.day(last_day(found.expires_at)),
        )
    mail.send(found.address, subject, text, row_id)


def accepted(row_id: UUID, *, invitation: str) -> None:
    """Tell the sponsor that the invited person is in."""
    found, sponsor = (
        _one("work_invitation", the_invitation=UUID(invitation)),
        door("work_sponsor", the_invitation=UUID(invitation)),
    )
    if found is None or sponsor is None:
        return
    _to(
        sponsor,
        row_id,
        lambda: _("%(name)s heeft je uitnodiging aangenomen", name=found.shown),
        lambda: _(
            "%(name)s doet nu mee, tot en met %(day)s.\n\nJe externen: %(link)s",
            name=found.shown,
            day=moments.day(last_day(found.access_until)),
            link=settings().address + "/externen",
        ),
    )


def waiting(row_id: UUID, *, invitation: str) -> None:
    """Ask the sponsor whether the taker with another address is who was meant."""
    found, sponsor = (
        _one("work_invitation", the_invitation=UUID(invitation)),
        door("work_sponsor", the_invitation=UUID(invitation)),
    )
    if found is None or sponsor is None or found.status != "waiting":
        return
    _to(
        sponsor,
        row_id,
        lambda: _("Bevestig wie je uitnodiging aannam"),
        lambda: _(
            "Iemand nam je uitnodiging aan %(name)s aan met een ander mailadres. Kijk of dit dezelfde persoon is, en "
            "laat toe of weiger:\n%(link)s",
            name=found.shown,
            link=settings().address + "/externen",
        ),
    )


def warning(row_id: UUID, *, membership: str, days: int) -> None:  # noqa: ARG001 - part of what makes the promise one of its own
    """Warn the external and the sponsor that access ends soon; each mail only to who is still live."""
    found = _one("work_warning", the_membership=UUID(membership))
    if found is None:
        return
    day = last_day(found.until)
    _to(
        found.external_id,
        row_id,
        lambda: _("Je toegang eindigt op %(day)s", day=moments.day(day)),
        lambda: _(
            "Je toegang als gast van %(organisation)s loopt tot en met %(day)s. Heb je die langer nodig? Vraag het je "
            "contactpersoon op tijd.\n\n%(link)s",
            organisation=found.organisation,
            day=moments.day(day),
            link=settings().address + "/",
        ),
    )
    _to(
        found.sponsor_id,
        uuid5(row_id, "sponsor"),
        lambda: _("De toegang van %(name)s eindigt op %(day)s", name=found.external_shown, day=moments.day(day)),
        lambda: _(
            "De toegang van %(name)s, voor wie jij contactpersoon bent, loopt tot en met %(day)s. Verlengen of laten "
            "aflopen:\n%(link)s",
            name=found.external_shown,
            day=moments.day(day),
            link=settings().address + "/externen",
        ),
    )


def warn() -> None:
    """Put the warnings that are due, each once (periodic)."""
    for days in WARN_DAYS:
        door("work_warn", days=days)


def sweep() -> None:
    """Remove what has run out: sessions, started sign-ins, handled forms (periodic)."""
    door("work_sweep")


def _to(affiliation_id: UUID, message_id: UUID, subject: Any, text: Any) -> None:  # noqa: ANN401 - words made in the receiver's language
    found = _one("work_address", the_affiliation=affiliation_id)
    if found is None:
        return
    with force_locale(found.language):
        mail.send(found.address, subject(), text(), message_id)


def _one(name: str, **values: object) -> Any:  # noqa: ANN401 - the door's row
    rows = door_rows(name, **values)
    return rows[0] if rows else None
