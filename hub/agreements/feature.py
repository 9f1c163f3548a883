"""Agreements between organisations, as the app knows them."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.agreements import jobs, service
from hub.agreements.views import TAB, pages
from hub.kit.feature import DeskTab, Duty, Feature
from hub.kit.queue import Periodic
from tenants.actor import Actor
from tenants.errors import words

HOUR = 3600


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """Agreements that wait for a signature or for a yes to go on, and those that end soon."""
    found = service.agreements(actor, organisation_id)
    unsigned = sum("sign" in one.steps for one in found)
    if unsigned:
        yield Duty(
            "scroll-text",
            ngettext(
                "%(num)s afspraak wacht op een handtekening", "%(num)s afspraken wachten op een handtekening", unsigned
            ),
            _("Lees wat er wordt afgesproken, en teken of weiger."),
            TAB,
            _("Lees"),
            order=30,
        )
    paused = sum("resume" in one.steps and any(side.resumed_at for side in one.sides) for one in found)
    if paused:
        yield Duty(
            "scroll-text",
            ngettext("%(num)s afspraak kan worden hervat", "%(num)s afspraken kunnen worden hervat", paused),
            _("Een andere organisatie wil weer verder. Het wacht op jullie."),
            TAB,
            _("Bekijk"),
            order=32,
        )
    ending = sum(one.ends_soon for one in found)
    if ending:
        yield Duty(
            "clock",
            ngettext("%(num)s afspraak eindigt binnen 60 dagen", "%(num)s afspraken eindigen binnen 60 dagen", ending),
            _("Willen jullie daarna verder, stel dan een nieuwe voor."),
            TAB,
            _("Bekijk"),
            order=70,
        )


FEATURE = Feature(
    name="agreements",
    pages=pages,
    desk=(DeskTab(TAB, lambda: _("Afspraken"), order=60),),
    duties=(duties,),
    jobs={"agreements.step": jobs.step, "agreements.warning": jobs.warning},
    periodic=(Periodic("agreements.warn", HOUR, jobs.warn),),
    verbs={
        "agreement.proposed": words("%(who)s stelde de afspraak “%(what)s” voor."),
        "agreement.signed": words("%(who)s tekende de afspraak “%(what)s”."),
        "agreement.refused": words("%(who)s weigerde de afspraak “%(what)s”."),
        "agreement.withdrawn": words("%(who)s trok de afspraak “%(what)s” in."),
        "agreement.suspended": words("%(who)s schortte de afspraak “%(what)s” op."),
        "agreement.resume-asked": words("%(who)s wil de afspraak “%(what)s” hervatten."),
        "agreement.resumed": words("%(who)s hervatte de afspraak “%(what)s”."),
        "agreement.ended": words("%(who)s beëindigde de afspraak “%(what)s”."),
    },
)
