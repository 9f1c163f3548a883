"""Mails about questions: two were merged, one is asked for you. They say so and where to look, not what was asked."""

from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _

from hub.kit import letters
from hub.kit.pages import settings
from hub.questions import service
from hub.questions.models import Question
from tenants.actor import Actor
from tenants.db import as_affiliation, become
from tenants.errors import Missing

TOLD_AGAIN = timedelta(days=30)
"""Whose name goes away and comes back within this time is not told again.

Not once for ever: a name that comes back much later, maybe against her wish, is news to who had it taken away.
"""


def merged(row_id: UUID, *, question: str, affiliation: str) -> None:
    """Tell an asker that a steward merged the question with another; not who sees it no more, or when it was undone."""
    asker = UUID(affiliation)
    receiver = letters.receiver(asker)
    if receiver is None:
        return
    actor = become(as_affiliation(asker))
    try:
        found = service.find(actor, UUID(question))
        if found.merged_into is None or asker not in _askers(actor, found):
            return
    except Missing:
        return
    letters.send(
        asker,
        row_id,
        lambda: _("Je vraag is samengevoegd"),
        lambda: _(
            "Beste %(name)s,\n\n%(said)s De antwoorden staan nu bij elkaar:\n%(link)s",
            name=receiver.shown,
            said=_said(is_own=found.author_id == asker),
            link=f"{settings().address}/vragen/{found.merged_into}",
        ),
    )


def _said(*, is_own: bool) -> str:
    if is_own:
        return _("Een groepsbeheerder heeft jouw vraag samengevoegd met een vraag die op hetzelfde neerkomt.")
    return _("Een groepsbeheerder heeft een andere vraag samengevoegd met die van jou.")


def _askers(actor: Actor, duplicate: Question) -> set[UUID]:
    target = service.find(actor, duplicate.merged_into) if duplicate.merged_into else None
    return {duplicate.author_id} | ({target.author_id} if target else set())


def asked_for(row_id: UUID, *, question: str, affiliation: str) -> None:
    """Tell somebody that a question is asked for her; not who is no longer meant, sees it no more, or knows it."""
    meant = UUID(affiliation)
    receiver = letters.receiver(meant)
    if receiver is None:
        return
    actor = become(as_affiliation(meant))
    try:
        found = service.find(actor, UUID(question))
    except Missing:
        return
    if found.asked_for_id != meant or found.merged_into is not None:
        return
    asker = service.line(actor, found.item_id).author.name
    if not letters.is_first(row_id, f"questions.asked_for {question} {affiliation}", within=TOLD_AGAIN):
        return
    letters.send(
        meant,
        row_id,
        lambda: _("Er is een vraag voor jou gesteld"),
        lambda: _(
            "Beste %(name)s,\n\n%(asker)s stelde een vraag en zei erbij dat die van jou komt. Lees de vraag en de "
            "antwoorden hier:\n%(link)s\n\nKlopt dat niet? Vraag wie de vraag stelde, of een groepsbeheerder, om jouw "
            "naam weg te halen.",
            name=receiver.shown,
            asker=asker,
            link=f"{settings().address}/vragen/{found.item_id}",
        ),
    )
