"""The staff directory, as the app knows it."""

from flask_babel import gettext as _

from hub.directory.views import pages
from hub.kit.feature import Entry, Feature

FEATURE = Feature(
    name="directory",
    pages=pages,
    navigation=(
        Entry(
            "mensen",
            lambda: _("Mensen"),
            "/mensen",
            "list",
            shortcut="m",
            order=55,
            shown=lambda actor: bool(actor.staff_affiliations),
        ),
    ),
)
