"""Own choices, as the app knows them."""

from hub.account.views import pages
from hub.kit.feature import Feature

FEATURE = Feature(name="account", pages=pages)
