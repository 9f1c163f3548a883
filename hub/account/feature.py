"""Own choices, as the app knows them."""

from flask_babel import gettext as _

from hub.account.views import pages
from hub.kit.feature import Entry, Feature

FEATURE = Feature(
    name="account",
    pages=pages,
    menu=(Entry("aanmeldingen", lambda: _("Aanmeldingen en sessies"), "/account/aanmeldingen", "lock", order=10),),
)
