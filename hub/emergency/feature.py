"""Emergency access, as the app knows it."""

from flask_babel import gettext as _

from hub.emergency import jobs, service
from hub.emergency.verbs import VERBS
from hub.emergency.views import TAB, duties, opened, pages
from hub.kit.feature import DeskTab, Feature, Panel

FEATURE = Feature(
    name="emergency",
    pages=pages,
    desk=(DeskTab(TAB, lambda: _("Noodtoegang"), order=96, under="/auditlog"),),
    duties=(duties,),
    banners=(Panel("emergency", "emergency/_banner.html", service.readers, in_space=True),),
    watches=(opened,),
    verbs=VERBS,
    jobs={"emergency.asked": jobs.asked, "emergency.answered": jobs.answered},
)
