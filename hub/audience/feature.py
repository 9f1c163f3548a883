"""Who can read what, as the app knows it."""

from hub.audience.views import pages
from hub.kit.feature import Feature
from tenants.errors import words

FEATURE = Feature(
    name="audience",
    pages=pages,
    verbs={"external.viewed": words("%(who)s keek mee als %(what)s.")},
)
