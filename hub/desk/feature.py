"""The frame of Beheer, as the app knows it."""

from flask_babel import gettext as _

from hub.desk import acts
from hub.desk.views import pages
from hub.kit.feature import DeskTab, Entry, Feature
from tenants.errors import words

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
    jobs={"desk.bulk": acts.work},
    verbs={
        "export.made": words("%(who)s haalde de lijst “%(what)s” op als bestand."),
        "bulk.begun": words("%(who)s begon een handeling voor %(why)s tegelijk."),
    },
)
