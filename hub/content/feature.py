"""The spine, as the app knows it: the addresses that every kind of item shares."""

from hub.content import jobs
from hub.content.verbs import VERBS
from hub.content.views import pages
from hub.kit.feature import Feature

FEATURE = Feature(name="content", pages=pages, verbs=VERBS, jobs={"content.read": jobs.read})
