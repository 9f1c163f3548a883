"""Parties, as the app knows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.kit.feature import DeskTab, Duty, Feature, Panel
from hub.parties import jobs, service
from hub.parties.verbs import VERBS
from hub.parties.views import pages
from tenants.actor import Actor


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """Proposals that wait for an answer of this organisation, and charters that it has to know."""
    waiting = sum(not one.agreed for one in service.waiting(actor, organisation_id))
    if waiting:
        yield Duty(
            "handshake",
            ngettext("%(num)s voorstel wacht op jouw akkoord", "%(num)s voorstellen wachten op jouw akkoord", waiting),
            _("Een groep wil iets veranderen waar jouw organisatie over meebeslist."),
            "/voorstellen",
            _("Beslis"),
            order=10,
        )
    unread = len(service.unread(actor, organisation_id))
    if unread:
        yield Duty(
            "scroll-text",
            ngettext(
                "%(num)s groep heeft nieuwe groepsafspraken", "%(num)s groepen hebben nieuwe groepsafspraken", unread
            ),
            _("Lees waar jouw organisatie zich aan houdt."),
            "/voorstellen",
            _("Lees"),
            order=35,
        )


@dataclass(frozen=True)
class Awaited:
    """The organisations that a group waits for; `more`: and others besides."""

    url: str
    rows: Sequence[Any]
    more: bool


def awaited_panel(actor: Actor, space_id: UUID | None) -> Awaited | None:
    """Which organisations were asked and are not in a group yet, for its stewards; None when it waits for nobody."""
    found = service.awaited(actor, space_id) if space_id else []
    more = len(found) > service.BESIDE
    return Awaited(f"/groepen/{space_id}/organisaties", found[: service.BESIDE], more) if found else None


FEATURE = Feature(
    name="parties",
    pages=pages,
    desk=(DeskTab("/voorstellen", lambda: _("Voorstellen"), order=12, under="/verzoeken"),),
    duties=(duties,),
    panels=(Panel("awaited", "parties/_panel.html", awaited_panel, in_space=True, order=10),),
    verbs=VERBS,
    jobs={
        "groups.proposal": jobs.proposal,  # as the first migration puts it
        "parties.proposal": jobs.proposal,
        "parties.decided": jobs.decided,
        "parties.left": jobs.left,
    },
)
