"""The audit log and the isolation of organisations, as the app knows them."""

from flask_babel import gettext as _

from hub.audit import jobs
from hub.audit.verbs import VERBS
from hub.audit.views import duties, pages
from hub.kit.feature import DeskTab, Entry, Feature
from hub.kit.queue import Periodic

SEAL_SECONDS, HEADS_SECONDS, LOOK_SECONDS, HOUR = 5, 60, 600, 3600

FEATURE = Feature(
    name="audit",
    pages=pages,
    menu=(Entry("logboek", lambda: _("Mijn logboek"), "/account/logboek", "list-checks", order=70),),
    desk=(
        DeskTab("/auditlog", lambda: _("Auditlog"), order=90, own=lambda: _("Wat er gebeurde")),
        DeskTab("/isolatie", lambda: _("Isolatie"), order=95, under="/auditlog"),
    ),
    duties=(duties,),
    verbs=VERBS,
    jobs={"audit.heads": jobs.mail_heads, "audit.check": jobs.look_now},
    periodic=(
        Periodic("audit.seal", SEAL_SECONDS, jobs.seal),
        Periodic("audit.publish", HEADS_SECONDS, jobs.publish),
        Periodic("audit.mail", HOUR, jobs.mail_daily),
        Periodic("audit.look", LOOK_SECONDS, jobs.look),
    ),
)
