"""Mails about agreements to administrators: something was done with one, or it ends soon. Each to who is one still."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from hub.agreements.service import WARN_DAYS
from hub.kit import letters, moments
from hub.kit.pages import settings
from tenants.clock import last_day
from tenants.db import door, door_rows


def step(row_id: UUID, *, agreement: str, organisation: str, step: str) -> None:
    """Tell the administrators of the other sides what one did."""
    rows = door_rows("work_agreement_step", the_agreement=UUID(agreement), the_organisation=UUID(organisation))
    for one in rows:
        letters.write(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda name, one=one: (  # type: ignore[misc]
                _subject(step, one),
                _(
                    "Beste %(name)s,\n\n%(said)s\n\nDe afspraak heet “%(title)s”. Bekijk haar in Beheer:\n%(link)s",
                    name=name,
                    said=_subject(step, one) + ".",
                    title=one.title,
                    link=_link(one.organisation_id, UUID(agreement)),
                ),
            ),
        )


def warning(row_id: UUID, *, agreement: str, days: int) -> None:  # noqa: ARG001 - part of what makes the promise one of its own
    """Tell the administrators of every side that an agreement ends soon, while it still does."""
    for one in door_rows("work_agreement_warning", the_agreement=UUID(agreement)):
        letters.write(
            one.affiliation_id,
            letters.id_for(row_id, one.affiliation_id),
            lambda name, one=one: (  # type: ignore[misc]
                _("Een samenwerkingsafspraak eindigt op %(day)s", day=moments.day(last_day(one.until))),
                _(
                    "Beste %(name)s,\n\nDe afspraak “%(title)s” geldt tot en met %(day)s. Willen jullie daarna verder, "
                    "stel dan op tijd een nieuwe voor:\n%(link)s",
                    name=name,
                    title=one.title,
                    day=moments.day(last_day(one.until)),
                    link=_link(one.organisation_id, UUID(agreement)),
                ),
            ),
        )


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
