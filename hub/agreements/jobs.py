"""Mails about agreements to administrators: something was done with one, or it ends soon. Each to who is one still."""

from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from hub.agreements.service import WARN_DAYS
from hub.kit import letters, mail, moments
from hub.kit.pages import settings
from tenants.clock import last_day
from tenants.db import door, door_rows


def step(row_id: UUID, *, agreement: str, organisation: str, step: str) -> None:
    """Tell the administrators of the other sides what one did."""
    rows = door_rows("work_agreement_step", the_agreement=UUID(agreement), the_organisation=UUID(organisation))
    for one in rows:
        receiver = letters.receiver(one.affiliation_id)
        if receiver is None:
            continue
        with force_locale(receiver.language):
            subject = _subject(step, one)
            text = _(
                "Beste %(name)s,\n\n%(said)s\n\nDe afspraak heet “%(title)s”. Bekijk haar in Beheer:\n%(link)s",
                name=receiver.shown,
                said=subject + ".",
                title=one.title,
                link=_link(one.organisation_id, UUID(agreement)),
            )
        mail.send(receiver.address, subject, text, letters.id_for(row_id, one.affiliation_id))


def warning(row_id: UUID, *, agreement: str, days: int) -> None:  # noqa: ARG001 - part of what makes the promise one of its own
    """Tell the administrators of every side that an agreement ends soon, while it still does."""
    for one in door_rows("work_agreement_warning", the_agreement=UUID(agreement)):
        receiver = letters.receiver(one.affiliation_id)
        if receiver is None:
            continue
        with force_locale(receiver.language):
            day = moments.day(last_day(one.until))
            subject = _("Een samenwerkingsafspraak eindigt op %(day)s", day=day)
            text = _(
                "Beste %(name)s,\n\nDe afspraak “%(title)s” geldt tot en met %(day)s. Willen jullie daarna verder, "
                "stel dan op tijd een nieuwe voor:\n%(link)s",
                name=receiver.shown,
                title=one.title,
                day=day,
                link=_link(one.organisation_id, UUID(agreement)),
            )
        mail.send(receiver.address, subject, text, letters.id_for(row_id, one.affiliation_id))


def warn() -> None:
    """Put the warnings that are due, each once (periodic)."""
    for days in WARN_DAYS:
        door("work_warn_agreements", days=days)


def _subject(step: str, one: Any) -> str:  # noqa: ANN401 - the door's row
    name = one.by_shown
    return {
        "propose": _("%(organisation)s stelt een samenwerkingsafspraak voor", organisation=name),
        "sign": _("%(organisation)s tekende een samenwerkingsafspraak", organisation=name),
        "refuse": _("%(organisation)s weigerde een samenwerkingsafspraak", organisation=name),
        "withdraw": _("%(organisation)s trok een voorstel voor een samenwerkingsafspraak in", organisation=name),
        "suspend": _("%(organisation)s schortte een samenwerkingsafspraak op", organisation=name),
        "ask": _("%(organisation)s wil een samenwerkingsafspraak hervatten", organisation=name),
        "resume": _("Een samenwerkingsafspraak geldt weer: %(organisation)s hervatte als laatste", organisation=name),
        "end": _("%(organisation)s beëindigde een samenwerkingsafspraak", organisation=name),
    }[step]


def _link(organisation_id: UUID, agreement_id: UUID) -> str:
    return f"{settings().address}/beheer/{organisation_id}/afspraken/{agreement_id}"
