"""The frame of Beheer, as the app knows it."""

from flask_babel import gettext as _

from hub.desk.views import pages
from hub.kit.feature import DeskTab, Entry, Feature

FEATURE = Feature(
    name="desk",
    pages=pages,
    navigation=(
        Entry(
            "beheer",
            lambda: _("Beheer"),
            "/beheer",
            "shield-check",
            shortcut="b",
            order=90,
            shown=lambda actor: bool(actor.administers),
        ),
    ),
    desk=(DeskTab("", lambda: _("Overzicht"), order=0),),
)
