"""Who is in a space, as the app knows it."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from hub.groups.tabs import MEMBERS
from hub.kit.feature import DeskTab, Duty, Feature, Panel, Tab
from hub.kit.queue import Periodic
from hub.members import jobs
from hub.members.service import desk
from hub.members.verbs import VERBS
from hub.members.views import pages
from hub.members.views.offers import panel
from tenants.actor import Actor

HOUR = 3600


def duties(actor: Actor, organisation_id: UUID) -> Iterator[Duty]:
    """Own people who wait to be let in, and groups that nobody of ours tends."""
    requests = desk.requests(actor, organisation_id)
    waiting = len(requests.waiting) + len(requests.addresses)
    if waiting:
        yield Duty(
            "user-plus",
            ngettext("%(num)s collega wacht op toelating", "%(num)s collega’s wachten op toelating", waiting),
            _("Een groepsbeheerder wil hen in een groep. Dat kan pas als jij het goedvindt."),
            "/verzoeken",
            _("Beslis"),
            order=20,
        )
    untended = sum(not one.archived for one in desk.unstewarded(actor, organisation_id))
    if untended:
        yield Duty(
            "shield",
            ngettext(
                "%(num)s groep zonder groepsbeheerder van jullie",
                "%(num)s groepen zonder groepsbeheerder van jullie",
                untended,
            ),
            _("Wijs een collega aan die er lid is, zodat jullie kunnen meebeslissen."),
            "/verzoeken",
            _("Wijs aan"),
            order=45,
        )


FEATURE = Feature(
    name="members",
    pages=pages,
    verbs=VERBS,
    tabs=(Tab(MEMBERS, lambda: _("Leden"), "/leden", order=90),),
    panels=(Panel("offers", "members/_panel.html", panel, order=1),),
    desk=(DeskTab("/verzoeken", lambda: _("Verzoeken"), order=10, own=lambda: _("Over collega’s")),),
    duties=(duties,),
    jobs={
        "members.offer": jobs.offer,
        "members.answer": jobs.answer,
        "members.named": jobs.named,
        "members.address": jobs.address,
    },
    periodic=(Periodic("members.forget", HOUR, jobs.forget),),
)
