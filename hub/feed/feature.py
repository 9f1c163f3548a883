"""The start page, as the app knows it."""

from flask_babel import gettext as _

from hub.feed.views import pages
from hub.kit.feature import Entry, Feature

FEATURE = Feature(
    name="feed",
    pages=pages,
    navigation=(Entry("start", lambda: _("Start"), "/", "house", order=10),),
)
