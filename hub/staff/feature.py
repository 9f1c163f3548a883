"""The own people, as the app knows them."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.kit.feature import DeskTab, Duty, Feature
from hub.kit.queue import Periodic
from hub.staff import jobs, service
from hub.staff.verbs import VERBS
from hub.staff.views import pages
from hub.staff.views.lists import ACTS
from tenants.actor import Actor

HOUR = 3600


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """Who waits for an administrator's word."""
    found = service.requests(actor, organisation_id)
    back = sum(one.kind == "return" for one in found)
    if back:
        yield Duty(
            "user-plus",
            ngettext("%(num)s oud-collega wil weer toegang", "%(num)s oud-collega’s willen weer toegang", back),
            _("Ingelogd na het einde van de toegang. Kijk of het dezelfde persoon is."),
            "/mensen/verzoeken",
            _("Beslis"),
            order=15,
        )
    others = len(found) - back
    if others:
        yield Duty(
            "id-card",
            ngettext(
                "%(num)s collega wil met nog een account inloggen",
                "%(num)s collega’s willen met nog een account inloggen",
                others,
            ),
            _("Ze hebben met beide accounts ingelogd. Jij bepaalt of het tweede hier ook geldt."),
            "/mensen/verzoeken",
            _("Beslis"),
            order=25,
        )
    waiting = service.waiting(actor, organisation_id)
    if waiting:
        yield Duty(
            "mail",
            ngettext(
                "%(num)s uitnodiging van een medewerker wacht op bevestiging",
                "%(num)s uitnodigingen van medewerkers wachten op bevestiging",
                waiting,
            ),
            _("Aangenomen met een ander mailadres, of door iemand die hier eerder werkte."),
            "/mensen/uitnodigingen",
            _("Bekijk"),
            order=35,
        )


FEATURE = Feature(
    name="staff",
    pages=pages,
    desk=(DeskTab("/mensen", lambda: _("Mensen"), order=20),),
    duties=(duties,),
    verbs=VERBS,
    bulk=ACTS,
    jobs={
        "staff.invitation": jobs.invitation,
        "staff.accepted": jobs.accepted,
        "staff.waiting": jobs.waiting,
        "staff.returned": jobs.returned,
        "staff.login": jobs.login,
        "staff.answered": jobs.answered,
        "staff.reopened": jobs.reopened,
        "staff.role": jobs.role,
    },
    periodic=(Periodic("staff.terms", HOUR, jobs.terms),),
)
