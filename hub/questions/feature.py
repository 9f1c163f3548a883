"""Questions, as the app knows them."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _

from hub.content import service as content
from hub.kit.copying import Copied
from hub.kit.feature import Entry, Feature, Kind, Panel, Tab
from hub.questions import jobs
from hub.questions.service import count_in, titles
from hub.questions.service.turning import become
from hub.questions.verbs import VERBS
from hub.questions.views import as_cards, pages, waiting_panel
from tenants.actor import Actor


def writes_somewhere(actor: Actor) -> bool:
    """Whether there is a space where the actor may write."""
    return bool(actor.writes or actor.joins)


def new_questions(actor: Actor, space_id: UUID) -> int:
    """How many questions of others are new to me in a space."""
    return content.new_of(actor, space_id, "question")


def copied(actor: Actor, ids: Sequence[UUID], _owner_id: UUID) -> dict[UUID, Copied]:
    """The titles of questions."""
    return {one: Copied(title) for one, title in titles(actor, ids).items()}


FEATURE = Feature(
    name="questions",
    pages=pages,
    verbs=VERBS,
    navigation=(
        Entry("vragen", lambda: _("Vragen"), "/vragen", "message-circle-question-mark", shortcut="v", order=30),
    ),
    new=(
        Entry(
            "vraag",
            lambda: _("Vraag"),
            "/nieuw/vraag",
            "message-circle-question-mark",
            order=20,
            shown=writes_somewhere,
        ),
        Entry(
            "vraag-collegas",
            lambda: _("Vraag het al je collega’s"),
            "/nieuw/vraag/collegas",
            "landmark",
            order=21,
            shown=lambda actor: bool(actor.staff_of),
        ),
    ),
    tabs=(Tab("vragen", lambda: _("Vragen"), "/vragen", order=20, count=count_in, new=new_questions),),
    kinds=(
        Kind("question", lambda: _("De vraag is verwijderd."), path="vragen", tab="/vragen", changed_at="bewerken"),
        Kind("answer", lambda: _("Het antwoord is verwijderd."), edit=lambda: _("Bewerk je antwoord")),
    ),
    cards={"question": as_cards},
    copies={"question": copied},
    jobs={"questions.merged": jobs.merged, "questions.asked_for": jobs.asked_for},
    becoming={"question": become},
    panels=(Panel("wacht-op-antwoord", "questions/_waiting.html", waiting_panel, order=10),),
)
