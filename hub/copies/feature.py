"""Copies, as the app knows them."""

from hub.copies import jobs
from hub.copies.verbs import VERBS
from hub.copies.views import pages
from hub.kit.feature import Feature
from hub.kit.queue import Periodic

FEATURE = Feature(
    name="copies",
    pages=pages,
    verbs=VERBS,
    jobs={"copies.make": jobs.make},
    periodic=(Periodic("copies sweep", 3600, jobs.sweep),),
)
