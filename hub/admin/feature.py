"""Beheer, as the app knows it."""

from flask_babel import gettext as _

from hub.admin.views import pages
from hub.kit.feature import Entry, Feature

FEATURE = Feature(
    name="admin",
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
)
