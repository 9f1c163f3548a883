"""Messages, as the app knows them."""

from uuid import UUID

from flask_babel import gettext as _

from hub.content import service as content
from hub.kit.feature import Entry, Feature, Kind, Tab
from hub.posts.verbs import VERBS
from hub.posts.views import as_cards, pages
from tenants.actor import Actor


def writes_somewhere(actor: Actor) -> bool:
    """Whether there is a space where the actor may write."""
    return bool(actor.writes or actor.joins)


def new_posts(actor: Actor, space_id: UUID) -> int:
    """How many messages of others are new to me in a space."""
    return content.new_of(actor, space_id, "post")


FEATURE = Feature(
    name="posts",
    pages=pages,
    verbs=VERBS,
    new=(Entry("bericht", lambda: _("Bericht"), "/nieuw/bericht", "message-square", order=10, shown=writes_somewhere),),
    tabs=(Tab("berichten", lambda: _("Berichten"), "", order=10, new=new_posts),),
    kinds=(
        Kind(
            "post",
            lambda: _("Het bericht is verwijderd."),
            path="berichten",
            edit=lambda: _("Bewerk je bericht"),
            has_title=True,
        ),
    ),
    cards={"post": as_cards},
)
