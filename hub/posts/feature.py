"""Messages, as the app knows them."""

from flask_babel import gettext as _

from hub.kit.feature import Entry, Feature, Tab
from hub.posts.verbs import VERBS
from hub.posts.views import as_cards, pages
from tenants.actor import Actor


def writes_somewhere(actor: Actor) -> bool:
    """Whether there is a space where the actor may write."""
    return bool(actor.writes or actor.joins)


FEATURE = Feature(
    name="posts",
    pages=pages,
    verbs=VERBS,
    new=(Entry("bericht", lambda: _("Bericht"), "/nieuw/bericht", "message-square", order=10, shown=writes_somewhere),),
    tabs=(Tab("berichten", lambda: _("Berichten"), "", order=10),),
    cards={"post": as_cards},
)
